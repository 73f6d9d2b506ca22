"""The race of six recurrent nets for a long memory, and the loss of a plain one with its gradients.

A net reads symbols: distractors, among them one key, and a question at the end, which it answers
with the key. All six nets are lines of one table. At each step, one candidate is made and

    c<t> = keep * c<t-1> + write * candidate,    h<t> = output * tanh(c<t>)  or  c<t>,

where keep, write and output are numbers or gates. So nobody's exercise stands here, and the nets
differ in nothing but what the table says. All seeds of a net are trained side by side: the seed is
the first axis of every weight, so that one compiled product serves them all.

TensorFlow is imported by the first call that trains.
"""

import contextlib
import functools
import time
from dataclasses import dataclass

import numpy as np

from utils.quiet import import_quietly, quietly

KEYS, SYMBOLS = 8, 17  # Keys 0 to 7, distractors 8 to 15, the question 16.
UNITS, SEEDS, BATCH = 32, 5, 32
MAX_NORM = 1.0  # to which the gradient of each seed's net is clipped
LEARN_FROM = 60_000  # examples drawn before a race; its batches are drawn from them


@dataclass(frozen=True)
class Net:
    """One line of the table.

    Args:
        start: Kind of the first weights, for `initial_weights`.
        rate: Adam's learning rate, chosen among .001, .003 and .01 on validation draws
            (`python -m benchmarks.long_memory --validation`).
        steps: How many batches it learns from.
        activation: Of the candidate.
        keep: What of the old state is kept: a number, or `"gate"`.
        write: What of the candidate is written: a number, `"gate"`, or `"rest"`, one minus keep.
        keep_bias: First bias of the keep gate.
        resets: Whether a gate says how much of the old state the candidate sees.
        outputs: Whether a gate says how much of the state is shown.
    """

    start: str
    rate: float
    steps: int
    activation: str = "tanh"
    keep: float | str = 0.0
    write: float | str = 1.0
    keep_bias: float = 0.0
    resets: bool = False
    outputs: bool = False

    @property
    def gates(self):
        """Names of the gates, in the order of their weights."""
        found = [("keep", self.keep == "gate"), ("write", self.write == "gate")]
        found += [("reset", self.resets), ("output", self.outputs)]
        return [name for name, is_there in found if is_there]


NETS = {
    "tanh, random": Net("he", 0.003, 1200),
    "tanh, orthogonal": Net("orthogonal", 0.003, 1200),
    "ReLU, identity": Net("identity", 0.001, 1200, activation="relu"),
    "residual": Net("orthogonal", 0.003, 1500, keep=1.0, write=0.1),
    "GRU": Net("orthogonal", 0.01, 900, keep="gate", write="rest", keep_bias=1.0, resets=True),
    "LSTM": Net("orthogonal", 0.01, 1800, keep="gate", write="gate", keep_bias=1.0, outputs=True),
}


@dataclass(frozen=True)
class Learned:
    """What became of one net.

    Args:
        weights: Dictionary of float32 arrays, the seed first.
        seconds: Float array `(steps,)`, the time since the first batch began, compiling aside.
        recall: Float array `(steps, seeds)`, the share of each batch that was answered rightly
            before the net learned from it.
    """

    weights: dict
    seconds: np.ndarray
    recall: np.ndarray


def race(recall_examples, initial_weights, rng, longest=100, nets=None):
    """Trains nets to recall a key.

    Args:
        recall_examples: Function that draws examples, called with `(count, longest, longest, rng)`.
        initial_weights: Function that draws first weights, `(kind, n_a, n_x, rng)`.
        rng: Generator.
        longest: Most symbols between key and question.
        nets: Dictionary from a name to a `Net`; None takes `NETS`.

    Yields:
        Pairs of the name of a net and what it `Learned`.
    """
    X, y, _ = recall_examples(LEARN_FROM, longest, longest, rng)
    X, y = np.asarray(X, dtype=np.int8), np.asarray(y, dtype=np.int32)
    for name, net in (NETS if nets is None else nets).items():
        yield name, learn(net, X, y, initial_weights, rng)


def first_weights(net, initial_weights, rng):
    """Draws the first weights of all seeds of a net.

    Args:
        net: A `Net`.
        initial_weights: As for `race`.
        rng: Generator.

    Returns:
        Dictionary of float32 arrays: `"recurrent"` `(seeds, units, blocks * units)`, candidate
        first, then the gates; `"input"` `(seeds, symbols, blocks * units)`; `"bias"`
        `(seeds, 1, blocks * units)`; `"answer"` `(seeds, units + 1, keys)`.
    """
    blocks = ["candidate", *net.gates]
    drawn = [
        [initial_weights(net.start, UNITS, SYMBOLS, rng) for _ in blocks] for _ in range(SEEDS)
    ]
    bias = np.zeros((SEEDS, 1, len(blocks) * UNITS))
    if "keep" in blocks:
        place = blocks.index("keep") * UNITS
        bias[:, :, place : place + UNITS] = net.keep_bias
    answer = rng.normal(0, UNITS**-0.5, (SEEDS, UNITS + 1, KEYS))
    answer[:, -1] = 0
    weights = {
        "recurrent": [np.hstack([np.transpose(Waa) for _, Waa, _ in seed]) for seed in drawn],
        "input": [np.hstack([np.transpose(Wax) for Wax, _, _ in seed]) for seed in drawn],
        "bias": bias,
        "answer": answer,
    }
    return {name: np.asarray(value, dtype=np.float32) for name, value in weights.items()}


def learn(net, X, y, initial_weights, rng):
    """Trains all seeds of one net side by side.

    Args:
        net: A `Net`.
        X: Whole numbers `(count, T)`, symbols.
        y: Whole numbers `(count,)`, keys.
        initial_weights: As for `race`.
        rng: Generator.

    Returns:
        What it `Learned`.
    """
    tf = import_quietly("tensorflow")

    start = first_weights(net, initial_weights, rng)
    state = [[tf.Variable(value * scale) for value in start.values()] for scale in (1, 0, 0)]
    train = _compiled_step(net)
    seconds, recall, began = [], [], time.perf_counter()
    for step in range(net.steps + 1):  # The first one compiles, and changes nothing.
        rows = rng.integers(len(X), size=(SEEDS, BATCH))
        ids = tf.constant(X[rows].transpose(2, 0, 1).astype(np.int32))
        with contextlib.nullcontext() if step else quietly():
            hits = train(*state, ids, tf.constant(y[rows]), tf.constant(float(step)))
        if step == 0:
            began = time.perf_counter()
            continue
        recall.append(hits.numpy())
        seconds.append(time.perf_counter() - began)
    weights = {name: value.numpy() for name, value in zip(start, state[0], strict=True)}
    return Learned(weights, np.array(seconds), np.array(recall))


def answers(net, weights, X, at_once=500):
    """Returns what all seeds of a net answer.

    Args:
        net: A `Net`.
        weights: As `Learned` holds them.
        X: Whole numbers `(count, T)`, symbols.
        at_once: How many examples are read side by side.

    Returns:
        Whole numbers `(seeds, count)`: keys.
    """
    tf = import_quietly("tensorflow")

    X, count = np.asarray(X, dtype=np.int32), len(X)
    at_once = min(at_once, count)
    X = np.concatenate([X, np.repeat(X[:1], -count % at_once, axis=0)])  # Whole batches only.
    read = _compiled_reading(net, X.shape[1], at_once)
    names = ("recurrent", "input", "bias", "answer")
    given = [tf.constant(weights[name]) for name in names]
    found = []
    for first in range(0, len(X), at_once):
        ids = np.repeat(X[first : first + at_once].T[:, None], SEEDS, axis=1)
        with contextlib.nullcontext() if first else quietly():
            found.append(read(*given, tf.constant(ids)).numpy())
    return np.concatenate(found, axis=1)[:, :count]


def recall_by_lag(answered, y, lags, edges):
    """Returns the share of right answers by the number of symbols between key and question.

    Args:
        answered: Whole numbers `(seeds, count)`.
        y: Whole numbers `(count,)`, the keys.
        lags: Whole numbers `(count,)`.
        edges: Where bins begin and end: bin i has `edges[i] < lag <= edges[i + 1]`.

    Returns:
        Float array `(seeds, bins)`.

    Example:
        >>> recall_by_lag(np.array([[3, 1, 2]]), np.array([3, 1, 0]), np.array([1, 5, 6]), [0, 5, 9])
        array([[1., 0.]])
    """
    is_right = np.asarray(answered) == np.asarray(y)
    bins = zip(edges[:-1], edges[1:], strict=True)
    picked = [(np.asarray(lags) > low) & (np.asarray(lags) <= high) for low, high in bins]
    return np.stack([is_right[:, pick].mean(axis=1) for pick in picked], axis=1)


def plain_parts(weights, seed):
    """Returns a plain net's weights as columns read them.

    Args:
        weights: As `Learned` holds them, of a net without gates.
        seed: Which of the nets.

    Returns:
        `Wax` `(n_a, n_x)`, with the bias added to each column (a symbol is always read), and `Waa`
        `(n_a, n_a)`.
    """
    drive = weights["input"][seed] + weights["bias"][seed]
    return drive.T.astype(float), weights["recurrent"][seed].T.astype(float)


def symbols_of(line):
    """Turns a line of letters with a digit into an example.

    Letters become distractors, eight by eight in the order of the alphabet; the first digit from 0 to
    7 becomes the key; everything else is left out.

    Args:
        line: Text.

    Returns:
        Whole numbers `(1, T)`, the question last.

    Raises:
        ValueError: If there is no digit from 0 to 7, or more than one.

    Example:
        >>> symbols_of("ab 3 j")
        array([[ 8,  9,  3,  9, 16]])
    """
    kept = [c for c in line.lower() if c in "01234567" or "a" <= c <= "z"]
    digits = sum(c.isdigit() for c in kept)
    if digits != 1:
        raise ValueError(f"The line has {digits} digits from 0 to 7; it needs one.")
    symbols = [int(c) if c.isdigit() else KEYS + (ord(c) - ord("a")) % KEYS for c in kept]
    return np.array([[*symbols, SYMBOLS - 1]])


# -------------------------------------------------------------------------- a plain net, by columns


def one_hot(X, y):
    """Writes examples as columns, as the cells of week 1 read them.

    Args:
        X: Whole numbers `(count, T)`, symbols.
        y: Whole numbers `(count,)`, keys.

    Returns:
        x: Float array `(symbols, count, T)`.
        targets: Float array `(keys, count, T)`, zeros but for the last step, the only one that is
            asked.
    """
    X, y = np.asarray(X), np.asarray(y)
    x = np.eye(SYMBOLS)[X].transpose(2, 0, 1)
    targets = np.zeros((KEYS, *X.shape))
    targets[y, np.arange(len(y)), -1] = 1
    return x, targets


def plain_weights(rng, scale=1.0):
    """Draws weights of a plain net.

    Args:
        rng: Generator.
        scale: About the largest size of an eigenvalue of `Waa`.

    Returns:
        Dictionary of float arrays `"Wax" "Waa" "ba" "Wya" "by"`.
    """
    recurrent = rng.normal(0, scale / np.sqrt(UNITS), (UNITS, UNITS))
    return {
        "Wax": rng.normal(0, 0.3, (UNITS, SYMBOLS)),
        "Waa": recurrent,
        "ba": np.zeros((UNITS, 1)),
        "Wya": rng.normal(0, 0.2, (KEYS, UNITS)),
        "by": np.zeros((KEYS, 1)),
    }


def loss_and_gradients(x, y, a_start, parameters, activation="tanh"):
    """Returns the cross-entropy of a plain net with its gradients, back to the first state and no further.

    Args:
        x: Float array `(n_x, m, T)`, inputs.
        y: Float array `(n_y, m, T)`, one-hot targets; a column of zeros asks nothing.
        a_start: Float array `(n_a, m)`, the state before the first step.
        parameters: Dictionary of float arrays `"Wax" "Waa" "ba" "Wya" "by"`.
        activation: `"tanh"` or `"relu"`.

    Returns:
        loss: Float, in nats, the sum over examples and steps.
        gradients: Dictionary `"dWax" "dWaa" "dba" "dWya" "dby"`.
        a_last: Float array `(n_a, m)`.
    """
    tf = import_quietly("tensorflow")

    order = ("Wax", "Waa", "ba", "Wya", "by")
    values = [tf.constant(parameters[name], tf.float64) for name in order]
    steps = [tf.constant(np.moveaxis(array, 2, 0), tf.float64) for array in (x, y)]
    compute = _compiled_loss(activation)
    loss, a_last, slopes = compute(*steps, tf.constant(a_start, tf.float64), values)
    named = zip(order, slopes, strict=True)
    return float(loss), {f"d{name}": slope.numpy() for name, slope in named}, a_last.numpy()


def descend(clip, recall_examples, limit=1.0, rate=0.3, steps=400, seed=5):
    """Trains a plain ReLU net by gradient descent.

    Args:
        clip: Function `(gradients, limit)` that returns what is used for a step, and anything.
        recall_examples: As for `race`; lags go to 4.
        limit: What `clip` is given.
        rate: Of learning.
        steps: How many.
        seed: Of weights and batches, so that ways to clip can be compared.

    Returns:
        List of mean losses in nats, one a step, up to the first that is not finite.
    """
    rng = np.random.default_rng(seed)
    parameters = plain_weights(rng, scale=2.0)
    losses = []
    for _ in range(steps):
        X, y, _ = recall_examples(BATCH, 10, 4, rng)
        x, targets = one_hot(X, y)
        start = np.zeros((UNITS, BATCH))
        loss, slopes, _ = loss_and_gradients(x, targets, start, parameters, "relu")
        losses.append(loss / BATCH)
        if not np.isfinite(loss):
            break
        slopes, _ = clip({name: slope / BATCH for name, slope in slopes.items()}, limit)
        for name, slope in slopes.items():
            parameters[name[1:]] = parameters[name[1:]] - rate * slope
    return losses


# ------------------------------------------------------------------------------ compiled parts


def _read(net, weights, ids):
    """Returns logits `(seeds, batch, keys)` after the last symbol; `ids` is `(T, seeds, batch)`."""
    tf = import_quietly("tensorflow")

    activation = {"tanh": tf.tanh, "relu": tf.nn.relu}[net.activation]
    steps, seeds, batch = ids.shape
    gates = net.gates
    rows = tf.reshape(tf.transpose(ids, [1, 0, 2]), [seeds, steps * batch])
    drive = tf.matmul(tf.one_hot(rows, SYMBOLS), weights["input"]) + weights["bias"]
    drive = tf.transpose(tf.reshape(drive, [seeds, steps, batch, -1]), [1, 0, 2, 3])

    def step(t, c, h):
        seen = tf.split(tf.matmul(h, weights["recurrent"]), len(gates) + 1, axis=-1)
        said = tf.split(drive[t], len(gates) + 1, axis=-1)
        opened = {
            gate: tf.sigmoid(seen[place] + said[place]) for place, gate in enumerate(gates, start=1)
        }
        candidate = activation(opened.get("reset", 1.0) * seen[0] + said[0])
        keep = opened.get("keep", net.keep)
        write = 1 - keep if net.write == "rest" else opened.get("write", net.write)
        c = keep * c + write * candidate
        return t + 1, c, opened["output"] * tf.tanh(c) if net.outputs else c

    empty = tf.zeros([seeds, batch, UNITS])
    _, _, h = tf.while_loop(
        lambda t, *_: t < steps, step, [0, empty, empty], maximum_iterations=steps
    )
    return tf.matmul(h, weights["answer"][:, :-1]) + weights["answer"][:, -1:]


@functools.cache
def _compiled_step(net):
    """Returns a function that takes one step of Adam with all seeds; batch number 0 changes nothing."""
    tf = import_quietly("tensorflow")

    names = ("recurrent", "input", "bias", "answer")

    @tf.function(jit_compile=True, autograph=False)
    def train(values, means, squares, ids, y, number):
        with tf.GradientTape() as tape:
            logits = _read(net, dict(zip(names, values, strict=True)), ids)
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits)
            loss = tf.reduce_sum(tf.reduce_mean(loss, axis=1))  # Seeds have no weight in common.
        slopes = tape.gradient(loss, values)
        squared = [tf.reduce_sum(g * g, axis=[1, 2], keepdims=True) for g in slopes]
        shrink = tf.minimum(1.0, MAX_NORM / tf.sqrt(tf.add_n(squared) + 1e-12))
        is_real = tf.cast(number > 0, tf.float32)
        for value, mean, square, slope in zip(values, means, squares, slopes, strict=True):
            slope = shrink * slope * is_real
            mean.assign(0.9 * mean + 0.1 * slope)
            square.assign(0.999 * square + 0.001 * slope * slope)
            size = tf.sqrt(square / (1 - 0.999 ** (number + 1))) + 1e-7
            value.assign_sub(net.rate * mean / (1 - 0.9 ** (number + 1)) / size)
        hits = tf.argmax(logits, axis=-1, output_type=tf.int32) == y
        return tf.reduce_mean(tf.cast(hits, tf.float32), axis=1)

    return train


@functools.cache
def _compiled_reading(net, steps, batch):
    """Returns a function from weights and symbols `(steps, seeds, batch)` to keys `(seeds, batch)`."""
    tf = import_quietly("tensorflow")

    @tf.function(jit_compile=True, autograph=False)
    def read(recurrent, drive, bias, answer, ids):
        weights = {"recurrent": recurrent, "input": drive, "bias": bias, "answer": answer}
        return tf.argmax(_read(net, weights, ids), axis=-1, output_type=tf.int32)

    width = (1 + len(net.gates)) * UNITS
    shapes = [(UNITS, width), (SYMBOLS, width), (1, width), (UNITS + 1, KEYS)]
    specs = [tf.TensorSpec((SEEDS, *shape), tf.float32) for shape in shapes]
    # Made once for these sizes: TensorFlow would warn of functions that are traced anew.
    return read.get_concrete_function(*specs, tf.TensorSpec((steps, SEEDS, batch), tf.int32))


@functools.cache
def _compiled_loss(activation):
    """Returns a function from steps first, `(T, n, m)`, to loss, last state and gradients."""
    tf = import_quietly("tensorflow")

    act = {"tanh": tf.tanh, "relu": tf.nn.relu}[activation]
    any_size = tf.TensorSpec([None, None], tf.float64)
    in_time = tf.TensorSpec([None, None, None], tf.float64)

    @tf.function(autograph=False, input_signature=[in_time, in_time, any_size, [any_size] * 5])
    def compute(x, y, a_start, values):
        steps = tf.shape(x)[0]
        with tf.GradientTape() as tape:
            tape.watch(values)
            Wax, Waa, ba, Wya, by = values

            def step(t, a, loss):
                a = act(Waa @ a + Wax @ x[t] + ba)
                told = tf.nn.log_softmax(Wya @ a + by, axis=0)
                return t + 1, a, loss - tf.reduce_sum(tf.math.multiply_no_nan(told, y[t]))

            start = [0, a_start, tf.constant(0, tf.float64)]
            shapes = [tf.TensorShape([]), any_size.shape, tf.TensorShape([])]
            _, a, loss = tf.while_loop(lambda t, *_: t < steps, step, start, shapes)
        return loss, a, tape.gradient(loss, values)

    return compute
