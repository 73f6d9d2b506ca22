"""What translating nets share: training, a step as a search sees it, drawing, a baseline, intervals."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from utils import number_words
from utils.evaluation import Interval
from utils.number_words import END, PADDING, START

BATCH = 128
Step = Callable[[Any, np.ndarray], tuple[np.ndarray, np.ndarray]]


class Training(NamedTuple):
    """What training gave: the mean loss of a word for each epoch, and the seconds."""

    losses: list[float]
    seconds: float


# ------------------------------------------------------------------------------------- training


def train(
    score: Callable[[Any, Any], Any],
    weights: Sequence[Any],
    numbers: Sequence[int],
    epochs: int,
    rate: float = 0.005,
    seed: int = 1,
) -> Training:
    """Trains a translator on numbers, each written anew by one of three translators every epoch.

    Args:
        score: Function from ids of sources `(m, Tx)` and of what was written so far `(m, T)` to
            logits of what comes next `(m, T, V)`.
        weights: Trainable weights.
        numbers: What to learn from.
        epochs: How often all numbers are seen.
        rate: First learning rate of Adam; it falls on half a cosine.
        seed: Of the translators and of the order.
    """
    import keras
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    steps = epochs * -(-len(numbers) // BATCH)
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, steps), clipnorm=1.0)
    optimizer.build(list(weights))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=PADDING)
    ids = tf.TensorSpec([None, None], tf.int32)

    @tf.function(input_signature=[ids, ids])
    def step(x, y):
        with tf.GradientTape() as tape:
            value = loss(y[:, 1:], score(x, y[:, :-1]))
        optimizer.apply(tape.gradient(value, list(weights)), list(weights))
        return value

    started, losses = time.monotonic(), []
    for _ in range(epochs):
        found = [float(step(*map(tf.constant, pair))) for pair in _batches(numbers, rng)]
        losses.append(float(np.mean(found)))
    return Training(losses, time.monotonic() - started)


def _batches(numbers: Sequence[int], rng: np.random.Generator) -> Iterator[tuple]:
    """Yields each number once, with others of about its length, so that little is padding."""
    x, y = number_words.sources(numbers), number_words.targets(numbers, rng)
    widths = (x != PADDING).sum(axis=1) + (y != PADDING).sum(axis=1)
    order = np.argsort(widths + rng.uniform(0, 3, len(x)))
    parts = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    for part in rng.permutation(len(parts)):
        rows = parts[part]
        yield tuple(ids[rows][:, (ids[rows] != PADDING).any(axis=0)] for ids in (x, y))


# ------------------------------------------------------------------------------------- a step


def step_of(decoder: Any) -> Step:
    """Makes of a decoder what a search sees of a model, in NumPy.

    Args:
        decoder: Keras model from `[ids (m, T), states (m, units)]` to logits `(m, T, V)` and
            states.

    Returns:
        `step(tokens, states)` from the last symbols `(k,)` of k hypotheses and their states
        `(k, units)` to the log-probabilities of the next symbol `(k, V)` and the new states.
        Padding and start are never next: theirs are -inf.
    """
    import tensorflow as tf

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int32), tf.TensorSpec([None, None])])
    def run(tokens, states):
        logits, states = decoder([tokens[:, None], states], training=False)
        forbidden = tf.constant([-np.inf, -np.inf] + [0.0] * (logits.shape[-1] - 2))
        return tf.nn.log_softmax(logits[:, -1] + forbidden), states

    def step(tokens, states):
        tokens = np.asarray(tokens, dtype="int32").reshape(-1)
        found = run(tokens, np.asarray(states, dtype="float32"))
        return found[0].numpy().astype(float), found[1].numpy()

    return step


def states_of(encoder: Any, numbers: Sequence[int], size: int = 500) -> list[np.ndarray]:
    """Reads numbers; returns a list of states `(1, units)`, one for each."""
    x = number_words.sources(numbers)
    parts = [np.asarray(encoder(x[i : i + size], training=False)) for i in range(0, len(x), size)]
    return [row[None] for row in np.concatenate(parts)]


def drawn(step: Step, state: np.ndarray, rng: np.random.Generator, longest: int = 12) -> list[int]:
    """Draws a sentence symbol by symbol, as a language model does; without start and end."""
    tokens, last, states = [], START, state
    for _ in range(longest):
        logs, states = step(np.array([last]), states)
        last = int(rng.choice(logs.shape[1], p=np.exp(logs[0]) / np.exp(logs[0]).sum()))
        if last == END:
            break
        tokens.append(last)
    return tokens
