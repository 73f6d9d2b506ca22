"""Makes `result.png`, the picture that opens the notebook: what two of its cells draw.

Runs the reference solutions and the cells `lstm_forward_picture` and
`distance_picture`, in the repository's environment, and puts the second picture
below the first:

    python solutions/w1_recurrent_cells/make_result.py
"""

import ast
import io
from pathlib import Path

from PIL import Image

from autograder.declaration.reference import Reference
from autograder.declaration.source import read_source
from utils.plotting import PAPER

FOLDER = Path(__file__).resolve().parent
SOURCE = FOLDER / "w1_recurrent_cells.py"
PICTURE = FOLDER / "result.png"
COLOURS = (
    64  # Enough for smooth letters, and a third of the bytes of all colours.
)


def picture_of_cell(source, namespace):
    """Runs a cell and returns the figure of its last line as an image."""
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, "<cell>", "exec"), namespace)  # noqa: S102 - a cell of our own source
    figure = eval(compile(last, "<cell>", "eval"), namespace)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=120)
    return Image.open(file).convert("RGB")


def main():
    """Draws and writes the picture."""
    namespace = dict(Reference.of(SOURCE).namespace)
    cells = {cell.id: cell.source for cell in read_source(SOURCE)}
    above = picture_of_cell(cells["lstm_forward_picture"], namespace)
    definition = compile(cells["lstm_backward_picture"], "<cell>", "exec")
    exec(definition, namespace)  # noqa: S102 - a cell of our own source
    below = picture_of_cell(cells["distance_picture"], namespace)
    size = (max(above.width, below.width), above.height + below.height)
    picture = Image.new("RGB", size, PAPER)
    picture.paste(above, (0, 0))
    picture.paste(below, (0, above.height))
    picture = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(PICTURE, optimize=True)
    print(
        f"{PICTURE}: {picture.width} x {picture.height}, {PICTURE.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()
