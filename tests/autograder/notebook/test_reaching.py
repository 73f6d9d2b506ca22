"""Is code flagged that reaches for the autograder's own, and nothing that a learner may write?"""

import nbformat
import pytest

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.notebook.reaching import reaches_for

RELEASES = sorted(REPOSITORY_ROOT.glob("assignments/*/*.ipynb"))


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import autograder.checks.probes", "autograder.checks.probes"),
        ("import autograder.checks as c", "autograder.checks"),
        ("from autograder.checks.probes import models", "autograder.checks.probes.models"),
        ("from autograder import checks", "autograder.checks"),
        ("from autograder.learner import checking", "autograder.learner.checking"),
        ("def f():\n    import autograder.runner", "autograder.runner"),
        ("import autograder as a\na.checks.verdict = 3", "autograder.checks"),
        ("autograder.learner.checking.observe = None", "autograder.learner"),
        ("import sys\nsys.modules['autograder.checks'] = None", "sys.modules"),
        ("from sys import modules\nmodules['autograder.checks']", "sys.modules"),
        ("names['autograder.checks.probes']", "autograder.checks.probes"),
        ("import importlib\nimportlib.import_module('autograder')", "importlib.import_module("),
        ("importlib.import_module('auto' + 'grader')", "importlib.import_module("),
        ("__import__('autograder.checks')", "__import__("),
        ("open('../autograder/checks/probes/base.py', 'w')", "autograder/checks"),
        ("for m in list(sys.modules.values()):\n    pass", "sys.modules"),
        ("import gc\n[o for o in gc.get_objects()]", "gc.get_objects"),
        ("frame = sys._getframe()", "sys._getframe"),
    ],
)  # fmt: skip
def test_what_reaches_for_it(source, what):
    """Is it found by import, attribute, name, path or a walk through the process?"""
    assert reaches_for(source).startswith(what)


@pytest.mark.parametrize(
    "source",
    [
        "from autograder import begin, check, restore, scoreboard\ncheck('clip')",
        "import autograder\nautograder.check('clip')",
        "from autograder.learner import check",
        "if 'google.colab' in sys.modules:\n    print('Colab')",
        "import importlib\nimportlib.reload(plotting)",
        "import importlib\ntf = importlib.import_module('tensorflow')",
        "import gc\ngc.collect()",
        '"""What autograder.checks does not like."""',
        "def f():\n    '''See autograder.checks.'''\n    return 'the autograder says no'",
        "my_autograder.check = 3",
        "print('unfinished'",
    ],
)
def test_what_does_not(source):
    """Is a learner's honest cell left alone, their check, their reload and their prose?"""
    assert reaches_for(source) == ""


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_released_cells_would_pass(path):
    """Could a learner copy a cell of the release, but for the one that fetches the course?"""
    cells = nbformat.read(path, as_version=4).cells
    found = {
        c.id: reaches_for(c.source) for c in cells if c.cell_type == "code" and c.id != "setup"
    }
    assert not any(found.values()), found
