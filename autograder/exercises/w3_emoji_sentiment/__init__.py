"""Checks for "Put the right emoji": gathers its parts."""

from . import (
    average,
    embedding,
    indices,
    inputs,
    reader,
    training,
)

PARTS = (average, training, indices, embedding, reader)
assignment = inputs.assignment
