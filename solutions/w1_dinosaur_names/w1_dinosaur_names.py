# %% [markdown] id="title"
# # Name a new dinosaur
# %% [markdown] id="result" picture="result.png"
# You will make this: your own network after 1, 1,000 and 12,000 names.
#
# ![Eight names at three moments of training, from random letters to names such as real dinosaurs have](result.png)
#
# A list of 1,077 dinosaur names is all it sees. It guesses the next letter and
# is corrected, again and again. Nobody tells it what a syllable is.
#
# You **train** it in NumPy, **sample** names, **measure** it on unseen ones, and
# **rebuild** it in Keras. 25 minutes of reading and 85 of solving, two of
# computing · 100 points. You should know NumPy and recurrent networks.

# %% [markdown] id="setup_note"
# ## Setup
#
# Run this cell first, and after each restart. `check(...)` below each exercise
# says what is right, `failing("clip")` gives the input of a check that failed,
# `restore("clip")` an empty exercise.

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
sys.path[:0] = [str(p) for p in here if (p / "utils/recurrent.py").is_file()]

from utils.quiet import import_quietly

import_quietly("keras")
import keras
import numpy as np
from scipy.special import log_softmax, softmax

from autograder import begin, check, failing, restore, scoreboard
from utils import data, evaluation, plotting, training, tuned_ngrams
from utils.recurrent import initialize_parameters, loss_and_gradients

begin("w1_dinosaur_names")

# %% [markdown] id="act_note"
# ## The names
#
# Guess before you run: of 100 dinosaur names, how many end in *saurus*?

# %% id="first_guess" tags=["explore"]
my_guess = 20  # Your guess, out of 100.

known = data.load_dinosaurs().train
ending = np.mean([name.endswith("saurus") for name in known])
print(f"You guess {my_guess} in 100; it is {100 * ending:.0f}.")
print("Some of all:", ", ".join(known[::180]))

# %% [markdown] id="names_note"
# Names are lower case. They come in three lists that share no name: the network
# learns from `train`; whatever we choose, we choose by `validation`; `test`
# waits until the end and is used once. Training goes through the list in order,
# so we shuffle it: from A to Z, the network would forget the A's.
#
# Every name ends with newline, `"\n"`, which is a symbol like the letters. It is
# how the network says "and here the name stops".
#
# **Axes.** One step is a column: features first, `(n_x, 1)`. `w1_recurrent_cells`
# adds examples and time behind them, `(n_x, m, T_x)`. Keras, in section 8, has
# `(batch, timesteps, features)`.

# %% id="names"
dinosaurs = data.load_dinosaurs()
train, validation = dinosaurs.train.copy(), dinosaurs.validation
np.random.default_rng(0).shuffle(train)

symbols = ["\n", *"abcdefghijklmnopqrstuvwxyz"]
char_to_ix = {character: index for index, character in enumerate(symbols)}
ix_to_char = dict(enumerate(symbols))
size = len(symbols)  # 27: newline and 26 letters.

UNITS = 50  # Size of the hidden state.


def to_name(indices):
    """Spells a list of indices, without the newline at its end."""
    return "".join(ix_to_char[index] for index in indices[:-1])


print(f"{len(train):,} names to learn from, such as {', '.join(train[:5])}.")

# %% [markdown] id="clip_task"
# ## 1. Gradients that explode
#
# A name of twenty letters sends its gradient back through twenty multiplications
# with the same matrix. If that matrix stretches, the gradient grows like
# compound interest, and one unlucky name throws away everything learned so far.
# The oldest cure is also the simplest: do not let any entry become larger than a
# limit. The step may then point somewhat elsewhere, but it stays a step and does
# not become a leap. (Elsewhere: gradient clipping by value.)
#
# $$ g \;\leftarrow\; \min\big(g_{\max}, \max(-g_{\max}, g)\big) \qquad \text{for every entry } g $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $g$ | an entry of an array in `gradients` | a number | gradient of the loss for one weight |
# | $g_{\max}$ | `max_value` | a number | the limit, positive |
#
# > **Exercise 1 of 8 · `clip` · 10 points**
# >
# > Limit every entry of every gradient, and leave what came in as it was.
# >
# > **In:** dictionary of gradients, limit. **Out:** a new dictionary. (about 4 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The dictionary may hold any names and any number of arrays. Go through its
# items and build another dictionary. Whoever called you may still need the
# gradients as they were.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.clip` returns a new array, unless you give it `out=`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The limit is a number, and NumPy compares it with every entry of an array at
# once. You need to know nothing about an array's axes.
#
# </details>


# %% exercise="clip"
def clip(gradients, max_value):
    """Limits every entry of every gradient to [-max_value, max_value].

    Args:
        gradients: Dictionary, under any names, of float arrays of any shapes,
            such as `"dWaa"` `(n_a, n_a)` and `"db"` `(n_a, 1)`. The dictionary
            and its arrays stay as they are.
        max_value: Float, positive, the largest size an entry may keep.

    Returns:
        A new dictionary with the same keys. Each array is new and has the
        shape and dtype of the array it came from.

    Example:
        >>> clip({"db": np.array([[7.0], [-1.0]])}, 5)["db"].tolist()
        [[5.0], [-1.0]]
    """
    # 1. Start a new dictionary.
    # 2. For every key, limit each entry of its array from below and above.
    ### BEGIN SOLUTION
    return {
        name: np.clip(gradient, -max_value, max_value)
        for name, gradient in gradients.items()
    }
    ### END SOLUTION


# %% check="clip"
check("clip")

# %% id="clip_picture" tags=["plot"]
cloud = np.random.default_rng(1).normal(scale=5, size=(2, 60))
clipped_cloud = clip({"dW": cloud}, 5)["dW"]
plotting.clipped_gradients(cloud, clipped_cloud, 5)

# %% [markdown] id="clip_think"
# Sixty gradients with two entries each. Those inside the square stay where they
# are; the others move to its edge.
#
# **Think.** A gradient of (8, 3) becomes (5, 3): shorter, and turned. How would
# you shorten it without turning it? What would that cost when a single entry is
# huge?
#
# <details><summary>Answer</summary>
#
# Multiply all of it by $5 / \lVert g \rVert$ where its length is above 5: (8, 3)
# becomes (4.7, 1.8). That is clipping by norm. With one huge entry, all the
# others shrink to almost nothing.
#
# </details>

# %% [markdown] id="sample_task"
# ## 2. Let it speak
#
# A network that predicts the next letter can also write. Let it predict, draw a
# letter from its prediction, and hand that letter back as the next input, as if
# it had read it. Nothing but newline ends a name, and an untrained network may
# not find newline for a long time, so we stop it after 50 characters.
#
# Draw; do not take the likeliest letter. The likeliest is the same every time,
# and the network would know a single name.
#
# $$ a^{\langle t \rangle} = \tanh\big(W_{ax} x^{\langle t \rangle} + W_{aa} a^{\langle t-1 \rangle} + b\big)
# \qquad \hat y^{\langle t \rangle} = \operatorname{softmax}\big(W_{ya} a^{\langle t \rangle} + b_y\big)
# \qquad x^{\langle t+1 \rangle} = \text{one-hot of a draw from } \hat y^{\langle t \rangle} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x^{\langle t \rangle}$ | `x` | `(n_x, 1)` | input, a one-hot column; $x^{\langle 1 \rangle} = 0$ |
# | $a^{\langle t \rangle}$ | `a` | `(n_a, 1)` | hidden state; $a^{\langle 0 \rangle} = 0$ |
# | $\hat y^{\langle t \rangle}$ | `y` | `(n_y, 1)` | probabilities of the next symbol, $n_y = n_x$ |
# | $W_{ax}$ | `parameters["Wax"]` | `(n_a, n_x)` | weights of the input |
# | $W_{aa}$ | `parameters["Waa"]` | `(n_a, n_a)` | weights of the last state |
# | $W_{ya}$ | `parameters["Wya"]` | `(n_y, n_a)` | weights of the output |
# | $b$ | `parameters["b"]` | `(n_a, 1)` | bias of the state |
# | $b_y$ | `parameters["by"]` | `(n_y, 1)` | bias of the output |
#
# > **Exercise 2 of 8 · `sample` · 15 points**
# >
# > Draw one name from the network, as a list of indices that ends with newline.
# >
# > **In:** parameters, `char_to_ix`, generator. **Out:** list of 1 to 51 indices. (about 16 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# One loop, at most 50 turns. A turn has three parts: advance the state, draw an
# index, prepare the next input. Two things can end the loop; after only one of
# them is a newline still missing.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `scipy.special.softmax` (with `axis=0`; imported above) and the method `choice`
# of a `numpy.random.Generator`, with its argument `p`. Functions of `np.random`
# itself would draw from another generator than the one you were given.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `y` is a column `(n_y, 1)`, while `p` wants one dimension, `(n_y,)`. The next
# input is a new column `(n_x, 1)` of zeros with a single one.
#
# </details>


# %% exercise="sample"
def sample(parameters, char_to_ix, rng):
    """Draws one name from the network, one character at a time.

    Drawing stops when newline is drawn or after 50 characters without one; in
    the second case newline is appended. So the list ends with newline, and
    holds it once. Probabilities stay finite where the exponential of a logit
    is too large for a float.

    Args:
        parameters: Dictionary with `"Wax"`, `"Waa"`, `"Wya"`, `"b"`, `"by"`,
            of any `n_a` and any size of the vocabulary `n_x = n_y`.
        char_to_ix: Dictionary from character to index; the end of a name is
            `char_to_ix["\\n"]`, whichever number that is.
        rng: A `numpy.random.Generator`, the only source of randomness.

    Returns:
        A list of 1 to 51 indices (whole numbers), newline last.
    """
    # 1. Start with a column of zeros as input, another as state.
    # 2. Up to 50 times: advance the state and compute the probabilities.
    # 3. Draw an index with rng and keep it; stop after newline.
    # 4. Make the next input: a one-hot column for that index.
    # 5. If newline never came, append it.
    ### BEGIN SOLUTION
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    b, by = parameters["b"], parameters["by"]
    newline = char_to_ix["\n"]
    x = np.zeros((Wax.shape[1], 1))
    a = np.zeros((Waa.shape[0], 1))
    indices = []
    while len(indices) < 50:
        a = np.tanh(Wax @ x + Waa @ a + b)
        y = softmax(Wya @ a + by, axis=0)
        index = int(rng.choice(len(y), p=y.ravel()))
        indices.append(index)
        if index == newline:
            return indices
        x = np.zeros_like(x)
        x[index] = 1
    return indices + [newline]
    ### END SOLUTION


# %% check="sample"
check("sample")

# %% id="sample_picture" tags=["plot"]
rng = np.random.default_rng(12)
untrained = initialize_parameters(UNITS, size, size, rng)
babble = [to_name(sample(untrained, char_to_ix, rng)) for _ in range(300)]
print("An untrained network says:", ", ".join(babble[:4]))
plotting.name_lengths(
    {
        "dinosaurs": [len(name) for name in train],
        "untrained network": [len(name) for name in babble],
    }
)

# %% [markdown] id="sample_think"
# It does not know letters yet, and it does not know when to stop either: to an
# untrained network, newline is one symbol out of 27.
#
# **Think.** How long are such names on average, without the limit of 50? What
# share of them reaches it? The picture tells whether you are right.
#
# <details><summary>Answer</summary>
#
# Newline comes with a chance of about 1/27 at each step, so 27 symbols on
# average: 26 letters and newline. The chance of none in 50 steps is
# $(26/27)^{50}$, or 15 %. That is the last bar of the picture.
#
# </details>

# %% [markdown] id="optimize_task"
# ## 3. One step downhill
#
# The given function `loss_and_gradients(X, Y, a_prev, parameters)` reads a name
# and returns three things: how surprised the network was in all, how each weight
# should change to make it less so, and its last state. Such a
# gradient can be written by hand (backpropagation through time); here TensorFlow
# derives it. You turn it into learning.
#
# A name is a list of indices. `Y` holds what the network should say, `X` what it
# has heard before: the same symbols, one place later. Surprise is measured in nats,
# by the natural logarithm. (Elsewhere: cross-entropy, and teacher forcing.)
#
# $$ L = -\sum_{t=1}^{T} \ln \hat y^{\langle t \rangle}_{Y_t}
# \qquad W \;\leftarrow\; W - \alpha \operatorname{clip}\!\left(\frac{\partial L}{\partial W},\, 5\right) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $L$ | `loss` | a number | surprise at the whole name, in nats |
# | $Y_t$ | `Y[t - 1]` | an index | symbol number $t$, newline last |
# | $W$ | `parameters["Wax"]`, ... `["by"]` | as in exercise 2 | any of the five |
# | $\partial L / \partial W$ | `gradients["dWax"]`, ... `["dby"]` | as `W` | a `d` in front of the name |
# | $\alpha$ | `learning_rate` | a number | size of the step |
#
# > **Exercise 3 of 8 · `optimize` · 10 points**
# >
# > Take one step of gradient descent on one name, changing `parameters` in place.
# >
# > **In:** `X`, `Y`, first state, parameters, learning rate. **Out:** loss before the step, clipped gradients, last state. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Ask, clip, move. What you return belongs to the parameters *before* the move,
# and the gradients you return are the ones you moved by.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `loss_and_gradients` and your `clip`. The difference between `w = w - step`,
# which makes a new array, and `w -= step`, which changes the old one. After
# either, `parameters` must hold the new values.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A gradient has the shape of its parameter, so the step needs no reshaping. Its
# name is the parameter's with a `d` in front: `"d" + name`.
#
# </details>


# %% exercise="optimize"
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    """Takes one step of gradient descent on one name.

    Args:
        X: List of T input indices; `None` stands for a column of zeros.
        Y: List of T target indices, `X` moved by one, newline last.
        a_prev: Float array `(n_a, 1)`, the state before the first step.
        parameters: Dictionary of the five arrays, as in `sample`.
            **Changed in place**: afterwards it holds the new values.
        learning_rate: Float, the size of the step.

    Returns:
        loss: Float, the summed cross-entropy in nats, before the update.
        gradients: Dictionary `"dWax"`, `"dWaa"`, `"dWya"`, `"db"`, `"dby"`,
            clipped to [-5, 5].
        a_last: Float array `(n_a, 1)`, the state after the last step, as
            `loss_and_gradients` gave it.
    """
    # 1. Ask loss_and_gradients.
    # 2. Clip with your own clip, limit 5.
    # 3. Move every parameter against its gradient, in place.
    ### BEGIN SOLUTION
    loss, gradients, a_last = loss_and_gradients(X, Y, a_prev, parameters)
    gradients = clip(gradients, 5)
    for name in parameters:
        parameters[name] -= learning_rate * gradients["d" + name]
    return loss, gradients, a_last
    ### END SOLUTION


# %% check="optimize"
check("optimize")

# %% id="optimize_picture" tags=["plot"]
one_name = "triceratops"
letters = [char_to_ix[letter] for letter in one_name]
heard, wanted = [None, *letters], [*letters, char_to_ix["\n"]]
start = np.zeros((UNITS, 1))
pupil = initialize_parameters(UNITS, size, size, np.random.default_rng(3))
by_heart = [optimize(heard, wanted, start, pupil)[0] for _ in range(600)]
said = to_name(sample(pupil, char_to_ix, np.random.default_rng(4)))
print(f"After 600 steps on {one_name} alone, it says: {said}")
guessing = len(wanted) * np.log(size)
plotting.loss_curve(by_heart, f"Learning {one_name} by heart", 1, guessing)

# %% [markdown] id="optimize_think"
# Six hundred steps on one name, and it can say nothing else. A network that can
# learn one name by heart has its gradients right; this is a good first test of
# any model.
#
# **Think.** Why does the curve start at $12 \ln 27 \approx 40$, when the name has
# eleven letters?
#
# <details><summary>Answer</summary>
#
# Twelve symbols are predicted: eleven letters, then newline. The first weights
# are small, so each of the 27 symbols is about equally likely: $\ln 27$ nats.
#
# </details>

# %% [markdown] id="model_task"
# ## 4. Training
#
# By heart is not what we want. Shown a different name at each step, the network
# cannot keep them all; what pays is what the names have in common. So: one name,
# one step, and on to the next, round and round the list.
#
# Each name starts from a state of zeros. The end of *triceratops* says nothing
# about the name that happens to stand after it.
#
# $$ \text{for } j = 0, 1, 2, \ldots: \qquad \text{name}_j = \text{data}[\,j \bmod N\,],
# \qquad a^{\langle 0 \rangle} = 0, \qquad W \leftarrow \text{optimize}(\text{name}_j, W) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $j$ | `j` | a number | iteration, from 0 to `num_iterations - 1` |
# | $N$ | `len(data)` | a number | how many names there are |
# | $X$ | `[None, i1, ..., ik]` | list of `k + 1` | what it hears; `None` is the column of zeros |
# | $Y$ | `[i1, ..., ik, newline]` | list of `k + 1` | what it should say |
# | $a^{\langle 0 \rangle}$ | `np.zeros(...)` | `(n_a, 1)` | the state before each name |
#
# > **Exercise 4 of 8 · `model` · 20 points**
# >
# > Train a network on a list of names, one name per iteration.
# >
# > **In:** names, the two dictionaries, number of iterations, size of the state, generator, learning rate. **Out:** trained parameters, list of losses. (about 12 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# First parameters once, before the loop. In the loop: which name, its indices,
# `X` and `Y` from them, one step, keep the loss. The state is zeros for every
# name, not what the last name left behind.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `initialize_parameters` and your `optimize`. The operator `%` gives the rest of
# a division, so that an index past the end of the list starts again.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The name "ab" gives an `X` and a `Y` of three entries each. The size of the
# vocabulary is `len(char_to_ix)`, newline included.
#
# </details>


# %% exercise="model"
def model(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    """Trains the network on a list of names, one name per iteration.

    The first parameters are `initialize_parameters(n_a, n_x, n_y, rng)`, where
    `n_x = n_y` is the size of the vocabulary.

    Args:
        data: List of names, lower case, without newline.
        ix_to_char: Dictionary from index to character, in case you want to
            print names while training.
        char_to_ix: Dictionary from character to index, `"\\n"` among them.
        num_iterations: Number of names to train on, 0 or more.
        n_a: Number of hidden units.
        rng: A `numpy.random.Generator` for the first parameters.
        learning_rate: Float, the size of a step.

    Returns:
        parameters: Dictionary of the trained parameters.
        losses: List of `num_iterations` floats, the loss of each iteration's
            name in nats, before its update, neither averaged nor smoothed.
    """
    # 1. Make the first parameters; start an empty list of losses.
    # 2. For every iteration: pick the name, turn it into X and Y.
    # 3. Take one step of optimize from a state of zeros; keep the loss.
    ### BEGIN SOLUTION
    vocabulary_size = len(char_to_ix)
    parameters = initialize_parameters(
        n_a, vocabulary_size, vocabulary_size, rng
    )
    losses = []
    for j in range(num_iterations):
        indices = [char_to_ix[character] for character in data[j % len(data)]]
        X = [None] + indices
        Y = indices + [char_to_ix["\n"]]
        loss, _, _ = optimize(
            X, Y, np.zeros((n_a, 1)), parameters, learning_rate
        )
        losses.append(loss)
    return parameters, losses
    ### END SOLUTION


# %% check="model"
check("model")

# %% id="train_numpy" tags=["train"]
checkpoints = {}
for count in (1, 200, 1_000, 4_000, 12_000):
    rng = np.random.default_rng(5)
    parameters, losses = model(
        train, ix_to_char, char_to_ix, count, UNITS, rng, learning_rate=0.005
    )
    checkpoints[count] = parameters
    said = to_name(sample(parameters, char_to_ix, np.random.default_rng(6)))
    print(f"after {count:6,} names: {said}", flush=True)
title = "Learning 1,077 names"
plotting.loss_curve(losses, title, 500, 12.8 * np.log(size))

# %% [markdown] id="morph_note"
# That was your `model`, five times. The same seed gives the same first weights
# and the names come in the same order, so each run repeats the one before and
# goes on from there: we look at one network five times in its life.
#
# Now let three of them speak **with the same random numbers**. What changes from
# left to right is the network alone. A 6-gram, a model that only counts, judges
# each letter; it has no part in the writing. We picked the eight seeds for their
# pretty names: try others.

# %% id="morph_picture" tags=["plot"]
grams = {
    n: tuned_ngrams.tune_ngram(n, train, validation) for n in (1, 2, 3, 4, 6)
}
SEEDS = (7, 16, 22, 23, 24, 28, 36, 64)
moments = {"after 1 name": 1, "after 1,000": 1_000, "after 12,000": 12_000}
columns = {
    label: [
        to_name(
            sample(checkpoints[count], char_to_ix, np.random.default_rng(seed))
        )
        for seed in SEEDS
    ]
    for label, count in moments.items()
}
CAPTION = """A row uses the same random numbers throughout.
Underlined, grey: hardly ever follows those before it.
Bold, blue: likely. Brown: between."""

plotting.names_side_by_side(
    columns,
    lambda name: np.exp(grams[6].log_probabilities_by_symbol(name)),
    "How a network learns to name dinosaurs",
    CAPTION,
)

# %% [markdown] id="model_think"
# First come the common letters, then a likely length, then endings such as
# *-saurus*. A convincing beginning comes last: beginnings are where names differ.
#
# **Think.** What would happen if the state were carried over from one name to the
# next in training?
#
# <details><summary>Answer</summary>
#
# The network would read the end of one name as a hint at the next. The order of
# the list is chance, so the hint is worth nothing, and still it would be learned.
# In `sample`, names start from zeros: a state that training hardly ever saw.
#
# </details>

# %% [markdown] id="name_log_probability_task"
# ## 5. How dinosaur is your name?
#
# A network that writes names can also judge them. Give it a name and ask, letter
# by letter: how likely did you hold this one? The product of the answers is the
# probability that it would have written exactly this name. Products of many
# small numbers underflow, so we add logarithms instead.
#
# Newline counts. Without it we would measure how likely a name *begins* so, and
# "t" would always beat "triceratops".
#
# $$ \ln P(\text{name}) = \sum_{t=1}^{k+1} \ln \hat y^{\langle t \rangle}_{c_t}, \qquad c_{k+1} = \text{newline} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $c_t$ | a character of `name`, then `"\n"` | a character | what was written at step $t$ |
# | $k$ | `len(name)` | a number | letters in the name, 0 or more |
# | $\hat y^{\langle t \rangle}_{c_t}$ | one entry of `softmax(...)` | a number | probability of that character |
# | $x^{\langle t+1 \rangle}$ | `x` | `(n_x, 1)` | one-hot column of $c_t$ |
#
# > **Exercise 5 of 8 · `name_log_probability` · 15 points**
# >
# > Compute the natural logarithm of the probability of a name and its newline.
# >
# > **In:** name, parameters, `char_to_ix`. **Out:** a float, at most 0. (about 12 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The loop of `sample`, but nothing is drawn. At each step you look up how likely
# the character was that *does* come next, and hand that one on.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `scipy.special.log_softmax` with `axis=0`. The logarithm of a softmax that has
# rounded to zero would be minus infinity.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `Wya @ a + by` is `(n_y, 1)`; you need one number of it, such as `[index, 0]`.
# The sum for "ab" has three terms.
#
# </details>


# %% exercise="name_log_probability"
def name_log_probability(name, parameters, char_to_ix):
    """Returns ln P(name): that the network writes this name, then newline.

    Args:
        name: String without newline, of any characters of `char_to_ix`, perhaps
            thousands, which are taken as they are. `""` is allowed: only
            newline is scored.
        parameters: Dictionary of the five arrays, as in `sample`.
        char_to_ix: Dictionary from character to index, `"\\n"` among them.

    Returns:
        A float, natural logarithm, at most 0. Finite also for long names, and
        for single characters, whose probability is too small for a float, and
        for logits whose exponential is too large for one.
    """
    # 1. Start with zeros, and with a sum of zero.
    # 2. For every character of the name and newline: advance the state.
    # 3. Add the log-probability of that character.
    # 4. Its one-hot column is the next input.
    ### BEGIN SOLUTION
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    b, by = parameters["b"], parameters["by"]
    x = np.zeros((Wax.shape[1], 1))
    a = np.zeros((Waa.shape[0], 1))
    total = 0.0
    for character in name + "\n":
        index = char_to_ix[character]
        a = np.tanh(Wax @ x + Waa @ a + b)
        total += log_softmax(Wya @ a + by, axis=0)[index, 0]
        x = np.zeros_like(x)
        x[index] = 1
    return float(total)
    ### END SOLUTION


# %% check="name_log_probability"
check("name_log_probability")

# %% id="surprise_picture" tags=["plot"]
your_name = "hypatia"  # Write yours, in lower case, from a to z.

indices = [char_to_ix[letter] for letter in your_name + "\n"]
start = np.zeros((UNITS, 1))
begun = [0.0]  # Surprise at the first symbol, the first two, three, ...
for k in range(1, len(indices) + 1):
    beginning = [None, *indices[: k - 1]], indices[:k]
    begun.append(loss_and_gradients(*beginning, start, parameters)[0])

total = name_log_probability(your_name, parameters, char_to_ix)
print(f"ln P({your_name}) = {total:.2f}, minus the bars: {-begun[-1]:.2f}")
plotting.surprise_by_letter(your_name, np.diff(begun), np.log(size))

# %% [markdown] id="name_log_probability_think"
# Surprise is $-\ln$ of a probability: 0 for what is certain, $\ln 27 \approx 3.3$
# for a blind guess among 27 symbols (the dashed line), more for what the network
# held to be unlikely. The bars add up to minus your `name_log_probability`.
#
# **Think.** Put `saurus` behind your name and run the cell again. Which of its
# letters still surprise the network, and why does the first s cost more than the
# last?
#
# <details><summary>Answer</summary>
#
# After *hypatia* many letters may come, so the s costs 3.6 nats in our run. It
# announces the rest: *aurus* and the end cost less than one nat together. The
# last s stands after *sauru*, where hardly anything else can.
#
# </details>

# %% [markdown] id="perplexity_task"
# ## 6. One number for a model
#
# The loss goes down; so it does for a network that learns its list by heart. What
# counts is names it has never seen. And a total in nats grows with the number of
# letters, so we take the mean over **all symbols together**, then undo the
# logarithm. The result reads as a number of choices: perplexity 27 is a blind
# guess among 27 symbols, perplexity 6 hesitates as if between six.
#
# $$ \text{perplexity} = \exp\left( - \frac{\sum_i \ln P(\text{name}_i)}{\sum_i (k_i + 1)} \right) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\ln P(\text{name}_i)$ | `name_log_probability(...)` | a number | your exercise 5 |
# | $k_i$ | `len(name)` | a number | letters in name $i$ |
# | $k_i + 1$ | | a number | symbols predicted for it, newline counted |
#
# > **Exercise 6 of 8 · `perplexity` · 10 points**
# >
# > Compute the perplexity of the network on a list of names, newlines counted.
# >
# > **In:** names, parameters, `char_to_ix`. **Out:** a float, at least 1. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Two sums over the names, one division, one exponential, in this order. A mean
# of the perplexities of single names is another number: short names would weigh
# as much as long ones.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `sum` with a generator expression, and `np.exp`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Everything is a plain number. Two names with 3 and 5 letters are 10 predicted
# symbols.
#
# </details>


# %% exercise="perplexity"
def perplexity(names, parameters, char_to_ix):
    """Returns the perplexity of the network on a list of names.

    Args:
        names: List of at least one string, without newlines; perhaps many
            thousands of them, some of them equal, or empty.
        parameters: Dictionary as in `name_log_probability`.
        char_to_ix: Dictionary from character to index, `"\\n"` among them.

    Returns:
        A float, at least 1: how many equally likely symbols the network
        hesitates between, on average.
    """
    # 1. Add up the log-probabilities of the names.
    # 2. Count the symbols that had to be predicted.
    # 3. Combine them.
    ### BEGIN SOLUTION
    total = sum(
        name_log_probability(name, parameters, char_to_ix) for name in names
    )
    number_of_symbols = sum(len(name) + 1 for name in names)
    return float(np.exp(-total / number_of_symbols))
    ### END SOLUTION


# %% check="perplexity"
check("perplexity")

# %% id="perplexity_picture" tags=["plot"]
counts = list(checkpoints)
learners = list(checkpoints.values())
curves = {
    "names it learns from": [
        perplexity(train[:200], weights, char_to_ix) for weights in learners
    ],
    "names it has never seen": [
        perplexity(validation, weights, char_to_ix) for weights in learners
    ],
}
lines = {f"{n}-gram": grams[n].perplexity(validation) for n in (1, 2, 3)}
plotting.learning_curves(
    {label: (counts, values) for label, values in curves.items()},
    "From a blind guess to dinosaurs",
    "names seen in training",
    lines,
    log_x=True,
)

# %% [markdown] id="perplexity_think"
# The dashed lines are **n-grams**, models that only count: a 3-gram, or trigram,
# looks at the last two symbols and remembers what followed them. How far it
# trusts a context it has seen only a few times is tuned on the validation names.
# On names it has never seen, your network starts near 27 and passes one after the
# other. That we stop after 12,000 names was chosen on the validation names too.
#
# **Think.** The two curves part. What does the gap between them measure, and
# what would each of them do after 120,000 names?
#
# <details><summary>Answer</summary>
#
# How much of its knowledge is the list itself: it learns by heart (elsewhere:
# overfitting). After 120,000 names our run had 4.3 on its own names and 7.1 on
# unseen ones: the first went on falling, the second rose.
#
# </details>

# %% [markdown] id="temperature_task"
# ## 7. Cold and hot
#
# `sample` draws letters as often as the network believes in them. Sometimes you
# want it bolder, or more careful. Divide the logits by a **temperature** before
# the softmax: below 1, differences grow and the favourites win; above 1, they
# shrink and every letter gets its chance. Near 0 it always says the same, far
# above 1 it babbles as on its first day.
#
# $$ \hat y^{\langle t \rangle} = \operatorname{softmax}\!\left( \frac{W_{ya} a^{\langle t \rangle} + b_y}{\tau} \right), \qquad \tau > 0 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\tau$ | `temperature` | a number | 1 is `sample` itself |
# | $W_{ya} a^{\langle t \rangle} + b_y$ | | `(n_y, 1)` | logits |
# | $\hat y^{\langle t \rangle}$ | | `(n_y, 1)` | probabilities to draw from |
#
# > **Exercise 7 of 8 · `sample_with_temperature` · 10 points**
# >
# > Draw one name at a given temperature, and refuse one that is not positive.
# >
# > **In:** parameters, `char_to_ix`, temperature, generator. **Out:** list of 1 to 51 indices. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# You may write the loop of `sample` once more with one change. Or look at the
# formula: which parameters could you change, on a copy, so that `sample` does
# the whole work?
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `raise ValueError(...)` with the temperature in its message. At a temperature
# of 0.01 logits reach the hundreds: `scipy.special.softmax` bears that,
# `np.exp(z) / np.exp(z).sum()` does not.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The temperature is a number and changes no shape. A changed copy of the
# dictionary needs new arrays for two of its five keys.
#
# </details>


# %% exercise="sample_with_temperature"
def sample_with_temperature(parameters, char_to_ix, temperature, rng):
    """Draws one name with sharper or flatter probabilities.

    All else is as in `sample`. The result stays exact and finite for
    temperatures as small as 0.01.

    Args:
        parameters: Dictionary as in `sample`. Not changed.
        char_to_ix: Dictionary from character to index, `"\\n"` among them.
        temperature: Float above 0.
        rng: A `numpy.random.Generator`, the only source of randomness.

    Returns:
        A list of 1 to 51 indices (whole numbers), newline last.

    Raises:
        ValueError: If the temperature is 0 or negative.
    """
    # 1. Refuse a temperature that is not positive.
    # 2. Draw a name, with the logits divided by the temperature.
    ### BEGIN SOLUTION
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, not {temperature}.")
    rescaled = dict(parameters)
    rescaled["Wya"] = parameters["Wya"] / temperature
    rescaled["by"] = parameters["by"] / temperature
    return sample(rescaled, char_to_ix, rng)
    ### END SOLUTION


# %% check="sample_with_temperature"
check("sample_with_temperature")

# %% id="temperature_picture" tags=["plot"]
columns = {
    f"temperature {warmth:g}": [
        to_name(
            sample_with_temperature(
                parameters, char_to_ix, warmth, np.random.default_rng(seed)
            )
        )
        for seed in range(20, 28)
    ]
    for warmth in (0.2, 1.0, 1.5)
}
plotting.names_side_by_side(
    columns,
    lambda name: np.exp(grams[6].log_probabilities_by_symbol(name)),
    "The same network, from cold to hot",
    CAPTION,
)

# %% [markdown] id="temperature_think"
# **Think.** At which temperature would you name a museum's new skeleton, and how
# would you defend the choice without saying "it looks right"?
#
# <details><summary>Answer</summary>
#
# Say first what you want: new, no duplicates, and as natural as real names to a
# judge that only counts. Section 10 measures all three. In our run the
# names are as natural as real ones near 0.7; below that they repeat themselves.
#
# </details>

# %% [markdown] id="build_language_model_task"
# ## 8. The same in Keras
#
# Your network learned one name at a time, with a plain tanh cell that forgets
# within a few letters. Keras gives you batches, a better optimiser, and cells
# with gates that decide what to keep.
#
# Batches bring a new problem: names differ in length, a batch is a rectangle.
# Short names are filled up with **padding**, id 0, which must count for nothing,
# neither in the state nor in the loss. And there is now a *start* symbol in place
# of the column of zeros: 0 padding, 1 start, 2 end, 3 to 28 the letters.
#
# $$ a^{\langle t \rangle} = \operatorname{cell}\big(E_{i_t}, a^{\langle t-1 \rangle}\big) \text{ where } i_t \ne 0,
# \quad a^{\langle t \rangle} = a^{\langle t-1 \rangle} \text{ where } i_t = 0,
# \quad z^{\langle t \rangle} = W_{ya} a^{\langle t \rangle} + b_y $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $i_t$ | the model's input | `(batch, timesteps)` | ids, 0 is padding |
# | $E$ | an embedding layer | `(vocabulary_size, any)` | a row of numbers for each id, learned |
# | $a^{\langle t \rangle}$ | a recurrent layer | `(batch, timesteps, units)` | hidden state at every step |
# | $z^{\langle t \rangle}$ | the model's output | `(batch, timesteps, vocabulary_size)` | logits of the *next* id, no softmax |
#
# > **Exercise 8 of 8 · `build_language_model` · 10 points**
# >
# > Build a Keras model that gives logits for the next symbol at every step, and to which padding is nothing.
# >
# > **In:** vocabulary size, units. **Out:** a `keras.Model`, not compiled. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Ids, vectors, states, logits: three layers between input and output. A dropout
# layer before the last one helps with so few names. The recurrent layer must
# give its state at *every* step, not only at the last, and must not look ahead.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.Input`, `keras.layers.Embedding` (its argument `mask_zero`),
# `keras.layers.GRU` or `LSTM` (their argument `return_sequences`),
# `keras.layers.Dropout`, `keras.layers.Dense`, `keras.Model`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# An input of any length has the shape `(None,)`: `keras.Input` leaves the batch
# out. Vectors of 32 numbers do well. A dense layer works on the last axis alone.
#
# </details>


# %% exercise="build_language_model"
def build_language_model(vocabulary_size, units):
    """Builds a Keras model that predicts the next symbol at every step.

    The logits at step t depend on the ids up to and including t, on all of
    them, and on none after t. Padding (id 0), wherever it stands, does not
    change the logits of the real symbols.

    Args:
        vocabulary_size: Number of ids: 0 is padding, 1 start, 2 end, then the
            letters.
        units: Size of the recurrent layer's state.

    Returns:
        A `keras.Model`, not compiled, from int ids `(batch, timesteps)`, with
        any batch size and any number of time steps, to float logits (not
        probabilities) `(batch, timesteps, vocabulary_size)`.
    """
    # 1. Input: ids, any number of time steps.
    # 2. Embedding that masks padding; its size is your choice.
    # 3. Recurrent layer (GRU or LSTM) that returns all its states.
    # 4. Logits from each state.
    ### BEGIN SOLUTION
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(vocabulary_size, 32, mask_zero=True)(ids)
    states = keras.layers.GRU(units, return_sequences=True)(vectors)
    states = keras.layers.Dropout(0.5)(states)
    logits = keras.layers.Dense(vocabulary_size)(states)
    return keras.Model(ids, logits)
    ### END SOLUTION


# %% check="build_language_model"
check("build_language_model")

# %% id="train_keras" tags=["train"]
keras.utils.set_random_seed(7)
language_model = build_language_model(training.VOCABULARY_SIZE, 128)
language_model.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss=keras.losses.SparseCategoricalCrossentropy(
        from_logits=True, ignore_class=training.PADDING
    ),
)
ids = training.names_to_ids(train)  # start, letters, end, padding
seen, unseen = (ids[:, :-1], ids[:, 1:]), training.names_to_ids(validation)
stop = keras.callbacks.EarlyStopping(patience=4, restore_best_weights=True)
history = language_model.fit(
    *seen,
    validation_data=(unseen[:, :-1], unseen[:, 1:]),
    batch_size=32,
    epochs=40,
    verbose=0,
    callbacks=[stop, training.progress_lines()],
).history

# %% [markdown] id="keras_note"
# The loss is the mean surprise at a symbol, in nats; its exponential is the
# perplexity. Training ends once four epochs have brought nothing on the
# validation names, and goes back to the best.

# %% id="keras_picture" tags=["plot"]
epochs = range(1, len(history["loss"]) + 1)
plotting.learning_curves(
    {
        "training, with dropout": (epochs, np.exp(history["loss"])),
        "validation": (epochs, np.exp(history["val_loss"])),
    },
    "Keras, epoch by epoch",
    "epoch",
    {f"{n}-gram": grams[n].perplexity(validation) for n in (2, 3, 6)},
)

# %% [markdown] id="build_language_model_think"
# **Think.** In the first epochs the validation curve may lie *below* the training
# curve. How can a model do better on names it has never seen? (Dropout is only
# part of it: when is each of the two measured?)
#
# <details><summary>Answer</summary>
#
# The training figure is a mean over the whole epoch, most of it before the last
# steps, with half of the states dropped. The validation figure comes at the end
# of the epoch, by the newest weights and with nothing dropped.
#
# </details>

# %% [markdown] id="test_note"
# ## 9. The test
#
# Everything is chosen now, by the validation names alone: learning rate,
# iterations, epochs, the n-grams' trust in long contexts. The test names come out
# of their drawer once. There are 145 of them; with 145 others the figures would
# differ. By how much? We draw 145 names from the 145 *with replacement*, two
# thousand times, and compute the perplexity of each draw (elsewhere: bootstrap).
# The middle 95 % are the bars.

# %% id="test_scores" tags=["plot"]
test = dinosaurs.test
lengths = [len(name) + 1 for name in test]
scores = {
    f"{n}-gram": [grams[n].log_probability(name) for name in test]
    for n in (2, 3, 4, 6)
}
scores["your NumPy network"] = [
    name_log_probability(name, parameters, char_to_ix) for name in test
]
scores["your Keras model"] = training.score_names(language_model, test)
intervals = {
    label: evaluation.bootstrap_perplexity(
        values, lengths, np.random.default_rng(8)
    )
    for label, values in scores.items()
}
yours = ["your NumPy network", "your Keras model"]
plotting.perplexity_intervals(intervals, "145 unseen dinosaurs", yours)

# %% [markdown] id="duel_note"
# The bars overlap, and yet that is not the last word: a hard name is hard for
# every model. So we compare on the **same** draws and look at the difference. The
# target was to beat the trigram, tuned as well as it can be.

# %% id="duel" tags=["explore"]
for rival in ("3-gram", "6-gram", "your NumPy network"):
    difference = evaluation.bootstrap_perplexity_difference(
        scores["your Keras model"],
        scores[rival],
        lengths,
        np.random.default_rng(9),
    )
    verdict = "undecided"
    if difference.high < 0 or difference.low > 0:
        verdict = "Keras wins" if difference.high < 0 else f"{rival} wins"
    print(f"Keras minus {rival:18}: {difference}  {verdict}")
print(f"Your Keras model has {language_model.count_params():,} weights.")

# %% [markdown] id="duel_think"
# A difference whose interval lies below zero says: better, and not by the luck of
# these names.
#
# Look at the 6-gram before you celebrate. It only counts, and it keeps up with a
# network of tens of thousands of weights. The reason is the length of the list. A
# well-smoothed n-gram has one number to tune and wastes none of its 1,077 names.
# The network must set all its weights by them, and stops early so as not to learn
# the list by heart. With very many names we expect the opposite.
#
# **Think.** What does the network share between *tyrannosaurus* and
# *tarbosaurus* that a table of counts cannot?
#
# <details><summary>Answer</summary>
#
# Its weights. Two beginnings that sound alike lead to states that lie close, and
# what is learned after the one helps after the other. A table of counts sees two
# different contexts and shares only their last letters, such as *o*.
#
# </details>

# %% [markdown] id="novelty_note"
# ## 10. New, and a dinosaur?
#
# "Every name is new!" is a poor advertisement: noise is always new. "They look
# real!" is no better: a parrot that repeats the list looks perfectly real. So
# read three figures together: the share of **novel** names, the share of
# **duplicates**, and how plausible the names are to the 6-gram (mean surprise at a
# symbol; real unseen dinosaurs are the mark to aim for, not zero).

# %% id="novelty" tags=["explore"]
rng = np.random.default_rng(10)


def invent(weights, warmth):
    """Invents 300 names with the NumPy network."""
    return [
        to_name(sample_with_temperature(weights, char_to_ix, warmth, rng))
        for _ in range(300)
    ]


inventions = {
    "untrained network": babble,
    "NumPy, temperature 1.5": invent(parameters, 1.5),
    "NumPy, temperature 1": invent(parameters, 1.0),
    "NumPy, temperature 0.5": invent(parameters, 0.5),
    "Keras": training.invent_names(language_model, 300, rng),
    "6-gram": [grams[6].sample(rng) for _ in range(300)],
    "unseen real dinosaurs": test,
}
for label, invented in inventions.items():
    report = evaluation.novelty_report(invented, train, grams[6])
    print(f"{label:23} {report}")

# %% [markdown] id="novelty_think"
# Novelty alone tells nothing: the babble is as new as anything here. Plausibility
# alone tells nothing either: the cold network sounds more natural than the real
# dinosaurs, and repeats itself. And note who the judge is: to the 6-gram, its own
# inventions are hardly less natural than real names.
#
# **Think.** Which single line of this table would a careless advertisement
# print? What would it leave out?
#
# <details><summary>Answer</summary>
#
# "100% novel", which the untrained network is, too. It leaves out that nobody
# would take its names for dinosaurs: they cost the judge far more nats than real
# ones do. "More natural than real" leaves out how many names are repeated.
#
# </details>

# %% [markdown] id="parade_note"
# ### Which of them are real?
#
# A last game. One column holds real dinosaurs of the test, one what your Keras
# model invents, one what the 6-gram invents. Guess before you open the answer.

# %% id="parade_picture" tags=["plot"]
parade = {
    "column A": inventions["Keras"][-8:],
    "column B": inventions["6-gram"][-8:],
    "column C": test[::19],
}
for column in parade.values():
    column.sort()
plotting.names_side_by_side(
    parade,
    lambda name: np.exp(grams[6].log_probabilities_by_symbol(name)),
    "One column is real",
    "Bold, blue: likely to the 6-gram. Underlined, grey: hardly ever seen.",
)

# %% [markdown] id="parade_answer"
# <details><summary>Answer</summary>
#
# A: your Keras model. B: the 6-gram. C: real dinosaurs. If you were wrong, your
# network has done what it promised.
#
# </details>

# %% [markdown] id="summary"
# ## Summary
#
# - A language model predicts the next symbol; fed with its own draws, it writes.
# - Clipping keeps a long product of matrices from throwing the weights away.
# - The log-probability of a sequence is a sum over its symbols, **end included**;
#   perplexity is the exponential of its mean over all symbols.
# - Temperature divides the logits: it trades variety for plausibility.
# - Score a model on names it has not seen, beside one that only counts, with an
#   interval; and never trust novelty alone.

# %% [markdown] id="going_further"
# ## Going further
#
# - How far this idea carries with larger networks and text of any kind: Graves,
#   *Generating sequences with recurrent neural networks*, 2013,
#   https://arxiv.org/abs/1308.0850.
# - Why gradients explode, and clipping by the norm, which does not turn them:
#   Pascanu, Mikolov and Bengio, *On the difficulty of training recurrent neural
#   networks*, 2013, https://arxiv.org/abs/1211.5063.
# - The gated unit of your Keras model: Cho and others, *Learning phrase
#   representations using RNN encoder-decoder*, 2014,
#   https://doi.org/10.3115/v1/D14-1179.
# - The smoothing in our n-grams: Witten and Bell, *The zero-frequency problem*,
#   1991, https://doi.org/10.1109/18.87000; and a careful comparison with its
#   rivals: Chen and Goodman, 1999, https://doi.org/10.1006/csla.1999.0128.
# - Surprise per letter, measured with people instead of networks: Shannon,
#   *Prediction and entropy of printed English*, 1951,
#   https://doi.org/10.1002/j.1538-7305.1951.tb01366.x.
# - Why neither the likeliest text nor a plain draw reads best: Holtzman and
#   others, *The curious case of neural text degeneration*, 2020,
#   https://arxiv.org/abs/1904.09751.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
