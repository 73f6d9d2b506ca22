"""Checks for "An RNN, one step at a time": gathers the parts in `_recurrent_cells/`."""

import sys

_FOLDER = "autograder.exercises._recurrent_cells"
for _name in [name for name in sys.modules if name.startswith(_FOLDER)]:
    del sys.modules[_name]  # Course loads a declaration afresh, so that each has its own.

from autograder.exercises._recurrent_cells import (  # noqa: E402
    backward,
    backward_lstm,
    bonus,
    forward,
    forward_combined,
    forward_gru,
    forward_lstm,
    inputs,
)

PARTS = (
    forward,
    backward,
    forward_gru,
    forward_lstm,
    backward_lstm,
    forward_combined,
    bonus,
)
assignment = inputs.assignment
