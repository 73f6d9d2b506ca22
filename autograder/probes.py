"""Probes: how the result of an exercise is read.

A probe runs in the learner's process. It builds the arguments, calls the learner's object and
returns an observation: a dict of plain values. It judges nothing. `observe` wraps the run, so
that whatever the learner's code does becomes an observation too.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import re
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import islice
from typing import Any

import numpy as np

from autograder import recipes
from autograder.plain import NotPlainError, to_plain

MAX_MESSAGE = 600  # characters of an exception's text that are kept


class MissingError(Exception):
    """The learner's object does not exist under its name."""


@dataclass(frozen=True)
class Probe:
    """What every probe has.

    Args:
        arguments: Name to value, in the order of the positional call; may hold recipes.
        lends: Name to recipe or value: names of the notebook that the learner's code uses, such as
            layers that a setup cell made. They stand there while the probe runs, built afresh, and
            what stood there before comes back.
        relends: Likewise, for a second run; its observation is the first one's `relent`.
        stand_ins: Name to recipe of a function: right versions, made of what learners have anyway,
            of functions whose arguments or results cannot travel (symbolic tensors, say). One
            takes an exercise's place where errors are carried forward, and only there.
    """

    arguments: dict[str, Any]
    lends: dict = field(default_factory=dict, kw_only=True)
    relends: dict = field(default_factory=dict, kw_only=True)
    stand_ins: dict = field(default_factory=dict, kw_only=True)

    def run(self, function: Callable) -> dict[str, Any]:
        """Uses the learner's object and returns what was observed."""
        raise NotImplementedError

    def describe(self) -> dict[str, Any]:
        """Returns the probe as a plain value, for a pipe or a file."""
        rest = {field.name: recipes.describe(getattr(self, field.name)) for field in fields(self)}
        seldom = {name for name in ("lends", "relends", "stand_ins") if not rest[name]}
        rest = {name: value for name, value in rest.items() if name not in seldom}
        return {"probe": type(self).__name__, **rest}

    def reseeded(self, offset: int) -> Probe:
        """Returns the same probe with other random generators."""
        rest = self.describe()
        return from_description(recipes.reseed(rest, offset))

    def only_for(self, paths: Sequence[str]) -> Probe | None:
        """Returns a quicker probe that shows the same at these paths; None if there is none."""
        return None

    def without_unseen(self, paths: Sequence[str]) -> Probe:
        """Returns a probe that shows the same at these paths, and at others perhaps nothing."""
        return self


@dataclass(frozen=True)
class Call(Probe):
    """Calls once. Observes `result` and `arguments`, the plain arguments as they are afterwards."""

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls the function with positional arguments."""
        described = recipes.describe(self.arguments)
        built = recipes.build(described)
        result = to_plain(function(*built.values()))
        after = {
            name: to_plain(built[name], f"the argument {name} after the call")
            for name, value in described.items()
            if recipes.is_plain(value) and isinstance(value, (dict, list, tuple, np.ndarray))
        }
        return {"result": result, "arguments": after}


@dataclass(frozen=True)
class CallTwice(Probe):
    """Calls twice with equal arguments, generators included. Observes `first` and `second`.

    Args:
        arguments: As for every probe.
        change: What is different the second time.
        other_seed: Whether the generators are seeded differently the second time.
    """

    change: dict = field(default_factory=dict)
    other_seed: bool = False

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls the function twice, each time with arguments of its own."""
        described = recipes.describe(self.arguments)
        first = to_plain(function(*recipes.build(described).values()))
        # A result that hangs on the clock or on the global generator differs the second time.
        state = np.random.get_state()  # noqa: NPY002
        np.random.random(7)  # noqa: NPY002 - moving the global stream is the point
        again = recipes.describe({**self.arguments, **self.change})
        again = recipes.reseed(again, 1) if self.other_seed else again
        second = to_plain(function(*recipes.build(again).values()))
        np.random.set_state(state)  # noqa: NPY002
        return {"first": first, "second": second}


@dataclass(frozen=True)
class Draws(Probe):
    """Calls many times with one generator. Observes `draws`, one outcome a call.

    Args:
        arguments: As for every probe; the generator among them is shared by all calls.
        count: Number of calls, at most 1,000.
        keep: Number of leading items of each result that make the outcome; None keeps all.
        item: The one of several results that makes the outcome; None takes the whole result.
    """

    count: int = 500
    keep: int | None = None
    item: int | None = None

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls the function `count` times."""
        described = recipes.describe(self.arguments)
        shared = recipes.build({k: v for k, v in described.items() if not recipes.is_plain(v)})
        draws = []
        for _ in range(min(self.count, 1000)):
            built = {
                k: shared[k] if k in shared else recipes.build(v) for k, v in described.items()
            }
            outcome = to_plain(function(*built.values()))
            if self.item is not None and isinstance(outcome, (list, tuple)):
                outcome = outcome[self.item] if self.item < len(outcome) else outcome
            if isinstance(outcome, np.ndarray):
                outcome = outcome.tolist()
            if self.keep is not None and isinstance(outcome, (list, tuple)):
                outcome = list(outcome[: self.keep])
            draws.append(outcome)
        return {"draws": draws}


@dataclass(frozen=True)
class Steps(Probe):
    """Builds an object of the learner's class and calls its methods in order.

    Args:
        arguments: Of the constructor.
        steps: Pairs of method name and its arguments, a dict in positional order.
        attributes: Names read at the end.

    Observes `results`, one a step, and `attributes`.
    """

    steps: Sequence = ()
    attributes: Sequence = ()

    def run(self, function: Callable) -> dict[str, Any]:
        """Constructs, then takes the steps."""
        instance = function(*recipes.build(recipes.describe(self.arguments)).values())
        results = []
        for method, arguments in self.steps:
            call = instance if method == "__call__" else getattr(instance, method)
            built = recipes.build(recipes.describe(arguments))
            results.append(to_plain(call(*built.values()), f"the result of {method}"))
        return {
            "results": results,
            "attributes": {name: to_plain(getattr(instance, name)) for name in self.attributes},
        }


@dataclass(frozen=True)
class Take(Probe):
    """Takes the first items of the learner's generator or other iterable. Observes `items`."""

    count: int = 10

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls, then takes at most `count` items; `lazy` tells whether items come one by one."""
        result = function(*recipes.build(recipes.describe(self.arguments)).values())
        lazy = not isinstance(result, (list, tuple, np.ndarray, str, dict)) and result is not None
        return {"items": [to_plain(item) for item in islice(result, self.count)], "lazy": lazy}


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
        weights: None, or arrays loaded when their shapes are the model's own.
        shake: None, or a seed: all weights get random values first, so that what is seen belongs
            to the model and not to how its weights begin (zeros, say).
        other_arguments: None, or what to build a second model with, whose weights are counted.
        around: None, or a recipe of a function that makes the model that is looked at out of what
            the learner's function returned, a layer say.

    Observes `outputs` and, after training, `trained` (label to array), `losses` of the steps,
    `parameters` and `other_parameters` (numbers of weights), `weights_loaded`.
    """

    inputs: dict = None  # type: ignore[assignment]
    train: dict | None = None
    weights: list | None = None
    shake: int | None = None
    other_arguments: dict | None = None
    around: Any = None

    def run(self, function: Callable) -> dict[str, Any]:
        """Builds, calls, trains."""
        model = self._model(function, self.arguments)
        if model is None:
            return {"result": None}
        seen: dict[str, Any] = {}
        if self.shake is not None or self.weights is not None:
            # Some models make their weights when they are first called.
            model(next(iter(self.inputs.values())), training=False)
        if self.shake is not None:
            shake(model, np.random.default_rng(self.shake))
        if self.weights is not None:
            own = model.get_weights()
            seen["weights_loaded"] = [w.shape for w in own] == [np.shape(w) for w in self.weights]
            if seen["weights_loaded"]:
                model.set_weights(self.weights)
        seen["outputs"] = self._outputs(model)
        seen["parameters"] = count_weights(model)
        if self.other_arguments is not None:
            other = self._model(function, self.other_arguments)
            for value in self.inputs.values():
                other(value)  # Some models make their weights when they are first called.
            seen["other_parameters"] = count_weights(other)
        if self.train:
            self._train(model, seen)
        return seen

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

    def _model(self, function: Callable, arguments: dict) -> Any:
        """Returns the model to look at; None where nothing came back."""
        import keras

        kind = keras.Model if self.around is None else keras.layers.Layer
        made = function(*recipes.build(recipes.describe(arguments)).values())
        if made is None:
            return None
        if not isinstance(made, kind):
            expected = "keras.Model" if self.around is None else "Keras layer"
            raise NotPlainError(f"The result is a {type(made).__name__}, expected a {expected}.")
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
        with contextlib.suppress(Exception):
            # Eager: a handful of steps costs less than tracing them.
            model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss, run_eagerly=True)
            for _ in range(plan["steps"]):
                seen["losses"].append(float(model.train_on_batch(plan["inputs"], plan["targets"])))
        seen["trained"] = self._outputs(model, plan.get("labels"))


def count_weights(model: Any) -> int:
    """Returns the number of weights, trainable or not."""
    return int(sum(np.size(weight) for weight in model.get_weights()))


def shake(model: Any, rng: np.random.Generator) -> None:
    """Gives every weight random values of moderate size; variances stay positive."""
    for variable in model.weights:
        values = 0.4 * rng.standard_normal(tuple(variable.shape))
        if "variance" in variable.name:
            values = 0.5 + np.abs(values)
        if "float" in str(variable.dtype):
            variable.assign(values)


PROBES: dict[str, type[Probe]] = {
    probe.__name__: probe for probe in (Call, CallTwice, Draws, Steps, Take, ModelOutputs)
}


def from_description(description: dict[str, Any]) -> Probe:
    """Rebuilds a probe from what `Probe.describe` returned."""
    from autograder.model_probes import MODEL_PROBES  # built on the probes of this module

    rest = {key: value for key, value in description.items() if key != "probe"}
    return {**PROBES, **MODEL_PROBES}[description["probe"]](**rest)


@contextlib.contextmanager
def lent(namespace: dict[str, Any] | None, names: dict[str, Any]) -> Iterator[None]:
    """Puts values under names of the notebook for a while.

    Args:
        namespace: The notebook's names; None where nothing is lent.
        names: Name to recipe or value.
    """
    if namespace is None or not names:
        yield
        return
    before = {name: namespace[name] for name in names if name in namespace}
    namespace.update(recipes.build(recipes.describe(names)))
    try:
        yield
    finally:
        for name in names:
            namespace.pop(name, None)
        namespace.update(before)


def observe(
    find: Callable[[], Any], probe: Probe, namespace: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Runs a probe and turns everything that can go wrong into an observation.

    Args:
        find: Returns the learner's object, or raises `MissingError`.
        probe: What to do with it.
        namespace: The names of the notebook, for what the probe lends.

    Returns:
        The probe's observation with `seconds`; or a dict with the one key `missing` (a reason)
        or `error` (type, bases, message, line, code, function, cell).

    Raises:
        KeyboardInterrupt: Passed on; it means that the time is up.
    """
    start = time.perf_counter()
    sink = _Sink()
    try:
        with (
            contextlib.redirect_stdout(sink),
            contextlib.redirect_stderr(sink),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            with lent(namespace, probe.lends):
                seen = probe.run(find())
            if probe.relends:
                with lent(namespace, probe.relends):
                    seen["relent"] = probe.run(find())
    except KeyboardInterrupt:
        raise
    except MissingError as reason:
        return {"missing": str(reason)}
    except BaseException as error:  # noqa: BLE001 - SystemExit and its like are answers too
        return {"error": describe_error(error)}
    return {**seen, "seconds": time.perf_counter() - start}


class _Sink(io.TextIOBase):
    """Swallows what a learner's function prints while it is judged."""

    def write(self, text: str) -> int:
        return len(text)


def describe_error(error: BaseException) -> dict[str, Any]:
    """Says what was raised and where in the learner's own code, without a stack trace."""
    try:
        message = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", str(error)).split())[:MAX_MESSAGE]
    except Exception:  # noqa: BLE001 - a learner's exception may fail to print itself
        message = ""
    place = {"line": 0, "code": "", "function": "", "cell": ""}
    walk = error.__traceback__
    while walk is not None:
        code = walk.tb_frame.f_code
        if _is_learners(code.co_filename):
            text = linecache.getline(code.co_filename, walk.tb_lineno).strip()
            place = {
                "line": walk.tb_lineno - code.co_firstlineno + 1,
                "code": text[:120],
                "function": code.co_name,
                "cell": code.co_filename,
            }
        walk = walk.tb_next
    bases = [kind.__name__ for kind in type(error).__mro__[1:]]
    return {"type": type(error).__name__, "bases": bases, "message": message, **place}


def _is_learners(filename: str) -> bool:
    return filename.startswith(("<cell", "<ipython-input")) or "/ipykernel_" in filename
