"""Checks for "Find the best sentence": gathers its parts."""

from . import beam, blame, bleu, brevity, greedy, inputs, normalized, precision, translator

PARTS = (translator, greedy, normalized, beam, blame, precision, brevity, bleu)
assignment = inputs.assignment
