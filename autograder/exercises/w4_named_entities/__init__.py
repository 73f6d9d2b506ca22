"""Checks for "Who, where, when": gathers its parts."""

from . import (
    accuracy,
    arrays,
    batches,
    counted,
    inputs,
    loss,
    network,
    paths,
    scoring,
    spans,
    transitions,
)

PARTS = (arrays, batches, network, loss, accuracy, spans, scoring, transitions, paths, counted)
assignment = inputs.assignment
