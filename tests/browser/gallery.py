"""All outputs of a notebook that was run, in the light theme and in the dark one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat

from tests.browser.browser import browser_page, jupyter_server
from tests.browser.lab import Lab
from tests.browser.learner import LEAST_CONTRAST


def look_at_outputs(
    notebook: nbformat.NotebookNode, folder: Path, pictures: Path | None = None
) -> dict[str, list[str]]:
    """Opens a notebook with its outputs, and measures what of their text is hard to read.

    Args:
        notebook: With outputs.
        folder: An empty folder.
        pictures: Where pictures of the outputs go, one a cell and theme; None for none.

    Returns:
        From theme and cell to the texts whose contrast is too low.
    """
    place, home = folder / "course", folder / "home"
    place.mkdir(parents=True)
    file = place / "notebook.ipynb"
    nbformat.write(notebook, file)
    with jupyter_server(place, home) as address, browser_page(1100, 900) as page:
        trust(file, home)
        lab = Lab(page, address)
        lab.open(file.name)
        lab.wait_for_kernel()
        lab.command("application:toggle-left-area")
        pale = {}
        for theme in ("light", "dark"):
            lab.theme(theme)
            for cell in (c for c in notebook.cells if c.get("outputs")):
                found = _look_at(lab, cell.id, theme, pictures)
                if found:
                    pale[f"{theme}: {cell.id}"] = found
    return pale


def trust(file: Path, home: Path) -> None:
    """Says that the outputs are our own; a learner's are, since the learner ran the cells."""
    command = [sys.executable, "-m", "jupyter", "trust", file]
    subprocess.run(command, env={**os.environ, "HOME": str(home)}, check=True, capture_output=True)


def _look_at(lab: Lab, cell_id: str, theme: str, pictures: Path | None) -> list[str]:
    outputs = lab.go_to(cell_id).locator(".jp-OutputArea").first
    outputs.wait_for()
    for picture in outputs.locator("img").all():
        picture.evaluate("(image) => image.decode()")
    if pictures is not None:
        outputs.screenshot(path=pictures / f"{cell_id}_{theme}.png")
    return lab.pale_text(outputs, LEAST_CONTRAST)
