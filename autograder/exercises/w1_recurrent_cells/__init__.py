"""Checks for "An RNN, one step at a time": gathers its parts."""

from . import (
    backward,
    backward_lstm,
    bonus,
    forward,
    forward_combined,
    forward_gru,
    forward_lstm,
    inputs,
    loss,
)

PARTS = (
    forward,
    loss,
    backward,
    forward_gru,
    forward_lstm,
    bonus,
    forward_combined,
    backward_lstm,
)
assignment = inputs.assignment
