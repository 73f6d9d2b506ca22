"""Makes the picture that opens a notebook: what one of its cells draws when all is solved."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from PIL import Image

from autograder.checks.syntax import parse
from autograder.declaration.reference import Reference
from autograder.declaration.source import read_source

DOTS_PER_INCH = 110


def write_result(source: Path, cells: Sequence[str], colours: int) -> str:
    """Runs the reference solutions, then some cells, and keeps the last one's figure as `result.png`.

    Args:
        source: The notebook as text.
        cells: Ids of the cells that train and draw, in order; the last one ends in a figure.
        colours: How many the picture has at most; 64 leave letters smooth, at a third of the bytes.

    Returns:
        What was written, in a line.
    """
    namespace = dict(Reference.of(source).namespace)
    by_id = {cell.id: cell.source for cell in read_source(source)}
    for name in cells:
        figure = value_of_cell(by_id[name], namespace)
    path = source.with_name("result.png")
    figure.savefig(path, dpi=DOTS_PER_INCH)
    plt.close(figure)
    picture = Image.open(path).convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)
    return f"{path}: {picture.width} x {picture.height}, {path.stat().st_size:,} bytes"


def value_of_cell(source: str, namespace: dict[str, Any]) -> Any:
    """Runs a cell and returns the value of its last line, as a notebook shows it; None without one."""
    tree = parse(source)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
    exec(compile(tree, "<cell>", "exec"), namespace)  # noqa: S102 - a cell of our own source
    return None if last is None else eval(compile(last, "<cell>", "eval"), namespace)
