"""Forward exercises that combine simple cells: in both directions, and in layers."""

import numpy as np
from scipy.special import softmax

from autograder.exercises._recurrent_cells.inputs import (
    bidirectional_forward,
    deep_rnn_forward,
    numbers,
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
    return make_bidirectional_call(rng, n_a=4, n_x=3, n_y=2, m=6, T_x=5)


@bidirectional_forward.case("One long sequence: every step hears from both ends.")
def one_sequence_both_ways(rng):
    return make_bidirectional_call(rng, n_a=2, n_x=2, n_y=3, m=1, T_x=8)


@bidirectional_forward.case("One unit in each direction.")
def one_unit_each_way(rng):
    return make_bidirectional_call(rng, n_a=1, n_x=2, n_y=4, m=3, T_x=6)


@bidirectional_forward.case("A sequence of length 1.")
def one_step_both_ways(rng):
    return make_bidirectional_call(rng, n_a=3, n_x=4, n_y=5, m=2, T_x=1)


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


def _read(x, p, activation=np.tanh, start=None):
    """Returns the states of a tanh cell, `(n_a, m, T_x)`."""
    a, found = np.zeros((p["ba"].shape[0], x.shape[1])) if start is None else start, []
    for t in range(x.shape[2]):
        a = activation(p["Waa"] @ a + p["Wax"] @ x[:, :, t] + p["ba"])
        found.append(a)
    return np.stack(found, axis=2)


def _predict(both, p, axis=0):
    """Returns the softmax of the output layer at every step."""
    return softmax(np.einsum("ij,jmt->imt", p["Wy"], both) + p["by"][:, :, None], axis=axis)


def _flip(x):
    """Turns time around."""
    return x[:, :, ::-1]


@bidirectional_forward.misconception(
    "The backward states are not put back in time order: the state that the backward half made "
    "first belongs to the last step."
)
def leaves_the_backward_states_reversed(
    x, forward_parameters, backward_parameters, output_parameters
):
    there, back = _read(x, forward_parameters), _read(_flip(x), backward_parameters)
    return _predict(np.concatenate([there, back]), output_parameters)


@bidirectional_forward.misconception(
    "Both halves read from the first step to the last. The backward half starts at the last step: "
    "time is the third axis (x[:, ::-1] turns the examples around, not the steps)."
)
def reads_forward_twice(x, forward_parameters, backward_parameters, output_parameters):
    there, back = _read(x, forward_parameters), _read(x, backward_parameters)
    return _predict(np.concatenate([there, back]), output_parameters)


@bidirectional_forward.misconception(
    "The backward half read forward, and its states were then turned around. Turn the input around "
    "before reading and the states after it."
)
def turns_the_states_only(x, forward_parameters, backward_parameters, output_parameters):
    there, back = _read(x, forward_parameters), _flip(_read(x, backward_parameters))
    return _predict(np.concatenate([there, back]), output_parameters)


@bidirectional_forward.misconception(
    "The halves are stacked the other way round: the forward half comes first."
)
def stacks_the_backward_half_first(x, forward_parameters, backward_parameters, output_parameters):
    there, back = _read(x, forward_parameters), _flip(_read(_flip(x), backward_parameters))
    return _predict(np.concatenate([back, there]), output_parameters)


@bidirectional_forward.misconception(
    "Both directions use the forward weights. The backward half has weights of its own."
)
def shares_the_forward_weights(x, forward_parameters, backward_parameters, output_parameters):
    there, back = _read(x, forward_parameters), _flip(_read(_flip(x), forward_parameters))
    return _predict(np.concatenate([there, back]), output_parameters)


@bidirectional_forward.misconception(
    "The weights of the two directions have changed places: forward_parameters come first."
)
def swaps_the_weights(x, forward_parameters, backward_parameters, output_parameters):
    there, back = _read(x, backward_parameters), _flip(_read(_flip(x), forward_parameters))
    return _predict(np.concatenate([there, back]), output_parameters)


@bidirectional_forward.misconception(
    "The backward half starts from the forward half's last state. Both start from zeros: they are "
    "two separate networks."
)
def hands_the_forward_state_over(x, forward_parameters, backward_parameters, output_parameters):
    there = _read(x, forward_parameters)
    back = _flip(_read(_flip(x), backward_parameters, start=there[:, :, -1]))
    return _predict(np.concatenate([there, back]), output_parameters)


@bidirectional_forward.misconception(
    "The backward half reads the forward half's states. Both read x, and only the output sees both."
)
def reads_the_other_half(x, forward_parameters, backward_parameters, output_parameters):
    there = _read(x, forward_parameters)
    back = _flip(_read(_flip(there), backward_parameters))
    return _predict(np.concatenate([there, back]), output_parameters)


@bidirectional_forward.misconception(
    "The two halves were added. Stack them instead: Wy has a column for each of the 2 n_a units."
)
def adds_the_halves(x, forward_parameters, backward_parameters, output_parameters):
    there, back = _read(x, forward_parameters), _flip(_read(_flip(x), backward_parameters))
    T_x, p = x.shape[2], output_parameters
    return np.dstack(
        [softmax(p["Wy"] @ (there + back)[:, :, t] + p["by"], axis=0) for t in range(T_x)]
    )


@bidirectional_forward.misconception(
    "The softmax runs over the wrong axis: the classes are axis 0, and each example at each step "
    "sums to 1."
)
def softmax_over_the_steps(x, forward_parameters, backward_parameters, output_parameters):
    there, back = _read(x, forward_parameters), _flip(_read(_flip(x), backward_parameters))
    return _predict(np.concatenate([there, back]), output_parameters, axis=-1)


@bidirectional_forward.misconception("The output bias by is missing inside the softmax.")
def forgets_the_bias_both_ways(x, forward_parameters, backward_parameters, output_parameters):
    there, back = _read(x, forward_parameters), _flip(_read(_flip(x), backward_parameters))
    p = {"Wy": output_parameters["Wy"], "by": 0 * output_parameters["by"]}
    return _predict(np.concatenate([there, back]), p)


@bidirectional_forward.misconception("The cells lack their tanh, in both directions.")
def leaves_the_tanh_out_both_ways(x, forward_parameters, backward_parameters, output_parameters):
    there = _read(x, forward_parameters, activation=lambda z: z)
    back = _flip(_read(_flip(x), backward_parameters, activation=lambda z: z))
    return _predict(np.concatenate([there, back]), output_parameters)


@bidirectional_forward.misconception(
    "Every step gets the final states of both directions. Step t gets the two states at step t: "
    "what came before it, and what comes after."
)
def predicts_from_the_final_states(x, forward_parameters, backward_parameters, output_parameters):
    there, back = _read(x, forward_parameters), _read(_flip(x), backward_parameters)
    final = np.concatenate([there[:, :, -1:], back[:, :, -1:]])
    return _predict(np.repeat(final, x.shape[2], axis=2), output_parameters)


# ------------------------------------------------------------------------ deep_rnn_forward


def make_layers(rng, sizes, n_x, n_y):
    layers = [rnn_parameters(rng, n, k) for n, k in zip(sizes, [n_x, *sizes[:-1]], strict=True)]
    layers[-1] |= {"Wya": numbers(rng, (n_y, sizes[-1]), 1.5), "by": numbers(rng, (n_y, 1))}
    return layers


@deep_rnn_forward.case("Three layers of different sizes.")
def three_layers(rng):
    return {"x": numbers(rng, (2, 3, 6)), "layers": make_layers(rng, [4, 3, 5], 2, 7)}


@deep_rnn_forward.case("Two layers as wide as the input: each reads the layer below it.")
def two_layers_of_equal_width(rng):
    return {"x": numbers(rng, (3, 4, 5)), "layers": make_layers(rng, [3, 3], 3, 2)}


@deep_rnn_forward.case("A single layer is a plain recurrent network that starts from zeros.")
def a_single_layer(rng):
    return {"x": numbers(rng, (4, 2, 5)), "layers": make_layers(rng, [3], 4, 6)}


@deep_rnn_forward.case("A batch of one sequence of length 1, one unit a layer.")
def one_step_one_unit(rng):
    return {"x": numbers(rng, (2, 1, 1)), "layers": make_layers(rng, [1, 1, 1, 1], 2, 3)}


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


def _layer(x, p, activation=np.tanh, start=None, carry=True):
    """Returns the states of one layer, `(n_a, m, T_x)`."""
    first = np.zeros((p["ba"].shape[0], x.shape[1])) if start is None else start
    a, found = first, []
    for t in range(x.shape[2]):
        a = activation(p["Waa"] @ (a if carry else first) + p["Wax"] @ x[:, :, t] + p["ba"])
        found.append(a)
    return np.stack(found, axis=2)


def _output(a, p, axis=0):
    """Returns the softmax of the top layer's output at every step."""
    return softmax(np.einsum("ij,jmt->imt", p["Wya"], a) + p["by"][:, :, None], axis=axis)


@deep_rnn_forward.misconception(
    "Every layer reads x. Only the first does; layer l reads the states of layer l - 1."
)
def every_layer_reads_the_input(x, layers):
    for layer in layers:
        a = _layer(x, layer)
    return a, _output(a, layers[-1])


@deep_rnn_forward.misconception(
    "Each layer reads the layer below one step late. At step t it reads the state that the layer "
    "below has just made at step t."
)
def reads_the_layer_below_one_step_late(x, layers):
    a = _layer(x, layers[0])
    for layer in layers[1:]:
        a = _layer(np.dstack([np.zeros_like(a[:, :, 0]), a[:, :, :-1]]), layer)
    return a, _output(a, layers[-1])


@deep_rnn_forward.misconception(
    "Every step of every layer starts from zeros. Along time, each layer hands its own state on."
)
def forgets_the_states(x, layers):
    a = x
    for layer in layers:
        a = _layer(a, layer, carry=False)
    return a, _output(a, layers[-1])


@deep_rnn_forward.misconception(
    "A layer starts from the last state of the layer below. Every layer starts from zeros of its "
    "own size."
)
def starts_from_the_layer_below(x, layers):
    a = _layer(x, layers[0])
    for layer in layers[1:]:
        a = _layer(a, layer, start=a[:, :, -1])
    return a, _output(a, layers[-1])


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
    return np.dstack(tops), _output(np.dstack(tops), layers[-1])


@deep_rnn_forward.misconception(
    "Only the first layer's weights are used, again and again. Each layer has its own dictionary."
)
def repeats_the_first_layer(x, layers):
    a = x
    for _ in layers:
        a = _layer(a, layers[0])
    return a, _output(a, layers[-1])


@deep_rnn_forward.misconception(
    "The layers are stacked upside down: layers[0] reads x, the last dictionary is the top."
)
def stacks_upside_down(x, layers):
    a = x
    for layer in layers[::-1]:
        a = _layer(a, layer)
    return a, _output(a, layers[-1])


@deep_rnn_forward.misconception(
    "The first result holds the states of all layers. Return those of the top layer only."
)
def returns_all_layers(x, layers):
    found, a = [], x
    for layer in layers:
        a = _layer(a, layer)
        found.append(a)
    return found, _output(a, layers[-1])


@deep_rnn_forward.misconception(
    "y has one column of predictions for each example. Predict at every step: y is (n_y, m, T_x)."
)
def predicts_at_the_end_only(x, layers):
    a = x
    for layer in layers:
        a = _layer(a, layer)
    return a, _output(a, layers[-1])[:, :, -1]


@deep_rnn_forward.misconception(
    "The tanh is applied in the top layer only. Every layer is a tanh cell; without it, two "
    "layers are no more than one."
)
def leaves_the_tanh_of_lower_layers_out(x, layers):
    a = x
    for layer in layers[:-1]:
        a = _layer(a, layer, activation=lambda z: z)
    a = _layer(a, layers[-1])
    return a, _output(a, layers[-1])


@deep_rnn_forward.misconception("The bias ba is missing in the layers.")
def forgets_the_biases_of_the_layers(x, layers):
    a = x
    for layer in layers:
        a = _layer(a, {**layer, "ba": 0 * layer["ba"]})
    return a, _output(a, layers[-1])


@deep_rnn_forward.misconception(
    "The softmax runs over the wrong axis: the classes are axis 0 of y."
)
def softmax_over_the_wrong_axis(x, layers):
    a = x
    for layer in layers:
        a = _layer(a, layer)
    return a, _output(a, layers[-1], axis=1)
