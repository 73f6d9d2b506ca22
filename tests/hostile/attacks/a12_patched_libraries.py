"""Patches what compares, reports and runs: NumPy's testing, builtins, the shell, our own modules.

Would gain: whatever asks "are these equal?" in the same interpreter hears yes.
Must not: nothing that decides runs in the learner's interpreter.
"""

from tests.hostile.gallery import attack

WRONG = {
    "double": "def double(x):\n    return -1",
    "total": "def total(xs):\n    return -1.0",
    "centred": "def centred(table):\n    return -table",
}
FAILS = {"double": "failed", "total": "failed", "centred": "failed", "average": "carried"}


@attack(**FAILS)
def numpy_says_yes(shop):
    """Makes every comparison of NumPy say yes."""
    return shop.with_added(
        """
import numpy as np

for space in (np, np.testing):
    for name in dir(space):
        if name.startswith("assert_"):
            setattr(space, name, lambda *a, **k: None)
        if name in ("allclose", "array_equal", "isclose", "all", "array_equiv"):
            setattr(space, name, lambda *a, **k: True)
""",
        before="double",
        **WRONG,
    )


BROKEN = ("failed", "error", "crashed")


@attack(double=BROKEN, total=BROKEN, centred=BROKEN, average=(*BROKEN, "carried", "passed"),
        tally=(*BROKEN, "passed"))  # fmt: skip
def builtins_say_yes(shop):
    """Makes `abs`, `all`, `any`, `isinstance` and `len` lie: much of its own breaks, too."""
    return shop.with_added(
        """
import builtins

builtins.abs = lambda x: 0
builtins.all = lambda items: True
builtins.any = lambda items: False
builtins.isinstance = lambda value, kind: True
""",
        before="double",
        **WRONG,
    )


@attack(**FAILS)
def shell_says_yes(shop):
    """Replaces what IPython uses to run cells and to show errors."""
    return shop.with_added(
        """
try:
    from IPython.core.interactiveshell import InteractiveShell
    InteractiveShell.showtraceback = lambda *a, **k: None
    InteractiveShell.run_cell = lambda *a, **k: None
except ImportError:
    pass
import sys
sys.excepthook = lambda *a: None
""",
        before="double",
        **WRONG,
    )


@attack(double=BROKEN, total=BROKEN, centred=BROKEN, average=(*BROKEN, "carried"),
        tally=(*BROKEN, "passed"))  # fmt: skip
def our_modules_say_yes(shop):
    """Replaces functions of the grader's public part: what observes, describes and sends."""
    return shop.with_added(
        """
import importlib, sys

for name in ("autograder", "autograder.checks.compare", "autograder.checks.verdict",
             "autograder.learner.checking",
             "autograder.checks.exercise_check", "autograder.judging.judge",
             "autograder.checks.expectations"):
    try:
        module = importlib.import_module(name)
    except Exception:
        continue
    for item in ("check", "compare", "evaluate", "passes", "check_in", "judge_exercise"):
        if hasattr(module, item):
            setattr(module, item, lambda *a, **k: None)
probes = sys.modules.get("autograder.checks.probes")
seen = {"result": 1, "status": "passed", "points": 10, "verdict": "passed", "arguments": {}}
for module in list(sys.modules.values()):
    if getattr(module, "__name__", "").startswith("autograder.") and hasattr(module, "observe"):
        module.observe = lambda *a, **k: dict(seen)
""",
        before="double",
        **WRONG,
    )
