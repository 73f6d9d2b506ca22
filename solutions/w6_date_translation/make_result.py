"""Makes `result.png`, the picture that opens the notebook: what its cell `type_a_date` draws.

Runs the reference solutions, the training of the layer (under a minute) and that cell, in the repository's
environment:

    python solutions/w6_date_translation/make_result.py
"""

from pathlib import Path

from autograder.notebook.result_picture import write_result

SOURCE = Path(__file__).resolve().with_name("w6_date_translation.py")
CELLS = ("train_stepwise", "layer", "type_a_date")
COLOURS = 64  # Enough for smooth letters, and a third of the bytes of all.

if __name__ == "__main__":
    print(write_result(SOURCE, CELLS, COLOURS))
