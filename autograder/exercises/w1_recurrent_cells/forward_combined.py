"""Forward exercises that combine simple cells: in both directions, and in layers."""

import numpy as np
from scipy.special import softmax

from autograder.declaration.inputs import numbers

from .inputs import (
    LARGE,
    LONG,
    bidirectional_forward,
    deep_rnn_forward,
    on_paper,
    rnn_parameters,
)

# ------------------------------------------------------------------- bidirectional_forward


def make_bidirectional_call(rng, n_a, n_x, n_y, m, T_x):
    return {
        "x": numbers(rng, (n_x, m, T_x)),
        "forward_parameters": rnn_parameters(rng, n_a, n_x),
        "backward_parameters": rnn_parameters(rng, n_a, n_x),
        "output_parameters": {
            "Wy": numbers(rng, (n_y, 2 * n_a), 1.5),
            "by": numbers(rng, (n_y, 1)),
        },
    }


@bidirectional_forward.case("Predictions from both directions, all sizes different.")
def both_directions(rng):
    return on_paper(make_bidirectional_call(rng, n_a=2, n_x=1, n_y=5, m=3, T_x=4))


@bidirectional_forward.case("One long sequence: every step hears from both ends.")
def one_sequence_both_ways(rng):
    return make_bidirectional_call(rng, n_a=2, n_x=2, n_y=3, m=1, T_x=LONG)


@bidirectional_forward.case("One unit in each direction.")
def one_unit_each_way(rng):
    return make_bidirectional_call(rng, n_a=1, n_x=2, n_y=4, m=3, T_x=6)


@bidirectional_forward.case("A sequence of length 1.")
def one_step_both_ways(rng):
    return make_bidirectional_call(rng, n_a=3, n_x=4, n_y=5, m=2, T_x=1)


@bidirectional_forward.case(
    "Very large sums, of either sign, give numbers, not NaN, in the states."
)
def large_sums_both_ways(rng):
    arguments = make_bidirectional_call(rng, n_a=2, n_x=1, n_y=3, m=2, T_x=3)
    for name in ("forward_parameters", "backward_parameters"):
        arguments[name]["ba"][:, 0] = LARGE * rng.permutation([1.0, -1.0])
    return arguments


@bidirectional_forward.case(
    "Very large outputs, far apart, give each example a softmax of its own."
)
def columns_far_apart_both_ways(rng):
    arguments = make_bidirectional_call(rng, n_a=2, n_x=1, n_y=3, m=2, T_x=2)
    forward, output = arguments["forward_parameters"], arguments["output_parameters"]
    forward["Wax"][0], forward["Waa"][0], forward["ba"][0] = 5.0, 0.0, 0.0
    output["Wy"][:, 0] += LARGE
    arguments["x"][0] = rng.choice([-1.0, 1.0]) * np.array([[1.0, -1.0], [-1.0, 1.0]])
    return arguments


@bidirectional_forward.alternative
def both_ways_with_flipped_input(x, forward_parameters, backward_parameters, output_parameters):
    def run(p, x):
        a, states = np.zeros((p["ba"].shape[0], x.shape[1])), []
        for t in range(x.shape[2]):
            a = np.tanh(p["Waa"] @ a + p["Wax"] @ x[:, :, t] + p["ba"])
            states.append(a)
        return np.stack(states, axis=2)

    there = run(forward_parameters, x)
    back = np.flip(run(backward_parameters, np.flip(x, axis=2)), axis=2)
    both = np.concatenate([there, back], axis=0)
    z = np.tensordot(output_parameters["Wy"], both, axes=1)
    return softmax(z + output_parameters["by"][:, :, None], axis=0)


@bidirectional_forward.alternative
def both_ways_written_by_index(x, forward_parameters, backward_parameters, output_parameters):
    f, b = forward_parameters, backward_parameters
    n_a, (_, m, T_x) = len(f["ba"]), x.shape
    a = np.zeros((2 * n_a, m, T_x))
    there = back = np.zeros((n_a, m))
    for t in range(T_x):
        there = np.tanh(f["Wax"].dot(x[:, :, t]) + f["Waa"].dot(there) + f["ba"])
        back = np.tanh(b["Wax"].dot(x[:, :, T_x - 1 - t]) + b["Waa"].dot(back) + b["ba"])
        a[:n_a, :, t] = there
        a[n_a:, :, T_x - 1 - t] = back
    y = np.zeros((len(output_parameters["by"]), m, T_x))
    for t in range(T_x):
        z = output_parameters["Wy"].dot(a[:, :, t]) + output_parameters["by"]
        e = np.exp(z - z.max(axis=0))
        y[:, :, t] = e / e.sum(axis=0)
    return y


@bidirectional_forward.alternative
def both_ways_with_split_weights_in_float32(
    x, forward_parameters, backward_parameters, output_parameters
):
    f, b, o = (
        {name: value.astype(np.float32) for name, value in p.items()}
        for p in (forward_parameters, backward_parameters, output_parameters)
    )
    x, T_x, n_a = x.astype(np.float32), x.shape[2], len(f["ba"])
    there, back = [np.zeros((n_a, x.shape[1]), np.float32)], {T_x: np.float32(0)}
    back[T_x] = np.zeros_like(there[0])
    for t in range(T_x):
        there.append(np.tanh(f["Wax"] @ x[:, :, t] + f["Waa"] @ there[-1] + f["ba"]))
    for t in reversed(range(T_x)):
        back[t] = np.tanh(b["Wax"] @ x[:, :, t] + b["Waa"] @ back[t + 1] + b["ba"])
    z = [o["Wy"][:, :n_a] @ there[t + 1] + o["Wy"][:, n_a:] @ back[t] + o["by"] for t in range(T_x)]
    return softmax(np.stack(z, axis=-1), axis=0)


bidirectional_forward.slip(
    "leaves_the_backward_states_reversed",
    "The backward states are not put back in time order: the state that the backward half made "
    "first belongs to the last step.",
    ("halves[1][::-1]", "halves[1]"),
)
bidirectional_forward.slip(
    "reads_forward_twice",
    "Both halves read from the first step to the last. The backward half starts at the last step: "
    "time is the third axis (x[:, ::-1] turns the examples around, not the steps).",
    ("x[:, :, ::-1]", "x"),
    ("halves[1][::-1]", "halves[1]"),
)
bidirectional_forward.slip(
    "turns_the_examples_around",
    "The examples were turned around in place of the steps: x[:, ::-1] reverses the second axis. "
    "Time is the third.",
    ("x[:, :, ::-1]", "x[:, ::-1]"),
)
bidirectional_forward.slip(
    "turns_examples_and_steps_around",
    "The backward half gets the examples in reverse, too: only time, the third axis, is turned around.",
    ("x[:, :, ::-1]", "x[:, ::-1, ::-1]"),
)
bidirectional_forward.slip(
    "never_reads_the_first_step_backwards",
    "The backward half ends before step 0, whose backward state stays zero. A range that goes down to "
    "0 has -1 as its end.",
    ("halves[1][::-1]", "[0 * halves[1][-1], *halves[1][-2::-1]]"),
)
bidirectional_forward.slip(
    "turns_the_states_only",
    "The backward half read forward, and its states were then turned around. Turn the input around "
    "before reading and the states after it.",
    ("x[:, :, ::-1]", "x"),
)
bidirectional_forward.slip(
    "stacks_the_backward_half_first",
    "The halves are stacked the other way round: the forward half comes first.",
    ("[before, after]", "[after, before]"),
)
bidirectional_forward.slip(
    "shares_the_forward_weights",
    "Both directions use the forward weights. The backward half has weights of its own.",
    ("(backward_parameters,", "(forward_parameters,"),
)
bidirectional_forward.slip(
    "swaps_the_weights",
    "The weights of the two directions have changed places: forward_parameters come first.",
    ("(forward_parameters, x)", "(backward_parameters, x)"),
    ("(backward_parameters, x[", "(forward_parameters, x["),
)
bidirectional_forward.slip(
    "hands_the_forward_state_over",
    "The backward half starts from the forward half's last state. Both start from zeros: they are "
    "two separate networks.",
    (
        "np.zeros((len(Waa), x.shape[1]))",
        "halves[0][-1] if halves else np.zeros((len(Waa), x.shape[1]))",
    ),
)
bidirectional_forward.slip(
    "reads_the_other_half",
    "The backward half reads the forward half's states. Both read x, and only the output sees both.",
    ("inputs[:, :, t]", "(halves[0][-1 - t] if halves else x[:, :, t])"),
)
bidirectional_forward.slip(
    "adds_the_halves",
    "The two halves were added. Stack them instead: Wy has a column for each of the 2 n_a units.",
    ("np.concatenate([before, after])", "before + after"),
)
bidirectional_forward.slip(
    "softmax_over_the_examples_both_ways",
    "The softmax runs over the examples. The classes are axis 0: each column sums to 1.",
    ("axis=0", "axis=1"),
)
bidirectional_forward.slip(
    "softmax_over_everything_both_ways",
    "The softmax has no axis and runs over all examples and classes at once. Each example has its own "
    "probabilities: axis=0.",
    (", axis=0)", ")"),
)
bidirectional_forward.slip(
    "softmax_that_overflows_both_ways",
    "The softmax overflows: exp of a large number is infinite, and inf / inf is NaN. Take each "
    "column's largest value away first, or use the softmax of the setup.",
    ("y = [softmax(", "e = [np.exp("),
    (" + by, axis=0)", " + by)"),
    ("np.stack(y, axis=2)", "np.stack([one / one.sum(axis=0) for one in e], axis=2)"),
)
bidirectional_forward.slip(
    "takes_away_the_largest_of_all_both_ways",
    "The largest number of the whole array is taken away, so that columns far below it become 0/0. "
    "Take each column's own largest, z.max(axis=0), or use the given softmax.",
    ("y = [softmax(", "z = [("),
    (" + by, axis=0)", " + by)"),
    ("return ", "e = [np.exp(one - one.max()) for one in z]\n    return "),
    ("np.stack(y, axis=2)", "np.stack([one / one.sum(axis=0) for one in e], axis=2)"),
)
bidirectional_forward.slip(
    "softmax_over_the_steps",
    "The softmax runs over the wrong axis: the classes are axis 0, and each example at each step "
    "sums to 1.",
    ("softmax(Wy @ both[:, :, t] + by, axis=0)", "Wy @ both[:, :, t] + by"),
    ("np.stack(y, axis=2)", "softmax(np.stack(y, axis=2), axis=2)"),
)
bidirectional_forward.slip(
    "forgets_the_bias_both_ways",
    "The output bias by is missing inside the softmax.",
    ("both[:, :, t] + by", "both[:, :, t]"),
)
bidirectional_forward.slip(
    "forgets_the_biases_of_the_cells",
    "The cells lack their bias ba, in both directions.",
    (" + ba)", ")"),
)
bidirectional_forward.slip(
    "forgets_the_bias_of_the_backward_cell",
    "The backward cell lacks its bias ba. It has the same equation as the forward cell.",
    (" + ba)", " + (0 if halves else ba))"),
)
bidirectional_forward.slip(
    "shares_the_forward_bias",
    "The backward cell uses the forward cell's bias. All its weights are its own, ba too.",
    (" + ba)", ' + forward_parameters["ba"])'),
)
bidirectional_forward.slip(
    "shares_the_recurrent_weights",
    "The backward cell uses the forward cell's Waa. All its weights are its own.",
    ("Waa @ a", 'forward_parameters["Waa"] @ a'),
)
bidirectional_forward.slip(
    "shares_the_input_weights",
    "The backward cell uses the forward cell's Wax. All its weights are its own.",
    ("Wax @ inputs", 'forward_parameters["Wax"] @ inputs'),
)
bidirectional_forward.slip(
    "transposes_the_recurrent_weights",
    "Waa is transposed, in both directions. Weights multiply from the left, as they are: Waa @ a.",
    ("Waa @ a", "Waa.T @ a"),
)
bidirectional_forward.slip(
    "transposes_the_backward_weights",
    "Waa is transposed in the backward cell. Reading from right to left is no way back through "
    "gradients: the cell is an ordinary one, Waa @ a.",
    ("Waa @ a", "(Waa.T if halves else Waa) @ a"),
)
bidirectional_forward.slip(
    "sigmoid_cells",
    "The states went through a sigmoid, in both directions. The cells have a tanh.",
    ("np.tanh(", "sigmoid("),
)
bidirectional_forward.slip(
    "leaves_the_tanh_out_both_ways",
    "The cells lack their tanh, in both directions.",
    ("np.tanh(", "("),
)
bidirectional_forward.slip(
    "predicts_from_the_final_backward_state",
    "Every step gets the backward half's final state, that of step 0. Step t gets the backward state "
    "of step t: what comes after it.",
    ("both[:, :, t]", "np.concatenate([halves[0][t], halves[1][-1]])"),
)
bidirectional_forward.slip(
    "predicts_from_the_final_forward_state",
    "Every step gets the forward half's final state. Step t gets the forward state of step t: what "
    "came before it.",
    ("both[:, :, t]", "np.concatenate([halves[0][-1], both[len(both) // 2 :, :, t]])"),
)
bidirectional_forward.slip(
    "predicts_from_the_final_states",
    "Every step gets the final states of both directions. Step t gets the two states at step t: "
    "what came before it, and what comes after.",
    ("both[:, :, t]", "np.concatenate([halves[0][-1], halves[1][-1]])"),
)


# ------------------------------------------------------------------------ deep_rnn_forward


def make_layers(rng, sizes, n_x, n_y):
    layers = [rnn_parameters(rng, n, k) for n, k in zip(sizes, [n_x, *sizes[:-1]], strict=True)]
    layers[-1] |= {"Wya": numbers(rng, (n_y, sizes[-1]), 1.5), "by": numbers(rng, (n_y, 1))}
    return layers


@deep_rnn_forward.case("Three layers of different sizes.")
def three_layers(rng):
    return on_paper({"x": numbers(rng, (1, 4, 3)), "layers": make_layers(rng, [3, 1, 2], 1, 5)})


@deep_rnn_forward.case("Two layers as wide as the input: each reads the layer below it.")
def two_layers_of_equal_width(rng):
    return {"x": numbers(rng, (3, 4, 5)), "layers": make_layers(rng, [3, 3], 3, 2)}


@deep_rnn_forward.case("A single layer is a plain recurrent network that starts from zeros.")
def a_single_layer(rng):
    return {"x": numbers(rng, (4, 2, 5)), "layers": make_layers(rng, [3], 4, 6)}


@deep_rnn_forward.case("A batch of one sequence of length 1, one unit a layer.")
def one_step_one_unit(rng):
    return {"x": numbers(rng, (2, 1, 1)), "layers": make_layers(rng, [1, 1, 1, 1], 2, 3)}


@deep_rnn_forward.case("A long sequence: every layer hands its state on to the end.")
def a_long_sequence_in_layers(rng):
    return {"x": numbers(rng, (1, 1, LONG)), "layers": make_layers(rng, [2, 1], 1, 2)}


@deep_rnn_forward.case("Very large sums, of either sign, give numbers, not NaN, in the states.")
def large_sums_in_layers(rng):
    layers = make_layers(rng, [2, 3], 1, 2)
    for layer in layers:
        layer["ba"][:2, 0] = LARGE * rng.permutation([1.0, -1.0])
    return {"x": numbers(rng, (1, 3, 2)), "layers": layers}


@deep_rnn_forward.case("Very large outputs, far apart, give each example a softmax of its own.")
def columns_far_apart_in_layers(rng):
    layers = make_layers(rng, [1, 2], 1, 3)
    for layer in layers:
        layer["Wax"][0], layer["Waa"][0], layer["ba"][0] = 5.0, 0.0, 0.0
    layers[-1]["Wya"][:, 0] += LARGE
    x = rng.choice([-1.0, 1.0]) * np.array([[[1.0, -1.0], [-1.0, 1.0]]])
    return {"x": x, "layers": layers}


@deep_rnn_forward.alternative
def layer_by_layer(x, layers):
    a = x
    for layer in layers:
        state, found = np.zeros((layer["Waa"].shape[0], x.shape[1])), []
        for t in range(x.shape[2]):
            state = np.tanh(layer["Waa"] @ state + layer["Wax"] @ a[:, :, t] + layer["ba"])
            found.append(state)
        a = np.stack(found, axis=2)
    z = np.einsum("ij,jmt->imt", layers[-1]["Wya"], a) + layers[-1]["by"][:, :, None]
    return a, softmax(z, axis=0)


@deep_rnn_forward.alternative
def step_by_step(x, layers):
    n_x, m, T_x = x.shape
    old = [np.zeros((len(layer["ba"]), m)) for layer in layers]
    tops, predictions = [], []
    for t in range(T_x):
        below = x[:, :, t]
        for i, layer in enumerate(layers):
            both = np.concatenate([old[i], below])
            weights = np.concatenate([layer["Waa"], layer["Wax"]], axis=1)
            below = old[i] = np.tanh(weights @ both + layer["ba"])
        tops.append(below)
        z = layers[-1]["Wya"] @ below + layers[-1]["by"]
        e = np.exp(z - z.max(axis=0))
        predictions.append(e / e.sum(axis=0))
    return np.array(tops).transpose(1, 2, 0), np.array(predictions).transpose(1, 2, 0)


@deep_rnn_forward.alternative
def by_recursion_in_float32(x, layers):
    def states(x, layer):
        a = np.zeros((layer["Waa"].shape[0], x.shape[1], x.shape[2] + 1), np.float32)
        drive = np.tensordot(layer["Wax"].astype(np.float32), x.astype(np.float32), 1)
        for t in range(x.shape[2]):
            a[:, :, t + 1] = np.tanh(
                drive[:, :, t]
                + layer["Waa"].astype(np.float32) @ a[:, :, t]
                + layer["ba"].astype(np.float32)
            )
        return a[:, :, 1:]

    def climb(x, layers):
        return climb(states(x, layers[0]), layers[1:]) if layers else x

    top = climb(x, layers)
    z = np.tensordot(layers[-1]["Wya"].astype(np.float32), top, 1)
    return [top, softmax(z + layers[-1]["by"].astype(np.float32)[:, :, None], axis=0)]


deep_rnn_forward.slip(
    "every_layer_reads_the_input",
    "Every layer reads x. Only the first does; layer l reads the states of layer l - 1.",
    ("below[:, :, t]", "x[:, :, t]"),
)
deep_rnn_forward.slip(
    "reads_the_layer_below_one_step_late",
    "Each layer reads the layer below one step late. At step t it reads the state that the layer "
    "below has just made at step t.",
    ("below[:, :, t]", "(below[:, :, t] if below is x else (t > 0) * below[:, :, t - 1])"),
)
deep_rnn_forward.slip(
    "keeps_the_states_before_the_steps",
    "Each layer gives out the state before the step. At place t belongs the state after step t, which "
    "has read the layer below at step t.",
    ("a = np.tanh(mixed", "states.append(a)\n            a = np.tanh(mixed"),
    ('layer["ba"])\n            states.append(a)', 'layer["ba"])'),
)
deep_rnn_forward.slip(
    "hands_on_in_the_first_layer_only",
    "Only the first layer hands its state on from step to step; the others start from zeros at each.",
    ('layer["Waa"] @ a', '(layer is layers[0]) * layer["Waa"] @ a'),
)
deep_rnn_forward.slip(
    "hands_on_in_the_top_layer_only",
    "Only the top layer hands its state on from step to step; those below start from zeros at each.",
    ('layer["Waa"] @ a', '(layer is layers[-1]) * layer["Waa"] @ a'),
)
deep_rnn_forward.slip(
    "transposes_the_weights_of_the_layers",
    "Waa is transposed. Weights multiply from the left, as they are: Waa @ a.",
    ('layer["Waa"] @ a', 'layer["Waa"].T @ a'),
)
deep_rnn_forward.slip(
    "sigmoid_layers",
    "The states went through a sigmoid. The layers are tanh cells.",
    ("np.tanh(", "sigmoid("),
)
deep_rnn_forward.slip(
    "layers_without_a_tanh",
    "The tanh is missing in all layers.",
    ("np.tanh(", "("),
)
deep_rnn_forward.slip(
    "forgets_the_states",
    "Every step of every layer starts from zeros. Along time, each layer hands its own state on.",
    ('layer["Waa"] @ a + ', ""),
)
deep_rnn_forward.slip(
    "starts_from_the_layer_below",
    "A layer starts from the last state of the layer below. Every layer starts from zeros of its "
    "own size.",
    (
        'np.zeros((len(layer["Waa"]), x.shape[1]))',
        'np.zeros((len(layer["Waa"]), x.shape[1])) if below is x else a',
    ),
)


@deep_rnn_forward.misconception(
    "One state is shared by all layers: what layer l - 1 made at this step became the old state of "
    "layer l. Keep one state for each layer."
)
def shares_one_state(x, layers):
    a, tops = np.zeros((layers[0]["ba"].shape[0], x.shape[1])), []
    for t in range(x.shape[2]):
        below = x[:, :, t]
        for layer in layers:
            a = np.tanh(layer["Waa"] @ a + layer["Wax"] @ below + layer["ba"])
            below = a
        tops.append(a)
    Wya, by = layers[-1]["Wya"], layers[-1]["by"]
    return np.dstack(tops), np.dstack([softmax(Wya @ a + by, axis=0) for a in tops])


deep_rnn_forward.slip(
    "repeats_the_first_layer",
    "Only the first layer's weights are used, again and again. Each layer has its own dictionary.",
    ("in layers:", "in [layers[0]] * len(layers):"),
)
deep_rnn_forward.slip(
    "stacks_upside_down",
    "The layers are stacked upside down: layers[0] reads x, the last dictionary is the top.",
    ("in layers:", "in layers[::-1]:"),
)
deep_rnn_forward.slip(
    "returns_all_layers",
    "The first result holds the states of all layers. Return those of the top layer only.",
    ("below = x", "below, found = x, []"),
    (
        "below = np.stack(states, axis=2)",
        "below = np.stack(states, axis=2)\n        found.append(below)",
    ),
    ("return below", "return found"),
)
deep_rnn_forward.slip(
    "predicts_at_the_end_only",
    "y has one column of predictions for each example. Predict at every step: y is (n_y, m, T_x).",
    ("np.stack([Wya @ a + by for a in states], 2)", "Wya @ a + by"),
)
deep_rnn_forward.slip(
    "leaves_the_tanh_of_lower_layers_out",
    "The tanh is applied in the top layer only. Every layer is a tanh cell; without it, two "
    "layers are no more than one.",
    ("a = np.tanh(mixed", "a = (np.tanh if layer is layers[-1] else np.positive)(mixed"),
)
deep_rnn_forward.slip(
    "forgets_the_biases_of_the_layers",
    "The bias ba is missing in the layers.",
    (' + layer["ba"]', ""),
)
deep_rnn_forward.slip(
    "forgets_the_biases_above_the_first_layer",
    "The bias ba is missing above the first layer. Every layer has its own.",
    (' + layer["ba"]', ' + (layer is layers[0]) * layer["ba"]'),
)
deep_rnn_forward.slip(
    "forgets_the_output_bias_of_the_layers",
    "The bias by is missing inside the softmax.",
    ("Wya @ a + by", "Wya @ a"),
)
deep_rnn_forward.slip(
    "leaves_the_softmax_of_the_layers_out",
    "y holds the logits Wya a + by: the softmax is missing.",
    (
        "softmax(np.stack([Wya @ a + by for a in states], 2), axis=0)",
        "np.stack([Wya @ a + by for a in states], 2)",
    ),
)
deep_rnn_forward.slip(
    "softmax_over_everything_in_layers",
    "The softmax has no axis and runs over all steps, examples and classes at once. Each example has "
    "its own probabilities at each step: axis=0.",
    (", axis=0", ""),
)
deep_rnn_forward.slip(
    "softmax_that_overflows_in_layers",
    "The softmax overflows: exp of a large number is infinite, and inf / inf is NaN. Take each "
    "column's largest value away first, or use the softmax of the setup.",
    ("return below, softmax(np.stack(", "e = np.exp(np.stack("),
    (", 2), axis=0)", ", 2))\n    return below, e / e.sum(axis=0)"),
)
deep_rnn_forward.slip(
    "takes_away_the_largest_of_all_in_layers",
    "The largest number of the whole array is taken away, so that columns far below it become 0/0. "
    "Take each column's own largest, z.max(axis=0), or use the given softmax.",
    ("return below, softmax(np.stack(", "z = (np.stack("),
    (
        ", 2), axis=0)",
        ", 2))\n    e = np.exp(z - z.max(axis=(0, 1)))\n    return below, e / e.sum(axis=0)",
    ),
)
deep_rnn_forward.slip(
    "softmax_over_the_wrong_axis",
    "The softmax runs over the wrong axis: the classes are axis 0 of y.",
    ("axis=0", "axis=1"),
)


deep_rnn_forward.slip(
    "adds_what_it_reads",
    "Each layer's input is added to its states, where the sizes agree. The next layer reads the states "
    "alone.",
    "below = np.stack(states, axis=2)",
    "above = np.stack(states, axis=2)\n"
    "        below = above + below if above.shape == below.shape else above",
)
deep_rnn_forward.slip(
    "leaves_the_tanh_of_the_top_out",
    "The top layer lacks its tanh. Every layer is a plain recurrent cell.",
    'a = np.tanh(mixed + layer["ba"])',
    'a = mixed + layer["ba"]\n            a = a if layer is layers[-1] else np.tanh(a)',
)
deep_rnn_forward.slip(
    "shares_the_softmax_among_examples",
    "At each step all numbers of y together sum to 1. Each example has its own probabilities: the softmax "
    "runs along axis 0.",
    "softmax(np.stack([Wya @ a + by for a in states], 2), axis=0)",
    "np.stack([softmax(Wya @ a + by) for a in states], 2)",
)
