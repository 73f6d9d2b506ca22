"""The softmax on sentence averages: cases, other right answers, known mistakes."""

import numpy as np
from scipy.special import expit

from autograder import recipes
from autograder.exercises._emoji_sentiment.inputs import (
    UNKNOWN,
    dressed,
    model,
    reference,
    some_words,
    word_map,
)

LEAST_MARGIN = 0.02  # between the two largest logits: no rounding turns a prediction round


def make_call(
    rng, labels, d, learning_rate, num_iterations, words=9, empty=None, least=LEAST_MARGIN, but=()
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
        but: Mistakes that must come to other predictions.
    """
    while True:
        vocabulary = some_words(rng, words)
        X = [dressed(rng, rng.choice(vocabulary, int(rng.integers(2, 4))).tolist()) for _ in labels]
        if empty is not None:
            X[empty] = UNKNOWN[0]
        arguments = {
            "X": X,
            "Y": np.array(labels),
            "word_to_vec_map": word_map(rng, vocabulary, d),
            "learning_rate": learning_rate,
            "num_iterations": num_iterations,
        }
        if _is_clear(arguments, least) and all(_differs(arguments, other) for other in but):
            return arguments


def _differs(arguments, mistake):
    """Tells whether a mistake comes to other predictions."""
    built = recipes.build(recipes.describe(arguments))
    return not np.array_equal(mistake(**built)[0], reference.model(**built)[0])


def _is_clear(arguments, least):
    built = recipes.build(recipes.describe(arguments))
    _, W, b = reference.model(*built.values())
    averages = [reference.sentence_to_avg(x, built["word_to_vec_map"]) for x in built["X"]]
    logits = np.sort(np.array(averages) @ W.T + b, axis=1)
    margins = logits[:, -1] - logits[:, -2]
    return margins.min() > least


@model.case("Weights and biases start at zero: steps of a millionth leave them near it.")
def tiny_steps(rng):
    labels = [*rng.permutation([0, 1, 2]).tolist(), 1]
    return make_call(rng, labels, d=3, learning_rate=1e-6, num_iterations=1, least=3e-8)


@model.case("Weights, biases and predictions after three passes, all sizes different.")
def three_passes(rng):
    labels = [*rng.permutation([0, 1, 2, 3]).tolist(), 1, 2]
    return make_call(rng, labels, d=5, learning_rate=0.3, num_iterations=3)


@model.case("A label that never occurs has its row of weights all the same.")
def a_missing_label(rng):
    labels = rng.permutation([0, 1, 3, 4, 4, 0, 1]).tolist()
    but = (returns_the_labels, predicts_without_the_bias)
    return make_call(rng, labels, d=3, learning_rate=0.2, num_iterations=2, but=but)


@model.case("One pass with large steps: each sentence sees the weights that the one before left.")
def one_pass(rng):
    labels = rng.permutation([0, 0, 1, 2, 1]).tolist()
    return make_call(rng, labels, d=4, learning_rate=1.0, num_iterations=1)


@model.case("A sentence without a known word moves the biases only.")
def a_sentence_without_words(rng):
    labels = rng.permutation([0, 1, 1, 2]).tolist()
    empty = int(rng.integers(4))
    return make_call(rng, labels, d=2, learning_rate=0.5, num_iterations=4, empty=empty)


@model.case("A single sentence with a label above 0.")
def a_single_sentence(rng):
    return make_call(rng, [2], d=6, learning_rate=0.4, num_iterations=5)


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
    return [int(np.argmax(theta @ row)) for row in rows], theta[:, :-1], theta[:, -1]


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
    return [int(np.argmax(logits(avg))) for avg in averages], W, b


# -------------------------------------------------------------------------- known mistakes


def _train_like(
    X,
    Y,
    word_to_vec_map,
    learning_rate,
    num_iterations,
    start=None,
    move_b=True,
    sign=-1.0,
    activation=None,
    order=None,
    delta=None,
    classes=None,
):
    """Trains with one thing done differently; for the misconceptions below."""
    averages = np.array([reference.sentence_to_avg(x, word_to_vec_map) for x in X])
    n_y = max(Y) + 1 if classes is None else classes
    W = np.zeros((n_y, averages.shape[1])) if start is None else start(n_y, averages.shape[1])
    b = np.zeros(n_y)
    for _ in range(num_iterations):
        for i in range(len(X)) if order is None else order(len(X)):
            a = (activation or reference.softmax)(W @ averages[i] + b)
            y = np.eye(n_y)[Y[i]]
            dz = a - y if delta is None else delta(a, y)
            W = W + sign * learning_rate * np.outer(dz, averages[i])
            b = b + sign * learning_rate * dz * move_b
    return np.argmax(averages @ W.T + b, axis=1), W, b


@model.misconception(
    "All sentences were put into one step. Update after every sentence: each one sees the weights "
    "that the sentence before it left."
)
def takes_one_step_a_pass(X, Y, word_to_vec_map, learning_rate, num_iterations):
    averages = np.array([reference.sentence_to_avg(x, word_to_vec_map) for x in X])
    one_hot = np.eye(max(Y) + 1)[Y]
    W, b = np.zeros((one_hot.shape[1], averages.shape[1])), np.zeros(one_hot.shape[1])
    for _ in range(num_iterations):
        dz = reference.softmax(averages @ W.T + b, axis=1) - one_hot
        W, b = W - learning_rate * dz.T @ averages, b - learning_rate * dz.sum(axis=0)
    return np.argmax(averages @ W.T + b, axis=1), W, b


@model.misconception(
    "All sentences were put into one step, and their mean was taken. Update after every sentence, by "
    "the whole learning rate."
)
def takes_one_mean_step_a_pass(X, Y, word_to_vec_map, learning_rate, num_iterations):
    averages = np.array([reference.sentence_to_avg(x, word_to_vec_map) for x in X])
    one_hot = np.eye(max(Y) + 1)[Y]
    W, b = np.zeros((one_hot.shape[1], averages.shape[1])), np.zeros(one_hot.shape[1])
    for _ in range(num_iterations):
        dz = (reference.softmax(averages @ W.T + b, axis=1) - one_hot) / len(X)
        W, b = W - learning_rate * dz.T @ averages, b - learning_rate * dz.sum(axis=0)
    return np.argmax(averages @ W.T + b, axis=1), W, b


@model.misconception(
    "Only the last sentence of each pass moves the weights: the updates stand outside the inner loop."
)
def updates_outside_the_loop(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(
        X, Y, word_to_vec_map, learning_rate, num_iterations, order=lambda m: [m - 1]
    )


@model.misconception("b never moves: it has an update of its own, learning_rate * delta.")
def forgets_the_bias(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations, move_b=False)


@model.misconception(
    "The weights climb: the loss grows with every step. Go against the gradient, W = W - ..., where "
    "delta is y_hat minus the one-hot."
)
def climbs(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations, sign=1.0)


@model.misconception(
    "The weights start at random numbers. Start W and b at zero: with one layer nothing needs to "
    "break a symmetry, and everyone gets the same result."
)
def starts_at_random(X, Y, word_to_vec_map, learning_rate, num_iterations):
    def start(n_y, d):
        return np.random.RandomState(1).randn(n_y, d) / np.sqrt(d)

    return _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations, start=start)


@model.misconception("The weights start at one. Start W and b at zero.")
def starts_at_one(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(
        X, Y, word_to_vec_map, learning_rate, num_iterations, start=lambda *shape: np.ones(shape)
    )


@model.misconception(
    "The sentences went through in reverse order. Take them as they stand in X, in every pass."
)
def goes_backwards(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(
        X,
        Y,
        word_to_vec_map,
        learning_rate,
        num_iterations,
        order=lambda m: range(m - 1, -1, -1),
    )


@model.misconception(
    "Each emoji got a sigmoid of its own. One sentence has one emoji: use the softmax, whose "
    "probabilities share a sum of 1."
)
def uses_sigmoids(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations, activation=expit)


@model.misconception(
    "The logits themselves were compared with the one-hot: the softmax is missing in the training."
)
def leaves_the_softmax_out(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations, activation=lambda z: z)


@model.misconception(
    "delta was multiplied by a * (1 - a), which belongs to the squared error. For the cross-entropy "
    "with a softmax it is y_hat - y, and nothing else."
)
def takes_the_squared_error(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(
        X,
        Y,
        word_to_vec_map,
        learning_rate,
        num_iterations,
        delta=lambda a, y: (a - y) * a * (1 - a),
    )


@model.misconception(
    "W has one row for every label that occurs. n_y is the largest label plus one: a label may be "
    "missing among these sentences."
)
def counts_the_labels_that_occur(X, Y, word_to_vec_map, learning_rate, num_iterations):
    classes = len(set(np.asarray(Y).tolist()))
    return _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations, classes=classes)


@model.misconception(
    "W always has six rows here. n_y is the largest label plus one, whatever the sentences are."
)
def assumes_six(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations, classes=6)


@model.misconception(
    "There was one pass, or the number of passes is fixed: go through all sentences num_iterations "
    "times."
)
def makes_one_pass(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, learning_rate, 1)


@model.misconception(
    "num_iterations single sentences were read. It counts passes through all of them."
)
def counts_sentences_as_passes(X, Y, word_to_vec_map, learning_rate, num_iterations):
    read = iter(range(num_iterations))
    return _train_like(
        X,
        Y,
        word_to_vec_map,
        learning_rate,
        num_iterations,
        order=lambda m: [n % m for n in [next(read)]],
    )


@model.misconception("The learning rate is fixed at 0.01 in your code: use learning_rate.")
def fixes_the_learning_rate(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, 0.01, num_iterations)


@model.misconception(
    "The step is divided by the number of sentences. Each sentence moves the weights by the whole "
    "learning rate."
)
def divides_by_m(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, learning_rate / len(X), num_iterations)


@model.misconception(
    "The predictions are from the training, before each update. Predict all sentences once more, "
    "with the weights of the end."
)
def predicts_while_training(X, Y, word_to_vec_map, learning_rate, num_iterations):
    averages = [reference.sentence_to_avg(x, word_to_vec_map) for x in X]
    W, b = np.zeros((max(Y) + 1, len(averages[0]))), np.zeros(max(Y) + 1)
    predictions = np.zeros(len(X), dtype=int)
    for _ in range(num_iterations):
        for i, avg in enumerate(averages):
            dz = reference.softmax(W @ avg + b)
            predictions[i] = np.argmax(dz)
            dz[Y[i]] -= 1
            W -= learning_rate * np.outer(dz, avg)
            b -= learning_rate * dz
    return predictions, W, b


@model.misconception(
    "The first result holds probabilities. Return the label of each sentence, the argmax: `(m,)`."
)
def returns_probabilities(X, Y, word_to_vec_map, learning_rate, num_iterations):
    _, W, b = _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)
    averages = np.array([reference.sentence_to_avg(x, word_to_vec_map) for x in X])
    return reference.softmax(averages @ W.T + b, axis=1), W, b


@model.misconception(
    "The predictions are a column `(m, 1)`. Return one label a sentence, of shape `(m,)`."
)
def returns_a_column(X, Y, word_to_vec_map, learning_rate, num_iterations):
    predictions, W, b = _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)
    return predictions.reshape(-1, 1), W, b


@model.misconception("W is transposed: it is `(n_y, d)`, one row an emoji, one column an entry.")
def returns_w_transposed(X, Y, word_to_vec_map, learning_rate, num_iterations):
    predictions, W, b = _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)
    return predictions, W.T, b


@model.misconception(
    "Weights and predictions have changed places: return predictions, W, b in this order."
)
def returns_weights_first(X, Y, word_to_vec_map, learning_rate, num_iterations):
    predictions, W, b = _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)
    return W, b, predictions


@model.misconception("Two results came back. The predictions come first: predictions, W, b.")
def returns_no_predictions(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)[1:]


@model.misconception(
    "b is missing in the softmax: it moves and is never used. The logits are W avg + b, in training "
    "as well as at the end."
)
def leaves_the_bias_out_of_the_logits(X, Y, word_to_vec_map, learning_rate, num_iterations):
    averages = [reference.sentence_to_avg(x, word_to_vec_map) for x in X]
    W, b = np.zeros((max(Y) + 1, len(averages[0]))), np.zeros(max(Y) + 1)
    for _ in range(num_iterations):
        for avg, label in zip(averages, Y, strict=True):
            dz = reference.softmax(W @ avg) - np.eye(len(b))[label]
            W, b = W - learning_rate * np.outer(dz, avg), b - learning_rate * dz
    return np.argmax(averages @ W.T, axis=1), W, b


@model.misconception(
    "The predictions at the end leave b out, though it was trained. The logits are W avg + b there "
    "too."
)
def predicts_without_the_bias(X, Y, word_to_vec_map, learning_rate, num_iterations):
    _, W, b = _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)
    averages = np.array([reference.sentence_to_avg(x, word_to_vec_map) for x in X])
    return np.argmax(averages @ W.T, axis=1), W, b


@model.misconception(
    "The first result is Y itself. Predictions are what the trained weights say of each sentence, "
    "right or wrong."
)
def returns_the_labels(X, Y, word_to_vec_map, learning_rate, num_iterations):
    _, W, b = _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)
    return Y, W, b


@model.misconception(
    "The loops are the other way round: all passes are spent on one sentence, then on the next. "
    "Passes are the outer loop, sentences the inner one."
)
def spends_all_passes_on_one_sentence(X, Y, word_to_vec_map, learning_rate, num_iterations):
    def order(m):
        return [i for i in range(m) for _ in range(num_iterations)]

    return _train_like(X, Y, word_to_vec_map, learning_rate, 1, order=order)


@model.misconception(
    "Training ends as soon as all sentences are right. Go through them num_iterations times: the "
    "weights move on."
)
def stops_when_all_are_right(X, Y, word_to_vec_map, learning_rate, num_iterations):
    for passes in range(1, num_iterations + 1):
        results = _train_like(X, Y, word_to_vec_map, learning_rate, passes)
        if np.array_equal(results[0], Y):
            break
    return results


@model.misconception("The number of passes is fixed at 100 in your code: use num_iterations.")
def makes_a_hundred_passes(X, Y, word_to_vec_map, learning_rate, num_iterations):
    return _train_like(X, Y, word_to_vec_map, learning_rate, 100)


@model.misconception("b moves by the whole of delta: the learning rate is missing in its update.")
def moves_the_bias_at_full_rate(X, Y, word_to_vec_map, learning_rate, num_iterations):
    averages = [reference.sentence_to_avg(x, word_to_vec_map) for x in X]
    W, b = np.zeros((max(Y) + 1, len(averages[0]))), np.zeros(max(Y) + 1)
    for _ in range(num_iterations):
        for avg, label in zip(averages, Y, strict=True):
            dz = reference.softmax(W @ avg + b) - np.eye(len(b))[label]
            W, b = W - learning_rate * np.outer(dz, avg), b - dz
    return np.argmax(averages @ W.T + b, axis=1), W, b


@model.misconception(
    "The labels were numbered anew, without those that never occur. Keep their numbers: row 4 of W "
    "belongs to label 4."
)
def numbers_the_labels_anew(X, Y, word_to_vec_map, learning_rate, num_iterations):
    anew = np.unique(Y, return_inverse=True)[1]
    return _train_like(X, anew, word_to_vec_map, learning_rate, num_iterations)


@model.misconception(
    "W has as many rows as the largest label. Labels count from 0, so there is one more: max(Y) + 1."
)
def forgets_label_zero(X, Y, word_to_vec_map, learning_rate, num_iterations):
    averages = [reference.sentence_to_avg(x, word_to_vec_map) for x in X]
    W, b = np.zeros((max(Y), len(averages[0]))), np.zeros(max(Y))
    for _ in range(num_iterations):
        for avg, label in zip(averages, Y, strict=True):
            dz = reference.softmax(W @ avg + b)
            dz[label] -= 1
            W, b = W - learning_rate * np.outer(dz, avg), b - learning_rate * dz
    return np.argmax(averages @ W.T + b, axis=1), W, b


@model.misconception(
    "The predictions are one number, the largest of all logits of all sentences: numpy.argmax needs "
    "an axis, the one of the emoji."
)
def takes_one_argmax_of_all(X, Y, word_to_vec_map, learning_rate, num_iterations):
    _, W, b = _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)
    averages = np.array([reference.sentence_to_avg(x, word_to_vec_map) for x in X])
    return np.argmax(averages @ W.T + b), W, b


@model.misconception(
    "The predictions say which sentence is best for each emoji. Which emoji is best for each sentence "
    "is asked: take the argmax along the other axis."
)
def takes_the_argmax_over_sentences(X, Y, word_to_vec_map, learning_rate, num_iterations):
    _, W, b = _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)
    averages = np.array([reference.sentence_to_avg(x, word_to_vec_map) for x in X])
    return np.argmax(averages @ W.T + b, axis=0), W, b


@model.misconception("b is a column `(n_y, 1)`. Return it as `(n_y,)`, one number an emoji.")
def returns_the_bias_as_a_column(X, Y, word_to_vec_map, learning_rate, num_iterations):
    predictions, W, b = _train_like(X, Y, word_to_vec_map, learning_rate, num_iterations)
    return predictions, W, b.reshape(-1, 1)
