"""Checks for "Hey, listen": gathers the parts in `_trigger_word/`."""

import sys

_FOLDER = "autograder.exercises._trigger_word"
for _name in [name for name in sys.modules if name.startswith(_FOLDER)]:
    del sys.modules[_name]  # Course loads a declaration afresh, so that each has its own.

from autograder.exercises._trigger_word import (  # noqa: E402
    detection,
    examples,
    inputs,
    insertion,
    labels,
    listener,
    overlap,
    scoring,
    segment,
)

PARTS = (segment, overlap, insertion, labels, examples, listener, detection, scoring)
assignment = inputs.assignment
