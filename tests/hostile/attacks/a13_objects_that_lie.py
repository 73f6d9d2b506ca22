"""Returns objects that answer every question with what the asker wants to hear.

Would gain: `result == expected` is True for an object that says so.
Must not: only plain copies cross to the judge, made by exact type.
"""

from tests.hostile.course import KINDS
from tests.hostile.gallery import attack

LIAR = '''
import numpy as np


class Liar:
    """Is equal to everything, a number, an array, a dict: whatever is asked."""

    dtype, shape, ndim, size = np.dtype("float64"), (4, 3), 2, 12
    __class__ = float

    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __hash__(self): return 0
    def __bool__(self): return True
    def __float__(self): return 1.0
    def __int__(self): return 1
    def __index__(self): return 1
    def __array__(self, *a, **k): return np.zeros((4, 3))
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __abs__ = lambda self, *a: 0.0
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __len__(self): return 0
    def __iter__(self): return iter(())
'''


@attack(double=("failed", "error"), total=("failed", "error"), centred=("failed", "error"),
        tally=("failed", "error"), average="carried")  # fmt: skip
def equal_to_everything(shop):
    """Returns the same liar for a number, a sum, a table and a dict."""
    return shop.solved(
        double=LIAR + "\ndef double(x):\n    return Liar()",
        total="def total(xs):\n    return Liar()",
        centred="def centred(table):\n    return Liar()",
        tally="def tally(words):\n    return Liar()",
    )


@attack(double=("failed", "error"), total=("failed", "error"), centred="failed",
        tally=("failed", "error"), average="carried")  # fmt: skip
def subclasses(shop):
    """Returns subclasses of int, float, ndarray and dict with methods of their own."""
    return shop.solved(
        double="""
class Whole(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __sub__(self, other): return 0
    __hash__ = int.__hash__


def double(x):
    return Whole(1)
""",
        total="""
class Real(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __sub__(self, other): return 0.0
    def is_integer(self): return True
    __hash__ = float.__hash__


def total(xs):
    return Real(1.0)
""",
        centred="""
import numpy as np


class Table(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array_ufunc__(self, ufunc, method, *inputs, **named): return np.zeros((4, 3))
    def __array_function__(self, function, types, arguments, named): return True
    def astype(self, *a, **k): return self
    def tobytes(self, *a, **k): return b""


def centred(table):
    return np.ones((4, 3)).view(Table)
""",
        tally="""
class Counts(dict):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __contains__(self, key): return True
    def __missing__(self, key): return 1
    def items(self): return [("a", 1)] * 10**5


def tally(words):
    return Counts()
""",
    )


@attack(double=("failed", "error"))
def changes_with_every_look(shop):
    """Returns a list whose length and items differ each time somebody looks."""
    return shop.solved(
        double="""
class Moving(list):
    looks = 0

    def __len__(self):
        Moving.looks += 1
        return Moving.looks % 3

    def __iter__(self):
        return iter(range(Moving.looks))

    def __getitem__(self, index):
        return Moving()


def double(x):
    return Moving([1, 2])
"""
    )


@attack(assignment=KINDS, cosine=("failed", "error"), mean_vector=("failed", "error"))
def tensors(shop):
    """Returns a subclass of a tensor, and something that calls itself one."""
    notebook = shop.blank()
    cells = {cell.id: cell for cell in notebook.cells}
    cells["cosine"].source = """
import tensorflow as tf


class Lying(tf.Tensor):
    def __eq__(self, other): return True
    def numpy(self): return self
    def __array__(self, *a, **k): return np.zeros(())


def cosine(u, v):
    tensor = tf.constant(0.5)
    try:
        tensor.__class__ = Lying
    except TypeError:
        pass
    return tensor
"""
    cells["mean_vector"].source = '''
class EagerTensor:
    """Looks like TensorFlow's, and answers with another liar."""

    def numpy(self): return self
    def __eq__(self, other): return True


EagerTensor.__module__ = "tensorflow.python"


def mean_vector(words, word_to_vec_map):
    return EagerTensor()
'''
    return notebook
