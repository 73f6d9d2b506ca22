"""Checks for "How long can it remember?": gathers its parts."""

from . import clipping, gate, inputs, jacobian, recall, residual, starts, truncated

PARTS = (recall, jacobian, clipping, truncated, starts, residual, gate)
assignment = inputs.assignment
