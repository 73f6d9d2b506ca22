"""Makes `result.png`, the picture that opens the notebook: what its cell `matrix_after` draws.

Runs the reference solutions, the training and that cell, in the repository's
environment (a minute):

    python solutions/w5_question_duplicates/make_result.py
"""

import ast
import contextlib
import io
from pathlib import Path

from PIL import Image

from autograder.declaration.reference import Reference
from autograder.declaration.source import read_source

FOLDER = Path(__file__).resolve().parent
SOURCE = FOLDER / "w5_question_duplicates.py"
PICTURE = FOLDER / "result.png"
COLOURS = (
    64  # Enough for smooth letters, and a third of the bytes of all colours.
)


def main():
    """Draws and writes the picture."""
    namespace = dict(Reference.of(SOURCE).namespace)
    cells = {cell.id: cell.source for cell in read_source(SOURCE)}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell_id in (
            "questions",
            "untrained",
            "matrix_before",
            "kinds_by_chance",
            "train",
        ):
            exec(compile(cells[cell_id], cell_id, "exec"), namespace)  # noqa: S102 - our own
        tree = ast.parse(cells["matrix_after"])
        last = ast.Expression(tree.body.pop().value)
        exec(compile(tree, "<cell>", "exec"), namespace)  # noqa: S102 - a cell of our own source
        figure = eval(compile(last, "<cell>", "eval"), namespace)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=120)
    picture = Image.open(file).convert("RGB")
    picture = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(PICTURE, optimize=True)
    print(
        f"{PICTURE}: {picture.width} x {picture.height}, {PICTURE.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()
