"""Checks for "What vectors know, and should not": gathers the parts in `_debiasing/`."""

import sys

_FOLDER = "autograder.exercises._debiasing"
for _name in [name for name in sys.modules if name.startswith(_FOLDER)]:
    del sys.modules[_name]  # Course loads a declaration afresh, so that each has its own.

from autograder.exercises._debiasing import (  # noqa: E402
    analogy,
    association,
    definitional,
    direction,
    equal,
    inputs,
    neutral,
    similarity,
)

PARTS = (similarity, analogy, direction, neutral, equal, association, definitional)
assignment = inputs.assignment
