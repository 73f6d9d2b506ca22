"""Checks for "Read any date": gathers the parts in `_date_translation/`."""

import sys

_FOLDER = "autograder.exercises._date_translation"
for _name in [name for name in sys.modules if name.startswith(_FOLDER)]:
    del sys.modules[_name]  # Course loads a declaration afresh, so that each has its own.

from autograder.exercises._date_translation import (  # noqa: E402
    attention,
    heat_map,
    inputs,
    network,
    score,
    texts,
)

PARTS = (texts, attention, network, score, heat_map)
assignment = inputs.assignment
