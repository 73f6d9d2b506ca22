"""Makes `result.png`, the picture that opens the notebook: what its cell `last` draws.

Runs the reference solutions, the first training and that cell, in the repository's environment (a
minute):

    python solutions/w4_named_entities/make_result.py
"""

from pathlib import Path

from autograder.notebook.result_picture import write_result

SOURCE = Path(__file__).resolve().with_name("w4_named_entities.py")
CELLS = (
    "first_look",
    "sentences_to_arrays_picture",
    "train",
    "scores",
    "forbidden",
    "repair",
    "last",
)
COLOURS = 64  # Enough for smooth letters, and a third of the bytes of all.

if __name__ == "__main__":
    print(write_result(SOURCE, CELLS, COLOURS))
