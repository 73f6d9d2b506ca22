"""Flips what nbgrader keeps in the metadata: grade, solution, locked, points, task, schema.

Would gain: a check that is no check, a test that the learner may write, a thousand points.
Must not: the release's metadata are put back.
"""

from tests.hostile.course import EXERCISES, blank, cell_of
from tests.hostile.gallery import attack

MISSING = dict.fromkeys(EXERCISES, "missing")


def flipped(notebook, **changes):
    """Changes the marks of every cell."""
    for cell in notebook.cells:
        if marks := cell.metadata.get("nbgrader"):
            marks.update({k: v(marks) if callable(v) else v for k, v in changes.items()})
    return notebook


@attack(**MISSING)
def every_flag(shop):
    """Turns each flag into its opposite in an untouched notebook."""
    return flipped(
        shop.blank(),
        grade=lambda m: not m["grade"], solution=lambda m: not m["solution"],
        locked=lambda m: not m["locked"], points=1_000_000, task=True,
    )  # fmt: skip


@attack(double="failed")
def points_of_every_kind(shop):
    """Points that are negative, not a number, text, a list; on a wrong answer."""
    notebook = shop.solved(double="def double(x):\n    return None")
    for number, cell in enumerate(notebook.cells):
        points = [-5, float("nan"), float("inf"), "1000", [1], None, True, 10**400][number % 8]
        cell.metadata.setdefault("nbgrader", {})["points"] = points
    return notebook


@attack(**MISSING)
def solutions_are_checks(shop):
    """Exchanges the names of solution and check cells."""
    notebook = blank(shop.course)
    for name in EXERCISES:
        solution, check = cell_of(notebook, name), cell_of(notebook, f"check_{name}")
        solution.metadata, check.metadata = check.metadata, solution.metadata
        check.source = "1000"
    return notebook


@attack()
def nothing_left(shop):
    """Right answers keep their points without any metadata."""
    notebook = shop.solved()
    notebook.metadata.clear()
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = {}, f"n{number}"
    return notebook


@attack(double="failed")
def schema(shop):
    """Says that it has another version of the schema, and odd types for every field."""
    notebook = shop.solved(double="def double(x):\n    return None")
    return flipped(
        notebook, schema_version=99, grade_id=lambda m: m["grade_id"], cell_type=7,
        checksum=["x"], remote=True, grade="yes", locked=None,
    )  # fmt: skip
