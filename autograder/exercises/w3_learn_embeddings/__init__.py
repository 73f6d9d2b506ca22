"""Checks for "Words by the company they keep": gathers its parts."""

from . import (
    counting,
    distribution,
    drawing,
    glove,
    inputs,
    negatives,
    pairs,
    softmax,
    tree,
    window_model,
)

PARTS = (
    pairs,
    window_model,
    softmax,
    tree,
    distribution,
    drawing,
    negatives,
    counting,
    glove,
)
assignment = inputs.assignment
