"""Checks for "Words by the company they keep": gathers its parts."""

from . import (
    counting,
    distribution,
    drawing,
    glove,
    huffman,
    inputs,
    negatives,
    pairs,
    softmax,
    thinning,
    tree,
    window_model,
)

PARTS = (
    pairs,
    thinning,
    window_model,
    softmax,
    tree,
    huffman,
    distribution,
    drawing,
    negatives,
    counting,
    glove,
)
assignment = inputs.assignment
