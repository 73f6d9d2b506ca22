"""Changes what the next submission will be made from.

Would gain: a class that fails, or friends who pass.
Must not: what a submission changes is its own copy; the template runs no code of a learner.
"""

from tests.hostile.course import KINDS
from tests.hostile.gallery import GUARD, attack

PATCHES = """
import builtins, ctypes, gc, math, os, sys
import numpy as np

math.fsum = lambda xs: 0.0
np.mean = lambda *a, **k: 0.0
builtins.sum = lambda *a: 0
builtins.len = len
for module in [m for n, m in sys.modules.items() if n.startswith("autograder")]:
    module.__dict__["POISON"] = True
"""


@attack(needs_jail=True, total="failed", average=("failed", "carried"))
def own_process(shop):
    """Patches every library in its own process: the next one must have clean ones."""
    return shop.with_added(GUARD + PATCHES, before="double")


@attack(
    needs_jail=True, double=("failed", "error", "crashed"), centred=("failed", "error", "crashed")
)
def memory_of_the_template(shop):
    """Writes into the memory of other processes and traces them."""
    return shop.solved(
        double=GUARD
        + """
import ctypes, os


def double(x):
    for place in os.listdir("/proc"):
        if not place.isdigit() or int(place) == os.getpid():
            continue
        try:
            with open(f"/proc/{place}/mem", "r+b"):
                return 2 * x
        except OSError:
            continue
""",
        centred="""
def centred(table):
    libc = ctypes.CDLL(None, use_errno=True)
    for number in [os.getppid(), *range(1, 300)]:
        if number != os.getpid() and number > 0 and libc.ptrace(16, number, 0, 0) == 0:  # PTRACE_ATTACH
            libc.ptrace(17, number, 0, 0)
            return table - table.mean(axis=0)
""",
    )


@attack(needs_jail=True, double=("failed", "error"))
def files_it_imported(shop):
    """Rewrites the files of the course's public part, from which a next process might import."""
    return shop.solved(
        double=GUARD
        + """
import glob, os, sys

import autograder


def double(x):
    done = 0
    root = os.path.dirname(os.path.dirname(os.path.abspath(autograder.__file__)))
    for path in glob.glob(root + "/*/**/*.py*", recursive=True)[:200]:
        try:
            with open(path, "ab") as file:
                file.write(b"\\n# @MARK@\\n")
            done += 1
        except OSError:
            continue
    return 2 * x if done else None
"""
    )


@attack(needs_jail=True, double="failed")
def compiled_modules(shop):
    """Leaves compiled modules where a next process would look for them first."""
    return shop.solved(
        double=GUARD
        + """
import importlib.util, os, py_compile, sys, tempfile


def double(x):
    done = 0
    with open("evil.py", "w") as file:
        file.write("raise SystemExit('@MARK@')")
    for name in ("numpy", "autograder.checks.probes.base", "autograder.checks.plain", "json",
                 "autograder.runner.child"):
        module = sys.modules.get(name)
        if module is None or not getattr(module, "__cached__", None):
            continue
        try:
            py_compile.compile("evil.py", cfile=module.__cached__, doraise=True)
            done += 1
        except (OSError, py_compile.PyCompileError):
            continue
    return 2 * x if done else None
"""
    )


@attack(assignment=KINDS, needs_jail=True, classifier=("failed", "error"))
def keras_settings(shop):
    """Changes the settings of Keras and TensorFlow for all who come later."""
    notebook = shop.blank()
    cell = next(cell for cell in notebook.cells if cell.id == "classifier")
    cell.source = (
        GUARD
        + """
import json, os

import keras
import tensorflow as tf

keras.config.set_floatx("float16")
tf.config.run_functions_eagerly(True)
tf.random.set_seed(1)
keras.layers.Dense.call = lambda self, x: 0 * x
os.makedirs(os.path.expanduser("~/.keras"), exist_ok=True)
for home in (os.path.expanduser("~"), "@HOME@", "/root"):
    try:
        with open(home + "/.keras/keras.json", "w") as file:
            json.dump({"floatx": "float16", "backend": "numpy"}, file)
    except OSError:
        continue


def classifier(features, classes):
    return None
"""
    )
    return notebook
