"""Makes `result.png`, the picture that opens the notebook: what its cell `morph_picture` draws.

Runs the reference solutions, the training in NumPy (about 15 seconds) and that cell, in the
repository's environment:

    python solutions/w1_dinosaur_names/make_result.py
"""

import ast
from pathlib import Path

from PIL import Image

from autograder.declaration.reference import Reference
from autograder.declaration.source import read_source

FOLDER = Path(__file__).resolve().parent
SOURCE = FOLDER / "w1_dinosaur_names.py"
PICTURE = FOLDER / "result.png"
COLOURS = (
    64  # Enough for smooth letters, and a third of the bytes of all colours.
)


def value_of_cell(source, namespace):
    """Runs a cell and returns the value of its last line, as a notebook shows it."""
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, "<cell>", "exec"), namespace)  # noqa: S102 - a cell of our own source
    return eval(compile(last, "<cell>", "eval"), namespace)


def main():
    """Trains, draws and writes the picture."""
    namespace = dict(Reference.of(SOURCE).namespace)
    cells = {cell.id: cell.source for cell in read_source(SOURCE)}
    value_of_cell(cells["train_numpy"], namespace)
    figure = value_of_cell(cells["morph_picture"], namespace)
    figure.savefig(PICTURE, dpi=144)
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
