"""Which words are gendered by definition: a classifier, judged by words it has not seen."""

import numpy as np

from autograder.checks.expectations import Classifies
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .inputs import (
    at_right_angles,
    is_definitional,
)

LEAST = 0.8  # of the mean of both recalls; every alternative below reaches .93 on every seed
DIMENSION = 8


def draw_words(rng, count, start):
    """Draws words in three kinds: gendered by definition, gendered by habit, and neither.

    Words by definition share a direction of their own and lie on both sides of the gender
    axis; words by habit lie as far along the gender axis but share another direction. So
    neither the gender axis nor any single number of a vector tells the two apart.

    Args:
        rng: Generator.
        count: How many words.
        start: Number of the first, for their names.

    Returns:
        Words, labels (True for words by definition) and vectors `(count, DIMENSION)`, not yet
        turned.
    """
    kinds = rng.permutation(np.arange(count) % 4)  # A quarter by definition, half by habit.
    gender = rng.choice([-1.0, 1.0], count) * rng.uniform(0.7, 1.3, count)
    vectors = 0.3 * rng.standard_normal((count, DIMENSION))
    vectors[:, 0] += np.where(kinds < 3, gender, 0)
    vectors[:, 1] += np.where(kinds == 0, 1.6, 0)
    vectors[:, 2] += np.where((kinds == 1) | (kinds == 2), 1.6, 0)
    vectors[:, 3] += np.where(kinds == 3, 1.6, 0)
    words = [f"word{start + i}" for i in rng.permutation(count)]  # In no order of their own.
    return words, [bool(kind == 0) for kind in kinds], vectors


def make_words(rng, known, unknown, dtype):
    """Returns the arguments, and the right labels of the words that come without."""
    known_words, known_labels, known_vectors = draw_words(rng, known, 100)
    words, labels, vectors = draw_words(rng, unknown, 100 + known)
    turn = at_right_angles(rng, DIMENSION, DIMENSION)
    rows = np.concatenate([known_vectors, vectors]) @ turn
    rows *= rng.uniform(0.7, 1.5, (len(rows), 1))  # Vectors differ in length.
    rows = np.round(rows, 2).astype(dtype)
    arguments = {
        "known_words": known_words,
        "known_labels": known_labels,
        "words": words,
        "word_to_vec_map": dict(zip([*known_words, *words], rows, strict=True)),
    }
    return arguments, labels


def hides_it_in_many_numbers(made):
    """Tells whether no single number of the vectors comes near the score that is asked for."""
    arguments, labels = made
    right = looks_at_one_number(*arguments.values()) == labels
    found, left = (right[np.array(labels) == kind].mean() for kind in (True, False))
    return (found + left) / 2 < LEAST - 0.1


def held_out_words(rng, known, unknown, dtype=float):
    """Makes a case: `known` words with labels, `unknown` ones to be labelled."""
    made = draw_until(lambda: make_words(rng, known, unknown, dtype), hides_it_in_many_numbers)
    return Trial(Call(made[0]), [Classifies("result", made[1], LEAST)])


@is_definitional.case("Words it has never seen are told apart, gendered ones by habit among them.")
def unseen_words(rng):
    return held_out_words(rng, 60, 40)


@is_definitional.case("The same in another map, with fewer words to label, in single precision.")
def another_map(rng):
    return held_out_words(rng, 72, 28, "float32")


def rows_of(words, word_to_vec_map):
    """Returns the words' unit vectors, one a row."""
    rows = np.array([word_to_vec_map[word] for word in words])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@is_definitional.alternative
def with_a_support_vector_machine(known_words, known_labels, words, word_to_vec_map):
    from sklearn.svm import LinearSVC

    model = LinearSVC(class_weight="balanced")
    model.fit(rows_of(known_words, word_to_vec_map), known_labels)
    return model.predict(rows_of(words, word_to_vec_map))


@is_definitional.alternative
def with_the_nearest_mean(known_words, known_labels, words, word_to_vec_map):
    known, rows = rows_of(known_words, word_to_vec_map), rows_of(words, word_to_vec_map)
    labels = np.array(known_labels)
    return (rows @ known[labels].mean(axis=0) > rows @ known[~labels].mean(axis=0)).tolist()


@is_definitional.alternative
def with_five_neighbours(known_words, known_labels, words, word_to_vec_map):
    known, rows = rows_of(known_words, word_to_vec_map), rows_of(words, word_to_vec_map)
    nearest = np.argsort(-rows @ known.T, axis=1)[:, :5]
    return [int(np.array(known_labels)[row].sum() > 2) for row in nearest]


@is_definitional.alternative
def with_least_squares(known_words, known_labels, words, word_to_vec_map):
    known, rows = rows_of(known_words, word_to_vec_map), rows_of(words, word_to_vec_map)
    ones = np.ones((len(known), 1))
    targets = np.where(known_labels, 1.0, -0.5)
    weights = np.linalg.lstsq(np.hstack([known, ones]), targets, rcond=None)[0]
    return rows @ weights[:-1] + weights[-1] > 0


@is_definitional.alternative
def with_raw_vectors_and_logistic_regression(known_words, known_labels, words, word_to_vec_map):
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(class_weight="balanced")
    model.fit([word_to_vec_map[word] for word in known_words], known_labels)
    return list(model.predict([word_to_vec_map[word] for word in words]))


@is_definitional.misconception(
    "Every word is called neutral. That is often right, because most words are, and of no use: not "
    "one definitional word is found. Are the two classes weighed equally, and is each word asked by its "
    "own vector?"
)
def calls_all_neutral(known_words, known_labels, words, word_to_vec_map):
    return [False] * len(words)


@is_definitional.misconception(
    "Every word is called definitional, so that nothing would ever be neutralised."
)
def calls_all_definitional(known_words, known_labels, words, word_to_vec_map):
    return [True] * len(words)


is_definitional.slip(
    "swaps_the_labels",
    "The labels are upside down: True stands for words that are gendered by definition.",
    "classifier.predict",
    "~classifier.predict",
)


@is_definitional.misconception(
    "These are the labels of the known words. Label the others, in their order."
)
def labels_the_known_words(known_words, known_labels, words, word_to_vec_map):
    return list(known_labels)


is_definitional.slip(
    "returns_scores",
    "These are scores or probabilities. Decide: True or False for each word.",
    "predict(rows)",
    "predict_proba(rows)[:, 1]",
)

is_definitional.slip(
    "returns_the_words",
    "The words that were found came back. One answer for each word is wanted, True or False.",
    "classifier.predict(rows)",
    "[word for word, yes in zip(words, classifier.predict(rows)) if yes]",
)


@is_definitional.misconception(
    "It looks at one number of the vectors only. What tells the two kinds apart is spread over "
    "all of them."
)
def looks_at_one_number(known_words, known_labels, words, word_to_vec_map):
    known, rows = rows_of(known_words, word_to_vec_map), rows_of(words, word_to_vec_map)
    labels = np.array(known_labels)
    place = int(np.argmax(np.abs(known[labels].mean(axis=0) - known[~labels].mean(axis=0))))
    first, second = known[labels, place].mean(), known[~labels, place].mean()
    middle = (first + second) / 2
    return (rows[:, place] > middle) == (first > second)


is_definitional.slip(
    "answers_in_the_order_of_the_alphabet",
    "The answers are right, but in the order of the alphabet or of a set. Keep to the order of words.",
    "in words",
    "in sorted(words)",
)


is_definitional.equivalent(
    "classifier = LogisticRegression(class_weight='balanced') -> classifier = LogisticRegression()",
    "What is found is judged, not how; the cases' words lie far enough apart without weights.",
)
