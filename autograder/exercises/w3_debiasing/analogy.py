"""Analogies by vector arithmetic: cases, other right answers and known mistakes."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .analogy_inputs import (
    analogy_map,
    answer_of,
    scores_of,
    with_long_and_near_words,
    with_two_words_alike,
)
from .inputs import (
    complete_analogy,
    cosine,
    reference,
    some_words,
    turned_at_random,
    unit,
    whole_numbers,
    word_map,
)


def wrong(*names):
    """Returns the functions of known mistakes."""
    return [complete_analogy.mistake(name).function for name in names]


def arguments_of(words, vectors):
    """Returns the arguments of the exercise: the first three words, and the map."""
    names = ("word_a", "word_b", "word_c", "word_to_vec_map")
    return dict(zip(names, [*words[:3], vectors], strict=True))


def favours_long_ones(word_a, word_b, word_c, word_to_vec_map):
    """Counts long vectors double in the sum: a mistake of nobody's, but a mistake."""
    given = (word_a, word_b, word_c)
    a, b, c = (word_to_vec_map[word] * np.linalg.norm(word_to_vec_map[word]) for word in given)
    others = [word for word in word_to_vec_map if word not in given]
    return max(others, key=lambda word: cosine(word_to_vec_map[word], b - a + c))


def tells_right_from_wrong(arguments, mistakes, told_apart=()):
    """Tells whether the answer is clear and all mistakes come to other words.

    Args:
        arguments: Of the exercise.
        mistakes: Functions.
        told_apart: Groups of functions; those of a group have to come to different words.
    """
    expected = answer_of(arguments)
    if expected is None or any(mistake(*arguments.values()) == expected for mistake in mistakes):
        return False
    return all(len({f(*arguments.values()) for f in group}) == len(group) for group in told_apart)


def make_analogy(
    rng, count, dimension, mistakes, planted=None, dtype=float, change=str, told_apart=()
):
    """Draws three words and a map of `count`; `change` says how the three are written."""

    def make():
        words = some_words(rng, count)
        vectors = analogy_map(rng, words, dimension, dtype, planted)
        return arguments_of([change(word) for word in words[:3]], vectors)

    return draw_until(make, lambda made: tells_right_from_wrong(made, mistakes, told_apart))


@complete_analogy.case("In the plane, the step from the first word to the second, from the third.")
def in_the_plane(rng):
    def make():
        words = some_words(rng, 6)
        # Unit vectors of one decimal, at most, so that it can be done on paper.
        a, b = rng.permutation([[0, 2], [3, 0]]) * rng.choice([-1, 1], (2, 1))
        rows = [a, b, turned_at_random(rng, [3, 4]), *(whole_numbers(rng, 2) for _ in range(3))]
        rows = [np.array(row, dtype=float) for row in rows]
        return arguments_of(words, dict(zip(words, rows, strict=True)))

    def accept(made):
        scores = np.sort(scores_of(made))
        return scores[-1] - scores[-2] > 0.1 and tells_right_from_wrong(made, mistakes)

    mistakes = wrong("swaps_the_first_two", "minus_the_third", "forgets_the_first")
    return draw_until(make, accept)


@complete_analogy.case("The word that is to the third as the second is to the first.")
def an_analogy(rng):
    mistakes = wrong(
        "swaps_the_first_two",
        "minus_the_third",
        "compares_with_the_third_word",
        "forgets_the_first",
        "takes_the_step_alone",
    )
    return make_analogy(rng, 12, 4, [*mistakes, favours_long_ones], told_apart=[mistakes])


@complete_analogy.case("Long vectors have no advantage: the angle decides, not the distance.")
def lengths_differ(rng):
    mistakes = wrong("takes_the_nearest_point", "takes_the_largest_product")
    return make_analogy(rng, 8, 4, mistakes, with_long_and_near_words, told_apart=[mistakes])


@complete_analogy.case("The three words are scaled to length 1 before they are added.")
def lengths_of_the_three_differ(rng):
    mistakes = wrong("takes_raw_vectors", "takes_the_step_alone", "forgets_the_first")
    return make_analogy(rng, 11, 4, mistakes, told_apart=[mistakes])


@complete_analogy.case(
    "Each word is compared with the target itself, not with steps or by products."
)
def other_readings(rng):
    mistakes = wrong("compares_two_steps", "compares_two_unit_steps", "multiplies_cosines")
    others = wrong("takes_raw_vectors", "takes_the_step_alone")
    return make_analogy(rng, 14, 3, mistakes, told_apart=[[*mistakes, *others]])


@complete_analogy.case("None of the three words is the answer, even when it fits best.")
def an_input_fits_best(rng):
    second_wins, third_wins = wrong("lets_the_second_word_win", "lets_the_third_word_win")
    mistakes = wrong("lets_inputs_win", "keeps_out_the_third_word_only")
    return make_analogy(
        rng,
        7,
        4,
        [*mistakes, second_wins, third_wins],
        with_two_words_alike,
        told_apart=[(second_wins, third_wins), mistakes],
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
        return arguments_of(words, vectors)

    mistakes = wrong("lets_the_first_word_win")
    others = wrong("keeps_out_the_third_word_only", "lets_the_second_word_win")
    return draw_until(make, lambda made: tells_right_from_wrong(made, mistakes, [others]))


@complete_analogy.case("The second word is not the answer, where it fits better than the third.")
def the_second_word_fits_best(rng):
    mistakes = wrong("lets_the_second_word_win")
    others = wrong("lets_inputs_win", "lets_the_third_word_win")
    return make_analogy(rng, 8, 3, mistakes, with_two_words_alike, told_apart=[others])


@complete_analogy.case("Words may be typed in capitals; the map has small letters.")
def typed_in_capitals(rng):
    def change(word):
        return word.upper() if rng.random() < 0.5 else word.capitalize()

    mistakes = wrong("keeps_out_words_as_typed")
    return make_analogy(rng, 9, 4, mistakes, with_two_words_alike, "float32", change)


@complete_analogy.case("An answer is found even where all words point away.")
def all_words_point_away(rng):
    def make():
        words = some_words(rng, 6)
        return arguments_of(words, word_map(rng, words, 3))

    def accept(made):
        return scores_of(made).max() < -0.1 and tells_right_from_wrong(made, mistakes)

    mistakes = wrong("takes_the_least_alike", "ignores_the_sign", "scores_the_inputs_with_zero")
    return draw_until(make, accept)


@complete_analogy.case("A word that is a part of a given one may be the answer.")
def a_part_of_a_given_word(rng):
    def make():
        words = some_words(rng, 7)
        arguments = arguments_of(words, analogy_map(rng, words, 4))
        answer, given = answer_of(arguments), words[int(rng.integers(3))]
        vectors = arguments["word_to_vec_map"]
        renamed = {given[1:] if w == answer else w: vector for w, vector in vectors.items()}
        return {**arguments, "word_to_vec_map": renamed}

    mistakes = wrong("leaves_out_parts_of_words")
    return draw_until(make, lambda made: tells_right_from_wrong(made, mistakes))


@complete_analogy.case("A word whose vector is that of a given one may be the answer.")
def a_twin_of_a_given_word(rng):
    lets_inputs_win = complete_analogy.mistake("lets_inputs_win").function

    def make():
        words = some_words(rng, 7)
        arguments = arguments_of(words, analogy_map(rng, words, 4, float, with_two_words_alike))
        vectors = arguments["word_to_vec_map"]
        twin = words[3 + int(rng.integers(4))]
        return {
            **arguments,
            "word_to_vec_map": {**vectors, twin: vectors[lets_inputs_win(*arguments.values())]},
        }

    mistakes = wrong("leaves_out_equal_vectors")
    return draw_until(make, lambda made: tells_right_from_wrong(made, mistakes))


@complete_analogy.case("With four words, the fourth is the only answer left.")
def four_words(rng):
    words = some_words(rng, 4)
    return arguments_of(words, analogy_map(rng, words, 3))


def with_an_unknown_word(rng, place):
    words = some_words(rng, 7)
    unknown = words.pop()
    arguments = {**arguments_of(words, word_map(rng, words, 3)), place: unknown}
    because = "A word that is not in the map has no vector; the message names the word."
    return Trial(Call(arguments), [Raises("KeyError", [unknown], because)])


@complete_analogy.case("An unknown first word raises a KeyError that names it.")
def unknown_first(rng):
    return with_an_unknown_word(rng, "word_a")


@complete_analogy.case("An unknown second word raises a KeyError that names it.")
def unknown_second(rng):
    return with_an_unknown_word(rng, "word_b")


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
def with_unit_vectors_and_max(word_a, word_b, word_c, word_to_vec_map):
    inputs = [word_a.lower(), word_b.lower(), word_c.lower()]
    a, b, c = [unit(np.asarray(word_to_vec_map[w], dtype="float32")) for w in inputs]
    words = [w for w in word_to_vec_map if w not in inputs]
    return max(words, key=lambda w: reference.cosine_similarity(word_to_vec_map[w], b - a + c))


@complete_analogy.alternative
def with_three_cosines(word_a, word_b, word_c, word_to_vec_map):
    # The product with a sum of unit vectors is the sum of three cosines.
    inputs = [word_a.lower(), word_b.lower(), word_c.lower()]
    a, b, c = [word_to_vec_map[w] for w in inputs]
    best = {
        cosine(vector, b) - cosine(vector, a) + cosine(vector, c): word
        for word, vector in word_to_vec_map.items()
        if word not in inputs
    }
    return best[max(best)]


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


complete_analogy.slip(
    "swaps_the_first_two",
    "The first two words have changed places: you go from the second to the first. The step that "
    "is added to the third word is b - a.",
    "b - a + c",
    "a - b + c",
)

complete_analogy.slip(
    "minus_the_third",
    "The third word is subtracted. It is where the step b - a starts, so it is added.",
    "b - a + c",
    "b + a - c",
)

complete_analogy.slip(
    "compares_with_the_third_word",
    "This is the word most like the third one. The first two say which step to take from there.",
    "(b - a + c)",
    "c",
)

UNIT_VECTORS = ("(vector / np.linalg.norm(vector) for vector in vectors)", "vectors")
SCORES = "rows @ (b - a + c) / np.linalg.norm(rows, axis=1)"

complete_analogy.slip(
    "takes_raw_vectors",
    "The target was made of the vectors as they are, so that a frequent word, whose vector is long, has "
    "more say in it. Scale the three to length 1 first.",
    UNIT_VECTORS,
)

complete_analogy.slip(
    "compares_two_steps",
    "The step from the third word to each candidate was compared with the step from the first to the "
    "second. Here it is the candidate itself, compared with the target b - a + c.",
    UNIT_VECTORS,
    (SCORES, "(rows - c) @ (b - a) / np.linalg.norm(rows - c, axis=1)"),
)

complete_analogy.slip(
    "compares_two_unit_steps",
    "The step from the third word to each candidate, both of length 1, was compared with the step from "
    "the first to the second. Here it is the candidate itself, compared with the target b - a + c.",
    (
        SCORES,
        "None\n"
        "    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True) - c\n"
        "    scores = rows @ (b - a) / np.linalg.norm(rows, axis=1)",
    ),
)

complete_analogy.slip(
    "multiplies_cosines",
    "Cosines were multiplied and divided, which is another measure (called 3CosMul). Here three unit "
    "vectors are added to one target, and each candidate has one cosine with it.",
    (
        SCORES,
        "rows / np.linalg.norm(rows, axis=1, keepdims=True)\n"
        "    scores = (1 + scores @ b) * (1 + scores @ c) / (1 + scores @ a + 0.002)",
    ),
)

complete_analogy.slip(
    "takes_the_nearest_point",
    "The word whose point is nearest was taken. Frequent words have long vectors, so distances say "
    "more about frequency than about meaning: compare angles.",
    UNIT_VECTORS,
    (
        SCORES,
        "-np.linalg.norm(rows - (b - a + c), axis=1)",
    ),
)

complete_analogy.slip(
    "takes_the_largest_product",
    "The dot product decides, and it favours words with long vectors. Divide by the length of each "
    "candidate, that is, compare by the cosine.",
    " / np.linalg.norm(rows, axis=1)",
    "",
)

complete_analogy.slip(
    "lets_inputs_win",
    "One of the three given words came back: they are often nearest of all to b - a + c. Leave all "
    "three out.",
    " if word not in given",
    "",
)

complete_analogy.slip(
    "keeps_out_the_third_word_only",
    "The third word is left out, but the second came back: it is often nearest to b - a + c. Leave "
    "all three given words out.",
    "not in given",
    "not in given[2:]",
)

complete_analogy.slip(
    "lets_the_first_word_win",
    "The first word came back. It can fit best as well, where it lies between the other two: leave "
    "all three given words out.",
    "not in given",
    "not in given[1:]",
)

complete_analogy.slip(
    "knows_small_letters_only",
    "Words typed in capitals are not found. Turn all three into small letters before you look them "
    "up.",
    "word.lower()",
    "word",
)

complete_analogy.slip(
    "keeps_out_words_as_typed",
    "The given words are left out as they were typed, in capitals, so that none of the map's words "
    "is. Make them small once, at the start, and use those from then on.",
    "not in given",
    "not in (word_a, word_b, word_c)",
)

complete_analogy.slip(
    "takes_the_least_alike",
    "The least similar word was taken. The answer has the largest similarity.",
    "argmax",
    "argmin",
)

complete_analogy.slip(
    "ignores_the_sign",
    "The sign of the similarity is lost: a word that points the opposite way counts as a good "
    "answer. Do not take absolute values or squares.",
    "argmax(scores)",
    "argmax(np.abs(scores))",
)

complete_analogy.slip(
    "begins_at_zero",
    "Nothing was found where every similarity is below zero: the search begins with a best value "
    "of 0. Begin with something below -1.",
    "(scores))]",
    "(scores))] if max(scores) > 0 else None",
)

complete_analogy.slip(
    "begins_at_zero_with_no_text",
    "An empty text came back where every similarity is below zero: the search begins with a best "
    "value of 0, which none of them exceeds. Begin with something below -1.",
    "(scores))]",
    '(scores))] if max(scores) > 0 else ""',
)

complete_analogy.slip(
    "returns_the_index",
    "The result is a number, the place of the best score. Look up the word that stands at this place of "
    "the list that was scored.",
    "others[int(np.argmax(scores))]",
    "int(np.argmax(scores))",
)

complete_analogy.slip(
    "returns_the_place_in_the_map",
    "The result is the place of the word in the map, a number. The word itself is wanted.",
    "others[int(np.argmax(scores))]",
    "list(word_to_vec_map).index(others[int(np.argmax(scores))])",
)

complete_analogy.slip(
    "returns_the_vector",
    "The result is the vector b - a + c. The word is wanted whose vector points most that way.",
    "return others[int(np.argmax(scores))]",
    "return b - a + c",
)


complete_analogy.slip(
    "returns_the_score_too",
    "The similarity came back along with the word. The word alone is wanted.",
    "others[int(np.argmax(scores))]",
    "others[int(np.argmax(scores))], max(scores) / np.linalg.norm(b - a + c)",
)

complete_analogy.slip(
    "passes_over_unknown_words",
    "An unknown word passes in silence. Nobody can tell such an answer from a real one: let a "
    "KeyError be raised that names the word (a plain look-up with [] does).",
    "vectors = ",
    "if not set(given) <= set(word_to_vec_map):\n        return None\n    vectors = ",
)

complete_analogy.slip(
    "raises_another_error",
    "An error is raised for an unknown word, but not a KeyError that names it: a plain look-up "
    "with [] does both.",
    "vectors = ",
    'if not set(given) <= set(word_to_vec_map):\n        raise ValueError("unknown word")\n    vectors = ',
)

complete_analogy.slip(
    "forgets_the_first",
    "The first word plays no part: b + c is the middle between the other two. Subtract a, so that "
    "only the step from a to b is added to c.",
    "b - a + c",
    "b + c",
)

complete_analogy.slip(
    "takes_the_step_alone",
    "This is the word that lies most in the direction of the step b - a. The step starts at the "
    "third word: add c.",
    "b - a + c",
    "b - a",
)

complete_analogy.slip(
    "lets_the_second_word_win",
    "The second word came back: the first and the third are left out, and it is not. Leave all three "
    "given words out.",
    "not in given",
    "not in given[::2]",
)

complete_analogy.slip(
    "lets_the_third_word_win",
    "The third word came back: the first and the second are left out, and it is not. Leave all three "
    "given words out.",
    "not in given",
    "not in given[:2]",
)

complete_analogy.slip(
    "scores_the_inputs_with_zero",
    "A given word came back where every other similarity is below zero: it was given the score 0. "
    "Give it one that can never win, such as minus infinity, or leave it out.",
    (" if word not in given", ""),
    ("return ", "scores[[others.index(word) for word in given]] = 0\n    return "),
)

complete_analogy.slip(
    "leaves_out_parts_of_words",
    "A word was left out because it is a part of a given one: `in` between two texts asks for letters. "
    "Compare whole words, with a list of the three.",
    "not in given",
    'not in " ".join(given)',
)

complete_analogy.slip(
    "leaves_out_equal_vectors",
    "A word was left out because its vector is that of a given one. Only the three words are left out: "
    "compare words with words.",
    "if word not in given]",
    "if not any(np.allclose(word_to_vec_map[word], vector) for vector in vectors)]",
)

complete_analogy.slip(
    "looks_up_in_another_list",
    "The place of the best score was found in one list and looked up in another: the scores leave the "
    "given words out, the list of words does not. Use one and the same list for both.",
    "return others",
    "return list(word_to_vec_map)",
)
