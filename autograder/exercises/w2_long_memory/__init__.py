"""Checks for "How long can it remember?": gathers its parts."""

from . import clipping, echo, gate, inputs, jacobian, recall, residual, starts, truncated

PARTS = (recall, jacobian, clipping, truncated, starts, residual, gate, echo)
assignment = inputs.assignment
