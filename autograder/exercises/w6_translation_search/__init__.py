"""Checks for "Find the best sentence": gathers its parts."""

from . import beam, bleu, blame, brevity, greedy, inputs, normalized, precision, translator

PARTS = (translator, greedy, normalized, beam, blame, precision, brevity, bleu)
assignment = inputs.assignment
