"""Checks for "Have you asked that before?": gathers its parts."""

from . import (
    batches,
    bonus,
    closest,
    cosines,
    encoder,
    hard,
    inputs,
    kinds,
    means,
    threshold,
    triplets,
)

PARTS = (batches, encoder, cosines, triplets, kinds, means, closest, hard, threshold, bonus)
assignment = inputs.assignment
