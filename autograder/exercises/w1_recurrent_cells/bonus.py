"""The bonus exercises: two relatives of the gated cells, their size, and a memory set by hand."""

import numpy as np
from scipy.special import expit as sigmoid

from autograder.checks.expectations import Between, Shape
from autograder.checks.probes import Call, Steps
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import away_from_zero as states
from autograder.declaration.inputs import numbers

from .inputs import (
    LARGE,
    SIGMOID_THAT_OVERFLOWS,
    count_parameters,
    gated_parameters,
    large_of_both_signs,
    on_paper,
    peephole_lstm_cell_forward,
    remember_number,
    simplified_gru_cell_forward,
)

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
    return on_paper(make_simplified_gru(rng, n_x=1, n_c=2, m=3))


@simplified_gru_cell_forward.case("One example and one unit work too.")
def a_simplified_step_of_single_numbers(rng):
    return make_simplified_gru(rng, n_x=2, n_c=1, m=1)


@simplified_gru_cell_forward.case("Gates that are wide open or shut, far beyond what exp can hold.")
def a_simplified_step_with_saturated_gates(rng):
    case = make_simplified_gru(rng, n_x=3, n_c=4, m=2)
    case["parameters"]["bu"] = LARGE * rng.permutation([[1.0], [-1.0], [1.0], [-1.0]])
    large_of_both_signs(rng, case, c=int(np.argmax(case["parameters"]["bu"])))
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


simplified_gru_cell_forward.slip(
    "simplified_gate_the_wrong_way_round",
    "The update gate is the wrong way round: it multiplies the candidate, and 1 minus the gate "
    "multiplies the old memory.",
    ("gamma_u * c_tilde + (1 - gamma_u) * c_prev", "gamma_u * c_prev + (1 - gamma_u) * c_tilde"),
)
simplified_gru_cell_forward.slip(
    "never_forgets",
    "The old memory is kept whole, whatever the gate lets in. What the gate admits replaces as "
    "much of the old: multiply c_prev by 1 minus the gate.",
    ("(1 - gamma_u) * c_prev", "c_prev"),
)
simplified_gru_cell_forward.slip(
    "returns_the_candidate",
    "What comes back is the candidate alone. The new memory is a blend of candidate and old "
    "memory, mixed by the update gate.",
    ("gamma_u * c_tilde + (1 - gamma_u) * c_prev", "c_tilde"),
)
simplified_gru_cell_forward.slip(
    "drops_the_old_memory",
    "The old memory is lost: only gate times candidate is left. Add what the gate keeps of c_prev.",
    (" + (1 - gamma_u) * c_prev", ""),
)
simplified_gru_cell_forward.slip(
    "simplified_stack_the_wrong_way_round",
    "The stack is in the wrong order, [xt; c_prev]. The first n_c columns of the weights belong to "
    "the memory: [c_prev; xt].",
    ("[c_prev, xt]", "[xt, c_prev]"),
)
simplified_gru_cell_forward.slip(
    "candidate_without_tanh",
    "The candidate has no tanh. It must stay between -1 and 1, as the memory does.",
    ("np.tanh(", "("),
)
simplified_gru_cell_forward.slip(
    "candidate_with_sigmoid",
    "The candidate goes through a sigmoid. That is for gates; a candidate needs both signs: tanh.",
    ("np.tanh(", "sigmoid("),
)
simplified_gru_cell_forward.slip(
    "gate_with_tanh",
    "The gate goes through a tanh. A gate lies between 0 (shut) and 1 (open): sigmoid.",
    ("sigmoid(", "np.tanh("),
)
simplified_gru_cell_forward.slip(
    "gates_the_memory_of_the_candidate",
    "The candidate sees the old memory through the gate. This simplified unit has no relevance "
    "gate: c_prev enters the candidate as it is.",
    ('["Wc"] @ concat', '["Wc"] @ np.concatenate([gamma_u * c_prev, xt])'),
)
simplified_gru_cell_forward.slip(
    "simplified_gru_without_biases",
    "The biases are missing: add bu inside the sigmoid and bc inside the tanh.",
    (' + parameters["bu"]', ""),
    (' + parameters["bc"]', ""),
)
simplified_gru_cell_forward.slip(
    "simplified_gate_without_its_bias",
    "The bias bu of the update gate is missing.",
    (' + parameters["bu"]', ""),
)
simplified_gru_cell_forward.slip(
    "candidate_without_its_bias",
    "The bias bc of the candidate is missing.",
    (' + parameters["bc"]', ""),
)
simplified_gru_cell_forward.slip(
    "candidate_with_the_weights_of_the_gate",
    "The candidate is computed with Wu. It has weights of its own, Wc.",
    ('parameters["Wc"]', 'parameters["Wu"]'),
)
simplified_gru_cell_forward.slip(
    "candidate_with_the_bias_of_the_gate",
    "The candidate is computed with bu. It has a bias of its own, bc.",
    ('parameters["bc"]', 'parameters["bu"]'),
)
simplified_gru_cell_forward.slip(
    "rounds_the_gate",
    "The gate is rounded to 0 or 1. It is a weight between both: the new memory is a blend.",
    ("return gamma_u", "gamma_u = np.round(gamma_u)\n    return gamma_u"),
)
simplified_gru_cell_forward.slip(
    "squashes_the_old_memory",
    "The old memory went through a tanh. What is kept of it stays as it is: (1 - gamma_u) * c_prev.",
    ("(1 - gamma_u) * c_prev", "(1 - gamma_u) * np.tanh(c_prev)"),
)
simplified_gru_cell_forward.slip(
    "overflowing_sigmoid",
    "Your sigmoid becomes NaN for large inputs: exp overflows above and below the fraction. Use "
    "the `sigmoid` of the setup cell, which is safe.",
    SIGMOID_THAT_OVERFLOWS,
)


# -------------------------------------------------------------- peephole_lstm_cell_forward


def make_peephole(rng, n_x, n_a, m):
    """Makes a step: input, old state, old memory, parameters with the three diagonals."""
    parameters = gated_parameters(rng, "fico", n_a, n_x)
    for gate in "fio":
        # None near zero: each peephole must matter.
        parameters["P" + gate] = states(rng, (n_a, 1), 0.5, 1.5)
    memory = states(rng, (n_a, m), 0.4, 1.6)
    return {
        "xt": numbers(rng, (n_x, m)),
        "a_prev": states(rng, (n_a, m)),
        "c_prev": memory,
        "parameters": parameters,
    }


@peephole_lstm_cell_forward.case("State and memory are right for a batch of examples.")
def a_peephole_step(rng):
    return on_paper(make_peephole(rng, n_x=1, n_a=2, m=3))


@peephole_lstm_cell_forward.case("One example works too.")
def a_peephole_step_of_one_example(rng):
    return make_peephole(rng, n_x=2, n_a=3, m=1)


@peephole_lstm_cell_forward.case("One hidden unit works too.")
def a_peephole_step_of_one_unit(rng):
    return make_peephole(rng, n_x=3, n_a=1, m=2)


@peephole_lstm_cell_forward.case("Gates that are wide open or shut, far beyond what exp can hold.")
def a_peephole_step_with_saturated_gates(rng):
    case = make_peephole(rng, n_x=1, n_a=4, m=2)
    large_of_both_signs(rng, case, f=0, i=1, c=2, o=3)
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


peephole_lstm_cell_forward.slip(
    "output_gate_looks_at_the_new_memory",
    "The output gate looks at the new memory. Some papers do that; here all three gates look at "
    "c_prev.",
    (
        "return ot",
        'z = parameters["Wo"] @ concat + parameters["Po"] * c_next + parameters["bo"]\n'
        "    return sigmoid(z)",
    ),
)
peephole_lstm_cell_forward.slip(
    "output_gate_without_a_peephole",
    "There is no peephole in the output gate: add Po * c_prev inside its sigmoid too.",
    ('parameters["P" + gate] * c_prev', '(gate != "o") * parameters["P" + gate] * c_prev'),
)
peephole_lstm_cell_forward.slip(
    "input_gate_without_a_peephole",
    "There is no peephole in the input gate: add Pi * c_prev inside its sigmoid too.",
    ('parameters["P" + gate] * c_prev', '(gate != "i") * parameters["P" + gate] * c_prev'),
)
peephole_lstm_cell_forward.slip(
    "lstm_without_peepholes",
    "This is the LSTM as before: no gate sees the memory. Add the diagonal times c_prev inside the "
    "sigmoid of each gate.",
    ('+ parameters["P" + gate] * c_prev', ""),
)
peephole_lstm_cell_forward.slip(
    "peepholes_show_the_state",
    "The peepholes show a_prev, which the gates see already. They are there to show the memory, "
    "c_prev.",
    ('["P" + gate] * c_prev', '["P" + gate] * a_prev'),
)
peephole_lstm_cell_forward.slip(
    "candidate_with_a_peephole",
    "The candidate sees the memory as well. Only the three gates have a peephole.",
    ('["Wc"] @ concat', '["Wc"] @ concat + parameters["Pi"] * c_prev'),
)
peephole_lstm_cell_forward.slip(
    "adds_the_peepholes_outside",
    "The peepholes stand outside of the sigmoid. They are part of what a gate hears: P * c_prev goes into "
    "the sum within.",
    (
        """            + parameters["P" + gate] * c_prev
            + parameters["b" + gate]
        )""",
        """            + parameters["b" + gate]
        )
        + parameters["P" + gate] * c_prev""",
    ),
)
peephole_lstm_cell_forward.slip(
    "one_peephole_for_all_gates",
    "All gates use Pf. Each has a peephole of its own: Pf, Pi, Po.",
    ('parameters["P" + gate]', 'parameters["Pf"]'),
)
peephole_lstm_cell_forward.slip(
    "peepholes_show_the_squashed_memory",
    "The peepholes show tanh(c_prev). They show the memory itself, c_prev.",
    ('["P" + gate] * c_prev', '["P" + gate] * np.tanh(c_prev)'),
)
peephole_lstm_cell_forward.slip(
    "forget_gate_without_a_peephole",
    "There is no peephole in the forget gate: add Pf * c_prev inside its sigmoid too.",
    ('parameters["P" + gate] * c_prev', '(gate != "f") * parameters["P" + gate] * c_prev'),
)
peephole_lstm_cell_forward.slip(
    "peephole_without_the_biases_of_the_gates",
    "The gates lack their biases: each adds its own, next to weights and peephole.",
    ('+ parameters["b" + gate]', ""),
)
for _gate, _name in (("f", "forget"), ("i", "input"), ("o", "output")):
    peephole_lstm_cell_forward.slip(
        f"peephole_without_the_bias_of_the_{_name}_gate",
        f"The {_name} gate lacks its bias b{_gate}.",
        ('parameters["b" + gate]', f'(gate != "{_gate}") * parameters["b" + gate]'),
    )
peephole_lstm_cell_forward.slip(
    "peephole_without_the_bias_of_the_candidate",
    "The candidate lacks its bias bc.",
    (' + parameters["bc"]', ""),
)
peephole_lstm_cell_forward.slip(
    "peephole_with_an_overflowing_sigmoid",
    "Your sigmoid becomes NaN for large inputs: exp overflows above and below the fraction. Use "
    "the `sigmoid` of the setup cell, which is safe.",
    SIGMOID_THAT_OVERFLOWS,
)
peephole_lstm_cell_forward.slip(
    "adds_the_diagonals_alone",
    "The peephole weights are added without the memory: each multiplies its own entry of c_prev.",
    ('["P" + gate] * c_prev', '["P" + gate]'),
)
peephole_lstm_cell_forward.slip(
    "peepholes_see_every_memory",
    "The peepholes are not diagonal: each unit of a gate sees the sum over all memories. Multiply "
    "element by element, P * c_prev, not by a matrix product.",
    ('["P" + gate] * c_prev', '["P" + gate] * c_prev.sum(axis=0)'),
)
peephole_lstm_cell_forward.slip(
    "peephole_stack_the_wrong_way_round",
    "The stack is in the wrong order, [xt; a_prev]. The first n_a columns of the weights belong to "
    "the state: [a_prev; xt].",
    ("[a_prev, xt]", "[xt, a_prev]"),
)
peephole_lstm_cell_forward.slip(
    "peephole_without_tanh",
    "a_next lacks the tanh: the output gate multiplies tanh(c_next), not the memory itself.",
    ("np.tanh(c_next)", "c_next"),
)
peephole_lstm_cell_forward.slip(
    "peephole_with_swapped_gates",
    "Forget and input gate are swapped: f multiplies the old memory, i the candidate.",
    ("ft * c_prev + it * cct", "it * c_prev + ft * cct"),
)
peephole_lstm_cell_forward.slip(
    "returns_the_memory_first",
    "The two results are in the wrong order: first a_next, then c_next.",
    ("return ot * np.tanh(c_next), c_next", "return c_next, ot * np.tanh(c_next)"),
)
peephole_lstm_cell_forward.slip(
    "peephole_without_biases",
    "The biases are missing: each of the four adds its own, next to weights and peephole.",
    ('+ parameters["b" + gate]', ""),
    ('+ parameters["bc"]', ""),
)


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


@count_parameters.case("One unit and one input are the smallest cell.")
def size_of_the_smallest(rng):
    return {"kind": str(rng.choice(["rnn", "gru", "lstm"])), "n_x": 1, "n_a": 1}


@count_parameters.case("A cell that is far too large for a laptop is counted too.")
def size_of_a_huge_lstm(rng):
    # More than an int32 holds, and yet arrays of that size could be reserved, if not filled.
    return {
        "kind": "lstm",
        "n_x": int(rng.integers(300, 900)),
        "n_a": int(rng.integers(24_000, 28_000)),
    }


@count_parameters.case("The count is an int, which could be an index.")
def an_int(rng):
    sizes = make_sizes(rng, str(rng.choice(["rnn", "gru", "lstm"])))
    return Steps(sizes, [["__index__", {}]])


@count_parameters.alternative
def counts_entries_of_arrays(kind, n_x, n_a):
    gates = {"rnn": "a", "lstm": "fico", "gru": "urc"}[kind]
    arrays = [np.broadcast_to(0.0, (n_a, width)) for _ in gates for width in (n_a, n_x, 1)]
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


count_parameters.slip(
    "counts_no_biases",
    "The biases are not counted: every unit of every gate has one.",
    (" + n_a)", ")"),
)
count_parameters.slip(
    "counts_two_biases",
    "Every unit has two biases in your count, as in PyTorch. The cells of this notebook have one.",
    (" + n_a)", " + 2 * n_a)"),
)
count_parameters.slip(
    "counts_a_bias_for_every_input",
    "There is a bias for every input in your count, n_a + n_x of them. There is one for every unit: n_a.",
    (" + n_a)", " + n_a + n_x)"),
)
count_parameters.slip(
    "counts_nothing_in_a_plain_cell",
    "A plain cell counts as nothing. It has no gate, but its state is computed like a candidate.",
    ('"rnn": 1', '"rnn": 0'),
)
count_parameters.slip(
    "takes_the_inputs_for_the_units",
    "The recurrent weights are counted with n_x in place of n_a: each of the n_a units sees n_a old "
    "states and n_x inputs.",
    ("(n_a + n_x)", "(n_x + n_x)"),
)
count_parameters.slip(
    "counts_a_layer_that_predicts",
    "A layer that predicts is counted too, with n_a outputs. The question is about the cell alone.",
    ("(n_a * (n_a + n_x) + n_a)", "(n_a * (n_a + n_x) + n_a) + n_a * n_a + n_a"),
)
count_parameters.slip(
    "returns_a_float",
    "The count is a float. Numbers are counted here: return an int (`//` divides ints, `int(...)` "
    "makes one).",
    ("return blocks * (", "return 1.0 * blocks * ("),
)
count_parameters.slip(
    "counts_beyond_int32",
    "The count of a very large cell has run over: 32 bits hold no more than about two billion. "
    "Python's own ints have no end.",
    ("return ", "return int(np.array("),
    (" + n_a)", " + n_a)).astype(np.int32))"),
)
count_parameters.slip(
    "counts_one_bias_a_gate",
    "Each gate has one bias in your count. It has one for every unit: n_a.",
    (" + n_a)", " + 1)"),
)
count_parameters.slip(
    "counts_no_recurrent_weights",
    "The recurrent weights are missing: the old state, of n_a numbers, goes into every unit as "
    "well as the input.",
    ("(n_a + n_x)", "n_x"),
)
count_parameters.slip(
    "counts_no_input_weights",
    "The weights of the input are missing: n_x numbers go into every unit as well as the old state.",
    ("(n_a + n_x)", "n_a"),
)
count_parameters.slip(
    "swaps_lstm_and_gru",
    "LSTM and GRU are swapped: the LSTM has three gates and a candidate, the GRU two and a "
    "candidate.",
    ('"gru": 3, "lstm": 4', '"gru": 4, "lstm": 3'),
)
count_parameters.slip(
    "counts_no_candidate",
    "Only the gates are counted. The candidate has weights and biases of its own.",
    ('"gru": 3, "lstm": 4', '"gru": 2, "lstm": 3'),
)
count_parameters.slip(
    "counts_every_cell_as_plain",
    "Every cell is counted as a plain one: each gate, and the candidate, has its own weights and "
    "biases.",
    ("blocks * ", ""),
)
count_parameters.slip(
    "counts_two_biases_in_the_gru",
    "The GRU has two biases a unit in your count. That is Keras's reset_after=True; the cell of "
    "this notebook has one.",
    (" + n_a)", ' + n_a * (2 if kind == "gru" else 1))'),
)
count_parameters.slip(
    "swaps_the_sizes",
    "n_x and n_a are swapped: the units, n_a of them, are the rows of the weights.",
    ("n_a * (n_a + n_x) + n_a", "n_x * (n_x + n_a) + n_x"),
)
count_parameters.slip(
    "counts_an_output_layer",
    "The output layer is counted too. The question is about the cell alone, whatever reads its "
    "state.",
    (" + n_a)", " + n_a) + n_x * n_a + n_x"),
)


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
    "The memory lasts for one word: the next other word overwrites it. Shut the update gate at other "
    "words, with a bias far below zero that only nouns outvote; or else let the candidate repeat "
    "the memory there."
)
def leaves_the_gate_open():
    return _unit([0, 0, 0, 0], 20, [0, 5, -5, 0], 0)


@remember_number.misconception(
    "The memory fades: it outlasts the next word, but not 200. Each other word takes a little away, "
    "and 200 small losses make a large one. Whatever keeps it there, a gate that is shut or a "
    "candidate that repeats the memory, must saturate: use larger weights."
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
    "A singular noun comes out below zero, and a plural one above. The signs in Wc are swapped, or its "
    "columns are in another order: memory, singular noun, plural noun, other word."
)
def swaps_singular_and_plural():
    return _unit([0, 40, 40, 0], -20, [0, -5, 5, 0], 0)


@remember_number.misconception(
    "No noun gets in: right after one the memory tells nothing. Is the update gate open at nouns, and "
    "does the candidate hear them? In this notebook the gate multiplies the candidate, so 1 writes "
    "and 0 keeps (Keras has it the other way round)."
)
def keeps_where_it_should_write():
    return _unit([0, -40, -40, 0], 20, [0, 5, -5, 0], 0)


@remember_number.misconception(
    "The noun is written too faintly: after it the memory is on the right side, but not beyond 0.5. Open "
    "the update gate wide at nouns and let the candidate's tanh saturate: larger weights."
)
def writes_too_faintly():
    return _unit([0, 40, 40, 0], -20, [0, 0.4, -0.4, 0], 0)


@remember_number.misconception(
    "Only a singular noun gets in. A plural one has to open the update gate too, and to write its -1: "
    "a memory of zero is neither."
)
def opens_for_singular_only():
    return _unit([0, 40, 0, 0], -20, [0, 5, -5, 0], 0)


@remember_number.misconception(
    "A plural noun is forgotten at the next other word, while a singular one stays: other words write "
    "too, and what they write is not plural. Their candidate does not matter where the gate is shut."
)
def counts_every_word_as_singular():
    return _unit([0, 0, 0, 0], 20, [0, 5, -8, 0], 3)


@remember_number.misconception(
    "A plural noun fades with the words, while a singular one stays: what comes through at other words "
    "leans towards singular. Shut the gate tighter there, and let bc be 0."
)
def drifts_towards_singular():
    return _unit([0, 40, 40, 0], -5, [0, 5, -8, 0], 3)


@remember_number.misconception(
    "A singular noun comes out as plural, and a plural one as nothing. Are the weights in the order "
    "[x; c]? The unit sees the stack [c; x]: the first column belongs to its own memory, the others to "
    "singular, plural and other word."
)
def orders_the_weights_wrongly():
    return _unit([40, 40, 0, 0], -20, [5, -5, 0, 0], 0)


@remember_number.misconception(
    "A plural noun is read where it is the first word, but not everywhere: other words before it have "
    "moved the memory, and the noun does not outvote that. Let other words leave the memory alone, or "
    "give nouns more weight in Wc than the memory."
)
def reads_only_an_empty_memory():
    return _unit([0, 0, 0, 0], 20, [5, 5, -5, 1], 0)


@remember_number.misconception(
    "The weights have another shape. One unit is one row that sees its memory and three inputs: Wu, Wr "
    "and Wc have the shape (1, 4), not (4, 1) or (1, 3)."
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
