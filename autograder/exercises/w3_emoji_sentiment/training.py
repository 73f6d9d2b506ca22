"""The softmax on sentence averages: cases, other right answers, known mistakes."""

import numpy as np

from autograder.checks import recipes
from autograder.checks.expectations import Matches, MatchesIfSeen
from autograder.checks.probes import Call
from autograder.checks.recipes import WordMap
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import numbers

from .inputs import (
    UNKNOWN,
    dressed,
    model,
    reference,
    small_word_map,
    some_words,
    word_map,
)

LEAST_MARGIN = 0.02  # between the two largest logits: no rounding turns a prediction round


def make_call(
    rng,
    labels,
    d,
    learning_rate,
    num_iterations,
    words=9,
    empty=None,
    least=LEAST_MARGIN,
    but=(),
    twice=False,
    scale=1.0,
):
    """Draws sentences of two or three words until every prediction is clear.

    Args:
        rng: Generator.
        labels: One a sentence.
        d: Length of the vectors.
        learning_rate: Float.
        num_iterations: Int.
        words: Size of the vocabulary.
        empty: None, or the number of the sentence that has no known word.
        least: Least margin of a prediction, in logits.
        but: Names of mistakes that must come to other predictions.
        twice: Whether the first sentence comes once more at the end, with another label.
        scale: Size of the vectors.
    """
    while True:
        vocabulary = some_words(rng, words)
        X = [dressed(rng, rng.choice(vocabulary, int(rng.integers(2, 4))).tolist()) for _ in labels]
        if empty is not None:
            X[empty] = UNKNOWN[0]
        if twice:
            X[-1] = X[0]
        drawn = word_map(rng, vocabulary, d)
        arguments = {
            "X": X,
            "Y": np.array(labels),
            "word_to_vec_map": WordMap(drawn.words, scale * drawn.vectors),
            "learning_rate": learning_rate,
            "num_iterations": num_iterations,
        }
        if _is_clear(arguments, least) and all(_differs(arguments, other) for other in but):
            return arguments


def _differs(arguments, name):
    """Tells whether a mistake comes to other predictions."""
    mistake = next(one.function for one in model.misconceptions if one.name == name)
    built = recipes.build(recipes.describe(arguments))
    return not np.array_equal(mistake(**built)[0], reference.model(**built)[0])


def _is_clear(arguments, least):
    built = recipes.build(recipes.describe(arguments))
    _, W, b = reference.model(*built.values())
    averages = [reference.sentence_to_avg(x, built["word_to_vec_map"]) for x in built["X"]]
    logits = np.sort(np.array(averages) @ W.T + b, axis=1)
    margins = logits[:, -1] - logits[:, -2]
    return margins.min() > least


@model.case("One sentence, one step from zero, as on paper.")
def one_step(rng):
    words = some_words(rng, 2)
    return {
        "X": [" ".join(words)],
        "Y": np.array([1]),
        "word_to_vec_map": small_word_map(rng, words, 3),
        "learning_rate": 0.5,
        "num_iterations": 1,
    }


@model.case("Weights and biases start at zero: steps of a millionth leave them near it.")
def tiny_steps(rng):
    labels = [*rng.permutation([0, 1, 2]).tolist(), 1]
    arguments = make_call(rng, labels, d=4, learning_rate=1e-6, num_iterations=1, least=3e-8)
    expected = reference.model(*recipes.build(recipes.describe(arguments)).values())
    start = (
        "After one pass of steps of a millionth, W is no table (n_y, d) of numbers near zero: it starts "
        "at zero, not at random numbers and not at small ones either."
    )
    near_zero = MatchesIfSeen(
        np.zeros_like(expected[1]), "result.1", "W", tolerance={"absolute": 3e-5}, message=start
    )
    return Trial(Call(arguments), [near_zero, Matches(expected, names=["predictions", "W", "b"])])


@model.case("Weights, biases and predictions after three passes, all sizes different.")
def three_passes(rng):
    labels = [*rng.permutation([0, 1, 2, 3]).tolist(), 1, 2]
    return make_call(rng, labels, d=5, learning_rate=0.3, num_iterations=3, twice=True)


@model.case("A label that never occurs has its row of weights all the same.")
def a_missing_label(rng):
    labels = rng.permutation([0, 1, 3, 4, 4, 0, 1]).tolist()
    but = ("returns_the_labels", "predicts_without_the_bias", "predicts_a_pass_too_early")
    return make_call(rng, labels, d=3, learning_rate=0.2, num_iterations=2, but=but)


@model.case("One pass with large steps: each sentence sees the weights that the one before left.")
def one_pass(rng):
    labels = rng.permutation([0, 1, 2] * 4).tolist()
    return make_call(rng, labels, d=4, learning_rate=1.0, num_iterations=1)


@model.case("A sentence without a known word moves the biases only.")
def a_sentence_without_words(rng):
    labels = rng.permutation([0, 1, 1, 2]).tolist()
    empty = int(rng.integers(4))
    return make_call(rng, labels, d=2, learning_rate=0.5, num_iterations=4, empty=empty)


@model.case("Large logits do no harm: their exponentials would not fit into a float.")
def large_logits(rng):
    labels = rng.permutation([0, 1, 2]).tolist()
    return make_call(rng, labels, d=3, learning_rate=1.0, num_iterations=2, words=6, scale=40.0)


@model.case("Two labels may have huge logits at once, and one of them is still the likelier.")
def two_huge_logits(rng):
    first, second, third = rng.permutation(3).tolist()
    while True:
        words = some_words(rng, 3)
        axis = numbers(rng, 4)
        size = rng.uniform(75, 85) / np.linalg.norm(axis)
        # The second and third sentence say the opposite of the first: for the third, both labels that
        # the first one took away from have grown, one of them more.
        rows = np.outer([1.0, -rng.uniform(0.25, 0.35), -rng.uniform(0.9, 1.1)], size * axis)
        arguments = {
            "X": words,
            "Y": np.array([first, second, third]),
            "word_to_vec_map": WordMap(words, np.round(rows, 1)),
            "learning_rate": 1.0,
            "num_iterations": 1,
        }
        if _is_clear(arguments, 100.0):
            return arguments


@model.case("A single sentence with a label above 0, many times.")
def a_single_sentence(rng):
    label = int(rng.integers(2, 5))
    return make_call(rng, [label], d=3, learning_rate=0.4, num_iterations=15)


# ---------------------------------------------------------------------- other right answers


@model.alternative
def with_one_hot_and_columns(X, Y, word_to_vec_map, learning_rate, num_iterations):
    one_hot = np.eye(int(np.max(Y)) + 1)[np.asarray(Y)]
    columns = [reference.sentence_to_avg(x, word_to_vec_map).reshape(-1, 1) for x in X]
    W, b = np.zeros((one_hot.shape[1], columns[0].shape[0])), np.zeros((one_hot.shape[1], 1))
    for _ in range(num_iterations):
        for i, avg in enumerate(columns):
            z = np.dot(W, avg) + b
            a = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
            dz = a - one_hot[i].reshape(-1, 1)
            W, b = W - learning_rate * np.dot(dz, avg.T), b - learning_rate * dz
    z = W @ np.hstack(columns) + b
    return z.argmax(axis=0), W, b[:, 0]


@model.alternative
def with_the_bias_as_a_weight(X, Y, word_to_vec_map, learning_rate, num_iterations):
    rows = [np.append(reference.sentence_to_avg(x, word_to_vec_map), 1.0) for x in X]
    theta = np.zeros((max(int(y) for y in Y) + 1, len(rows[0])))
    for _ in range(num_iterations):
        for row, label in zip(rows, Y, strict=True):
            z = theta @ row
            p = np.exp(z - np.logaddexp.reduce(z))
            theta = theta + learning_rate * np.outer(np.arange(len(z)) == label, row)
            theta = theta - learning_rate * np.outer(p, row)
    return np.array([np.argmax(theta @ row) for row in rows]), theta[:, :-1], theta[:, -1]


@model.alternative
def in_float32_averaging_each_time(X, Y, word_to_vec_map, learning_rate, num_iterations):
    W = b = None
    for _ in range(num_iterations):
        for i in range(len(X)):
            avg = np.asarray(reference.sentence_to_avg(X[i], word_to_vec_map), dtype=np.float32)
            if W is None:
                W = np.zeros((np.max(Y) + 1, avg.size), dtype=np.float32)
                b = np.zeros(np.max(Y) + 1, dtype=np.float32)
            dz = reference.softmax(W.dot(avg) + b)
            dz[Y[i]] -= 1.0
            W -= np.float32(learning_rate) * dz[:, None] * avg[None, :]
            b -= np.float32(learning_rate) * dz
    predictions = []
    for sentence in X:
        probabilities = reference.softmax(
            W @ reference.sentence_to_avg(sentence, word_to_vec_map) + b
        )
        predictions.append(probabilities.argmax())
    return np.array(predictions), W, b


@model.alternative
def number_by_number(X, Y, word_to_vec_map, learning_rate, num_iterations):
    averages = [list(map(float, reference.sentence_to_avg(x, word_to_vec_map))) for x in X]
    n_y, d = int(max(Y)) + 1, len(averages[0])
    W, b = [[0.0] * d for _ in range(n_y)], [0.0] * n_y

    def logits(avg):
        return [sum(w * x for w, x in zip(W[c], avg, strict=True)) + b[c] for c in range(n_y)]

    for _ in range(num_iterations):
        for avg, label in zip(averages, Y, strict=True):
            z = logits(avg)
            e = [np.exp(value - max(z)) for value in z]
            for c in range(n_y):
                dz = e[c] / sum(e) - (1.0 if c == label else 0.0)
                for k in range(d):
                    W[c][k] -= learning_rate * dz * avg[k]
                b[c] -= learning_rate * dz
    return tuple(map(np.array, ([np.argmax(logits(avg)) for avg in averages], W, b)))


# -------------------------------------------------------------------------- known mistakes

# Every sentence of a pass sees the weights that the pass before it left.
_BY_OLD_WEIGHTS = (
    ("        for i,", "        old_W, old_b = W.copy(), b.copy()\n        for i,"),
    ("W @ averages[i] + b", "old_W @ averages[i] + old_b"),
)


model.slip(
    "takes_one_step_a_pass",
    "All sentences were put into one step. Update after every sentence: each one sees the weights "
    "that the sentence before it left.",
    *_BY_OLD_WEIGHTS,
)
model.slip(
    "takes_one_mean_step_a_pass",
    "All sentences were put into one step, and their mean was taken. Update after every sentence, by "
    "the whole learning rate.",
    *_BY_OLD_WEIGHTS,
    ("delta[label] -= 1", "delta[label] -= 1\n            delta /= len(X)"),
)
model.slip(
    "updates_outside_the_loop",
    "Only the last sentence of each pass moves the weights: the updates stand outside the inner loop.",
    ("            W -=", "        W -="),
    ("            b -=", "        b -="),
)
model.slip(
    "forgets_the_bias",
    "b never moves: it has an update of its own, learning_rate * delta.",
    "            b -= learning_rate * delta\n",
    "",
)
model.slip(
    "climbs",
    "The weights climb: the loss grows with every step. Go against the gradient, W = W - ..., where "
    "delta is y_hat minus the one-hot.",
    "-= learning_rate",
    "+= learning_rate",
    count=2,
)
model.slip(
    "starts_at_random",
    "The weights start at random numbers. Start W and b at zero: with one layer nothing needs to "
    "break a symmetry, and everyone gets the same result.",
    "np.zeros((max(Y) + 1, averages.shape[1]))",
    "np.random.RandomState(1).randn(max(Y) + 1, averages.shape[1]) / averages.shape[1] ** 0.5",
)
model.slip(
    "starts_at_one", "The weights start at one. Start W and b at zero.", "np.zeros((", "np.ones(("
)
model.slip(
    "goes_backwards",
    "The sentences went through in reverse order. Take them as they stand in X, in every pass.",
    "enumerate(Y)",
    "reversed(list(enumerate(Y)))",
)
model.slip(
    "uses_sigmoids",
    "Each emoji got a sigmoid of its own. One sentence has one emoji: use the softmax, whose "
    "probabilities share a sum of 1.",
    "softmax(W @ averages[i] + b)",
    "1 / (1 + np.exp(-(W @ averages[i] + b)))",
)
model.slip(
    "leaves_the_softmax_out",
    "The logits themselves were compared with the one-hot: the softmax is missing in the training.",
    "softmax(W @ averages[i] + b)",
    "W @ averages[i] + b",
)
model.slip(
    "takes_the_squared_error",
    "delta was multiplied by a * (1 - a), which belongs to the squared error. For the cross-entropy "
    "with a softmax it is y_hat - y, and nothing else.",
    "delta[label] -= 1",
    "slope = delta * (1 - delta)\n            delta[label] -= 1\n            delta *= slope",
)
model.slip(
    "counts_the_labels_that_occur",
    "W has one row for every label that occurs. n_y is the largest label plus one: a label may be "
    "missing among these sentences.",
    "max(Y) + 1",
    "len(set(Y))",
)
model.slip(
    "assumes_six",
    "W always has six rows here. n_y is the largest label plus one, whatever the sentences are.",
    "max(Y) + 1",
    "6",
)
model.slip(
    "makes_one_pass",
    "There was one pass, or the number of passes is fixed: go through all sentences num_iterations "
    "times.",
    "range(num_iterations)",
    "range(1)",
)
model.slip(
    "counts_sentences_as_passes",
    "num_iterations single sentences were read. It counts passes through all of them.",
    ("for _ in", "for n in"),
    ("in enumerate(Y)", "in [(n % len(Y), Y[n % len(Y)])]"),
    arbitrary_in=("two_huge_logits",),  # Two labels have the same weights after one sentence.
)
model.slip(
    "fixes_the_learning_rate",
    "The learning rate is fixed at 0.01 in your code: use learning_rate.",
    "learning_rate *",
    "0.01 *",
    count=2,
)
model.slip(
    "divides_by_m",
    "The step is divided by the number of sentences. Each sentence moves the weights by the whole "
    "learning rate.",
    "learning_rate *",
    "learning_rate / len(X) *",
    count=2,
)
model.slip(
    "predicts_while_training",
    "The predictions are from the training, before each update. Predict all sentences once more, "
    "with the weights of the end.",
    ("    for _ in", "    predictions = np.zeros(len(X), dtype=int)\n    for _ in"),
    ("delta[label] -= 1", "predictions[i] = np.argmax(delta)\n            delta[label] -= 1"),
    ("    predictions = np.argmax(averages @ W.T + b, axis=1)\n", ""),
)
model.slip(
    "predicts_a_pass_too_early",
    "The predictions are from before the last pass. Predict all sentences once more, behind the loop, "
    "with the weights of the end.",
    (
        "        for i,",
        "        predictions = np.argmax(averages @ W.T + b, axis=1)\n        for i,",
    ),
    ("    predictions = np.argmax(averages @ W.T + b, axis=1)\n    return", "    return"),
)
model.slip(
    "recomputes_delta",
    "b moves by a delta that was computed again, after W had moved. Both move by the same delta.",
    "            b -=",
    "            delta = softmax(W @ averages[i] + b)\n            delta[label] -= 1\n            b -=",
)
model.slip(
    "makes_a_pass_less",
    "There is one pass too few: range(n) has n turns already, and range(1, n) one less.",
    "range(num_iterations)",
    "range(1, num_iterations)",
)
model.slip(
    "learns_from_mistakes_only",
    "Sentences that were right already moved nothing. Every sentence moves the weights: delta is never "
    "zero, only small.",
    "            delta[label] -= 1\n",
    "            if np.argmax(delta) == label:\n                continue\n"
    "            delta[label] -= 1\n",
)
model.slip(
    "adds_up_gradients",
    "The gradients of earlier sentences are added up and used again. Every step takes the gradient of "
    "its own sentence only.",
    ("    for _ in", "    dW, db = 0, 0\n    for _ in"),
    ("W -= learning_rate * np.outer(delta, averages[i])", "dW = dW + np.outer(delta, averages[i])"),
    (
        "b -= learning_rate * delta",
        "db = db + delta\n            W -= learning_rate * dW\n            b -= learning_rate * db",
    ),
)
model.slip(
    "overflows",
    "The exponential of a large logit overflows, and inf / inf is NaN. The given softmax subtracts the "
    "largest logit first, which changes no probability.",
    "softmax(W @ averages[i] + b)",
    "np.exp(W @ averages[i] + b) / np.exp(W @ averages[i] + b).sum()",
)
model.slip(
    "limits_the_logits",
    "The logits are limited before the softmax, so that two large ones look equally likely. Subtract the "
    "largest one from all: that is exact, and the given softmax does it.",
    "softmax(W @ averages[i] + b)",
    "softmax(np.clip(W @ averages[i] + b, -500, 500))",
)
model.slip(
    "returns_probabilities",
    "The first result holds probabilities. Return the label of each sentence, the argmax: `(m,)`.",
    "np.argmax(",
    "softmax(",
)
model.slip(
    "returns_a_column",
    "The predictions are a column `(m, 1)`. Return one label a sentence, of shape `(m,)`.",
    "return predictions",
    "return predictions.reshape(-1, 1)",
)
model.slip(
    "returns_w_transposed",
    "W is transposed: it is `(n_y, d)`, one row an emoji, one column an entry.",
    "return predictions, W, b",
    "return predictions, W.T, b",
)
model.slip(
    "returns_weights_first",
    "Weights and predictions have changed places: return predictions, W, b in this order.",
    "return predictions, W, b",
    "return W, b, predictions",
)
model.slip(
    "returns_no_predictions",
    "Two results came back. The predictions come first: predictions, W, b.",
    "return predictions, W, b",
    "return W, b",
)
model.slip(
    "leaves_the_bias_out_of_the_logits",
    "b is missing in the softmax: it moves and is never used. The logits are W avg + b, in training "
    "as well as at the end.",
    " + b",
    "",
    count=2,
)
model.slip(
    "predicts_without_the_bias",
    "The predictions at the end leave b out, though it was trained. The logits are W avg + b there "
    "too.",
    "W.T + b",
    "W.T",
)
model.slip(
    "returns_the_labels",
    "The first result is Y itself. Predictions are what the trained weights say of each sentence, "
    "right or wrong.",
    "return predictions",
    "return Y",
)
model.slip(
    "spends_all_passes_on_one_sentence",
    "The loops are the other way round: all passes are spent on one sentence, then on the next. "
    "Passes are the outer loop, sentences the inner one.",
    "for _ in range(num_iterations):\n        for i, label in enumerate(Y):",
    "for i, label in enumerate(Y):\n        for _ in range(num_iterations):",
)
model.slip(
    "stops_when_all_are_right",
    "Training ends as soon as all sentences are right. Go through them num_iterations times: the "
    "weights move on.",
    "    predictions = np.argmax(averages @ W.T + b, axis=1)\n",
    """        predictions = np.argmax(averages @ W.T + b, axis=1)
        if np.array_equal(predictions, Y):
            break
""",
)
model.slip(
    "makes_a_hundred_passes",
    "The number of passes is fixed at 100 in your code: use num_iterations.",
    "range(num_iterations)",
    "range(100)",
)
model.slip(
    "moves_the_bias_at_full_rate",
    "b moves by the whole of delta: the learning rate is missing in its update.",
    "b -= learning_rate * delta",
    "b -= delta",
)
model.slip(
    "numbers_the_labels_anew",
    "The labels were numbered anew, without those that never occur. Keep their numbers: row 4 of W "
    "belongs to label 4.",
    "averages = np",
    "Y = np.unique(Y, return_inverse=True)[1]\n    averages = np",
)
model.slip(
    "forgets_label_zero",
    "W has as many rows as the largest label. Labels count from 0, so there is one more: max(Y) + 1.",
    "max(Y) + 1",
    "max(Y)",
)
model.slip(
    "takes_one_argmax_of_all",
    "The predictions are one number, the largest of all logits of all sentences: numpy.argmax needs "
    "an axis, the one of the emoji.",
    ", axis=1",
    "",
)
model.slip(
    "takes_the_argmax_over_sentences",
    "The predictions say which sentence is best for each emoji. Which emoji is best for each sentence "
    "is asked: take the argmax along the other axis.",
    "axis=1",
    "axis=0",
)
model.slip(
    "returns_the_bias_as_a_column",
    "b is a column `(n_y, 1)`. Return it as `(n_y,)`, one number an emoji.",
    "return predictions, W, b",
    "return predictions, W, b.reshape(-1, 1)",
)
