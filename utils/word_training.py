"""What a Keras language model over words needs: batches, a quick way to train it, scores.

Ids are those of `word_ngrams`: 0 padding, 1 start, 2 end, 3 unknown, then words by falling count.

The dearest step of a word model is the softmax over thousands of words. While it learns, 512 words
drawn at random stand for all that are wrong (elsewhere: sampled softmax); scores are always of the
whole vocabulary.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from utils.word_ngrams import PADDING

SYMBOLS = 512  # of a batch, about: many small steps learn faster here than few large ones
SCORED = 4096  # of a batch that is only scored
SAMPLED = 512  # words that stand for all wrong ones
LEARNING_RATE = 0.004  # at first; it falls on half a cosine
LONGEST_NORM = 1.0  # of the gradient, all weights together


def batches_by_length(
    targets: np.ndarray, symbols: int | None = None, rng: np.random.Generator | None = None
) -> Iterator[tuple[np.ndarray, int]]:
    """Yields groups of sentences that are about equally long, and their longest length.

    Args:
        targets: Int array `(m, T)`, padded with 0.
        symbols: Int, about how many symbols a batch holds, padding counted.
        rng: Mixes sentences of equal length, and the batches; None keeps them from short to long.

    Yields:
        Rows of the sentences, an int array; the length to which they are cut.
    """
    symbols = SYMBOLS if symbols is None else symbols
    lengths = (targets != PADDING).sum(axis=1)
    order = np.arange(len(lengths)) if rng is None else rng.permutation(len(lengths))
    order = order[np.argsort(lengths[order], kind="stable")]
    groups, begin = [], 0
    while begin < len(order):
        length = max(1, int(lengths[order[begin]]))
        end = begin + max(1, symbols // length)
        groups.append(order[begin:end])
        begin = end
    for number in range(len(groups)) if rng is None else rng.permutation(len(groups)):
        yield groups[number], max(1, int(lengths[groups[number]].max()))


def train_language_model(
    model: Any,
    inputs: np.ndarray,
    targets: np.ndarray,
    epochs: int,
    seed: int = 0,
    after_epoch: Callable[[int, float], None] | None = None,
) -> float:
    """Trains a language model on sentences, by batches of equal length.

    Where the model ends in a product with one row of numbers a word (a dense layer, or an embedding
    used in reverse), the loss takes a sample of the words; else it takes all of them, which is slow.

    Args:
        model: Keras model from int ids `(batch, T)` to logits `(batch, T, V)`.
        inputs: Int array `(m, T)`: start, words, padding.
        targets: Int array `(m, T)`: words, end, padding.
        epochs: Int, how often all sentences are read.
        seed: Int, of the order of the sentences and the samples.
        after_epoch: Function of the epoch, from 1, and the seconds that training has taken so far.

    Returns:
        The seconds that training took, without `after_epoch`.
    """
    import keras
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    tf.random.set_seed(seed)
    plan = [list(batches_by_length(targets, rng=rng)) for _ in range(epochs)]
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, sum(map(len, plan)))
    optimizer = keras.optimizers.Adam(rate)
    optimizer.build(model.trainable_variables)
    loss_of = _loss(model)

    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.int32)] * 2, reduce_retracing=True)
    def step(ids, wanted):
        with tf.GradientTape() as tape:
            loss = loss_of(ids, wanted)
        gradients = tape.gradient(loss, model.trainable_variables)
        dense = [tf.convert_to_tensor(gradient) for gradient in gradients]
        clipped, _ = tf.clip_by_global_norm(dense, LONGEST_NORM)
        optimizer.apply(clipped, model.trainable_variables)

    spent = 0.0
    for epoch, groups in enumerate(plan, start=1):
        begun = time.monotonic()
        for rows, length in groups:
            step(
                inputs[rows, :length].astype(np.int32),
                targets[rows, :length].astype(np.int32),
            )
        spent += time.monotonic() - begun
        if after_epoch is not None:
            after_epoch(epoch, spent)
    return spent


def _loss(model: Any) -> Callable:
    """Returns the function that a step makes smaller: the mean surprise of a batch's symbols."""
    import tensorflow as tf

    def of_all_words(ids, wanted):
        real = tf.not_equal(wanted, PADDING)
        logits = tf.boolean_mask(model(ids, training=True), real)
        surprise = tf.nn.sparse_softmax_cross_entropy_with_logits(
            tf.boolean_mask(wanted, real), logits
        )
        return tf.reduce_mean(surprise)

    parts = _parts(model)
    if parts is None:
        return of_all_words
    hidden, rows = parts

    def of_a_sample(ids, wanted):
        weights, biases = rows()
        real = tf.not_equal(wanted, PADDING)
        states = tf.boolean_mask(hidden(ids, training=True), real)
        labels = tf.boolean_mask(wanted, real)[:, None]
        size = int(weights.shape[0])
        surprise = tf.nn.sampled_softmax_loss(
            weights, biases, labels, states, min(SAMPLED, size), size
        )
        return tf.reduce_mean(surprise)

    return of_a_sample


def _parts(model: Any) -> tuple[Any, Callable] | None:
    """Takes a model apart: what comes before the last product, and the rows of that product.

    Returns:
        A Keras model to states `(batch, T, d)`, and a function that gives weights `(V, d)` and biases
        `(V,)`; None where the model is not made like that.
    """
    import keras
    import tensorflow as tf

    try:
        layer, node, _ = model.outputs[0]._keras_history
        hidden = keras.Model(model.input, layer._inbound_nodes[node].input_tensors[0])
        is_dense = isinstance(layer, keras.layers.Dense)
        matrix = layer.kernel if is_dense else layer.embeddings
        bias = layer.bias if is_dense else None

        def rows() -> tuple[Any, Any]:
            weights = tf.convert_to_tensor(matrix)
            weights = tf.transpose(weights) if is_dense else weights
            size = tf.shape(weights)[0]
            return weights, tf.zeros([size]) if bias is None else tf.convert_to_tensor(bias)

        ids = np.array([[1, 2, 3]], np.int32) % model.output_shape[-1]
        weights, biases = rows()
        again = tf.linalg.matmul(hidden(ids), weights, transpose_b=True) + biases
        if np.allclose(again, model(ids), atol=1e-4):
            return hidden, rows
    except (AttributeError, IndexError, TypeError, ValueError, tf.errors.InvalidArgumentError):
        pass  # Made in another way, which is nobody's fault.
    return None


@functools.lru_cache(maxsize=2)
def _surprise_of(model: Any) -> Callable:
    """Returns the compiled function from ids and targets to surprises; the same for the same model."""
    import tensorflow as tf

    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.int32)] * 2, reduce_retracing=True)
    def surprise(ids, wanted):
        logits = model(ids, training=False)
        return tf.nn.sparse_softmax_cross_entropy_with_logits(wanted, logits)

    return surprise


def symbol_log_probabilities(model: Any, inputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Tells how likely a model finds each symbol of many sentences.

    Args:
        model: Keras model from int ids `(batch, T)` to logits `(batch, T, V)`.
        inputs: Int array `(m, T)`.
        targets: Int array `(m, T)`.

    Returns:
        Float64 array `(m, T)` of natural logarithms, 0 where there is padding.
    """
    surprise = _surprise_of(model)
    found = np.zeros(targets.shape)
    for rows, length in batches_by_length(targets, SCORED):
        ids, wanted = inputs[rows, :length], targets[rows, :length]
        values = surprise(ids.astype(np.int32), wanted.astype(np.int32)).numpy()
        found[rows, :length] = -values.astype(float) * (wanted != PADDING)
    return found


def next_word_function(model: Any) -> Callable[[list[int]], np.ndarray]:
    """Returns a function from ids, start in front, to the probabilities of the next symbol `(V,)`."""
    import tensorflow as tf

    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.int32)], reduce_retracing=True)
    def last(ids):
        return tf.nn.softmax(model(ids, training=False)[:, -1])

    return lambda ids: last(np.array([ids], np.int32)).numpy()[0].astype(float)


def next_word_distributions(model: Any, ids: np.ndarray) -> np.ndarray:
    """Returns what a model says behind each row of ids.

    Args:
        model: Keras model from int ids `(batch, T)` to logits `(batch, T, V)`.
        ids: Int array `(m, T)`, no padding.

    Returns:
        Float array `(m, V)` of probabilities.
    """
    logits = np.asarray(model(ids.astype(np.int32), training=False))[:, -1].astype(float)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def weights_megabytes(model: Any) -> float:
    """Returns the size of a model's weights, in millions of bytes."""
    return sum(math.prod(weight.shape) for weight in model.weights) * 4 / 1e6
