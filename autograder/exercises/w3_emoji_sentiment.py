"""Checks for "Put the right emoji": gathers the parts in `_emoji_sentiment/`."""

import sys

_FOLDER = "autograder.exercises._emoji_sentiment"
for _name in [name for name in sys.modules if name.startswith(_FOLDER)]:
    del sys.modules[_name]  # Course loads a declaration afresh, so that each has its own.

from autograder.exercises._emoji_sentiment import (  # noqa: E402
    average,
    embedding,
    indices,
    inputs,
    reader,
    training,
)

PARTS = (average, training, indices, embedding, reader)
assignment = inputs.assignment
