"""Arguments that are not plain: described by plain values, built where the function runs.

A case that needs a random generator, a word map or a function to pass on sends a recipe. The
recipe travels as a dict with the one key `__recipe__`; `build` turns it into the real thing in
the learner's process (or notebook), so that no object ever crosses the pipe.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checks.recorder import Recorder

KEY = "__recipe__"


@dataclass(frozen=True)
class Generator:
    """A NumPy random generator with a seed of its own."""

    seed: int

    def build(self) -> np.random.Generator:
        """Returns a fresh generator."""
        return np.random.default_rng(self.seed)


@dataclass(frozen=True)
class WordMap:
    """A mapping from word to vector, like GloVe's.

    Args:
        words: The V words.
        vectors: Float array `(V, d)`, one row a word.
    """

    words: list
    vectors: np.ndarray

    def build(self) -> dict[str, np.ndarray]:
        """Returns a dict from word to vector `(d,)`."""
        return {word: vector.copy() for word, vector in zip(self.words, self.vectors, strict=True)}


@dataclass(frozen=True)
class Function:
    """A callable argument, written as source text of one function."""

    source: str

    def build(self) -> Any:
        """Compiles the source and returns the function that it defines last."""
        namespace: dict[str, Any] = {"np": np}
        exec(compile(self.source, "<recipe>", "exec"), namespace)  # noqa: S102 - the course's text
        functions = [item for name, item in namespace.items() if name not in ("np", "__builtins__")]
        return functions[-1]


@dataclass(frozen=True)
class Tensor:
    """A TensorFlow tensor with the values of an array."""

    values: np.ndarray

    def build(self) -> Any:
        """Returns the tensor."""
        import tensorflow as tf

        return tf.constant(self.values)


@dataclass(frozen=True)
class Layer:
    """A Keras layer with its weights.

    Args:
        config: The layer as Keras writes it, in JSON.
        shape: What the layer is built for, a list; None where it needs to know nothing.
        weights: Arrays, in the order of `get_weights`.
    """

    config: str
    shape: list | None
    weights: list

    @classmethod
    def of(cls, layer: Any) -> Layer:
        """Describes a layer of Keras's own."""
        import keras

        config = keras.layers.serialize(layer)
        shape = (config.get("build_config") or {}).get("input_shape")
        return cls(json.dumps(config), None if shape is None else list(shape), layer.get_weights())

    def build(self) -> Any:
        """Returns the layer."""
        import keras

        layer = keras.layers.deserialize(json.loads(self.config))
        if self.weights:  # The others are built by their first call.
            layer.build(None if self.shape is None else tuple(self.shape))
            layer.set_weights(self.weights)
        return layer


@dataclass(frozen=True)
class Made:
    """What a function returns: a model with given weights, a function with things of its own.

    Args:
        source: Source text of one function.
        arguments: What it is called with, by name; may hold recipes.
    """

    source: str
    arguments: dict = field(default_factory=dict)

    def build(self) -> Any:
        """Calls the function."""
        return Function(self.source).build()(**self.arguments)


@dataclass(frozen=True)
class Repeated:
    """A long array made of few runs: ten seconds of sound in a bundle of some bytes.

    It stands for a plain array: what becomes of it in a call is observed.

    Args:
        values: The number of each run.
        counts: How often each is repeated, as many.
    """

    values: list
    counts: list

    def build(self) -> np.ndarray:
        """Returns the array `(sum(counts),)`."""
        return np.repeat(np.asarray(self.values, dtype=float), self.counts)


@dataclass(frozen=True)
class Recorded:
    """A callable argument that remembers its calls, which the probe observes as `calls`.

    Args:
        of: The function that answers: a `Function`, or a `Made` one with data of its own.
    """

    of: Any

    def build(self) -> Recorder:
        """Returns the function with its memory."""
        return Recorder(self.of)


@dataclass(frozen=True)
class Own:
    """What the learner's own function or class gives: a `Serial` within a `Serial`, say.

    Args:
        arguments: What it is called with, in the order of the call; may hold recipes.
    """

    arguments: dict = field(default_factory=dict)

    def build(self) -> Any:
        """Refuses: only a probe knows the learner's object."""
        raise ValueError("Own stands among the arguments of Steps, Returned and BeforeAfter only.")


@dataclass(frozen=True)
class Earlier:
    """What an earlier step or call of the same probe gave, as it came: a state, a mask.

    Args:
        path: Number or label of the step, and dotted behind it the number of one of several
            results: `"0"`, `"read.1"`.
    """

    path: str

    def build(self) -> Any:
        """Refuses: only a probe knows what came before."""
        raise ValueError("Earlier stands in the later steps and calls of Steps and Returned only.")


RECIPES: dict[str, type] = {
    r.__name__: r
    for r in (
        Generator, WordMap, Function, Tensor, Layer, Made, Repeated, Recorded, Own, Earlier,
    )
}  # fmt: skip
Recipe = (
    Generator | WordMap | Function | Tensor | Layer | Made | Repeated | Recorded | Own | Earlier
)


def describe(value: Any) -> Any:
    """Replaces recipe objects, at any depth, by their plain description."""
    if isinstance(value, Recipe):
        return {KEY: type(value).__name__, "with": describe(dict(vars(value)))}
    if isinstance(value, dict):
        return {key: describe(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(describe(item) for item in value)
    return value


def build(
    value: Any,
    own: Callable | None = None,
    earlier: Callable[[str], Any] | None = None,
) -> Any:
    """Returns a private copy of a described value with every recipe built.

    Args:
        value: As `describe` returns it.
        own: The learner's object, for `Own`.
        earlier: Finds what came before by its path, for `Earlier`.
    """
    if isinstance(value, dict):
        parts = value["with"] if KEY in value else value
        built = {key: build(item, own, earlier) for key, item in parts.items()}
        if KEY not in value:
            return built
        recipe = RECIPES[value[KEY]](**built)
        if isinstance(recipe, Own) and own is not None:
            return own(*recipe.arguments.values())
        if isinstance(recipe, Earlier) and earlier is not None:
            return earlier(recipe.path)
        return recipe.build()
    if isinstance(value, (list, tuple)):
        return type(value)(build(item, own, earlier) for item in value)
    return value.copy() if isinstance(value, np.ndarray) else value


def is_plain(value: Any) -> bool:
    """Tells whether a described value holds no recipe, but for plain arrays, at any depth."""
    if isinstance(value, dict):
        return value.get(KEY) == "Repeated" or (
            KEY not in value and all(map(is_plain, value.values()))
        )
    if isinstance(value, (list, tuple)):
        return all(map(is_plain, value))
    return True


def reseed(value: Any, offset: int) -> Any:
    """Returns the described value with every generator's seed moved by `offset`."""
    if isinstance(value, dict):
        if value.get(KEY) == "Generator":
            return {KEY: "Generator", "with": {"seed": value["with"]["seed"] + offset}}
        return {key: reseed(item, offset) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(reseed(item, offset) for item in value)
    return value
