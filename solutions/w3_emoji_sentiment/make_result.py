"""Makes `result.png`, the picture that opens the notebook: what its cell `blink_picture` draws.

Runs the reference solutions, both trainings (under a minute) and that cell, in the repository's
environment:

    python solutions/w3_emoji_sentiment/make_result.py
"""

from pathlib import Path

from autograder.notebook.result_picture import write_result

SOURCE = Path(__file__).resolve().with_name("w3_emoji_sentiment.py")
CELLS = ("vectors", "train_average", "train_lstm", "blink_picture")
COLOURS = 64  # Enough for smooth letters, and a third of the bytes of all.

if __name__ == "__main__":
    print(write_result(SOURCE, CELLS, COLOURS))
