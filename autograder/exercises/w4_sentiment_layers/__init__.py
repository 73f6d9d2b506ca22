"""Checks for "A framework of your own": gathers its parts."""

from . import (
    bonus,
    dense,
    gate,
    inheritance,
    inputs,
    means,
    rows,
    scores,
    slopes,
    steps,
    table,
    twin,
)

PARTS = (inheritance, slopes, dense, scores, table, means, rows, steps, twin, bonus, gate)
assignment = inputs.assignment
