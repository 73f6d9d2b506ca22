"""Probes for functions whose result is used in its turn: a function, several models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import recipes
from autograder.checks.kinds import kind_of
from autograder.checks.plain import NotPlainError, to_plain
from autograder.checks.probes.base import Probe, earlier, require_labels
from autograder.checks.probes.models import load_by_position, randomize
from autograder.checks.probes.sequence_models import load_by_shape
from autograder.checks.recorder import calls_of


@dataclass(frozen=True)
class Returned(Probe):
    """Calls the learner's function, then what it returned: a function, or several.

    Args:
        arguments: As for every probe.
        calls: Lists `[label, arguments]`, arguments a list in positional order; with several
            names, `[label, arguments, name]`. Arguments may hold recipes, and `Earlier` by label.
        names: Of several results, in their order; none or one: the result itself is called.

    Observes `results`, label to what the call gave, several as a list; `calls` of `Recorded`
    arguments. A label has no dot.
    """

    calls: Sequence = ()
    names: Sequence = ()

    def __post_init__(self) -> None:
        require_labels([call[0] for call in self.calls])

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls, then calls what came back."""
        given = recipes.build(recipes.describe(self.arguments), function)
        parts = self._parts(function(*given.values()))
        return {"results": self._plain(self._use(parts, function)), **calls_of(given)}

    def usage(self, name: str) -> str:
        """Tells that what comes back is called in its turn."""
        names = ", ".join(self.names) or "made"
        return f"`{names} = {name}(**case)`, then call {'each' if ',' in names else 'it'}"

    def _parts(self, result: Any) -> dict[str, Any]:
        """Returns name to what is called; says in a sentence what came in its place."""
        names = list(self.names) or ["result"]
        if len(names) == 1:
            found = {names[0]: result}
        elif isinstance(result, (list, tuple)) and len(result) == len(names):
            found = dict(zip(names, result, strict=True))
        else:
            raise NotPlainError(
                f"The result is {kind_of(result)}, expected {len(names)} results: "
                f"{', '.join(names)}."
            )
        for name, part in found.items():
            self._check(part, name)
        return found

    def _check(self, part: Any, name: str) -> None:
        if not callable(part):
            raise NotPlainError(f"The {name} is {kind_of(part)}, expected a function.")

    def _use(self, parts: dict[str, Any], own: Callable) -> dict[str, Any]:
        """Returns label to what each call gave, as it came."""
        found: dict[str, Any] = {}
        for label, arguments, *name in self.calls:
            described = recipes.describe(list(arguments))
            built = recipes.build(described, own, lambda path: earlier(path, found))
            part = parts[name[0]] if name else next(iter(parts.values()))
            found[label] = self._call(part, built)
        return found

    def _call(self, part: Any, arguments: list) -> Any:
        return part(*arguments)

    def _plain(self, found: dict[str, Any]) -> dict[str, Any]:
        plain = {label: to_plain(value, f"the result {label!r}") for label, value in found.items()}
        return {
            label: list(value) if isinstance(value, tuple) else value
            for label, value in plain.items()
        }


@dataclass(frozen=True)
class ReturnedModels(Returned):
    """Feeds the Keras models that the learner's function returned: an encoder and a decoder, say.

    Args:
        arguments: Of the function that builds them.
        calls: As for `Returned`; a call's arguments are the inputs of the model.
        names: Of the models.
        randomize_weights: None, or a seed: all weights get random values first, as in `ModelOutputs`.
        weights: None, or a dict from name to arrays: loaded in the order of `get_weights` where
            their shapes are the model's own, or by shape where those are all different.
        reaches: None, or the label of a call (dotted, one of several results), to see which
            weights it depends on.

    Observes `results` after `randomize_weights`; `loaded`, the same with the given weights, empty unless all
    fitted; `unreached`, name to the number of trainable weights that do not move the result of
    `reaches`: their gradient is none, or zero throughout.
    """

    randomize_weights: int | None = None
    weights: dict | None = None
    reaches: str | None = None

    def run(self, function: Callable) -> dict[str, Any]:
        """Builds, feeds, sets weights and feeds again."""
        import tensorflow as tf

        given = recipes.build(recipes.describe(self.arguments), function)
        models = self._parts(function(*given.values()))
        self._use(models, function)  # Some make their weights when they are first called.
        if self.randomize_weights is not None:
            rng = np.random.default_rng(self.randomize_weights)
            for model in models.values():
                randomize(model, rng)
        with tf.GradientTape() as tape:
            found = self._use(models, function)
            size = None if self.reaches is None else _size(earlier(self.reaches, found))
        seen = {"results": self._plain(found), "loaded": {}}
        if size is not None:
            weights = {name: model.trainable_weights for name, model in models.items()}
            gradients = tape.gradient(size, weights)
            seen["unreached"] = {name: sum(map(_is_zero, gradients[name])) for name in models}
        given_weights = self.weights or {}
        if given_weights and all(load(models[name], w) for name, w in given_weights.items()):
            seen["loaded"] = self._plain(self._use(models, function))
        return {**seen, **calls_of(given)}

    def _check(self, part: Any, name: str) -> None:
        import keras

        if not isinstance(part, keras.Model):
            raise NotPlainError(f"The {name} is {kind_of(part)}, expected a Keras model.")

    def _call(self, part: Any, arguments: list) -> Any:
        import tensorflow as tf

        inputs = [tf.convert_to_tensor(value) for value in arguments]  # Models take no mixture.
        return part(inputs if len(inputs) > 1 else inputs[0], training=False)


def load(model: Any, arrays: list) -> bool:
    """Sets a model's weights by position, or by shape where that is the only order left open.

    Returns:
        Whether they fitted.
    """
    if load_by_position(model, arrays):
        return True
    shapes = {np.shape(array) for array in arrays}
    return len(shapes) == len(arrays) and load_by_shape(model, arrays, [])


def _size(value: Any) -> Any:
    """Returns the mean square of a tensor, or the sum of those of several."""
    import tensorflow as tf

    parts = value if isinstance(value, (list, tuple)) else [value]
    return tf.add_n([tf.reduce_mean(tf.square(tf.convert_to_tensor(part))) for part in parts])


def _is_zero(gradient: Any) -> bool:
    import tensorflow as tf

    return gradient is None or not np.any(tf.convert_to_tensor(gradient).numpy())
