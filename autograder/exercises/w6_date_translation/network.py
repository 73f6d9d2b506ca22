"""The whole network: cases, other right answers, known mistakes.

Judged by numbers computed in NumPy, under weights that the case sets: each weight gets the array of
its shape. The docstring leaves open which recurrent layer the encoder is, so that there are numbers for
each kind; what has other weights than encoder, attention, LSTM and dense layer is not the network that
is asked for. Shapes, probabilities, what depends on what and a gradient come first, for their hints.
"""

import numpy as np

from autograder.checks.expectations import (
    Between,
    Different,
    DifferentRows,
    MatchesIfSeen,
    Same,
    Shape,
    SumsToOne,
)
from autograder.checks.probes import SequenceModel
from autograder.checks.recipes import Made
from autograder.declaration.exercise import Trial

from .inputs import CLOSE, floats, modelf, reference
from .network_weights import (
    CELLS,
    HUMAN,
    MACHINE,
    N_A,
    N_S,
    SIZES,
    TX,
    TY,
    UNITS,
    encoders_with_memory,
    encoders_without_memory,
    expected_outputs,
    given_weights,
    may_have,
    new_layers,
)

M = 4  # examples whose outputs are compared with each other; a single one is compared with numbers

# Right, and not the answer of exercise 2, for those whose own is wrong. Its weights are parts of those
# that the case sets: `AdditiveAttention` has a scale where exercise 2 has a dense layer.
ATTENTION = Made(
    """
def right_attention(units):
    import keras

    keys, query = keras.layers.Dense(units), keras.layers.Dense(units, use_bias=False)
    look = keras.layers.AdditiveAttention()

    def one_step_attention(a, s_prev):
        return look([query(s_prev)[:, None], a, keys(a)])

    return one_step_attention
""",
    {"units": UNITS},
)

# What the docstring forbids shows in the shape of a weight, and the hint can name it.
FORBIDDEN = {
    "fed_back": (
        (2 * N_A + MACHINE, 4 * N_S),
        "The LSTM gets the symbol written before, beside the context. The context is its only input: what "
        "goes on from step to step is the state.",
    ),
    "state_beside_the_context": (
        (2 * N_A + N_S, 4 * N_S),
        "The LSTM gets its state a second time, beside the context. The context is its only input; the "
        "state goes in as initial state.",
    ),
    "context_of_half_the_size": (
        (N_A, 4 * N_S),
        "The context has n_a numbers, where both directions side by side make 2 n_a: put Bidirectional "
        "around the encoder, and do not add the directions up.",
    ),
    "written_from_the_context": (
        (2 * N_A, MACHINE),
        "The symbol is written from the context. Write it from the LSTM's new state.",
    ),
}
ONE_WAY = (
    "The encoder has a layer of 2 n_a units. It is one of n_a units each way: put Bidirectional around a "
    "layer of n_a, and its states have 2 n_a numbers."
)
FORBIDDEN |= {
    f"one_layer_{cell}": ((HUMAN, gates * 2 * N_A), ONE_WAY) for cell, (gates, _) in CELLS.items()
}

# ---------------------------------------------------------------------------------- cases


def _texts(rng, count, length):
    """Draws one-hot texts in which no character follows itself."""
    steps = rng.integers(1, HUMAN, (count, length))
    return np.eye(HUMAN, dtype="float32")[np.cumsum(steps, axis=1) % HUMAN]


@modelf.case(
    "It writes Ty symbols from text, state and memory cell, looks at the text anew at each step, and "
    "its layers are the same at every step."
)
def what_it_does(rng):
    X, s0, c0 = _texts(rng, 1, TX), floats(rng, 1, N_S), floats(rng, 1, N_S)
    rows = [np.repeat(array, M, axis=0) for array in (X, s0, c0)]
    rows[0][1] = np.roll(X[0], 1, axis=1)  # another character everywhere
    rows[1][2] = -s0[0]
    rows[2][3] = -c0[0]
    shared, decoder, output = given_weights(rng)
    encoders = encoders_without_memory(rng)
    blind = np.zeros_like(decoder[0])  # With this kernel no context reaches the LSTM.
    given = [_texts(rng, 1, TX), floats(rng, 1, N_S), floats(rng, 1, N_S)]
    expected = expected_outputs(given, "rnn", encoders["rnn"], shared, decoder, output)
    rest = [blind, *decoder[1:]]
    from_state = expected_outputs(given, "rnn", encoders["rnn"], shared, rest, output)
    probe = SequenceModel(
        SIZES,
        inputs={"rows": rows},
        randomize_weights=int(rng.integers(2**31)),
        gradients={"inputs": [array[:1] for array in rows], "of": TY - 1, "by": 0, "numbers": 1},
        by_shape={
            **{name: [np.zeros(shape)] for name, (shape, _) in FORBIDDEN.items()},
            "decoder": [*rest, *output],
            "whole": [*decoder, *output],
        },
        partial=[*FORBIDDEN, "decoder"],
        optional_weights=[
            *may_have(shared),
            *(array for own in encoders.values() for array in own),
        ],
        given=given,
        patches=new_layers(TX),
        stand_ins={"one_step_attention": ATTENTION},
    )
    forbidden = [
        MatchesIfSeen(f"no weights of shape {shape}", f"loaded.{name}", message=message)
        for name, (shape, message) in FORBIDDEN.items()
    ]
    numbers = [
        MatchesIfSeen(
            from_state,
            "loaded.decoder",
            message="With given weights, and the text left aside, the decoder writes something else. "
            "Follow s and c from step to step: what the LSTM returns goes on, and the symbol is "
            "written from its new state.",
            tolerance=CLOSE,
        ),
        MatchesIfSeen(
            expected[-1],  # It hangs on the contexts of all steps.
            f"loaded.whole.{TY - 1}",
            message="With given weights the network writes something else, though what the decoder makes of "
            "its state is right: look at the context. Does the encoder's second half, read backwards, stand "
            "in the order of the text again? Is one_step_attention called at each step, with the "
            "decoder's state before that step, and does the LSTM get the context as it is?",
            tolerance=CLOSE,
        ),
    ]
    return Trial(
        probe, [*_FORM, *forbidden, *_DEPENDS, *_PARTS, *numbers], measure="directions_of_gradients"
    )


@modelf.case("Its encoder reads in both directions, a text of more than ten characters too.")
def both_directions(rng):
    Tx, Ty = 12, 2
    encoders, (shared, decoder, output) = encoders_with_memory(rng), given_weights(rng)
    given = [_texts(rng, 1, Tx), floats(rng, 1, N_S), floats(rng, 1, N_S)]
    probe = SequenceModel(
        {**SIZES, "Tx": Tx, "Ty": Ty},
        inputs={"given": given},
        by_shape=encoders,
        optional_weights=[*may_have(shared), *decoder, *output],
        given=given,
        patches=new_layers(Tx),
        stand_ins={"one_step_attention": ATTENTION},
    )
    form = f"With Ty={Ty} the model must return {Ty} outputs, each (m, machine_vocab_size)."
    numbers = [
        MatchesIfSeen(
            expected_outputs(given, cell, own, shared, decoder, output, Ty),
            f"loaded.{cell}",
            message="With given weights the network writes something else, though each step is right for an "
            "encoder without memory. Does the encoder read in both directions, and does what it read "
            "backwards stand in the order of the text again?",
            tolerance=CLOSE,
        )
        for cell, own in encoders.items()
    ]
    return Trial(probe, [Shape("outputs.given", [Ty, 1, MACHINE], form), *_COUNT, *numbers])


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
        "outputs.rows.0",
        "at_gradients.0",
        "What is written for a text depends on the other texts of the batch.",
        window=[[0, 1]],
    ),
]


_DEPENDS = [
    DifferentRows(
        "outputs.rows.0",
        0,
        1,
        "The text does not change the first symbol: a step looks at the text first, and writes from the "
        "LSTM's new state.",
    ),
    DifferentRows(
        "outputs.rows.0",
        0,
        2,
        "s0 does not change the first symbol: attention and LSTM have to start from it.",
    ),
    DifferentRows(
        "outputs.rows.0",
        0,
        3,
        "c0 does not change the first symbol: the LSTM's memory cell has to start from it, and the symbol "
        "is written from the LSTM's new state.",
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
]


def _dense(inputs, outputs):
    return (inputs + 1) * outputs


# A second LSTM or dense layer has more numbers than the kinds of encoders differ in.
_REST = 4 * N_S * (2 * N_A + N_S + 1) + _dense(N_S, MACHINE) + _dense(2 * N_A + N_S, UNITS) + UNITS
_FEWEST = _REST + 2 * N_A * (HUMAN + N_A)  # a simple RNN without a bias
_MOST = _REST + 2 * 4 * N_A * (HUMAN + N_A + 1) + 10  # an LSTM; and the seeds of dropout
_COUNT = [
    Between(
        "parameters",
        None,
        _MOST,
        "There are more weights than those of one bidirectional encoder of n_a units each way, "
        "one_step_attention, one LSTM and one dense layer: layers stand there twice, or are made anew at "
        "each step. Make them once, before the loop.",
    ),
    Between(
        "parameters",
        _FEWEST,
        None,
        "There are fewer weights than those of one bidirectional encoder of n_a units each way, "
        "one_step_attention, one LSTM and one dense layer: what is not connected with the outputs?",
    ),
]
_PARTS = [
    Shape(
        "loaded.decoder",
        [TY, 1, MACHINE],
        "The decoder is no LSTM of n_s units with the context, 2 n_a numbers, as its only input, and a "
        "dense layer that writes machine_vocab_size symbols from its state: no weights of these shapes "
        "are there.",
    ),
    Shape(
        "loaded.whole",
        [TY, 1, MACHINE],
        "There are weights that do not belong to the network. It has those of one bidirectional encoder "
        "of n_a units each way, of the layers in one_step_attention, of one LSTM and of one dense layer, "
        "and no others.",
    ),
    *_COUNT,
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
def with_both_directions_by_hand(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    import keras
    from keras import layers, ops

    X, s0, c0 = keras.Input((Tx, human_vocab_size)), keras.Input((n_s,)), keras.Input((n_s,))
    forward = layers.SimpleRNN(n_a, return_sequences=True)(X)
    backward = layers.SimpleRNN(n_a, return_sequences=True, go_backwards=True)(X)
    a = layers.Concatenate()([forward, ops.flip(backward, axis=1)])
    cell, output = layers.LSTMCell(n_s), layers.Dense(machine_vocab_size)
    s, c, outputs = s0, c0, []
    for _ in range(Ty):
        states = reference.repeater(s)
        energies = reference.densor2(reference.densor1(reference.concatenator([a, states])))
        context = ops.sum(ops.softmax(energies, axis=1) * a, axis=1)
        _, (s, c) = cell(context, [s, c])
        outputs.append(layers.Softmax()(output(s)))
    return keras.Model([X, s0, c0], outputs)


@modelf.alternative
def with_the_older_gru(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    import keras
    from keras import layers

    X, s0, c0 = (keras.Input(shape) for shape in ((Tx, human_vocab_size), (n_s,), (n_s,)))
    one_way = layers.GRU(n_a, return_sequences=True, reset_after=False, use_bias=False)
    a = layers.Bidirectional(one_way)(X)
    decoder = layers.RNN(layers.LSTMCell(n_s), return_state=True)
    write = layers.Dense(machine_vocab_size, activation="softmax")
    state, outputs = [s0, c0], []
    for _ in range(Ty):
        _, *state = decoder(reference.one_step_attention(a, state[0]), initial_state=state)
        outputs += [write(state[0])]
    return keras.Model([X, s0, c0], tuple(outputs))


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


modelf.slip(
    "a_fresh_lstm_at_each_step",
    "There is more than one LSTM, or dense layer or encoder: a layer is made anew at a step, and what "
    "one step learns does not help the others. Make all layers once, before the loop, and use them "
    "at every step.",
    "decoder(context",
    "keras.layers.LSTMCell(n_s)(context",
)
modelf.slip(
    "never_passes_the_state_on",
    "Every step starts from s0 and c0 again, and all write the same: s and c have to go on to the next "
    "step.",
    "for _ in range(Ty):\n",
    "for _ in range(Ty):\n        s, c = s0, c0\n",
)
modelf.slip(
    "passes_the_state_without_the_cell",
    "The memory cell starts from c0 at every step: the LSTM returns it beside its state, and it goes "
    "on like the state does.",
    "[s, c]",
    "[s, c0]",
)
modelf.slip(
    "swaps_state_and_cell",
    "State and memory cell changed places: mind the order in which the LSTM takes and returns them.",
    "outputs.append(output_layer(s))",
    "outputs.append(output_layer(s))\n        s, c = c, s",
)
modelf.slip(
    "asks_with_the_first_state",
    "The attention is asked with s0 at every step, and gives the same context. Call "
    "one_step_attention inside the loop, with the state before that step.",
    "one_step_attention(a, s)",
    "one_step_attention(a, s0)",
)
modelf.slip(
    "takes_the_mean_of_the_text",
    "The decoder gets the mean of the encoder's states, the same at every step. Call "
    "one_step_attention inside the loop: it says which states count for this symbol.",
    "one_step_attention(a, s)",
    "keras.ops.mean(a, axis=1, keepdims=True)",
)
modelf.slip(
    "writes_from_the_memory_cell",
    "The symbol is written from the memory cell, which the LSTM keeps to itself. Write from its state.",
    "output_layer(s)",
    "output_layer(c)",
)
modelf.slip(
    "encodes_into_the_last_state",
    "What the encoder gives does not fit beside the repeated state: attention needs its states at "
    "all Tx time steps, and not the last alone (return_sequences=True).",
    ", return_sequences=True",
    "",
)
modelf.slip(
    "makes_the_decoder_too_small",
    "s0, c0 and the decoder's LSTM do not have n_s numbers: n_a is the size of the encoder alone.",
    "(n_s",
    "(n_a",
    count=3,
)
modelf.slip(
    "asks_with_the_memory_cell",
    "The attention is asked with the memory cell, c. It is the LSTM's state, s, that says what the "
    "decoder needs next.",
    "one_step_attention(a, s)",
    "one_step_attention(a, c)",
)
modelf.slip(
    "ends_with_logits",
    "The outputs are logits: end with a softmax, the results are probabilities.",
    ', activation="softmax"',
    "",
)
modelf.slip(
    "takes_the_text_alone",
    "The model takes the text alone and makes its start states itself. They are inputs too: "
    "keras.Model([X, s0, c0], outputs).",
    (
        "s, c, outputs = s0, c0, []",
        "s = c = keras.ops.zeros_like(keras.ops.repeat(a[:, 0, :1], n_s, axis=1))\n    outputs = []",
    ),
    ("[X, s0, c0]", "X"),
)
modelf.slip(
    "puts_the_last_symbol_first",
    "The outputs stand in the wrong order, the last symbol first. Append them as they are written.",
    "c0], outputs",
    "c0], outputs[::-1]",
)
modelf.slip(
    "stacks_the_outputs",
    "All steps came back stacked in one tensor. Return a list of Ty outputs, one for each symbol.",
    "c0], outputs",
    "c0], keras.ops.stack(outputs, axis=1)",
)
modelf.slip(
    "returns_the_last_output",
    "Only the last symbol came back: collect the outputs of all steps in a list.",
    "c0], outputs",
    "c0], outputs[-1]",
)
modelf.slip(
    "returns_the_outputs",
    "The outputs came back without a model: wrap inputs and outputs, keras.Model([X, s0, c0], outputs).",
    "keras.Model([X, s0, c0], outputs)",
    "outputs",
)
modelf.slip(
    "returns_nothing", "Nothing came back: the last line must return the model.", "return ", ""
)


modelf.equivalent(
    "s, (_, c) = decoder(context[:, 0], [s, c]) -> s, (_, c) = decoder(context[:, -1], [s, c])",
    "The context has a single time step.",
)
