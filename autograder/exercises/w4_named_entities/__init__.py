"""Checks for "Who, where, when": gathers its parts."""

from . import accuracy, arrays, batches, inputs, loss, network, paths, scoring, spans, transitions

PARTS = (arrays, batches, network, loss, accuracy, spans, scoring, transitions, paths)
assignment = inputs.assignment
