"""The whole network: cases, other right answers, known mistakes.

Judged by what it does: shapes, probabilities, what depends on what; by slopes, which tell attention
from a network that gets the same few numbers of the text at every step; and, where the
weights have the shapes of the obvious architecture, by numbers computed in NumPy. A network with
layers of its own has other shapes, and is judged without numbers.
"""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._date_translation.inputs import (
    context_of,
    floats,
    modelf,
    reference,
    shared_layers,
    softmax,
)
from autograder.expectations import (
    Between,
    Different,
    DifferentRows,
    MatchesIfSeen,
    Same,
    Shape,
    SumsToOne,
)
from autograder.model_probes import SequenceModel
from autograder.recipes import Made

# No two weights of one architecture have the same shape, but those of the two directions and, in a
# GRU, its recurrent kernel and its biases.
TX, TY, N_A, N_S, HUMAN, MACHINE, UNITS = 3, 2, 2, 5, 7, 6, 10
SIZES = {"Tx": TX, "Ty": TY, "n_a": N_A, "n_s": N_S, "human_vocab_size": HUMAN}
SIZES["machine_vocab_size"] = MACHINE
M = 4  # examples
STATES = 5  # tried for the slopes; the MACHINE numbers of an output have MACHINE - 1 > 2 n_a slopes
BEYOND = 2e-6  # float32 leaves 1e-7 of a singular value that should be 0; right networks have 1e-4

# Right, made of what learners have in utils anyway, for those whose exercise 2 is not.
ATTENTION = Made(
    """
def right_attention(units):
    from utils.attention import AdditiveAttention

    layer = AdditiveAttention(units)

    def one_step_attention(a, s_prev):
        return layer(s_prev, a)[0]

    return one_step_attention
""",
    {"units": UNITS},
)

# ------------------------------------------------------------------- what is expected, in NumPy


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _lstm_step(x, h, c, kernel, recurrent, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent + bias, 4, axis=-1)
    c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
    return _sigmoid(o) * np.tanh(c), c


def _gru_step(x, h, kernel, recurrent, biases):
    z, r, g = np.split(x @ kernel + biases[0], 3, axis=-1)
    zh, rh, gh = np.split(h @ recurrent + biases[1], 3, axis=-1)
    z = _sigmoid(z + zh)
    return z * h + (1 - z) * np.tanh(g + _sigmoid(r + rh) * gh)


def _encoded(X, weights):
    """Runs one layer in both directions, with the same weights."""
    runs = []
    for order in (range(X.shape[1]), range(X.shape[1])[::-1]):
        h, c = np.zeros((2, len(X), N_A))
        states = [None] * X.shape[1]
        for t in order:
            if len(np.shape(weights[2])) == 1:
                h, c = _lstm_step(X[:, t], h, c, *weights)
            else:
                h = _gru_step(X[:, t], h, *weights)
            states[t] = h
        runs.append(np.stack(states, axis=1))
    return np.concatenate(runs, axis=-1)


def expected_outputs(inputs, encoder, shared, decoder, output, steps=TY):
    """Computes the network's outputs, a list of `(m, symbols)`."""
    X, s, c = inputs
    a, found = _encoded(X, encoder), []
    for _ in range(steps):
        context = context_of(a, s, *shared)[:, 0]
        s, c = _lstm_step(context, s, c, *decoder)
        found.append(softmax(s @ output[0] + output[1], axis=-1).astype("float32"))
    return found


def _halves(rng, units, *rest, scale=1.0):
    """Draws a kernel that treats both directions of the encoder alike, whichever comes first."""
    half = floats(rng, N_A, units, scale=scale)
    return np.concatenate([half, half, *(floats(rng, n, units, scale=scale) for n in rest)])


def _given_weights(rng):
    encoders = {
        "lstm": [floats(rng, HUMAN, 4 * N_A, scale=2.0), floats(rng, N_A, 4 * N_A),
                 floats(rng, 4 * N_A)],
    }  # fmt: skip
    both = floats(rng, 2, 3 * N_A)
    encoders["gru"] = [floats(rng, HUMAN, 3 * N_A, scale=2.0), both, both]
    shared = [_halves(rng, UNITS, N_S), floats(rng, UNITS), floats(rng, UNITS, 1, scale=3.0)]
    decoder = [_halves(rng, 4 * N_S, scale=2.0), floats(rng, N_S, 4 * N_S), floats(rng, 4 * N_S)]
    output = [floats(rng, N_S, MACHINE, scale=3.0), floats(rng, MACHINE)]
    return encoders, shared, decoder, output


# ---------------------------------------------------------------------------------- cases


def _texts(rng, count):
    """Draws one-hot texts in which no character follows itself."""
    ids = np.array([rng.permutation(HUMAN)[:TX] for _ in range(count)])
    return np.eye(HUMAN, dtype="float32")[ids]


def _lends(rng):
    return shared_layers(TX, *_given_weights(rng)[1])


@modelf.case(
    "It writes Ty symbols from text, state and memory cell, looks at the text anew at each step, and "
    "its layers are the same at every step."
)
def what_it_does(rng):
    X, s0, c0 = _texts(rng, 1), floats(rng, 1, N_S), floats(rng, 1, N_S)
    rows = [np.repeat(array, M, axis=0) for array in (X, s0, c0)]
    rows[0][1] = X[0, ::-1]
    rows[1][2] = -s0[0]
    rows[2][3] = -c0[0]
    several = [np.repeat(array, STATES, axis=0) for array in (X, s0, c0)]
    several[1][1:] = floats(rng, STATES - 1, N_S, scale=6.0)
    encoders, shared, decoder, output = _given_weights(rng)
    blind = np.zeros_like(decoder[0])  # With this kernel no context reaches the LSTM.
    given = [_texts(rng, M), floats(rng, M, N_S), floats(rng, M, N_S)]
    probe = SequenceModel(
        SIZES,
        inputs={"rows": rows},
        shake=int(rng.integers(2**31)),
        other_arguments={**SIZES, "Ty": TY + 1},
        slopes={"inputs": several, "of": TY - 1, "by": 0, "numbers": MACHINE},
        by_shape={
            "decoder": [blind, *decoder[1:], *output],
            **{name: [*own, *shared, *decoder, *output] for name, own in encoders.items()},
        },
        partial=["decoder"],
        spare=[floats(rng, 1)],
        given=given,
        lends=shared_layers(TX, *shared),
        stand_ins={"one_step_attention": ATTENTION},
    )
    close = {"relative": 1e-3, "absolute": 1e-5}
    seen_alone = expected_outputs(given, encoders["gru"], shared, [blind, *decoder[1:]], output)
    numbers = [
        MatchesIfSeen(
            seen_alone,
            "loaded.decoder",
            message="With given weights, and the text left aside, the decoder writes something else. "
            "Follow s and c from step to step: what the LSTM returns goes on, and the symbol is "
            "written from its new state.",
            tolerance=close,
        )
    ]
    numbers += [
        MatchesIfSeen(
            expected_outputs(given, own, shared, decoder, output),
            f"loaded.{name}",
            message="With given weights the network writes something else. Does the encoder's second "
            "half, read backwards, stand in the order of the text again? Does the attention get "
            "the state before the step, and the LSTM the context as it is?",
            tolerance=close,
        )
        for name, own in encoders.items()
    ]
    return Trial(probe, [*_FORM, *_DEPENDS, *numbers], measure="directions_of_slopes")


def _row(number):
    return [[number, number + 1]]


_FORM = [
    Shape(
        "outputs.rows",
        [TY, M, MACHINE],
        f"With Ty={TY} the model must return a list of {TY} outputs, each (m, machine_vocab_size), "
        f"here ({M}, {MACHINE}).",
    ),
    Between("outputs.rows.1", 0.0, 1.0, "The outputs are no probabilities: end with a softmax."),
    SumsToOne("outputs.rows.1", "The probabilities of a symbol do not sum to 1: use a softmax."),
    Same(
        "parameters",
        "other_parameters",
        "The number of weights grows with Ty: layers are made anew at each step. Make them once, "
        "before the loop.",
    ),
    Same(
        "outputs.rows.0",
        "at_slopes.0",
        "What is written for a text depends on the other texts of the batch.",
        window=_row(0),
    ),
]


_DEPENDS = [
    DifferentRows("outputs.rows.0", 0, 1, "The text changes nothing."),
    DifferentRows(
        "outputs.rows.0", 0, 2, "s0 changes nothing: attention and LSTM have to start from it."
    ),
    DifferentRows(
        "outputs.rows.0", 0, 3, "c0 changes nothing: the LSTM's memory cell has to start from it."
    ),
    Different(
        "outputs.rows.0",
        "outputs.rows.1",
        "Two steps write the same: the state is not passed on from step to step.",
    ),
    Between(
        "measured.reach",
        1e-9,
        None,
        "No gradient reaches the text: the encoder cannot learn. Is it connected to the outputs by "
        "Keras layers or keras.ops all the way?",
    ),
    Between(
        "measured.beyond",
        BEYOND,
        None,
        "At the second step the decoder gets nothing new from the text: attention has to choose anew "
        "at each step. Call one_step_attention inside the loop, with the state before that step.",
    ),
]


# ---------------------------------------------------------------------- other right answers


@modelf.alternative
def with_lstm_layers(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    import keras

    X = keras.Input(shape=(Tx, human_vocab_size))
    s0 = keras.Input(shape=(n_s,), name="s0")
    c0 = keras.Input(shape=(n_s,), name="c0")
    a = keras.layers.Bidirectional(keras.layers.LSTM(n_a, return_sequences=True))(X)
    post_activation = keras.layers.LSTM(n_s, return_state=True)
    output_layer = keras.layers.Dense(machine_vocab_size, activation="softmax")
    s, c = s0, c0
    outputs = []
    for _ in range(Ty):
        s, _, c = post_activation(reference.one_step_attention(a, s), initial_state=[s, c])
        outputs.append(output_layer(s))
    return keras.Model(inputs=[X, s0, c0], outputs=outputs)


@modelf.alternative
def with_an_attention_of_its_own(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    import keras
    from keras import layers, ops

    X, s0, c0 = keras.Input((Tx, human_vocab_size)), keras.Input((n_s,)), keras.Input((n_s,))
    forward = layers.SimpleRNN(n_a, return_sequences=True)(X)
    backward = layers.SimpleRNN(n_a, return_sequences=True, go_backwards=True)(X)
    a = layers.Concatenate()([forward, ops.flip(backward, axis=1)])
    keys = layers.Dense(11)(a)
    query, energy = layers.Dense(11, use_bias=False), layers.Dense(1, activation="tanh")
    cell, output = layers.LSTMCell(n_s), layers.Dense(machine_vocab_size)
    s, c, outputs = s0, c0, []
    for _ in range(Ty):
        alphas = ops.softmax(energy(ops.tanh(keys + query(s)[:, None, :])), axis=1)
        _, (s, c) = cell(ops.sum(alphas * a, axis=1), [s, c])
        outputs.append(layers.Softmax()(output(s)))
    return keras.Model([X, s0, c0], outputs)


@modelf.alternative
def with_dot_products(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    import keras
    from keras import layers

    class Translator(keras.Model):
        def __init__(self):
            super().__init__()
            self.encode = layers.Bidirectional(layers.LSTM(n_a, return_sequences=True))
            self.ask = layers.Dense(2 * n_a)
            self.attend = layers.Attention()
            self.decode = layers.LSTM(n_s, return_state=True)
            self.write = layers.Dense(machine_vocab_size, activation="softmax")

        def call(self, inputs):
            X, s, c = inputs
            a = self.encode(X)
            outputs = []
            for _ in range(Ty):
                context = self.attend([self.ask(s)[:, None, :], a])
                _, s, c = self.decode(context, initial_state=[s, c])
                outputs.append(self.write(s))
            return outputs

    return Translator()


@modelf.alternative
def a_compiled_model_with_dropout(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    import keras
    from keras import layers

    X, s0, c0 = keras.Input((Tx, human_vocab_size)), keras.Input((n_s,)), keras.Input((n_s,))
    states = layers.Bidirectional(layers.LSTM(n_a, return_sequences=True, dropout=0.1))(X)
    states = layers.Dropout(0.2)(states)
    lstm = layers.LSTM(n_s, return_sequences=True, return_state=True)
    write = layers.Dense(machine_vocab_size, activation=keras.activations.softmax)
    s, c, outputs = s0, c0, []
    for _ in range(Ty):
        sequence, s, c = lstm(reference.one_step_attention(states, s), initial_state=[s, c])
        outputs.append(write(sequence[:, 0]))
    model = keras.Model(inputs=(X, s0, c0), outputs=outputs)
    model.compile("adam", loss=["categorical_crossentropy"] * Ty)
    return model


# -------------------------------------------------------------------------- known mistakes


def _network_like(
    sizes,
    context=None,
    encoder=None,
    step=None,
    layers_of_step=None,
    write=None,
    finish=None,
    activation="softmax",
    symbols=None,
    start=None,
    attends=None,
):
    """Builds the network with one thing done differently; for the mistakes below."""
    import keras
    from keras import layers

    Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size = sizes
    X, s0, c0 = keras.Input((Tx, human_vocab_size)), keras.Input((n_s,)), keras.Input((n_s,))
    rnn = layers.GRU(n_a, return_sequences=True)
    a = encoder(layers, X, n_a) if encoder else layers.Bidirectional(rnn)(X)
    made = (layers.LSTMCell(n_s), layers.Dense(symbols or machine_vocab_size, activation))
    s, c = start(keras.ops, a) if start else (s0, c0)
    outputs = []
    for _ in range(Ty):
        cell, dense = layers_of_step(layers, made) if layers_of_step else made
        asking = attends(keras.ops, s, s0) if attends else s
        found = context(keras.ops, a) if context else reference.one_step_attention(a, asking)
        _, (h, memory) = cell(found[:, 0], [s, c])
        outputs.append(write(dense, h, memory, found) if write else dense(h))
        s, c = step(h, memory, s0, c0) if step else (h, memory)
    if finish:
        return finish(keras, [X, s0, c0], outputs)
    return keras.Model([X, s0, c0], outputs)


@modelf.misconception(
    "The number of weights grows with Ty: the LSTM, or another layer, is made anew at each step, and "
    "what one step learns helps no other. Make all layers once, before the loop."
)
def a_fresh_lstm_at_each_step(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        layers_of_step=lambda layers, made: (layers.LSTMCell(n_s), made[1]),
    )


@modelf.misconception(
    "Every step starts from s0 and c0 again, and all write the same: s and c have to go on to the next "
    "step."
)
def never_passes_the_state_on(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        step=lambda h, memory, s0, c0: (s0, c0),
    )


@modelf.misconception(
    "The memory cell starts from c0 at every step: the LSTM returns it beside its state, and it goes "
    "on like the state does."
)
def passes_the_state_without_the_cell(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        step=lambda h, memory, s0, c0: (h, c0),
    )


@modelf.misconception(
    "State and memory cell changed places: mind the order in which the LSTM takes and returns them."
)
def swaps_state_and_cell(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        step=lambda h, memory, s0, c0: (memory, h),
    )


@modelf.misconception(
    "The decoder gets the same from the text at every step: a mean of the encoder's states, one of "
    "them, or what s0 asked for. Call one_step_attention inside the loop, with the state before that "
    "step."
)
def asks_with_the_first_state(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        attends=lambda ops, s, s0: s0,
    )


@modelf.misconception(
    "The symbol is written from the memory cell, which the LSTM keeps to itself. Write from its state."
)
def writes_from_the_memory_cell(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        write=lambda dense, h, memory, context: dense(memory),
    )


@modelf.misconception(
    "What the encoder gives does not fit beside the repeated state: attention needs its states at "
    "all Tx time steps, and not the last alone (return_sequences=True)."
)
def encodes_into_the_last_state(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        encoder=lambda layers, X, n_a: layers.Bidirectional(layers.GRU(n_a))(X),
    )


@modelf.misconception(
    "The encoder gives n_a numbers at each step, where both directions side by side are 2 n_a: put "
    "Bidirectional around it, and do not add the directions up."
)
def reads_in_one_direction(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        encoder=lambda layers, X, n_a: layers.GRU(n_a, return_sequences=True)(X),
    )


@modelf.misconception("The outputs are logits: end with a softmax, the results are probabilities.")
def ends_with_logits(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size), activation="linear"
    )


@modelf.misconception(
    "The model takes the text alone and makes its start states itself. They are inputs too: "
    "keras.Model([X, s0, c0], outputs)."
)
def takes_the_text_alone(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    def start(ops, a):
        zeros = ops.zeros_like(ops.repeat(a[:, 0, :1], n_s, axis=1))
        return zeros, zeros

    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        start=start,
        finish=lambda keras, inputs, outputs: keras.Model(inputs[0], outputs),
    )


@modelf.misconception(
    "The outputs stand in the wrong order, the last symbol first. Append them as they are written."
)
def puts_the_last_symbol_first(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        finish=lambda keras, inputs, outputs: keras.Model(inputs, outputs[::-1]),
    )


@modelf.misconception(
    "All steps came back stacked in one tensor. Return a list of Ty outputs, one for each symbol."
)
def stacks_the_outputs(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        finish=lambda keras, inputs, outputs: keras.Model(inputs, keras.ops.stack(outputs, axis=1)),
    )


@modelf.misconception("Only the last symbol came back: collect the outputs of all steps in a list.")
def returns_the_last_output(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        finish=lambda keras, inputs, outputs: keras.Model(inputs, outputs[-1]),
    )


@modelf.misconception(
    "The outputs came back without a model: wrap inputs and outputs, keras.Model([X, s0, c0], outputs)."
)
def returns_the_outputs(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    return _network_like(
        (Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size),
        finish=lambda keras, inputs, outputs: outputs,
    )


@modelf.misconception("Nothing came back: the last line must return the model.")
def returns_nothing(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    _network_like((Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size))


modelf.equivalent(
    "s, (_, c) = decoder(context[:, 0], [s, c]) -> s, (_, c) = decoder(context[:, -1], [s, c])",
    "The context has a single time step.",
)
