"""A recurrent network of one tanh layer: first parameters, loss and gradients.

The network reads one symbol per time step and gives logits for the next one, with examples as
columns (`x<1>` is a column of zeros, written `None` among the indices):

    a<t> = tanh(Wax x<t> + Waa a<t-1> + b)          (n_a, 1)
    z<t> = Wya a<t> + by                            (n_y, 1), softmax(z<t>) are probabilities

The gradient comes from TensorFlow's automatic differentiation, compiled once per process for
every size and every length. TensorFlow is imported by the first call, so that programs which only
need the parameters stay light.
"""

import functools

import numpy as np

PARAMETER_NAMES = ("Wax", "Waa", "Wya", "b", "by")
GAIN = 0.7  # About the largest size of an eigenvalue of the first Waa.
STEPS_PER_TURN = 4  # Time steps in one turn of the compiled loop: 4 was the fastest of 1, 4, 8, 16.
NO_SYMBOL = -1  # `tf.one_hot` gives a row of zeros for it.


def initialize_parameters(n_a, n_x, n_y, rng):
    """Draws small Gaussian weights; biases start at zero.

    Their standard deviation is `GAIN / sqrt(n_a)`, so that `Waa` shrinks what it is given, whatever
    its size, but by little enough for a gradient to reach back over a few steps.

    Args:
        n_a: Number of hidden units, at least 1.
        n_x: Number of input symbols, at least 1.
        n_y: Number of output symbols, at least 1.
        rng: A `numpy.random.Generator`, the only source of randomness.

    Returns:
        A dictionary of float64 arrays: `"Wax"` `(n_a, n_x)`, `"Waa"` `(n_a, n_a)`, `"Wya"`
        `(n_y, n_a)`, `"b"` `(n_a, 1)`, `"by"` `(n_y, 1)`.

    Raises:
        ValueError: If a size is smaller than 1.

    Example:
        >>> parameters = initialize_parameters(5, 3, 3, np.random.default_rng(0))
        >>> parameters["Wax"].shape, float(parameters["by"].sum())
        ((5, 3), 0.0)
    """
    if min(n_a, n_x, n_y) < 1:
        raise ValueError(f"Every size must be at least 1, not n_a={n_a}, n_x={n_x}, n_y={n_y}.")
    scale = GAIN / np.sqrt(n_a)
    return {
        "Wax": scale * rng.standard_normal((n_a, n_x)),
        "Waa": scale * rng.standard_normal((n_a, n_a)),
        "Wya": scale * rng.standard_normal((n_y, n_a)),
        "b": np.zeros((n_a, 1)),
        "by": np.zeros((n_y, 1)),
    }


def loss_and_gradients(X, Y, a_prev, parameters):
    r"""Returns the cross-entropy of one sequence and its gradients.

    1. Hidden states `a<t>` from the inputs, starting from `a_prev`: `(n_a, 1)` each.
    2. Loss: `-sum_t ln softmax(Wya a<t> + by)[Y[t]]`, in nats, summed over the time steps.
    3. Gradients of that sum, through all time steps, not clipped.

    Nothing that is passed in is changed. Computed in float64.

    Args:
        X: List of T input indices, 0 to n_x - 1; `None` stands for a column of zeros. For a name:
            `[None, i1, ..., ik]`.
        Y: List of T target indices, 0 to n_y - 1. For a name: `[i1, ..., ik, newline]`.
        a_prev: Float array `(n_a, 1)`, the hidden state before the first step.
        parameters: Dictionary with `"Wax"` `(n_a, n_x)`, `"Waa"` `(n_a, n_a)`, `"Wya"`
            `(n_y, n_a)`, `"b"` `(n_a, 1)` and `"by"` `(n_y, 1)`.

    Returns:
        loss: Float, the summed cross-entropy in nats.
        gradients: Dictionary `"dWax" "dWaa" "dWya" "db" "dby"` of new arrays with the shapes and
            the dtype of the parameters.
        a_last: Float array `(n_a, 1)`, the hidden state after the last step.

    Raises:
        ValueError: If a parameter is missing, if shapes disagree, if X and Y are empty or of
            different length, or if an index is outside the vocabulary.

    Example:
        >>> parameters = initialize_parameters(5, 3, 3, np.random.default_rng(0))
        >>> loss, gradients, a_last = loss_and_gradients(
        ...     [None, 1, 2], [1, 2, 0], np.zeros((5, 1)), parameters)
        >>> round(loss / 3, 2), gradients["dWax"].shape, a_last.shape
        (1.13, (5, 3), (5, 1))
    """
    arrays, a_prev = _checked_arrays(parameters, a_prev)
    n_a, n_x = arrays["Wax"].shape
    n_y = arrays["by"].shape[0]
    symbols = _checked_symbols(X, Y, n_x, n_y)

    flat = np.concatenate([arrays[name].ravel() for name in PARAMETER_NAMES] + [a_prev.ravel()])
    answer = _compiled_call()(symbols, (n_a, n_x, n_y), flat.astype(np.float64, copy=False))

    dtype = arrays["Wax"].dtype if arrays["Wax"].dtype.kind == "f" else np.dtype(np.float64)
    answer_in_dtype = answer.astype(dtype)  # A copy: the tensor's own memory is read-only.
    a_last = answer_in_dtype[1 : 1 + n_a].reshape(n_a, 1)
    gradients, start = {}, 1 + n_a
    for name in PARAMETER_NAMES:
        stop = start + arrays[name].size
        gradients["d" + name] = answer_in_dtype[start:stop].reshape(arrays[name].shape)
        start = stop
    return float(answer[0]), gradients, a_last


@functools.cache
def _compiled_call():
    """Returns the compiled computation as a function of three NumPy arguments.

    One flat vector goes in and one comes out: TensorFlow charges about 0.1 ms for every tensor
    that crosses the border, which is more than the arithmetic of a short name costs.
    """
    import tensorflow as tf

    @tf.function(
        autograph=False,
        input_signature=[
            tf.TensorSpec([2, None], tf.int32),  # X above Y.
            tf.TensorSpec([3], tf.int32),  # n_a, n_x, n_y.
            tf.TensorSpec([None], tf.float64),  # Wax, Waa, Wya, b, by, a_prev, one after another.
        ],
    )
    def compute(symbols, sizes, flat):
        n_a, n_x, n_y = tf.unstack(sizes)
        with tf.GradientTape() as tape:
            tape.watch(flat)
            lengths = tf.stack([n_a * n_x, n_a * n_a, n_y * n_a, n_a, n_y, n_a])
            Wax, Waa, Wya, b, by, a_prev = tf.split(flat, lengths, num=6)
            inputs = tf.one_hot(symbols[0], n_x, dtype=flat.dtype)  # (T, n_x)
            drive = tf.matmul(inputs, tf.reshape(Wax, [n_a, n_x]), transpose_b=True) + b
            states = _unroll(drive, tf.reshape(Waa, [n_a, n_a]), a_prev[None, :])  # (T, n_a)
            logits = tf.matmul(states, tf.reshape(Wya, [n_y, n_a]), transpose_b=True) + by
            loss = tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(symbols[1], logits))
        return tf.concat([loss[None], states[-1], tape.gradient(loss, flat)], axis=0)

    concrete = compute.get_concrete_function()

    def call(symbols, sizes, flat):
        sizes = np.array(sizes, dtype=np.int32)
        return concrete(tf.constant(symbols), tf.constant(sizes), tf.constant(flat)).numpy()

    return call


def _unroll(drive, Waa, a_start):
    """Runs the recurrence over rows of `drive` `(T, n_a)`; returns the states `(T, n_a)`."""
    import tensorflow as tf

    timesteps, units = tf.unstack(tf.shape(drive))
    turns = (timesteps + STEPS_PER_TURN - 1) // STEPS_PER_TURN
    drive = tf.pad(drive, [[0, turns * STEPS_PER_TURN - timesteps], [0, 0]])
    drive = tf.reshape(drive, [turns, STEPS_PER_TURN, units])
    drives = tf.TensorArray(drive.dtype, size=turns).unstack(drive)
    states = tf.TensorArray(drive.dtype, size=turns, element_shape=[STEPS_PER_TURN, None])

    def turn(k, a, states):
        rows = []
        for row in tf.split(drives.read(k), STEPS_PER_TURN):
            a = tf.tanh(tf.matmul(a, Waa, transpose_b=True) + row)  # (1, n_a)
            rows.append(a)
        return k + 1, a, states.write(k, tf.concat(rows, axis=0))

    _, _, states = tf.while_loop(
        lambda k, a, states: k < turns, turn, [0, a_start, states], parallel_iterations=1
    )
    return states.concat()[:timesteps]  # The padded steps of the last turn are dropped.


def _checked_arrays(parameters, a_prev):
    """Returns the five parameters and `a_prev` as arrays of agreeing shapes, or says why not."""
    missing = [name for name in PARAMETER_NAMES if name not in parameters]
    if missing:
        raise ValueError(f"parameters has no {', '.join(map(repr, missing))}.")
    arrays = {name: np.asarray(parameters[name]) for name in PARAMETER_NAMES}
    a_prev = np.asarray(a_prev)
    if arrays["Wax"].ndim != 2 or arrays["by"].ndim != 2:
        raise ValueError(
            "Wax (n_a, n_x) and by (n_y, 1) must have two dimensions, "
            f"not the shapes {arrays['Wax'].shape} and {arrays['by'].shape}."
        )
    n_a, n_y = arrays["Wax"].shape[0], arrays["by"].shape[0]
    expected = {"Waa": (n_a, n_a), "Wya": (n_y, n_a), "b": (n_a, 1), "by": (n_y, 1)}
    for name, shape in expected.items():
        if arrays[name].shape != shape:
            raise ValueError(
                f"{name} has the shape {arrays[name].shape}, but Wax {arrays['Wax'].shape} and "
                f"by {arrays['by'].shape} ask for {shape}."
            )
    if a_prev.shape != (n_a, 1):
        raise ValueError(f"a_prev has the shape {a_prev.shape}, expected {(n_a, 1)}.")
    return arrays, a_prev


def _checked_symbols(X, Y, n_x, n_y):
    """Returns X above Y as an int32 array `(2, T)`, or says what is wrong with them."""
    if len(X) != len(Y) or not len(X):
        raise ValueError(
            f"X and Y need the same length, at least 1, but have {len(X)} and {len(Y)} entries."
        )
    for label, indices, size in (("X", X, n_x), ("Y", Y, n_y)):
        for index in indices:
            if index is None and label == "X":
                continue
            if not isinstance(index, (int, np.integer)) or not 0 <= index < size:
                raise ValueError(
                    f"{label} holds {index!r}; its indices are whole numbers from 0 to {size - 1}."
                )
    return np.array([[NO_SYMBOL if i is None else i for i in X], list(Y)], dtype=np.int32)
