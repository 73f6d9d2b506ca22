"""Checks for "Hey, listen": gathers its parts."""

from . import (
    detection,
    examples,
    inputs,
    insertion,
    labels,
    listener,
    overlap,
    scoring,
    segment,
)

PARTS = (segment, overlap, insertion, labels, examples, listener, detection, scoring)
assignment = inputs.assignment
