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
    writing,
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
    writing,
)
assignment = inputs.assignment
