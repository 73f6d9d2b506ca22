"""Lays files beside the notebook that bear the names of libraries.

Would gain: `import numpy` in the grader, or in a check, runs the learner's file.
Must not: the submission's folder is on nobody's path.
"""

from tests.hostile.gallery import Handed, attack

EVIL = '''
"""Not the library."""
try:
    open("@CANARY@/touched", "a").write("37")
except OSError:
    pass
fsum = mean = array = ndarray = lambda *a, **k: 0.0
dumps = loads = lambda *a, **k: "{}"
'''
NAMES = ["numpy", "math", "json", "nbformat", "autograder", "sitecustomize", "usercustomize"]
NAMES += [
    "conftest",
    "nbgrader_config",
    "utils",
    "tensorflow",
    "keras",
    "secrets",
    "msgpack",
    "zipp",
]


def shadows():
    """Returns the files: modules, packages, settings of programs that look around themselves."""
    beside = {f"{name}.py": EVIL for name in NAMES}
    beside |= {"numpy/__init__.py": EVIL, "autograder/__init__.py": EVIL, "x.pth": "import os"}
    beside |= {"pytest.ini": "[pytest]", "pyvenv.cfg": "home = .", ".keras/keras.json": "{}"}
    beside |= {"jupyter_nbconvert_config.py": EVIL, "nbgrader_config.json": "{}", ".env": "A=1"}
    beside |= {"alembic.ini": "[alembic]", "gradebook.db": "no", "checks.json": "{}"}
    return beside


@attack()
def beside_right_answers(shop):
    """Right answers keep their points, whatever lies beside them."""
    return Handed(shop.solved(), beside=shadows())


@attack(double="failed", total="failed", average="carried")
def beside_wrong_answers(shop):
    """Wrong answers gain nothing."""
    notebook = shop.solved(
        double="import numpy\n\ndef double(x):\n    return getattr(numpy, 'fsum', lambda _: None)(0)",
        total="import math\n\ndef total(xs):\n    return 0.0",
    )
    return Handed(notebook, beside=shadows())
