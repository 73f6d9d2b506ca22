"""Reading a source: what comes out, and what each mistake is called."""

import pytest

from autograder.declaration.region import solution_lines
from autograder.declaration.source import SourceError, read_source, reference_cells


@pytest.fixture
def read(tmp_path):
    """Reads a source given as text."""

    def read(text):
        path = tmp_path / "tiny.py"
        path.write_text(text, encoding="utf-8")
        return read_source(path)

    return read


def test_cells_say_what_they_are(read, tiny_source):
    """Do ids, kinds, tags and pictures come out as the markers say, in order?"""
    source = read(tiny_source)
    assert [cell.id for cell in source] == [
        "title", "setup", "about_halve", "halve", "check_halve", "plot_halves",
        "about_root", "given", "Root", "check_Root", "scoreboard",
    ]  # fmt: skip
    assert source.exercises == ["halve", "Root"]
    assert source[0].kind == "markdown"
    assert source[0].picture == "result.png"
    assert source[0].source.startswith("# Half of everything")
    assert source.cell("check_halve").check == "halve"
    assert source.cell("plot_halves").tags == ("plot",)
    assert source.cell("setup").line == tiny_source.split("\n").index('# %% id="setup"') + 1


def test_reference_leaves_out_what_is_not_graded(read, tiny_source):
    """Do exactly the imports, given definitions and solutions run for a grade?"""
    cells = reference_cells(read(tiny_source))
    assert [cell.id for cell in cells] == ["setup", "halve", "given", "Root"]
    namespace = {"begin": print}
    for cell in cells[1:]:
        exec(compile(cell.source, cell.id, "exec"), namespace)
    assert namespace["halve"](3.0) == 1.5


def test_solution_lines_are_those_between_the_markers(read, tiny_source):
    """Is the solution what stands between the markers, and no line more?"""
    cell = read(tiny_source).cell("halve")
    assert solution_lines(cell.source) == [
        "    divided_by_two = x / 2",
        "    return divided_by_two",
    ]


BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
REGION = f"    {BEGIN}\n    divided_by_two = x / 2\n    return divided_by_two\n    {END}\n"
CHECK_CELL = '# %% check="halve"\ncheck("halve")\n'

MISTAKES = {
    "no id": ('# %% id="given"', "# %%", "cell 8 .*has no id"),
    "same id twice": ('id="given"', 'id="setup"', '"setup" .*stands already at line 6'),
    "id of an exercise": ('id="given"', 'id="halve"', '"halve" .*stands already'),
    "two names": ('id="given"', 'id="given" check="halve"', "id= and check="),
    "id with a space": ('id="given"', 'id="a b"', "'a b' must be 1 to 64"),
    "id too long": ('id="given"', f'id="{"a" * 65}"', "must be 1 to 64"),
    "unknown marker": ('id="given"', 'id="given" tag="plot"', "cell 8 .*unknown marker 'tag'"),
    "tags as text": (
        'tags=["plot"]',
        'tags="plot"',
        "marker behind # %% cannot be read: 'plot' is not of type 'array'",
    ),
    "raw cell": ('# %% [markdown] id="about_root"', '# %% [raw] id="r"', "is a raw cell"),
    "exercise in markdown": (
        '# %% [markdown] id="about_root"',
        '# %% [markdown] exercise="x"',
        "is a code cell, not markdown",
    ),
    "picture in code": ('id="given"', 'id="given" picture="a.png"', "stands in a markdown cell"),
    "other name": ("def halve(x)", "def half(x)", '"halve" .*must define halve.*defines half'),
    "no function at all": ("def halve(x):", "if True:", "it defines nothing"),
    "more than the definition": (
        '# %% exercise="halve"\n',
        '# %% exercise="halve"\nimport os\n',
        "holds more than the definition of halve",
    ),
    "exercise no name": ('exercise="halve"', 'exercise="to halve"', "is not the name of"),
    "no begin": (f"    {BEGIN}\n    divided", "    divided", f'has no "{BEGIN}"'),
    "no end": (f"divided_by_two\n    {END}\n", "divided_by_two\n", f'has no "{END}"'),
    "two regions": (REGION, REGION + REGION, "more than one solution region"),
    "nested": (f"    {BEGIN}\n    div", f"    {BEGIN}\n    {BEGIN}\n    div", "do not pair"),
    "wrong way round": (
        REGION,
        REGION.replace(BEGIN, "@").replace(END, BEGIN).replace("@", END),
        "do not pair",
    ),
    "marker in other words": (f"    {BEGIN}\n    div", "    # BEGIN SOLUTION\n    div", "says"),
    "empty region": (REGION, f"    {BEGIN}\n    {END}\n", "has nothing between"),
    "region not inside": (
        REGION,
        REGION.replace("    ###", "###"),
        "must stand inside halve, indented",
    ),
    "solution before the region": (
        "    # 1. Divide by two.\n",
        "    y = x / 2\n",
        '"y = x / 2" stands outside',
    ),
    "solution after the region": (REGION, REGION + "    return x\n", '"return x" stands outside'),
    "stub that does not parse": (
        REGION,
        f"    return (\n    {BEGIN}\n    x / 2)\n    {END}\n",
        "stands outside|does not parse",
    ),
    "region in prose": ("# ## Root", "# ## END SOLUTION", "may stand in an exercise cell only"),
    "hidden tests": ("START = 1.0", "### BEGIN HIDDEN TESTS", "BEGIN HIDDEN TESTS"),
    "not Python": ("START = 1.0", "START = = 1.0", "is not Python"),
    "a magic": ("START = 1.0", "%matplotlib inline", "magics and ! lines do not run"),
    "check with more": (
        'check("halve")\n',
        'check("halve", 3)\n',
        'exactly the line check."halve"',
    ),
    "check of another": ('\ncheck("halve")', '\ncheck("Root")', 'exactly the line check."halve"'),
    "check of nothing": (
        CHECK_CELL,
        CHECK_CELL.replace("halve", "third"),
        "no exercise 'third' stands above it",
    ),
    "no check": (CHECK_CELL, "", '"halve" .*has no check'),
    "no setup": ('id="setup"', 'id="start"', "there is no setup cell"),
    "code before setup": (
        '# %% id="setup"',
        '# %% id="early"\nx = 1\n\n# %% id="setup"',
        '"early" .*before setup',
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_named(read, tiny_source, mistake):
    """Is a wrong source refused in one line that names the file, the cell and what is wrong?"""
    old, new, message = MISTAKES[mistake]
    assert old in tiny_source
    with pytest.raises(SourceError, match=message) as raised:
        read(tiny_source.replace(old, new, 1))
    assert "tiny.py" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_named(tmp_path):
    """Does a path that leads nowhere say so, instead of a stack trace from a library?"""
    with pytest.raises(SourceError, match="nowhere.py: there is no such file"):
        read_source(tmp_path / "nowhere.py")


def test_a_marker_inside_a_string_is_text(read, tiny_source):
    """Is `# %%` within a string left alone?"""
    source = read(tiny_source.replace("START = 1.0", 'START = """\n# %% no cell\n"""'))
    assert len(source) == 11
    assert "# %% no cell" in source.cell("given").source
