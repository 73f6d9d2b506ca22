"""Makes `result.png`, the picture that opens the notebook: what its cell `detect_picture` draws.

Runs the reference solutions, the training (under two minutes) and that cell, in the repository's
environment:

    python solutions/w7_trigger_word/make_result.py
"""

from pathlib import Path

from autograder.notebook.result_picture import write_result

SOURCE = Path(__file__).resolve().with_name("w7_trigger_word.py")
CELLS = ("riddle", "words", "examples", "train", "scenes", "detect_picture")
COLOURS = 160  # Fewer would mix up the marks of the words.

if __name__ == "__main__":
    print(write_result(SOURCE, CELLS, COLOURS))
