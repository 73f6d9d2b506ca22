"""A whole assignment in JupyterLab, cell by cell: each exercise once wrong and then right.

python -m tests.browser.whole w2_long_memory FOLDER   # pictures of all that is seen go there
"""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from autograder.declaration.course import Course
from autograder.notebook.build import build_notebooks
from tests.browser.browser import browser_page, jupyter_server
from tests.browser.lab import Lab
from tests.notebooks.released import released_folder

_MARKERS = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
_CHATTER = ", ".join(
    f".jp-RenderedText[data-mime-type='application/vnd.jupyter.{kind}']"
    for kind in ("stderr", "error")
)


@dataclass
class Whole:
    """What a learner saw.

    Attributes:
        strangers: Exercise to what its check said of a known mistake, where that was not its hint.
        warned: Cell to what it wrote that is no result: warnings, errors.
        scoreboard: Its text at the end.
    """

    strangers: dict[str, str] = field(default_factory=dict)
    warned: dict[str, str] = field(default_factory=dict)
    scoreboard: str = ""


def whole_journey(assignment_id: str, folder: Path, pictures: Path | None = None) -> Whole:
    """Goes through an assignment from the first cell to the scoreboard.

    Args:
        assignment_id: Its id.
        folder: An empty folder; the learner's files and home come there.
        pictures: Where pictures of each answer and output go; None for none.
    """
    course, seen = Course(), Whole()
    place = released_folder(folder / "companion", assignment_id)
    notebook = nbformat.read(place / f"{assignment_id}.ipynb", as_version=4)
    solved, _ = build_notebooks(course, assignment_id)
    solutions = {cell.id: cell.source for cell in solved.cells}
    exercises = course.declaration(assignment_id).exercises
    with jupyter_server(place.parent, folder / "home") as address, browser_page() as page:
        lab = Lab(page, address)
        lab.open()
        lab.browse_to(assignment_id, f"{assignment_id}.ipynb")
        lab.command("application:toggle-left-area")
        for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
            if cell.id in exercises:
                _fail_and_solve(lab, seen, exercises[cell.id], solutions[cell.id], pictures)
            elif cell.id.removeprefix("check_") not in exercises:
                _look(lab, seen, cell.id, pictures)
        seen.scoreboard = _outputs(lab, "scoreboard").inner_text()
    return seen


def _fail_and_solve(
    lab: Lab, seen: Whole, exercise: Any, solution: str, pictures: Path | None
) -> None:
    """Writes a known mistake, reads what the check says of it, and writes the solution."""
    name, check = exercise.name, f"check_{exercise.name}"
    mistake = exercise.misconceptions[0]
    lab.write(name, mistake.source_for_notebook(solution))
    lab.run(name)
    lab.run(check, re.compile(f"{name}: (not right yet|stopped with an error)"))
    told = _words(_outputs(lab, check).inner_text())
    if _words(mistake.hint) not in told:
        seen.strangers[f"{name}, {mistake.name}"] = told
    lab.picture(_at(pictures, f"{name}_wrong"))
    lab.write(name, _MARKERS.sub("", solution))
    lab.run(name)
    lab.run(check, f"{name}: passed")
    lab.picture(_at(pictures, f"{name}_right"))


def _look(lab: Lab, seen: Whole, cell_id: str, pictures: Path | None) -> None:
    """Runs a cell and keeps what it warns of."""
    lab.run(cell_id)
    lab.picture(_at(pictures, cell_id))
    chatter = _outputs(lab, cell_id).locator(_CHATTER)
    if chatter.count():
        seen.warned[cell_id] = chatter.first.inner_text()


def _outputs(lab: Lab, cell_id: str) -> Any:
    return lab.go_to(cell_id).locator(".jp-OutputArea").first


def _words(text: str) -> str:
    """Returns a text without what a browser does otherwise: spaces, and marks of code."""
    return " ".join(text.replace("`", "").split())


def _at(pictures: Path | None, name: str) -> Path | None:
    return None if pictures is None else pictures / f"{name}.png"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        target = Path(sys.argv[2])
        target.mkdir(parents=True, exist_ok=True)
        print(whole_journey(sys.argv[1], Path(home), target))
