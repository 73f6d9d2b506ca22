# %% [markdown] id="title"
# # How long can it remember?
# %% [markdown] id="result" picture="result.png"
# ![Six panels, one for each recurrent net: the share of keys recalled against the number of symbols in between, five seeds each. The two tanh nets lie near chance; ReLU from the identity, GRU and LSTM lie near 1 at every lag; the residual net does so only from about 50 to 100, and neither near nor beyond](result.png)
#
# **The story.** A net reads a key, then up to a hundred symbols that mean nothing.
# Which key was it? You find out why plain nets forget, build the lecture's remedies,
# and let six nets race.
#
# You **measure** gradients through time, **repair** them, and **compare** the cures.
# 25 minutes of reading and 85 of solving, of which your laptop computes two ·
# 100 points and a bonus · you should know NumPy and a recurrent cell.
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

from functools import partial

import numpy as np

from autograder import begin, check, failing, restore, scoreboard
from utils import long_memory, memory_plots

begin("w2_long_memory")


# %% [markdown] id="first_look_note"
# **Guess**: two nets are equal but for one number of their first state. Fifty steps
# later, how far apart are they, with small weights, middling ones, large ones?

# %% id="first_look" tags=["explore"]
rng = np.random.default_rng(3)
weights = rng.normal(size=(32, 32)) / np.sqrt(32)
for scale in (0.8, 1.2, 3.0):  # Try others.
    a, b = np.zeros(32), np.zeros(32)
    b[0] = 0.01
    for _ in range(50):
        a, b = np.tanh(scale * weights @ a), np.tanh(scale * weights @ b)
    print(f"weights times {scale}: {np.linalg.norm(a - b):.6f} apart")

# %% [markdown] id="recall_examples_task"
# ## 1. The game
#
# One number decides whether a difference dies out or takes over. To see what that
# means for learning, we need a game that asks for memory and for nothing else: one
# key among distractors, then a question. Nobody can guess the key, and nothing but
# the key helps. The distance is ours to choose.
#
# After "she kicked the ..." the words just read will do, and plain nets are good at that.
# Our game is the other kind of sentence: "The **cat**, which already ate the fish and
# the cream and ..., **was** full".
#
# $$ X = (\underbrace{d, \dots, d}_{L - \ell}, \; k, \; \underbrace{d, \dots, d}_{\ell}, \; q)
# \qquad k \in \{0, \dots, 7\}, \quad d \in \{8, \dots, 15\}, \quad q = 16 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $X$ | `X` | `(count, length + 2)` | what is read, one example a row |
# | $k$ | `y` | `(count,)` | the key, which is the answer |
# | $\ell$ | `lags` | `(count,)` | number of symbols between key and question |
# | $d$ | | | distractors, drawn anew at each place |
# | $L$ | `length` | a number | how many distractors an example has |
# | $q$ | | | the question, always last |
#
# > **Exercise 1 of 9 · `recall_examples` · 10 points**
# >
# > Draw examples of the game.
# >
# > **In:** how many, how many distractors, largest lag, generator. **Out:** symbols, keys, lags. (about 7 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Fill everything with distractors first. Then put the question last, and write one
# key over one distractor of each row. Count places on paper with 3 distractors.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# The method `integers` of a `numpy.random.Generator`: its upper end does not count.
# Two arrays of indices pick one place of each row.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `np.arange(count)` and the places of the keys are both `(count,)`; so is what stands
# there.
#
# </details>


# %% exercise="recall_examples"
def recall_examples(count, length, longest, rng):
    """Draws examples of a game of memory.

    Keys are 0 to 7, distractors 8 to 15, the question is 16. Each row has one
    key and one question, which comes last. All other symbols are distractors.
    Keys, distractors and lags are drawn independently, all values equally
    likely.

    Args:
        count: Number of examples, at least 1.
        length: Number of distractors in an example, at least 1.
        longest: Largest lag, at least 1.
        rng: A `numpy.random.Generator`, the only source of randomness.

    Returns:
        X: Whole numbers `(count, length + 2)`, the symbols in their order.
        y: Whole numbers `(count,)`, the key of each row.
        lags: Whole numbers `(count,)` from 1 to `longest`: how many distractors
            stand between the key and the question.

    Raises:
        ValueError: If `longest` is greater than `length`.
    """
    # 1. Refuse a lag that has no room.
    # 2. Draw distractors everywhere, and put the question last.
    # 3. Draw lags and keys, and put each key in its place.
    ### BEGIN SOLUTION
    if longest > length:
        raise ValueError(f"A lag of {longest} needs more than {length} places.")
    X = rng.integers(8, 16, (count, length + 2))
    X[:, -1] = 16
    y = rng.integers(0, 8, count)
    lags = rng.integers(1, longest + 1, count)
    X[np.arange(count), length - lags] = y
    return X, y, lags
    ### END SOLUTION


# %% check="recall_examples"
check("recall_examples")

# %% id="recall_examples_picture" tags=["plot"]
X, y, lags = recall_examples(6, 20, 20, np.random.default_rng(8))
memory_plots.sequences(X, lags)

# %% [markdown] id="recall_examples_think"
# **Think.** Who answers without reading is right once in eight. And who has read
# only the last five symbols before the question, where lags go to 20?
#
# <details><summary>Answer</summary>
#
# With a chance of 1 in 5 the lag is at most 4, and the key was among them. Else one
# guesses. So $1/5 + 4/5 \cdot 1/8 = 0.3$. A net can have learned something and still
# have no long memory: hence recall is drawn against the lag.
#
# </details>

# %% [markdown] id="jacobian_product_norm_task"
# ## 2. What the last state still feels
#
# To learn a key, the net must feel in its last state what the key did to an early
# one. How much it feels is a derivative, and the chain rule makes a product of it:
# one factor for each step in between. Ten thousand steps are a network of ten
# thousand layers.
#
# It is often said that bounded activations make gradients vanish. Not so: a factor is
# a slope (at most 1 for tanh, 1/4 for the sigmoid) **times** the weights. Bounds keep
# the *state* finite. The scale of the weights makes the product die or explode.
#
# $$ \frac{\partial a^{\langle T \rangle}}{\partial a^{\langle k \rangle}}
# = J^{\langle T \rangle} J^{\langle T-1 \rangle} \cdots J^{\langle k+1 \rangle}
# \qquad J^{\langle t \rangle} = \operatorname{diag}\big(s^{\langle t \rangle}\big) \, W_{aa} $$
# $$ s^{\langle t \rangle} = 1 - (a^{\langle t \rangle})^2 \text{ (tanh)} \qquad
# s^{\langle t \rangle} = 1 \text{ where } a^{\langle t \rangle} > 0 \text{, else } 0 \text{ (ReLU)} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $a^{\langle t \rangle}$ | `a[:, t - 1]` | `(n_a,)` | state of one example after step t |
# | $W_{aa}$ | `Waa` | `(n_a, n_a)` | recurrent weights |
# | $s^{\langle t \rangle}$ | | `(n_a,)` | slopes of the activation at step t |
# | $J^{\langle t \rangle}$ | | `(n_a, n_a)` | derivative of one state by the one before |
# | norm | `norms[k]` | a number | largest singular value of the product |
#
# **Axes.** Columns, as in the cells of week 1: units first, then examples, time last,
# `(n_a, m, T)`; here one example, `(n_a, T)`. The race reads rows, `(count, T)`.
#
# > **Exercise 2 of 9 · `jacobian_product_norm` · 22 points**
# >
# > Measure how much the last state feels each state.
# >
# > **In:** recurrent weights, states, name of the activation. **Out:** one norm a state. (about 11 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Start at the end, with the identity, and go back: each step adds one factor on the
# right. Which state does its slope belong to: the earlier one or the later?
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.linalg.norm` of a matrix with `ord=2`. It fails where a number is not finite:
# ask `numpy.isfinite` first. `numpy.errstate` silences warnings.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A product with a diagonal matrix on the left multiplies rows: slopes `(n_a, 1)`
# times weights `(n_a, n_a)`.
#
# </details>


# %% exercise="jacobian_product_norm"
def jacobian_product_norm(Waa, a, activation):
    """Measures how much the last state feels each state.

    Args:
        Waa: Float array `(n_a, n_a)`, recurrent weights. Not changed.
        a: Float array `(n_a, T)`, the states of one example after each step, T
            at least 1. Not changed.
        activation: Text, `"tanh"` or `"relu"`.

    Returns:
        Float array `(T,)`. Entry k is the largest singular value of the
        derivative of the last state by state k. The last entry is 1. Where
        numbers grow too large for a float, `inf`, there and before; never NaN.

    Raises:
        ValueError: If there is another activation; the message names it.
    """
    # 1. Compute the slope of the activation at every state.
    # 2. From the last step back, multiply by one more Jacobian, on the right.
    # 3. Keep the norm of each product, or inf where it is not finite.
    ### BEGIN SOLUTION
    if activation not in ("tanh", "relu"):
        raise ValueError(f"The activation is tanh or relu, not {activation!r}.")
    slopes = 1 - a**2 if activation == "tanh" else (a > 0).astype(float)
    norms = np.ones(a.shape[1])
    product = np.eye(len(Waa))
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(a.shape[1] - 2, -1, -1):
            product = product @ (slopes[:, k + 1, None] * Waa)
            is_finite = np.isfinite(product).all()
            norms[k] = np.linalg.norm(product, 2) if is_finite else np.inf
    return norms
    ### END SOLUTION


# %% check="jacobian_product_norm"
check("jacobian_product_norm")

# %% id="jacobian_product_norm_picture" tags=["plot"]
rng = np.random.default_rng(5)
W = rng.normal(size=(32, 32)) / np.sqrt(32)
Wax = rng.normal(0, 0.3, (32, 17))
X, _, _ = recall_examples(1, 58, 58, rng)


def states_of(Waa, Wax, symbols, activation):
    """Runs a plain net over one example; returns its states `(n_a, T)`."""
    states, a = np.zeros((len(Waa), len(symbols))), np.zeros(len(Waa))
    for t, symbol in enumerate(symbols):
        a = activation(Waa @ a + Wax[:, symbol])
        states[:, t] = a
    return states


norms = {}
for scale in (0.6, 1.2, 3.0):
    states = states_of(scale * W, Wax, X[0], np.tanh)
    norms[f"times {scale}"] = jacobian_product_norm(scale * W, states, "tanh")
memory_plots.norms_by_distance(
    norms, "One number decides: the scale of the weights"
)

# %% [markdown] id="jacobian_product_norm_think"
# Vanishing is often called the commoner of the two. Both are made at will, by one
# number. And all three nets have the same bounded activation.
#
# **Think.** Are half of the weights never updated when gradients vanish?
#
# <details><summary>Answer</summary>
#
# No. All weights are the same at every step, and the near past always reaches them.
# They are updated, all of them, by the near past alone: the net learns, but nothing
# about what is far away.
#
# </details>

# %% [markdown] id="clip_by_global_norm_task"
# ## 3. Too much: shorten the step
#
# NaN in the weights is the sign of an explosion, and it comes too late: the norm of the
# gradient tells before. If it is too long, shorten it. Clipping each **value** (the
# `clip` of week 1) turns the step: with a limit of 25, (32, 3) becomes (25, 3).
# Scaling everything by one **norm** keeps the direction.
#
# One bad batch can give `inf` or NaN. Scaled by NaN, every weight would be NaN for
# ever (TensorFlow's `tf.clip_by_global_norm` does just that). Here such a step is
# skipped: all gradients become zero.
#
# $$ \lVert g \rVert = \sqrt{\sum_{\text{arrays}} \sum_{ij} g_{ij}^2} \qquad
# \tilde g = g \cdot \min\left(1, \frac{c}{\lVert g \rVert}\right) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $g$ | `gradients[name]` | any | one of the gradients |
# | $\lVert g \rVert$ | `norm` | a number | one length for all of them together |
# | $c$ | `max_norm` | a number | largest length that is let through |
# | $\tilde g$ | `clipped[name]` | as $g$ | what is used for the step |
#
# > **Exercise 3 of 9 · `clip_by_global_norm` · 15 points**
# >
# > Shorten all gradients together, and skip a step that is not finite.
# >
# > **In:** dictionary of gradients, largest norm. **Out:** new dictionary, norm before clipping. (about 9 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Think of all arrays as one long vector. It has one length, so there is one factor,
# and it is never above 1.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.square`, `numpy.sum`, `numpy.isfinite`, `numpy.zeros_like`, and the method
# `astype` for the number type.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The sum of squares of an array is a number, whatever its shape. Those of all arrays
# add up to one more number.
#
# </details>


# %% exercise="clip_by_global_norm"
def clip_by_global_norm(gradients, max_norm):
    """Shortens all gradients together to a largest norm.

    Args:
        gradients: Dictionary, under any names, of float arrays of any shapes.
            Not changed.
        max_norm: Float above 0. A norm of at most this stays as it is.

    Returns:
        clipped: A new dictionary of new arrays, of the same names, shapes and
            dtypes. If the norm is infinite or NaN, all of it is zeros.
        norm: Float, the norm before clipping, added up in double precision
            whatever came; `inf` or NaN where it came so.
    """
    # 1. Add up the squares of all arrays, and take the root.
    # 2. If that is not finite, return zeros.
    # 3. Otherwise scale every array by the same factor.
    ### BEGIN SOLUTION
    squares = [np.sum(np.square(g, dtype=float)) for g in gradients.values()]
    norm = float(np.sqrt(np.sum(squares)))
    if not np.isfinite(norm):
        return {name: np.zeros_like(g) for name, g in gradients.items()}, norm
    scale = max_norm / max(norm, max_norm)
    clipped = {
        name: (scale * g).astype(g.dtype) for name, g in gradients.items()
    }
    return clipped, norm
    ### END SOLUTION


# %% check="clip_by_global_norm"
check("clip_by_global_norm")

# %% [markdown] id="clip_by_global_norm_note"
# Now a plain ReLU net is trained, by plain gradient descent on lags from 1 to 4. Nothing
# differs but the clipping.

# %% id="clip_by_global_norm_picture" tags=["plot"]


def by_value(gradients, limit):
    """Clips each entry for itself."""
    return {k: np.clip(g, -limit, limit) for k, g in gradients.items()}, None


def as_it_comes(gradients, limit):
    """Clips nothing."""
    return gradients, None


ways = {
    "without clipping": as_it_comes,
    "by value": by_value,
    "by norm": clip_by_global_norm,
}
losses = {
    name: long_memory.descend(clip, recall_examples)
    for name, clip in ways.items()
}
memory_plots.losses(
    losses, "The same net, the same batches, three ways to clip"
)

# %% [markdown] id="clip_by_global_norm_think"
# Without clipping the first steps leap to absurd losses. What follows is NaN or, with other
# numbers, a net whose units are all off for good, which guesses for ever.
#
# **Think.** Does clipping help against gradients that vanish?
#
# <details><summary>Answer</summary>
#
# No. It only shortens. What is too small stays too small: a clipped tanh net forgets
# as before. In the race below all six nets are clipped, and two fail all the same.
#
# </details>

# %% [markdown] id="truncated_gradients_task"
# ## 4. Too far: cut the way back
#
# A text of a million symbols cannot be gone back through at once. So it is cut into
# windows: the **state** goes on from window to window, the **gradient** ends where
# its window begins. That is truncated backpropagation through time.
#
# Every weight still gets a gradient, from each window. But what lies before a window
# cannot be blamed for what happens within it.
#
# $$ L = \sum_i L_i \qquad \nabla = \sum_i \nabla_i \qquad
# (L_i, \nabla_i, a_i) = f\big(x_i, y_i, a_{i-1}, \theta\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x_i, y_i$ | slices of `x`, `y` | `(n_x, m, w)`, `(n_y, m, w)` | inputs and targets of window i |
# | $w$ | `window` | a number | steps of a window; the last may have fewer |
# | $a_i$ | `a_last` | `(n_a, m)` | state after window i; $a_0$ is `a0` |
# | $\theta$ | `parameters` | dictionary | weights, the same throughout |
# | $f$ | `loss_and_gradients` | | given: gradients reach back to $a_{i-1}$, not further |
# | $L, \nabla$ | `loss`, `gradients` | number, dictionary | sums over all windows |
#
# > **Exercise 4 of 9 · `truncated_gradients` · 20 points**
# >
# > Add up loss and gradients window by window.
# >
# > **In:** inputs, targets, first state, parameters, window, a function. **Out:** loss, gradients, last state. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# One loop over the places where windows begin. Three things go through it: the loss
# so far, the gradients so far, and the state. Two are added up, one is handed on.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `range` with a step. A slice that reaches beyond the end stops at the end. The
# method `get` of a dictionary gives what you say where a name is not there yet.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Time is the last of three axes: `x[:, :, start:stop]`.
#
# </details>


# %% exercise="truncated_gradients"
def truncated_gradients(x, y, a0, parameters, window, loss_and_gradients):
    """Adds up loss and gradients over windows of time.

    States go on from window to window, gradients do not.

    Args:
        x: Float array `(n_x, m, T_x)`, inputs, T_x at least 1. Not changed.
        y: Float array `(n_y, m, T_x)`, targets. Not changed.
        a0: Float array `(n_a, m)`, the state before step 1. Not changed.
        parameters: Dictionary of float arrays. Not changed.
        window: Steps of a window. The last window may be shorter. Where it is
            T_x or more, everything is one window.
        loss_and_gradients: Function `(x, y, a_start, parameters)` that returns
            the summed loss of some steps, a dictionary of its gradients under
            any names, the same each time, and the last state `(n_a, m)`.
            Called once a window, in the order of time.

    Returns:
        loss: Float, the sum over all windows.
        gradients: Dictionary with the names that the function gives, the sums
            over all windows.
        a_last: Float array `(n_a, m)`, the state after the last step.

    Raises:
        ValueError: If the window is below 1.
    """
    # 1. Refuse a window below 1.
    # 2. Take one window after the other, each from the last state.
    # 3. Add up losses and gradients.
    ### BEGIN SOLUTION
    if window < 1:
        raise ValueError(f"A window has at least 1 step, not {window}.")
    loss, gradients, a = 0.0, {}, a0
    for start in range(0, x.shape[2], window):
        stop = start + window
        part, new, a = loss_and_gradients(
            x[:, :, start:stop], y[:, :, start:stop], a, parameters
        )
        loss += part
        for name in new:
            gradients[name] = gradients.get(name, 0) + new[name]
    return loss, gradients, a
    ### END SOLUTION


# %% check="truncated_gradients"
check("truncated_gradients")

# %% id="truncated_gradients_picture" tags=["plot"]
rng = np.random.default_rng(2)
X, keys, lags = recall_examples(200, 38, 12, rng)
x, targets = long_memory.one_hot(X[lags == 12], keys[lags == 12])
plain = long_memory.plain_weights(rng)
a0 = np.zeros((long_memory.UNITS, x.shape[1]))
sizes = {"of the keys": [], "of the question": []}
windows = range(1, 41)
for window in windows:
    _, slopes, _ = truncated_gradients(
        x, targets, a0, plain, window, long_memory.loss_and_gradients
    )
    sizes["of the keys"].append(np.linalg.norm(slopes["dWax"][:, :8]))
    sizes["of the question"].append(np.linalg.norm(slopes["dWax"][:, 16]))
memory_plots.gradients_by_window(windows, sizes, 12)

# %% [markdown] id="truncated_gradients_think"
# Each example has 40 symbols, and its key stands 12 distractors before the question.
# The weights that read the question always get a gradient. Those that read the keys get
# one only where some window holds both.
#
# **Think.** Why is a window of 14 steps not enough? And why does one of 30 fail?
#
# <details><summary>Answer</summary>
#
# Windows begin at the front. Of 40 steps, windows of 14 leave 12 for the last one, and
# windows of 30 leave 10: the key falls into the window before. What counts is where
# the cut falls. Who trains on text moves the cuts about.
#
# </details>

# %% [markdown] id="initial_weights_task"
# ## 5. A better start
#
# The scale decides, so choose it well. Three starts are famous. **He** draws numbers
# whose deviation fits the number of inputs of a unit. **Orthogonal** weights turn a
# vector and keep its length. The **identity** copies the state, and ReLU, whose slope
# is 1, lets it pass: only what is negative is lost, for -1 becomes 0.
#
# $$ \text{he: } W_{aa} \sim \mathcal N\Big(0, \tfrac{2}{n_a}\Big), \;
# W_{ax} \sim \mathcal N\Big(0, \tfrac{2}{n_x}\Big) \qquad
# \text{orthogonal: } W_{aa}^\top W_{aa} = I \qquad \text{identity: } W_{aa} = I $$
# $$ Z = Q R \quad \Rightarrow \quad W_{aa} = Q \operatorname{diag}(\operatorname{sign} R_{ii}) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $W_{ax}$ | `Wax` | `(n_a, n_x)` | weights of the input |
# | $W_{aa}$ | `Waa` | `(n_a, n_a)` | weights of the state |
# | $b_a$ | `ba` | `(n_a, 1)` | biases |
# | $\mathcal N(0, v)$ | `rng.normal` | | normal numbers with **variance** v |
# | $Z$ | | `(n_a, n_a)` | standard normal numbers, $Q R$ its QR decomposition |
#
# Without the signs, the library decides which matrices $Q$ are likely.
#
# > **Exercise 5 of 9 · `initial_weights` · 12 points**
# >
# > Draw first weights in one of three ways.
# >
# > **In:** kind, units, inputs, generator. **Out:** three arrays. (about 11 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The input's weights are drawn in the same way for two of the kinds. Start with them,
# and treat the third apart.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.linalg.qr`, `numpy.sign`, `numpy.diag`, and the method `normal` of the
# generator, which takes a deviation and not a variance.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The signs are `(n_a,)`. Times $Q$, they multiply its **columns**.
#
# </details>


# %% exercise="initial_weights"
def initial_weights(kind, n_a, n_x, rng):
    """Draws first weights of a recurrent layer.

    All numbers that are drawn are normal, with mean 0.

    Args:
        kind: Text. `"identity"`: `Waa` is the identity, `Wax` has deviation
            0.1. `"he"`: deviations sqrt(2 / n_a) and sqrt(2 / n_x).
            `"orthogonal"`: `Waa` is an orthogonal matrix, all of them equally
            likely; `Wax` is as for `"he"`.
        n_a: Number of units, at least 1.
        n_x: Number of inputs, at least 1.
        rng: A `numpy.random.Generator`, the only source of randomness.

    Returns:
        Wax: Float array `(n_a, n_x)`.
        Waa: Float array `(n_a, n_a)`.
        ba: Float array `(n_a, 1)` of zeros.

    Raises:
        ValueError: If the kind is another; the message names it.
    """
    # 1. Refuse an unknown kind.
    # 2. Draw the weights of the input.
    # 3. Make the weights of the state.
    ### BEGIN SOLUTION
    if kind not in ("identity", "he", "orthogonal"):
        raise ValueError(f"Unknown kind of weights: {kind!r}.")
    deviation = 0.1 if kind == "identity" else np.sqrt(2 / n_x)
    Wax = rng.normal(0, deviation, (n_a, n_x))
    if kind == "identity":
        Waa = np.eye(n_a)
    elif kind == "he":
        Waa = rng.normal(0, np.sqrt(2 / n_a), (n_a, n_a))
    else:
        Q, R = np.linalg.qr(rng.normal(size=(n_a, n_a)))
        Waa = Q * np.sign(np.diag(R))
    return Wax, Waa, np.zeros((n_a, 1))
    ### END SOLUTION


# %% check="initial_weights"
check("initial_weights")

# %% id="initial_weights_picture" tags=["plot"]
rng = np.random.default_rng(4)
X, _, _ = recall_examples(1, 98, 98, rng)
norms = {}
for kind, name in (
    ("he", "tanh"),
    ("orthogonal", "tanh"),
    ("he", "relu"),
    ("identity", "relu"),
):
    Wax, Waa, _ = initial_weights(kind, 32, 17, rng)
    activation = np.tanh if name == "tanh" else partial(np.maximum, 0)
    states = states_of(Waa, 0.3 * Wax, X[0], activation)
    label = f"{'ReLU' if name == 'relu' else name}, {kind}"
    norms[label] = jacobian_product_norm(Waa, states, name)
memory_plots.norms_by_distance(norms, "Before training: four starts")

# %% [markdown] id="initial_weights_think"
# **Think.** Orthogonal weights keep lengths. Why does the tanh net fade all the same?
#
# <details><summary>Answer</summary>
#
# The weights keep lengths, the slopes do not. Wherever a state is not 0, the slope of
# tanh is below 1, and a hundred such factors are little.
#
# </details>

# %% [markdown] id="residual_rnn_forward_task"
# ## 6. A way past the activation
#
# Let the old state go **past** the activation, unchanged, and add a little that is new.
# Then the derivative of one state by the one before is the identity, plus something
# small. That is a skip connection (elsewhere: residual connection), here through time.
#
# $$ a^{\langle t \rangle} = a^{\langle t-1 \rangle} + \alpha \tanh\big(W_{aa} a^{\langle t-1 \rangle}
# + W_{ax} x^{\langle t \rangle} + b_a\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x^{\langle t \rangle}$ | `x[:, :, t - 1]` | `(n_x, m)` | input at step t |
# | $a^{\langle t \rangle}$ | `a[:, :, t - 1]` | `(n_a, m)` | state after step t |
# | $a^{\langle 0 \rangle}$ | `a0` | `(n_a, m)` | first state |
# | $W_{aa}, W_{ax}, b_a$ | `parameters["Waa"]` ... | see stub | weights and biases |
# | $\alpha$ | `alpha` | a number | how much is new at each step |
#
# > **Exercise 6 of 9 · `residual_rnn_forward` · 13 points**
# >
# > Run a residual net over sequences.
# >
# > **In:** inputs, first state, parameters, alpha. **Out:** all states. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Keep the last state in a variable, and put each new one where it belongs. Which part of
# the formula is inside the tanh, and which part is outside?
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.tanh`, the operator `@`, and `numpy.stack` with its argument `axis`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(n_a, n_a) @ (n_a, m)` and `(n_a, n_x) @ (n_x, m)` are `(n_a, m)`; a bias `(n_a, 1)`
# goes to each column.
#
# </details>


# %% exercise="residual_rnn_forward"
def residual_rnn_forward(x, a0, parameters, alpha):
    """Runs a recurrent net whose state goes past the activation.

    Args:
        x: Float array `(n_x, m, T_x)`, inputs, T_x at least 1. Not changed.
        a0: Float array `(n_a, m)`, the state before step 1. Not changed.
        parameters: Dictionary with `"Wax"` `(n_a, n_x)`, `"Waa"` `(n_a, n_a)`
            and `"ba"` `(n_a, 1)`. Not changed.
        alpha: Float, the share of what is new at each step.

    Returns:
        Float array `(n_a, m, T_x)`, the states after each step.
    """
    # 1. Start from a0.
    # 2. At each step, add alpha times the activation to the last state.
    # 3. Return all states, time last.
    ### BEGIN SOLUTION
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    states, a = [], a0
    for t in range(x.shape[2]):
        a = a + alpha * np.tanh(Waa @ a + Wax @ x[:, :, t] + ba)
        states.append(a)
    return np.stack(states, axis=2)
    ### END SOLUTION


# %% check="residual_rnn_forward"
check("residual_rnn_forward")

# %% [markdown] id="residual_rnn_forward_note"
# Does a key leave a trace? Two examples are read that differ in their first symbol
# alone: key 0, or key 1. How far apart are the two states, step by step?

# %% id="residual_rnn_forward_picture" tags=["plot"]
rng = np.random.default_rng(6)
X, _, _ = recall_examples(1, 98, 98, rng)
pair = np.repeat(X, 2, axis=0)
pair[:, 0] = 0, 1
x, _ = long_memory.one_hot(pair, [0, 1])
Wax, Waa, ba = initial_weights("orthogonal", 32, 17, rng)
shared = {"Wax": Wax, "Waa": Waa, "ba": ba}
apart = {}
for alpha in (0.05, 0.1, 1.0):
    a = residual_rnn_forward(x, np.zeros((32, 2)), shared, alpha)
    apart[f"residual, α = {alpha}"] = np.linalg.norm(a[:, 0] - a[:, 1], axis=0)
plain_states = [states_of(Waa, Wax, row, np.tanh) for row in pair]
apart["tanh"] = np.linalg.norm(plain_states[0] - plain_states[1], axis=0)
memory_plots.traces(apart, "The trace of one symbol, step by step")

# %% [markdown] id="residual_rnn_forward_think"
# **Think.** What does a small $\alpha$ cost? Look at the beginning of the lines, and
# then at lags 1 to 5 in the picture that opens this notebook.
#
# <details><summary>Answer</summary>
#
# Each step adds at most $\alpha$ to a unit, so nothing is taken in quickly: a key that
# was just read has hardly arrived. A slow memory is no quick one. This remedy fails
# *near*.
#
# </details>

# %% [markdown] id="half_life_task"
# ## 7. A gate, and how long it holds
#
# The most popular cure, in GRU and LSTM: a gate lets the net decide what it keeps. At
# each step, a share `keep` of the memory stays. The lecture's example has an update gate
# of 0.00001, so that nearly all stays. But nobody sets a gate: it starts at the sigmoid
# of its bias, which is 0 unless you choose it, and half the memory is gone after **one**
# step. How long does a bias hold?
#
# $$ \text{keep} = \sigma(b) = \frac{1}{1 + e^{-b}} \qquad \text{keep}^{\,h} = \frac12
# \quad \Rightarrow \quad h = \frac{\ln 2}{\ln(1 + e^{-b})} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $b$ | `bias` | any | bias of a keep gate (elsewhere: forget gate) |
# | $\sigma(b)$ | | as $b$ | share that is kept at each step |
# | $h$ | `steps` | as $b$ | half-life: steps until half is left |
#
# > **Exercise 7 of 9 · `half_life` · 8 points**
# >
# > Compute after how many steps half of a memory is left.
# >
# > **In:** bias of a keep gate. **Out:** steps. (about 2 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The formula is right for every bias. The computer is not: $e^{800}$ is too large
# for it, and $1 + e^{-40}$ is 1.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.logaddexp` computes $\ln(e^p + e^q)$ for p and q of any size. `numpy.errstate`
# silences a division by zero.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# One number for each bias: nothing is added up.
#
# </details>


# %% exercise="half_life"
def half_life(bias):
    """Tells after how many steps half is left behind a keep gate.

    Right for biases of any size, far out as well: `inf` where the number of
    steps is too large for a float.

    Args:
        bias: Float, or float array of any shape, the gate's input. Not changed.

    Returns:
        Float, or float array of the same shape: steps, not rounded. Below 1
        where more than half goes in one step.

    Example:
        >>> round(float(half_life(1.0)), 2)
        2.21
    """
    # 1. Compute minus the logarithm of the share that is kept.
    # 2. Divide the logarithm of 2 by it.
    ### BEGIN SOLUTION
    with np.errstate(divide="ignore", over="ignore"):
        return np.log(2) / np.logaddexp(0, -np.asarray(bias))
    ### END SOLUTION


# %% check="half_life"
check("half_life")

# %% id="half_life_picture" tags=["plot"]
lecture = np.log(0.99999 / 0.00001)  # The bias whose gate forgets 0.00001.
print(f"A gate that forgets 0.00001: {half_life(lecture):,.0f} steps")
biases = np.linspace(-2, 8, 101)
memory_plots.half_lives(biases, half_life(biases), {1: "bias 1", 5: "bias 5"})

# %% [markdown] id="half_life_think"
# A bias of 1, as Keras gives its LSTM, holds for 2.2 steps, a bias of 5 for 103. The
# lecture's gate would hold for 69,314. A gate is no promise of a long memory: training,
# or you, must set it.
#
# **Think.** Why not start every gate at a bias of 5?
#
# <details><summary>Answer</summary>
#
# In a GRU what is not kept is what is written: a gate that keeps nearly everything takes
# in nearly nothing, like the residual net. In an LSTM the two are apart, but all
# that was ever written stays and adds up.
#
# </details>

# %% [markdown] id="reservoir_task"
# ## 8. Bonus: a memory that nobody trains
#
# If learning through time is the trouble, do not learn through time. Draw a net, leave
# it as it is, and train one thing alone: a linear readout of its last state. That is an
# **echo state network**. The drawn weights, the reservoir, must echo what came in,
# neither too short nor for ever. Again one number says which: the largest size of an
# eigenvalue.
#
# $$ W_{aa} = \frac{\rho}{\max_i \lvert \lambda_i(Z) \rvert} \, Z \qquad Z_{ij} \sim \mathcal N(0, 1) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $Z$ | | `(units, units)` | standard normal numbers |
# | $\lambda_i(Z)$ | | | its eigenvalues, which may be complex |
# | $\rho$ | `spectral_radius` | a number | largest size of an eigenvalue of the result |
# | $W_{aa}$ | the result | `(units, units)` | recurrent weights, never trained |
#
# > **Exercise 8 of 9 · `reservoir` · bonus**
# >
# > Draw recurrent weights with a given spectral radius.
# >
# > **In:** number of units, radius, generator. **Out:** weights. (about 3 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Twice the weights have twice the eigenvalues. So draw, measure, and scale once.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.linalg.eigvals`, and `numpy.abs`, which is the size of a complex number.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The eigenvalues are `(units,)`, the largest of their sizes is one number.
#
# </details>


# %% exercise="reservoir"
def reservoir(units, spectral_radius, rng):
    """Draws recurrent weights that are never trained.

    Args:
        units: Number of units, at least 1.
        spectral_radius: Float above 0.
        rng: A `numpy.random.Generator`, the only source of randomness.

    Returns:
        Float array `(units, units)`: independent normal numbers of mean 0, all
        scaled by one factor, so that the largest size of an eigenvalue is the
        spectral radius.
    """
    # 1. Draw.
    # 2. Scale by the radius over the largest size of an eigenvalue.
    ### BEGIN SOLUTION
    Z = rng.normal(size=(units, units))
    largest = np.abs(np.linalg.eigvals(Z)).max()
    return spectral_radius / largest * Z
    ### END SOLUTION


# %% check="reservoir"
check("reservoir")

# %% [markdown] id="reservoir_think"
# **Think.** Why is the largest singular value no good measure of an echo?
#
# <details><summary>Answer</summary>
#
# It says how much **one** step can lengthen a vector. Over many steps what counts is
# what comes back in the same direction, and that is an eigenvalue: the norm of the
# hundredth power goes like $\rho^{100}$.
#
# </details>

# %% [markdown] id="ridge_readout_task"
# ### The one matrix that is trained
#
# Now fit the readout. It is least squares, in one step and without any descent. A small
# penalty on the weights keeps it from chasing noise.
#
# $$ W = \operatorname*{arg\,min}_W \; \lVert W S - Y \rVert^2 + \lambda \lVert W \rVert^2
# \quad \Rightarrow \quad W \big(S S^\top + \lambda I\big) = Y S^\top $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $S$ | `states` | `(n_a, m)` | last states of m examples, as columns |
# | $Y$ | `targets` | `(n_y, m)` | what the readout should give |
# | $\lambda$ | `strength` | a number | strength of the penalty |
# | $W$ | the result | `(n_y, n_a)` | the readout |
#
# > **Exercise 9 of 9 · `ridge_readout` · bonus**
# >
# > Fit a linear readout with a penalty.
# >
# > **In:** states, targets, strength. **Out:** weights. (about 2 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The equation has the unknown on the left of a matrix. Transposed, it has the form that a
# solver wants.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.linalg.solve`, `numpy.eye`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `S @ S.T` is `(n_a, n_a)` and symmetric. `S @ Y.T` is `(n_a, n_y)`, the transposed of
# what is asked for.
#
# </details>


# %% exercise="ridge_readout"
def ridge_readout(states, targets, strength):
    """Fits a linear readout by least squares with a penalty on its weights.

    Neither states nor targets are centred, and there is no bias.

    Args:
        states: Float array `(n_a, m)`, one example a column. Not changed.
        targets: Float array `(n_y, m)`. Not changed.
        strength: Float above 0, the factor of the squared weights beside the
            squared errors, both summed.

    Returns:
        Float array `(n_y, n_a)`, the weights.
    """
    # 1. Make the symmetric matrix, with the penalty on its diagonal.
    # 2. Solve.
    ### BEGIN SOLUTION
    penalty = strength * np.eye(len(states))
    return np.linalg.solve(states @ states.T + penalty, states @ targets.T).T
    ### END SOLUTION


# %% check="ridge_readout"
check("ridge_readout")

# %% [markdown] id="echo_note"
# How long is an echo? Three reservoirs of 200 units read 3,000 examples with lags from 1
# to 20. The readout is fitted to them, and scored on 3,000 new ones.

# %% id="echo" tags=["plot"]
rng = np.random.default_rng(12)
training, fresh = (recall_examples(3000, 20, 20, rng) for _ in range(2))
lag_edges = list(range(21))


def last_states(Waa, Wax, X):
    """Runs a plain tanh net over all examples; returns `(n_a, count)`."""
    a = np.zeros((len(Waa), len(X)))
    for symbols in np.transpose(X):
        a = np.tanh(Waa @ a + Wax[:, symbols])
    return a


echoes = {}
for radius in (0.5, 0.95, 1.5):
    Waa, Wax = reservoir(200, radius, rng), rng.normal(0, 0.3, (200, 17))
    S, new = (last_states(Waa, Wax, part[0]) for part in (training, fresh))
    W = ridge_readout(S, np.eye(8)[training[1]].T, 0.1)
    said = np.argmax(W @ new, axis=0)[None]
    recall = long_memory.recall_by_lag(said, *fresh[1:], lag_edges)[0]
    echoes[f"radius {radius}"] = recall
memory_plots.echoes(lag_edges[1:], echoes)

# %% [markdown] id="echo_think"
# No gradient went through time, and near keys are recalled. But 200 units echo over a few
# symbols only, where the nets below, with 32, shall reach 100.
#
# **Think.** Why does a larger radius not simply give a longer memory?
#
# <details><summary>Answer</summary>
#
# All that was read echoes, not the key alone. What stays long lies under all that came
# after it. To keep one thing and let go of the rest, a net has to choose, and somebody
# has to teach it: that is what gates, and learning, are for.
#
# </details>

# %% [markdown] id="race_note"
# ## 9. The race
#
# Six nets of 32 units, with your first weights, on your examples: lags from 1 to 100.
# Each has five seeds, trained side by side, and gradients clipped by norm. The rate of
# each net was chosen among 0.001, 0.003 and 0.01, on draws of their own: with one rate
# for all, the LSTM looks like a loser, which it is not.
#
# All six are one formula. A candidate is made; then
# $c^{\langle t \rangle} = \text{keep} \cdot c^{\langle t-1 \rangle} + \text{write} \cdot \text{candidate}$.
# A plain net has keep 0 and write 1, the residual net keep 1 and write 0.1. In GRU and
# LSTM they are gates.
#
# **Guess** the order before it runs, in a minute or two.

# %% id="race" tags=["train"]
learned = {}
runners = long_memory.race(
    recall_examples, initial_weights, np.random.default_rng(1)
)
for name, result in runners:
    learned[name] = result
    last = result.recall[-100:].mean()
    print(f"{name}: {result.seconds[-1]:.0f} s, recall {last:.2f} at the end")

# %% [markdown] id="seconds_note"
# Recall against **seconds**, not steps: a gated step costs three to four plain ones.

# %% id="seconds" tags=["plot"]
memory_plots.recall_by_seconds(learned)

# %% [markdown] id="trained_note"
# What do your Jacobians say about nets that have learned? Here are the two tanh nets
# and the ReLU net, trained, on one new example.

# %% id="trained" tags=["plot"]
X, _, _ = recall_examples(1, 100, 100, np.random.default_rng(7))
norms = {}
for name in ("tanh, random", "tanh, orthogonal", "ReLU, identity"):
    net = long_memory.NETS[name]
    Wax, Waa = long_memory.plain_parts(learned[name].weights, seed=0)
    activation = np.tanh if net.activation == "tanh" else partial(np.maximum, 0)
    states = states_of(Waa, Wax, X[0], activation)
    norms[name] = jacobian_product_norm(Waa, states, net.activation)
memory_plots.norms_by_distance(
    norms, "After training: what the last state feels"
)

# %% [markdown] id="hide_note"
# ## 10. Hide a digit
#
# Type a line of letters with **one digit** from 0 to 7 in it, and show it to a friend
# for two seconds. Then let the nets say which it was. (A net has eight letters only;
# yours are folded onto them. Other characters are left out.) All five seeds answer. Below
# is the lecture's sentence, with the digit where one must know whether *was* or *were*
# is to come. Put more words in between.

# %% id="hide" tags=["explore"]
LINE = "the cat 3 which already ate the fish and the cream and the mice was"

symbols = long_memory.symbols_of(LINE)
print(f"{symbols.shape[1] - 2} letters and one digit. Which?")
for name, result in learned.items():
    said = long_memory.answers(long_memory.NETS[name], result.weights, symbols)
    print(f"  {name}: {' '.join(map(str, said[:, 0]))}")

# %% [markdown] id="last_note"
# ## 11. How long can they remember?
#
# One line of letters proves nothing. So 4,000 new examples, read once: lags from 1 to
# 100, and then lags from 101 to 200, in examples twice as long. No net was trained on such.

# %% id="last" tags=["plot"]
rng = np.random.default_rng(2027)
edges = [0, 5, 10, 20, 40, 60, 80, 100, 125, 150, 175, 200]
near, far = (recall_examples(2000, n, n, rng) for n in (100, 200))
curves = {}
for name, result in learned.items():
    parts = []
    for (X, y, lags), bins in ((near, edges[:8]), (far, edges[7:])):
        said = long_memory.answers(long_memory.NETS[name], result.weights, X)
        parts.append(long_memory.recall_by_lag(said, y, lags, bins))
    curves[name] = np.concatenate(parts, axis=1)
    at_the_end = curves[name][:, 6]
    print(
        f"{name}: {at_the_end.mean():.2f} at lags 81 to 100 "
        f"({at_the_end.min():.2f} to {at_the_end.max():.2f})"
    )
memory_plots.recall_by_lag(curves, edges, 100)

# %% [markdown] id="last_think"
# Thin lines are seeds, the thick one is their mean, the dashed one is chance: 1 in 8.
# What you see is one task, one size, a minute of training. The lecture calls the LSTM more
# powerful than the GRU: in this game both come to the end, and the GRU is there sooner.
# ReLU from the identity, a plain net with another start, keeps up with both, once its rate
# is small. And the residual net, which adds up all that it reads, is lost in examples that
# are longer than those it was trained on.
#
# **Think.** Which remedy would you take for a task in which the key is *near*?
#
# <details><summary>Answer</summary>
#
# Look at the left end of each panel. The residual net is out. ReLU and the gated nets are
# good near and far. For the nearest lags even a tanh net would do, if nothing else were
# asked of it: here it was trained on all lags at once.
#
# </details>

# %% [markdown] id="summary"
# ## Summary
#
# - What the last state feels of an early one is a product of slopes times weights; the
#   scale of the weights makes it vanish or explode.
# - Clipping by norm shortens a step without turning it, and is no help against vanishing.
# - Truncation lets states go on and stops gradients: what lies before the window cannot
#   be blamed.
# - Identity, skip connection and gate are three ways to let a state pass unchanged. A
#   skip that writes little is slow: it fails near.
# - A gate keeps as long as its bias says, until training says otherwise.

# %% [markdown] id="going_further"
# ## Going further
#
# - Why long memories are hard to learn by gradients: Bengio, Simard and Frasconi, 1994,
#   https://doi.org/10.1109/72.279181.
# - Jacobian products, and clipping by norm: Pascanu, Mikolov and Bengio, *On the
#   difficulty of training recurrent neural networks*, 2013,
#   https://arxiv.org/abs/1211.5063.
# - ReLU from the identity: Le, Jaitly and Hinton, 2015, https://arxiv.org/abs/1504.00941.
# - He's deviations: He, Zhang, Ren and Sun, *Delving deep into rectifiers*, 2015,
#   https://arxiv.org/abs/1502.01852.
# - Orthogonal starts: Saxe, McClelland and Ganguli, 2013, https://arxiv.org/abs/1312.6120.
# - The constant error carousel, a state that passes unchanged: Hochreiter and
#   Schmidhuber, *Long short-term memory*, 1997,
#   https://doi.org/10.1162/neco.1997.9.8.1735.
# - Biases from the lags that are expected: Tallec and Ollivier, *Can recurrent neural
#   networks warp time?*, 2018, https://arxiv.org/abs/1804.11188.
# - A memory that is not trained at all, the echo state network: Jaeger and Haas, 2004,
#   https://doi.org/10.1126/science.1091277.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
