"""Checks for "Which word comes next?": gathers its parts."""

from . import (
    bonus,
    counting,
    inputs,
    network,
    pairs,
    probability,
    scanning,
    sentence,
    surprise,
    total,
    vocabulary,
)

PARTS = (
    vocabulary,
    pairs,
    counting,
    probability,
    sentence,
    total,
    scanning,
    network,
    surprise,
    bonus,
)
assignment = inputs.assignment
