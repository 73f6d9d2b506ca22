"""The probe for functions that build a Keras model: feeds it, sets its weights, trains it.

Where the learner's code runs in a process of its own, that process is asked what the model is made
of (`ToldModels`), and the probe looks at the same model, built anew on the trusted side
(`BuiltModels`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.checks import recipes
from autograder.checks.model_description import Undescribable, build_described, describe_model
from autograder.checks.plain import NotPlainError, to_plain
from autograder.checks.probes.base import Probe
from autograder.checks.seen_error import describe_error


@dataclass(frozen=True)
class ModelOutputs(Probe):
    """Builds a Keras model with the learner's function and feeds it.

    Args:
        arguments: Of the function that builds the model.
        inputs: Label to input array, or to a list of arrays for several inputs.
        train: None, or a dict with `inputs`, `targets`, `loss` (a Keras name, or
            "sparse_categorical_crossentropy_from_logits") and `steps`: the model is compiled by
            the probe and trained that long, to see whether it learns. With `labels` it is fed
            those inputs alone afterwards.
        weights: None, or arrays loaded in the order of `get_weights` when their shapes are the
            model's own.
        randomize_weights: None, or a seed: all weights get random values first, so that what is seen belongs
            to the model and not to how its weights begin (zeros, say).
        other_arguments: None, or what to build a second model with, whose weights are counted.
        around: None, or a recipe of a function that makes the model that is looked at out of what
            the learner's function returned, a layer say.
        by_numbers: Whether the case wants numbers that follow from the arguments alone, as of a
            table that is handed in. Whoever shows them has solved it, so that they are believed
            where the learner's code runs, and a layer may hold any code.
        unsaid: Whether the first input is fed a second time as a notebook does it, without a word
            about `training`, and it is told whether the model came compiled.

    Observes `outputs` and, after training, `trained` (label to array), `losses` of the steps,
    `parameters` and `other_parameters` (numbers of weights), `weights_loaded`; `unsaid`, an array,
    and `compiled`, 1 or 0; `training_error`
    where a step could not be taken; `undescribed`, a reason, where the model holds what nobody
    else could build.

    Raises:
        ValueError: If `train` is no plan as above.
    """

    inputs: dict = None  # type: ignore[assignment]
    train: dict | None = None
    weights: list | None = None
    randomize_weights: int | None = None
    other_arguments: dict | None = None
    around: Any = None
    by_numbers: bool = field(default=False, kw_only=True)
    unsaid: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        # Here, where it is written: a step that fails is a learner's model that does not learn.
        if self.train is not None:
            _require_plan(self.train, self.inputs or {})

    def run(self, function: Callable) -> dict[str, Any]:
        """Builds, calls, trains."""
        made = self.made(function)
        if any(model is None for model in made):
            return {"result": None}
        reason = {} if self.by_numbers else self._undescribed(made)
        compiled = _compiled(made[0]) if self.unsaid else {}
        return {**self.look(made), **reason, **compiled}

    def _undescribed(self, made: Sequence[Any]) -> dict[str, str]:
        """Returns why nobody else could build a model, if so."""
        try:
            for model in made:
                describe_model(model, list(self.inputs.values()), with_weights=False)
        except Undescribable as reason:
            return {"undescribed": str(reason)}
        return {}

    def made(self, function: Callable) -> list[Any]:
        """Returns what the function makes of each of the arguments, ready to be looked at."""
        sets = [self.arguments, self.other_arguments]
        is_layer = self.around is not None
        made = [_made(function, each, is_layer) for each in sets if each is not None]
        for model in made:
            if model is not None and not model.built:  # Some make their weights when first called.
                self._whole(model)(_one(next(iter(self.inputs.values()))), training=False)
        return made

    def look(self, made: Sequence[Any]) -> dict[str, Any]:
        """Looks at what the function made.

        Args:
            made: The model, or layer, and with `other_arguments` the second one.
        """
        model = self._whole(made[0])
        seen: dict[str, Any] = {}
        if self.randomize_weights is not None:
            randomize(model, np.random.default_rng(self.randomize_weights))
        if self.weights is not None:
            seen["weights_loaded"] = load_by_position(model, self.weights)
        seen["outputs"] = self._outputs(model)
        if self.unsaid:
            seen["unsaid"] = to_plain(model(next(iter(self.inputs.values()))))
        seen["parameters"] = count_weights(model)
        for other in made[1:]:
            seen["other_parameters"] = count_weights(self._whole(other))
        if self.train:
            self._train(model, seen)
        return seen

    def usage(self, name: str) -> str:
        """Names an input for the model."""
        first = next(iter(self.inputs), None)
        made = "model" if self.around is None else "layer"
        words = f"`{made} = {name}(**case)`"
        return words if first is None else f"{words}, `{made}(case.inputs[{first!r}])`"

    def told(self) -> ToldModels:
        """Returns the probe for the learner's process: it says of what the model is made."""
        inputs = [_one(value) for value in self.inputs.values()]
        # Of all but one the sizes are told and nothing else.
        samples = [inputs[0], *(_blank(value) for value in inputs[1:])]
        return ToldModels(
            self.arguments,
            samples,
            self.other_arguments,
            self.around,
            self.randomize_weights is None,
            patches=self.patches,
            stand_ins=self.stand_ins,
        )

    def only_for(self, paths: Sequence[str]) -> Probe | None:
        """Leaves out what only other paths show: training, other inputs, the second model."""
        labels = [path.removeprefix("outputs.") for path in paths]
        if not labels or not set(labels) <= set(self.inputs):
            return None
        labels.append(next(iter(self.inputs)))  # It is by the first that some models are made.
        kept = {label: value for label, value in self.inputs.items() if label in labels}
        return replace(self, inputs=kept, train=None, other_arguments=None)

    def without_unseen(self, paths: Sequence[str]) -> Probe:
        """Leaves out outputs after training at which nobody looks."""
        labels = [label for label in self.inputs if f"trained.{label}" in paths]
        if not self.train or not labels or "trained" in paths:
            return self
        return replace(self, train={**self.train, "labels": labels})

    def _whole(self, made: Any) -> Any:
        """Returns the model to look at."""
        return made if self.around is None else recipes.build(recipes.describe(self.around))(made)

    def _outputs(self, model: Any, labels: Sequence[str] | None = None) -> dict[str, Any]:
        return {
            label: to_plain(model(value, training=False))
            for label, value in self.inputs.items()
            if labels is None or label in labels
        }

    def _train(self, model: Any, seen: dict[str, Any]) -> None:
        """Takes a few steps; a model whose outputs do not fit the targets stays as it was."""
        import keras

        plan = self.train or {}
        loss = plan["loss"]
        if loss == "sparse_categorical_crossentropy_from_logits":
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        seen["losses"] = []
        try:
            # Eager: a handful of steps costs less than tracing them.
            model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, run_eagerly=True)
            for _ in range(plan["steps"]):
                seen["losses"].append(float(model.train_on_batch(plan["inputs"], plan["targets"])))
        except Exception as error:  # noqa: BLE001 - a learner's model fails in its own ways
            seen["training_error"] = describe_error(error)
        seen["trained"] = self._outputs(model, plan.get("labels"))


@dataclass(frozen=True)
class ToldModels(Probe):
    """Builds models with the learner's function and says of what they are made.

    Args:
        arguments: Of the function.
        samples: Inputs of the model: of the first the numbers matter, of others the sizes.
        other_arguments: None, or what to build a second model with.
        around: None, or a recipe of what makes a model of what the function returns, a layer say.
        with_weights: Whether the weights with which they begin matter.

    Observes `models`, descriptions, and `compiled`, 1 or 0; or `result` None where nothing came
    back; or `undescribed`, a reason.
    """

    samples: Sequence = ()
    other_arguments: dict | None = None
    around: Any = None
    with_weights: bool = True

    def run(self, function: Callable) -> dict[str, Any]:
        """Builds and describes."""
        inputs = dict(enumerate(self.samples))
        made = ModelOutputs(
            self.arguments, inputs, other_arguments=self.other_arguments, around=self.around
        ).made(function)
        if any(model is None for model in made):
            return {"result": None}
        try:
            told = [describe_model(model, self.samples, self.with_weights) for model in made]
        except Undescribable as reason:
            return {"undescribed": str(reason)}
        return {"models": told, **_compiled(made[0])}


@dataclass(frozen=True)
class BuiltModels(Probe):
    """Looks at models that are built as the learner's process described them.

    Args:
        arguments: None of them matter.
        way: How to look, a `ModelOutputs` as `describe` returns it.
        models: The descriptions.

    Observes what the probe observes.
    """

    way: dict = field(default_factory=dict)
    models: Sequence = ()

    def run(self, function: Callable) -> dict[str, Any]:
        """Builds and looks."""
        from autograder.checks.probes import from_description

        probe = from_description(self.way)
        try:
            made = [build_described(model) for model in self.models]
        except Undescribable as reason:
            raise NotPlainError(f"The model holds {reason}.") from None
        if not isinstance(probe, ModelOutputs) or len(made) != 1 + bool(probe.other_arguments):
            raise NotPlainError("The models that were described are not those that were asked for.")
        return probe.look(made)


def _made(function: Callable, arguments: dict, is_layer: bool) -> Any:
    """Returns the model or layer that the function makes; None where nothing came back."""
    import keras

    kind = keras.layers.Layer if is_layer else keras.Model
    made = function(*recipes.build(recipes.describe(arguments)).values())
    if made is not None and not isinstance(made, kind):
        expected = "Keras layer" if is_layer else "keras.Model"
        raise NotPlainError(f"The result is a {type(made).__name__}, expected a {expected}.")
    return made


def _compiled(model: Any) -> dict[str, int]:
    """Tells whether a model has been compiled; nothing of a layer."""
    return {"compiled": int(bool(model.compiled))} if hasattr(model, "compiled") else {}


def _one(sample: Any) -> Any:
    return list(sample) if isinstance(sample, (list, tuple)) else sample


def _blank(value: Any) -> Any:
    return [*map(np.zeros_like, value)] if isinstance(value, list) else np.zeros_like(value)


def load_by_position(model: Any, arrays: list) -> bool:
    """Sets the weights in the order of `get_weights` where all shapes fit; tells whether they did.

    Weights of one shape keep apart, which by shape alone they cannot.
    """
    fits = [np.shape(own) for own in model.get_weights()] == [np.shape(array) for array in arrays]
    if fits:
        model.set_weights(arrays)
    return fits


PLAN = {"inputs", "targets", "loss", "steps"}


def _require_plan(plan: dict, inputs: dict) -> None:
    """Raises `ValueError` unless a plan of training says all it must, and nothing else."""
    missing, unknown = sorted(PLAN - set(plan)), sorted(set(plan) - PLAN - {"labels"})
    if missing or unknown:
        parts = [f"lacks {', '.join(missing)}"] * bool(missing)
        parts += [f"has {', '.join(unknown)}, which nobody reads"] * bool(unknown)
        raise ValueError(f"The plan of training {' and '.join(parts)}.")
    if not isinstance(plan["steps"], int) or plan["steps"] < 1:
        raise ValueError(f"The plan of training takes {plan['steps']!r} steps, expected 1 or more.")
    if strange := sorted(set(plan.get("labels") or ()) - set(inputs)):
        raise ValueError(f"The plan of training names no inputs of the model: {strange}.")


def count_weights(model: Any) -> int:
    """Returns the number of weights, trainable or not."""
    return int(sum(np.size(weight) for weight in model.get_weights()))


def randomize(model: Any, rng: np.random.Generator) -> None:
    """Gives every weight random values of moderate size; variances stay positive."""
    for variable in model.weights:
        values = 0.4 * rng.standard_normal(tuple(variable.shape))
        if "variance" in variable.name:
            values = 0.5 + np.abs(values)
        if "float" in str(variable.dtype):
            variable.assign(values)
