"""Additive attention and a decoder on top of it, as Keras layers that can be used again.

Shapes: `batch` examples of `timesteps` values with `features` numbers each; a decoder of `units`
numbers that takes `steps` steps. Both layers can be saved in a `.keras` file.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

PACKAGE = "sequence_models"  # Under this name Keras finds the layers of a saved model.


@keras.saving.register_keras_serializable(PACKAGE)
class AdditiveAttention(keras.layers.Layer):
    r"""Looks at values of all time steps, at each as much as a query asks for.

    1. Keys, from the values alone: `values W_v + b`, `(batch, timesteps, units)`.
    2. Energies: `v . tanh(keys + query W_q)`, `(batch, timesteps)`. A constant added to all
       energies changes nothing, so that they have no bias.
    3. Weights: softmax of the energies over the time steps.
    4. Context: the sum of the values, each times its weight, `(batch, 1, features)`.

    The keys do not depend on the query. Who asks many times computes them once, with `keys`, and
    hands them in.

    Args:
        units: Int, how many numbers a key has, at least 1.

    Raises:
        ValueError: If `units` is less than 1, or values and query are no batches of sequences and
            of vectors; the message shows the shapes.

    Source:
        Bahdanau, Cho and Bengio, 2015, section 3.1, https://arxiv.org/abs/1409.0473.
    """

    def __init__(self, units: int, **options: Any):
        super().__init__(**options)
        if units < 1:
            raise ValueError(f"An attention needs at least one unit, not {units}.")
        self.units = units

    def build(self, query_shape: tuple, values_shape: tuple, keys_shape: tuple | None = None):
        """Makes `kernel` `(features + query, units)`, `bias` `(units,)` and `scale` `(units, 1)`."""
        if len(query_shape) != 2 or len(values_shape) != 3:
            raise ValueError(
                "Wanted are a query (batch, numbers) and values (batch, timesteps, features); the "
                f"shapes are {tuple(query_shape)} and {tuple(values_shape)}."
            )
        self.features = values_shape[-1]
        rows = self.features + query_shape[-1]
        self.kernel = self.add_weight(shape=(rows, self.units), name="kernel")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")
        self.scale = self.add_weight(shape=(self.units, 1), name="scale")

    def keys(self, values: Any) -> Any:
        """Returns the part of the energies that no query changes.

        Args:
            values: `(batch, timesteps, features)`; the layer must have been built.

        Returns:
            `(batch, timesteps, units)`.
        """
        return ops.matmul(values, self.kernel[: self.features]) + self.bias

    def call(self, query: Any, values: Any, keys: Any = None) -> tuple[Any, Any]:
        """Attends.

        Args:
            query: `(batch, numbers)`.
            values: `(batch, timesteps, features)`.
            keys: What `keys(values)` returned, or None.

        Returns:
            Context `(batch, 1, features)` and weights `(batch, timesteps)`, which sum to 1.
        """
        keys = self.keys(values) if keys is None else keys
        asked = ops.matmul(query, self.kernel[self.features :])  # (batch, units)
        energies = ops.matmul(ops.tanh(keys + asked[:, None]), self.scale)[..., 0]
        weights = ops.softmax(energies, axis=-1)
        return ops.matmul(weights[:, None], values), weights

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made with."""
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable(PACKAGE)
class AttentionDecoder(keras.layers.Layer):
    """Writes a sequence of fixed length while it looks back at another sequence.

    A state of zeros at first; then, at each of `steps` steps:

    1. Context, by additive attention from the state: `(batch, features)`.
    2. The state takes one step of a gated recurrent unit, with the context as its input.
    3. Probabilities of the symbols, from the state: `(batch, symbols)`.

    The state goes on from step to step, and not the symbol that was chosen. One cell, one attention
    and one output layer serve all steps.

    Args:
        units: Int, numbers of the state.
        steps: Int, symbols to write.
        symbols: Int, how many different symbols there are.
        attention_units: Int, numbers of a key of the attention.
    """

    def __init__(
        self, units: int, steps: int, symbols: int, attention_units: int = 32, **options: Any
    ):
        super().__init__(**options)
        if min(units, steps, symbols) < 1:
            raise ValueError(
                "A decoder needs at least one unit, step and symbol, not "
                f"{units}, {steps} and {symbols}."
            )
        self.units, self.steps, self.symbols = units, steps, symbols
        self.attention = AdditiveAttention(attention_units, name="attention")
        self.cell = keras.layers.GRUCell(units, name="cell")
        self.output_layer = keras.layers.Dense(symbols, activation="softmax", name="output")

    def build(self, values_shape: tuple):
        """Builds attention, cell and output layer for values `(batch, timesteps, features)`."""
        batch, _, features = values_shape
        self.attention.build((batch, self.units), values_shape)
        self.cell.build((batch, features))
        self.output_layer.build((batch, self.units))

    def call(self, values: Any) -> tuple[Any, Any]:
        """Decodes.

        Args:
            values: `(batch, timesteps, features)`.

        Returns:
            Probabilities `(batch, steps, symbols)` and attention weights
            `(batch, steps, timesteps)`; both sum to 1 over their last axis.
        """
        keys = self.attention.keys(values)  # Once, not at every step.
        state = ops.zeros((ops.shape(values)[0], self.units), dtype=values.dtype)
        states, looks = [], []
        for _ in range(self.steps):
            context, weights = self.attention(state, values, keys)
            state, _ = self.cell(context[:, 0], [state])
            states.append(state)
            looks.append(weights)
        return self.output_layer(ops.stack(states, axis=1)), ops.stack(looks, axis=1)

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made with."""
        own = {"units": self.units, "steps": self.steps, "symbols": self.symbols}
        own["attention_units"] = self.attention.units
        return {**super().get_config(), **own}
