"""The lint: silent on a notebook in form, and one rule for each way out of it."""

from types import SimpleNamespace

import pytest

from autograder.declaration.source import read_source
from autograder.notebook.lint import lint_source
from autograder.notebook.lint_code import count_code_lines
from autograder.notebook.lint_prose import stories
from autograder.notebook.minutes import count_words, reading_minutes, solving_minutes

IN_FORM = '''\
# %% [markdown] id="title" picture="result.png"
# # Half of everything
#
# ![Two bars, one half as tall as the other.](result.png)
#
# 30 points. About 5 minutes of reading and 10 of solving.

# %% [markdown] id="before_setup"
# ## Setup

# %% id="setup"
from autograder import begin, check, failing, restore, scoreboard

RELEASE = "unreleased"
begin("tiny")

# %% [markdown] id="guess_note"
# Guess what is half of a half, then run the line. **Axes.** There are none.

# %% id="guess" tags=["explore"]
print(0.5 / 2)

# %% [markdown] id="about_halve"
# ## Halve
#
# Everything has a half, worth \\$5 or less.
#
# $$ h(x) = \\frac{x}{2} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x$ | `x` | scalar | a number, `$` |
#
# > **Exercise 1 of 2 · `halve` · 10 points** · Halve a number, in about 2 lines.
# > **In:** a number. **Out:** a number.
#
# <details><summary>Idea</summary>Cut it.</details>
# <details><summary>Function</summary>None.</details>
# <details><summary>Shapes</summary>The same.</details>

# %% exercise="halve"
def halve(x):
    """Halves a number.

    Args:
        x: Float.

    Returns:
        Float, half of it.
    """
    # 1. Divide by two.
    # 2. Hand it back.
    ### BEGIN SOLUTION
    divided_by_two = x / 2
    return divided_by_two
    ### END SOLUTION

# %% check="halve"
check("halve")

# %% id="plot_halves" tags=["plot"]
print([halve(x) for x in range(3)])

# %% [markdown] id="about_double"
# **Think.** What is half of nothing?
#
# <details><summary>Answer</summary>Nothing.</details>
#
# ## Double
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x$ | `x` | scalar | a number |
#
# > **Exercise 2 of 2 · `double` · 20 points** · Double a number, in about one line.
# > **In:** numbers. **Out:** a number.
#
# <details><summary>Idea</summary>Add it.</details>
# <details><summary>Function</summary>None.</details>
# <details><summary>Shapes</summary>The same.</details>

# %% exercise="double"
def double(x, times=1):
    """Doubles a number.

    Args:
        x: Float.
        times: Whole number, how often.

    Returns:
        Float, twice as much.
    """
    # 1. Multiply by two.
    ### BEGIN SOLUTION
    return x * 2**times
    ### END SOLUTION

# %% check="double"
check("double")

# %% [markdown] id="end"
# **Think.** What is twice infinity?
#
# <details><summary>An answer</summary>Infinity.</details>
#
# ## Summary
#
# - One.
# - Two.
# - Three.
# - Four.
# - Five.
#
# ## Going further
#
# [Halves](https://example.org/halves).

# %% id="scoreboard" tags=["explore"]
scoreboard()
'''


@pytest.fixture
def lint(tmp_path):
    """Lints a source given as text; returns the problems."""

    def lint(text):
        path = tmp_path / "tiny.py"
        path.write_text(text, encoding="utf-8")
        points = {"halve": 10, "double": 20}
        exercises = {name: SimpleNamespace(points=worth) for name, worth in points.items()}
        return lint_source(read_source(path), SimpleNamespace(id="tiny", exercises=exercises))

    return lint


def test_silent_on_a_notebook_in_form(lint):
    """Does a notebook that follows the style give no problem at all?"""
    assert lint(IN_FORM) == []


LONG_STORY = "# " + "word " * 121
BOX = "# > **Exercise 1 of 2 · `halve` · 10 points** · Halve a number, in about 2 lines.\n"
LINE = "print([halve(x) for x in range(3)])"

# name: (what stands there, what comes in its place, rule, id of the cell)
OUT_OF_FORM = {
    "no title": ("# # Half of", "# Half.\n#\n# # Half of", "title", "title"),
    "second title": ("# ## Double", "# # Double", "headings", "about_double"),
    "level left out": ("# ## Double", "# #### Double", "headings", "about_double"),
    "no result": (
        ' picture="result.png"\n# # Half of everything\n#\n'
        "# ![Two bars, one half as tall as the other.](result.png)",
        "\n# # Half of everything",
        "result-first",
        "title",
    ),
    "points not said": ("# 30 points", "# 40 points", "opening", "title"),
    "minutes not said": ("5 minutes of reading", "an hour of reading", "opening", "title"),
    "other minutes": ("5 minutes of reading", "25 minutes of reading", "minutes", "title"),
    "nothing to guess": ("# Guess what", "# Know what", "act", "guess"),
    "too much to read first": ("# Guess what", "# Guess " + "word " * 150 + "what", "act", "guess"),
    "nothing to run": ('id="guess" tags=["explore"]', 'id="guess"', "act", "guess"),
    "a question without an answer": (
        "# <details><summary>Answer</summary>Nothing.</details>\n",
        "",
        "answer",
        "about_double",
    ),
    "axes not said": ("**Axes.** There are none.", "", "axes", "title"),
    "release by hand": ('"unreleased"', '"v0.1.0"', "setup", "setup"),
    "other assignment": ('begin("tiny")', 'begin("other")', "setup", "setup"),
    "no way back to a stub": ("failing, restore, ", "failing, ", "setup", "setup"),
    "no alternative text": (
        "# Everything has",
        '# ![](data:image/png;base64,AA) Everything "has',
        "alt-text",
        "about_halve",
    ),
    "picture not inlined": (
        "# Everything has",
        "# ![a bar](bar.png) Everything has",
        "picture",
        "about_halve",
    ),
    "story too long": ("# Everything has", LONG_STORY, "story", "about_halve"),
    "dollar alone": ("# Everything has", "# Everything $x has", "formula", "about_halve"),
    "dollars alone": ("# $$ h(x)", "# h(x)", "formula", "about_halve"),
    "brace alone": (r"\frac{x}{2}", r"\frac{x}{2", "formula", "about_halve"),
    "html not closed": ("Idea</summary>Cut", "Idea<summary>Cut", "html", "about_halve"),
    "no table": ("# | symbol | code |", "# | sign | code |", "symbol-table", "halve"),
    "no box": (BOX, "# About 2 lines, about 2 lines.\n", "box", "halve"),
    "other number": ("Exercise 2 of 2 ·", "Exercise 1 of 2 ·", "box", "double"),
    "other count": ("Exercise 2 of 2 ·", "Exercise 2 of 3 ·", "box", "double"),
    "no in and out": ("**In:** numbers. **Out:** a number.", "Good luck!", "box", "double"),
    "other points": ("· 20 points", "· 25 points", "box", "double"),
    "other id": ("`double` ·", "`twice` ·", "box", "double"),
    "other markup": (
        "# > **Exercise 2 of 2 · `double` · 20 points** ·",
        "# > **Exercise 2 of 2: `double`, 20 points.**",
        "box",
        "double",
    ),
    "length not said": ("in about one line", "in no time", "box", "double"),
    "two hints": ("# <details><summary>Idea</summary>Cut it.</details>\n", "", "hints", "halve"),
    "hint without summary": ("<summary>Idea</summary>Cut", "Cut", "hints", "halve"),
    "line given away": ("Cut it.", "Write `divided_by_two=x/2`.", "hidden", "about_halve"),
    "no question": ("# **Think.** What is half", "# What is half", "think", "halve"),
    "no steps": ("    # 1. Multiply by two.\n", "", "steps", "double"),
    "steps out of order": ("# 2. Hand it back.", "# 3. Hand it back.", "steps", "halve"),
    "step in the solution": (
        "    # 2. Hand it back.\n    ### BEGIN SOLUTION\n",
        "    ### BEGIN SOLUTION\n    # 2. Hand it back.\n",
        None,
        None,
    ),
    "no docstring": (
        '    """Halves a number.\n\n    Args:\n        x: Float.\n\n    Returns:\n'
        '        Float, half of it.\n    """\n',
        "",
        "docstring",
        "halve",
    ),
    "no full stop": ("Halves a number.", "Halves a number", "docstring", "halve"),
    "argument left out": (
        "        times: Whole number, how often.\n",
        "",
        "docstring-args",
        "double",
    ),
    "no returns": ("    Returns:\n        Float, half of it.\n", "", "docstring-returns", "halve"),
    "line too long": (LINE, LINE + "  # " + "x" * 80, "line-length", "plot_halves"),
    "spaces at the end": (LINE, LINE + " ", "trailing-space", "plot_halves"),
    "cell too long": (LINE, "\n".join([LINE] * 26), "cell-length", "plot_halves"),
    "star import": (LINE, "from math import *", "star-import", "plot_halves"),
    "unknown tag": ('tags=["plot"]', 'tags=["plot", "slow"]', "tags", "plot_halves"),
    "code after code": ('tags=["plot"]', 'tags=["explore"]', "adjacent-code", "plot_halves"),
    "four bullets": ("# - Five.\n", "", "summary", "scoreboard"),
    "no papers": ("https://example.org/halves", "halves", "going-further", "scoreboard"),
    "no scoreboard": ("\nscoreboard()\n", "\nprint()\n", "scoreboard", "scoreboard"),
}


# They change how long it takes, too.
MINUTES_TOO = {"minutes not said", "length not said", "no box"}


@pytest.mark.parametrize("way", OUT_OF_FORM)
def test_each_way_out_of_form_is_found(lint, way):
    """Is each departure found by its own rule, at its own cell, and nothing else reported?"""
    old, new, rule, cell_id = OUT_OF_FORM[way]
    assert old in IN_FORM
    found = {(p.rule, p.cell_id) for p in lint(IN_FORM.replace(old, new, 1))}
    if way in MINUTES_TOO:
        found.discard(("minutes", "title"))
    assert found == (set() if rule is None else {(rule, cell_id)})


def test_minutes_follow_words_and_lines(tmp_path):
    """Are pictures and formulas not read as words, and what is folded read but not at first?"""
    assert count_words("![a b](c.png) One $x + y$ two-fold <b>it's</b>") == 4
    assert count_words("One <details><summary>Two</summary>three</details>", folded=False) == 1
    path = tmp_path / "tiny.py"
    path.write_text(IN_FORM.replace("# Everything has", "# " + "word " * 900 + "has"))
    assert reading_minutes(read_source(path)) == 10
    path.write_text(IN_FORM.replace("about 2 lines", "about 10 lines"))
    assert solving_minutes(read_source(path)) == 15  # 2 for each of two, 1 for each of 11 lines


def test_a_problem_reads_as_a_sentence(lint):
    """Does a problem say where, what and which rule?"""
    [problem] = lint(IN_FORM.replace("· 20 points", "· 25 points"))
    assert str(problem) == 'cell "double": the box says 25 points, declared are 20 (box)'


def test_docstrings_comments_and_blank_lines_are_no_code():
    """Are exactly the lines counted that do something?"""
    docstring = '    """Says.\n\n    More.\n    """\n'
    source = f'def f(x):\n{docstring}    # Why.\n\n    y = """a\nb"""\n    return y\n'
    assert count_code_lines(source) == 4


def test_a_story_ends_where_something_else_begins():
    """Is the story the paragraphs below a heading, up to a formula, table, box or list?"""
    markdown = "# A\n\nOne two\nthree.\n\nFour.\n\n- list\n\n## B\n$$x$$ five\n"
    assert [(heading, story.split()) for heading, story in stories(markdown)] == [
        ("A", ["One", "two", "three.", "Four."]),
        ("B", []),
    ]
