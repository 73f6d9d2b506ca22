"""Makes `result.png`, the picture that opens the notebook: what its cell `last` draws.

Runs the reference solutions, the training and that cell, in the repository's environment (a minute):

    python solutions/w6_translation_search/make_result.py
"""

from pathlib import Path

from autograder.notebook.result_picture import write_result

SOURCE = Path(__file__).resolve().with_name("w6_translation_search.py")
CELLS = ("train", "draws", "greedy_look", "tree", "blame", "last")
COLOURS = 64  # Enough for smooth letters, and a third of the bytes of all.

if __name__ == "__main__":
    print(write_result(SOURCE, CELLS, COLOURS))
