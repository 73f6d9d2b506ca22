"""Sentences with tagged names: where they come from, training and scoring of a tagger, baselines.

A sentence is a list of words with its capitals, its tags a list of texts such as `"B-per"`. Generated
sentences are written when they are asked for, by the grammar in `data/entities`; those in its `.tsv`
files were written by hand.
"""

from __future__ import annotations

import importlib.util
import time
import warnings
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

import numpy as np

from utils.data import DATA_FOLDER
from utils.evaluation import Interval

TYPES = ("per", "geo", "org", "gpe", "tim", "art")
TAGS = ["O"] + [f"{place}-{kind}" for kind in TYPES for place in "BI"]
TAG_TO_INDEX = {tag: number for number, tag in enumerate(TAGS)}
FOLDER = DATA_FOLDER / "entities"
SHAPES = ("<word>", "<name>", "<acronym>", "<number>", "<sign>")


class Sentences(NamedTuple):
    """Tagged sentences.

    Attributes:
        words: List of lists of words.
        tags: List of lists of as many tags.
    """

    words: list
    tags: list


@cache
def _grammar():
    """Loads the program that writes sentences, from the data's folder."""
    path = FOLDER / "make.py"
    spec = importlib.util.spec_from_file_location("entities_make", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(f"There is no file {path}. Work in a whole copy of the repository.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Grammar()


def generated(count, seed, templates="learn", names="learn", limit=None) -> Sentences:
    """Writes sentences by the grammar; same seed, same sentences.

    Args:
        count: How many.
        seed: Whole number.
        templates: `"learn"` or `"new"`, those that nobody learns from.
        names: `"learn"` or `"new"`.
        limit: None, or how many templates to use, the first ones.
    """
    return Sentences(*_grammar().sentences(count, seed, templates, names, limit))


def written(name) -> Sentences:
    """Loads sentences written by hand.

    Args:
        name: `"choose"`, to choose settings by, or `"independent"`, to score once.
    """
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [[part.split(" ") for part in line.split("\t")] for line in lines]
    return Sentences([words for words, _ in rows], [tags for _, tags in rows])


# ------------------------------------------------------------------------------------- words


def shape_of(word):
    """Says what a word looks like: one of `SHAPES`.

    Example:
        >>> [shape_of(word) for word in ("lisbon", "Lisbon", "NATO", "9.30", ",")]
        ['<word>', '<name>', '<acronym>', '<number>', '<sign>']
    """
    if any(letter.isdigit() for letter in word):
        return "<number>"
    if not any(letter.isalpha() for letter in word):
        return "<sign>"
    if word[0].isupper():
        return "<acronym>" if len(word) > 1 and word.isupper() else "<name>"
    return "<word>"


def number_words(sentences, shapes=False):
    """Numbers the lower-cased words of sentences: 0 is for padding, 1 for what is unknown.

    Args:
        sentences: List of lists of words.
        shapes: Whether the five shapes get numbers, too.

    Returns:
        Dictionary from word to number.

    Example:
        >>> number_words([["Go", "on"], ["go"]])
        {'<PAD>': 0, '<UNK>': 1, 'go': 2, 'on': 3}
    """
    words = sorted({word.lower() for row in sentences for word in row})
    return {
        word: i for i, word in enumerate(["<PAD>", "<UNK>", *(SHAPES if shapes else ()), *words])
    }


def unknown_replaced(sentences, word_to_index):
    """Puts its shape in the place of each word that has no number.

    Args:
        sentences: List of lists of words.
        word_to_index: Dictionary; without shapes in it, nothing is replaced.
    """
    if SHAPES[0] not in word_to_index:
        return sentences
    return [[w if w.lower() in word_to_index else shape_of(w) for w in row] for row in sentences]


def worn(sentences, copies, rate, rng, shapes=False) -> Sentences:
    """Copies sentences several times, each time with other words made unknown.

    So a net learns what to make of a word that it has never seen: to look at its neighbours.

    Args:
        sentences: `Sentences`.
        copies: How many.
        rate: Share of the words that become unknown.
        rng: A `numpy.random.Generator`.
        shapes: Whether an unknown word is replaced by its shape; else by `"<UNK>"`.
    """
    words = [
        [(shape_of(w) if shapes else "<UNK>") if drop < rate else w
         for w, drop in zip(row, rng.random(len(row)), strict=True)]
        for _ in range(copies) for row in sentences.words
    ]  # fmt: skip
    return Sentences(words, list(sentences.tags) * copies)


def id_lists(x, y):
    """Takes the padding off arrays; returns two lists of lists.

    Args:
        x: Whole numbers `(m, T)`, padded with 0.
        y: Whole numbers `(m, T)`, padded with -1.
    """
    lengths = (np.asarray(y) >= 0).sum(axis=1)
    pairs = [
        (a[:n].tolist(), b[:n].tolist())
        for a, b, n in zip(np.asarray(x), np.asarray(y), lengths, strict=True)
    ]
    return [a for a, _ in pairs], [b for _, b in pairs]


# ------------------------------------------------------------------------------------- a tagger


class Training(NamedTuple):
    """How a training went.

    Attributes:
        losses: List of floats, one a step.
        seconds: Float.
    """

    losses: list
    seconds: float


def rows_of_vectors(numbers, vectors, seed=0):
    """Writes word vectors as a table for an embedding layer.

    Args:
        numbers: Dictionary from word to number.
        vectors: `WordVectors` of d numbers.
        seed: Of the small numbers that stand where there is no vector.

    Returns:
        Float array `(V, d)`, vectors of one length, and bool array `(V,)`: which words have one.
    """
    d = len(vectors[next(iter(vectors.words))])
    table = np.random.default_rng(seed).uniform(-0.05, 0.05, (len(numbers), d))
    has_one = np.zeros(len(numbers), dtype=bool)
    for word, number in numbers.items():
        if word in vectors:
            vector = np.asarray(vectors[word], dtype=float)
            table[number] = 3 * vector / np.linalg.norm(vector)
            has_one[number] = True
    return table.astype("float32"), has_one


def train(model, batches, loss, steps, rate=0.005, table=None, fixed=None) -> Training:
    """Trains a tagger by Adam, its rate falling to a tenth.

    Args:
        model: Keras model from ids `(batch, T)` to log-probabilities.
        batches: Iterator of `(X, Y)`.
        loss: Function of `(y_true, y_pred)`.
        steps: How many batches.
        rate: First learning rate.
        table: None, or a float array `(V, d)`: what the weights of that shape begin with.
        fixed: None, or a bool array `(V,)`: rows of the table that stay as they are.
    """
    import keras
    import tensorflow as tf

    schedule = keras.optimizers.schedules.PolynomialDecay(rate, steps, rate / 10)
    optimizer = keras.optimizers.Adam(schedule, clipnorm=1.0)
    weights = model.trainable_weights
    optimizer.build(weights)
    rows = [w for w in weights if table is not None and tuple(w.shape) == table.shape]
    for weight in rows:
        weight.assign(table)
    stays = np.zeros((len(table), 1), bool) if rows and fixed is None else fixed
    ids = tf.TensorSpec([None, None], tf.int32)

    @tf.function(input_signature=[ids, ids])
    def step(X, Y):
        with tf.GradientTape() as tape:
            value = loss(Y, model(X, training=True))
        optimizer.apply(tape.gradient(value, weights), weights)
        for weight in rows:
            weight.assign(tf.where(np.reshape(stays, (-1, 1)), table, weight))
        return value

    started, losses = time.monotonic(), []
    for _, (X, Y) in zip(range(steps), batches, strict=False):
        losses.append(float(step(tf.constant(X, tf.int32), tf.constant(Y, tf.int32))))
    return Training(losses, time.monotonic() - started)


def log_probabilities(model, x, size=100):
    """Tags sentences: returns a list of float arrays `(T, K)`, each of its sentence's length.

    Args:
        model: Keras model from ids to log-probabilities.
        x: List of lists of ids.
        size: Sentences of a batch.
    """
    found = []
    for start in range(0, len(x), size):
        rows = x[start : start + size]
        ids = np.zeros((len(rows), max(1, *map(len, rows))), dtype="int32")
        for row, sentence in zip(ids, rows, strict=True):
            row[: len(sentence)] = sentence
        outputs = np.asarray(model(ids, training=False), dtype=float)
        found += [output[: len(sentence)] for output, sentence in zip(outputs, rows, strict=True)]
    return found


def names_of(paths):
    """Writes lists of tag numbers as lists of tags."""
    return [[TAGS[int(number)] for number in path] for path in paths]


# ------------------------------------------------------------------------------------- scores


def f1_interval(true, predicted, entity_spans, seed=0, draws=2000) -> Interval:
    """Puts an interval around F1 by drawing the sentences anew, with replacement.

    Args:
        true: List of lists of tags.
        predicted: As many.
        entity_spans: Function from a list of tags to its spans.
        seed: Of the draws.
        draws: How many.
    """
    counts = _counts(true, predicted, entity_spans)
    times = np.random.default_rng(seed).multinomial(
        len(counts), np.full(len(counts), 1 / len(counts)), size=draws
    )
    low, high = np.quantile(_f1(times @ counts), [0.025, 0.975])
    return Interval(float(_f1(counts.sum(axis=0))), float(low), float(high))


def f1_difference(true, first, second, entity_spans, seed=0, draws=2000) -> Interval:
    """Puts an interval around the first tagger's F1 minus the second's, on the same sentences."""
    one, other = (_counts(true, tags, entity_spans) for tags in (first, second))
    times = np.random.default_rng(seed).multinomial(
        len(one), np.full(len(one), 1 / len(one)), size=draws
    )
    low, high = np.quantile(_f1(times @ one) - _f1(times @ other), [0.025, 0.975])
    found = _f1(one.sum(axis=0)) - _f1(other.sum(axis=0))
    return Interval(float(found), float(low), float(high))


def _counts(true, predicted, entity_spans):
    """Counts hits and spans of each sentence: `(m, 2)`, twice the hits and all spans."""
    rows = []
    for one, other in zip(true, predicted, strict=True):
        right, said = (set(map(tuple, entity_spans(tags))) for tags in (one, other))
        rows.append((2 * len(right & said), len(right) + len(said)))
    return np.array(rows, dtype=float)


def _f1(counts):
    return counts[..., 0] / np.maximum(counts[..., 1], 1e-12)


def token_accuracy(true, predicted):
    """Returns the share of right tags, over all words."""
    pairs = [
        (a, b)
        for one, other in zip(true, predicted, strict=True)
        for a, b in zip(one, other, strict=True)
    ]
    return sum(a == b for a, b in pairs) / len(pairs)


# ------------------------------------------------------------------------------------- baselines


def commonest_tags(train, sentences):
    """Gives each word the tag it has most often, and O to what is unknown.

    Args:
        train: `Sentences` to learn from.
        sentences: List of lists of words.
    """
    counts: dict[str, Counter] = defaultdict(Counter)
    for words, tags in zip(*train, strict=True):
        for word, tag in zip(words, tags, strict=True):
            counts[word.lower()][tag] += 1
    best = {word: count.most_common(1)[0][0] for word, count in counts.items()}
    return [[best.get(word.lower(), "O") for word in row] for row in sentences]


def window_features(words, place, capitals):
    """Describes a word by itself, its endings, and two neighbours on each side.

    Args:
        words: List of words.
        place: Index of the word.
        capitals: Whether shapes are told.

    Returns:
        List of texts.

    Example:
        >>> window_features(["to", "Rome"], 1, capitals=True)[:4]
        ['0=rome', '0~me', '0~ome', '0#<name>']
    """
    found = []
    for offset in (0, -1, 1, -2, 2):
        at = place + offset
        word = words[at] if 0 <= at < len(words) else "<edge>"
        found.append(f"{offset}={word.lower()}")
        if abs(offset) < 2:
            found += [f"{offset}~{word.lower()[-n:]}" for n in (2, 3)]
        if capitals:
            found.append(f"{offset}#{shape_of(word)}")
    return found


def window_regression(train, choose, score, capitals, strengths=(0.3, 1.0, 3.0)):
    """Fits a logistic regression on five words and their endings, tuned on sentences to choose by.

    Args:
        train: `Sentences` to learn from.
        choose: `Sentences` to choose by.
        score: Function of lists of true and predicted tags; the larger the better.
        capitals: Whether it sees them.
        strengths: Values of scikit-learn's `C` to choose from.

    Returns:
        Function from a list of sentences to a list of lists of tags.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction import FeatureHasher
    from sklearn.linear_model import LogisticRegression

    hasher = FeatureHasher(2**15, input_type="string", alternate_sign=False)

    def rows_of(sentences):
        return hasher.transform(
            window_features(words, i, capitals) for words in sentences for i in range(len(words))
        )

    X, y = rows_of(train.words), [TAG_TO_INDEX[tag] for row in train.tags for tag in row]

    def tagger(fitted):
        def tag(sentences):
            found = iter(fitted.predict(rows_of(sentences)))
            return [[TAGS[next(found)] for _ in words] for words in sentences]

        return tag

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # Forty steps are near enough.
        taggers = [
            tagger(LogisticRegression(C=strength, max_iter=40).fit(X, y)) for strength in strengths
        ]
    return max(taggers, key=lambda tag: score(choose.tags, tag(choose.words)))
