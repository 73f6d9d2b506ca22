"""Taking a direction out of one word."""

import numpy as np

from autograder.declaration.inputs import draw_until, numbers

from .inputs import (
    cosine,
    neutralize,
    some_words,
    turned_at_random,
    whole_numbers,
    word_map,
)


@neutralize.case("What lies along g is gone, whatever the length of g.")
def g_of_any_length(rng):
    def make():
        # Of few digits, so that it can be done on paper.
        words = some_words(rng, 2)
        g = turned_at_random(rng, [1, 2, 0]) * rng.choice([0.5, 2.0])
        return {
            "word": words[1],
            "g": g,
            "word_to_vec_map": {word: whole_numbers(rng, 3) for word in words},
        }

    def lies_there(made):
        return 0.3 < cosine(made["word_to_vec_map"][made["word"]], made["g"]) < 0.9

    return draw_until(make, lies_there)


@neutralize.case("A direction of length 1, and vectors in single precision.")
def g_of_length_one(rng):
    words = some_words(rng, 3)
    g = rng.standard_normal(6)
    g = (g / np.linalg.norm(g)).astype("float32")
    return {"word": words[0], "g": g, "word_to_vec_map": word_map(rng, words, 6, "float32")}


@neutralize.case("A word on the other side of g, and a g that is very short.")
def a_very_short_g(rng):
    # Of length 1e-3: a number that is small beside the square of that does no harm.
    return _on_one_side(rng, -1, 4, 1e-3)


def _on_one_side(rng, side, dimension, length):
    """Draws a word that lies on one side of a direction, neither along it nor across."""

    def make():
        words = some_words(rng, 4)
        g = rng.standard_normal(dimension)
        g = np.round(g / np.linalg.norm(g), 2) * length
        return {"word": words[2], "g": g, "word_to_vec_map": word_map(rng, words, dimension)}

    def lies_there(made):
        return 0.3 < side * cosine(made["word_to_vec_map"][made["word"]], made["g"]) < 0.9

    return draw_until(make, lies_there)


@neutralize.case("A word that points exactly along g becomes the zero vector.")
def along_g(rng):
    words = some_words(rng, 3)
    vectors = word_map(rng, words, 4)
    g = numbers(rng, 4) + 0.005
    vectors[words[1]] = rng.choice([-3.0, -0.5, 2.0]) * g
    return {"word": words[1], "g": g, "word_to_vec_map": vectors}


@neutralize.case("A word that owes nothing to g stays as it is.")
def across_g(rng):
    words = some_words(rng, 3)
    vectors = word_map(rng, words, 3)
    g = np.array([0.0, float(rng.integers(2, 5)), 0.0])
    vectors[words[0]] = vectors[words[0]] * [1, 0, 1] + [1, 0, 0]
    return {"word": words[0], "g": g, "word_to_vec_map": vectors}


@neutralize.alternative
def with_a_unit_vector(word, g, word_to_vec_map):
    unit = g / np.linalg.norm(g)
    e = word_to_vec_map[word]
    return e - (e @ unit) * unit


@neutralize.alternative
def with_a_projection_matrix(word, g, word_to_vec_map):
    g = np.reshape(g, (-1, 1))
    return (np.eye(len(g)) - g @ g.T / (g.T @ g)) @ word_to_vec_map[word]


@neutralize.alternative
def with_least_squares(word, g, word_to_vec_map):
    e = np.asarray(word_to_vec_map[word], dtype=float)
    column = np.asarray(g, dtype=float)[:, None]
    return e - column @ np.linalg.lstsq(column, e, rcond=None)[0]


@neutralize.alternative
def with_loops(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    share = sum(a * b for a, b in zip(e, g, strict=True)) / sum(b * b for b in g)
    return np.array([a - share * b for a, b in zip(e, g, strict=True)])


@neutralize.alternative
def in_single_precision(word, g, word_to_vec_map):
    e, g = word_to_vec_map[word].astype("float32").copy(), np.float32(g)
    e -= np.dot(e, g) * g / np.linalg.norm(g) ** 2
    return e


@neutralize.alternative
def with_tensorflow(word, g, word_to_vec_map):
    import tensorflow as tf

    e, g = tf.constant(word_to_vec_map[word], tf.float32), tf.constant(g, tf.float32)
    return e - tf.tensordot(e, g, 1) / tf.reduce_sum(g * g) * g


neutralize.slip(
    "takes_g_for_a_unit_vector",
    "The product e · g was not divided by the squared length of g. That is right for a direction "
    "of length 1 only; here g may have any length.",
    " / np.dot(g, g)",
    "",
)

neutralize.slip(
    "divides_by_the_length_once",
    "The product e · g was divided by the length of g once. The projection needs the square: g "
    "comes in twice, in the product and as the vector it multiplies.",
    "np.dot(g, g)",
    "np.linalg.norm(g)",
)

neutralize.slip(
    "returns_the_bias_part",
    "This is the part of the word along g. It is what has to go: return the rest.",
    "e - ",
    "",
)

neutralize.slip(
    "adds_the_bias_part",
    "The part along g was added, so that the word leans twice as far. Subtract it.",
    "e - ",
    "e + ",
)

neutralize.slip(
    "subtracts_g",
    "The whole of g was subtracted. A word has its own share of g, and only that has to go.",
    "np.dot(e, g) / np.dot(g, g) * ",
    "",
)

neutralize.slip(
    "subtracts_the_cosine",
    "The cosine times g was subtracted. A cosine knows nothing of the length of the word; the "
    "projection is (e · g) / (g · g) times g.",
    "np.dot(g, g)",
    "np.linalg.norm(e) / np.linalg.norm(g)",
)

neutralize.slip(
    "projects_the_wrong_one",
    "The roles are swapped: the word was projected out of g. Take the part along g out of the word.",
    "e - np.dot(e, g) / np.dot(g, g) * g",
    "g - np.dot(e, g) / np.dot(e, e) * e",
)

neutralize.slip(
    "divides_by_the_length_of_the_word",
    "It was divided by the squared length of the word. The part along g is (e · g) / (g · g) times "
    "g: the divisor belongs to the direction.",
    "np.dot(g, g)",
    "np.dot(e, e)",
)

neutralize.slip(
    "scales_the_result",
    "The result was scaled to length 1. The word keeps all that does not lie along g as it was.",
    ("return", "rest ="),
    ("* g", "* g\n    return rest / np.linalg.norm(rest)"),
    arbitrary_in=("along_g",),  # What rounding leaves of zero, divided by its length.
)

neutralize.slip(
    "scales_the_word",
    "The word was scaled to length 1 first. Take its vector as it is.",
    "word_to_vec_map[word]",
    "word_to_vec_map[word] / np.linalg.norm(word_to_vec_map[word])",
)

neutralize.slip(
    "changes_the_map",
    "The word map has changed: e -= ... writes into the vector that the map holds. Compute a new "
    "vector, e = e - ..., or copy it first.",
    ("return e - ", "e -= "),
    ("* g", "* g\n    return e"),
)

neutralize.slip(
    "does_not_add_up",
    "The products e * g were not added up. e · g is one number: how far the whole word lies along "
    "g.",
    "np.dot(e, g)",
    "e * g",
)


@neutralize.misconception(
    "One number of the vector was set to 0. A direction is rarely one of the axes: subtract from "
    "every number its share."
)
def clears_one_number(word, g, word_to_vec_map):
    e = word_to_vec_map[word].copy()
    e[np.argmax(np.abs(g))] = 0
    return e


neutralize.slip(
    "divides_number_by_number",
    "The products e * g were divided number by number, e * g / (g * g). Both dot products are single "
    "numbers, for the whole vectors: add up before you divide.",
    ("np.dot(e, g)", "e * g"),
    ("np.dot(g, g)", "(g * g)"),
)

neutralize.slip(
    "subtracts_a_number",
    "A number was subtracted from every entry. (e · g) / (g · g) says how many times g is in the "
    "word; the part to subtract is that number times g.",
    " * g",
    "",
)

neutralize.slip(
    "forgets_the_length_of_the_word",
    "The cosine times the unit vector along g was subtracted. The length of the word is missing: a "
    "word twice as long has twice as much of g in it.",
    "np.dot(g, g)",
    "np.linalg.norm(e) / np.dot(g, g)",
)

neutralize.slip(
    "subtracts_a_unit_step",
    "A whole step of length 1 along g was subtracted. A word has its own share of g, and only that "
    "has to go.",
    "np.dot(e, g) / np.dot(g, g) * g",
    "g / np.linalg.norm(g)",
)

neutralize.slip(
    "subtracts_along_the_word",
    "What was subtracted points along the word, so that the result is the word again, longer or "
    "shorter. The part to take out points along g.",
    "np.dot(g, g) * g",
    "np.dot(e, e) * e",
)

neutralize.slip(
    "squares_the_sum",
    "The divisor is the square of a sum, (g1 + g2 + ...)². The squared length of g is the sum of "
    "squares.",
    "np.dot(g, g)",
    "np.sum(g) ** 2",
)

neutralize.slip(
    "returns_both_parts",
    "Two vectors came back, the part along g and the rest. Return the rest alone.",
    ("return e - ", "part = "),
    ("* g", "* g\n    return part, e - part"),
)

neutralize.slip(
    "changes_the_direction",
    "g itself has changed: g /= ... writes into the direction, which is used again for other words. "
    "Make a new vector, b = g / ...",
    "return",
    "g /= np.linalg.norm(g)\n    return",
)

neutralize.slip(
    "helps_one_side_only",
    "Only words on one side of g were neutralised; those on the other stayed as they were. The part along "
    "g has a sign of its own: no question is needed.",
    "    return e - ",
    "    if np.dot(e, g) <= 0:\n        return e.copy()\n    return e - ",
)

neutralize.slip(
    "loses_the_side",
    "The sign of the product e · g is lost, so that words on one side of g are moved further out. Leave it "
    "as it is.",
    "np.dot(e, g)",
    "np.abs(np.dot(e, g))",
)

neutralize.slip(
    "adds_a_number_to_the_length",
    "A small number was added to the squared length of g. g is not zero, so nothing needs it, and beside a "
    "short g it is not small.",
    "np.dot(g, g)",
    "(np.dot(g, g) + 1e-8)",
)


neutralize.slip(
    "returns_a_list",
    "The numbers are right, but they come as a list, and an array is promised.",
    "return e - np.dot(e, g) / np.dot(g, g) * g",
    "return (e - np.dot(e, g) / np.dot(g, g) * g).tolist()",
)
