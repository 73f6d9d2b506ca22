"""JupyterLab as a learner uses it: open files, write into cells, run them, look at outputs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

# The contrast of every piece of text in the outputs against what is painted behind it, as WCAG
# defines it; opacity and translucent backgrounds are blended first.
_CONTRASTS = """
(root) => {
  const parse = (text) => {
    const m = text.match(/rgba?\\(([^)]+)\\)/);
    if (!m) return [0, 0, 0, 0];
    const v = m[1].split(/[ ,/]+/).map(Number);
    return [v[0], v[1], v[2], v.length > 3 ? v[3] : 1];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const luminance = (c) => {
    const linear = (x) => (x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = c.map((x) => linear(x / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    const aside = element.closest('svg, style, script, .jp-OutputPrompt');
    if (!text || aside || !element.checkVisibility()) continue;
    const chain = [];
    for (let e = element; e; e = e.parentElement) chain.push(getComputedStyle(e));
    let background = [255, 255, 255];
    for (const style of [...chain].reverse()) background = over(parse(style.backgroundColor), background);
    const colour = parse(chain[0].color);
    for (const style of chain) colour[3] *= Number(style.opacity);
    const a = luminance(over(colour, background)), b = luminance(background);
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), text.slice(0, 60)]);
  }
  return found;
}
"""


class Lab:
    """A page that shows JupyterLab.

    Args:
        page: Of the browser.
        address: Of the server.
    """

    def __init__(self, page: Any, address: str):
        self.page, self.address = page, address

    def open(self, path: str = "") -> None:
        """Opens JupyterLab, or a file in it."""
        self.page.goto(f"{self.address}/lab{'/tree/' + path if path else ''}?reset")
        self.page.wait_for_selector("#jp-main-dock-panel, .jp-Launcher, .jp-Notebook")
        self.page.wait_for_function("window.jupyterapp && window.jupyterapp.restored")

    def browse_to(self, folder: str, file: str) -> None:
        """Double-clicks through the file browser to a notebook."""
        for name in (folder, file):
            item = self.page.locator(".jp-DirListing-item", has_text=name)
            # `restored` comes before the list has settled; a click too early is lost.
            item.wait_for()
            self.page.wait_for_timeout(1000)
            item.dblclick()
        self.wait_for_kernel()

    def wait_for_kernel(self) -> None:
        """Waits until the notebook can run cells."""
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_function(
            "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
        )

    def command(self, name: str, **arguments: Any) -> None:
        """Executes a command of JupyterLab, as its menus do."""
        call = "([n, a]) => window.jupyterapp.commands.execute(n, a)"
        self.page.evaluate(call, [name, arguments])

    def theme(self, name: str) -> None:
        """Chooses the light or the dark theme."""
        self.command("apputils:change-theme", theme=THEMES[name])
        chosen = f"body[data-jp-theme-name='{THEMES[name]}']"
        self.page.wait_for_selector(chosen, state="attached")
        self.page.wait_for_timeout(700)

    def go_to(self, cell_id: str) -> Any:
        """Scrolls to a cell and clicks into it; returns it as a locator."""
        index = self.page.evaluate(
            "(id) => { const n = window.jupyterapp.shell.currentWidget.content;"
            " const i = n.widgets.findIndex((w) => w.model.id === id); n.activeCellIndex = i;"
            " n.scrollToItem(i, 'center'); return i; }",
            cell_id,
        )
        if index < 0:
            raise LookupError(f"There is no cell {cell_id} in the notebook.")
        cell = self.page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{index}']")
        cell.wait_for()
        return cell

    def write(self, cell_id: str, source: str) -> None:
        """Replaces the text of a cell, with mouse and keyboard."""
        self.go_to(cell_id).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def text_of(self, cell_id: str) -> str:
        """Returns the text of a cell as the notebook has it."""
        return self.page.evaluate(
            "(id) => window.jupyterapp.shell.currentWidget.content.widgets"
            ".find((w) => w.model.id === id).model.sharedModel.getSource()",
            cell_id,
        )

    def run(self, cell_id: str, expect: str | re.Pattern[str] | None = None) -> Any:
        """Runs a cell with Shift+Enter and waits for what its output says; returns the cell."""
        cell = self.go_to(cell_id)
        cell.locator(".cm-content").click()
        before = self._count(cell_id)
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            "([id, before]) => { const w = window.jupyterapp.shell.currentWidget.content.widgets"
            ".find((w) => w.model.id === id); const c = w.model.executionCount;"
            " return c !== null && c !== before; }",
            arg=[cell_id, before],
            timeout=300_000,
        )
        cell = self.go_to(cell_id)
        if expect is not None:
            cell.locator(".jp-OutputArea-output", has_text=expect).first.wait_for()
        return cell

    def _count(self, cell_id: str) -> int | None:
        return self.page.evaluate(
            "(id) => window.jupyterapp.shell.currentWidget.content.widgets"
            ".find((w) => w.model.id === id).model.executionCount",
            cell_id,
        )

    def cell_ids(self) -> list[str]:
        """Returns the ids of all cells, in order."""
        return self.page.evaluate(
            "window.jupyterapp.shell.currentWidget.content.widgets.map((w) => w.model.id)"
        )

    def save(self) -> None:
        """Saves the notebook with Ctrl+S and waits until it is written."""
        self.page.keyboard.press("Control+s")
        self.page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")

    def picture(self, target: Path | None) -> None:
        """Takes a picture of the page, if there is a place for it."""
        self.page.mouse.move(5, 5)
        self.page.wait_for_timeout(700)
        if target is not None:
            self.page.screenshot(path=target)

    def pale_text(self, outputs: Any, least: float) -> list[str]:
        """Returns the texts in a cell's outputs whose contrast is below `least`."""
        found = outputs.evaluate(_CONTRASTS)
        return [f"{ratio:.2f}: {text}" for ratio, text in found if ratio < least]


def notebook_on_disk(path: Path) -> dict:
    """Returns a saved notebook."""
    return json.loads(path.read_text(encoding="utf-8"))
