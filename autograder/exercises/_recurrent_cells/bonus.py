"""The bonus exercises: two relatives of the gated cells, their size, and a memory set by hand."""

import numpy as np
from scipy.special import expit as sigmoid

from autograder.exercise import Trial
from autograder.exercises._recurrent_cells.inputs import (
    LARGE,
    count_parameters,
    gated_parameters,
    numbers,
    peephole_lstm_cell_forward,
    remember_number,
    simplified_gru_cell_forward,
    states,
)
from autograder.expectations import Between, Shape
from autograder.probes import Call

# ------------------------------------------------------------- simplified_gru_cell_forward


def make_simplified_gru(rng, n_x, n_c, m):
    """Makes a step: input, old memory, parameters."""
    return {
        "xt": numbers(rng, (n_x, m)),
        "c_prev": states(rng, (n_c, m)),
        "parameters": gated_parameters(rng, "uc", n_c, n_x),
    }


@simplified_gru_cell_forward.case("The new memory is right for a batch of examples.")
def a_simplified_step(rng):
    return make_simplified_gru(rng, n_x=3, n_c=4, m=5)


@simplified_gru_cell_forward.case("One example and one unit work too.")
def a_simplified_step_of_single_numbers(rng):
    return make_simplified_gru(rng, n_x=2, n_c=1, m=1)


@simplified_gru_cell_forward.case("Gates that are wide open or shut, far beyond what exp can hold.")
def a_simplified_step_with_saturated_gates(rng):
    case = make_simplified_gru(rng, n_x=3, n_c=4, m=2)
    case["parameters"]["bu"] = LARGE * np.array([[1.0], [-1.0], [1.0], [-1.0]])
    return case


@simplified_gru_cell_forward.alternative
def simplified_gru_example_by_example(xt, c_prev, parameters):
    Wu, bu, Wc, bc = (parameters[name] for name in ("Wu", "bu", "Wc", "bc"))
    columns = []
    for c, x in zip(c_prev.T, xt.T, strict=True):
        both = np.concatenate([c, x])
        gamma_u = sigmoid(Wu @ both + bu[:, 0])
        columns.append(c + gamma_u * (np.tanh(Wc @ both + bc[:, 0]) - c))
    return np.stack(columns, axis=1)


@simplified_gru_cell_forward.alternative
def simplified_gru_with_split_weights(xt, c_prev, parameters):
    n_c = c_prev.shape[0]

    def affine(gate):
        W = parameters["W" + gate]
        return W[:, n_c:] @ xt + W[:, :n_c] @ c_prev + parameters["b" + gate]

    # The sigmoid is a tanh, moved and squeezed.
    keep = (1 - np.tanh(affine("u") / 2)) / 2
    return keep * c_prev + (1 - keep) * np.tanh(affine("c"))


@simplified_gru_cell_forward.alternative
def simplified_gru_with_stacked_weights(xt, c_prev, parameters):
    weights = np.vstack([parameters["Wu"], parameters["Wc"]])
    biases = np.vstack([parameters["bu"], parameters["bc"]])
    z = np.einsum("gk,km->gm", weights, np.vstack([c_prev, xt])) + biases
    update, candidate = np.split(z, 2)
    gamma_u = sigmoid(update)
    return np.where(gamma_u == 0, c_prev, gamma_u * np.tanh(candidate) + (1 - gamma_u) * c_prev)


def _simplified_parts(xt, c_prev, parameters):
    """Returns update gate and candidate."""
    concat = np.concatenate([c_prev, xt])
    gamma_u = sigmoid(parameters["Wu"] @ concat + parameters["bu"])
    return gamma_u, np.tanh(parameters["Wc"] @ concat + parameters["bc"])


@simplified_gru_cell_forward.misconception(
    "The update gate is the wrong way round: it multiplies the candidate, and 1 minus the gate "
    "multiplies the old memory."
)
def simplified_gate_the_wrong_way_round(xt, c_prev, parameters):
    gamma_u, candidate = _simplified_parts(xt, c_prev, parameters)
    return gamma_u * c_prev + (1 - gamma_u) * candidate


@simplified_gru_cell_forward.misconception(
    "The old memory is kept whole, whatever the gate lets in. What the gate admits replaces as "
    "much of the old: multiply c_prev by 1 minus the gate."
)
def never_forgets(xt, c_prev, parameters):
    gamma_u, candidate = _simplified_parts(xt, c_prev, parameters)
    return c_prev + gamma_u * candidate


@simplified_gru_cell_forward.misconception(
    "What comes back is the candidate alone. The new memory is a blend of candidate and old "
    "memory, mixed by the update gate."
)
def returns_the_candidate(xt, c_prev, parameters):
    return _simplified_parts(xt, c_prev, parameters)[1]


@simplified_gru_cell_forward.misconception(
    "The old memory is lost: only gate times candidate is left. Add what the gate keeps of c_prev."
)
def drops_the_old_memory(xt, c_prev, parameters):
    gamma_u, candidate = _simplified_parts(xt, c_prev, parameters)
    return gamma_u * candidate


@simplified_gru_cell_forward.misconception(
    "The stack is in the wrong order, [xt; c_prev]. The first n_c columns of the weights belong to "
    "the memory: [c_prev; xt]."
)
def simplified_stack_the_wrong_way_round(xt, c_prev, parameters):
    concat = np.concatenate([xt, c_prev])
    gamma_u = sigmoid(parameters["Wu"] @ concat + parameters["bu"])
    candidate = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    return gamma_u * candidate + (1 - gamma_u) * c_prev


@simplified_gru_cell_forward.misconception(
    "The candidate has no tanh. It must stay between -1 and 1, as the memory does."
)
def candidate_without_tanh(xt, c_prev, parameters):
    gamma_u, _ = _simplified_parts(xt, c_prev, parameters)
    z = parameters["Wc"] @ np.concatenate([c_prev, xt]) + parameters["bc"]
    return gamma_u * z + (1 - gamma_u) * c_prev


@simplified_gru_cell_forward.misconception(
    "The candidate goes through a sigmoid. That is for gates; a candidate needs both signs: tanh."
)
def candidate_with_sigmoid(xt, c_prev, parameters):
    gamma_u, _ = _simplified_parts(xt, c_prev, parameters)
    z = parameters["Wc"] @ np.concatenate([c_prev, xt]) + parameters["bc"]
    return gamma_u * sigmoid(z) + (1 - gamma_u) * c_prev


@simplified_gru_cell_forward.misconception(
    "The gate goes through a tanh. A gate lies between 0 (shut) and 1 (open): sigmoid."
)
def gate_with_tanh(xt, c_prev, parameters):
    _, candidate = _simplified_parts(xt, c_prev, parameters)
    gate = np.tanh(parameters["Wu"] @ np.concatenate([c_prev, xt]) + parameters["bu"])
    return gate * candidate + (1 - gate) * c_prev


@simplified_gru_cell_forward.misconception(
    "The candidate sees the old memory through the gate. This simplified unit has no relevance "
    "gate: c_prev enters the candidate as it is."
)
def gates_the_memory_of_the_candidate(xt, c_prev, parameters):
    gamma_u, _ = _simplified_parts(xt, c_prev, parameters)
    concat = np.concatenate([gamma_u * c_prev, xt])
    candidate = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    return gamma_u * candidate + (1 - gamma_u) * c_prev


@simplified_gru_cell_forward.misconception(
    "The biases are missing: add bu inside the sigmoid and bc inside the tanh."
)
def simplified_gru_without_biases(xt, c_prev, parameters):
    concat = np.concatenate([c_prev, xt])
    gamma_u, candidate = sigmoid(parameters["Wu"] @ concat), np.tanh(parameters["Wc"] @ concat)
    return gamma_u * candidate + (1 - gamma_u) * c_prev


@simplified_gru_cell_forward.misconception(
    "Your sigmoid becomes NaN for large inputs: exp overflows above and below the fraction. Use "
    "the `sigmoid` of the setup cell, which is safe."
)
def overflowing_sigmoid(xt, c_prev, parameters):
    _, candidate = _simplified_parts(xt, c_prev, parameters)
    e = np.exp(parameters["Wu"] @ np.concatenate([c_prev, xt]) + parameters["bu"])
    gamma_u = e / (1 + e)
    return gamma_u * candidate + (1 - gamma_u) * c_prev


# -------------------------------------------------------------- peephole_lstm_cell_forward


def make_peephole(rng, n_x, n_a, m):
    """Makes a step: input, old state, old memory, parameters with the three diagonals."""
    parameters = gated_parameters(rng, "fico", n_a, n_x)
    for gate in "fio":
        # None near zero: each peephole must matter.
        parameters["P" + gate] = np.round(
            rng.uniform(0.5, 1.5, (n_a, 1)) * rng.choice([-1.0, 1.0], (n_a, 1)), 2
        )
    memory = rng.uniform(0.4, 1.6, (n_a, m)) * rng.choice([-1.0, 1.0], (n_a, m))
    return {
        "xt": numbers(rng, (n_x, m)),
        "a_prev": states(rng, (n_a, m)),
        "c_prev": np.round(memory, 2),
        "parameters": parameters,
    }


@peephole_lstm_cell_forward.case("State and memory are right for a batch of examples.")
def a_peephole_step(rng):
    return make_peephole(rng, n_x=3, n_a=4, m=5)


@peephole_lstm_cell_forward.case("One example works too.")
def a_peephole_step_of_one_example(rng):
    return make_peephole(rng, n_x=2, n_a=3, m=1)


@peephole_lstm_cell_forward.case("One hidden unit works too.")
def a_peephole_step_of_one_unit(rng):
    return make_peephole(rng, n_x=3, n_a=1, m=2)


@peephole_lstm_cell_forward.case("Gates that are wide open or shut, far beyond what exp can hold.")
def a_peephole_step_with_saturated_gates(rng):
    case = make_peephole(rng, n_x=1, n_a=3, m=4)
    case["parameters"]["bf"] = LARGE * np.array([[1.0], [-1.0], [1.0]])
    case["parameters"]["bo"] = LARGE * np.array([[1.0], [1.0], [-1.0]])
    return case


@peephole_lstm_cell_forward.alternative
def peephole_as_diagonal_matrices(xt, a_prev, c_prev, parameters):
    concat = np.vstack([a_prev, xt, c_prev])
    gates = {}
    for gate in "fio":
        diagonal = np.diag(parameters["P" + gate][:, 0])
        weights = np.hstack([parameters["W" + gate], diagonal])
        gates[gate] = sigmoid(weights @ concat + parameters["b" + gate])
    candidate = np.tanh(parameters["Wc"] @ concat[: -len(c_prev)] + parameters["bc"])
    c_next = gates["i"] * candidate + gates["f"] * c_prev
    return np.tanh(c_next) * gates["o"], c_next


@peephole_lstm_cell_forward.alternative
def peephole_example_by_example(xt, a_prev, c_prev, parameters):
    a_next, c_next = np.zeros_like(a_prev), np.zeros_like(c_prev)
    p = {name: value[:, 0] if name[0] in "bP" else value for name, value in parameters.items()}
    for k in range(xt.shape[1]):
        both, c = np.concatenate([a_prev[:, k], xt[:, k]]), c_prev[:, k]
        f, i, o = (sigmoid(p["W" + g] @ both + p["P" + g] * c + p["b" + g]) for g in "fio")
        c_next[:, k] = f * c + i * np.tanh(p["Wc"] @ both + p["bc"])
        a_next[:, k] = o * np.tanh(c_next[:, k])
    return [a_next, c_next]


@peephole_lstm_cell_forward.alternative
def peephole_with_stacked_weights(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]
    weights = np.concatenate([parameters["W" + gate] for gate in "ifoc"])
    biases = np.concatenate([parameters["b" + gate] for gate in "ifoc"])
    z = weights[:, :n_a] @ a_prev + weights[:, n_a:] @ xt + biases
    looks = np.concatenate([parameters["P" + gate] * c_prev for gate in "ifo"])
    gates = 0.5 + 0.5 * np.tanh(0.5 * (z[: 3 * n_a] + looks))
    i, f, o = gates[:n_a], gates[n_a : 2 * n_a], gates[2 * n_a :]
    c_next = f * c_prev + i * np.tanh(z[3 * n_a :])
    return o * np.tanh(c_next), c_next


def _peephole(xt, a_prev, c_prev, parameters, looks_at=None, stack=None, biases=1.0):
    """Takes one step; `looks_at` says what a gate sees besides the stack, c_prev if None.

    Args:
        xt: Input.
        a_prev: Old state.
        c_prev: Old memory.
        parameters: Weights, biases and diagonals.
        looks_at: Gate to array, for gates whose peephole shows something else.
        stack: What the weights multiply; [a_prev; xt] if None.
        biases: Factor of the biases.

    Returns:
        Output gate, new memory.
    """
    stack = np.concatenate([a_prev, xt]) if stack is None else stack
    shown = {"f": c_prev, "i": c_prev, "o": c_prev, **(looks_at or {})}

    def affine(gate):
        return parameters["W" + gate] @ stack + biases * parameters["b" + gate]

    f, i, o = (sigmoid(affine(gate) + parameters["P" + gate] * shown[gate]) for gate in "fio")
    return o, f * c_prev + i * np.tanh(affine("c"))


@peephole_lstm_cell_forward.misconception(
    "The output gate looks at the new memory. Some papers do that; here all three gates look at "
    "c_prev."
)
def output_gate_looks_at_the_new_memory(xt, a_prev, c_prev, parameters):
    _, c_next = _peephole(xt, a_prev, c_prev, parameters)
    o, _ = _peephole(xt, a_prev, c_prev, parameters, looks_at={"o": c_next})
    return o * np.tanh(c_next), c_next


@peephole_lstm_cell_forward.misconception(
    "There is no peephole in the output gate: add Po * c_prev inside its sigmoid too."
)
def output_gate_without_a_peephole(xt, a_prev, c_prev, parameters):
    o, c_next = _peephole(xt, a_prev, c_prev, parameters, looks_at={"o": 0.0})
    return o * np.tanh(c_next), c_next


@peephole_lstm_cell_forward.misconception(
    "There is no peephole in the input gate: add Pi * c_prev inside its sigmoid too."
)
def input_gate_without_a_peephole(xt, a_prev, c_prev, parameters):
    o, c_next = _peephole(xt, a_prev, c_prev, parameters, looks_at={"i": 0.0})
    return o * np.tanh(c_next), c_next


@peephole_lstm_cell_forward.misconception(
    "This is the LSTM as before: no gate sees the memory. Add the diagonal times c_prev inside the "
    "sigmoid of each gate."
)
def lstm_without_peepholes(xt, a_prev, c_prev, parameters):
    o, c_next = _peephole(xt, a_prev, c_prev, parameters, {"f": 0.0, "i": 0.0, "o": 0.0})
    return o * np.tanh(c_next), c_next


@peephole_lstm_cell_forward.misconception(
    "The peepholes show a_prev, which the gates see already. They are there to show the memory, "
    "c_prev."
)
def peepholes_show_the_state(xt, a_prev, c_prev, parameters):
    o, c_next = _peephole(xt, a_prev, c_prev, parameters, {"f": a_prev, "i": a_prev, "o": a_prev})
    return o * np.tanh(c_next), c_next


@peephole_lstm_cell_forward.misconception(
    "The peephole weights are added without the memory: each multiplies its own entry of c_prev."
)
def adds_the_diagonals_alone(xt, a_prev, c_prev, parameters):
    o, c_next = _peephole(xt, a_prev, c_prev, parameters, {"f": 1.0, "i": 1.0, "o": 1.0})
    return o * np.tanh(c_next), c_next


@peephole_lstm_cell_forward.misconception(
    "The peepholes are not diagonal: each unit of a gate sees the sum over all memories. Multiply "
    "element by element, P * c_prev, not by a matrix product."
)
def peepholes_see_every_memory(xt, a_prev, c_prev, parameters):
    everything = np.broadcast_to(c_prev.sum(axis=0, keepdims=True), c_prev.shape)
    o, c_next = _peephole(
        xt, a_prev, c_prev, parameters, {"f": everything, "i": everything, "o": everything}
    )
    return o * np.tanh(c_next), c_next


@peephole_lstm_cell_forward.misconception(
    "The stack is in the wrong order, [xt; a_prev]. The first n_a columns of the weights belong to "
    "the state: [a_prev; xt]."
)
def peephole_stack_the_wrong_way_round(xt, a_prev, c_prev, parameters):
    o, c_next = _peephole(xt, a_prev, c_prev, parameters, stack=np.concatenate([xt, a_prev]))
    return o * np.tanh(c_next), c_next


@peephole_lstm_cell_forward.misconception(
    "a_next lacks the tanh: the output gate multiplies tanh(c_next), not the memory itself."
)
def peephole_without_tanh(xt, a_prev, c_prev, parameters):
    o, c_next = _peephole(xt, a_prev, c_prev, parameters)
    return o * c_next, c_next


@peephole_lstm_cell_forward.misconception(
    "Forget and input gate are swapped: f multiplies the old memory, i the candidate."
)
def peephole_with_swapped_gates(xt, a_prev, c_prev, parameters):
    swap = {"f": "i", "i": "f"}
    other = {name[0] + swap.get(name[1], name[1]): value for name, value in parameters.items()}
    o, c_next = _peephole(xt, a_prev, c_prev, other)
    return o * np.tanh(c_next), c_next


@peephole_lstm_cell_forward.misconception(
    "The two results are in the wrong order: first a_next, then c_next."
)
def returns_the_memory_first(xt, a_prev, c_prev, parameters):
    o, c_next = _peephole(xt, a_prev, c_prev, parameters)
    return c_next, o * np.tanh(c_next)


@peephole_lstm_cell_forward.misconception(
    "The biases are missing: each of the four adds its own, next to weights and peephole."
)
def peephole_without_biases(xt, a_prev, c_prev, parameters):
    o, c_next = _peephole(xt, a_prev, c_prev, parameters, biases=0.0)
    return o * np.tanh(c_next), c_next


# ------------------------------------------------------------------------ count_parameters


def make_sizes(rng, kind):
    """Draws sizes that no miscount confuses: more inputs than units, and never alike."""
    n_a = int(rng.integers(4, 9))
    return {"kind": kind, "n_x": n_a + int(rng.integers(3, 12)), "n_a": n_a}


@count_parameters.case("The weights and biases of a plain recurrent cell are counted.")
def size_of_an_rnn(rng):
    return make_sizes(rng, "rnn")


@count_parameters.case("An LSTM has four times as many.")
def size_of_an_lstm(rng):
    return make_sizes(rng, "lstm")


@count_parameters.case("A GRU has three times as many.")
def size_of_a_gru(rng):
    return make_sizes(rng, "gru")


@count_parameters.case("A large cell with few inputs is counted too.")
def size_of_a_large_gru(rng):
    return {"kind": "gru", "n_x": int(rng.integers(2, 6)), "n_a": int(rng.integers(200, 400))}


@count_parameters.alternative
def counts_entries_of_arrays(kind, n_x, n_a):
    gates = {"rnn": "a", "lstm": "fico", "gru": "urc"}[kind]
    arrays = [np.empty((n_a, width)) for _ in gates for width in (n_a, n_x, 1)]
    return sum(array.size for array in arrays)


@count_parameters.alternative
def counts_a_matrix_with_its_bias_column(kind, n_x, n_a):
    copies = 1 if kind == "rnn" else 4 if kind == "lstm" else 3
    return np.int64(copies * n_a) * (n_a + n_x + 1)


@count_parameters.alternative
def counts_part_by_part(kind, n_x, n_a):
    names = ["rnn", None, "gru", "lstm"]
    weights_of_state, weights_of_input, bias = n_a**2, n_a * n_x, n_a
    return (names.index(kind) + 1) * (weights_of_state + weights_of_input + bias)


def _copies(kind):
    return {"rnn": 1, "gru": 3, "lstm": 4}[kind]


@count_parameters.misconception("The biases are not counted: every unit of every gate has one.")
def counts_no_biases(kind, n_x, n_a):
    return _copies(kind) * n_a * (n_a + n_x)


@count_parameters.misconception(
    "Each gate has one bias in your count. It has one for every unit: n_a."
)
def counts_one_bias_a_gate(kind, n_x, n_a):
    return _copies(kind) * (n_a * (n_a + n_x) + 1)


@count_parameters.misconception(
    "The recurrent weights are missing: the old state, of n_a numbers, goes into every unit as "
    "well as the input."
)
def counts_no_recurrent_weights(kind, n_x, n_a):
    return _copies(kind) * (n_a * n_x + n_a)


@count_parameters.misconception(
    "The weights of the input are missing: n_x numbers go into every unit as well as the old state."
)
def counts_no_input_weights(kind, n_x, n_a):
    return _copies(kind) * (n_a * n_a + n_a)


@count_parameters.misconception(
    "LSTM and GRU are swapped: the LSTM has three gates and a candidate, the GRU two and a "
    "candidate."
)
def swaps_lstm_and_gru(kind, n_x, n_a):
    return {"rnn": 1, "gru": 4, "lstm": 3}[kind] * (n_a * (n_a + n_x) + n_a)


@count_parameters.misconception(
    "Only the gates are counted. The candidate has weights and biases of its own."
)
def counts_no_candidate(kind, n_x, n_a):
    return {"rnn": 1, "gru": 2, "lstm": 3}[kind] * (n_a * (n_a + n_x) + n_a)


@count_parameters.misconception(
    "Every cell is counted as a plain one: each gate, and the candidate, has its own weights and "
    "biases."
)
def counts_every_cell_as_plain(kind, n_x, n_a):
    return n_a * (n_a + n_x) + n_a


@count_parameters.misconception(
    "The GRU has two biases a unit in your count. That is Keras's reset_after=True; the cell of "
    "this notebook has one."
)
def counts_two_biases_in_the_gru(kind, n_x, n_a):
    return _copies(kind) * (n_a * (n_a + n_x) + n_a * (2 if kind == "gru" else 1))


@count_parameters.misconception(
    "n_x and n_a are swapped: the units, n_a of them, are the rows of the weights."
)
def swaps_the_sizes(kind, n_x, n_a):
    return _copies(kind) * (n_x * (n_x + n_a) + n_x)


@count_parameters.misconception(
    "The output layer is counted too. The question is about the cell alone, whatever reads its "
    "state."
)
def counts_an_output_layer(kind, n_x, n_a):
    return _copies(kind) * (n_a * (n_a + n_x) + n_a) + n_x * n_a + n_x


# ------------------------------------------------------------------------- remember_number

_FORM = [
    Shape(
        f"result.{kind}{gate}",
        [1, 4 if kind == "W" else 1],
        f"{kind}{gate} must be an array of shape "
        + (
            "(1, 4): one unit, which sees its memory and the three inputs."
            if kind == "W"
            else "(1, 1): one unit, one bias."
        ),
    )
    for gate in "urc"
    for kind in "Wb"
]


def _reading(number, side, sign):
    """Expects the state after a noun to be on its side, first of all not on the other's."""
    noun = f"Right after a {number} noun the state"

    def beyond(path, bound, message):
        low, high = (bound, None) if sign > 0 else (None, -bound)
        return Between(f"measured.{number}_{path}", low, high, message)

    return [
        beyond("read_first", 0.5, f"{noun} must be {side}, where it is the sentence's first word."),
        beyond("read", -0.5, f"{noun} lies on the other number's side."),
        beyond("read", 0.1, f"{noun} tells nothing: the noun does not get in."),
        beyond("read", 0.5, f"{noun} must be {side}, wherever in the sentence the noun stands."),
    ]


def _keeping(number, side):
    """Expects the state to stay on its side while other words go by."""
    return [
        Between(
            f"measured.{number}_kept",
            1,
            None,
            f"The first other word wipes out what the unit knew of a {number} noun.",
        ),
        Between(
            f"measured.{number}_kept",
            200,
            None,
            f"After a {number} noun the state must stay {side} over 200 other words.",
        ),
    ]


@remember_number.case("After the noun the state tells singular from plural, wherever it stands.")
def reads_the_noun(rng):
    expected = [
        *_FORM,
        *_reading("singular", "above 0.5", 1),
        *_reading("plural", "below -0.5", -1),
    ]
    return Trial(Call({}), expected, measure="memory_of_gru")


@remember_number.case("It still does 200 other words later.")
def keeps_the_number(rng):
    expected = [*_keeping("singular", "above 0.5"), *_keeping("plural", "below -0.5")]
    return Trial(Call({}), expected, measure="memory_of_gru")


@remember_number.alternative
def remembers_with_a_gate_that_nouns_open():
    return {
        "Wu": np.array([[0.0, 60.0, 60.0, 0.0]]),
        "bu": np.array([[-30.0]]),
        "Wr": np.zeros((1, 4)),
        "br": np.zeros((1, 1)),
        "Wc": np.array([[0.0, 3.0, -3.0, 0.0]]),
        "bc": np.zeros((1, 1)),
    }


@remember_number.alternative
def remembers_with_a_gate_that_other_words_shut():
    return {
        "Wu": [[0, 0, 0, -25]],
        "bu": [[9]],
        "Wr": [[0, -9, -9, 0]],
        "br": [[1]],
        "Wc": [[2, 10, -10, 4]],
        "bc": [[0]],
    }


@remember_number.alternative
def remembers_with_a_candidate_that_holds_itself():
    # The gate is always open; the candidate repeats the old memory unless a noun outvotes it.
    return {
        "Wu": np.zeros((1, 4)),
        "bu": np.full((1, 1), 50.0),
        "Wr": np.zeros((1, 4)),
        "br": np.full((1, 1), 50.0),
        "Wc": np.array([[6.0, 20.0, -20.0, 0.0]]),
        "bc": np.zeros((1, 1)),
    }


@remember_number.alternative
def remembers_with_single_precision():
    unit = {
        name: np.zeros((1, 4 if name[0] == "W" else 1), "float32")
        for name in ("Wu", "bu", "Wr", "br", "Wc", "bc")
    }
    unit["Wu"][0, 1:3], unit["bu"][0, 0] = 24, -12
    unit["Wc"][0, 1], unit["Wc"][0, 2] = 2, -2
    return unit


def _unit(Wu, bu, Wc, bc):
    """Returns a unit whose relevance gate plays no part unless the candidate sees the memory."""
    return {
        "Wu": np.array([Wu], dtype=float),
        "bu": np.array([[float(bu)]]),
        "Wr": np.zeros((1, 4)),
        "br": np.full((1, 1), 40.0),
        "Wc": np.array([Wc], dtype=float),
        "bc": np.array([[float(bc)]]),
    }


@remember_number.misconception(
    "The memory lasts for one word: the update gate stays open and the next word's candidate "
    "overwrites it. Shut the gate at other words, with a bias far below zero that only nouns "
    "outvote."
)
def leaves_the_gate_open():
    return _unit([0, 0, 0, 0], 20, [0, 5, -5, 0], 0)


@remember_number.misconception(
    "The memory leaks. The gate is nearly shut at other words, but 200 small losses make a large "
    "one: let the sigmoid saturate, with a much larger weight and bias."
)
def leaks_a_little_at_every_word():
    return _unit([0, 6, 6, 0], -3, [0, 5, -5, 0], 0)


@remember_number.misconception(
    "Both nouns write the same sign. The candidate must be near +1 for a singular noun and near -1 "
    "for a plural one."
)
def writes_the_same_for_both():
    return _unit([0, 40, 40, 0], -20, [0, 5, 5, 0], 0)


@remember_number.misconception(
    "The signs are swapped: singular is to be positive, plural negative. The rows of x are "
    "singular noun, plural noun, other word."
)
def swaps_singular_and_plural():
    return _unit([0, 40, 40, 0], -20, [0, -5, 5, 0], 0)


@remember_number.misconception(
    "No noun gets in: the update gate is not open when one is read. In this notebook the gate "
    "multiplies the candidate, so 1 writes and 0 keeps (Keras has it the other way round)."
)
def keeps_where_it_should_write():
    return _unit([0, -40, -40, 0], 20, [0, 5, -5, 0], 0)


@remember_number.misconception(
    "The noun is written too faintly. Let the candidate's tanh saturate as well: larger weights in "
    "Wc."
)
def writes_too_faintly():
    return _unit([0, 40, 40, 0], -20, [0, 0.4, -0.4, 0], 0)


@remember_number.misconception(
    "Only a singular noun opens the update gate. A plural one has to write its -1 too: a memory of "
    "zero is neither."
)
def opens_for_singular_only():
    return _unit([0, 40, 0, 0], -20, [0, 5, -5, 0], 0)


@remember_number.misconception(
    "Other words write too, and what they write is singular. Their candidate does not matter as "
    "long as the gate is shut: shut it."
)
def counts_every_word_as_singular():
    return _unit([0, 0, 0, 0], 20, [0, 5, -8, 0], 3)


@remember_number.misconception(
    "The memory drifts towards singular: at other words the gate is open a crack, and the "
    "candidate's bias comes through it. Shut the gate tighter, and let bc be 0."
)
def drifts_towards_singular():
    return _unit([0, 40, 40, 0], -5, [0, 5, -8, 0], 3)


@remember_number.misconception(
    "The weights are in the order [x; c]. The unit sees the stack [c; x]: the first column belongs "
    "to its own memory, the others to singular, plural and other word."
)
def orders_the_weights_wrongly():
    return _unit([40, 40, 0, 0], -20, [5, -5, 0, 0], 0)


@remember_number.misconception(
    "A plural noun is read only where it is the first word. Later, other words have moved the "
    "memory already, and the noun does not outvote it: give nouns more weight in Wc than the "
    "memory."
)
def reads_only_an_empty_memory():
    return _unit([0, 0, 0, 0], 20, [5, 5, -5, 1], 0)


@remember_number.misconception(
    "The weights are columns. One unit is one row: Wu, Wr and Wc have the shape (1, 4)."
)
def makes_columns_of_the_weights():
    unit = _unit([0, 40, 40, 0], -20, [0, 5, -5, 0], 0)
    return {name: array.T for name, array in unit.items()}


_UNIT = (
    "return {'Wu': np.array([[0.0, 10.0, 10.0, -10.0]]), 'Wr': np.zeros((1, 4)), "
    "'Wc': np.array([[0.0, 3.0, -3.0, 0.0]]), 'bu': np.zeros((1, 1)), "
    "'br': np.zeros((1, 1)), 'bc': np.zeros((1, 1))}"
)
_OPEN = "The gate is open at nouns and shut at other words, as before."
_SATURATED = "A weight that is larger still saturates the same sigmoid or tanh."
_BEHIND_THE_GATE = (
    "It changes the candidate at other words, where the gate is shut, or a noun's little."
)
for _before, _after, _reason in (
    ("[0.0, 10.0, 10.0, -10.0]", "[1.0, 10.0, 10.0, -10.0]", _OPEN),
    ("[0.0, 10.0, 10.0, -10.0]", "[0.0, 21.0, 10.0, -10.0]", _SATURATED),
    ("[0.0, 10.0, 10.0, -10.0]", "[0.0, 10.0, 21.0, -10.0]", _SATURATED),
    ("[0.0, 10.0, 10.0, -10.0]", "[0.0, 10.0, 10.0, -21.0]", _SATURATED),
    ("[0.0, 3.0, -3.0, 0.0]", "[1.0, 3.0, -3.0, 0.0]", _BEHIND_THE_GATE),
    ("[0.0, 3.0, -3.0, 0.0]", "[0.0, 7.0, -3.0, 0.0]", _SATURATED),
    ("[0.0, 3.0, -3.0, 0.0]", "[0.0, 3.0, -7.0, 0.0]", _SATURATED),
    ("[0.0, 3.0, -3.0, 0.0]", "[0.0, 3.0, -3.0, 1.0]", _BEHIND_THE_GATE),
):
    remember_number.equivalent(f"{_UNIT} -> {_UNIT.replace(_before, _after)}", _reason)
