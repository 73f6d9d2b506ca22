"""Taking a direction out of one word."""

import numpy as np

from autograder.exercises._debiasing.inputs import (
    neutralize,
    numbers,
    reference,
    some_words,
    word_map,
)


@neutralize.case("What lies along g is gone, whatever the length of g.")
def g_of_any_length(rng):
    words = some_words(rng, 4)
    g = numbers(rng, 5, rng.choice([0.3, 3.0])) + 0.005
    return {"word": words[2], "g": g, "word_to_vec_map": word_map(rng, words, 5)}


@neutralize.case("A direction of length 1, and vectors in single precision.")
def g_of_length_one(rng):
    words = some_words(rng, 3)
    g = rng.standard_normal(6)
    g = (g / np.linalg.norm(g)).astype("float32")
    return {"word": words[0], "g": g, "word_to_vec_map": word_map(rng, words, 6, "float32")}


@neutralize.case("A word that points exactly along g becomes the zero vector.")
def along_g(rng):
    words = some_words(rng, 3)
    vectors = word_map(rng, words, 4)
    g = numbers(rng, 4) + 0.005
    vectors[words[1]] = -3 * g
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
    return [a - share * b for a, b in zip(e, g, strict=True)]


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


@neutralize.misconception(
    "The product e · g was not divided by the squared length of g. That is right for a direction "
    "of length 1 only; here g may have any length."
)
def takes_g_for_a_unit_vector(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return e - np.dot(e, g) * g


@neutralize.misconception(
    "The product e · g was divided by the length of g once. The projection needs the square: g "
    "comes in twice, in the product and as the vector it multiplies."
)
def divides_by_the_length_once(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return e - np.dot(e, g) / np.linalg.norm(g) * g


@neutralize.misconception(
    "This is the part of the word along g. It is what has to go: return the rest."
)
def returns_the_bias_part(word, g, word_to_vec_map):
    return word_to_vec_map[word] - reference.neutralize(word, g, word_to_vec_map)


@neutralize.misconception(
    "The part along g was added, so that the word leans twice as far. Subtract it."
)
def adds_the_bias_part(word, g, word_to_vec_map):
    return 2 * word_to_vec_map[word] - reference.neutralize(word, g, word_to_vec_map)


@neutralize.misconception(
    "The whole of g was subtracted. A word has its own share of g, and only that has to go."
)
def subtracts_g(word, g, word_to_vec_map):
    return word_to_vec_map[word] - g


@neutralize.misconception(
    "The cosine times g was subtracted. A cosine knows nothing of the length of the word; the "
    "projection is (e · g) / (g · g) times g."
)
def subtracts_the_cosine(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return e - np.dot(e, g) / np.linalg.norm(e) / np.linalg.norm(g) * g


@neutralize.misconception(
    "The roles are swapped: the word was projected out of g. Take the part along g out of the word."
)
def projects_the_wrong_one(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return g - np.dot(e, g) / np.dot(e, e) * e


@neutralize.misconception(
    "It was divided by the squared length of the word. The part along g is (e · g) / (g · g) times "
    "g: the divisor belongs to the direction."
)
def divides_by_the_length_of_the_word(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return e - np.dot(e, g) / np.dot(e, e) * g


@neutralize.misconception(
    "The result was scaled to length 1. The word keeps all that does not lie along g as it was."
)
def scales_the_result(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    rest = e - np.dot(e, g) / np.dot(g, g) * g
    with np.errstate(all="ignore"):
        return rest / np.linalg.norm(rest)  # Who looks at the length first is recognised as well.


@neutralize.misconception("The word was scaled to length 1 first. Take its vector as it is.")
def scales_the_word(word, g, word_to_vec_map):
    return reference.neutralize(word, g, word_to_vec_map) / np.linalg.norm(word_to_vec_map[word])


@neutralize.misconception(
    "The word map has changed: e -= ... writes into the vector that the map holds. Compute a new "
    "vector, e = e - ..., or copy it first."
)
def changes_the_map(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    e -= (np.dot(e, g) / np.dot(g, g) * g).astype(e.dtype)
    return e


@neutralize.misconception(
    "The products e * g were not added up. e · g is one number: how far the whole word lies along "
    "g."
)
def does_not_add_up(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return e - e * g / np.dot(g, g) * g


@neutralize.misconception(
    "One number of the vector was set to 0. A direction is rarely one of the axes: subtract from "
    "every number its share."
)
def clears_one_number(word, g, word_to_vec_map):
    e = word_to_vec_map[word].copy()
    e[np.argmax(np.abs(g))] = 0
    return e


@neutralize.misconception(
    "The products e * g were divided number by number, e * g / (g * g). Both dot products are single "
    "numbers, for the whole vectors: add up before you divide."
)
def divides_number_by_number(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    with np.errstate(all="ignore"):
        return e - e * g / (g * g) * g


@neutralize.misconception(
    "A number was subtracted from every entry. (e · g) / (g · g) says how many times g is in the "
    "word; the part to subtract is that number times g."
)
def subtracts_a_number(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return e - np.dot(e, g) / np.dot(g, g)


@neutralize.misconception(
    "The cosine times the unit vector along g was subtracted. The length of the word is missing: a "
    "word twice as long has twice as much of g in it."
)
def forgets_the_length_of_the_word(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return e - np.dot(e, g) / np.linalg.norm(e) / np.linalg.norm(g) * g / np.linalg.norm(g)


@neutralize.misconception(
    "A whole step of length 1 along g was subtracted. A word has its own share of g, and only that "
    "has to go."
)
def subtracts_a_unit_step(word, g, word_to_vec_map):
    return word_to_vec_map[word] - g / np.linalg.norm(g)


@neutralize.misconception(
    "What was subtracted points along the word, so that the result is the word again, longer or "
    "shorter. The part to take out points along g."
)
def subtracts_along_the_word(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return e - np.dot(e, g) / np.dot(e, e) * e


@neutralize.misconception(
    "The divisor is the square of a sum, (g1 + g2 + ...)². The squared length of g is the sum of "
    "squares."
)
def squares_the_sum(word, g, word_to_vec_map):
    e = word_to_vec_map[word]
    return e - np.dot(e, g) / np.sum(g) ** 2 * g


@neutralize.misconception(
    "Two vectors came back, the part along g and the rest. Return the rest alone."
)
def returns_both_parts(word, g, word_to_vec_map):
    rest = reference.neutralize(word, g, word_to_vec_map)
    return word_to_vec_map[word] - rest, rest


@neutralize.misconception(
    "g itself has changed: g /= ... writes into the direction, which is used again for other words. "
    "Make a new vector, b = g / ..."
)
def changes_the_direction(word, g, word_to_vec_map):
    rest = reference.neutralize(word, g, word_to_vec_map)
    g /= np.linalg.norm(g)
    return rest
