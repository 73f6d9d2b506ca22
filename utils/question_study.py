"""How a question encoder is trained and judged: steps, scores of pairs, intervals over intents."""

from __future__ import annotations

import time

import numpy as np

from utils.evaluation import Interval


def frozen_embedding(vectors):
    """Makes a frozen Keras layer of word vectors: row 0 is padding and masked.

    Args:
        vectors: `utils.embeddings.WordVectors`.

    Returns:
        A Keras layer from ids `(batch, T)` to `(batch, T, d)`.
    """
    import keras

    matrix = vectors.matrix / np.linalg.norm(vectors.matrix, axis=1, keepdims=True)
    table = np.vstack([np.zeros(vectors.dimension), matrix]).astype("float32")
    layer = keras.layers.Embedding(*table.shape, mask_zero=True, trainable=False)
    layer.build(())
    layer.set_weights([table])
    return layer


def train_encoder(encoder, batches, loss, read, steps=300, learning_rate=0.003, watch=None):
    """Trains an encoder on batches of question pairs.

    The encoder runs compiled, the loss as it is written: loops and comparisons are allowed in it.

    Args:
        encoder: Keras model from ids `(batch, T)` to vectors `(batch, d)`.
        batches: Iterator of `(first, second)`, lists of questions.
        loss: Function `(v1, v2) -> J`.
        read: Function from a list of questions to ids.
        steps: Number of batches.
        learning_rate: Of Adam, which falls to 0 on half a cosine.
        watch: None, or name to function `(v1, v2) -> terms`, to see how many of them are above 0.

    Returns:
        Dictionary of lists with an entry a step: "loss", for a question; "cosine", the mean cosine of
        questions that mean something else; for each name to be watched the share of terms above 0;
        and "seconds".
    """
    import keras
    import tensorflow as tf

    rate = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
    optimizer = keras.optimizers.Adam(rate)
    weights = encoder.trainable_variables
    optimizer.build(weights)

    @tf.function
    def encode(first, second):
        return encoder(first, training=True), encoder(second, training=True)

    @tf.function
    def change(gradients):
        optimizer.apply_gradients(zip(gradients, weights, strict=True))

    started = time.monotonic()
    kept: dict = {"loss": [], "cosine": [], **{name: [] for name in watch or {}}}
    for _ in range(steps):
        first, second = next(batches)
        with tf.GradientTape() as tape:
            v1, v2 = encode(tf.constant(read(first)), tf.constant(read(second)))
            total = loss(v1, v2)
        change(tape.gradient(total, weights))
        kept["loss"].append(float(total) / len(first))
        kept["cosine"].append(mean_cosine(v1.numpy(), v2.numpy()))
        for name, terms in (watch or {}).items():
            kept[name].append(float(np.mean(np.asarray(terms(v1, v2)) > 0)))
    kept["seconds"] = time.monotonic() - started
    return kept


def mean_cosine(v1, v2):
    """Computes the mean cosine of row i of one array and row j of the other, i and j different.

    Args:
        v1: Float array `(b, d)` of rows of length 1, b at least 2.
        v2: Float array `(b, d)` likewise.

    Example:
        >>> mean_cosine(np.eye(2), np.eye(2)[::-1])
        1.0
    """
    products = v2 @ v1.T
    return float((products.sum() - np.trace(products)) / (len(v1) * (len(v1) - 1)))


def ending(kept, last=20):
    """Says in words how a training ended, by the mean of its last batches."""
    loss, cosine = (np.mean(kept[name][-last:]) for name in ("loss", "cosine"))
    return f"loss {loss:.3f} a question; mean cosine of unlike questions {cosine:.3f}"


def highest_loss(v1, v2, margin):
    """Takes as negative whatever scores highest, above the duplicate as well: to watch it fail.

    Args:
        v1: Tensor `(b, d)` of rows of length 1.
        v2: Tensor `(b, d)` likewise; row i means the same as row i of `v1`.
        margin: Float.

    Returns:
        Scalar tensor, summed over the batch.
    """
    from keras import ops

    products = ops.matmul(v2, ops.transpose(v1))
    right = ops.sum(v1 * v2, axis=1)
    rivals = products - 4.0 * ops.eye(v1.shape[0])  # No cosine comes near that.
    return ops.sum(ops.relu(ops.amax(rivals, axis=-1) + margin - right))


def mean_vectors(embedding, ids):
    """Averages the vectors of the words of each question.

    Args:
        embedding: A Keras layer as `frozen_embedding` makes it.
        ids: Int array `(m, T)`, 0 is padding.

    Returns:
        Float array `(m, d)`; zeros where there is no word.
    """
    table = embedding.get_weights()[0]
    count = (ids > 0).sum(axis=1, keepdims=True)
    return table[ids].sum(axis=1) / np.maximum(count, 1)


def pair_scores(encode, pairs):
    """Computes the cosine of the two questions of each pair.

    Args:
        encode: Function from a list of questions to an array `(m, d)`.
        pairs: `utils.questions.Pairs`.

    Returns:
        Float array `(m,)`; 0 where a vector is zeros.
    """
    one, other = (np.asarray(encode(texts), dtype=float) for texts in (pairs.first, pairs.second))
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return (one * other).sum(axis=1) / np.maximum(lengths, 1e-12)


def over_intents(right, intents, draws=1000, seed=0):
    """Computes a share with an interval that draws whole intents anew.

    Pairs of one intent are no independent witnesses: what matters is which intents were written.

    Args:
        right: Bools or floats `(m,)`.
        intents: Strings `(m,)`, the intent of each.
        draws: How many bootstrap samples.
        seed: Of the draws.

    Returns:
        `Interval`: the mean, and the 2.5 and 97.5 % points of the draws.
    """
    right = np.asarray(right, dtype=float)
    _, group = np.unique(intents, return_inverse=True)
    sums, counts = np.bincount(group, right), np.bincount(group)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(sums), size=(draws, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return Interval(float(right.mean()), *(float(x) for x in np.quantile(means, (0.025, 0.975))))


def auc_over_intents(scores, pairs, draws=300, seed=0):
    """Computes the area under the curve with an interval that draws whole intents anew."""
    from sklearn.metrics import roc_auc_score

    names, group = np.unique(pairs.intent, return_inverse=True)
    places = [np.flatnonzero(group == number) for number in range(len(names))]
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        rows = np.concatenate([places[n] for n in rng.integers(len(names), size=len(names))])
        if 0 < pairs.is_duplicate[rows].sum() < len(rows):
            found.append(roc_auc_score(pairs.is_duplicate[rows], scores[rows]))
    low, high = np.quantile(found, (0.025, 0.975))
    return Interval(roc_auc_score(pairs.is_duplicate, scores), float(low), float(high))


def word_overlap(groups):
    """Makes a baseline that knows no vectors: words weighted by how rare they are (tf-idf).

    Args:
        groups: Lists of questions to count words in.

    Returns:
        Function from a list of questions to an array `(m, V)`.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    from utils.text import tokenize

    counter = TfidfVectorizer(tokenizer=tokenize, token_pattern=None, lowercase=False)
    counter.fit([text for group in groups for text in group])
    return lambda texts: counter.transform(texts).toarray()


def right_by_kind(encode, pairs, tau):
    """Computes the share of pairs that come out right, for each kind of pair.

    Args:
        encode: Function from a list of questions to an array `(m, d)`.
        pairs: `utils.questions.Pairs`.
        tau: Threshold.

    Returns:
        Dictionary from kind to `Interval`, over intents.
    """
    right = (pair_scores(encode, pairs) > tau) == pairs.is_duplicate
    found = {}
    for kind in dict.fromkeys(pairs.kind.tolist()):
        chosen = pairs.kind == kind
        found[kind] = over_intents(right[chosen], pairs.intent[chosen])
    return found


class HelpDesk:
    """A book of questions that have been asked, and who looks up the nearest.

    Args:
        encode: Function from a list of questions to an array `(m, d)`.
        book: List of questions.
    """

    def __init__(self, encode, book):
        self.encode, self.book = encode, list(book)
        self.rows = _of_length_one(encode(self.book))

    def nearest(self, question, count=3):
        """Returns pairs of cosine and question, the nearest first."""
        cosines = self.rows @ _of_length_one(self.encode([question]))[0]
        return [(float(cosines[i]), self.book[i]) for i in np.argsort(-cosines)[:count]]

    def shares(self, wanted, tau):
        """Counts what becomes of many questions.

        Args:
            wanted: Question to the one of the book that asks the same; "" if none does.
            tau: Threshold.

        Returns:
            Shares of the questions for which the right one is found, for which another is, and to which
            the desk says that they were never asked.
        """
        cosines = _of_length_one(self.encode(list(wanted))) @ self.rows.T
        found = [self.book[place] for place in np.argmax(cosines, axis=1)]
        above = cosines.max(axis=1) > tau
        right = above & np.array(
            [one == other for one, other in zip(found, wanted.values(), strict=True)]
        )
        return float(right.mean()), float((above & ~right).mean()), float((~above).mean())

    def answer(self, question, tau):
        """Says in words what the desk finds, and whether it is above the threshold."""
        found = self.nearest(question)
        verdict = "Asked before:" if found[0][0] > tau else "Never asked. The nearest would be:"
        lines = [f"  {cosine:5.2f}  {text}" for cosine, text in found]
        return "\n".join([f"{question}", f"{verdict} (threshold {tau:.2f})", *lines])


def _of_length_one(rows):
    """Divides rows by their length; zeros stay zeros."""
    rows = np.asarray(rows, dtype=float)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
