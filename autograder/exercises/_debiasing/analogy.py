"""Analogies by vector arithmetic: cases, other right answers and known mistakes."""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._debiasing.analogy_inputs import (
    analogy_map,
    answers,
    directions,
    mistakes_agree,
    opened,
    sums,
    unit,
    with_long_and_near_words,
    with_two_words_alike,
)
from autograder.exercises._debiasing.inputs import (
    complete_analogy,
    draw_until,
    reference,
    some_words,
    word_map,
)
from autograder.expectations import Raises
from autograder.probes import Call


def tells_right_from_wrong(arguments, mistakes):
    """Tells whether the right readings agree and all of the mistakes come to other words."""
    expected = answers(arguments)
    if expected is None or not mistakes_agree(arguments):
        return False
    return all(mistake(*arguments.values()) != expected for mistake in mistakes)


def make_analogy(rng, count, dimension, mistakes, planted=None, dtype=float, change=str):
    """Draws three words and a map of `count`; `change` says how the three are written."""

    def make():
        words = some_words(rng, count)
        vectors = analogy_map(rng, words, dimension, dtype, planted)
        named = zip(("word_a", "word_b", "word_c"), map(change, words[:3]), strict=True)
        return {**dict(named), "word_to_vec_map": vectors}

    return draw_until(make, lambda made: tells_right_from_wrong(made, mistakes))


@complete_analogy.case("The word that is to the third as the second is to the first.")
def an_analogy(rng):
    return make_analogy(
        rng,
        10,
        4,
        [
            swaps_the_first_two,
            minus_the_third,
            compares_with_the_third_word,
            favours_long_ones,
            forgets_the_first,
            takes_the_step_alone,
        ],
    )


@complete_analogy.case("Long vectors have no advantage: the angle decides, not the distance.")
def lengths_differ(rng):
    mistakes = [takes_the_nearest_point, takes_the_largest_product]
    return make_analogy(rng, 8, 4, mistakes, with_long_and_near_words)


@complete_analogy.case("None of the three words is the answer, even when it fits best.")
def an_input_fits_best(rng):
    mistakes = [lets_inputs_win, keeps_out_the_third_word_only]
    return draw_until(
        lambda: make_analogy(rng, 7, 4, mistakes, with_two_words_alike),
        lambda made: len({mistake(*made.values()) for mistake in mistakes}) == 2,
    )


@complete_analogy.case("The first word is not the answer either.")
def the_first_word_fits_best(rng):
    def make():
        words = some_words(rng, 6)
        vectors = analogy_map(rng, words, 3)
        a, b, c = words[:3]
        # The first word lies between the other two, so it is where b - a + c leads.
        middle = unit(vectors[b]) * 0.7 + unit(vectors[c]) * 0.5
        vectors[a] = np.round(middle + 0.1 * rng.standard_normal(3), 2)
        return {"word_a": a, "word_b": b, "word_c": c, "word_to_vec_map": vectors}

    return draw_until(make, lambda made: tells_right_from_wrong(made, [lets_the_first_word_win]))


@complete_analogy.case("Words may be typed in capitals; the map has small letters.")
def typed_in_capitals(rng):
    def change(word):
        return word.upper() if rng.random() < 0.5 else word.capitalize()

    mistakes = [keeps_out_words_as_typed]
    return make_analogy(rng, 9, 4, mistakes, with_two_words_alike, "float32", change)


@complete_analogy.case("An answer is found even where all words point away.")
def all_words_point_away(rng):
    def make():
        words = some_words(rng, 6)
        vectors = word_map(rng, words, 3)
        named = zip(("word_a", "word_b", "word_c"), words[:3], strict=True)
        return {**dict(named), "word_to_vec_map": vectors}

    def accept(made):
        given, abc, vectors = opened(made)
        rows = np.array([vector for word, vector in vectors.items() if word not in given])
        readings = [*sums(*abc, rows), *directions(*abc, rows)]
        away = max(scores.max() for scores in readings) < -0.1
        return away and tells_right_from_wrong(made, [takes_the_least_alike, ignores_the_sign])

    return draw_until(make, accept)


@complete_analogy.case("With four words, the fourth is the only answer left.")
def four_words(rng):
    words = some_words(rng, 4)
    named = zip(("word_a", "word_b", "word_c"), words[:3], strict=True)
    return {**dict(named), "word_to_vec_map": analogy_map(rng, words, 3)}


def with_an_unknown_word(rng, place):
    words = some_words(rng, 7)
    unknown = words.pop()
    names = ("word_a", "word_b", "word_c")
    inputs = {name: unknown if name == place else words[i] for i, name in enumerate(names)}
    because = "A word that is not in the map has no vector; the message names the word."
    return Trial(
        Call({**inputs, "word_to_vec_map": word_map(rng, words, 3)}),
        [Raises("KeyError", [unknown], because)],
    )


@complete_analogy.case("An unknown first word raises a KeyError that names it.")
def unknown_first(rng):
    return with_an_unknown_word(rng, "word_a")


@complete_analogy.case("An unknown third word raises a KeyError that names it.")
def unknown_third(rng):
    return with_an_unknown_word(rng, "word_c")


# ------------------------------------------------------------------------ other right answers


@complete_analogy.alternative
def with_a_loop(word_a, word_b, word_c, word_to_vec_map):
    inputs = [word_a.lower(), word_b.lower(), word_c.lower()]
    a, b, c = [word_to_vec_map[w] for w in inputs]
    target = b / np.linalg.norm(b) - a / np.linalg.norm(a) + c / np.linalg.norm(c)
    best_word, best = None, -np.inf
    for word, vector in word_to_vec_map.items():
        similarity = np.dot(vector, target) / np.linalg.norm(vector) / np.linalg.norm(target)
        if word not in inputs and similarity > best:
            best_word, best = word, similarity
    return best_word


@complete_analogy.alternative
def with_raw_vectors(word_a, word_b, word_c, word_to_vec_map):
    inputs = [word_a.lower(), word_b.lower(), word_c.lower()]
    a, b, c = [word_to_vec_map[w] for w in inputs]
    words = [w for w in word_to_vec_map if w not in inputs]
    return max(words, key=lambda w: reference.cosine_similarity(word_to_vec_map[w], b - a + c))


@complete_analogy.alternative
def by_the_direction_from_the_third_word(word_a, word_b, word_c, word_to_vec_map):
    inputs = [word_a.lower(), word_b.lower(), word_c.lower()]
    a, b, c = [word_to_vec_map[w] for w in inputs]
    words = [w for w in word_to_vec_map if w not in inputs]
    return max(words, key=lambda w: reference.cosine_similarity(b - a, word_to_vec_map[w] - c))


@complete_analogy.alternative
def with_a_product_of_cosines(word_a, word_b, word_c, word_to_vec_map):
    inputs = [word_a.lower(), word_b.lower(), word_c.lower()]
    a, b, c = [word_to_vec_map[w] for w in inputs]

    def score(word):
        to_a, to_b, to_c = (
            (1 + reference.cosine_similarity(word_to_vec_map[word], x)) / 2 for x in (a, b, c)
        )
        return to_b * to_c / (to_a + 0.001)

    return max((w for w in word_to_vec_map if w not in inputs), key=score)


@complete_analogy.alternative
def with_a_sorted_matrix(word_a, word_b, word_c, word_to_vec_map):
    words = list(word_to_vec_map)
    matrix = np.array(list(word_to_vec_map.values()), dtype="float32")
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    try:
        a, b, c = (words.index(w.lower()) for w in (word_a, word_b, word_c))
    except ValueError:
        unknown = [w for w in (word_a, word_b, word_c) if w.lower() not in words]
        raise KeyError(f"no vector for {unknown}") from None
    scores = matrix @ (matrix[b] - matrix[a] + matrix[c])
    return next(words[i] for i in np.argsort(-scores) if i not in (a, b, c))


@complete_analogy.alternative
def with_the_nearest_of_unit_vectors(word_a, word_b, word_c, word_to_vec_map):
    units = {w: v / np.linalg.norm(v) for w, v in word_to_vec_map.items()}
    inputs = [word_a.lower(), word_b.lower(), word_c.lower()]
    a, b, c = [units[w] for w in inputs]
    left = {w: np.linalg.norm(v - (b - a + c)) for w, v in units.items() if w not in inputs}
    return np.str_(min(left, key=left.get))


@complete_analogy.alternative
def with_tensorflow(word_a, word_b, word_c, word_to_vec_map):
    import tensorflow as tf

    words = np.array(list(word_to_vec_map))
    table = tf.math.l2_normalize(tf.constant(list(word_to_vec_map.values()), tf.float32), axis=1)
    for word in (word_a, word_b, word_c):
        if word.lower() not in word_to_vec_map:
            raise KeyError(word)
    inputs = [w.lower() for w in (word_a, word_b, word_c)]
    a, b, c = (table[list(words).index(w)] for w in inputs)
    scores = tf.linalg.matvec(table, b - a + c)
    scores = tf.where(np.isin(words, inputs), -np.inf, scores)
    return words[int(tf.argmax(scores))]


# ------------------------------------------------------------------------------- known mistakes


def best_by(score, word_a, word_b, word_c, word_to_vec_map, excluded=None):
    """Returns the word with the largest score among those that are not excluded."""
    inputs = [word.lower() for word in (word_a, word_b, word_c)]
    a, b, c = (word_to_vec_map[word] / np.linalg.norm(word_to_vec_map[word]) for word in inputs)
    excluded = inputs if excluded is None else excluded
    words = [word for word in word_to_vec_map if word not in excluded]
    return max(words, key=lambda word: score(word_to_vec_map[word], a, b, c))


def of_two(u, v):
    return np.dot(u, v) / np.linalg.norm(u) / np.linalg.norm(v)


@complete_analogy.misconception(
    "The first two words have changed places: you go from the second to the first. The step that "
    "is added to the third word is b - a."
)
def swaps_the_first_two(word_a, word_b, word_c, word_to_vec_map):
    return best_by(lambda w, a, b, c: of_two(w, a - b + c), word_a, word_b, word_c, word_to_vec_map)


@complete_analogy.misconception(
    "The third word is subtracted. It is where the step b - a starts, so it is added."
)
def minus_the_third(word_a, word_b, word_c, word_to_vec_map):
    return best_by(lambda w, a, b, c: of_two(w, b + a - c), word_a, word_b, word_c, word_to_vec_map)


@complete_analogy.misconception(
    "This is the word most like the third one. The first two say which step to take from there."
)
def compares_with_the_third_word(word_a, word_b, word_c, word_to_vec_map):
    return best_by(lambda w, a, b, c: of_two(w, c), word_a, word_b, word_c, word_to_vec_map)


@complete_analogy.misconception(
    "The word whose point is nearest was taken. Frequent words have long vectors, so distances say "
    "more about frequency than about meaning: compare angles."
)
def takes_the_nearest_point(word_a, word_b, word_c, word_to_vec_map):
    a, b, c = (word_to_vec_map[w.lower()] for w in (word_a, word_b, word_c))
    return best_by(
        lambda w, *_: -np.linalg.norm(w - (b - a + c)), word_a, word_b, word_c, word_to_vec_map
    )


@complete_analogy.misconception(
    "The dot product decides, and it favours words with long vectors. Divide by the length of each "
    "candidate, that is, compare by the cosine."
)
def takes_the_largest_product(word_a, word_b, word_c, word_to_vec_map):
    return best_by(lambda w, a, b, c: np.dot(w, b - a + c), word_a, word_b, word_c, word_to_vec_map)


def favours_long_ones(word_a, word_b, word_c, word_to_vec_map):
    """Counts long vectors double in the sum: a mistake of nobody's, but a mistake."""
    a, b, c = (
        word_to_vec_map[w.lower()] * np.linalg.norm(word_to_vec_map[w.lower()])
        for w in (word_a, word_b, word_c)
    )
    return best_by(lambda w, *_: of_two(w, b - a + c), word_a, word_b, word_c, word_to_vec_map)


@complete_analogy.misconception(
    "One of the three given words came back: they are often nearest of all to b - a + c. Leave all "
    "three out."
)
def lets_inputs_win(word_a, word_b, word_c, word_to_vec_map):
    return best_by(
        lambda w, a, b, c: of_two(w, b - a + c), word_a, word_b, word_c, word_to_vec_map, []
    )


@complete_analogy.misconception(
    "The third word is left out, but the second came back: it is often nearest to b - a + c. Leave "
    "all three given words out."
)
def keeps_out_the_third_word_only(word_a, word_b, word_c, word_to_vec_map):
    return best_by(
        lambda w, a, b, c: of_two(w, b - a + c),
        word_a,
        word_b,
        word_c,
        word_to_vec_map,
        [word_c.lower()],
    )


@complete_analogy.misconception(
    "The first word came back. It can fit best as well, where it lies between the other two: leave "
    "all three given words out."
)
def lets_the_first_word_win(word_a, word_b, word_c, word_to_vec_map):
    return best_by(
        lambda w, a, b, c: of_two(w, b - a + c),
        word_a,
        word_b,
        word_c,
        word_to_vec_map,
        [word_b.lower(), word_c.lower()],
    )


@complete_analogy.misconception(
    "Words typed in capitals are not found. Turn all three into small letters before you look them "
    "up."
)
def knows_small_letters_only(word_a, word_b, word_c, word_to_vec_map):
    for word in (word_a, word_b, word_c):
        word_to_vec_map[word]
    return reference.complete_analogy(word_a, word_b, word_c, word_to_vec_map)


@complete_analogy.misconception(
    "The given words are left out as they were typed, in capitals, so that none of the map's words "
    "is. Make them small once, at the start, and use those from then on."
)
def keeps_out_words_as_typed(word_a, word_b, word_c, word_to_vec_map):
    return best_by(
        lambda w, a, b, c: of_two(w, b - a + c),
        word_a,
        word_b,
        word_c,
        word_to_vec_map,
        [word_a, word_b, word_c],
    )


@complete_analogy.misconception(
    "The least similar word was taken. The answer has the largest similarity."
)
def takes_the_least_alike(word_a, word_b, word_c, word_to_vec_map):
    return best_by(
        lambda w, a, b, c: -of_two(w, b - a + c), word_a, word_b, word_c, word_to_vec_map
    )


@complete_analogy.misconception(
    "The sign of the similarity is lost: a word that points the opposite way counts as a good "
    "answer. Do not take absolute values or squares."
)
def ignores_the_sign(word_a, word_b, word_c, word_to_vec_map):
    return best_by(
        lambda w, a, b, c: abs(of_two(w, b - a + c)), word_a, word_b, word_c, word_to_vec_map
    )


@complete_analogy.misconception(
    "Nothing was found where every similarity is below zero: the search begins with a best value "
    "of 0. Begin with something below -1."
)
def begins_at_zero(word_a, word_b, word_c, word_to_vec_map):
    inputs = [word.lower() for word in (word_a, word_b, word_c)]
    a, b, c = (word_to_vec_map[word] / np.linalg.norm(word_to_vec_map[word]) for word in inputs)
    best_word, best = None, 0.0
    for word, vector in word_to_vec_map.items():
        if word not in inputs and of_two(vector, b - a + c) > best:
            best_word, best = word, of_two(vector, b - a + c)
    return best_word


@complete_analogy.misconception(
    "The result is the place of the word, a number. The word itself is wanted."
)
def returns_the_index(word_a, word_b, word_c, word_to_vec_map):
    word = reference.complete_analogy(word_a, word_b, word_c, word_to_vec_map)
    return list(word_to_vec_map).index(word)


@complete_analogy.misconception(
    "The result is the vector b - a + c. The word is wanted whose vector points most that way."
)
def returns_the_vector(word_a, word_b, word_c, word_to_vec_map):
    a, b, c = (word_to_vec_map[w.lower()] for w in (word_a, word_b, word_c))
    return b / np.linalg.norm(b) - a / np.linalg.norm(a) + c / np.linalg.norm(c)


@complete_analogy.misconception(
    "The similarity came back along with the word. The word alone is wanted."
)
def returns_the_score_too(word_a, word_b, word_c, word_to_vec_map):
    word = reference.complete_analogy(word_a, word_b, word_c, word_to_vec_map)
    return word, 0.5


@complete_analogy.misconception(
    "An unknown word passes in silence. Nobody can tell such an answer from a real one: let a "
    "KeyError be raised that names the word (a plain look-up with [] does)."
)
def passes_over_unknown_words(word_a, word_b, word_c, word_to_vec_map):
    inputs = [word.lower() for word in (word_a, word_b, word_c)]
    if any(word not in word_to_vec_map for word in inputs):
        return None
    return reference.complete_analogy(word_a, word_b, word_c, word_to_vec_map)


@complete_analogy.misconception(
    "An error is raised for an unknown word, but not a KeyError that names it: a plain look-up "
    "with [] does both."
)
def raises_another_error(word_a, word_b, word_c, word_to_vec_map):
    inputs = [word.lower() for word in (word_a, word_b, word_c)]
    if any(word not in word_to_vec_map for word in inputs):
        raise ValueError("unknown word")
    return reference.complete_analogy(word_a, word_b, word_c, word_to_vec_map)


@complete_analogy.misconception(
    "The first word plays no part: b + c is the middle between the other two. Subtract a, so that "
    "only the step from a to b is added to c."
)
def forgets_the_first(word_a, word_b, word_c, word_to_vec_map):
    return best_by(lambda w, a, b, c: of_two(w, b + c), word_a, word_b, word_c, word_to_vec_map)


@complete_analogy.misconception(
    "This is the word that lies most in the direction of the step b - a. The step starts at the "
    "third word: add c."
)
def takes_the_step_alone(word_a, word_b, word_c, word_to_vec_map):
    return best_by(lambda w, a, b, c: of_two(w, b - a), word_a, word_b, word_c, word_to_vec_map)


@complete_analogy.misconception(
    "The second word came back: the first and the third are left out, and it is not. Leave all three "
    "given words out."
)
def lets_the_second_word_win(word_a, word_b, word_c, word_to_vec_map):
    return best_by(
        lambda w, a, b, c: of_two(w, b - a + c),
        word_a,
        word_b,
        word_c,
        word_to_vec_map,
        [word_a.lower(), word_c.lower()],
    )


@complete_analogy.misconception(
    "The third word came back: the first and the second are left out, and it is not. Leave all three "
    "given words out."
)
def lets_the_third_word_win(word_a, word_b, word_c, word_to_vec_map):
    return best_by(
        lambda w, a, b, c: of_two(w, b - a + c),
        word_a,
        word_b,
        word_c,
        word_to_vec_map,
        [word_a.lower(), word_b.lower()],
    )


@complete_analogy.misconception(
    "A given word came back where every other similarity is below zero: it was given the score 0. "
    "Give it one that can never win, such as minus infinity, or leave it out."
)
def scores_the_inputs_with_zero(word_a, word_b, word_c, word_to_vec_map):
    inputs = [word.lower() for word in (word_a, word_b, word_c)]
    a, b, c = (word_to_vec_map[word] / np.linalg.norm(word_to_vec_map[word]) for word in inputs)
    scores = [
        0.0 if word in inputs else of_two(vector, b - a + c)
        for word, vector in word_to_vec_map.items()
    ]
    return list(word_to_vec_map)[int(np.argmax(scores))]


@complete_analogy.misconception(
    "The place of the best score was found in one list and looked up in another: the scores leave the "
    "given words out, the list of words does not. Use one and the same list for both."
)
def looks_up_in_another_list(word_a, word_b, word_c, word_to_vec_map):
    word = reference.complete_analogy(word_a, word_b, word_c, word_to_vec_map)
    inputs = [word.lower() for word in (word_a, word_b, word_c)]
    left = [word for word in word_to_vec_map if word not in inputs]
    return list(word_to_vec_map)[left.index(word)]
