"""Makes `result.png`, the picture that opens the notebook: what its cell `detect_picture` draws.

Runs the reference solutions, the training (under two minutes) and that cell, in the repository's
environment:

    python solutions/w7_trigger_word/make_result.py
"""

import ast
from pathlib import Path

from PIL import Image

from autograder.notebook.source import read_source
from autograder.reference import Reference

FOLDER = Path(__file__).resolve().parent
SOURCE = FOLDER / "w7_trigger_word.py"
PICTURE = FOLDER / "result.png"
COLOURS = 160  # Fewer would mix up the marks of the words.
CELLS = ("words", "examples", "train", "scenes", "detect_picture")


def value_of_cell(source, namespace):
    """Runs a cell and returns the value of its last line, as a notebook shows it."""
    tree = ast.parse(source)
    last = None
    if isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, "<cell>", "exec"), namespace)  # noqa: S102 - a cell of our own source
    return last and eval(compile(last, "<cell>", "eval"), namespace)


def main():
    """Trains, draws and writes the picture."""
    namespace = dict(Reference.of(SOURCE).namespace)
    cells = {cell.id: cell.source for cell in read_source(SOURCE)}
    for name in CELLS:
        figure = value_of_cell(cells[name], namespace)
    figure.savefig(PICTURE, dpi=110)
    picture = (
        Image.open(PICTURE)
        .convert("RGB")
        .quantize(COLOURS, dither=Image.Dither.NONE)
    )
    picture.save(PICTURE, optimize=True)
    print(
        f"{PICTURE}: {picture.width} x {picture.height}, {PICTURE.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()
