"""Checks for "Name a new dinosaur": gathers the parts in `_dinosaur_names/`."""

import sys

_FOLDER = "autograder.exercises._dinosaur_names"
for _name in [name for name in sys.modules if name.startswith(_FOLDER)]:
    del sys.modules[_name]  # Course loads a declaration afresh, so that each has its own.

from autograder.exercises._dinosaur_names import (  # noqa: E402
    clipping,
    inputs,
    keras_model,
    log_probability,
    optimizing,
    perplexities,
    sampling,
    temperature,
    training,
)

PARTS = (
    clipping,
    sampling,
    optimizing,
    training,
    log_probability,
    perplexities,
    temperature,
    keras_model,
)
assignment = inputs.assignment
