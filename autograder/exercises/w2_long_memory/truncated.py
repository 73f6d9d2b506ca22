"""`truncated_gradients`: loss and gradients, window by window."""

import numpy as np

from autograder.checks.expectations import Between, PassedOn, Raises
from autograder.checks.probes import Call
from autograder.checks.recipes import Function, Recorded
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import numbers

from .inputs import truncated_gradients

# A layer without activation: what a window's gradient leaves out shows in every number.
LINEAR = """
def loss_and_gradients(x, y, a_start, parameters):
    U, W, V = parameters["U"], parameters["W"], parameters["V"]
    states = [a_start]
    for t in range(x.shape[2]):
        states.append(W @ states[-1] + U @ x[:, :, t])
    errors = [V @ a - y[:, :, t] for t, a in enumerate(states[1:])]
    dU, dW, dV = np.zeros_like(U), np.zeros_like(W), np.zeros_like(V)
    back = np.zeros_like(a_start)
    for t in range(x.shape[2] - 1, -1, -1):
        back = V.T @ errors[t] + W.T @ back
        dU, dW = dU + back @ x[:, :, t].T, dW + back @ states[t].T
        dV = dV + errors[t] @ states[t + 1].T
    loss = float(sum((e ** 2).sum() for e in errors)) / 2
    return loss, {"dU": dU, "dW": dW, "dV": dV}, states[-1]
"""

# One number a step, so that a person can follow: the state is the sum of all inputs.
SUMS = """
def loss_and_gradients(x, y, a_start, parameters):
    states = a_start[:, :, None] * parameters["w"][0, 0] + np.cumsum(x, axis=2)
    errors = states - y
    slope = (errors * a_start[:, :, None]).sum()
    return float((errors ** 2).sum() / 2), {"dw": np.array([[slope]])}, states[:, :, -1]
"""


# The same under another name: who gives the names is the function.
NAMED = SUMS.replace('"dw"', "NAME")


def small(rng, window):
    return {
        "x": rng.integers(1, 4, (1, 1, 4)).astype(float),
        "y": rng.integers(0, 3, (1, 1, 4)).astype(float),
        "a0": np.array([[float(rng.integers(1, 4))]]),
        "parameters": {"w": np.array([[2.0]])},
        "window": window,
        "loss_and_gradients": Function(SUMS),
    }


def arguments(rng, steps, window, sizes=(2, 3, 4, 5)):
    """Draws a layer of n_x, n_a, n_y and m, and sequences."""
    n_x, n_a, n_y, m = sizes
    return {
        "x": numbers(rng, (n_x, m, steps)),
        "y": numbers(rng, (n_y, m, steps)),
        "a0": numbers(rng, (n_a, m)),
        "parameters": {
            "U": numbers(rng, (n_a, n_x), 0.8),
            "W": numbers(rng, (n_a, n_a), 0.5),
            "V": numbers(rng, (n_y, n_a), 0.8),
        },
        "window": window,
        "loss_and_gradients": Recorded(Function(LINEAR)),
    }


@truncated_gradients.case("Four steps of one number, in two windows.")
def on_paper(rng):
    return small(rng, 2)


@truncated_gradients.case("Windows of equal length: states go on, gradients are added up.")
def even_windows(rng):
    return arguments(rng, 9, 3)


@truncated_gradients.case("The last window may be shorter.")
def a_short_last_window(rng):
    return arguments(rng, 11, 4, (3, 2, 1, 4))


@truncated_gradients.case("Each window begins with the state that the one before has returned.")
def states_are_handed_on(rng):
    text = "A window did not begin with the last state that the window before gave."
    passed = PassedOn("calls.loss_and_gradients", 2, 2, text, least=3)
    once = "The function was called more or less often than once a window."
    often = Between("calls.loss_and_gradients.count", 4, 4, once)
    return Trial(Call(arguments(rng, 7, 2, (4, 5, 2, 3))), also=[often, passed])


@truncated_gradients.case("A window of one step.")
def single_steps(rng):
    return arguments(rng, 4, 1, (3, 4, 2, 1))


@truncated_gradients.case("A window as long as the sequence gives the full gradient.")
def the_whole_length(rng):
    return arguments(rng, 6, 6, (1, 3, 2, 2))


@truncated_gradients.case("A window longer than the sequence gives the full gradient, too.")
def longer_than_all(rng):
    return arguments(rng, 5, 9, (2, 1, 3, 4))


@truncated_gradients.case("The function's names are kept, whatever they are.")
def other_names(rng):
    name = str(rng.choice(["slope", "by w", "gradient of w"]))
    function = Function(NAMED.replace("NAME", repr(name)))
    return {**small(rng, 3), "loss_and_gradients": function}


def refused(rng, window):
    made = {**arguments(rng, 5, 2), "window": window}
    return Trial(Call(made), [Raises("ValueError", [], "A window has at least one step.")])


@truncated_gradients.case("A window of 0 steps raises a ValueError.")
def no_steps(rng):
    return refused(rng, 0)


@truncated_gradients.case("A window of less than 0 steps raises a ValueError.")
def negative_steps(rng):
    return refused(rng, -int(rng.integers(1, 4)))


# ------------------------------------------------------------------------ other right answers


@truncated_gradients.alternative
def with_a_while_loop(x, y, a0, parameters, window, loss_and_gradients):
    if window <= 0:
        raise ValueError("window")
    T_x, start, loss, a, total = x.shape[-1], 0, 0, a0, None
    while start < T_x:
        end = min(start + window, T_x)
        part, new, a = loss_and_gradients(x[..., start:end], y[..., start:end], a, parameters)
        loss = loss + part
        total = new if total is None else {k: total[k] + new[k] for k in new}
        start = end
    return loss, total, a


@truncated_gradients.alternative
def with_array_split(x, y, a0, parameters, window, loss_and_gradients):
    if window < 1:
        raise ValueError(window)
    places = np.arange(window, x.shape[2], window)
    results, a = [], a0
    for xs, ys in zip(np.split(x, places, axis=2), np.split(y, places, axis=2), strict=True):
        results.append(loss_and_gradients(xs, ys, a, parameters))
        a = results[-1][2]
    losses, parts, _ = zip(*results, strict=True)
    return sum(losses), {k: np.sum([p[k] for p in parts], axis=0) for k in parts[0]}, a


@truncated_gradients.alternative
def by_recursion(x, y, a0, parameters, window, loss_and_gradients):
    if window < 1:
        raise ValueError("at least one step")

    def go_on(start, a):
        here = slice(start, start + window)
        loss, slopes, a = loss_and_gradients(x[:, :, here], y[:, :, here], a, parameters)
        if start + window >= x.shape[2]:
            return loss, slopes, a
        later, more, a = go_on(start + window, a)
        return loss + later, {name: slopes[name] + more[name] for name in slopes}, a

    return go_on(0, a0)


@truncated_gradients.alternative
def into_zeros(x, y, a0, parameters, window, loss_and_gradients):
    if not window >= 1:
        raise ValueError("window must be positive")
    total_loss, a_last, gradients = 0.0, np.array(a0), {}
    count = -(-x.shape[2] // window)
    for i in range(count):
        lo, hi = i * window, (i + 1) * window
        loss, grads, a_last = loss_and_gradients(
            x=x[:, :, lo:hi], y=y[:, :, lo:hi], a_start=a_last, parameters=parameters
        )
        total_loss += loss
        for key, value in grads.items():
            gradients.setdefault(key, np.zeros_like(value))
            gradients[key] += value
    return total_loss, gradients, a_last


# ------------------------------------------------------------------------------- known mistakes

truncated_gradients.slip(
    "starts_each_window_afresh",
    "Every window began with a0. Gradients stop at a window's border, states go on: begin each one with the "
    "last state of the one before.",
    ("part, new, a = ", "part, new, a_last = "),
    ("return loss, gradients, a", "return loss, gradients, a_last"),
    ("gradients, a = 0.0, {}, a0", "gradients, a, a_last = 0.0, {}, a0, a0"),
)

truncated_gradients.slip(
    "starts_windows_at_zero",
    "Every window began with zeros. States go on: begin with the last state of the window before.",
    ("stop = start + window", "stop = start + window\n        a = a if start == 0 else 0 * a"),
)

truncated_gradients.slip(
    "loses_the_short_window",
    "A last window that is shorter was left out. Its steps count like all others.",
    "range(0, x.shape[2], window)",
    "range(0, max(x.shape[2] - window, 0) + 1, window)",
)

truncated_gradients.slip(
    "averages_windows",
    "Loss and gradients were divided by the number of windows. All is added up.",
    "return loss, gradients, a",
    "windows = -(-x.shape[2] // window)\n"
    "    gradients = {name: g / windows for name, g in gradients.items()}\n"
    "    return loss / windows, gradients, a",
)

truncated_gradients.slip(
    "averages_steps",
    "Loss and gradients were divided by the number of steps. All is added up.",
    "return loss, gradients, a",
    "T = x.shape[2]\n    return loss / T, {k: g / T for k, g in gradients.items()}, a",
)

truncated_gradients.slip(
    "averages_the_loss",
    "The loss was divided by the number of windows. It is the sum over all of them.",
    "return loss, gradients, a",
    "return loss / -(-x.shape[2] // window), gradients, a",
)

truncated_gradients.slip(
    "keeps_the_last_gradients",
    "These are the gradients of the last window alone. Add up those of all windows.",
    "gradients.get(name, 0) + new[name]",
    "new[name]",
)

truncated_gradients.slip(
    "keeps_the_first_gradients",
    "These are the gradients of the first window alone. Add up those of all windows.",
    "gradients.get(name, 0) + new[name]",
    "gradients.get(name, new[name])",
)

truncated_gradients.slip(
    "keeps_the_last_loss",
    "This is the loss of the last window alone. Add up those of all windows.",
    "loss += part",
    "loss = part",
)

truncated_gradients.slip(
    "overlaps",
    "Windows overlap: a new one begins at every step. The next begins where the last one ended.",
    "range(0, x.shape[2], window)",
    "range(x.shape[2])",
)

truncated_gradients.slip(
    "overlaps_by_one",
    "Windows overlap by one step, which counts twice. The end of a slice does not count itself: the next "
    "window begins there.",
    "stop = start + window",
    "stop = start + window + 1",
)

truncated_gradients.slip(
    "leaves_gaps",
    "Each window is one step too short: the end of a slice does not count itself.",
    "stop = start + window",
    "stop = start + max(window - 1, 1)",
)

truncated_gradients.slip(
    "takes_the_number_of_windows",
    "`window` was taken for the number of windows. It is how many steps each of them has.",
    "    for start in",
    "    window = -(-x.shape[2] // window)\n    for start in",
)

truncated_gradients.slip(
    "does_not_cut",
    "Everything was one window. Cut the time axis into windows of `window` steps.",
    "    for start in",
    "    window = x.shape[2]\n    for start in",
)

truncated_gradients.slip(
    "looks_at_one_window",
    "Only the first window was looked at. Go on until the last step.",
    "range(0, x.shape[2], window)",
    "[0]",
)

truncated_gradients.slip(
    "goes_from_the_end",
    "Windows were taken from the last to the first. Gradients go backward, but windows go forward: each "
    "needs the state of the one before.",
    "in range(0, x.shape[2], window)",
    "in reversed(range(0, x.shape[2], window))",
)

truncated_gradients.slip(
    "learns_in_between",
    "Parameters were changed between windows. They stay the same throughout; what to do with the sum, "
    "others decide.",
    "        loss += part",
    "        parameters = {\n"
    "            k: v - 0.1 * new.get('d' + k, 0) for k, v in parameters.items()\n"
    "        }\n"
    "        loss += part",
)

truncated_gradients.slip(
    "returns_the_first_state",
    "The last result is the first state. It is to be the state after the last step.",
    "return loss, gradients, a",
    "return loss, gradients, a0",
)

truncated_gradients.slip(
    "accepts_any_window",
    "A window below 0 was accepted. Below 1 there is no step to take: raise a ValueError.",
    "window < 1",
    "window == 0",
)

truncated_gradients.equivalent(
    "if window < 1: -> if window < 0:",
    "A step of 0 makes `range` raise a ValueError by itself.",
)

truncated_gradients.slip(
    "makes_up_the_names",
    "The names of the gradients were made from those of the parameters. The function says how its gradients "
    "are called: take its names.",
    (
        "loss, gradients, a = 0.0, {}, a0",
        "loss, gradients, a = 0.0, {'d' + k: 0.0 for k in parameters}, a0",
    ),
    ("for name in new:", "for name in gradients:"),
)

truncated_gradients.slip(
    "averages_the_loss_over_steps",
    "The loss was divided by the number of steps. It is the sum over all of them.",
    "return loss, gradients, a",
    "return loss / x.shape[2], gradients, a",
)

truncated_gradients.slip(
    "takes_the_short_window_first",
    "The short window came first. Windows begin at the first step, and what is left comes last.",
    "    for start in range(0, x.shape[2], window):\n        stop = start + window\n",
    "    for stop in range(x.shape[2] % window or window, x.shape[2] + 1, window):\n"
    "        start = max(stop - window, 0)\n",
)

truncated_gradients.slip(
    "refuses_long_windows",
    "A window longer than the sequence was refused. Then everything is one window.",
    "if window < 1:",
    "if window < 1 or window > x.shape[2]:",
)

truncated_gradients.slip(
    "calls_twice_a_window",
    "The function was called twice for each window. It gives loss, gradients and state at once.",
    "        loss += part",
    "        loss_and_gradients(x[:, :, start:stop], y[:, :, start:stop], a, parameters)\n"
    "        loss += part",
)
