# %% [markdown] id="title"
# # An RNN, one step at a time
# %% [markdown] id="result" picture="result.png"
# ![Above: the memory of one LSTM unit climbs and falls with the depth of twelve brackets; the state below it hardly tells a depth of 3 from one of 4. Below: gradient norms of five cells against distance, over forty steps; those of the plain cell and of fresh gated cells fall to about a hundred-millionth, those of gated cells that are set to keep do not fade](result.png)
#
# **The story.** A network that reads has to carry something from word to word. You
# build the smallest cell that can, and watch its gradients fade. Gates then make a
# memory last: one counts brackets, and five show how far they see.
#
# You **step** through RNN, GRU and LSTM in NumPy, **derive** the way back through
# time, and **measure** how far it reaches. 35 minutes of reading and 205 of solving,
# a few seconds of computing; four places to stop · 100 points and four exercises
# as a bonus · you know NumPy, matrix products and the chain rule.
#
# **Setup.** Run this cell first. `check` judges an exercise, `failing` hands you an
# input that failed, `restore` an empty cell.

# %% id="setup"
import sys
import zipfile
from pathlib import Path
from urllib.request import urlretrieve

RELEASE = "unreleased"
COURSE = "unreleased"
NEEDED = "unreleased"

if "google.colab" in sys.modules:
    url = f"{COURSE}/archive/refs/tags/{RELEASE}.zip"
    archive = zipfile.ZipFile(urlretrieve(url)[0])
    for item in archive.infolist():
        item.filename = name = item.filename.partition("/")[2]
        if name.startswith(NEEDED):
            archive.extract(item)
here = [Path.cwd(), *Path.cwd().parents]
sys.path[:0] = [str(p) for p in here if (p / "utils/plotting.py").is_file()]

import numpy as np
from scipy.special import expit as sigmoid
from scipy.special import softmax

from autograder import begin, check, failing, restore, scoreboard
from utils import recurrent_plots

begin("w1_recurrent_cells")


# %% [markdown] id="first_steps"
# **Guess**: a state of 1 goes forty times through `tanh(weight * state)`. What is left
# with a weight of 0.9, of 1.0, 1.1?

# %% id="first_guess" tags=["explore"]
for weight in (0.9, 1.0, 1.1):
    state = 1.0
    for _ in range(40):
        state = np.tanh(weight * state)
    print(f"weight {weight}: {state:.2f} is left")

# %% [markdown] id="families_note"
# Three fates from one line of code: gone, fading, kept. This line is a network with
# one unit. To keep its state for long is what all this is about.
#
# ## Why not a dense network?
#
# A dense network would need a slot for every position, up to the longest sentence.
# What it learns in slot 1, that *Harry* is a name, it does not know in slot 4. A
# recurrent network has one cell, and uses it at every position. It takes in and
# gives out sequences of whatever length the task has.

# %% id="families_picture" tags=["plot"]
recurrent_plots.families()


# %% [markdown] id="families_think"
# **Think.** Where in this family is speech recognition? Where a spam filter? Why can
# the fourth kind not translate, even if as many words go out as come in?
#
# <details><summary>Answer</summary>
#
# Speech recognition is of the fifth kind: sound in, fewer letters out. A spam filter
# is many to one. The fourth kind must say its first word after reading one, and
# languages order their words differently.
#
# </details>

# %% [markdown] id="rnn_cell_forward_task"
# ## 1. One cell, one step
#
# A dense layer sees its input and forgets it. Give it one more input, its own
# output of a moment ago, and it has a past. That is a recurrent cell: mix what
# comes in with what was kept, squash the sum into $(-1, 1)$, keep the result. The
# kept numbers are called the state (elsewhere: hidden state).
#
# **Axes.** Examples are **columns**, `(features, examples)`, so that weights
# multiply from the left; time comes last, `(features, examples, time)`. Keras, and
# the notebooks of later weeks, write `(examples, time, features)`.
#
# $$ a^{\langle t \rangle} = \tanh\big(W_{aa} a^{\langle t-1 \rangle} + W_{ax} x^{\langle t \rangle} + b_a\big) $$
# $$ \hat y^{\langle t \rangle} = \operatorname{softmax}\big(W_{ya} a^{\langle t \rangle} + b_y\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x^{\langle t \rangle}$ | `xt` | `(n_x, m)` | input of m examples |
# | $a^{\langle t-1 \rangle}$ | `a_prev` | `(n_a, m)` | old state |
# | $a^{\langle t \rangle}$ | `a_next` | `(n_a, m)` | new state |
# | $\hat y^{\langle t \rangle}$ | `yt_pred` | `(n_y, m)` | probabilities |
# | $W_{ax}$ ... | `parameters["Wax"]` ... | see stub | weights |
# | $b_a, b_y$ | `["ba"]`, `["by"]` | see stub | biases |
#
# > **Exercise 1 of 17 · `rnn_cell_forward` · 8 points**
# >
# > Compute the new state and the prediction from it, and keep what the way back will need.
# >
# > **In:** input, old state, parameters. **Out:** new state, prediction, cache. (about 4 lines)
#
# `sigmoid` and `softmax` are given: those of SciPy, which bear arguments of any size.
# `failing("rnn_cell_forward")` has a case small enough for paper before anything
# fails, too.
#
# <details><summary>Hint 1: the idea</summary>
#
# The prediction looks at the **new** state. A softmax shares out one example's
# probability among the symbols, so it runs down a column, not along a row.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.tanh`, the operator `@`, and `softmax` with its argument `axis`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(n_a, n_a) @ (n_a, m)` and `(n_a, n_x) @ (n_x, m)` are both `(n_a, m)`. A bias
# `(n_a, 1)` is added to every column by broadcasting.
#
# </details>


# %% exercise="rnn_cell_forward"
def rnn_cell_forward(xt, a_prev, parameters):
    """Advances a recurrent cell by one time step.

    The columns are m examples, independent of each other. All is finite for
    inputs of any size. Nothing that comes in is changed.

    Args:
        xt: Float array `(n_x, m)`, the input at this step.
        a_prev: Float array `(n_a, m)`, the state after the step before.
        parameters: Dictionary with `"Wax"` `(n_a, n_x)`, `"Waa"` `(n_a, n_a)`,
            `"Wya"` `(n_y, n_a)`, `"ba"` `(n_a, 1)`, `"by"` `(n_y, 1)`.

    Returns:
        a_next: `(n_a, m)`, the new state, entries between -1 and 1.
        yt_pred: `(n_y, m)`, probabilities; each column sums to 1.
        cache: The tuple `(a_next, a_prev, xt, parameters)`.
    """
    # 1. Mix the old state and the input; squash the sum.
    # 2. Predict from the new state; normalise each column.
    # 3. Keep for the way back what that will need.
    ### BEGIN SOLUTION
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    a_next = np.tanh(Waa @ a_prev + Wax @ xt + parameters["ba"])
    yt_pred = softmax(Wya @ a_next + parameters["by"], axis=0)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    ### END SOLUTION


# %% check="rnn_cell_forward"
check("rnn_cell_forward")

# %% id="rnn_cell_forward_picture" tags=["plot"]
old_states = np.linspace(-1, 1, 81)[None]
lines = {}
for weight in (0.5, 1.0, 2.5):
    one_unit = {
        "Wax": np.zeros((1, 1)),
        "Waa": np.array([[weight]]),
        "Wya": np.zeros((2, 1)),
        "ba": np.zeros((1, 1)),
        "by": np.zeros((2, 1)),
    }
    silence = np.zeros((1, 81))
    new_states = rnn_cell_forward(silence, old_states, one_unit)[0]
    lines[f"Waa = {weight:g}"] = (old_states[0], new_states[0])
recurrent_plots.curves(
    lines, "One unit, nothing to hear", "old state", "new state", diagonal=True
)


# %% [markdown] id="rnn_cell_forward_think"
# Where a curve crosses the line *unchanged*, the state stays as it is. With a small
# weight the only such place is 0: whatever the unit knew, it fades. With 2.5 there
# are three, and the outer two attract: the unit can hold one bit.
#
# **Think.** Start at 0.1 with each of the three weights. Where do you end? What input
# would it take to turn the bit over?
#
# <details><summary>Answer</summary>
#
# At 0 with 0.5; at 0 with 1.0, too, but ever more slowly; at 0.985 with 2.5. A
# single input turns that bit if it pushes harder than 2.5 · 0.985 = 2.46 the other
# way. A push of 1 does it, too, if it lasts ten steps.
#
# </details>

# %% [markdown] id="given_note"
# ## 2. Through time
#
# *They sold Teddy Roosevelt a horse.* Six words are six steps of one cell. The loop
# is short. The one question is which state a step starts from: that of the step
# before it, and only the first step starts from $a^{\langle 0 \rangle}$.
#
# People draw this loop unrolled, one copy of the cell a step, but the weights are the
# same each time. Keep every cache: the gradient comes back the same way.
#
# Weights are random numbers here, or set by hand; nothing is trained. Two functions
# that draw them are given.


# %% id="given"
def rnn_parameters(n_x, n_a, n_y, rng):
    """Draws the parameters of a plain recurrent cell; biases are zeros."""
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a)}
    drawn = {k: rng.normal(size=s) / s[1] ** 0.5 for k, s in shapes.items()}
    return drawn | {"ba": np.zeros((n_a, 1)), "by": np.zeros((n_y, 1))}


def gated_parameters(gates, n_x, n_a, n_y, rng):
    """Draws parameters with a `W` and a `b` for each letter of `gates`."""
    shapes = {"W" + gate: (n_a, n_a + n_x) for gate in gates}
    shapes["Wy"] = (n_y, n_a)
    drawn = {k: rng.normal(size=s) / s[1] ** 0.5 for k, s in shapes.items()}
    biases = {"b" + gate: np.zeros((n_a, 1)) for gate in gates}
    return drawn | biases | {"by": np.zeros((n_y, 1))}


# %% [markdown] id="rnn_forward_task"
# $$ a^{\langle t \rangle}, \hat y^{\langle t \rangle} = \operatorname{cell}\big(x^{\langle t \rangle}, a^{\langle t-1 \rangle}\big)
# \qquad t = 1, 2, \ldots, T_x $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x^{\langle t \rangle}$ | `x[:, :, t - 1]` | `(n_x, m)` | input at step t |
# | $a^{\langle 0 \rangle}$ | `a0` | `(n_a, m)` | first state |
# | $a^{\langle t \rangle}$ | `a[:, :, t - 1]` | `(n_a, m)` | state after step t |
# | $\hat y^{\langle t \rangle}$ | `y_pred[:, :, t - 1]` | `(n_y, m)` | prediction |
# | $T_x$ | `x.shape[2]` | a number | steps; code counts from 0 |
#
# > **Exercise 2 of 17 · `rnn_forward` · 8 points**
# >
# > Run your cell over whole sequences and collect states, predictions and caches.
# >
# > **In:** inputs, first state, parameters. **Out:** states, predictions, caches. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# One variable carries the state. It begins as `a0`, and the cell replaces it.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `list.append`, and `np.stack` with its argument `axis`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `x[:, :, t]` has lost its last axis. Stacking along a **new** one brings it back.
#
# </details>


# %% exercise="rnn_forward"
def rnn_forward(x, a0, parameters):
    """Runs the recurrent cell over whole sequences, from left to right.

    Step t, counted from 0, takes the input `x[:, :, t]` and the state of the
    step before; the first step takes `a0`. The weights are the same at every
    step. Nothing that comes in is changed.

    Args:
        x: Float array `(n_x, m, T_x)`, m sequences of T_x steps, T_x >= 1.
        a0: Float array `(n_a, m)`, the state before the first step.
        parameters: Dictionary as in `rnn_cell_forward`.

    Returns:
        a: `(n_a, m, T_x)`, the state after every step.
        y_pred: `(n_y, m, T_x)`, the prediction at every step.
        caches: The tuple `(list, x)`, where the list holds the T_x caches of
            `rnn_cell_forward` in the order of time.
    """
    # 1. Start from a0.
    # 2. For every step: advance the cell, keep state, prediction and cache.
    # 3. Stack what was kept along a last axis, time.
    ### BEGIN SOLUTION
    a_next = a0
    states, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        xt = x[:, :, t]
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_next, parameters)
        states.append(a_next)
        predictions.append(yt_pred)
        caches.append(cache)
    a, y_pred = np.stack(states, axis=2), np.stack(predictions, axis=2)
    return a, y_pred, (caches, x)
    ### END SOLUTION


# %% check="rnn_forward"
check("rnn_forward")

# %% id="rnn_forward_picture" tags=["plot"]
rng = np.random.default_rng(2)
parameters = rnn_parameters(n_x=1, n_a=3, n_y=4, rng=rng)
x, a0 = rng.normal(size=(1, 2, 3)), np.zeros((3, 2))
a, y_pred, caches = rnn_forward(x, a0, parameters)
recurrent_plots.unrolled(x, a0, a, y_pred)


# %% [markdown] id="rnn_forward_think"
# The numbers are your own: blue is above 0, orange below. Each column is the first
# of two examples.
#
# **Think.** The products with `Wax` could be computed for all steps at once. Which
# could not? What does this mean for a long text and a fast computer?
#
# <details><summary>Answer</summary>
#
# Those with `Waa`: each waits for the state before. A long text takes as many turns as
# it has words, and the many processors of a fast computer wait with it.
#
# </details>

# %% [markdown] id="sequence_cross_entropy_task"
# ## 3. How surprised?
#
# How probable did you hold what really came? The negative logarithm turns the answer
# into surprise, from 0 for "I knew it" to infinity for "impossible".
#
# Then the surprises of a sequence become one number. With the **sum**, long
# sequences weigh more; with the **mean**, each counts the same. Both are in use.
#
# $$ s_j^{\langle t \rangle} = -\ln \hat y_j^{\langle t \rangle}[\text{truth}] $$
# $$ L = \frac{1}{m}\sum_{j=1}^{m} \sum_{t=1}^{T_x} s_j^{\langle t \rangle} \quad\text{or}\quad
# L = \frac{1}{m}\sum_{j=1}^{m} \frac{1}{T_x}\sum_{t=1}^{T_x} s_j^{\langle t \rangle} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\hat y_j^{\langle t \rangle}$ | `y_pred[:, j, t - 1]` | `(n_y,)` | probabilities |
# | truth | where `y` is 1 | as `y_pred` | one-hot: what came |
# | $s_j^{\langle t \rangle}$ | yours | `(m, T_x)` | surprise, in nats |
# | $L$ | the result | a number | the loss: sum, or mean |
#
# > **Exercise 3 of 17 · `sequence_cross_entropy` · 6 points**
# >
# > Compute the cross-entropy, summed or averaged over time, averaged over examples.
# >
# > **In:** probabilities, one-hot truth, `"mean"` or `"sum"`. **Out:** a float. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Of `n_y` probabilities you need one. Pick it first and take the logarithm
# afterwards: $0 \cdot \ln 0$ is not a number, and would spoil the sum.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.where` or a sum over an axis, `np.log`, `np.errstate` with its argument
# `divide`, and `raise ValueError(...)`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# After time is gone: `(m,)`. At the end `float(...)` makes a number of Python's.
#
# </details>


# %% exercise="sequence_cross_entropy"
def sequence_cross_entropy(y_pred, y, reduction):
    """Measures how surprised the predictions are by the truth, in nats.

    A truth of probability exactly 0 makes the loss `inf`, without a warning;
    one that is nearly 0, such as 1e-60, costs much, but not infinitely much.
    A wrong symbol of probability 0 costs nothing.

    Args:
        y_pred: Float array `(n_y, m, T_x)`, probabilities over axis 0. Not
            changed.
        y: Array `(n_y, m, T_x)` of zeros and ones, one-hot over axis 0. Not
            changed.
        reduction: `"mean"` or `"sum"`, what is done over time.

    Returns:
        The loss, a float of 0 or more.

    Raises:
        ValueError: If `reduction` is neither `"mean"` nor `"sum"`; the message
            shows what came instead.
    """
    # 1. Refuse an unknown reduction.
    # 2. Pick the probability of the truth at every step of every example.
    # 3. Take the negative logarithm; let 0 become inf in silence.
    # 4. Reduce over time, then take the mean over the examples.
    ### BEGIN SOLUTION
    if reduction not in ("mean", "sum"):
        raise ValueError(f'reduction is "mean" or "sum", not {reduction!r}.')
    truth = np.where(y == 1, y_pred, 0.0).sum(axis=0)
    with np.errstate(divide="ignore"):
        surprise = -np.log(truth)
    if reduction == "mean":
        return float(surprise.mean(axis=1).mean())
    return float(surprise.sum(axis=1).mean())
    ### END SOLUTION


# %% check="sequence_cross_entropy"
check("sequence_cross_entropy")

# %% id="sequence_cross_entropy_picture" tags=["plot"]
grid = np.linspace(0.01, 1, 100)


def losses(count, reduction):
    """Returns the loss where all of `count` symbols had probability p."""
    truth = np.stack([np.ones((1, count)), np.zeros((1, count))])
    return [
        sequence_cross_entropy(
            truth * p + (1 - truth) * (1 - p), truth, reduction
        )
        for p in grid
    ]


lines = {
    "5 symbols, sum": (grid, losses(5, "sum")),
    "2 symbols, sum": (grid, losses(2, "sum")),
    "5 symbols, mean": (grid, losses(5, "mean")),
}
title, label = "The price of a prediction", "probability of the truth"
recurrent_plots.curves(lines, title, label, "loss (nats)")


# %% [markdown] id="sequence_cross_entropy_think"
# **Think.** Which probability costs exactly one nat? Two models have the same mean
# loss; one is always lukewarm, the other nearly certain and now and then badly
# wrong. Which would you rather have at the wheel?
#
# <details><summary>Answer</summary>
#
# 1/e, about 0.37. The lukewarm one: a mean hides single disasters, and at the wheel
# one is enough.
#
# </details>
#
# **You can stop here**: you have run a network through time and know what its
# predictions cost. Sections 4 and 5 send gradients back.

# %% [markdown] id="rnn_cell_backward_note"
# ## 4. One step back
#
# To learn, every weight must know how the loss would change with it. All the cell
# hears is how the loss changes with each number of its new state. From this it
# works out its own part and hands the rest on, to its input and to the step before.
# The way back (elsewhere: the backward pass) is the chain
# rule, and it is local: a cell needs only what stands in its cache.
#
# How does one check a gradient? The slow and honest way: move every number up and
# down a little and look at the loss. That is given.


# %% id="given_gradient"
def numeric_gradient(loss, array):
    """Takes the derivative of `loss()` by every entry of an array it uses."""
    gradient = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        value = array[place]
        array[place] = value + 1e-5
        above = loss()
        array[place] = value - 1e-5
        gradient[place] = (above - loss()) / 2e-5
        array[place] = value
    return gradient


# %% [markdown] id="rnn_cell_backward_task"
# We leave the prediction out: it is an ordinary softmax layer, and its part has
# already gone into `da_next`. In formulas $d$ before a name is the derivative of
# the loss by it, and $\odot$ is the product entry by entry, `*`.
#
# $$ dz = \big(1 - (a^{\langle t \rangle})^2\big) \odot da^{\langle t \rangle} $$
# $$ dx^{\langle t \rangle} = W_{ax}^\top dz \qquad da^{\langle t-1 \rangle} = W_{aa}^\top dz $$
# $$ dW_{ax} = dz \, (x^{\langle t \rangle})^\top \qquad dW_{aa} = dz \, (a^{\langle t-1 \rangle})^\top $$
# $$ db_a = \sum_{j=1}^{m} dz_{:,\,j} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $da^{\langle t \rangle}$ | `da_next` | `(n_a, m)` | what arrives |
# | $dz$ | yours | `(n_a, m)` | by the inside of tanh |
# | $dx^{\langle t \rangle}$ | `"dxt"` | `(n_x, m)` | handed on |
# | $da^{\langle t-1 \rangle}$ | `"da_prev"` | `(n_a, m)` | handed on |
# | $dW_{ax}$ ... | `"dWax"` ... | as the weights | the cell's own part |
#
# > **Exercise 4 of 17 · `rnn_cell_backward` · 10 points**
# >
# > Compute the gradients of everything that went into the new state.
# >
# > **In:** gradient of the new state, cache. **Out:** dictionary of five gradients. (about 9 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# First go back through tanh. After that all is linear: whatever multiplied on the way
# in, multiplies on the way back, transposed.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `.T`, the operator `@`, and `sum` with its arguments `axis` and `keepdims`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `dWax` can only be `(n_a, m) @ (m, n_x)`, and this product sums over the examples by
# itself.
#
# </details>


# %% exercise="rnn_cell_backward"
def rnn_cell_backward(da_next, cache):
    """Takes the gradient of the loss back through one step of the cell.

    Gradients of parameters are sums over the m examples, not means. However
    large a gradient is, it is not clipped. The prediction `yt_pred` has no
    part in it. Nothing that comes in is changed.

    Args:
        da_next: Float array `(n_a, m)`, derivative of the loss by
            `a_next`.
        cache: The tuple `(a_next, a_prev, xt, parameters)` that
            `rnn_cell_forward` returned.

    Returns:
        Dictionary with `"dxt"` `(n_x, m)`, `"da_prev"` `(n_a, m)`, `"dWax"`
        `(n_a, n_x)`, `"dWaa"` `(n_a, n_a)`, `"dba"` `(n_a, 1)`.
    """
    # 1. Go back through tanh.
    # 2. Go back through the sum: to the input and to the old state.
    # 3. Go back to the weights and the bias, summed over the examples.
    ### BEGIN SOLUTION
    a_next, a_prev, xt, parameters = cache
    dz = (1 - a_next**2) * da_next
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
    ### END SOLUTION


# %% check="rnn_cell_backward"
check("rnn_cell_backward")

# %% id="rnn_cell_backward_picture" tags=["plot"]
rng = np.random.default_rng(3)
parameters = rnn_parameters(n_x=3, n_a=4, n_y=2, rng=rng)
xt, a_prev = rng.normal(size=(3, 5)), rng.normal(size=(4, 5))
da_next = rng.normal(size=(4, 5))


def step_loss():
    """Returns a loss whose derivative by the new state is da_next."""
    return np.sum(da_next * rnn_cell_forward(xt, a_prev, parameters)[0])


cache = rnn_cell_forward(xt, a_prev, parameters)[2]
formula = rnn_cell_backward(da_next, cache)
arrays = {"dxt": xt, "da_prev": a_prev}
arrays |= {"d" + name: parameters[name] for name in ("Wax", "Waa", "ba")}
recurrent_plots.gradient_agreement(
    {k: (numeric_gradient(step_loss, v), formula[k]) for k, v in arrays.items()}
)


# %% [markdown] id="rnn_cell_backward_think"
# Your formula and the slow way agree up to rounding: see the largest difference,
# above the picture.
#
# **Think.** Trying is so simple. Why does nobody train a network of a million weights
# that way?
#
# <details><summary>Answer</summary>
#
# Every weight is moved twice: two million runs for one gradient. The way back costs
# about as much as two or three runs, however many weights there are.
#
# </details>

# %% [markdown] id="rnn_backward_task"
# ## 5. Back through time
#
# A state does two things. It makes the prediction of its own step, and the next step
# starts from it. So its gradient is the **sum** of two: the direct part, and what
# the later step hands back. That is why we walk from the last step to the first
# (elsewhere: backpropagation through time).
#
# On its way every step multiplies by $W_{aa}^\top$ and by a slope of at most 1.
# Thirty steps, thirty factors.
#
# $$ g^{\langle t \rangle} = da^{\langle t \rangle} + da_{\text{prev}}^{\langle t+1 \rangle} \qquad t = T_x, \ldots, 1 $$
# $$ da_{\text{prev}}^{\langle T_x + 1 \rangle} = 0 \qquad dW = \sum_{t} dW^{\langle t \rangle} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $da^{\langle t \rangle}$ | `da[:, :, t - 1]` | `(n_a, m)` | direct part at step t |
# | $g^{\langle t \rangle}$ | what your cell gets | `(n_a, m)` | all that reaches the state |
# | $da_{\text{prev}}^{\langle t+1 \rangle}$ | `"da_prev"` | `(n_a, m)` | back from the later step |
# | $dW$ | `"dWax"` ... | as the weights | summed over steps |
#
# > **Exercise 5 of 17 · `rnn_backward` · 10 points**
# >
# > Go back from the last step to the first with your backward cell.
# >
# > **In:** direct gradients of all states, caches. **Out:** dictionary of five gradients. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The loop of `rnn_forward` the other way round, carrying `da_prev`. What is left of it
# at the end is the gradient of `a0`.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `reversed(range(...))`, `np.zeros`, and your `rnn_cell_backward`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Gradients of weights keep their shape, however long the sequence.
#
# </details>


# %% exercise="rnn_backward"
def rnn_backward(da, caches):
    """Takes the gradient back through time, from the last step to the first.

    The gradient goes back through all steps, however many there are, and is
    not clipped.

    Args:
        da: Float array `(n_a, m, T_x)`, the direct part at every step. Not
            changed.
        caches: The tuple `(list, x)` that `rnn_forward` returned. Not changed.

    Returns:
        Dictionary with `"dx"` `(n_x, m, T_x)`, the gradient of the input at
        every step; `"da0"` `(n_a, m)`, that of the first state; and `"dWax"`
        `(n_a, n_x)`, `"dWaa"` `(n_a, n_a)`, `"dba"` `(n_a, 1)`, summed over
        all examples and all steps.
    """
    # 1. Start with zeros: nothing comes from beyond the last step.
    # 2. From the last step to the first: add the direct part, go back.
    # 3. Put dxt at its place in time; add up the gradients of parameters.
    # 4. What is left for the state before the first step is da0.
    ### BEGIN SOLUTION
    steps, x = caches
    dx = np.zeros(x.shape)
    da_prev = np.zeros(da.shape[:2])
    total = {"dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
    for t in reversed(range(len(steps))):
        gradients = rnn_cell_backward(da[:, :, t] + da_prev, steps[t])
        da_prev = gradients["da_prev"]
        dx[:, :, t] = gradients["dxt"]
        total = {name: total[name] + gradients[name] for name in total}
    return {"dx": dx, "da0": da_prev, **total}
    ### END SOLUTION


# %% check="rnn_backward"
check("rnn_backward")

# %% id="rnn_backward_picture" tags=["plot"]
rng = np.random.default_rng(4)
rotation = np.linalg.qr(rng.normal(size=(16, 16)))[0]
x = 1e-5 * rng.normal(size=(4, 1, 41))
da = np.zeros((16, 1, 41))
da[:, :, -1] = rng.normal(size=(16, 1)) / 4  # Only the last state counts.
lines = {}
for stretch in (1.2, 1.0, 0.8, 0.5):
    parameters = rnn_parameters(4, 16, 2, rng) | {"Waa": stretch * rotation}
    caches = rnn_forward(x, np.zeros((16, 1)), parameters)[2]
    dx = rnn_backward(da, caches)["dx"][:, 0]
    norms = np.linalg.norm(dx, axis=0)[::-1]
    lines[f"stretched by {stretch:g}"] = (np.arange(41), norms)
title = "How much does a word still matter?"
recurrent_plots.curves(
    lines, title, "distance (steps)", "gradient norm", log_y=True
)


# %% [markdown] id="rnn_backward_think"
# Each step multiplies, so the lines are nearly straight where the vertical axis
# counts factors. At a stretch of 0.5, what was heard thirty steps ago is worth a
# billionth of what was heard just now: the gradient has **vanished**. At 1.2 it is
# worth about a hundred times as much: it has **exploded**. ($W_{aa}$ is a
# rotation, times the stretch. Inputs are tiny, so that tanh is nearly a straight
# line.)
#
# **Think.** With larger inputs, tanh bends. Which way do all four curves go then? Try
# it: leave out the `1e-5`.
#
# <details><summary>Answer</summary>
#
# Down, and far: a bent tanh has a slope below 1. Even the stretch of 1.2 vanishes
# then.
#
# </details>
#
# **You can stop here**: you have seen gradients vanish. The next four sections build
# the remedy.

# %% [markdown] id="gru_cell_forward_task"
# ## 6. A gate that can stay shut
#
# *The cat, which already ate ..., was full.* However many words lie between, the verb
# must agree with the subject. A plain cell computes its state anew at every word.
#
# Turn it round: let the memory stay as it is unless there is a reason to change it. A
# **gate** is a number between 0 and 1 that the network computes itself. The update
# gate mixes the old memory with a candidate. At 0 the memory passes the step
# untouched, and so does its gradient. The relevance gate (elsewhere: reset gate) says
# how much of the old memory the candidate may look at.
#
# $$ \Gamma_u = \sigma\big(W_u [c^{\langle t-1 \rangle}; x^{\langle t \rangle}] + b_u\big) $$
# $$ \Gamma_r = \sigma\big(W_r [c^{\langle t-1 \rangle}; x^{\langle t \rangle}] + b_r\big) $$
# $$ \tilde c^{\langle t \rangle} = \tanh\big(W_c [\Gamma_r \odot c^{\langle t-1 \rangle}; x^{\langle t \rangle}] + b_c\big) $$
# $$ c^{\langle t \rangle} = \Gamma_u \odot \tilde c^{\langle t \rangle} + (1 - \Gamma_u) \odot c^{\langle t-1 \rangle} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $c^{\langle t-1 \rangle}$ | `c_prev` | `(n_c, m)` | old memory, also the state |
# | $c^{\langle t \rangle}$ | `c_next` | `(n_c, m)` | new memory |
# | $[c; x]$ | yours | `(n_c + n_x, m)` | memory on top of input |
# | $\Gamma_u, \Gamma_r$ | `gamma_u`, `gamma_r` | `(n_c, m)` | update, relevance gate |
# | $\tilde c^{\langle t \rangle}$ | `c_tilde` | `(n_c, m)` | candidate |
# | $W_u, b_u$ ... | `parameters["Wu"]` ... | see stub | weights, biases |
#
# The prediction is the softmax of `Wy c_next + by`, as in exercise 1.
#
# > **Exercise 6 of 17 · `gru_cell_forward` · 10 points**
# >
# > Advance a gated recurrent unit (GRU) by one step.
# >
# > **In:** input, old memory, parameters. **Out:** new memory, prediction, cache. (about 9 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Two stacks, not one: the candidate looks at what the relevance gate lets through.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.concatenate` with its argument `axis`, `sigmoid`, `np.tanh`, `softmax`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(n_c, n_c + n_x) @ (n_c + n_x, m)` is `(n_c, m)`: each number of the memory has a
# gate of its own.
#
# </details>


# %% exercise="gru_cell_forward"
def gru_cell_forward(xt, c_prev, parameters):
    """Advances a gated recurrent unit by one time step.

    All is finite for inputs of any size. Nothing that comes in is changed.

    Args:
        xt: Float array `(n_x, m)`, the input at this step.
        c_prev: Float array `(n_c, m)`, the memory after the step before.
        parameters: Dictionary with `"Wu"`, `"Wr"`, `"Wc"`, each
            `(n_c, n_c + n_x)`, `"bu"`, `"br"`, `"bc"`, each `(n_c, 1)`,
            `"Wy"` `(n_y, n_c)`, `"by"` `(n_y, 1)`.

    Returns:
        c_next: `(n_c, m)`, the new memory.
        yt_pred: `(n_y, m)`, probabilities; each column sums to 1.
        cache: The tuple `(c_next, c_prev, xt, gamma_u, gamma_r, c_tilde,
            parameters)`.

    Source:
        Chung et al., 2014, section 3.2, https://arxiv.org/abs/1412.3555.
    """
    # 1. Stack the old memory on the input; compute both gates.
    # 2. Stack the relevant part of the memory on the input: the candidate.
    # 3. Blend candidate and old memory.
    # 4. Predict from the new memory; keep what the way back needs.
    ### BEGIN SOLUTION
    concat = np.concatenate([c_prev, xt])
    gamma_u = sigmoid(parameters["Wu"] @ concat + parameters["bu"])
    gamma_r = sigmoid(parameters["Wr"] @ concat + parameters["br"])
    relevant = np.concatenate([gamma_r * c_prev, xt])
    c_tilde = np.tanh(parameters["Wc"] @ relevant + parameters["bc"])
    c_next = gamma_u * c_tilde + (1 - gamma_u) * c_prev
    yt_pred = softmax(parameters["Wy"] @ c_next + parameters["by"], axis=0)
    cache = (c_next, c_prev, xt, gamma_u, gamma_r, c_tilde, parameters)
    return c_next, yt_pred, cache
    ### END SOLUTION


# %% check="gru_cell_forward"
check("gru_cell_forward")

# %% id="gru_cell_forward_picture" tags=["plot"]
pull = np.linspace(-6, 6, 121)[None]
one_unit = {name: np.zeros((1, 2)) for name in ("Wu", "Wr", "Wc")}
one_unit |= {name: np.zeros((1, 1)) for name in ("bu", "br", "bc")}
one_unit |= {"Wy": np.zeros((2, 1)), "by": np.zeros((2, 1))}
one_unit["Wu"][0, 1] = 1  # The input alone moves the update gate,
one_unit["bc"][0, 0] = 1  # and the candidate is tanh(1), whatever comes.
lines = {}
for old in (-0.9, 0.0, 0.5):
    new = gru_cell_forward(pull, np.full((1, 121), old), one_unit)[0]
    lines[f"old memory {old:g}"] = (pull[0], new[0])
title = "From keeping to replacing"
recurrent_plots.curves(lines, title, "what the gate hears", "new memory")


# %% [markdown] id="gru_cell_forward_think"
# On the left the gate is shut and three memories stay three. On the right it is open
# and all become the same candidate.
#
# In some papers, and in Keras, an update gate of 1 *keeps* the old memory. Weights can
# be carried from one to the other if signs are turned.
#
# **Think.** Which signs, of which arrays?
#
# <details><summary>Answer</summary>
#
# Those of `Wu` and `bu`, all of them: $1 - \sigma(z) = \sigma(-z)$.
#
# </details>

# %% [markdown] id="gru_forward_task"
# ## 7. Sentences of different length
#
# In a batch every sequence has T_x steps, so short ones are filled up with padding,
# which must not count. When a sentence is over
# its memory must **freeze** (elsewhere: masking): what the network says at the end
# should be what it would have said had the sentence been alone.
#
# Forgetting this is a common mistake, and a silent one: nothing crashes.
#
# $$ c_j^{\langle t \rangle} = \begin{cases} \operatorname{cell}\big(x_j^{\langle t \rangle}, c_j^{\langle t-1 \rangle}\big) & t \le T_j \\ c_j^{\langle t-1 \rangle} & t > T_j \end{cases} $$
# $$ \hat y_j^{\langle t \rangle} = \operatorname{softmax}\big(W_y c_j^{\langle t \rangle} + b_y\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $T_j$ | `lengths[j]` | a number | real steps of example j |
# | $x_j^{\langle t \rangle}$ | `x[:, j, t - 1]` | `(n_x,)` | input, or padding |
# | $c_j^{\langle t \rangle}$ | `c[:, j, t - 1]` | `(n_c,)` | memory after step t |
# | $\hat y_j^{\langle t \rangle}$ | `y[:, j, t - 1]` | `(n_y,)` | prediction from it |
#
# > **Exercise 7 of 17 · `gru_forward` · 8 points**
# >
# > Run the gated unit over padded sequences, each frozen after its end.
# >
# > **In:** inputs, first memory, parameters, lengths. **Out:** memories, predictions, caches. (about 14 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Advance all examples, as if all were running. Then choose, example by example,
# between what came out and what was there before, for the prediction, too.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.where` with a condition of one entry an example, `np.asarray`, `np.stack`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A condition `(m,)` chooses among columns of arrays `(n_c, m)` by broadcasting.
# Counting from 0, step t is real where t is **less** than the length.
#
# </details>


# %% exercise="gru_forward"
def gru_forward(x, c0, parameters, lengths):
    """Runs the gated unit over sequences of different lengths.

    What stands in x after the first `lengths[j]` steps of example j is
    padding, and may hold any finite numbers. Nothing that comes in is changed.

    Args:
        x: Float array `(n_x, m, T_x)`, m sequences, padded to T_x steps.
        c0: Float array `(n_c, m)`, the memory before the first step.
        parameters: Dictionary as in `gru_cell_forward`.
        lengths: Array `(m,)` of whole numbers from 1 to T_x.

    Returns:
        c: `(n_c, m, T_x)`, the memory after every step.
        y: `(n_y, m, T_x)`, the prediction at every step.
        caches: The tuple `(list, x)`, where the list holds, in the order of
            time, the T_x caches as `gru_cell_forward` returned them for all
            m examples.
    """
    # 1. Start from c0.
    # 2. For every step: advance all examples by the cell.
    # 3. Where an example has ended, take its old memory and prediction.
    # 4. Keep memory, prediction and cache; stack them along time.
    ### BEGIN SOLUTION
    c_prev, y_prev = c0, None
    memories, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        xt = x[:, :, t]
        c_next, yt_pred, cache = gru_cell_forward(xt, c_prev, parameters)
        running = t < np.asarray(lengths)
        c_prev = np.where(running, c_next, c_prev)
        y_prev = yt_pred if t == 0 else np.where(running, yt_pred, y_prev)
        memories.append(c_prev)
        predictions.append(y_prev)
        caches.append(cache)
    c, y = np.stack(memories, axis=2), np.stack(predictions, axis=2)
    return c, y, (caches, x)
    ### END SOLUTION


# %% check="gru_forward"
check("gru_forward")

# %% id="gru_forward_picture" tags=["plot"]
rng = np.random.default_rng(5)
parameters = gated_parameters("urc", n_x=3, n_a=4, n_y=2, rng=rng)
lengths = np.array([12, 4, 7])
x = rng.normal(size=(3, 3, 12))
c, y, caches = gru_forward(x, np.zeros((4, 3)), parameters, lengths)
recurrent_plots.frozen(c[0], lengths)


# %% [markdown] id="gru_forward_think"
# **Think.** Someone writes padding as zeros and leaves the freezing out: "zeros add
# nothing". Is that so? Look at the cell's equations for an input of zero.
#
# <details><summary>Answer</summary>
#
# No. Gates and candidate still hear the old memory and the biases. So the memory
# drifts towards its candidate with every step of padding.
#
# </details>

# %% [markdown] id="lstm_cell_forward_task"
# ## 8. Three gates and a second memory
#
# The GRU has one gate for two decisions: as much as it lets in, so much it throws
# out. The long short-term memory (LSTM), its elder, decides twice. A **forget gate**
# says how much of the old memory (elsewhere: cell state) stays, an **input gate** (in
# the lectures: update gate) how much of the candidate is added. Both may be open at
# once, so a memory can count beyond 1.
#
# And it separates what it knows from what it says. The memory $c$ runs along,
# changed by the two gates only. The state $a$ is what an **output gate** lets out of
# it; the gates of the next step see only the state.
#
# $$ \Gamma_f = \sigma\big(W_f [a^{\langle t-1 \rangle}; x^{\langle t \rangle}] + b_f\big) \qquad \Gamma_i, \Gamma_o \text{ likewise} $$
# $$ \tilde c^{\langle t \rangle} = \tanh\big(W_c [a^{\langle t-1 \rangle}; x^{\langle t \rangle}] + b_c\big) $$
# $$ c^{\langle t \rangle} = \Gamma_f \odot c^{\langle t-1 \rangle} + \Gamma_i \odot \tilde c^{\langle t \rangle} $$
# $$ a^{\langle t \rangle} = \Gamma_o \odot \tanh\big(c^{\langle t \rangle}\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $a^{\langle t-1 \rangle}, a^{\langle t \rangle}$ | `a_prev`, `a_next` | `(n_a, m)` | old, new state |
# | $c^{\langle t-1 \rangle}, c^{\langle t \rangle}$ | `c_prev`, `c_next` | `(n_a, m)` | old, new memory |
# | $\Gamma_f, \Gamma_i, \Gamma_o$ | `ft`, `it`, `ot` | `(n_a, m)` | the three gates |
# | $\tilde c^{\langle t \rangle}$ | `cct` | `(n_a, m)` | candidate |
# | $W_f, b_f$ ... | `parameters["Wf"]` ... | see stub | weights, biases |
#
# The prediction is the softmax of `Wy a_next + by`.
#
# > **Exercise 8 of 17 · `lstm_cell_forward` · 10 points**
# >
# > Advance an LSTM cell by one step.
# >
# > **In:** input, old state, old memory, parameters. **Out:** new state, new memory, prediction, cache. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# One stack serves all four. Gates are sigmoids, the candidate alone is a tanh.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.concatenate`, `sigmoid`, `np.tanh`, `softmax`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# State and memory have the same shape: nothing warns you if you mix them up.
#
# </details>


# %% exercise="lstm_cell_forward"
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """Advances a long short-term memory cell by one time step.

    All is finite for inputs of any size. Nothing that comes in is changed.

    Args:
        xt: Float array `(n_x, m)`, the input at this step.
        a_prev: Float array `(n_a, m)`, the state after the step before.
        c_prev: Float array `(n_a, m)`, the memory after the step before.
        parameters: Dictionary with `"Wf"`, `"Wi"`, `"Wc"`, `"Wo"`, each
            `(n_a, n_a + n_x)`, `"bf"`, `"bi"`, `"bc"`, `"bo"`, each
            `(n_a, 1)`, `"Wy"` `(n_y, n_a)`, `"by"` `(n_y, 1)`.

    Returns:
        a_next: `(n_a, m)`, the new state.
        c_next: `(n_a, m)`, the new memory.
        yt_pred: `(n_y, m)`, probabilities; each column sums to 1.
        cache: The tuple `(a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt,
            parameters)`.

    Source:
        Gers, Schmidhuber and Cummins, 2000,
        https://doi.org/10.1162/089976600300015015.
    """
    # 1. Stack the old state on the input; compute three gates, a candidate.
    # 2. Forget part of the old memory, add part of the candidate.
    # 3. Let part of the memory out as the new state.
    # 4. Predict from the new state; keep what the way back needs.
    ### BEGIN SOLUTION
    concat = np.concatenate([a_prev, xt])
    ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"], axis=0)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache
    ### END SOLUTION


# %% check="lstm_cell_forward"
check("lstm_cell_forward")

# %% id="lstm_cell_forward_picture" tags=["plot"]
openings = np.linspace(0.01, 0.99, 33)
logits = np.log(openings / (1 - openings))  # Where sigmoid gives openings.
xt = np.stack(np.meshgrid(logits, logits)).reshape(2, -1)
one_unit = {"W" + gate: np.zeros((1, 3)) for gate in "fico"}
one_unit |= {"b" + gate: np.zeros((1, 1)) for gate in "fico"}
one_unit |= {"Wy": np.zeros((2, 1)), "by": np.zeros((2, 1))}
one_unit["Wf"][0, 1] = 1  # The first input moves the forget gate,
one_unit["Wi"][0, 2] = 1  # the second moves the input gate,
one_unit["bc"][0, 0] = np.arctanh(0.5)  # and the candidate is 0.5.
zeros, ones = np.zeros((1, 33**2)), np.ones((1, 33**2))
memory = lstm_cell_forward(xt, zeros, ones, one_unit)[1].reshape(33, 33)
title = "Old memory 1, candidate 0.5"
recurrent_plots.gate_square(openings, openings, memory, title)


# %% [markdown] id="lstm_cell_forward_think"
# At the lower right the memory is kept as it was, at the upper left it is
# overwritten. At the lower left it is wiped, and at the upper right old and new
# are added. A GRU can go along the dashed line only, between two of the corners.
#
# **Think.** For which task do you need the upper right corner?
#
# <details><summary>Answer</summary>
#
# For counting: keep all that is there, and add. The next exercise does it.
#
# </details>

# %% [markdown] id="lstm_forward_task"
# ## 9. A cell that counts
#
# How deep inside brackets are we? To know it one must count: one up at each `(`, one
# down at each `)`. A plain cell squashes its state at every step and a GRU mixes, so
# neither gets beyond 1. The memory of an LSTM is a plain sum while its gates are
# open: with weights set by hand it counts.
#
# The loop carries **two** things now, state and memory.
#
# $$ a^{\langle t \rangle}, c^{\langle t \rangle}, \hat y^{\langle t \rangle} = \operatorname{cell}\big(x^{\langle t \rangle}, a^{\langle t-1 \rangle}, c^{\langle t-1 \rangle}\big)
# \qquad c^{\langle 0 \rangle} = 0 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $a^{\langle 0 \rangle}$ | `a0` | `(n_a, m)` | first state |
# | $a^{\langle t \rangle}, c^{\langle t \rangle}$ | `a[:, :, t - 1]`, `c[...]` | `(n_a, m)` | state, memory |
# | $\hat y^{\langle t \rangle}$ | `y[:, :, t - 1]` | `(n_y, m)` | prediction |
#
# > **Exercise 9 of 17 · `lstm_forward` · 8 points**
# >
# > Run your LSTM cell over whole sequences.
# >
# > **In:** inputs, first state, parameters. **Out:** states, predictions, memories, caches. (about 12 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The loop of `rnn_forward` with a second variable. Mind the order of the results:
# predictions stand between states and memories.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.zeros`, `np.stack`, and your `lstm_cell_forward`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The first memory is as large as `a0`. At each step state and memory are `(n_a, m)`.
#
# </details>


# %% exercise="lstm_forward"
def lstm_forward(x, a0, parameters):
    """Runs the LSTM cell over whole sequences, from left to right.

    The memory starts at zeros. Nothing that comes in is changed.

    Args:
        x: Float array `(n_x, m, T_x)`, m sequences of T_x steps, T_x >= 1.
        a0: Float array `(n_a, m)`, the state before the first step.
        parameters: Dictionary as in `lstm_cell_forward`.

    Returns:
        a: `(n_a, m, T_x)`, the state after every step.
        y: `(n_y, m, T_x)`, the prediction at every step.
        c: `(n_a, m, T_x)`, the memory after every step.
        caches: The tuple `(list, x)`, where the list holds the T_x caches of
            `lstm_cell_forward` in the order of time.
    """
    # 1. Start from a0 and a memory of zeros.
    # 2. For every step: advance the cell, keep all that it returns.
    # 3. Stack what was kept along a last axis, time; mind the order.
    ### BEGIN SOLUTION
    a_next, c_next = a0, np.zeros(a0.shape)
    states, predictions, memories, caches = [], [], [], []
    for t in range(x.shape[2]):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(
            x[:, :, t], a_next, c_next, parameters
        )
        states.append(a_next)
        predictions.append(yt_pred)
        memories.append(c_next)
        caches.append(cache)
    a, y = np.stack(states, axis=2), np.stack(predictions, axis=2)
    c = np.stack(memories, axis=2)
    return a, y, c, (caches, x)
    ### END SOLUTION


# %% check="lstm_forward"
check("lstm_forward")

# %% id="lstm_forward_picture" tags=["plot"]
text = "(()((())))()"
x = np.array([[[float(symbol == s) for s in text]] for symbol in "()"])
counter = {"W" + gate: np.zeros((1, 3)) for gate in "fico"}
counter |= {"b" + gate: np.full((1, 1), 20.0) for gate in "fico"}  # Open.
counter |= {"Wy": np.zeros((2, 1)), "by": np.zeros((2, 1))}
counter["Wc"] = np.array([[0.0, 20.0, -20.0]])  # Candidate 1 at (, -1 at ).
counter["bc"] = np.zeros((1, 1))
a, y, c, caches = lstm_forward(x, np.zeros((1, 1)), counter)
panels = {
    "memory c": {"depth": c[0, 0]},
    "state a": {"tanh of it": a[0, 0]},
}
title = "One unit, all gates open: how deep in brackets?"
recurrent_plots.along_words(list(text), panels, title)


# %% [markdown] id="lstm_forward_think"
# **Think.** The memory knows a depth of 3 from a depth of 4. Does the state know it as
# well? What would help a network that must close the right number of brackets?
#
# <details><summary>Answer</summary>
#
# Hardly: tanh 3 is 0.995 and tanh 4 is 0.999. Smaller steps would help, a tenth a
# bracket; or gates that see the memory itself (exercise 11).
#
# </details>
#
# **You can stop here**: you have built gates, and a cell that counts. Sections 10 to
# 13 are a bonus, worth no points; section 14 goes on without them.

# %% [markdown] id="simplified_gru_cell_forward_task"
# ## 10. Bonus: one gate less
#
# The lectures introduce the GRU without its relevance gate. What is that gate for?
# Without it, a new candidate is always coloured by what was remembered before.
#
# $$ \Gamma_u = \sigma\big(W_u [c^{\langle t-1 \rangle}; x^{\langle t \rangle}] + b_u\big) $$
# $$ \tilde c^{\langle t \rangle} = \tanh\big(W_c [c^{\langle t-1 \rangle}; x^{\langle t \rangle}] + b_c\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\Gamma_u, \tilde c^{\langle t \rangle}$ | yours | `(n_c, m)` | blended as in the GRU |
#
# > **Exercise 10 of 17 · `simplified_gru_cell_forward` · bonus**
# >
# > Advance a gated unit without relevance gate by one step.
# >
# > **In:** input, old memory, parameters. **Out:** new memory. (about 4 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Your `gru_cell_forward` with less in it. One stack is enough now.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.concatenate`, `sigmoid`, `np.tanh`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The stack is `(n_c + n_x, m)`; there is no prediction and no cache.
#
# </details>


# %% exercise="simplified_gru_cell_forward"
def simplified_gru_cell_forward(xt, c_prev, parameters):
    """Advances a gated unit without relevance gate by one time step.

    All is finite for inputs of any size. Nothing that comes in is changed.

    Args:
        xt: Float array `(n_x, m)`, the input at this step.
        c_prev: Float array `(n_c, m)`, the memory after the step before.
        parameters: Dictionary with `"Wu"`, `"Wc"`, each `(n_c, n_c + n_x)`,
            and `"bu"`, `"bc"`, each `(n_c, 1)`.

    Returns:
        c_next: `(n_c, m)`, the new memory.
    """
    # 1. Stack the old memory on the input.
    # 2. Compute the gate and the candidate from it.
    # 3. Blend candidate and old memory.
    ### BEGIN SOLUTION
    concat = np.concatenate([c_prev, xt])
    gamma_u = sigmoid(parameters["Wu"] @ concat + parameters["bu"])
    c_tilde = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    return gamma_u * c_tilde + (1 - gamma_u) * c_prev
    ### END SOLUTION


# %% check="simplified_gru_cell_forward"
check("simplified_gru_cell_forward")

# %% id="simplified_gru_cell_forward_picture" tags=["plot"]
old = np.linspace(-1, 1, 81)[None]
silence = np.zeros((1, 81))
unit = {"Wu": np.zeros((1, 2)), "bu": np.zeros((1, 1))}
unit |= {"Wc": np.array([[3.0, 0.0]]), "bc": np.zeros((1, 1))}
full = {"Wr": np.zeros((1, 2)), "br": np.full((1, 1), -20.0)}  # Shut.
full |= {"Wy": np.zeros((2, 1)), "by": np.zeros((2, 1))}
lines = {
    "one gate": (old[0], simplified_gru_cell_forward(silence, old, unit)[0]),
    "relevance shut": (
        old[0],
        gru_cell_forward(silence, old, unit | full)[0][0],
    ),
}
title = "Update gate half open, nothing to hear"
recurrent_plots.curves(lines, title, "old memory", "new memory", diagonal=True)


# %% [markdown] id="simplified_gru_cell_forward_think"
# **Think.** With one gate the memory feeds its own candidate and cannot let go. With
# which weights does the full unit behave exactly like the simplified one?
#
# <details><summary>Answer</summary>
#
# `Wr` of zeros and a large `br`, such as 40: the relevance gate is 1.
#
# </details>

# %% [markdown] id="peephole_lstm_cell_forward_task"
# ## 11. Bonus: gates that look inside
#
# The gates of an LSTM see the state, which is what the output gate has let out. If
# that gate is shut they are blind. A **peephole** lets each gate see the memory
# itself, one number a unit. All three see the *old* memory, as in the lectures. (In
# the paper the output gate sees the new one.)
#
# $$ \Gamma_f = \sigma\big(W_f [a^{\langle t-1 \rangle}; x^{\langle t \rangle}] + p_f \odot c^{\langle t-1 \rangle} + b_f\big) $$
# $$ \Gamma_i, \Gamma_o \text{ likewise} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $p_f, p_i, p_o$ | `["Pf"]`, `["Pi"]`, `["Po"]` | `(n_a, 1)` | peepholes |
#
# > **Exercise 11 of 17 · `peephole_lstm_cell_forward` · bonus**
# >
# > Advance an LSTM cell with peepholes by one step.
# >
# > **In:** input, old state, old memory, parameters. **Out:** new state, new memory. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Your `lstm_cell_forward` with one more summand in each gate.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.concatenate`, `sigmoid`, `np.tanh`. Entry by entry is `*`, not `@`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(n_a, 1) * (n_a, m)` is `(n_a, m)`: row by row.
#
# </details>


# %% exercise="peephole_lstm_cell_forward"
def peephole_lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """Advances an LSTM cell whose gates see the old memory by one time step.

    All is finite for inputs of any size. Nothing that comes in is changed.

    Args:
        xt: Float array `(n_x, m)`, the input at this step.
        a_prev: Float array `(n_a, m)`, the state after the step before.
        c_prev: Float array `(n_a, m)`, the memory after the step before.
        parameters: Dictionary with `"Wf"`, `"Wi"`, `"Wc"`, `"Wo"`, each
            `(n_a, n_a + n_x)`, `"bf"`, `"bi"`, `"bc"`, `"bo"`, each
            `(n_a, 1)`, and `"Pf"`, `"Pi"`, `"Po"`, each `(n_a, 1)`.

    Returns:
        a_next: `(n_a, m)`, the new state.
        c_next: `(n_a, m)`, the new memory.
    """
    # 1. Stack the old state on the input; compute the three gates.
    # 2. Compute the candidate, then the new memory.
    # 3. Let part of the memory out as the new state.
    ### BEGIN SOLUTION
    concat = np.concatenate([a_prev, xt])
    ft, it, ot = (
        sigmoid(
            parameters["W" + gate] @ concat
            + parameters["P" + gate] * c_prev
            + parameters["b" + gate]
        )
        for gate in "fio"
    )
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    c_next = ft * c_prev + it * cct
    return ot * np.tanh(c_next), c_next
    ### END SOLUTION


# %% check="peephole_lstm_cell_forward"
check("peephole_lstm_cell_forward")

# %% id="peephole_lstm_cell_forward_picture" tags=["plot"]
old = np.linspace(0, 6, 121)[None]
silence, state = np.zeros((1, 121)), np.zeros((1, 121))
unit = {"W" + gate: np.zeros((1, 2)) for gate in "fico"}
unit |= {"b" + gate: np.zeros((1, 1)) for gate in "fico"}
unit |= {"P" + gate: np.zeros((1, 1)) for gate in "fio"}
unit["bf"] += 9
lines = {}
for label, look in (("no peephole", 0.0), ("Pf = -3", -3.0)):
    seeing = unit | {"Pf": np.array([[look]])}
    new = peephole_lstm_cell_forward(silence, state, old, seeing)[1]
    lines[label] = (old[0], new[0])
title = "A memory that empties itself when it is full"
recurrent_plots.curves(lines, title, "old memory", "new memory", diagonal=True)


# %% [markdown] id="peephole_lstm_cell_forward_think"
# With a peephole the forget gate stays open until the memory is near 3, and then
# shuts: a counter that goes back to zero by itself.
#
# **Think.** Where should a network notice that it has counted far enough?
#
# <details><summary>Answer</summary>
#
# At the end of a bar in music, of a line of text, of a month in a calendar: wherever
# something begins anew after a fixed count.
#
# </details>

# %% [markdown] id="count_parameters_task"
# ## 12. Bonus: what does it cost?
#
# Gates are not free. Each of them, and the candidate too, has weights for the whole
# stack of state and input, and a bias. The length of sequences does not appear.
#
# $$ n_{\text{parameters}} = k \big(n_a (n_a + n_x) + n_a\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $n_x, n_a$ | `n_x`, `n_a` | numbers | inputs, units |
# | $k$ | from `kind` | a number | gates and candidates |
#
# > **Exercise 12 of 17 · `count_parameters` · bonus**
# >
# > Count the numbers that a cell learns, without the layer that predicts.
# >
# > **In:** kind (`"rnn"`, `"gru"` or `"lstm"`), inputs, units. **Out:** an int. (about 3 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# A plain cell has no gate. It has one thing that works like a candidate.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# A dictionary from kind to k.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `Wax` and `Waa` side by side are `(n_a, n_a + n_x)`, as in every gate.
#
# </details>


# %% exercise="count_parameters"
def count_parameters(kind, n_x, n_a):
    """Counts the weights and biases of a recurrent cell.

    The cell alone, without the layer that predicts: for `"rnn"` the arrays
    `Wax`, `Waa`, `ba`; for `"gru"` those of two gates and a candidate; for
    `"lstm"` those of three gates and a candidate.

    Args:
        kind: `"rnn"`, `"gru"` or `"lstm"`.
        n_x: Number of inputs, 1 or more.
        n_a: Number of units, 1 or more.

    Returns:
        How many numbers the cell learns, an int.

    Example:
        >>> count_parameters("rnn", 3, 5)
        45
    """
    # 1. Count the entries that one gate, or one candidate, has.
    # 2. Multiply by how many of these the cell has.
    ### BEGIN SOLUTION
    blocks = {"rnn": 1, "gru": 3, "lstm": 4}[kind]
    return blocks * (n_a * (n_a + n_x) + n_a)
    ### END SOLUTION


# %% check="count_parameters"
check("count_parameters")

# %% id="count_parameters_picture" tags=["plot"]
units = np.arange(8, 513, 8)
lines = {
    kind.upper(): (units, [count_parameters(kind, 100, int(n)) for n in units])
    for kind in ("lstm", "gru", "rnn")
}
title = "100 inputs: what a cell has to learn"
recurrent_plots.curves(lines, title, "units", "parameters", log_y=True)


# %% [markdown] id="count_parameters_think"
# **Think.** With as many parameters as an LSTM of 128 units has, how many units can a
# plain cell have? What would be a fair contest between the two?
#
# <details><summary>Answer</summary>
#
# The LSTM has 117,248; the plain cell gets 295 units. Fair is: as many parameters, or
# as much computing time, each tuned by itself, on data that neither has seen.
#
# </details>

# %% [markdown] id="remember_number_task"
# ## 13. Bonus: set a memory by hand
#
# *The cat, which already ate and slept and then ate again, was full.* *The cats ...
# were full.* For one unit you can choose every weight yourself, and know why.
#
# When must the update gate be open, and what must be written then? And two hundred
# other words must not wear it down: a gate that is *nearly* shut leaks each time.
#
# $$ c^{\langle t \rangle} > 0.5 \text{ after a singular subject} $$
# $$ c^{\langle t \rangle} < -0.5 \text{ after a plural one} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x^{\langle t \rangle}$ | a word | `(3, m)` | one-hot: singular, plural, other |
# | $c^{\langle t \rangle}$ | the memory | `(1, m)` | starts at 0 |
# | $W_u, W_r, W_c$ | `"Wu"`, `"Wr"`, `"Wc"` | `(1, 4)` | for memory and word |
#
# > **Exercise 13 of 17 · `remember_number` · bonus**
# >
# > Choose the weights of a one-unit GRU that remembers the subject's number.
# >
# > **In:** nothing. **Out:** dictionary of six arrays. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Write down, for each kind of word, the update gate and the candidate you want.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.array` and `np.zeros`. `sigmoid(-5)` is 0.007, and two hundred leaks add up.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The first column multiplies the memory, the others pick what belongs to the word.
#
# </details>


# %% exercise="remember_number"
def remember_number():
    """Sets the weights of a one-unit GRU by hand: it remembers the subject.

    The unit is that of `gru_cell_forward` without a prediction: n_c = 1,
    n_x = 3. It reads one word a step, as a one-hot column: the first entry is
    1 for a singular subject, the second for a plural subject, the third for
    any other word. A sentence has one subject, and before and after it any
    number of other words, up to 200 each. The memory starts at 0.

    From the subject to the end of the sentence the memory is above 0.5 if the
    subject was singular, and below -0.5 if it was plural.

    Returns:
        Dictionary with `"Wu"`, `"Wr"`, `"Wc"`, each a float array `(1, 4)`,
        and `"bu"`, `"br"`, `"bc"`, each `(1, 1)`. The columns of the weights
        belong to: the memory, singular subject, plural subject, other word.
    """
    # 1. Decide at which words the update gate opens, and at which it is shut.
    # 2. Decide what the candidate is at a subject of either kind.
    # 3. Choose the relevance gate.
    ### BEGIN SOLUTION
    return {
        "Wu": np.array([[0.0, 10.0, 10.0, -10.0]]),
        "Wr": np.zeros((1, 4)),
        "Wc": np.array([[0.0, 3.0, -3.0, 0.0]]),
        "bu": np.zeros((1, 1)),
        "br": np.zeros((1, 1)),
        "bc": np.zeros((1, 1)),
    }
    ### END SOLUTION


# %% check="remember_number"
check("remember_number")

# %% id="remember_number_picture" tags=["plot"]
words = (
    "The cat(s) which already ate and slept and then ate again was/were full"
)
words = words.split()
x = np.zeros((3, 2, len(words)))
x[2] = 1  # Other words,
x[:, :, 1] = [[1, 0], [0, 1], [0, 0]]  # but for the two subjects.
by_hand = remember_number() | {"Wy": np.zeros((2, 1)), "by": np.zeros((2, 1))}
lengths = [len(words)] * 2
memory, _, (caches, _) = gru_forward(x, np.zeros((1, 2)), by_hand, lengths)
gates = np.stack([cache[3][0] for cache in caches], axis=1)
candidates = np.stack([cache[5][0] for cache in caches], axis=1)
panels = {
    quantity: {"one cat": rows[0], "several cats": rows[1]}
    for quantity, rows in {
        "update gate": gates,
        "candidate": candidates,
        "memory": memory[0],
    }.items()
}
title = "One number, remembered"
recurrent_plots.along_words(words, panels, title)


# %% [markdown] id="remember_number_think"
# The gate opens once, at the subject, and the memory is written. After that it is
# left alone, whatever the candidate may be.
#
# **Think.** Another sentence begins, with a subject of its own. Does your unit follow?
# And what would it do with *the cat that the dogs chased*?
#
# <details><summary>Answer</summary>
#
# It follows, as each subject overwrites the memory. So *dogs* overwrites *cat*, and
# the verb comes out wrong: a nested subject needs a second unit.
#
# </details>

# %% [markdown] id="bidirectional_forward_task"
# ## 14. Reading from both ends
#
# *They sold Teddy bears at the fair. They sold Teddy Roosevelt a horse.* Is *Teddy* a
# person's name? The three words up to it are the same in both. No network that reads
# from the left can tell, however long its memory: what decides comes afterwards.
#
# So read twice. One cell goes from left to right, another, with weights of its own,
# from right to left. At each word the prediction sees both states: all that came
# before, and all that comes after.
#
# $$ \overrightarrow{a}^{\langle t \rangle} = \tanh\big(W_{aa} \overrightarrow{a}^{\langle t-1 \rangle} + W_{ax} x^{\langle t \rangle} + b_a\big) $$
# $$ \overleftarrow{a}^{\langle t \rangle} = \tanh\big(W'_{aa} \overleftarrow{a}^{\langle t+1 \rangle} + W'_{ax} x^{\langle t \rangle} + b'_a\big) $$
# $$ \hat y^{\langle t \rangle} = \operatorname{softmax}\big(W_y [\overrightarrow{a}^{\langle t \rangle}; \overleftarrow{a}^{\langle t \rangle}] + b_y\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\overrightarrow{a}^{\langle t \rangle}$ | yours | `(n_a, m)` | read up to t |
# | $\overleftarrow{a}^{\langle t \rangle}$ | yours | `(n_a, m)` | read from the end to t |
# | $W'_{aa}$ ... | `backward_parameters` | see stub | for the way from the right |
# | $W_y, b_y$ | `output_parameters` | see stub | for both states |
#
# > **Exercise 14 of 17 · `bidirectional_forward` · 4 points**
# >
# > Predict at every step from the states of both directions.
# >
# > **In:** inputs, parameters of both directions and of the output. **Out:** predictions in the order of time. (about 16 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Give an ordinary cell the sequence in reverse. Its first state belongs to the
# **last** word: turn its states round before you stack them.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `x[:, :, ::-1]` or `reversed`, `np.tanh`, `np.concatenate`, `softmax`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Two states `(n_a, m)` on top of each other: `(2 n_a, m)`.
#
# </details>


# %% exercise="bidirectional_forward"
def bidirectional_forward(
    x, forward_parameters, backward_parameters, output_parameters
):
    """Predicts at every step from what came before and what comes after.

    Both directions start from a state of zeros. All is finite for inputs of
    any size. Nothing that comes in is changed.

    Args:
        x: Float array `(n_x, m, T_x)`, m sequences of T_x steps, T_x >= 1.
        forward_parameters: Dictionary with `"Wax"` `(n_a, n_x)`, `"Waa"`
            `(n_a, n_a)`, `"ba"` `(n_a, 1)`.
        backward_parameters: Dictionary with the same names and shapes.
        output_parameters: Dictionary with `"Wy"` `(n_y, 2 n_a)`, `"by"`
            `(n_y, 1)`.

    Returns:
        y: `(n_y, m, T_x)`, the prediction at every step, in the order of time.

    Source:
        Schuster and Paliwal, 1997, https://doi.org/10.1109/78.650093.
    """
    # 1. Collect the forward states, from the first step to the last.
    # 2. Collect the backward states, from the last to the first.
    # 3. Put the backward states in the order of time.
    # 4. At every step: stack the two states, predict.
    ### BEGIN SOLUTION
    halves = []
    for weights, inputs in (
        (forward_parameters, x),
        (backward_parameters, x[:, :, ::-1]),
    ):
        Wax, Waa, ba = weights["Wax"], weights["Waa"], weights["ba"]
        a, states = np.zeros((len(Waa), x.shape[1])), []
        for t in range(x.shape[2]):
            a = np.tanh(Waa @ a + Wax @ inputs[:, :, t] + ba)
            states.append(a)
        halves.append(states)
    Wy, by = output_parameters["Wy"], output_parameters["by"]
    before, after = np.stack(halves[0], 2), np.stack(halves[1][::-1], 2)
    both = np.concatenate([before, after])
    y = [softmax(Wy @ both[:, :, t] + by, axis=0) for t in range(x.shape[2])]
    return np.stack(y, axis=2)
    ### END SOLUTION


# %% check="bidirectional_forward"
check("bidirectional_forward")

# %% id="bidirectional_forward_picture" tags=["plot"]
words = ["They", "sold", "Teddy", "Roosevelt", "a", "horse"]
rng = np.random.default_rng(10)
count = len(words)
x = np.eye(count)[:, None, :]  # Each word is a one-hot column.
left, right = (rnn_parameters(count, 8, 3, rng) for _ in range(2))
output = {"Wy": rng.normal(size=(3, 16)), "by": np.zeros((3, 1))}
readers = {
    "From the left": lambda x: rnn_forward(x, np.zeros((8, 1)), left)[1],
    "From both ends": lambda x: bidirectional_forward(x, left, right, output),
}
maps = {heading: np.zeros((count, count)) for heading in readers}
for heading, read in readers.items():
    for place in range(count):
        without = x.copy()
        without[:, :, place] = 0  # What changes if this word is not heard?
        change = np.abs(read(without) - read(x)).sum(axis=0)
        maps[heading][:, place] = change[0]
recurrent_plots.influence(words, maps)


# %% [markdown] id="bidirectional_forward_think"
# A dot is an influence of exactly nothing. Reading from the left, *Roosevelt* does
# not reach *Teddy*. Reading from both ends, every word reaches every prediction. The
# weights are random: nobody has learned anything yet, this is what *can* be learned.
#
# **Think.** What must such a network wait for before it says its first word? Would
# you use it to label the words of a letter? To caption a live broadcast?
#
# <details><summary>Answer</summary>
#
# For the end of the input. A letter is all there, so yes; a broadcast is not, so no.
#
# </details>

# %% [markdown] id="deep_rnn_forward_task"
# ## 15. Layers upon layers
#
# A recurrent network is deep in time: a hundred words are a hundred steps. At each
# word it is as shallow as can be, one layer. Let the states of one layer be the
# inputs of another: two or three such layers are common.
#
# $$ a^{[l]\langle t \rangle} = \tanh\big(W_{aa}^{[l]} a^{[l]\langle t-1 \rangle} + W_{ax}^{[l]} a^{[l-1]\langle t \rangle} + b_a^{[l]}\big) $$
# $$ a^{[0]\langle t \rangle} = x^{\langle t \rangle} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $a^{[l]\langle t \rangle}$ | yours | `(n_l, m)` | state of layer l |
# | $a^{[0]\langle t \rangle}$ | `x[:, :, t - 1]` | `(n_x, m)` | what layer 1 reads |
# | $W_{ax}^{[l]}$ ... | `layers[l - 1]["Wax"]` ... | see stub | weights of layer l |
#
# The top layer alone predicts: the softmax of `Wya a + by`.
#
# > **Exercise 15 of 17 · `deep_rnn_forward` · 4 points**
# >
# > Run a stack of recurrent layers and predict from the top one.
# >
# > **In:** inputs, list of layers. **Out:** states of the top layer, predictions. (about 12 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Two loops. One variable holds what the layer at hand reads: at first `x`, then the
# states of the layer below.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `np.zeros`, `np.tanh`, `np.stack`, `softmax`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Each layer starts from `(n_l, m)` with its own n_l: the number of rows of its `Waa`.
#
# </details>


# %% exercise="deep_rnn_forward"
def deep_rnn_forward(x, layers):
    """Runs several recurrent layers on top of each other.

    Every layer starts from a state of zeros. Layers may differ in size. All is
    finite for inputs of any size. Nothing that comes in is changed.

    Args:
        x: Float array `(n_x, m, T_x)`, m sequences of T_x steps, T_x >= 1.
        layers: List of one or more dictionaries, the lowest layer first. Each
            has `"Wax"` `(n_l, size below)`, `"Waa"` `(n_l, n_l)`, `"ba"`
            `(n_l, 1)`; the last has also `"Wya"` `(n_y, n_l)`, `"by"`
            `(n_y, 1)`.

    Returns:
        a_top: `(n_l, m, T_x)`, the states of the last layer.
        y: `(n_y, m, T_x)`, the prediction at every step.
    """
    # 1. Let x be what the first layer reads.
    # 2. For every layer: its states over time are what the next one reads.
    # 3. Predict from the states of the last layer.
    ### BEGIN SOLUTION
    below = x
    for layer in layers:
        a, states = np.zeros((len(layer["Waa"]), x.shape[1])), []
        for t in range(x.shape[2]):
            mixed = layer["Waa"] @ a + layer["Wax"] @ below[:, :, t]
            a = np.tanh(mixed + layer["ba"])
            states.append(a)
        below = np.stack(states, axis=2)
    Wya, by = layers[-1]["Wya"], layers[-1]["by"]
    return below, softmax(np.stack([Wya @ a + by for a in states], 2), axis=0)
    ### END SOLUTION


# %% check="deep_rnn_forward"
check("deep_rnn_forward")

# %% id="deep_rnn_forward_picture" tags=["plot"]
rng = np.random.default_rng(11)
x = np.zeros((4, 1, 40))
x[:, 0, 4] = 2  # One word at step 5, then silence.
layers, states = [], []
for below, units in ((4, 12), (12, 9), (9, 6)):
    layers.append(rnn_parameters(below, units, 3, rng))
    layers[-1]["Waa"] *= 0.7  # Lets the ringing fade.
    states.append(deep_rnn_forward(x, layers)[0][:, 0])
recurrent_plots.layers_over_time(states)


# %% [markdown] id="deep_rnn_forward_think"
# One word, then silence. The first layer rings like a bell, the second hears the
# ringing, and the third hears the second.
#
# **Think.** Layer 2 could start with step 1 while layer 1 is at step 2. In what
# order would you compute the states on a machine that can do many things at once?
#
# <details><summary>Answer</summary>
#
# Along diagonals: all states with the same layer plus step at once, since each needs
# only the one below and the one before.
#
# </details>
#
# **You can stop here**: you have taken every kind of cell forward. The last two
# sections ask how far each can see.

# %% [markdown] id="lstm_cell_backward_task"
# ## 16. One step back, twice
#
# Gradients arrive by **two** doors, at the state and at the memory. The state is made
# from the memory, so first everything is brought together there. Then it goes on,
# through the forget gate into the old memory, and through all gates to the weights.
#
# Look at $dc_{\text{prev}}$. It is multiplied by the forget gate, and by nothing else:
# no matrix, no slope of tanh. If the gate is open, the gradient passes.
#
# $$ dc = dc_{\text{next}} + da_{\text{next}} \odot \Gamma_o \odot \big(1 - \tanh^2 c^{\langle t \rangle}\big) $$
# $$ dc_{\text{prev}} = dc \odot \Gamma_f $$
# $$ dz_f = dc \odot c^{\langle t-1 \rangle} \odot \Gamma_f \odot (1 - \Gamma_f) $$
# $$ dW_f = dz_f \, [a^{\langle t-1 \rangle}; x^{\langle t \rangle}]^\top \qquad db_f = \sum_j dz_{f,\,j} $$
# $$ [da_{\text{prev}}; dx] = W_f^\top dz_f + W_i^\top dz_i + W_c^\top dz_c + W_o^\top dz_o $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $da_{\text{next}}$ | `da_next` | `(n_a, m)` | arrives at the state |
# | $dc_{\text{next}}$ | `dc_next` | `(n_a, m)` | arrives at the memory |
# | $dz_f, dz_i, dz_c, dz_o$ | yours | `(n_a, m)` | inside sigmoids and tanh |
# | $dc_{\text{prev}}$ ... | `"dc_prev"` ... | as the forward arrays | handed on |
# | $dW_f, db_f$ ... | `"dWf"`, `"dbf"` ... | as the weights | the cell's own part |
#
# > **Exercise 16 of 17 · `lstm_cell_backward` · 8 points**
# >
# > Compute the gradients of everything that went into an LSTM step.
# >
# > **In:** gradients of the new state and of the new memory, cache. **Out:** dictionary of eleven gradients. (about 16 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# For each gate ask: what is it multiplied with on the way forward, and is it a sigmoid
# or a tanh? The output gate touches the state only; `dc_next` knows nothing of it.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# A sigmoid has the slope `gate * (1 - gate)`, a tanh `1 - value**2`; all you need is
# in the cache. `.T`, `@`, and `sum` with `axis` and `keepdims`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The sum of four products is `(n_a + n_x, m)`: first the rows of the state.
#
# </details>


# %% exercise="lstm_cell_backward"
def lstm_cell_backward(da_next, dc_next, cache):
    """Takes the gradient of the loss back through one step of the LSTM cell.

    Gradients of parameters are sums over the m examples, not means. However
    large a gradient is, it is not clipped. The prediction `yt_pred` has no
    part in it. Nothing that comes in is changed.

    Args:
        da_next: Float array `(n_a, m)`, derivative of the loss by
            `a_next`.
        dc_next: Float array `(n_a, m)`, derivative of the loss by
            `c_next` without the part through `a_next`.
        cache: The tuple `(a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt,
            parameters)` that `lstm_cell_forward` returned.

    Returns:
        Dictionary with `"dxt"` `(n_x, m)`, `"da_prev"` and `"dc_prev"`
        `(n_a, m)`, `"dWf"`, `"dWi"`, `"dWc"`, `"dWo"`, each
        `(n_a, n_a + n_x)`, and `"dbf"`, `"dbi"`, `"dbc"`, `"dbo"`, each
        `(n_a, 1)`.
    """
    # 1. Add up what reaches the new memory.
    # 2. Go back to the inside of the three gates and of the candidate.
    # 3. Go back to the stacked state and input, and take them apart.
    # 4. Go back to the weights and biases, summed over the examples.
    ### BEGIN SOLUTION
    _, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    inside = {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct**2),
        "o": da_next * np.tanh(c_next) * ot * (1 - ot),
    }
    concat = np.concatenate([a_prev, xt])
    dconcat = sum(parameters["W" + gate].T @ inside[gate] for gate in inside)
    da_prev, dxt = dconcat[: len(a_prev)], dconcat[len(a_prev) :]
    gradients = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc * ft}
    for gate, dz in inside.items():
        gradients["dW" + gate] = dz @ concat.T
        gradients["db" + gate] = dz.sum(axis=1, keepdims=True)
    return gradients
    ### END SOLUTION


# %% check="lstm_cell_backward"
check("lstm_cell_backward")

# %% id="lstm_cell_backward_picture" tags=["plot"]
rng = np.random.default_rng(6)
parameters = gated_parameters("fico", n_x=3, n_a=4, n_y=2, rng=rng)
xt, a_prev, c_prev = (rng.normal(size=(n, 5)) for n in (3, 4, 4))
da_next, dc_next = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))


def step_loss():
    """Returns a loss with da_next and dc_next as its derivatives."""
    a_next, c_next, *_ = lstm_cell_forward(xt, a_prev, c_prev, parameters)
    return np.sum(da_next * a_next) + np.sum(dc_next * c_next)


cache = lstm_cell_forward(xt, a_prev, c_prev, parameters)[3]
formula = lstm_cell_backward(da_next, dc_next, cache)
arrays = {"dxt": xt, "da_prev": a_prev, "dc_prev": c_prev}
arrays |= {"d" + k: v for k, v in parameters.items() if k[1] != "y"}
recurrent_plots.gradient_agreement(
    {k: (numeric_gradient(step_loss, v), formula[k]) for k, v in arrays.items()}
)


# %% [markdown] id="lstm_cell_backward_think"
# **Think.** Which of the eleven would still be right, had you forgotten `dc_next`?
# Would a check with `dc_next = 0` have noticed it?
#
# <details><summary>Answer</summary>
#
# Two: `dWo` and `dbo`, since the output gate comes after the memory. And no: one
# tests with numbers that are not 0.
#
# </details>

# %% [markdown] id="lstm_backward_task"
# ## 17. How far can it see?
#
# The same loop as in section 5, with two gradients that travel back. Memories reach
# the loss only through states, so for them there is no direct part.
#
# And then the question this notebook is about. A word was heard some steps ago. How
# much does the last state still change with it? For the RNN and the LSTM your own way
# back will tell; for the GRU `numeric_gradient` does.
#
# $$ g_a^{\langle t \rangle} = da^{\langle t \rangle} + da_{\text{prev}}^{\langle t+1 \rangle} $$
# $$ g_c^{\langle t \rangle} = dc_{\text{prev}}^{\langle t+1 \rangle} \qquad t = T_x, \ldots, 1 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $da^{\langle t \rangle}$ | `da[:, :, t - 1]` | `(n_a, m)` | direct part at step t |
# | $g_a^{\langle t \rangle}, g_c^{\langle t \rangle}$ | what your cell gets | `(n_a, m)` | for state and memory |
# | $da_{\text{prev}}, dc_{\text{prev}}$ | `"da_prev"`, `"dc_prev"` | `(n_a, m)` | 0 after the last step |
#
# > **Exercise 17 of 17 · `lstm_backward` · 6 points**
# >
# > Go back from the last step to the first with your backward LSTM cell.
# >
# > **In:** direct gradients of all states, caches. **Out:** dictionary of ten gradients. (about 13 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Your `rnn_backward` with a second traveller. Leave one of them at zero, and all
# gradients look reasonable, but none sees further than the states do.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `reversed(range(...))`, `np.zeros`, and your `lstm_cell_backward`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Both travellers are `(n_a, m)`. There is no `dc0`, since the first memory is always
# zeros.
#
# </details>


# %% exercise="lstm_backward"
def lstm_backward(da, caches):
    """Takes the gradient back through time, along the states and the memories.

    Both gradients go back through all steps, however many there are, and are
    not clipped.

    Args:
        da: Float array `(n_a, m, T_x)`, the direct part at every step. Not
            changed.
        caches: The tuple `(list, x)` that `lstm_forward` returned. Not
            changed.

    Returns:
        Dictionary with `"dx"` `(n_x, m, T_x)`, `"da0"` `(n_a, m)`, and, summed
        over all examples and all steps, `"dWf"`, `"dWi"`, `"dWc"`, `"dWo"`,
        each `(n_a, n_a + n_x)`, and `"dbf"`, `"dbi"`, `"dbc"`, `"dbo"`, each
        `(n_a, 1)`.
    """
    # 1. Start with zeros for the state and for the memory.
    # 2. From the last step to the first: add the direct part, go back.
    # 3. Put dxt at its place in time; add up the gradients of parameters.
    # 4. What is left for the state before the first step is da0.
    ### BEGIN SOLUTION
    steps, x = caches
    dx = np.zeros(x.shape)
    da_prev, dc_prev = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    total = {f"d{kind}{gate}": 0.0 for gate in "fico" for kind in "Wb"}
    for t in reversed(range(len(steps))):
        direct = da[:, :, t]
        gradients = lstm_cell_backward(direct + da_prev, dc_prev, steps[t])
        da_prev, dc_prev = gradients["da_prev"], gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        total = {name: total[name] + gradients[name] for name in total}
    return {"dx": dx, "da0": da_prev, **total}
    ### END SOLUTION


# %% check="lstm_backward"
check("lstm_backward")

# %% id="lstm_backward_picture" tags=["plot"]
STEPS, UNITS = 41, 16
x = np.random.default_rng(7).normal(size=(2, 1, STEPS))
da = np.zeros((UNITS, 1, STEPS))
da[:, :, -1] = np.random.default_rng(8).normal(size=(UNITS, 1)) / 4


def gradient_at_distance(kind, bias=0.0):
    """Returns the norm of the last state's gradient by each input before."""
    rng, zeros = np.random.default_rng(9), np.zeros((UNITS, 1))
    if kind == "rnn":
        weights = rnn_parameters(2, UNITS, 2, rng)
        dx = rnn_backward(da, rnn_forward(x, zeros, weights)[2])["dx"]
    elif kind == "lstm":
        weights = gated_parameters("fico", 2, UNITS, 2, rng)
        weights["bf"] += bias
        dx = lstm_backward(da, lstm_forward(x, zeros, weights)[3])["dx"]
    else:
        weights = gated_parameters("urc", 2, UNITS, 2, rng)
        weights["bu"] -= bias
        run = (x, zeros, weights, [STEPS])
        dx = numeric_gradient(lambda: np.sum(da * gru_forward(*run)[0]), x)
    return np.arange(STEPS), np.linalg.norm(dx[:, 0], axis=0)[::-1]


# %% [markdown] id="lstm_backward_note"
# Five cells, the same inputs, weights drawn in the same way. Twice we help: a bias
# of 4 on the forget gate and of -4 on the update gate says "keep, unless you hear
# otherwise".

# %% id="distance_picture" tags=["plot"]
lines = {
    "RNN": gradient_at_distance("rnn"),
    "LSTM, biases 0": gradient_at_distance("lstm"),
    "GRU, biases 0": gradient_at_distance("gru"),
    "LSTM, set to keep": gradient_at_distance("lstm", 4.0),
    "GRU, set to keep": gradient_at_distance("gru", 4.0),
}
title = "How much does a word still matter?"
recurrent_plots.curves(
    lines, title, "distance (steps)", "gradient norm", log_y=True
)


# %% [markdown] id="lstm_backward_think"
# At biases of 0 a gate is half open. A memory that is halved at each step is
# forgotten as fast as in the plain cell: gates **alone** do not help. Told to keep,
# both gated cells go up and down, but do not fade: forty steps ago still counts a
# hundred thousand times as much as in the others. They pay for it: the word just
# heard counts less than a seventh.
#
# **Think.** What would a bias of 20 on the forget gate do to learning?
#
# <details><summary>Answer</summary>
#
# A sigmoid at 20 has a slope of two billionths. The gate keeps everything, and no
# gradient can teach it to forget. Most people start at 1 or 2.
#
# </details>

# %% [markdown] id="summary"
# ## Summary
#
# - A recurrent cell mixes its input with its own last state; one set of weights
#   serves every step.
# - The gradient of a state is a sum: from its own step, and from the next.
# - Each step back multiplies. Below 1 gradients vanish, above 1 they explode.
# - Gates that are set to keep let a memory pass unchanged, and its gradient.
# - Two directions see the whole sentence but must wait for its end; layers make
#   a single step deeper.

# %% [markdown] id="going_further"
# ## Going further
#
# - States that feed themselves: Elman, 1990,
#   https://doi.org/10.1207/s15516709cog1402_1; their gradient: Werbos, 1990,
#   https://doi.org/10.1109/5.58337.
# - Why gradients vanish: Bengio, Simard and Frasconi, 1994,
#   https://doi.org/10.1109/72.279181.
# - The LSTM: Hochreiter and Schmidhuber, 1997,
#   https://doi.org/10.1162/neco.1997.9.8.1735; its forget gate: Gers, Schmidhuber
#   and Cummins, 2000, https://doi.org/10.1162/089976600300015015; peepholes: Gers,
#   Schraudolph and Schmidhuber, 2002, https://www.jmlr.org/papers/v3/gers02a.html.
# - The GRU: Cho and others, 2014, https://doi.org/10.3115/v1/D14-1179, where the
#   update gate keeps; as we use it: Chung and others, 2014,
#   https://arxiv.org/abs/1412.3555.
# - Why a forget gate's bias should not start at 0: Jozefowicz, Zaremba and
#   Sutskever, 2015, https://proceedings.mlr.press/v37/jozefowicz15.html.
# - Both directions: Schuster and Paliwal, 1997, https://doi.org/10.1109/78.650093;
#   in layers: Graves, Mohamed and Hinton, 2013, https://arxiv.org/abs/1303.5778.
# - What came of it: gates that see only the input can be computed for all steps at
#   once. Gu and Dao, *Mamba*, 2023, https://arxiv.org/abs/2312.00752; close to the
#   cells you wrote: Feng and others, *Were RNNs all we needed?*, 2024,
#   https://arxiv.org/abs/2410.01201.


# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.


# %% id="scoreboard" tags=["explore"]
scoreboard()
