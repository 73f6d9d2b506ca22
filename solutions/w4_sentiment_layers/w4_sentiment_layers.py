# %% [markdown] id="title"
# # A framework of your own
# %% [markdown] id="result" picture="result.png"
# ![Forty quartets of reviews in two panels. In the space of means, good and bad turned round lie crosswise, so that no line parts positive from negative. In the hidden layer of the net, one line parts nearly all of them](result.png)
#
# **The story.** *Happy* is positive and *not happy* is negative; *sad* and *not sad* go the
# other way. No line parts the four. You build the parts of a framework, and with them a net
# that learns *not* from some words and applies it to others.
#
# You **write** layers, masks and gradients, **compare** them with Keras, and **test** what
# was learned. 25 minutes of reading and 110 of solving · 100 points and three bonuses · you
# should know Python's classes, NumPy and the softmax.
#
# **Setup.** Run this cell first. `check` judges an exercise, `failing` hands you an input
# that failed, `restore` an empty cell.

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
sys.path[:0] = [str(p) for p in here if (p / "utils/reviews.py").is_file()]

from functools import reduce

from utils.quiet import import_quietly

tf = import_quietly("tensorflow")
import keras
import numpy as np
from keras import ops

from autograder import begin, check, failing, restore, scoreboard
from utils import classification, embeddings, layer_plots, review_study, reviews

begin("w4_sentiment_layers")

# %% [markdown] id="act_note"
# **Guess**: naive Bayes has counted words and pairs of words in 2,000 reviews. What does it
# make of these?

# %% id="first_guess" tags=["explore"]
texts = reviews.load_reviews()
counter = review_study.word_counters(texts.generated)["naive Bayes"]
for text in (
    "I am happy",
    "I am not happy",
    "I am sad",
    "I am not sad",
    "If only it was a good day",
    "This movie was almost good",
):
    print(f"{text}: {reviews.LABELS[counter.predict([text])[0]]}")

# %% [markdown] id="SubClass_task"
# ## 1. Classes that inherit
#
# It knows *not good*, for it has read that; *not happy* it has not. Nets of layers can do better, and
# a framework lets you put layers together like bricks. Its bricks are **classes**. Each layer
# is a class of its own that takes what all layers have from a common base, and overwrites the
# one method in which it differs.
#
# Here is a base that keeps a number and counts its calls.


# %% id="base"
class MyClass:
    """Adds a number to what it is called with, and counts its calls."""

    def __init__(self, y):
        self.y, self.calls = y, 0

    def my_method(self, x):
        """Returns x + y."""
        return x + self.y

    def __call__(self, x):
        """Counts, and hands x to the method."""
        self.calls += 1
        return self.my_method(x)


# %% [markdown] id="SubClass_box"
# $$ \text{MyClass}_y(x) = x + y \qquad \text{SubClass}_y(x) = x + y^2 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $y$ | `self.y` | a number | what an object is made with |
# | $x$ | `x` | a number or array | what it is called with |
#
# > **Exercise 1 of 12 · `SubClass` · 5 points**
# >
# > Inherit from `MyClass`, and overwrite `my_method` alone.
# >
# > **In:** x. **Out:** x plus the square of `self.y`. (about 1 line)
#
# <details><summary>Hint 1: the idea</summary>
#
# An object of the subclass has all that the base's objects have. Who calls it calls
# `__call__` of the base, which calls `my_method` of the subclass.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# Python's tutorial, 9.5, "Inheritance". The operator for powers is `**`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The result is as `x`: a number for a number, an array for an array.
#
# </details>


# %% exercise="SubClass"
class SubClass(MyClass):
    """Is a `MyClass` in all but `my_method`: it keeps y and counts its calls.

    Example:
        >>> MyClass(7)(3), SubClass(7)(3)
        (10, 52)
    """

    def my_method(self, x):
        """Returns x + y ** 2, for a number or an array x."""
        # 1. Return the sum.
        ### BEGIN SOLUTION
        return x + self.y**2
        ### END SOLUTION


# %% check="SubClass"
check("SubClass")

# %% [markdown] id="SubClass_think"
# **Think.** A friend's method has the word `return` on one line and the sum on the next. What
# do they get, and why is there no error?
#
# <details><summary>Answer</summary>
#
# `None`. A `return` alone ends the method; the sum below is never reached. Python takes both
# lines for what they say.
#
# </details>

# %% [markdown] id="grad_task"
# ## 2. Slopes for free
#
# Writing each derivative by hand, as in week 1, is slow and goes wrong. A framework keeps a
# record of all that is computed (elsewhere: tape, graph) and walks it backward. TensorFlow,
# PyTorch and JAX all do, each in its own way. In JAX, `grad` takes a function and returns
# another one: its gradient. You give TensorFlow such a `grad`.
#
# Later, the first argument will be the weights of a whole net: lists of arrays, in lists.
#
# $$ \operatorname{grad}(f)(w, \dots) = \frac{\partial f(w, \dots)}{\partial w}
# \qquad f(w) = 3w^2 + w \;\Rightarrow\; \operatorname{grad}(f)(w) = 6w + 1 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $f$ | `f` | a function | returns a scalar, made of tensors |
# | $w$ | `weights` | any | number, array, or lists of them |
# | $\dots$ | `*rest` | any | further arguments, held fixed |
#
# > **Exercise 2 of 12 · `grad` · 12 points**
# >
# > Turn a function into its gradient by the first argument.
# >
# > **In:** function. **Out:** function. (about 9 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# A function within a function. The inner one makes tensors of all numbers and arrays, lets
# TensorFlow watch while `f` computes, and asks for slopes.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `tf.GradientTape`, its `watch`, and the argument `unconnected_gradients` of its `gradient`.
# `keras.tree.map_structure` does something to every leaf of nested lists. A table's rows come
# back as `tf.IndexedSlices`; `tf.convert_to_tensor` makes a tensor of them.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# What `f` gave has shape `()`. Each leaf of the result has the shape of the leaf at its place.
#
# </details>


# %% exercise="grad"
def grad(f):
    """Returns a function that computes the gradient of another one.

    Args:
        f: Function `f(weights, *rest)` that returns a scalar, computed with
            `keras.ops` or TensorFlow.

    Returns:
        A function of the same arguments. It returns the gradient by `weights`
        alone, which are a number, an array or tensor, or lists of such, nested
        as they come; whole numbers count as floats. The result is nested
        likewise, of float tensors or arrays; what `f` does not use has a
        gradient of zeros. It raises a `ValueError` that names the shape where
        `f` returns no scalar.

    Example:
        >>> float(grad(lambda x: 3 * x**2 + x)(2.0))
        13.0
    """

    # 1. Within a new function: make float tensors of all leaves of the weights.
    # 2. Record while f computes; refuse what is no scalar.
    # 3. Ask the record for the gradient, zeros where nothing leads back.
    ### BEGIN SOLUTION
    def gradient(weights, *rest):
        leaves = keras.tree.map_structure(
            lambda leaf: ops.convert_to_tensor(leaf, "float32"), weights
        )
        with tf.GradientTape() as tape:
            tape.watch(leaves)
            value = ops.convert_to_tensor(f(leaves, *rest))
        if value.shape != ():
            raise ValueError(f"f gave shape {value.shape}, expected a scalar.")
        slopes = tape.gradient(value, leaves, unconnected_gradients="zero")
        return keras.tree.map_structure(tf.convert_to_tensor, slopes)

    return gradient
    ### END SOLUTION


# %% check="grad"
check("grad")


# %% id="grad_picture" tags=["plot"]
def parabola(x):
    """The example above."""
    return 3 * x**2 + x


places = np.linspace(-2, 2, 41)
slopes = [float(grad(parabola)(x)) for x in places]
layer_plots.slope(places, parabola(places), slopes, "A function, and its grad")

# %% [markdown] id="grad_think"
# **Think.** `grad(f)` fails when `f` computes with `np.exp`. Why?
#
# <details><summary>Answer</summary>
#
# NumPy makes an array of the tensor, computes, and leaves no record. The way back from the
# result to the weights is cut, and the gradient is zero. `ops.exp` leaves one.
#
# </details>

# %% [markdown] id="layers_note"
# ## 3. Layers
#
# A net computes layer by layer: $a^{[0]}$ is the input, $a^{[l]}$ what layer $l$ makes of
# $a^{[l-1]}$, and the last one, $a^{[L]}$, is the answer. Below is what all layers have in
# common, and the simplest one. ReLU has no weights. It lets through what is above zero,
# $\max(0, z)$, and its slope there is 1.
#
# **Axes.** Examples come first: `(batch, features)`, `(batch, timesteps, features)`. Shapes
# are told without the batch. Week 1 has examples as columns.


# %% id="layer"
class Layer:
    """What all layers have."""

    def __init__(self):
        self.weights = []  # What is learned.

    def __call__(self, x, mask=None):
        """Calls `forward`."""
        return self.forward(x, mask)

    def forward(self, x, mask=None):
        """Computes the layer's output; `mask` tells which steps are real."""
        raise NotImplementedError

    def init_weights(self, input_shape, rng):
        """Draws first weights for inputs of a shape `(..., features)`."""

    def output_shape(self, input_shape):
        """Returns the shape that comes out, as a tuple, without the batch."""
        return tuple(input_shape)

    def compute_mask(self, x, mask=None):
        """Returns the mask that the next layer gets: here the same."""
        return mask


class ReLU(Layer):
    """Lets through what is above zero."""

    def forward(self, x, mask=None):
        """Returns the larger one of x and 0."""
        return ops.relu(x)


# %% [markdown] id="Dense_task"
# ### Dense
#
# The workhorse: every input is connected to every unit. How large should first weights be?
# Too small, and what passes through many layers dies out; too large, and it explodes. Glorot
# and Bengio's deviation is a compromise between the way forward and the way back.
#
# $$ z = xW + b \qquad W_{ij} \sim \mathcal{N}\Big(0, \frac{2}{n + u}\Big) \qquad b = 0 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x$ | `x` | `(..., n)` | input, any axes in front |
# | $W, b$ | `self.weights` | `[(n, u), (u,)]` | learned |
# | $u$ | `units` | a number | how many outputs |
# | $2 / (n + u)$ | | | the **variance** of the first W |
#
# > **Exercise 3 of 12 · `Dense` · 13 points**
# >
# > Write the layer: first weights, output, shape.
# >
# > **In:** number of units. **Out:** a layer. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Three things at three times: made, the layer knows its units; at `init_weights` it learns
# its number of inputs; called, it multiplies.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# The base begins with `super()`. `rng.normal` takes a deviation, no variance.
# `ops.matmul`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(3, 5, n)` times `(n, u)` is `(3, 5, u)`, and the bias `(u,)` is added to each row.
#
# </details>


# %% exercise="Dense"
class Dense(Layer):
    """Multiplies the last axis by a matrix and adds a bias."""

    def __init__(self, units):
        """Makes a layer of `units` outputs, which has no weights yet."""
        # 1. Let the base begin, and remember the units.
        ### BEGIN SOLUTION
        super().__init__()
        self.units = units
        ### END SOLUTION

    def init_weights(self, input_shape, rng):
        """Sets `weights` to `[W, b]`, float32 arrays or tensors.

        W `(n, units)` is normal with mean 0 and variance `2 / (n + units)`,
        where n is the last number of `input_shape`; b `(units,)` is zeros. The
        generator `rng` is the only source of randomness. Returns None.
        """
        # 2. Draw W, make b.
        ### BEGIN SOLUTION
        n = input_shape[-1]
        deviation = np.sqrt(2 / (n + self.units))
        W = rng.normal(0, deviation, (n, self.units)).astype("float32")
        self.weights = [W, np.zeros(self.units, dtype="float32")]
        ### END SOLUTION

    def forward(self, x, mask=None):
        """Returns `(..., units)` for x `(..., n)`, with any number of axes.

        It uses the weights as they are now. Before there are any, it raises a
        `RuntimeError`.
        """
        # 3. Refuse to work without weights; multiply and add.
        ### BEGIN SOLUTION
        if not self.weights:
            raise RuntimeError("No weights yet: call init_weights first.")
        W, b = self.weights
        return ops.matmul(x, W) + b
        ### END SOLUTION

    def output_shape(self, input_shape):
        """Returns the input's shape, a tuple, with `units` as last number."""
        # 4. Change the last number.
        ### BEGIN SOLUTION
        return (*input_shape[:-1], self.units)
        ### END SOLUTION


# %% check="Dense"
check("Dense")

# %% [markdown] id="Dense_think"
# **Think.** Some texts write a layer as $xW$ alone. What can a layer without $b$ not do?
#
# <details><summary>Answer</summary>
#
# It gives 0 for an input of zeros, whatever its weights. All lines that it can draw go through
# the origin. And "ReLU keeps the net stable", as one reads, is not so either: it does not
# bound what is above zero.
#
# </details>

# %% [markdown] id="log_softmax_task"
# ## 4. From scores to logarithms
#
# Three scores come out of the net, one for each label (two would do for two). The loss wants
# the logarithm of the right label's probability. Softmax first and logarithm then is right on
# paper, and fails on a computer: $e^{1000}$ is infinite, and $\log 0$ as well.
#
# $$ \operatorname{log\,softmax}(z)_k = z_k - \log \sum_j e^{z_j}
# = (z_k - m) - \log \sum_j e^{z_j - m}, \qquad m = \max_j z_j $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $z$ | `logits` | `(..., classes)` | scores |
# | $m$ | | `(..., 1)` | the largest score of each row |
#
# > **Exercise 4 of 12 · `log_softmax` · 10 points**
# >
# > Compute log-probabilities that no score can break.
# >
# > **In:** scores. **Out:** a tensor of the same shape. (about 3 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Shift each row so that its largest score is 0. Then no power is infinite, and their sum is at
# least 1.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `ops.max` and `ops.sum`, with `axis` and `keepdims`; `ops.exp`, `ops.log`. (Keras has the whole
# as `ops.log_softmax`: look at yours beside it.)
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(5, 3)` minus `(5, 1)` shifts each row by its own number; minus `(5,)` does not even fit.
#
# </details>


# %% exercise="log_softmax"
def log_softmax(logits):
    """Computes the logarithms of the softmax along the last axis.

    Never NaN, whatever the scores' size, and right to the digits that float32
    has at 1000 and -1000. A score of -inf has a log-probability of -inf and
    leaves the others as they are.

    Args:
        logits: Float array or tensor `(..., classes)`, any axes in front; at
            least one score of each row is finite, and none is +inf.

    Returns:
        A tensor or array of the same shape, through which gradients flow.
    """
    # 1. Shift each row.
    # 2. Subtract the logarithm of the sum of powers.
    ### BEGIN SOLUTION
    shifted = logits - ops.max(logits, axis=-1, keepdims=True)
    powers = ops.sum(ops.exp(shifted), axis=-1, keepdims=True)
    return shifted - ops.log(powers)
    ### END SOLUTION


# %% check="log_softmax"
check("log_softmax")

# %% [markdown] id="loss_note"
# Here it becomes a layer, and the loss is written: the mean of the surprises.


# %% id="loss"
class LogSoftmax(Layer):
    """Makes log-probabilities of scores."""

    def forward(self, x, mask=None):
        """Returns them along the last axis."""
        return log_softmax(x)


class Softmax(Layer):
    """Makes probabilities of scores."""

    def forward(self, x, mask=None):
        """Returns them along the last axis."""
        return ops.exp(log_softmax(x))


def cross_entropy(log_probabilities, y):
    """Returns the mean of minus the log-probability of the right class.

    Args:
        log_probabilities: Float `(batch, classes)`.
        y: Whole numbers `(batch,)`.
    """
    places = ops.expand_dims(y, -1)
    return -ops.mean(ops.take_along_axis(log_probabilities, places, axis=-1))


# %% [markdown] id="log_softmax_think"
# **Think.** `cross_entropy` of a net that has learned nothing is about 1.1 here. Why?
#
# <details><summary>Answer</summary>
#
# Three labels, each with probability 1/3: minus the logarithm of 1/3 is $\ln 3 \approx 1.1$.
#
# </details>

# %% [markdown] id="pad_note"
# ## 5. Words
#
# Every word gets a number. Number 0 is padding, which fills a row up to the longest review; 1 is
# `<UNK>`, a word nobody has numbered. A lecture might show it as `[700 680 720 20 55 0 0]`.


# %% id="pad"
def pad(texts, word_to_id):
    """Turns reviews into rows of ids, padded with 0 to the longest.

    Args:
        texts: List of m strings.
        word_to_id: Dictionary from word to id, 2 and up; others get 1.

    Returns:
        Int array `(m, longest)`.
    """
    rows = [[word_to_id.get(w, 1) for w in reviews.words_of(t)] for t in texts]
    longest = max(map(len, rows))
    return np.array([row + [0] * (longest - len(row)) for row in rows])


# %% [markdown] id="pad_example_note"
# The reviews that we learn from first are **generated**: a small grammar, 188 words, and one rule.
# What *not*, *never*, *hardly*, *almost*, *could have been* or *if only* turns round gets the other
# label. It is a closed world: a game with rules that we made.

# %% id="pad_example" tags=["explore"]
world = texts.generated
word_to_id = reviews.number_words(world.texts)
for text, label in zip(world.texts[:5], world.labels, strict=False):
    print(f"{reviews.LABELS[label]:9}{text}")
print(pad(["the meal was almost good", "not dull", "zzz"], word_to_id))

# %% [markdown] id="Embedding_task"
# ### Embedding
#
# A number says nothing about its word; a row of numbers can. An **embedding** is a table with
# a row for every word, and its rows are weights, learned like all others. It also knows which
# ids are padding, and says so to the layers above: that is the **mask**.
#
# $$ \text{out}_{b,t} = E_{x_{b,t}} \qquad \text{mask}_{b,t} = [\,x_{b,t} \ne 0\,] $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x$ | `x` | `(batch, T)` | ids |
# | $E$ | `self.weights` | `[(V, d)]` | a row a word; the lectures write its transpose |
# | $V, d$ | `vocabulary_size, d` | numbers | rows, columns |
#
# > **Exercise 5 of 12 · `Embedding` · 11 points**
# >
# > Write the layer: first table, rows, mask, shape.
# >
# > **In:** number of rows, of columns. **Out:** a layer. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Looking up is indexing. The only trap is an id outside the table: Python takes -1 for the
# last row, without a word, and what TensorFlow does with one that is too large depends on the
# processor: an error on this kind, a row of zeros on a graphics card.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `ops.take` with `axis=0`, `ops.not_equal`. The ids as an array: `np.asarray`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Ids `(4, 7)` and a table `(V, d)` give `(4, 7, d)`, and a mask `(4, 7)`.
#
# </details>


# %% exercise="Embedding"
class Embedding(Layer):
    """Looks up the rows of a table, and masks padding."""

    def __init__(self, vocabulary_size, d):
        """Makes a layer for ids below `vocabulary_size`, with no table yet."""
        # 1. Let the base begin, and remember both numbers.
        ### BEGIN SOLUTION
        super().__init__()
        self.vocabulary_size, self.d = vocabulary_size, d
        ### END SOLUTION

    def init_weights(self, input_shape, rng):
        """Sets `weights` to `[E]`, a float32 array or tensor.

        E is `(vocabulary_size, d)`. All its numbers, those of row 0 too, are
        normal with mean 0 and deviation 0.1. The generator `rng` is the only
        source of randomness. Returns None.
        """
        # 2. Draw the table.
        ### BEGIN SOLUTION
        E = rng.normal(0, 0.1, (self.vocabulary_size, self.d))
        self.weights = [E.astype("float32")]
        ### END SOLUTION

    def forward(self, x, mask=None):
        """Returns the rows `(batch, T, d)` of ids `(batch, T)`, padding too.

        An id outside the table, below 0 or too large, raises an `IndexError`
        that names it.
        """
        # 3. Refuse ids that have no row; look the others up.
        ### BEGIN SOLUTION
        ids = np.asarray(x)
        outside = ids[(ids < 0) | (ids >= self.vocabulary_size)]
        if outside.size:
            raise IndexError(f"There is no row {outside[0]}.")
        return ops.take(self.weights[0], ids, axis=0)
        ### END SOLUTION

    def output_shape(self, input_shape):
        """Returns the input's shape, a tuple, with `d` as one number more."""
        # 4. Add a number.
        ### BEGIN SOLUTION
        return (*input_shape, self.d)
        ### END SOLUTION

    def compute_mask(self, x, mask=None):
        """Returns booleans, shaped as x: False for padding, id 0 alone."""
        # 5. Compare.
        ### BEGIN SOLUTION
        return ops.not_equal(x, 0)
        ### END SOLUTION


# %% check="Embedding"
check("Embedding")

# %% id="Embedding_picture" tags=["plot"]
from utils import emoji_plots

example = pad(["This movie was almost good", "Not dull"], word_to_id)
names = ["<UNK>", *word_to_id]
emoji_plots.index_rows(example, names)

# %% [markdown] id="Embedding_think"
# The generator never wrote *movie*: it is unknown.
#
# **Think.** A word stands three times in a batch. What does its row's gradient consist of?
#
# <details><summary>Answer</summary>
#
# Of the sum of three gradients, one from each place. TensorFlow adds them up for you; who
# looks rows up by hand, and writes the steps back by hand, easily keeps only the last.
#
# </details>

# %% [markdown] id="Mean_task"
# ### Mean
#
# Reviews have any length, and a dense layer wants one size. The plainest way is the mean of a
# review's words. It has no weights. But padding is no word: a short review in a wide batch must
# come out the same as alone.
#
# $$ \text{out}_b = \frac{\sum_t \text{mask}_{b,t}\, x_{b,t}}{\max\big(1, \sum_t \text{mask}_{b,t}\big)} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x$ | `x` | `(batch, T, d)` | a vector for each step |
# | mask | `mask` | `(batch, T)` or `None` | which steps are real |
# | out | what you return | `(batch, d)` | one vector a review |
#
# > **Exercise 6 of 12 · `Mean` · 12 points**
# >
# > Write the layer that averages what is not padding.
# >
# > **In:** vectors and mask. **Out:** their mean. (about 7 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Multiply by 1 where a step is real and by 0 where it is padding, then add up and divide by
# the number of ones. A review of nothing but padding would divide by 0.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `ops.cast` makes numbers of booleans, `ops.maximum` keeps a number from being too small.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A mask `(batch, T)` needs one axis more, `(batch, T, 1)`, to go with `(batch, T, d)`.
#
# </details>


# %% exercise="Mean"
class Mean(Layer):
    """Averages over the steps that are not padding."""

    def forward(self, x, mask=None):
        """Returns the means `(batch, d)` of x `(batch, T, d)`.

        Only steps with a True in the mask `(batch, T)` count, whatever numbers
        the others hold. Without a mask all steps do. A row of padding alone
        gives zeros, and its gradient is finite.
        """
        # 1. Without a mask: the plain mean. With one: only what is real.
        ### BEGIN SOLUTION
        if mask is None:
            return ops.mean(x, axis=1)
        real = ops.expand_dims(ops.cast(mask, "float32"), -1)
        return ops.sum(x * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1)
        ### END SOLUTION

    def output_shape(self, input_shape):
        """Returns `(d,)` for `(T, d)`."""
        # 2. Leave the steps out.
        ### BEGIN SOLUTION
        return tuple(input_shape[1:])
        ### END SOLUTION

    def compute_mask(self, x, mask=None):
        """Returns None: there are no steps left to be masked."""
        # 3. No mask.
        ### BEGIN SOLUTION
        return None
        ### END SOLUTION


# %% check="Mean"
check("Mean")

# %% [markdown] id="Mean_think"
# **Think.** In Keras, `GlobalAveragePooling1D` of padding alone is NaN. When would you notice?
#
# <details><summary>Answer</summary>
#
# Late. One empty review in a batch makes the loss NaN, then all weights, and from there on
# everything. That is why your layer divides by 1 at least.
#
# </details>

# %% [markdown] id="Serial_task"
# ## 6. Layers in a row
#
# A net is layers one behind the other, and such a row is a layer again: it can stand in another
# row. It has no weights of its own; it asks its layers for theirs, and hands new ones on.
#
# Three things go through it: the **output**, the **mask** beside it, and, before there are
# weights, the **shape**.
#
# $$ a^{[0]} = x, \qquad a^{[l]} = \text{layer}_l\big(a^{[l-1]}, \text{mask}^{[l-1]}\big), \qquad
# \text{mask}^{[l]} = \text{compute\_mask}_l\big(a^{[l-1]}, \text{mask}^{[l-1]}\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $a^{[l]}$ | `x`, step by step | any | output of layer $l$ |
# | $\text{mask}^{[l]}$ | `mask`, step by step | | what goes with it |
# | | `weights` | a list of lists | one entry a layer |
#
# > **Exercise 7 of 12 · `Serial` · 15 points**
# >
# > Put layers one behind the other.
# >
# > **In:** layers. **Out:** a layer. (about 17 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Everywhere the same loop: what comes out of one layer goes into the next. Mind the order: a
# layer's mask is made of what went **into** it.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `@property` and `@weights.setter` are written down already. Do not let the base begin
# before there are layers: it sets `weights`, which asks them. `zip` pairs two lists.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `Serial(Dense(4), ReLU())` has the weights `[[W, b], []]`.
#
# </details>


# %% exercise="Serial"
class Serial(Layer):
    """Layers one behind the other: `Serial(Dense(4), ReLU())`."""

    def __init__(self, *layers):
        """Takes layers one by one; without any, x comes out as it went in."""
        # 1. Remember the layers.
        ### BEGIN SOLUTION
        self.layers = layers
        ### END SOLUTION

    @property
    def weights(self):
        """The list of the layers' `weights`, as they are now."""
        # 2. Ask the layers.
        ### BEGIN SOLUTION
        return [layer.weights for layer in self.layers]
        ### END SOLUTION

    @weights.setter
    def weights(self, values):
        """Gives each layer its entry of a list."""
        # 3. Hand them on.
        ### BEGIN SOLUTION
        for layer, value in zip(self.layers, values, strict=True):
            layer.weights = value
        ### END SOLUTION

    def init_weights(self, input_shape, rng):
        """Lets each layer draw first weights.

        They draw in order, from one `rng`, each for the shape that it will get.
        Returns None.
        """
        # 4. Hand the shape through, layer by layer.
        ### BEGIN SOLUTION
        for layer in self.layers:
            layer.init_weights(input_shape, rng)
            input_shape = layer.output_shape(input_shape)
        ### END SOLUTION

    def output_shape(self, input_shape):
        """Returns the shape that comes out of the last layer."""
        # 5. The same loop.
        ### BEGIN SOLUTION
        after = lambda shape, layer: layer.output_shape(shape)  # noqa: E731
        return reduce(after, self.layers, input_shape)
        ### END SOLUTION

    def forward(self, x, mask=None):
        """Returns what comes out at last; each layer gets output and mask."""
        # 6. Hand output and mask through.
        ### BEGIN SOLUTION
        for layer in self.layers:
            x, mask = layer(x, mask), layer.compute_mask(x, mask)
        return x
        ### END SOLUTION

    def compute_mask(self, x, mask=None):
        """Returns the mask that comes out of the last layer."""
        # 7. The same loop.
        ### BEGIN SOLUTION
        for layer in self.layers:
            x, mask = layer(x, mask), layer.compute_mask(x, mask)
        return mask
        ### END SOLUTION


# %% check="Serial"
check("Serial")

# %% [markdown] id="Serial_think"
# **Think.** If `weights` were a list made once, in `__init__`, what would go wrong?
#
# <details><summary>Answer</summary>
#
# It would be out of date at once. `init_weights` gives each layer a new list; the old, empty one
# would still be shown. And setting it would change nothing that computes.
#
# </details>

# %% [markdown] id="train_step_task"
# ## 7. A step downhill
#
# All is there: a net, a loss, and `grad`. What is missing is a function of the **weights** to
# differentiate, and it must return the loss. (The gradient of the net's output, as one sometimes
# sees it written, says how to raise the output, which nobody wants.)
#
# $$ J(w) = \text{cross entropy}\big(\text{model}_w(x), y\big) \qquad w \leftarrow w - \alpha \,\operatorname{grad}(J)(w) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $w$ | `model.weights` | nested lists | all weights of the model |
# | $J$ | | `()` | the loss as a function of the weights |
# | $\alpha$ | `learning_rate` | a number | how far |
#
# > **Exercise 8 of 12 · `train_step` · 12 points**
# >
# > Take one step of gradient descent.
# >
# > **In:** model, x, y, rate. **Out:** the loss before the step. (about 9 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# A function of weights: it gives them to the model, calls it, and returns the loss. Its `grad`
# at the present weights says where uphill is. All slopes come first, then all weights move.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.tree.map_structure(function, first, second)` walks two nested lists side by side.
# `cross_entropy` stands above. Keep the weights before: `grad` hands tensors of its own to `f`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Slopes are nested as the weights are: `[[W, b], []]` goes with `[[dW, db], []]`.
#
# </details>


# %% exercise="train_step"
def train_step(model, x, y, learning_rate):
    """Moves all weights of a model one step downhill.

    Args:
        model: Layer or other object with `weights`, lists nested as they come,
            to be read and set, and called with x. Its weights change: each one
            becomes itself minus the rate times its gradient, at the weights
            from before the step.
        x: What the model is called with.
        y: Whole numbers `(batch,)`, the right classes.
        learning_rate: Float.

    Returns:
        Float, the `cross_entropy` before the step.
    """

    # 1. Write the loss as a function of the weights.
    # 2. Compute it, and its gradient, at the weights from before.
    # 3. Move the weights.
    ### BEGIN SOLUTION
    def loss_of(weights):
        model.weights = weights
        return cross_entropy(model(x), y)

    before = model.weights
    loss = float(loss_of(before))
    slopes = grad(loss_of)(before)
    model.weights = keras.tree.map_structure(
        lambda weight, slope: weight - learning_rate * slope, before, slopes
    )
    return loss
    ### END SOLUTION


# %% check="train_step"
check("train_step")

# %% [markdown] id="train_note"
# ### It learns
#
# The vectors come from the course (`data/word_vectors`), less their common mean, and stay as they are: **frozen**. So the
# means of all reviews are computed once, by your `Embedding` and your `Mean`. On top of them your
# `Serial` learns, in 1,500 steps of 32 reviews, at a rate that falls from 1 to 0. That takes about
# half a minute.
#
# Half of the words of feeling are never turned round in these reviews. The test asks for just
# these. **Guess**: how many come out right?

# %% id="train" tags=["train"]
vectors = embeddings.load_vectors("course")
table = reviews.centred_table(vectors, word_to_id)
reader = Serial(Embedding(*table.shape), Mean())
reader.weights = [[table], []]


def means_of(group):
    """Reads reviews: one mean of vectors each."""
    return ops.convert_to_numpy(reader(pad(group.texts, word_to_id)))


head = Serial(Dense(32), ReLU(), Dense(3), LogSoftmax())
rng = np.random.default_rng(1)
head.init_weights((table.shape[1],), rng)
X, y, STEPS = means_of(world), world.labels, 1500
history = []
for step in range(STEPS):
    rows = rng.integers(0, len(X), 32)
    history.append(train_step(head, X[rows], y[rows], 1 - step / STEPS))


def by_head(group):
    """Returns which labels come out right."""
    said = np.argmax(head(means_of(group)), axis=1)
    return said == group.labels


for name in ("generated", "negation", "quartets"):
    print(f"{name}: {by_head(getattr(texts, name)).mean():.2f} right")
whole = by_head(texts.quartets).reshape(-1, 4).all(axis=1)
print(f"quartets with all four right: {whole.mean():.2f}")

# %% [markdown] id="losses_note"
# `generated` is what it learned from. `negation` are words that it never saw turned round.

# %% id="losses" tags=["plot"]
layer_plots.losses(history, "Downhill, by your own step")

# %% [markdown] id="train_step_think"
# **Think.** Why must all slopes be there before the first weight moves?
#
# <details><summary>Answer</summary>
#
# The gradient belongs to one point. If the first layer has moved already, the slope of the
# second is that of another point, and the two together are the gradient of nothing.
#
# </details>

# %% [markdown] id="keras_twin_task"
# ## 8. The twin
#
# Is your framework right? Let Keras build the same net. With the same weights both must say
# the same.
#
# $$ \hat y = \operatorname{log\,softmax}\big(\operatorname{ReLU}(\operatorname{mean}(E_x) W_1 + b_1) W_2 + b_2\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x$ | the model's input | `(batch, T)` | ids, 0 is padding |
# | $E$ | the first weights | `(V, d)` | vectors |
# | $W_1, b_1$ | the next two | `(d, units)`, `(units,)` | hidden layer |
# | $W_2, b_2$ | the last two | `(units, classes)`, `(classes,)` | output layer |
#
# > **Exercise 9 of 12 · `keras_twin` · 10 points**
# >
# > Build the net in Keras, out of Keras's own layers.
# >
# > **In:** four sizes. **Out:** a `keras.Model`. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Keras has each of your layers, by another name. Its mask travels by itself, once the embedding
# has been told to make one.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.Input`, `keras.layers.Embedding` (its argument `mask_zero`), `GlobalAveragePooling1D`,
# `Dense(32, activation="relu")`, and `"log_softmax"` is an activation, too.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Reviews of any length: the input's shape is `(None,)`, of whole numbers.
#
# </details>


# %% exercise="keras_twin"
def keras_twin(vocabulary_size, d, units, num_classes):
    """Builds the net of this notebook in Keras.

    It computes what `Serial(Embedding(vocabulary_size, d), Mean(),
    Dense(units), ReLU(), Dense(num_classes), LogSoftmax())` does, also where
    weights are large. Padding, id 0, changes nothing, however much there is of
    it; no row is padding alone.

    Args:
        vocabulary_size: Int, number of ids.
        d: Int, length of a vector.
        units: Int, size of the hidden layer.
        num_classes: Int.

    Returns:
        A `keras.Model` from int ids `(batch, T)`, any T, to
        log-probabilities `(batch, num_classes)`.
    """
    # 1. Input and embedding, with a mask.
    # 2. The mean, the hidden layer, the output.
    ### BEGIN SOLUTION
    ids = keras.Input((None,), dtype="int32")
    vectors = keras.layers.Embedding(vocabulary_size, d, mask_zero=True)(ids)
    mean = keras.layers.GlobalAveragePooling1D()(vectors)
    hidden = keras.layers.Dense(units, activation="relu")(mean)
    output = keras.layers.Dense(num_classes, activation="log_softmax")(hidden)
    return keras.Model(ids, output)
    ### END SOLUTION


# %% check="keras_twin"
check("keras_twin")

# %% [markdown] id="twin_note"
# ### To the last digit
#
# Your trained weights, in Keras: do both say the same of 400 reviews?

# %% id="twin" tags=["explore"]
net = Serial(reader, head)
twin = keras_twin(*table.shape, 32, 3)
twin.set_weights(keras.tree.flatten(net.weights))
ids = pad(texts.negation.texts, word_to_id)
yours, theirs = (ops.convert_to_numpy(model(ids)) for model in (net, twin))
print(f"largest difference of {yours.size:,}: {abs(yours - theirs).max():.1e}")

# %% [markdown] id="speed_note"
# And what does a framework give in return? The same step by your loop, by your loop compiled
# once with `tf.function`, and by Keras's own.

# %% id="speed" tags=["explore"]
import time

weights = head.weights
compiled = review_study.compiled_gradient(grad, head, cross_entropy)
small = keras.Sequential(
    [keras.layers.Dense(32, "relu"), keras.layers.Dense(3, "softmax")]
)
small.compile("sgd", "sparse_categorical_crossentropy")
inputs, labels = tf.constant(X[:32]), tf.constant(y[:32])
for name, step in {
    "your loop": lambda: train_step(head, inputs, labels, 0.0),
    "your loop, compiled": lambda: compiled(weights, inputs, labels),
    "Keras": lambda: small.train_on_batch(inputs, labels),
}.items():
    step(), step()
    start = time.perf_counter()
    for _ in range(50):
        step()
    print(f"{name}: {20 * (time.perf_counter() - start):.1f} ms a step")
    head.weights = weights

# %% [markdown] id="keras_twin_think"
# The record that gives you slopes also tells a framework what can be computed at once, on a
# graphics card or on many. With nets as small as this one, most of the time goes to bookkeeping.
#
# **Think.** Why do the two nets not agree to the very last bit?
#
# <details><summary>Answer</summary>
#
# Sums of floats hang on their order, and each of the two adds in its own. Seven digits is what
# float32 has.
#
# </details>

# %% [markdown] id="Sigmoid_task"
# ## 9. Bonus: an older layer
#
# Before ReLU, layers ended in the sigmoid. Its formula overflows far out.
#
# $$ \sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $z$ | `x` | any | input, number by number |
#
# > **Exercise 10 of 12 · `Sigmoid` · bonus**
# >
# > Write the layer, so that it works far out, its gradient too.
# >
# > **In:** numbers. **Out:** numbers from 0 to 1. (about 2 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# One of the two forms has no large power for z above 0, the other below. Written as one with
# $e^{-|z|}$ the values are right, but $|z|$ has no slope at 0. Is there a function that squeezes
# already, and only has to be stretched and moved?
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `ops.tanh` never overflows, and the sigmoid is a tanh in disguise. `ops.sigmoid` exists, too.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# As the input.
#
# </details>


# %% exercise="Sigmoid"
class Sigmoid(Layer):
    """Squeezes each number into 0 to 1."""

    def forward(self, x, mask=None):
        """Returns the sigmoid of each number of x, of any shape.

        Also far out: at 1000 it is 1, at -1000 it is 0, and its gradient is 0
        and not NaN.
        """
        # 1. Compute it without a power that can overflow.
        ### BEGIN SOLUTION
        return 0.5 + 0.5 * ops.tanh(0.5 * x)
        ### END SOLUTION


# %% check="Sigmoid"
check("Sigmoid")

# %% [markdown] id="Sigmoid_think"
# **Think.** Both give gradients. Why did ReLU take over in deep nets?
#
# <details><summary>Answer</summary>
#
# The sigmoid's slope is 1/4 at most, and far out next to nothing. Ten layers make that a
# millionth. ReLU's slope is 1 wherever it is not 0.
#
# </details>

# %% [markdown] id="count_weights_task"
# ## 10. Bonus: how many?
#
# A net for reviews, three layers of units: `Serial(Dense(4), Sigmoid(), Dense(4), Sigmoid(),
# Dense(3), Softmax())`. How many numbers does it learn, if five go in?
#
# $$ N = \sum_l (n_{l-1} + 1)\, n_l $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $n_l$ | | a number | units of layer $l$; $n_0$ inputs |
# | $N$ | what you return | a number | all numbers in all weights |
#
# > **Exercise 11 of 12 · `count_weights` · bonus**
# >
# > Count the numbers in a model's weights.
# >
# > **In:** model. **Out:** a whole number. (about 2 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The weights are lists in lists. However deep they are nested, each array has its size.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.tree.flatten`, `numpy.size`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `[[W, b], []]` flattened is `[W, b]`.
#
# </details>


# %% exercise="count_weights"
def count_weights(model):
    """Counts the numbers that a model learns.

    Args:
        model: Object with `weights`: arrays, tensors or single numbers, in
            lists nested as they come, some of them empty.

    Returns:
        Int.
    """
    # 1. Add up the sizes of all arrays.
    ### BEGIN SOLUTION
    return int(sum(np.size(leaf) for leaf in keras.tree.flatten(model.weights)))
    ### END SOLUTION


# %% check="count_weights"
check("count_weights")

# %% [markdown] id="count_weights_think"
# **Think.** Of the whole `net` above, how many of the weights were learned from reviews?
#
# <details><summary>Answer</summary>
#
# `count_weights(head)`: 101 times 32 and 33 times 3, which is 3,331. The table is frozen.
#
# </details>

# %% [markdown] id="not_gate_task"
# ## 11. Bonus: *not*, set by hand
#
# Four kinds of reviews and other words around them: *happy*, *not happy*, *sad*, *not sad*. Can
# you set weights without training, so that all come out right? You choose the vectors of the
# five words, too. ids: 0 padding, 1 *not*, 2 *happy*, 3 *sad*, 4 any other word.
#
# Without the hidden layer nobody can: it is an XOR.
#
# $$ s = \operatorname{ReLU}\Big(\frac{1}{n}\sum_t E_{x_t} W_1 + b_1\Big) W_2 + b_2 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $E$ | `E` | `(5, d)` | a row a word; row 0 is never read |
# | $W_1, b_1$ | `W1`, `b1` | `(d, u)`, `(u,)` | hidden layer |
# | $W_2, b_2$ | `W2`, `b2` | `(u, 2)`, `(2,)` | scores of positive, of negative |
# | $n$ | | a number | words of the review, 1 to 42 |
#
# > **Exercise 12 of 12 · `not_gate` · bonus**
# >
# > Set all weights by hand.
# >
# > **In:** nothing. **Out:** `E`, `W1`, `b1`, `W2`, `b2`. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Let the vectors say which of *not*, *happy*, *sad* a word is. A unit that adds *happy* and
# subtracts *not* is on for *happy* alone. Others do not care about *not*.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.array`. Compare signs on paper: each of the four kinds is a row.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# d = 3 and u = 4 are enough. A mean over n words divides all by n: with biases of 0 that
# changes no order.
#
# </details>


# %% exercise="not_gate"
def not_gate():
    """Sets a net by hand that understands *not*.

    It reads one of *happy*, *not happy*, *sad*, *not sad* among 0 to 40 other
    words. The score of positive is the larger one for *happy* and *not sad*,
    the score of negative for the others.

    Returns:
        E: Float array `(5, d)`, a vector for each id.
        W1: Float array `(d, u)`.
        b1: Float array `(u,)`.
        W2: Float array `(u, 2)`.
        b2: Float array `(2,)`.
    """
    # 1. Choose a vector for each word.
    # 2. Choose what each hidden unit adds and subtracts.
    # 3. Choose which units speak for positive, and which for negative.
    ### BEGIN SOLUTION
    E = np.vstack([np.zeros(3), np.eye(3), np.zeros(3)])
    # Units: happy and no not; sad and no not; happy; sad.
    W1 = np.array([[-1, -1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]], float)
    W2 = np.array([[1, -1], [-1, 1], [0, 1], [1, 0]], float)
    return E, W1, np.zeros(4), W2, np.zeros(2)
    ### END SOLUTION


# %% check="not_gate"
check("not_gate")

# %% [markdown] id="not_gate_think"
# **Think.** Write down why no line does it.
#
# <details><summary>Answer</summary>
#
# Without a hidden layer, *not* adds the same to the score beside *happy* and beside *sad*. It
# would have to add something negative beside *happy* and something positive beside *sad*.
#
# </details>

# %% [markdown] id="spaces_note"
# ## 12. What the hidden layer did
#
# Forty quartets of held-out words: in the space of means, and in your trained net. In the means
# we look along two directions: from the bad words to the good ones, and from the straight
# reviews to those that are turned round. Good ones turned round lie on the good side still. In the
# hidden layer we look along the direction in which positive and negative scores differ.

# %% id="spaces" tags=["plot"]
M = means_of(texts.quartets)
good, denied = [1.0, 1, -1, -1], [-1.0, 1, -1, 1]
word, turned = (np.tile(signs, len(M) // 4) @ M for signs in (good, denied))
word, turned = word / np.linalg.norm(word), turned / np.linalg.norm(turned)
left = (M - M.mean(axis=0)) @ np.stack([word, turned], axis=1)

(W1, b1), _, (W2, b2), _ = keras.tree.map_structure(np.asarray, head.weights)
hidden = np.maximum(M @ W1 + b1, 0)
across = W2[:, 0] - W2[:, 2]
score = hidden @ across + b2[0] - b2[2]
rest = hidden - hidden.mean(axis=0)
rest = rest - np.outer(rest @ across, across) / (across @ across)
right = np.stack([score, rest @ np.linalg.svd(rest)[2][0]], axis=1)
layer_plots.two_spaces(left, right)

# %% [markdown] id="table_note"
# ## 13. What it takes
#
# Is it the hidden layer? Is it the vectors? Six nets, all trained on the same reviews: vectors of
# their own that began at random; the course's vectors, trained on; the course's vectors,
# frozen. Each without and with a hidden layer. And beside them two that count words. `utils`
# trains them in a compiled loop (the course's vectors frozen by the same plain descent as yours,
# the others by Adam, which they need).
#
# **Guess** first: half of the held-out reviews are positive, half negative. What does who
# understands the word and not the *not* score?

# %% id="table" tags=["train"]
rows, labels = pad(world.texts, word_to_id), world.labels
random = np.random.default_rng(0).normal(0, 0.1, table.shape)
starts = {
    "own vectors": (random, True),
    "course, trained on": (table, True),
    "course, frozen": (table, False),
}
rivals, scores = {}, {}
held_out = pad(texts.negation.texts, word_to_id), texts.negation.labels
for name, (start, learn) in starts.items():
    for units in (0, 32):
        rivals[name, units] = review_study.train_mean_net(
            rows, labels, start, hidden=units, learn_table=learn
        )
    scores[name] = [
        np.mean(rivals[name, units].answers(held_out[0]) == held_out[1])
        for units in (0, 32)
    ]
for name, model in review_study.word_counters(world).items():
    print(f"{name}: {model.score(texts.negation.texts, held_out[1]):.2f}")

# %% [markdown] id="table_picture_note"
# All of them get at least 70 % of the reviews right that they learned from.

# %% id="table_picture" tags=["plot"]
layer_plots.score_table(scores, "Vectors and a hidden layer")

# %% [markdown] id="table_think"
# Both are needed. Five of the six are below chance, or about there. Nets with vectors of their own learn a rule for each word that they saw turned
# round, and know nothing of the others: they read the word and not the *not*. Vectors that are
# trained on drift away from the words that are not turned round. A linear net has no room for an
# XOR.
#
# **Think.** Why is below chance worse than ignorance?
#
# <details><summary>Answer</summary>
#
# Who knew nothing would be right half of the time. These are sure, and wrong: they have learned
# what *superb* means, and say so where it is denied.
#
# </details>

# %% [markdown] id="slider_note"
# ## 14. How many words must be turned round?
#
# In training, *not* turned 40 words round. What if it were fewer? Each net below sees as many
# reviews as yours; where a word may not be turned round, another one stands in its place. Move
# the slider. **All figures here hang on one split of the words**: which half was left out was
# drawn once. Other splits give other figures.

# %% id="slider" tags=["explore"]
by_count, reads = {}, {}
for each in (0, 1, 2, 5, 10, 20):
    fewer = reviews.turn_only(world, each, np.random.default_rng(each))
    rows = pad(fewer.texts, word_to_id), fewer.labels, table
    fit = review_study.train_mean_net(*rows, hidden=32, learn_table=False)
    by_count[2 * each] = np.mean(fit.answers(held_out[0]) == held_out[1])
    reads[2 * each] = fit
shown = texts.quartets.texts[:8]
review_study.TurnedSlider(by_count, reads, shown, pad(shown, word_to_id))

# %% [markdown] id="independent_note"
# ## 15. Out of the closed world
#
# Now reviews that were **written**: 750 to learn from, 150 to choose by, 150 independent ones to be
# scored once. All of them were written by a language model for this course, none by a customer.
# The labels are the writer's. A hundred were labelled a second time, from a list without labels.
#
# Your framework against naive Bayes, tuned. The number of steps was chosen by the 150.

# %% id="independent" tags=["train"]
ids_of = reviews.number_words(texts.train.texts)
open_table = reviews.centred_table(vectors, ids_of)
open_reader = Serial(Embedding(*open_table.shape), Mean())
open_reader.weights = [[open_table], []]


def open_means(group):
    """Reads written reviews."""
    return ops.convert_to_numpy(open_reader(pad(group.texts, ids_of)))


open_head = Serial(Dense(32), ReLU(), Dense(3), LogSoftmax())
rng = np.random.default_rng(1)
open_head.init_weights((open_table.shape[1],), rng)
X, y, STEPS = open_means(texts.train), texts.train.labels, 600
for step in range(STEPS):
    rows = rng.integers(0, len(X), 32)
    train_step(open_head, X[rows], y[rows], 1 - step / STEPS)

test = texts.independent
said = np.argmax(open_head(open_means(test)), axis=1)
written = texts.train, texts.validation
counts = classification.tuned_word_counts(*written, split=reviews.words_of)
counted = counts.predict(test.texts)
for name, answers in {"your net": said, "naive Bayes": counted}.items():
    print(name, classification.accuracy_interval(answers, test.labels))
print("net against counts:", classification.mcnemar(said, counted, test.labels))

# %% [markdown] id="doubt_note"
# How good are these labels, and how independent are the texts? Some share a run of four words
# with the reviews to learn from, which flatters. Here are the figures without them.

# %% id="doubt" tags=["explore"]
first = dict(zip(test.texts, test.labels, strict=True))
second = texts.second_labels
equal = sum(first[text] == label for text, label in second.items())
print(f"labelled twice: {equal} of {len(second)} agree")
fresh = ~reviews.shares_run(test.texts, texts.train.texts)
for name, answers in {"your net": said, "naive Bayes": counted}.items():
    part = classification.accuracy_interval(answers[fresh], test.labels[fresh])
    print(f"{name}, on the {fresh.sum()} others: {part}")
by_choice = counts.score(texts.validation.texts, texts.validation.labels)
print(f"naive Bayes, on the reviews to choose by: {by_choice:.2f}")
pairs = texts.same_bag
said = np.argmax(open_head(open_means(pairs)), axis=1)
both = classification.pairs_right(said, pairs.labels)
print(f"pairs of the same words, both right: {both:.2f}")

# %% [markdown] id="independent_think"
# Naive Bayes wins, and clearly: we had hoped for a draw. Written reviews praise and blame in a
# thousand ways, mostly without a word of feeling, and a quarter of the different words to learn from has no
# vector in the course's small world. Counts use them all. What was learned in the closed world
# is true there, and does not carry over by itself.
#
# Read the score of the counts with care, too. It is far better on the independent reviews than on
# those to choose by. All were written by one kind of writer to one brief, and the independent ones
# turn out to be nearer to those that were learned from, phrase by phrase. The card in
# `data/short_reviews` has the figures.
#
# **Think.** Why can your net never get both reviews of a pair of the same words right?
#
# <details><summary>Answer</summary>
#
# It sees their mean, and the means are equal. So are the answers, and the labels are not. A
# recurrent net, or attention, sees the order.
#
# </details>

# %% [markdown] id="needles_note"
# ## 16. Four needles
#
# Let a friend type a review. Four nets read it, all trained on the generated reviews: one counts
# words, one learned vectors of its own, one is linear, and the last is yours. They know the words
# of that small world; others are skipped. Try *never*, *hardly*, *almost* before a word of feeling
# that was never turned round in training: *happy*, say, or one of those printed.

# %% id="needles" tags=["plot"]
REVIEW = "the film was never wonderful"

print("never turned round:", *sorted(set(texts.negation.words))[:12])
row = pad([REVIEW], word_to_id)
layer_plots.needles(
    REVIEW,
    {
        "counts": counter.predict_proba([REVIEW])[0],
        "own vectors": rivals["own vectors", 32].probabilities(row)[0],
        "linear": rivals["course, frozen", 0].probabilities(row)[0],
        "yours": np.exp(ops.convert_to_numpy(net(row)))[0],
    },
)

# %% [markdown] id="summary"
# ## Summary
#
# - A layer is a class: weights, an output, a mask, a shape. A row of layers is a layer.
# - `grad` turns a loss into slopes, by a record of what was computed. NumPy in between cuts it.
# - Padding must change nothing: the mask travels beside the output, up to the mean.
# - *Not* is an XOR. It takes a hidden layer, and vectors in which unseen words lie near seen ones.
# - In a closed world all this can be shown. On written reviews, counting words was better.

# %% [markdown] id="going_further"
# ## Going further
#
# - First weights: Glorot and Bengio, *Understanding the difficulty of training deep feedforward
#   neural networks*, 2010, https://proceedings.mlr.press/v9/glorot10a.html.
# - Means of vectors with layers on top: Iyyer, Manjunatha, Boyd-Graber and Daumé III, *Deep
#   unordered composition rivals syntactic methods for text classification*, 2015,
#   https://doi.org/10.3115/v1/P15-1162.
# - Records walked backward: Baydin, Pearlmutter, Radul and Siskind, *Automatic differentiation in
#   machine learning: a survey*, 2018, https://arxiv.org/abs/1502.05767.
# - Sentiment that minds the order: Socher and others, *Recursive deep models for semantic
#   compositionality over a sentiment treebank*, 2013, https://aclanthology.org/D13-1170.
# - What tests of negation show of large models: Ribeiro, Wu, Guestrin and Singh, *Beyond accuracy:
#   behavioral testing of NLP models with CheckList*, 2020, https://arxiv.org/abs/2005.04118.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
