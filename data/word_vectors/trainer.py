"""Trains word vectors on sentences: skip-gram with negative sampling, one compiled step in TensorFlow.

A step takes whole sentences. Each word's vector is held against the context vectors of its
neighbours, which it should agree with, and against those of words that stand elsewhere in the same
batch, which it should not. Both are matrix products; there is no list of pairs.
"""

import collections
import os

import numpy as np

SETTINGS = {
    "dimension": 100,
    "window": 5,  # Neighbours on either side; sentences have about seven words.
    "epochs": 4,
    "weight_elsewhere": 5.0,  # What words from elsewhere weigh together, in neighbours.
    "full_weight": 200.0,  # Words that occur more often than this weigh less.
    "learning_rate": 4e-3,  # Of Adam at the first step; falls to a tenth along a cosine.
}
BATCH_SIZE = 512  # Sentences a step.
ELSEWHERE = 256  # Words from elsewhere in the batch, the same for all words of a step.
MINIMUM_COUNT = 15  # Words that are rarer get no vector.


def index_words(sentences, minimum_count=MINIMUM_COUNT):
    """Numbers the words, the most frequent first, and writes the sentences as ids.

    Args:
        sentences: List of strings.
        minimum_count: Int, occurrences that a word must have.

    Returns:
        List of words; list of counts; int32 array `(sentences, longest)` of `1 + row of the word`,
        0 for padding and for rare words.
    """
    counts = collections.Counter(word for sentence in sentences for word in sentence.split())
    frequent = [(word, count) for word, count in counts.items() if count >= minimum_count]
    frequent.sort(key=lambda item: (-item[1], item[0]))
    words = [word for word, _ in frequent]
    number = {word: 1 + row for row, word in enumerate(words)}
    longest = max(len(sentence.split()) for sentence in sentences)
    ids = np.zeros((len(sentences), longest), dtype=np.int32)
    for row, sentence in zip(ids, sentences, strict=True):
        numbers = [number.get(word, 0) for word in sentence.split()]
        row[: len(numbers)] = numbers
    return words, [count for _, count in frequent], ids


def train(ids, counts, seed, report=print, **changes):
    """Trains vectors for all words.

    Args:
        ids: Int array `(sentences, longest)`, 0 for padding.
        counts: List of `vocabulary_size` ints, how often each word occurs.
        seed: Int; the same seed gives the same vectors on the same machine.
        report: Function that is called with a line after each epoch.
        **changes: Other values for the settings above, in lower case: `dimension=50`.

    Returns:
        Float32 array `(vocabulary_size, dimension)`.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tensorflow as tf

    settings = {**SETTINGS, **changes}
    dimension, epochs, vocabulary_size = settings["dimension"], settings["epochs"], len(counts)
    rng = np.random.default_rng(seed)
    start = rng.uniform(-0.5, 0.5, (2, vocabulary_size + 1, dimension)) / np.sqrt(dimension)
    tables = [tf.Variable(table.astype(np.float32)) for table in start]
    steps = len(ids) // BATCH_SIZE
    schedule = tf.keras.optimizers.schedules.CosineDecay(
        settings["learning_rate"], epochs * steps, alpha=0.1
    )
    optimizer = tf.keras.optimizers.Adam(schedule)
    optimizer.build(tables)
    weights = np.minimum(1.0, np.sqrt(settings["full_weight"] / np.array([np.inf, *counts])))
    step = _compiled_step(tables, optimizer, weights.astype(np.float32), settings)
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(ids))[: steps * BATCH_SIZE].reshape(steps, BATCH_SIZE)
        loss = 0.0
        for rows in order:
            batch = ids[rows]
            elsewhere = rng.choice(batch[batch > 0], ELSEWHERE)
            loss += step(batch, elsewhere)
        report(f"epoch {epoch}: loss {float(loss) / steps:.4f} a word")
    return tables[0].numpy()[1:]


def _compiled_step(tables, optimizer, weights, settings):
    """Returns the step as one graph: all the losses of a batch of sentences, and their descent."""
    import tensorflow as tf

    @tf.function(jit_compile=False)
    def step(batch, elsewhere):
        weight = tf.gather(weights, batch)  # Padding weighs nothing.
        places = tf.range(tf.shape(batch)[1])
        apart = tf.abs(places[:, None] - places[None, :])
        near = tf.cast((apart > 0) & (apart <= settings["window"]), tf.float32)
        near = near * weight[:, :, None] * weight[:, None, :]
        with tf.GradientTape() as tape:
            own, context = tf.gather(tables[0], batch), tf.gather(tables[1], batch)
            agree = tf.nn.softplus(-tf.matmul(own, context, transpose_b=True))
            differ = tf.nn.softplus(tf.einsum("bld,nd->bln", own, tf.gather(tables[1], elsewhere)))
            differ = settings["weight_elsewhere"] * tf.reduce_mean(differ, axis=-1, keepdims=True)
            loss = tf.reduce_sum(near * (agree + differ)) / tf.reduce_sum(near)
        gradients = tape.gradient(loss, tables)
        dense = [tf.convert_to_tensor(gradient) for gradient in gradients]
        optimizer.apply_gradients(zip(dense, tables, strict=True))
        return loss

    return step
