"""Makes `result.png`, the picture that opens the notebook: what its cell `suspects` draws.

Runs the reference solutions, the training (a minute or two) and that cell, in the repository's
environment:

    python solutions/w2_language_models/make_result.py
"""

from pathlib import Path

from autograder.notebook.result_picture import write_result

SOURCE = Path(__file__).resolve().with_name("w2_language_models.py")
CELLS = (
    "corpus",
    "pairs",
    "count_ngrams_picture",
    "row",
    "perplexity_picture",
    "smoothed",
    "train",
    "mixture",
    "court",
    "suspects",
)
COLOURS = 64  # Enough for smooth letters, and a third of the bytes of all.

if __name__ == "__main__":
    print(write_result(SOURCE, CELLS, COLOURS))
