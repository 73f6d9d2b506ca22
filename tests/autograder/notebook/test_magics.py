"""Tests what is left of a cell without magics and shell lines."""

import pytest

from autograder.notebook.magics import error_line, parse, plain_python


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install keras\nx = 1", "pass\nx = 1"),
        ("!pip install \\\n  keras\nx = 1", "pass\n\nx = 1"),
        ("files = !ls\nx = 1", "pass\nx = 1"),
        ("print?\nx = 1", "pass\nx = 1"),
        ("?print\nx = 1", "pass\nx = 1"),
        ("if True:\n    !ls\nx = 1", "if True:\n    pass\nx = 1"),
        ("!echo it's\nx = 1\n%time y = 2", "pass\nx = 1\npass"),
    ],
)
def test_drops_magic_lines_and_nothing_else(source, left):
    """Does a cell with a magic become plain Python that does the rest?"""
    plain = plain_python(source)
    assert plain.source == left
    assert plain.dropped
    assert parse(plain.source) is not None


@pytest.mark.parametrize(
    "source",
    [
        'text = """\n%matplotlib inline\n!important\n"""',
        "x = (7\n     %3)",
        "def f(x):\n    return x %2",
        "if x != 3:\n    pass",
    ],
)
def test_leaves_valid_python_alone(source):
    """Are a percent sign and text in strings left as they are?"""
    assert plain_python(source).source == source
    assert not plain_python(source).dropped


def test_cell_magics():
    """Does `%%time` leave the cell's body, and any other cell magic nothing?"""
    assert plain_python("%%time\nx = 1").source == "x = 1"
    assert not plain_python("%%time\nx = 1").is_empty
    bash = plain_python("\n%%bash\nrm -rf /")
    assert bash.is_empty
    assert bash.source == ""
    assert bash.dropped == ["%%bash"]


def test_a_syntax_error_stays_what_it_is():
    """Is a cell that is wrong Python handed on unchanged, so that its error can be told?"""
    source = "def f(x)\n    return x\n"
    assert plain_python(source).source == source
    assert error_line(source) == 1


@pytest.mark.parametrize(
    "source", ["-" * 60_000 + "1", "a" + ".b" * 40_000, "(" * 50_000, "\0", "x=\ud800"]
)
def test_sources_that_strain_the_parser(source):
    """Does a source made to overflow the parser count as one that does not parse?"""
    assert parse(source) is None
    plain_python(source)
