"""All of a notebook that was run: its outputs in the light theme and the dark one, and on a phone."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
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
    with opened(notebook, folder, (1100, 900)) as lab:
        pale = {}
        for theme in ("light", "dark"):
            lab.theme(theme)
            for cell in (c for c in notebook.cells if c.get("outputs")):
                found = _look_at(lab, cell.id, theme, pictures)
                if found:
                    pale[f"{theme}: {cell.id}"] = found
    return pale


def look_at_width(
    notebook: nbformat.NotebookNode, folder: Path, width: int, pictures: Path | None = None
) -> dict[str, list[str]]:
    """Opens a notebook with its outputs in a narrow window, and measures what stands out of it.

    What can be pushed sideways by itself, as a long line of code can, does not stand out.

    Args:
        notebook: With outputs.
        folder: An empty folder.
        width: Of the window, in pixels: 390 is a phone's.
        pictures: Where pictures of the cells go; None for none.

    Returns:
        From cell to what is wider than the window.
    """
    with opened(notebook, folder, (width, 840)) as lab:
        wide = {}
        for cell in notebook.cells:
            place = lab.go_to(cell.id)
            place.evaluate(_OPENED)
            found = place.evaluate(_WIDE)
            if pictures is not None:
                place.screenshot(path=pictures / f"{cell.id}.png")
            if found:
                wide[cell.id] = found
    return wide


# Hints are unfolded, and pictures loaded.
_OPENED = """
(cell) => {
  cell.querySelectorAll('details').forEach((folded) => { folded.open = true; });
  return Promise.allSettled([...cell.querySelectorAll('img')].map((image) => image.decode()));
}
"""

# Words and pictures alone are looked at, since a box may be as wide as it likes if they are not.
_WIDE = """
(cell) => {
  const looked = 'p, li, td, th, summary, h1, h2, h3, img, svg, audio, pre, mjx-container';
  const scrolls = (e) => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
  const found = [];
  for (const element of cell.querySelectorAll(looked)) {
    const isAside = element.closest('.cm-editor, mjx-assistive-mml, .jp-Toolbar');
    if (isAside || !element.checkVisibility()) continue;
    let isHeld = false;
    for (let above = element; above && above !== cell; above = above.parentElement) {
      isHeld ||= scrolls(above) && above.scrollWidth > above.clientWidth;
    }
    const right = Math.round(element.getBoundingClientRect().right);
    const text = (element.textContent || '').trim().slice(0, 50);
    if (!isHeld && right > window.innerWidth + 1) {
      found.push(`${element.tagName.toLowerCase()} to ${right}: ${text}`);
    }
  }
  return found;
}
"""


@contextlib.contextmanager
def opened(notebook: nbformat.NotebookNode, folder: Path, size: tuple[int, int]) -> Iterator[Lab]:
    """Opens a notebook with its outputs in JupyterLab, in a window of that width and height."""
    place, home = folder / "course", folder / "home"
    place.mkdir(parents=True)
    file = place / "notebook.ipynb"
    nbformat.write(notebook, file)
    with jupyter_server(place, home) as address, browser_page(*size) as page:
        trust(file, home)
        lab = Lab(page, address)
        lab.open(file.name)
        lab.wait_for_kernel()
        lab.command("application:toggle-left-area")
        yield lab


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
