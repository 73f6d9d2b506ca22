"""Makes the pictures of the documentation: python docs/make_pictures.py [NAME ...], or make pictures.

    class       the table of `make demo`
    notebook    a failed and a passed check, for README
    report      the report on the demonstration class, for instructors.md
    learner     a learner's journey through JupyterLab, for learners.md
    formgrader  an instructor's journey through formgrader, for formgrader.md

The journeys are those of tests/browser. Needs Chromium and playwright: pip install -e ".[browser]";
set CHROMIUM to the browser's path when it has no usual name.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.notebook.build import build_notebooks
from tests.browser.browser import browser_page, jupyter_server
from tests.browser.instructor import instructor_journey
from tests.browser.lab import Lab
from tests.browser.learner import ASSIGNMENT, IN_PLACE, learner_journey

IMAGES = Path(__file__).parent / "images"


def main(chosen: list[str]) -> None:
    """Makes the chosen pictures, or all."""
    makers: dict[str, Callable[[Path], object]] = {
        "class": class_picture,
        "notebook": notebook_picture,
        "report": report_picture,
        "learner": lambda folder: journey_pictures(learner_journey, folder),
        "formgrader": lambda folder: journey_pictures(instructor_journey, folder),
    }
    unknown = sorted(set(chosen) - set(makers))
    if unknown:
        raise SystemExit(f"No pictures are called {unknown[0]}; there are {', '.join(makers)}.")
    IMAGES.mkdir(exist_ok=True)
    for name in chosen or makers:
        print(f"{name} ...", flush=True)
        with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
            makers[name](Path(folder))


def journey_pictures(journey: Callable[[Path, Path], object], folder: Path) -> None:
    """Goes on a journey and keeps those of its pictures that a text shows."""
    pictures = folder / "pictures"
    pictures.mkdir()
    (folder / "journey").mkdir()
    journey(folder / "journey", pictures)
    texts = "".join(path.read_text(encoding="utf-8") for path in IMAGES.parent.glob("*.md"))
    for picture in pictures.iterdir():
        if f"images/{picture.name})" in texts:
            shutil.copy(picture, IMAGES)


def class_picture(folder: Path) -> None:
    """Grades the demonstration class and pictures its table."""
    from autograder.commands.demo.run import run_demo

    console = Console(record=True, width=104)
    run_demo(folder / "demo", ASSIGNMENT, console)
    file = folder / "class.html"
    svg = console.export_svg(title="autograder demo")
    file.write_text(f"<body style='margin:0'>{svg}</body>", encoding="utf-8")
    with browser_page(1280, 800) as page:
        page.goto(file.as_uri())
        page.locator("svg").first.screenshot(path=IMAGES / "class.png")


def report_picture(folder: Path) -> None:
    """Grades the demonstration class and pictures the top of the report on it."""
    from autograder.commands.demo.run import run_demo
    from autograder.desk.report import write_report

    place = folder / "demo"
    run_demo(place, ASSIGNMENT, Console(file=io.StringIO()))
    report = write_report(Course(folder=place), ASSIGNMENT)
    with browser_page(1100, 1350) as page:
        page.goto(report.page.as_uri())
        page.screenshot(path=IMAGES / "report.png")


def notebook_picture(folder: Path) -> None:
    """Runs the first exercises in JupyterLab and pictures a failed and a passed check."""
    place = folder / "course"
    place.mkdir()
    nbformat.write(prepared_notebook(), place / f"{ASSIGNMENT}.ipynb")
    paths = str(REPOSITORY_ROOT)
    with (
        jupyter_server(place, folder / "home", PYTHONPATH=paths) as address,
        browser_page() as page,
    ):
        lab = Lab(page, address)
        lab.open(f"{ASSIGNMENT}.ipynb")
        lab.wait_for_kernel()
        lab.command("application:toggle-left-area")
        lab.command("notebook:run-all-cells")
        page.locator(".jp-OutputArea-output", has_text="sample: passed").wait_for(timeout=90_000)
        page.locator(".jp-OutputArea-output", has_text="clip: not").scroll_into_view_if_needed()
        lab.picture(IMAGES / "notebook.png")


def prepared_notebook() -> nbformat.NotebookNode:
    """Returns the beginning of the assignment with a mistake in the first exercise."""
    solved, _ = build_notebooks(Course(), ASSIGNMENT)
    ids = [cell.id for cell in solved.cells]
    solved.cells = solved.cells[: ids.index("check_sample") + 1]
    cells = {cell.id: cell for cell in solved.cells}
    cells["clip"].source = IN_PLACE
    solved.cells.remove(cells["clip_picture"])
    solved.cells.remove(cells["clip_think"])
    return solved


if __name__ == "__main__":
    main(sys.argv[1:])
