"""Makes `result.png`, the picture that opens the notebook: what its cell `matrix_after` draws.

Runs the reference solutions, the training and that cell, in the repository's environment (a
minute):

    python solutions/w5_question_duplicates/make_result.py
"""

from pathlib import Path

from autograder.notebook.result_picture import write_result

SOURCE = Path(__file__).resolve().with_name("w5_question_duplicates.py")
CELLS = (
    "questions",
    "untrained",
    "matrix_before",
    "kinds_by_chance",
    "train",
    "matrix_after",
)
COLOURS = 64  # Enough for smooth letters, and a third of the bytes of all.

if __name__ == "__main__":
    print(write_result(SOURCE, CELLS, COLOURS))
