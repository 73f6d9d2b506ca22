"""A learner's journey through JupyterLab, from opening a notebook to the file to hand in."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.declaration.source import UNGRADED_TAGS
from autograder.notebook.build import build_notebooks
from tests.browser.browser import browser_page, jupyter_server
from tests.browser.lab import Lab
from tests.colab.notebooks import documented_cells
from tests.notebooks.released import released_folder

ASSIGNMENT = "w1_dinosaur_names"
EXERCISE = "clip"
# A common mistake: NumPy writes into the arrays of the caller.
IN_PLACE = """def clip(gradients, max_value):
    for name in gradients:
        np.clip(gradients[name], -max_value, max_value, out=gradients[name])
    return gradients"""
GUIDE = REPOSITORY_ROOT / "docs" / "learners.md"
LEAST_CONTRAST = 4.5  # WCAG AA, for text.


@dataclass
class Seen:
    """What the learner saw."""

    hint: str = ""
    failed: str = ""
    passed: str = ""
    restored: str = ""
    stub: str = ""
    scoreboard: str = ""
    finished: str = ""
    checked: int | None = None
    pale: dict[str, list[str]] = field(default_factory=dict)


def learner_journey(folder: Path, pictures: Path | None = None) -> Seen:
    """Goes the whole way.

    Args:
        folder: An empty folder; the learner's files and home come there.
        pictures: Where pictures for the documentation go; None for none.
    """
    seen = Seen()
    place = released_folder(folder / "companion", ASSIGNMENT)
    notebook = nbformat.read(place / f"{ASSIGNMENT}.ipynb", as_version=4)
    seen.stub = next(cell.source for cell in notebook.cells if cell.id == EXERCISE)
    with (
        jupyter_server(place.parent, folder / "home") as address,
        browser_page() as page,
    ):
        lab = Lab(page, address)
        lab.open()
        lab.browse_to(ASSIGNMENT, f"{ASSIGNMENT}.ipynb")
        lab.run("setup", "Good luck")
        lab.go_to("names_note")
        lab.picture(_at(pictures, "learner_open.png"))
        lab.command("application:toggle-left-area")
        lab.run("names")
        _fail_and_correct(lab, seen, pictures)
        _restore(lab, seen, pictures)
        _finish(lab, seen, pictures)
        lab.save()
    seen.checked = _preflight(place / f"{ASSIGNMENT}.ipynb")
    return seen


def _at(pictures: Path | None, name: str) -> Path | None:
    return None if pictures is None else pictures / name


def _fail_and_correct(lab: Lab, seen: Seen, pictures: Path | None) -> None:
    """Writes a common mistake, reads the hint, corrects it."""
    task = lab.go_to(f"{EXERCISE}_task")
    task.locator("summary").nth(1).click()
    seen.hint = task.locator("details").nth(1).inner_text()
    lab.write(EXERCISE, IN_PLACE)
    lab.run(EXERCISE)
    check = f"check_{EXERCISE}"
    failed = lab.run(check, f"{EXERCISE}: not right yet")
    seen.failed = failed.locator(".jp-OutputArea").first.inner_text()
    _both_themes(lab, seen, check, pictures, "learner_fail")
    lab.write(EXERCISE, _solutions()[EXERCISE])
    lab.run(EXERCISE)
    passed = lab.run(check, f"{EXERCISE}: passed")
    seen.passed = passed.locator(".jp-OutputArea").first.inner_text()
    _both_themes(lab, seen, check, pictures, "learner_pass")
    board = lab.run("scoreboard", "of 100 points")
    seen.scoreboard = board.locator(".jp-OutputArea").first.inner_text()


def _both_themes(lab: Lab, seen: Seen, cell_id: str, pictures: Path | None, name: str) -> None:
    """Looks at a cell's output in the dark theme and in the light one, which stays."""
    for theme, ending in (("dark", "_dark"), ("light", "")):
        lab.theme(theme)
        outputs = lab.go_to(cell_id).locator(".jp-OutputArea").first
        seen.pale[f"{name}, {theme}"] = lab.pale_text(outputs, LEAST_CONTRAST)
        lab.picture(_at(pictures, f"{name}{ending}.png"))


def _restore(lab: Lab, seen: Seen, pictures: Path | None) -> None:
    """Spoils the exercise's cell and gets it back."""
    (documented,) = documented_cells(GUIDE.read_text(encoding="utf-8"), "restore(")
    lab.write(EXERCISE, documented.strip())
    lab.run(EXERCISE, f"The released cell of {EXERCISE}")
    seen.restored = lab.text_of(EXERCISE)
    _both_themes(lab, seen, EXERCISE, pictures, "learner_restore")


def _finish(lab: Lab, seen: Seen, pictures: Path | None) -> None:
    """Solves everything, runs what a check needs, and looks at the scoreboard."""
    solutions = _solutions()
    for cell_id in lab.cell_ids():
        if cell_id in solutions:
            lab.write(cell_id, solutions[cell_id])
    for cell_id, tags in _code_cells():
        if not UNGRADED_TAGS & tags:
            lab.run(cell_id)
    board = lab.run("scoreboard", "of 100 points")
    seen.finished = board.locator(".jp-OutputArea").first.inner_text()
    _both_themes(lab, seen, "scoreboard", pictures, "learner_scoreboard")


def _solutions() -> dict[str, str]:
    solved, _ = build_notebooks(Course(), ASSIGNMENT)
    markers = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
    return {
        cell.id: markers.sub("", cell.source)
        for cell in solved.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def _code_cells() -> list[tuple[str, set[str]]]:
    _, released = build_notebooks(Course(), ASSIGNMENT)
    return [
        (cell.id, set(cell.metadata.get("tags", [])))
        for cell in released.cells
        if cell.cell_type == "code"
    ]


def _preflight(notebook: Path) -> int:
    """Runs the last command of the guide on the saved file; returns its status."""
    command = [Path(sys.executable).parent / "autograder", "check", notebook]
    return subprocess.run(command, capture_output=True, check=False).returncode
