"""A Keras model as plain values, from which the judging side builds the same model itself.

What the process with a learner's code says about a model may be made up: an added cell can replace
the observer. So that process only says what the model is made of, and the trusted side builds it
from parts of Keras alone and looks at it there: its outputs for inputs and weights that the
learner's process never sees, its gradients, what it learns. To describe a right model is to have
written one.

Layers and models of a learner's own are described by what they call: they are followed on symbolic
inputs, as Keras's functional models are. What holds other code (`tf` functions on a batch, weights
without a layer) cannot be described; `Undescribable` says why.
"""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

MAX_OPERATIONS = 1000
MAX_WEIGHTS = 20_000_000  # numbers
MAX_SIZE = 1_000_000  # of a whole number in a layer's settings
MAX_TEXT = 2_000_000  # characters of the settings
ACTIVATIONS = (
    "softmax", "sigmoid", "relu", "tanh", "linear", "elu", "selu", "gelu", "silu", "softplus",
    "softsign", "leaky_relu", "relu6", "exponential", "hard_sigmoid", "log_softmax", "mish",
)  # fmt: skip
TUPLE = "__a_tuple__"
MAX_NESTING = 8  # models and layers of one's own within each other
PLACES = ("keras.layers", "keras.src.ops.")
# They run code of their own, read files, or draw what nobody can repeat.
REFUSED = {"Lambda", "TFSMLayer", "JaxLayer", "FlaxLayer", "TorchModuleWrapper", "HashedCrossing",
           "Hashing", "StringLookup", "TextVectorization", "IntegerLookup"}  # fmt: skip
WITHIN = {"__keras_tensor__", "__slice__", "__tuple__", "__ellipsis__", "__tensor__", "__numpy__",
          "DTypePolicy", "Zeros"}  # fmt: skip
ZEROS = {"module": "keras.initializers", "class_name": "Zeros", "config": {}}


class Undescribable(Exception):  # noqa: N818 - an outcome: a person has to look
    """A model holds something that only the process with the learner's code can run."""


def describe_model(model: Any, samples: Sequence[Any], with_weights: bool = True) -> dict[str, Any]:
    """Describes a model, or a layer, of Keras.

    Args:
        model: A `keras.Model`, or a layer of Keras's own.
        samples: Inputs that it takes, each an array or a list of arrays; sizes in which they
            differ are left open.
        with_weights: Whether the weights belong to it.

    Returns:
        `kind`, `config` (a text) and `weights`, name of a layer to arrays.

    Raises:
        Undescribable: If it holds other code than Keras's, or is too large.
    """
    import keras

    if not isinstance(model, keras.Model):
        if not is_of_keras(model):
            raise Undescribable(f"a layer of its own ({type(model).__name__})")
        config = _bare(keras.layers.serialize(model), {})
        _require_keras(config)
        weights = {model.name: model.get_weights()} if with_weights and model.weights else {}
        return {"kind": "layer", "config": _to_text(config), "weights": weights}
    flat = functional(model, samples)
    config = _bare(flat.get_config(), _activations(flat))
    _require_keras(config)
    if sum(math.prod(weight.shape) for weight in flat.weights) > MAX_WEIGHTS:
        raise Undescribable(f"more than {MAX_WEIGHTS:,} weights")
    weights = {layer.name: layer.get_weights() for layer in flat.layers if layer.weights}
    return {
        "kind": type(flat).__name__,
        "config": _to_text(config),
        "weights": weights if with_weights else {},
    }


def build_described(description: dict[str, Any]) -> Any:
    """Builds the model or layer that was described, out of parts of Keras alone.

    Raises:
        Undescribable: If the description names anything else, or is none.
    """
    import keras

    kind, weights = description.get("kind"), description.get("weights")
    config = _from_text(description.get("config"))
    if not isinstance(weights, dict):
        raise Undescribable("no description of a model")
    _require_keras(config)
    if kind == "layer":
        layer = keras.layers.deserialize(config)
        if weights:
            shape = (config.get("build_config") or {}).get("input_shape")
            layer.build(None if shape is None else tuple(shape))
            layer.set_weights(next(iter(weights.values())))
        return layer
    if kind not in ("Functional", "Sequential"):
        raise Undescribable(f"a model of the kind {str(kind)[:40]!r}")
    family = keras.Sequential if kind == "Sequential" else keras.Model
    model = family.from_config(config)
    for layer in model.layers:
        if layer.name in weights:
            layer.set_weights(weights[layer.name])
    return model


def functional(model: Any, samples: Sequence[Any]) -> Any:
    """Returns a model of Keras's own that computes the same with the same weights.

    Args:
        model: Any Keras model.
        samples: Inputs that it takes.

    Raises:
        Undescribable: If its code does not run on symbolic inputs, or computes something else there.
    """
    import keras

    if type(model) is keras.Sequential and all(map(is_of_keras, model.layers)):
        if not model.built:
            model(_one(samples[0]), training=False)
        return model
    if _is_functional(model) and all(map(is_of_keras, model.operations)):
        return model
    try:
        if not _is_functional(model):
            model(_one(samples[0]), training=False)  # Some make their layers when they are called.
        inputs = _symbolic(samples)
        outputs = _followed(model, inputs)
        flat = keras.Model(inputs, outputs)
        for _ in range(MAX_NESTING):
            if all(map(is_of_keras, flat.operations)):
                break
            flat = keras.models.clone_model(
                flat, clone_function=lambda layer: layer, call_function=_called
            )
        else:
            raise Undescribable("models and layers too deep within each other")
    except Undescribable:
        raise
    except Exception as error:  # noqa: BLE001 - a learner's code fails in its own ways
        raise Undescribable(
            f"code that does not run on Keras's symbolic inputs ({type(error).__name__})"
        ) from None
    _require_same(model, flat, samples[0])
    return flat


def is_of_keras(operation: Any) -> bool:
    """Tells whether a layer or operation, with all that it holds, is one of Keras's own."""
    kind = type(operation)
    if not kind.__module__.startswith(("keras.src.layers.", "keras.src.ops.")):
        return False
    if kind.__name__ in REFUSED:
        return False
    inner = getattr(operation, "_flatten_layers", None)
    if inner is None:
        return True
    return all(map(is_of_keras, inner(recursive=False, include_self=False)))


def _is_functional(model: Any) -> bool:
    from keras.src.models.functional import Functional

    return type(model) is Functional


def _one(sample: Any) -> Any:
    return list(sample) if isinstance(sample, (list, tuple)) else sample


def _symbolic(samples: Sequence[Any]) -> Any:
    """Returns Keras inputs for arrays; sizes in which the samples differ are left open."""
    import keras

    def input_for(arrays: Sequence[Any]) -> Any:
        shapes = [np.shape(array)[1:] for array in arrays]
        if len({len(shape) for shape in shapes}) > 1:
            raise Undescribable("inputs with different numbers of axes")
        shape = [sizes[0] if len(set(sizes)) == 1 else None for sizes in zip(*shapes, strict=True)]
        return keras.Input(shape, dtype=str(np.asarray(arrays[0]).dtype))

    if isinstance(samples[0], (list, tuple)):
        return [input_for(arrays) for arrays in zip(*samples, strict=True)]
    return input_for(samples)


def _followed(layer: Any, *arguments: Any, **named: Any) -> Any:
    """Runs the code of a layer or model of one's own, so that what it calls is seen.

    Every layer has been called by now, so that there is nothing left to build.
    """
    given = dict(named)
    if getattr(layer, "_call_has_training_arg", False):
        given.setdefault("training", False)
    else:
        given.pop("training", None)
    return layer.call(*arguments, **given)


def _called(layer: Any, *arguments: Any, **named: Any) -> Any:
    return (
        layer(*arguments, **named) if is_of_keras(layer) else _followed(layer, *arguments, **named)
    )


def _require_same(model: Any, flat: Any, sample: Any) -> None:
    """Makes sure that nothing was lost on the way, such as a mask or a branch."""
    import keras

    one, other = (
        [np.asarray(part) for part in keras.tree.flatten(each(_one(sample), training=False))]
        for each in (model, flat)
    )
    same = len(one) == len(other) and all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-3, atol=1e-5)
        for a, b in zip(one, other, strict=True)
    )
    if not same:
        raise Undescribable("code that gives something else on Keras's symbolic inputs")


def _to_text(config: dict[str, Any]) -> str:
    """Returns settings as JSON: they lie deeper within each other than values on the wire may."""
    return json.dumps(_with_marks(config), separators=(",", ":"))


def _with_marks(value: Any) -> Any:
    """Marks tuples: an operation that takes a part of a tensor takes lists for something else."""
    if isinstance(value, dict):
        return {key: _with_marks(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return {TUPLE: [_with_marks(item) for item in value]}
    return [_with_marks(item) for item in value] if isinstance(value, list) else value


def _from_text(text: Any) -> dict[str, Any]:
    def read(found: dict[str, Any]) -> Any:
        return tuple(found[TUPLE]) if set(found) == {TUPLE} else found

    try:
        config = json.loads(text[:MAX_TEXT], object_hook=read)
    except (TypeError, ValueError, RecursionError):
        config = None
    if not isinstance(config, dict):
        raise Undescribable("no description of a model")
    return config


def _activations(model: Any) -> dict[tuple[str, str], str]:
    """Returns (layer, setting) to the name of the activation, where a function stands there.

    A function of one's own, or of TensorFlow, is known by what it gives.
    """
    found = {}
    for layer in model._flatten_layers(include_self=False):
        for setting in ("activation", "recurrent_activation"):
            function = getattr(layer, setting, None)
            module = getattr(function, "__module__", None) or ""
            if function is not None and not module.startswith("keras.src.activations"):
                found[layer.name, setting] = _known_activation(function, layer)
    return found


def _known_activation(function: Callable, layer: Any) -> str:
    import keras

    try:
        axes = len(layer.output.shape)
    except (AttributeError, ValueError, RuntimeError):  # one within another, or used twice
        axes = 3
    numbers = np.random.default_rng(0).normal(0.3, 4.0, (3, 4, 5, 6)[-axes:]).astype("float32")
    for name in ACTIVATIONS:
        try:
            given = np.asarray(function(keras.ops.convert_to_tensor(numbers)))
            right = np.asarray(keras.activations.get(name)(keras.ops.convert_to_tensor(numbers)))
        except Exception:  # noqa: BLE001 - a learner's code fails in its own ways
            break
        if given.shape == right.shape and np.allclose(given, right, rtol=1e-4, atol=1e-6):
            return name
    raise Undescribable("an activation of its own")


def _bare(config: Any, activations: dict[tuple[str, str], str]) -> Any:
    """Returns settings without what is of no use elsewhere: how weights began, seeds, penalties."""
    if isinstance(config, dict):
        name = config.get("name")
        return {
            key: activations[name, key]
            if isinstance(name, str) and (name, key) in activations
            else _setting(key, value, activations)
            for key, value in config.items()
        }
    if isinstance(config, (list, tuple)):
        return type(config)(_bare(item, activations) for item in config)
    if isinstance(config, (np.ndarray, np.generic)):
        return config.tolist()
    return config


def _setting(key: Any, value: Any, activations: dict[tuple[str, str], str]) -> Any:
    if isinstance(key, str) and value is not None:
        if key.endswith("_initializer"):
            return dict(ZEROS)
        if key.endswith(("_regularizer", "_constraint")) or key == "seed":
            return None
    return _bare(value, activations)


def _require_keras(config: dict[str, Any]) -> None:
    """Raises `Undescribable` unless settings name parts of Keras alone, of sizes one can build."""
    operations = config.get("layers")
    if isinstance(operations, list) and len(operations) > MAX_OPERATIONS:
        raise Undescribable(f"more than {MAX_OPERATIONS} layers and operations")
    _walk(config)


def _walk(value: Any) -> None:
    if isinstance(value, dict):
        if "class_name" in value:
            _require_allowed(value)
        for key, item in value.items():
            if not isinstance(key, str):
                raise Undescribable("settings without a name")
            if key == "compile_config":
                raise Undescribable("compiled settings")
            # Keras writes a function there as its byte code, without a word that says so.
            if key.endswith("activation") and not isinstance(item, (str, type(None))):
                raise Undescribable("an activation of its own")
            _walk(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _walk(item)
    elif isinstance(value, (int, float)) and abs(value) > MAX_SIZE and math.isfinite(value):
        raise Undescribable(f"a size of {value:g}")
    elif not isinstance(value, (str, int, float, type(None))):
        raise Undescribable(f"a setting of the kind {type(value).__name__}")


def _require_allowed(value: dict[str, Any]) -> None:
    """Raises `Undescribable` unless a part is a layer or an operation of Keras."""
    name, module = value["class_name"], value.get("module")
    if name in WITHIN and module in (None, "keras", "keras.initializers"):
        return
    is_place = isinstance(module, str) and isinstance(name, str) and module.startswith(PLACES)
    if not is_place or name in REFUSED:
        raise Undescribable(f"{str(name)[:40]}, which is no layer or operation of Keras's")
    import keras

    if module == "keras.layers":
        kind = getattr(keras.layers, str(name), None)
        is_part = isinstance(kind, type) and issubclass(kind, keras.layers.Layer)
    elif module in _rooms_of_operations():
        kind = getattr(importlib.import_module(module), str(name), None)
        is_part = isinstance(kind, type) and issubclass(kind, keras.Operation)
    else:
        is_part = False
    if not is_part:
        raise Undescribable(f"{str(name)[:40]}, which is no layer or operation of Keras's")


def _rooms_of_operations() -> set[str]:
    """Returns the modules in which Keras has its operations."""
    import keras

    functions: list[Callable] = [value for value in vars(keras.ops).values() if callable(value)]
    return {
        function.__module__
        for function in functions
        if getattr(function, "__module__", "").startswith("keras.src.ops.")
    }
