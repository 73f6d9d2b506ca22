"""Makes the pictures of the documentation: python docs/make_pictures.py [class] [notebook] [report].

Needs Chromium and the package `playwright` (python -m pip install playwright); set CHROMIUM to
the browser's path when it is not /usr/bin/chromium.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
from rich.console import Console

from autograder.course import REPOSITORY_ROOT, Course
from autograder.notebook.build import build_notebooks

IMAGES = Path(__file__).parent / "images"
ASSIGNMENT = "w1_dinosaur_names"
PORT = 8931
# A right `sample` below a `clip` with a common mistake.
CLIP_IN_PLACE = """def clip(gradients, max_value):
    for name in gradients:
        np.clip(gradients[name], -max_value, max_value, out=gradients[name])
    return gradients"""


def main(chosen: list[str]) -> None:
    """Makes the chosen pictures, or all."""
    IMAGES.mkdir(exist_ok=True)
    if not chosen or "class" in chosen:
        class_picture()
    if not chosen or "notebook" in chosen:
        notebook_picture()
    if not chosen or "report" in chosen:
        report_picture()


@contextlib.contextmanager
def browser_page(width: int, height: int) -> Iterator:
    """Opens a page in headless Chromium."""
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser.new_page(viewport={"width": width, "height": height})
        browser.close()


def class_picture() -> None:
    """Grades the demonstration class and pictures its table."""
    from autograder.demo.run import run_demo

    console = Console(record=True, width=104)
    with tempfile.TemporaryDirectory() as folder:
        run_demo(Path(folder) / "demo", ASSIGNMENT, console)
    svg = console.export_svg(title="autograder demo")
    with tempfile.TemporaryDirectory() as folder, browser_page(1280, 800) as page:
        file = Path(folder) / "class.html"
        file.write_text(f"<body style='margin:0'>{svg}</body>", encoding="utf-8")
        page.goto(file.as_uri())
        page.locator("svg").first.screenshot(path=IMAGES / "class.png")


def report_picture() -> None:
    """Grades the demonstration class and pictures the top of the report on it."""
    from autograder.demo.run import run_demo
    from autograder.desk.report import write_report

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "demo"
        run_demo(place, ASSIGNMENT, Console(file=io.StringIO()))
        report = write_report(Course(folder=place), ASSIGNMENT)
        with browser_page(1100, 1350) as page:
            page.goto(report.page.as_uri())
            page.screenshot(path=IMAGES / "report.png")


def notebook_picture() -> None:
    """Runs the first exercises in JupyterLab and pictures a failed and a passed check."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = prepared_notebook()
        nbformat.write(notebook, Path(folder) / f"{ASSIGNMENT}.ipynb")
        with jupyterlab(Path(folder)), browser_page(1180, 900) as page:
            page.goto(f"http://localhost:{PORT}/lab/tree/{ASSIGNMENT}.ipynb?reset")
            page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
            time.sleep(5)
            execute = "window.jupyterapp.commands.execute"
            page.evaluate(f"{execute}('application:toggle-left-area')")
            page.evaluate(f"{execute}('notebook:run-all-cells')")
            page.locator(".jp-OutputArea-output", has_text="sample: passed").wait_for(
                timeout=90_000
            )
            page.locator(".jp-OutputArea-output", has_text="clip: not").scroll_into_view_if_needed()
            for question in page.locator(".Toastify__close-button").all():
                question.click()  # JupyterLab asks about news.
            time.sleep(2)
            page.screenshot(path=IMAGES / "notebook.png")


def prepared_notebook() -> nbformat.NotebookNode:
    """Returns the beginning of the assignment with a mistake in the first exercise."""
    solved, _ = build_notebooks(Course(), ASSIGNMENT)
    ids = [cell.id for cell in solved.cells]
    solved.cells = solved.cells[: ids.index("check_sample") + 1]
    cells = {cell.id: cell for cell in solved.cells}
    cells["clip"].source = CLIP_IN_PLACE
    solved.cells.remove(cells["clip_picture"])
    solved.cells.remove(cells["clip_think"])
    return solved


@contextlib.contextmanager
def jupyterlab(folder: Path) -> Iterator[None]:
    """Runs JupyterLab on a folder, without passwords and news."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--expose-app-in-browser", f"--port={PORT}", "--IdentityProvider.token="]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.news_url="]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY_ROOT)}
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(8)
        yield
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
