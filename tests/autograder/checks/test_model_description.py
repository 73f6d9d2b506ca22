"""Is a model that is built from its description the same one, and is nothing else ever built?"""

import copy
import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder.checks.model_description import (
    TUPLE,
    Undescribable,
    build_described,
    describe_model,
)

RNG = np.random.default_rng(3)
IDS = RNG.integers(1, 9, (2, 6)).astype("int32")
FRAMES = RNG.standard_normal((2, 24, 3)).astype("float32")


def masked_reader():
    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(9, 4, mask_zero=True)(ids)
    x = keras.layers.Bidirectional(keras.layers.LSTM(3, return_sequences=True))(x)
    x = keras.layers.RNN(keras.layers.GRUCell(5))(x, mask=keras.ops.not_equal(ids, 0))
    return keras.Model(ids, keras.layers.Dense(2, activation=keras.activations.softmax)(x))


def sequential():
    return keras.Sequential(
        [
            keras.layers.Conv1D(4, 5, strides=2, activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.TimeDistributed(keras.layers.Dense(2)),
        ]
    )


class Scaled(keras.layers.Layer):
    """A layer of one's own that calls layers of Keras's."""

    def __init__(self):
        super().__init__()
        self.inner = keras.layers.Dense(4, activation="tanh")

    def call(self, x):
        return 0.5 * self.inner(x) + keras.ops.mean(x, axis=-1, keepdims=True)


class Hears(keras.Model):
    """A model of one's own with such a layer, a part of a tensor and another model in it."""

    def __init__(self):
        super().__init__()
        self.scaled = Scaled()
        self.read = keras.layers.GRU(3, return_sequences=True)
        self.head = keras.Sequential([keras.layers.Dense(2), keras.layers.Softmax()])

    def call(self, frames, training=False):
        states = self.read(self.scaled(frames), training=training)
        return self.head(states[:, 3::4])


def with_a_lambda():
    frames = keras.Input((24, 3))
    x = keras.layers.Lambda(lambda x: keras.ops.flip(x[:, ::2], axis=1))(frames)
    return keras.Model(frames, keras.layers.SimpleRNN(4)(x))


def shared_layer_with_two_inputs_and_outputs():
    frames, state = keras.Input((24, 3)), keras.Input((4,))
    read = keras.layers.LSTM(4, return_state=True)
    _, h, c = read(frames, initial_state=[state, state])
    _, other, _ = read(keras.ops.flip(frames, axis=1), initial_state=[h, c])
    return keras.Model([frames, state], [h, other * 2.0])


MODELS = [
    (masked_reader, IDS * (RNG.random(IDS.shape) > 0.3).astype("int32")),
    (sequential, FRAMES),
    (Hears, FRAMES),
    (with_a_lambda, FRAMES),
    (shared_layer_with_two_inputs_and_outputs, [FRAMES, FRAMES[:, 0, :1].repeat(4, axis=1)]),
]


@pytest.mark.parametrize(("make", "sample"), MODELS, ids=[make.__name__ for make, _ in MODELS])
def test_the_same_model_is_built(make, sample):
    """Does it compute the same with its own weights, and know which of them are trained?"""
    model = make()
    model(sample, training=False)
    for number, weight in enumerate(model.weights):
        weight.assign(np.random.default_rng(number).normal(0.3, 0.4, weight.shape) ** 2)
    built = build_described(describe_model(model, [sample]))
    for one, other in zip(
        keras.tree.flatten(model(sample, training=False)),
        keras.tree.flatten(built(sample, training=False)),
        strict=True,
    ):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
    assert built.count_params() == model.count_params()
    assert len(built.trainable_weights) == len(model.trainable_weights)


def test_what_is_frozen_stays_frozen():
    """Is a frozen layer, or a frozen model, frozen in the model that is built?"""
    model = masked_reader()
    model.layers[1].trainable = False
    built = build_described(describe_model(model, [IDS]))
    assert len(built.trainable_weights) == len(model.trainable_weights) == len(model.weights) - 1
    model.trainable = False
    assert build_described(describe_model(model, [IDS])).trainable_weights == []


def test_a_layer_keeps_what_was_put_into_it():
    """Do a layer's own numbers arrive, however it got them?"""
    table = RNG.standard_normal((9, 4)).astype("float32")
    constant = keras.initializers.Constant(table)
    layer = keras.layers.Embedding(9, 4, embeddings_initializer=constant, trainable=False)
    layer.build((None,))
    built = build_described(describe_model(layer, [IDS]))
    np.testing.assert_array_equal(built(IDS), table[IDS])
    assert built.trainable is False


def test_sizes_in_which_inputs_differ_are_open():
    """Does a model of one's own work on texts of another length, once it is built anew?"""
    built = build_described(describe_model(Hears(), [FRAMES, FRAMES[:, :16]]))
    assert built(FRAMES[:, :20]).shape == (2, 5, 2)


class OwnWeights(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 2), name="kernel")

    def call(self, x):
        import tensorflow as tf

        return tf.matmul(x, self.kernel)


def hidden_code():
    frames = keras.Input((24, 3))
    return keras.Model(frames, OwnWeights()(frames))


def own_activation():
    return keras.Sequential([keras.layers.Dense(2, activation=lambda x: x * x)])


def python_that_looks_at_numbers():
    class Looks(keras.Model):
        def __init__(self):
            super().__init__()
            self.head = keras.layers.Dense(2)

        def call(self, frames):
            return self.head(frames) if float(keras.ops.sum(frames)) > 0 else self.head(-frames)

    return Looks()


@pytest.mark.parametrize("make", [hidden_code, own_activation, python_that_looks_at_numbers])
def test_code_of_ones_own_cannot_be_described(make):
    """Is it said, and not guessed, where only a learner's process can run the model?"""
    with pytest.raises(Undescribable):
        describe_model(make(), [FRAMES])


def own_softmax(x, axis=-1):
    powers = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return powers / keras.ops.sum(powers, axis=axis, keepdims=True)


@pytest.mark.parametrize("activation", [own_softmax, tf.nn.softmax, keras.ops.softmax])
def test_a_known_activation_by_another_name(activation):
    """Is a softmax a softmax, whoever wrote it?"""
    frames = keras.Input((24, 3))
    inner = keras.layers.TimeDistributed(keras.layers.Dense(5, activation=activation))
    model = keras.Model(frames, keras.layers.Dense(4, activation=activation)(inner(frames)))
    built = build_described(describe_model(model, [FRAMES]))
    np.testing.assert_allclose(built(FRAMES), model(FRAMES), rtol=1e-5)


def changed(change):
    description = describe_model(masked_reader(), [IDS])
    config = json.loads(description["config"])
    change(config)
    return {**description, "config": json.dumps(config)}


def layers_of(config, name):
    return next(layer for layer in config["layers"] if layer["class_name"] == name)


CHANGES = {
    "a layer with code": lambda c: layers_of(c, "Dense").update(class_name="Lambda"),
    "another module": lambda c: layers_of(c, "Dense").update(module="os"),
    "a function of Keras's that is no operation": lambda c: layers_of(c, "Dense").update(
        module="keras.src.ops.core", class_name="fori_loop"
    ),
    "a module that is none of operations": lambda c: layers_of(c, "Dense").update(
        module="keras.src.saving.saving_lib", class_name="load_model"
    ),
    "code within a layer": lambda c: layers_of(c, "Dense")["config"].update(
        activation={"class_name": "__lambda__", "config": {"value": "x"}}
    ),
    "byte code": lambda c: layers_of(c, "Dense")["config"].update(
        activation={"value": ["4wE=", None, None]}
    ),
    "a class registered elsewhere": lambda c: layers_of(c, "Dense")["config"].update(
        activation={"module": "builtins", "class_name": "function", "config": "print"}
    ),
    "a model of another kind within": lambda c: c["layers"].append(
        {"module": "keras.models", "class_name": "Model", "config": {}}
    ),
    "a size that fills the memory": lambda c: layers_of(c, "Embedding")["config"].update(
        input_dim=10**12
    ),
    "thousands of layers": lambda c: c.update(layers=c["layers"] * 500),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_but_parts_of_keras_is_built(change):
    """Is a description refused that names code, another module, or too much of anything?"""
    with pytest.raises(Undescribable):
        build_described(changed(change))


@pytest.mark.parametrize(
    "description", [{}, {"kind": "Functional", "config": "no JSON", "weights": {}},
                    {"kind": "Functional", "config": "[" * 100_000, "weights": {}},
                    {"kind": "Functional", "config": 3, "weights": {}},
                    {"kind": "open", "config": "{}", "weights": {}}],
)  # fmt: skip
def test_what_is_no_description_is_refused(description):
    """Does a made-up reply end in one clear outcome?"""
    with pytest.raises(Undescribable):
        build_described(copy.deepcopy(description))


def test_tuples_stay_tuples():
    """Is a part of a tensor taken with the same indices? A list would pick single entries."""
    assert TUPLE in describe_model(with_a_lambda(), [FRAMES])["config"]
