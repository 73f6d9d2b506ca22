"""Checks for "Read any date": gathers its parts."""

from . import (
    attention,
    heat_map,
    inputs,
    network,
    score,
    texts,
)

PARTS = (texts, attention, network, score, heat_map)
assignment = inputs.assignment
