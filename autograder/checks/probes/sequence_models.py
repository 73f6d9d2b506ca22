"""Probes for functions on tensors and for models with several inputs and outputs.

They look at behaviour: numbers where the weights can be set, gradients where only those tell what
depends on what. No name of a class or layer decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.checks import recipes
from autograder.checks.plain import NotPlainError, to_plain
from autograder.checks.probes.base import Probe
from autograder.checks.probes.models import (
    ModelOutputs,
    count_weights,
    load_by_position,
    randomize,
)


@dataclass(frozen=True)
class TensorCall(Probe):
    """Calls a function of tensors, whose layers are names of the notebook that are patched.

    Args:
        arguments: Name to float array `(batch, ...)`, in the order of the call.
        in_model: Whether the function also has to work on the symbolic inputs of a Keras model.

    Observes `result` and `again`, of two calls with equal tensors; `gradients`, by argument, of the
    mean square of the result (None where nothing arrives); and with `in_model`, `in_model`, what
    the model computes for the same arrays.
    """

    in_model: bool = False

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls on tensors, then builds a model."""
        import tensorflow as tf

        arrays = recipes.build(recipes.describe(self.arguments))
        tensors = [tf.constant(value) for value in arrays.values()]
        with tf.GradientTape() as tape:
            tape.watch(tensors)
            result = function(*tensors)
            size = tf.reduce_mean(tf.square(result)) if tf.is_tensor(result) else None
        seen = {"result": to_plain(result), "again": to_plain(function(*tensors))}
        gradients = [None] * len(tensors) if size is None else tape.gradient(size, tensors)
        seen["gradients"] = {
            name: to_plain(gradient) for name, gradient in zip(arrays, gradients, strict=True)
        }
        if self.in_model:
            seen["in_model"] = self._in_model(function, list(arrays.values()))
        return seen

    def _in_model(self, function: Callable, arrays: list) -> Any:
        import keras

        inputs = [keras.Input(array.shape[1:]) for array in arrays]
        outputs = function(*inputs)
        if not keras.backend.is_keras_tensor(outputs):
            raise NotPlainError(
                "Called on the inputs of a Keras model, the function returns a "
                f"{type(outputs).__name__}, expected a Keras tensor."
            )
        return to_plain(keras.Model(inputs, outputs)(arrays, training=False))


@dataclass(frozen=True)
class SequenceModel(ModelOutputs):
    """Looks at a model with several inputs and outputs, by gradients and by set weights.

    Calls of such models cost most of the time: each label of `inputs`, the gradients and each
    architecture that fits are one call.

    Args:
        gradients: None, or a dict: `inputs`, a list of arrays; `of`, the number of the output; `by`,
            the number of the input; `numbers`, how many numbers of the output. After `randomize_weights`.
        by_shape: Label of an architecture to its weights, arrays of different shapes. Where every
            weight of the model has the shape of one of them, and each of them fits some weight,
            weights of one shape all get that array: models that hold the same weights in another
            order are then the same.
        by_position: Label of an architecture to its weights in the order of `get_weights`, for
            models in which weights of one shape must not be the same.
        optional_weights: Further arrays, for any architecture, which fit or do not.
        partial: Labels in `by_shape` that name a part of the model: weights of other shapes
            become 0.
        given: Inputs for the model with the weights of `by_shape` or `by_position`.

    Observes `outputs`; `parameters` and `other_parameters`; `gradients`, an array `(numbers, *shape of
    the input)`, the gradient of each number, summed over the batch, and `at_gradients`, the outputs there;
    where the weights fit, `loaded`, architecture to outputs.
    """

    gradients: dict | None = None
    by_shape: dict | None = None
    optional_weights: list | None = None
    partial: list | None = None
    given: list | None = None
    by_position: dict | None = field(default=None, kw_only=True)

    def look(self, made: Sequence[Any]) -> dict[str, Any]:
        """Calls, takes gradients, sets weights."""
        model, *others = made
        seen: dict[str, Any] = {"parameters": count_weights(model)}
        for other in others:
            seen["other_parameters"] = count_weights(other)
        if self.randomize_weights is not None:
            randomize(model, np.random.default_rng(self.randomize_weights))
        seen["outputs"] = self._outputs(model)
        if self.gradients is not None:
            seen |= _gradients(model, **self.gradients)
        seen["loaded"] = {}
        for name, arrays in (self.by_shape or {}).items():
            if load_by_shape(
                model, arrays, self.optional_weights or [], name in (self.partial or [])
            ):
                seen["loaded"][name] = self._loaded(model)
        for name, arrays in (self.by_position or {}).items():
            if load_by_position(model, arrays):
                seen["loaded"][name] = self._loaded(model)
        return seen

    def _loaded(self, model: Any) -> Any:
        """Returns what the model gives with the weights that were set."""
        given = self.given or []
        outputs = to_plain(model(given if len(given) > 1 else given[0], training=False))
        return list(outputs) if isinstance(outputs, tuple) else outputs

    def only_for(self, paths: Sequence[str]) -> Probe | None:
        """Leaves out gradients and set weights, too."""
        quicker = super().only_for(paths)
        if not isinstance(quicker, SequenceModel):
            return quicker
        return replace(quicker, gradients=None, by_shape=None, by_position=None)

    def _outputs(self, model: Any, labels: Sequence[str] | None = None) -> dict[str, Any]:
        """Returns label to outputs; a tuple of several is a list of several."""
        found = super()._outputs(model, labels)
        return {label: list(v) if isinstance(v, tuple) else v for label, v in found.items()}


def _gradients(model: Any, inputs: list, of: int, by: int, numbers: int) -> dict[str, Any]:
    """Returns `gradients` of one output by one input, None where there is no such output."""
    import tensorflow as tf

    tensors = [tf.constant(array) for array in inputs]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(tensors[by])
        outputs = model(tensors, training=False)
        if not isinstance(outputs, (list, tuple)) or of >= len(outputs):
            return {"gradients": None}
        output = tf.convert_to_tensor(outputs[of])
        if len(output.shape) != 2 or output.shape[1] < numbers:
            return {"gradients": None}
        parts = [tf.reduce_sum(output[:, i]) for i in range(numbers)]
    # What nothing leads to has gradient 0.
    none = tf.UnconnectedGradients.ZERO
    found = [tape.gradient(part, tensors[by], unconnected_gradients=none) for part in parts]
    return {"gradients": to_plain(tf.stack(found)), "at_gradients": to_plain(outputs)}


def load_by_shape(model: Any, arrays: list, optional: list, partial: bool = False) -> bool:
    """Gives each weight the array of its shape; tells whether all fitted.

    Args:
        model: A Keras model that has its weights.
        arrays: Of different shapes; each has to fit some weight.
        optional: Further ones that need not.
        partial: Whether weights of other shapes become 0, and do not have to fit.
    """
    wanted = {np.shape(array): array for array in [*arrays, *optional]}
    own = [weight for weight in model.weights if "float" in str(weight.dtype)]
    shapes = {tuple(weight.shape) for weight in own}
    fits = {np.shape(array) for array in arrays} <= shapes and (partial or shapes <= set(wanted))
    if not fits:
        return False
    for weight in own:
        shape = tuple(weight.shape)
        weight.assign(wanted[shape] if shape in wanted else np.zeros(shape, dtype="float32"))
    return True
