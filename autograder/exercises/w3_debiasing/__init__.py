"""Checks for "What vectors know, and should not": gathers its parts."""

from . import (
    analogy,
    association,
    definitional,
    direction,
    equal,
    inputs,
    neutral,
    similarity,
)

PARTS = (similarity, analogy, direction, neutral, equal, definitional, association)
assignment = inputs.assignment
