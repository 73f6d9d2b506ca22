"""Checks for "Name a new dinosaur": gathers its parts."""

from . import (
    clipping,
    inputs,
    keras_model,
    log_probability,
    optimizing,
    perplexities,
    sampling,
    temperature,
    training,
)

PARTS = (
    clipping,
    sampling,
    optimizing,
    training,
    log_probability,
    perplexities,
    temperature,
    keras_model,
)
assignment = inputs.assignment
