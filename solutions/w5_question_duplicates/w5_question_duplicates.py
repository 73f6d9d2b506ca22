# %% [markdown] id="title"
# # Have you asked that before?
# %% [markdown] id="result" picture="result.png"
# ![The cosines of eight questions with eight others, twice: before training all are alike, after training those on the diagonal, where both ask the same, stand out](result.png)
#
# **The story.** A help desk should find the question that somebody has asked before,
# in other words. It compares, it does not classify: what is new today can be found
# tomorrow, and nothing is trained again.
#
# You **draw** batches, **build** one encoder, **train** it against wrong answers and
# **test** it where it hurts. 20 minutes of reading and 85 of solving · 100 points and two
# bonuses · you should know an LSTM in Keras, masks and the cosine.
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
sys.path[:0] = [str(p) for p in here if (p / "utils/questions.py").is_file()]

from utils.quiet import import_quietly

import_quietly("keras")
import keras
import numpy as np
from keras import ops

from autograder import begin, check, failing, restore, scoreboard
from utils import embeddings, question_plots, question_study, spoken_words
from utils import questions as asked

begin("w5_question_duplicates")

# %% [markdown] id="act_note"
# ## First a guess
#
# Two pairs of questions. One pair asks the same. Guess before you run: to which
# does counting common words give the higher score?

# %% id="first_guess" tags=["explore"]
for one, other in (
    ("How old are you?", "What is your age?"),
    ("Where are you from?", "Where are you going?"),
):
    a, b = (set(text.lower().strip("?").split()) for text in (one, other))
    print(f"{len(a & b)} of {len(a | b)} words in common: {one} {other}")

# %% [markdown] id="questions_note"
# ## The questions
#
# Banks compare signatures on checks, and your phone your face with the one it
# keeps. Forums compare questions. None of them has a class for everybody: they
# ask whether **two** inputs belong together.
#
# Our questions were written for this course. An **intent** is something to ask,
# in five wordings. Most have a slot: the weather in Paris is one question, the
# weather in Rome another. We call the five wordings with one filler a **group**.
# Thirty intents, on subjects of their own, are held out: nothing is learned from
# them.
#
# **Axes.** Examples come first: ids `(batch, timesteps)`, vectors `(batch, d)`.
# Row i of `v1` and row i of `v2` mean the same, all other rows something else.
# Week 1 has features first, `(n_x, m)`.

# %% id="questions" tags=["explore"]
questions = asked.load_questions()
groups = questions.groups("train")
vectors = embeddings.load_vectors("course")
word_to_index = {word: row + 1 for row, word in enumerate(vectors.words)}
read = asked.Reader(word_to_index)

print(f"{len(questions.known)} intents to learn from, {len(groups)} groups:")
for text in groups[0]:
    print("  " + text)
print("As ids:", read(groups[0][:1])[0, :12])

# %% [markdown] id="question_batches_task"
# ## 1. Batches with no duplicate inside
#
# Of a batch, row i of one list and row i of the other are duplicates. All other
# rows must be something else, for they will serve as the wrong answers. So the
# questions of one list come from **different** groups.
#
# $$ \text{first}_i, \text{second}_i \in G_{k_i}, \qquad
# \text{first}_i \ne \text{second}_i, \qquad k_i \ne k_j $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $G_k$ | `groups[k]` | a list | questions that mean the same |
# | $k_1, \dots, k_b$ | | b numbers | the groups of this batch, all different |
# | $b$ | `batch_size` | a number | rows of a batch |
#
# > **Exercise 1 of 11 · `question_batches` · 10 points**
# >
# > Draw batches of question pairs without end.
# >
# > **In:** groups, batch size, generator. **Out:** a generator of `(first, second)`. (about 7 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# In an endless loop: draw the groups of this batch, then from each of them two
# questions. Every draw is one without replacement.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `rng.choice` with its argument `replace`, or `rng.permutation`; `yield` in
# `while True`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `rng.choice(7, 3, replace=False)` gives 3 of the numbers 0 to 6, in random order.
# Both lists have `batch_size` strings.
#
# </details>


# %% exercise="question_batches"
def question_batches(groups, batch_size, rng):
    """Draws batches of pairs of questions that mean the same, without end.

    In each batch, every choice of `batch_size` different groups is equally
    likely, in every order, however large a group is. So are the two different
    questions of a group, in both orders. Whether a group comes again before
    all others have come is left open.

    Args:
        groups: List of lists of at least two questions (strings), all
            different. Not changed.
        batch_size: Int, at least 1, how many groups a batch has.
        rng: A `numpy.random.Generator`, which draws everything.

    Returns:
        A generator of pairs `(first, second)` of lists of `batch_size`
        questions.

    Raises:
        ValueError: If there are fewer groups than `batch_size`; it may come
            with the call or with the first batch.
    """
    # 1. Without end: draw different groups; too few are an error.
    # 2. Of each draw two different questions, and yield both lists.
    ### BEGIN SOLUTION
    while True:
        first, second = [], []
        for k in rng.choice(len(groups), batch_size, replace=False):
            i, j = rng.choice(len(groups[k]), 2, replace=False)
            first.append(groups[k][i])
            second.append(groups[k][j])
        yield first, second
    ### END SOLUTION


# %% check="question_batches"
check("question_batches")

# %% [markdown] id="batch_example_note"
# Here is a batch of four, drawn by your own code: duplicates side by side.

# %% id="batch_example" tags=["explore"]
first, second = next(question_batches(groups, 4, np.random.default_rng(3)))
for one, other in zip(first, second, strict=True):
    print(f"{one:60} {other}")

# %% [markdown] id="question_batches_think"
# **Think.** Two rows of a batch may be of one intent, with two fillers: the
# weather in Paris, the weather in Rome. Is that a fault?
#
# <details><summary>Answer</summary>
#
# No, they mean different things. Such rows are the wrong answers that are hardest
# to tell from the right one, and you will see how hard they stay.
#
# </details>

# %% [markdown] id="build_encoder_task"
# ## 2. One encoder, used twice
#
# An encoder turns a question into a vector of length 1. Both questions of a pair
# go through the **same** encoder: two sister nets that share their weights
# (elsewhere: a Siamese network). There is one set of weights to train.
#
# $$ v = \frac{h}{\lVert h \rVert}, \qquad h = \operatorname{LSTM}(E_{k_1}, \dots, E_{k_T}) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $k_t$ | the model's input | `(batch, T)` | word ids, 0 is padding |
# | $E$ | `embedding` | `(V + 1, 100)` | a frozen layer that is handed in; it makes the mask |
# | $h$ | | `(batch, units)` | the last state |
# | $v$ | the model's output | `(batch, units)` | the question as a vector of length 1 |
#
# > **Exercise 2 of 11 · `build_encoder` · 13 points**
# >
# > Build a Keras model from word ids to vectors of length 1.
# >
# > **In:** embedding layer, number of units. **Out:** a `keras.Model`. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Input, embedding, something that reads a sequence and heeds the mask, division
# by the length. An LSTM will do; so will other readers.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.Input` with `dtype="int32"`, `keras.layers.LSTM`, `keras.ops.sum` with
# `keepdims=True`, `keras.ops.maximum`. Where nothing was read, the state is zeros,
# and 0/0 is not a number.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `keras.Input((None,), ...)` takes rows of any length. The squares are summed over
# axis 1, so that `(batch, units)` is divided by `(batch, 1)`.
#
# </details>


# %% exercise="build_encoder"
def build_encoder(embedding, units):
    """Builds an encoder from word ids to vectors of length 1.

    Padding (id 0) changes nothing, wherever it stands; a row of padding alone
    gives finite numbers, of any length. Every word counts, the first as well as
    the last.
    The layer that is handed in is used as it is, and stays so in training.

    Args:
        embedding: A frozen Keras layer from int ids `(batch, T)` to vectors
            `(batch, T, n)`, which masks id 0.
        units: Int, the size of the result.

    Returns:
        A `keras.Model`, not compiled, from int ids `(batch, T)`, for any T, to
        float vectors `(batch, units)` of length 1.
    """
    # 1. Input: word ids, any number of them.
    # 2. The embedding, and a reader that heeds its mask.
    # 3. Divide by the length, safe where it is 0.
    ### BEGIN SOLUTION
    ids = keras.Input((None,), dtype="int32")
    states = keras.layers.LSTM(units)(embedding(ids))
    squares = ops.sum(ops.square(states), axis=1, keepdims=True)
    return keras.Model(ids, states / ops.sqrt(ops.maximum(squares, 1e-12)))
    ### END SOLUTION


# %% check="build_encoder"
check("build_encoder")

# %% id="untrained" tags=["train"]
keras.utils.set_random_seed(1)
embedding = question_study.frozen_embedding(vectors)
encoder = build_encoder(embedding, 64)
print(f"{encoder.count_params():,} numbers, the word vectors included.")

# %% [markdown] id="build_encoder_think"
# **Think.** Why not two encoders, one for old questions and one for new ones?
#
# <details><summary>Answer</summary>
#
# "Is A like B" must be "is B like A", and a question must be most like itself. Two
# sets of weights promise neither, and learn each from half of the questions.
#
# </details>

# %% [markdown] id="cosine_scores_task"
# ## 3. All pairs at once
#
# A batch of b pairs is more than b comparisons: each question of one list can be
# compared with each of the other. On the diagonal of that matrix stand the
# duplicates; everywhere else stand pairs that mean something else.
#
# $$ S_{ij} = \cos(v2_i, v1_j) = \frac{v2_i \cdot v1_j}{\lVert v2_i \rVert \, \lVert v1_j \rVert} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $v1, v2$ | `v1`, `v2` | `(b, d)` | encoded questions, of any length |
# | $S$ | what you return | `(b, b)` | **rows are v2**, columns are v1 |
#
# > **Exercise 3 of 11 · `cosine_scores` · 9 points**
# >
# > Compute the cosine of each row of `v2` with each row of `v1`.
# >
# > **In:** two arrays of vectors. **Out:** the matrix S. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Bring both to length 1; then one product of matrices does the rest. A vector of
# zeros has no direction: see that nothing is divided by 0.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.ops.matmul`, `keras.ops.transpose`, `keras.ops.sqrt`, `keras.ops.maximum`.
# Training sends gradients through, so use `keras.ops` and not NumPy.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(b, d)` times `(d, b)`. Lengths are `(b, 1)`.
#
# </details>


# %% exercise="cosine_scores"
def cosine_scores(v1, v2):
    """Computes the cosines of all pairs of rows of two matrices.

    Lengths may be small or large, from a thousandth to thousands. A vector of
    zeros has the cosine 0 with everything. Gradients flow to both, and are
    finite, where a vector is zeros, too.

    Args:
        v1: Float32 array or tensor `(b, d)`.
        v2: Float32 array or tensor `(b, d)`.

    Returns:
        Float array or tensor `(b, b)`; entry `[i, j]` is the cosine of row i
        of `v2` and row j of `v1`.
    """
    # 1. Divide each row by its length, safe where it is 0.
    # 2. Multiply: rows are v2.
    ### BEGIN SOLUTION
    rows = []
    for v in (v1, v2):
        squares = ops.sum(ops.square(v), axis=1, keepdims=True)
        rows.append(v / ops.sqrt(ops.maximum(squares, 1e-12)))
    return ops.matmul(rows[1], ops.transpose(rows[0]))
    ### END SOLUTION


# %% check="cosine_scores"
check("cosine_scores")

# %% id="matrix_before" tags=["plot"]
eight = question_batches(groups, 8, np.random.default_rng(5))
first, second = next(eight)


def matrix_of(first, second):
    """Computes the scores of two lists, by the encoder as it is now."""
    v1, v2 = (encoder(read(texts)) for texts in (first, second))
    return ops.convert_to_numpy(cosine_scores(v1, v2))


before = matrix_of(first, second)
question_plots.score_matrices({"before": before}, "Eight pairs, untrained")

# %% [markdown] id="cosine_scores_think"
# **Think.** Suppose all numbers were between 0.8 and 0.9. Is that a bad encoder?
#
# <details><summary>Answer</summary>
#
# Not for that reason. Not the size of a score counts, but whether the diagonal
# stands out of its row: for that there is a threshold, chosen later.
#
# </details>

# %% [markdown] id="triplet_loss_task"
# ## 4. Three questions
#
# Take an **anchor**, a **positive** that means the same, and a **negative** that
# does not. The anchor should be more like the positive, and by a margin: else a
# hair's breadth would do. Once it is, there is nothing left to learn here, and the
# loss is 0. So nobody asks that negatives come to -1.
#
# $$ \mathcal{L} = \max\big(\cos(a, n) - \cos(a, p) + \alpha,\; 0\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $a, p, n$ | `anchor`, `positive`, `negative` | `(m, d)` | row by row a triplet |
# | $\alpha$ | `margin` | a number | by how much (elsewhere: alpha) |
# | $\mathcal{L}$ | what you return | `(m,)` | a loss for each triplet |
#
# > **Exercise 4 of 11 · `triplet_loss` · 10 points**
# >
# > Compute the loss of each triplet.
# >
# > **In:** three arrays of vectors, margin. **Out:** the losses. (about 4 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Two cosines a row; then the formula. Your exercise 3 knows cosines, of many more
# pairs than you need.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.ops.diagonal`, `keras.ops.maximum`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Of `(m, m)` cosines the diagonal is `(m,)`.
#
# </details>


# %% exercise="triplet_loss"
def triplet_loss(anchor, positive, negative, margin):
    """Computes the loss of each triplet of vectors.

    Vectors may have any length; one of zeros has the cosine 0 with all.
    Gradients flow to all three.

    Args:
        anchor: Float32 array or tensor `(m, d)`.
        positive: Float32 array or tensor `(m, d)`, row by row what means the
            same as the anchor.
        negative: Float32 array or tensor `(m, d)`, what means something else.
        margin: Float, at least 0.

    Returns:
        Float array or tensor `(m,)`, nowhere below 0.
    """
    # 1. The cosines of anchor and positive, of anchor and negative.
    # 2. Their difference and the margin, cut off at 0.
    ### BEGIN SOLUTION
    cos_ap = ops.diagonal(cosine_scores(anchor, positive))
    cos_an = ops.diagonal(cosine_scores(anchor, negative))
    return ops.maximum(cos_an - cos_ap + margin, 0)
    ### END SOLUTION


# %% check="triplet_loss"
check("triplet_loss")

# %% [markdown] id="triplet_loss_think"
# **Think.** Both cosines are 0.5, the margin is 0.2. What is the loss, and what
# would it be without the margin?
#
# <details><summary>Answer</summary>
#
# 0.2. Without the margin it is 0: all vectors in one point would be a perfect
# answer.
#
# </details>

# %% [markdown] id="triplet_kind_task"
# ## 5. Easy, semi-hard, hard
#
# From most triplets nothing is learned: the negative is about something else
# altogether, and the loss is 0. Three kinds have names.
#
# $$ \text{hard: } c_n \ge c_p \qquad \text{easy: } c_n + \alpha \le c_p \qquad \text{semi-hard: between} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $c_p$ | `cos_ap` | a number | cosine of anchor and positive |
# | $c_n$ | `cos_an` | a number | cosine of anchor and negative |
# | $\alpha$ | `margin` | a number | as above |
#
# > **Exercise 5 of 11 · `triplet_kind` · 9 points**
# >
# > Say of which kind a triplet is.
# >
# > **In:** two cosines, margin. **Out:** a string. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Ask for hard first, then for easy. What is left is semi-hard: in the right order,
# but too near.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `if` and `return`. Mind the equal signs.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Three numbers in, one of three strings out. With a margin of 0 and equal cosines,
# both formulas hold: hard comes first.
#
# </details>


# %% exercise="triplet_kind"
def triplet_kind(cos_ap, cos_an, margin):
    """Tells how hard a triplet is.

    Where a triplet is hard by the formula, it is hard whatever the margin.

    Args:
        cos_ap: Float, the cosine of anchor and positive.
        cos_an: Float, the cosine of anchor and negative.
        margin: Float, at least 0.

    Returns:
        `"hard"`, `"easy"` or `"semi-hard"`.
    """
    # 1. Hard: the negative is at least as near as the positive.
    # 2. Easy: it is farther by the margin at least.
    # 3. Otherwise semi-hard.
    ### BEGIN SOLUTION
    if cos_an >= cos_ap:
        return "hard"
    if cos_an + margin <= cos_ap:
        return "easy"
    return "semi-hard"
    ### END SOLUTION


# %% check="triplet_kind"
check("triplet_kind")

# %% [markdown] id="kinds_by_chance_note"
# How many triplets of each kind does a batch of 64 hold, before any training?

# %% id="kinds_by_chance" tags=["explore"]
MARGIN = 0.25
first, second = next(question_batches(groups, 64, np.random.default_rng(6)))
S = matrix_of(first, second)
kinds = [
    triplet_kind(S[i, i], S[i, j], MARGIN)
    for i in range(64)
    for j in range(64)
    if i != j
]
for kind in ("easy", "semi-hard", "hard"):
    print(f"{kind:10}{kinds.count(kind) / len(kinds):.2f} of all triplets")

# %% [markdown] id="triplet_kind_think"
# **Think.** This is before training. What becomes of the shares in training, and
# why is the loss alone a poor sign of progress?
#
# <details><summary>Answer</summary>
#
# Nearly all triplets become easy. The mean loss then falls because there is little
# left to learn from, not because the hard ones are solved.
#
# </details>

# %% [markdown] id="mean_negative_task"
# ## 6. The mean of the wrong answers
#
# Instead of one random negative we take what the batch offers. The first way: the
# mean of the others of a row. It wavers less than any single one of them.
#
# $$ \text{mean}_i = \frac{1}{b - 1} \sum_{j \ne i} S_{ij} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $S$ | `S` | `(b, b)` | your exercise 3 |
# | mean | what you return | `(b,)` | one number a row |
#
# > **Exercise 6 of 11 · `mean_negative` · 8 points**
# >
# > Average what is not on the diagonal, row by row.
# >
# > **In:** the matrix S. **Out:** the means. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The sum of a row without its diagonal, divided by how many that are.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.ops.sum`, `keras.ops.diagonal`, `keras.ops.full`. A batch of one has no
# negatives.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Rows are summed over axis 1. Sums and diagonal are both `(b,)`.
#
# </details>


# %% exercise="mean_negative"
def mean_negative(S):
    """Averages the numbers of each row that are not on the diagonal.

    Negative numbers count as all others do. Gradients flow to S.

    Args:
        S: Float32 array or tensor `(b, b)`, cosines from -1 to 1.

    Returns:
        Float array or tensor `(b,)`; `-inf` where b is 1.
    """
    # 1. A single row has no others.
    # 2. Sum without the diagonal, divided by their number.
    ### BEGIN SOLUTION
    b = S.shape[0]
    if b == 1:
        return ops.full((1,), -np.inf)
    others = ops.sum(S, axis=1) - ops.diagonal(S)
    return others / (b - 1)
    ### END SOLUTION


# %% check="mean_negative"
check("mean_negative")

# %% [markdown] id="mean_negative_think"
# **Think.** In a batch of 64, one wrong answer is terribly near and 62 are far.
# What does the mean say?
#
# <details><summary>Answer</summary>
#
# That all is well. It needs a partner who looks for the near one.
#
# </details>

# %% [markdown] id="closest_negative_task"
# ## 7. The closest wrong answer
#
# The second way: of each row the largest number that is still **below its
# diagonal**. It is next in line to be mistaken. Why not simply the largest? We
# shall try that, and see what it does.
#
# $$ \text{closest}_i = \max \{ S_{ij} : j \ne i, \; S_{ij} < S_{ii} \}, \qquad -\infty \text{ if there is none} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $S_{ii}$ | the diagonal | `(b,)` | the scores of the duplicates |
# | closest | what you return | `(b,)` | one number a row |
#
# > **Exercise 7 of 11 · `closest_negative` · 13 points**
# >
# > Find the largest number of each row that is below the row's diagonal.
# >
# > **In:** the matrix S. **Out:** the closest negatives. (about 4 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Put `-inf` wherever a number may not win, then take the maximum. All numbers of a
# row may be negative, so that 0 would win where it must not.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.ops.where`, `keras.ops.diagonal`, `keras.ops.max`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# To compare `(b, b)` with the diagonal row by row, the diagonal must be `(b, 1)`:
# `keras.ops.expand_dims`.
#
# </details>


# %% exercise="closest_negative"
def closest_negative(S):
    """Finds the largest number of each row that is below its diagonal.

    A number equal to the diagonal is not below it. Gradients flow to S.

    Args:
        S: Float32 array or tensor `(b, b)`, cosines from -1 to 1.

    Returns:
        Float array or tensor `(b,)`; `-inf` for a row where nothing is below
        the diagonal.
    """
    # 1. The diagonal as a column.
    # 2. -inf where a number is not below it; then the largest of each row.
    ### BEGIN SOLUTION
    diagonal = ops.expand_dims(ops.diagonal(S), axis=1)
    below = ops.where(S < diagonal, S, -np.inf)
    return ops.max(below, axis=1)
    ### END SOLUTION


# %% check="closest_negative"
check("closest_negative")

# %% [markdown] id="negatives_of_a_row_note"
# The first rows of that batch: the score of the duplicate, and what stands against
# it.

# %% id="negatives_of_a_row" tags=["explore"]
means, closest = mean_negative(S), closest_negative(S)
print("diagonal  mean   closest")
for i in range(4):
    print(f"{S[i, i]:8.2f}{float(means[i]):7.2f}{float(closest[i]):8.2f}")

# %% [markdown] id="closest_negative_think"
# **Think.** In a row, three wrong answers are above the diagonal. Which of them
# does the closest negative teach about?
#
# <details><summary>Answer</summary>
#
# None: it looks below. The mean pulls all of them down a little, and other batches
# meet them in another order.
#
# </details>

# %% [markdown] id="hard_negative_loss_task"
# ## 8. Both together
#
# $$ J = \sum_i \max(\text{mean}_i - S_{ii} + \alpha, 0) + \sum_i \max(\text{closest}_i - S_{ii} + \alpha, 0) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $S$ | from `v1`, `v2` | `(b, b)` | exercise 3 |
# | mean, closest | | `(b,)` | exercises 6 and 7 |
# | $\alpha$ | `margin` | a number | as above |
# | $J$ | what you return | a number | a **sum** over the batch |
#
# > **Exercise 8 of 11 · `hard_negative_loss` · 14 points**
# >
# > Compute the loss of a batch with both kinds of negatives.
# >
# > **In:** two arrays of vectors, margin. **Out:** a number. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The formula, with two hinges: each of the two is cut off at 0 by itself.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# Your exercises 3, 6 and 7, and `keras.ops.maximum`. What is `-inf` falls away in
# the hinge.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Means, closest ones and diagonal are `(b,)`; the sum over the rows is one number.
#
# </details>


# %% exercise="hard_negative_loss"
def hard_negative_loss(v1, v2, margin):
    """Computes the loss of a batch from mean and closest negatives.

    A row without a closest negative has no second term. A batch of one has no
    loss. A vector of zeros has the cosine 0 with everything. Gradients are
    finite, in these cases too.

    Args:
        v1: Float32 array or tensor `(b, d)`.
        v2: Float32 array or tensor `(b, d)`; row i means the same as row i of
            `v1`, all others something else.
        margin: Float, at least 0, for each of the two terms.

    Returns:
        Float or scalar tensor, at least 0.
    """
    # 1. All scores, and the diagonal.
    # 2. For both kinds of negatives the hinge, summed over the rows.
    ### BEGIN SOLUTION
    S = cosine_scores(v1, v2)
    positive = ops.diagonal(S)
    by_mean = ops.maximum(mean_negative(S) - positive + margin, 0)
    by_closest = ops.maximum(closest_negative(S) - positive + margin, 0)
    return ops.sum(by_mean) + ops.sum(by_closest)
    ### END SOLUTION


# %% check="hard_negative_loss"
check("hard_negative_loss")

# %% [markdown] id="train_note"
# Now train. Three encoders begin alike, see the same batches and differ in the
# negatives alone: a random one for each question (your `triplet_loss`), mean and
# closest (your `hard_negative_loss`), and the highest of all, which is the nearest
# that could be taken.

# %% id="losses" tags=["train"]
STEPS = 600


def random_terms(v1, v2):
    """Takes the neighbour in the batch as negative: one drawn at random."""
    return triplet_loss(v2, v1, ops.roll(v1, 1, axis=0), MARGIN)


def closest_terms(v1, v2):
    """Computes what the closest negatives cost; below 0 they cost nothing."""
    scores = cosine_scores(v1, v2)
    return closest_negative(scores) - ops.diagonal(scores) + MARGIN


losses = {
    "random": lambda v1, v2: ops.sum(random_terms(v1, v2)),
    "mean and closest": lambda v1, v2: hard_negative_loss(v1, v2, MARGIN),
    "highest of all": lambda v1, v2: question_study.highest_loss(
        v1, v2, MARGIN
    ),
}

# %% [markdown] id="train_all_note"
# In training we count how many negatives of either kind still cost something,
# whatever the loss is. The third gets a quarter of the batches: they are enough to
# see what becomes of it. How many there are was chosen on the validation pairs.

# %% id="train" tags=["train"]
watch = {"random": random_terms, "closest": closest_terms}
encoders, seen = {}, {}
for name, loss in losses.items():
    keras.utils.set_random_seed(1)
    encoders[name] = build_encoder(embedding, 64)
    batches = question_batches(groups, 64, np.random.default_rng(1))
    steps = STEPS if name != "highest of all" else STEPS // 4
    seen[name] = question_study.train_encoder(
        encoders[name], batches, loss, read, steps, watch=watch
    )
    print(f"{name:17}{question_study.ending(seen[name])}")

# %% [markdown] id="collapse_note"
# Look at the third line. Where the **highest** wrong answer is taken, there is a
# cheap way out: put all questions into one point. Then every difference is 0, and
# every term equals the margin, never more. If the mean cosine printed there is
# near 1, that has happened (elsewhere: the collapse).

# %% [markdown] id="shares_note"
# What is left to learn from? Here are the shares of negatives that still cost
# something, while the encoder with mean and closest negatives is trained.

# %% id="shares" tags=["plot"]
question_plots.shares_above_zero(
    {name: seen["mean and closest"][name] for name in watch},
    "Mean and closest negatives: what still costs something",
)

# %% [markdown] id="matrix_after_note"
# And the eight pairs of before, whose fillers and intents are known:

# %% id="matrix_after" tags=["plot"]
encoder = encoders["mean and closest"]
first, second = next(question_batches(groups, 8, np.random.default_rng(5)))
panels = {"before": before, "after": matrix_of(first, second)}
question_plots.score_matrices(panels, "Eight pairs, those that match bold")

# %% [markdown] id="hard_negative_loss_think"
# **Think.** Why do the closest ones *below the diagonal* not draw everything into
# one point?
#
# <details><summary>Answer</summary>
#
# A number below the diagonal is in the right order already; its term only asks for
# more distance. Numbers above it have no such term: nothing is gained by giving in
# to them.
#
# </details>

# %% [markdown] id="choose_threshold_task"
# ## 9. From scores to an answer
#
# A score is no answer yet. Above which score are two questions "the same"? That
# number is **chosen on validation pairs**, which are neither trained on nor used
# for the final figures. Nothing new can come from a number between two neighbouring
# scores, so midpoints suffice.
#
# $$ \tau = \arg\max_{t} \sum_i \big[\, (\text{score}_i > t) = \text{duplicate}_i \,\big] $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | score | `scores` | `(m,)` | one number a pair |
# | duplicate | `is_duplicate` | `(m,)` | True where both mean the same |
# | $\tau$ | what you return | a number | the threshold |
#
# > **Exercise 9 of 11 · `choose_threshold` · 14 points**
# >
# > Find the threshold with which most pairs come out right.
# >
# > **In:** scores, truth. **Out:** the threshold. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Make a list of candidates, count for each how many pairs are right, take the best.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.unique` sorts and drops repeats; `numpy.argmax` gives the first of equals.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# n different scores have n + 1 candidates: n - 1 midpoints and the two ends.
#
# </details>


# %% exercise="choose_threshold"
def choose_threshold(scores, is_duplicate):
    """Chooses the threshold above which pairs count as duplicates.

    The candidates are the midpoints between neighbouring different scores, 1
    below the lowest and 1 above the highest. A pair counts as a duplicate if
    its score is **greater** than the threshold. Of equally good candidates
    the lowest is taken.

    Args:
        scores: Floats `(m,)`, a list or an array, in any order.
        is_duplicate: Bools or 0 and 1 `(m,)`, a list or an array.

    Returns:
        Float, the threshold with which most pairs come out right.

    Raises:
        ValueError: If there is no pair.
    """
    # 1. Refuse if there is nothing to choose by.
    # 2. Candidates, from the lowest to the highest.
    # 3. Count what each gets right; return the first of the best.
    ### BEGIN SOLUTION
    scores = np.asarray(scores, dtype=float)
    is_duplicate = np.asarray(is_duplicate, dtype=bool)
    if len(scores) == 0:
        raise ValueError("A threshold needs at least one pair.")
    levels = np.unique(scores)
    between = (levels[:-1] + levels[1:]) / 2
    candidates = np.concatenate(([levels[0] - 1], between, [levels[-1] + 1]))
    right = [np.sum((scores > t) == is_duplicate) for t in candidates]
    return float(candidates[np.argmax(right)])
    ### END SOLUTION


# %% check="choose_threshold"
check("choose_threshold")

# %% [markdown] id="pairs_note"
# ### New fillers, new intents
#
# Half of the pairs are duplicates. The first test has the intents you trained on,
# with cities and dishes that no training question names. The second has the thirty
# intents that were held out. In brackets stands a 95 % interval over intents: so
# far might the figure stray if other intents had been written.

# %% id="pairs" tags=["explore"]
with_slot = [name for name in questions.known if questions.slot(name)]
rng = np.random.default_rng(7)
validation = asked.make_pairs(questions, with_slot, "validation", rng)
tests = {
    "new fillers": asked.make_pairs(questions, with_slot, "test", rng),
    "new intents": asked.make_pairs(
        questions, list(questions.held_out), "test", rng
    ),
}


def encode_with(model):
    """Makes a function from questions to vectors out of an encoder."""
    return lambda texts: model.predict_on_batch(read(texts))


def mean_of_vectors(texts):
    """Averages word vectors: no training at all."""
    return question_study.mean_vectors(embedding, read(texts))


ways = {
    "common words": question_study.word_overlap(groups),
    "mean vector": mean_of_vectors,
    "random": encode_with(encoders["random"]),
    "mean and closest": encode_with(encoders["mean and closest"]),
}

# %% [markdown] id="scores_note"
# Each way of comparing gets its threshold from the validation pairs, and is then
# scored on both tests. The area (elsewhere: AUC) is the share of duplicates that
# score above a pair that is none, whatever the threshold.

# %% id="scores" tags=["explore"]
taus, rights = {}, {}
for name, encode in ways.items():
    scores = question_study.pair_scores(encode, validation)
    taus[name] = choose_threshold(scores, validation.is_duplicate)
    for test, pairs in tests.items():
        scores = question_study.pair_scores(encode, pairs)
        right = (scores > taus[name]) == pairs.is_duplicate
        rights[name, test] = right
        share = question_study.over_intents(right, pairs.intent)
        area = question_study.auc_over_intents(scores, pairs)
        print(f"{name:17}{test}: right {share}, area {area}")

# %% [markdown] id="gain_note"
# All ways judge the same pairs, so their difference is known better than the
# intervals above suggest. What do mean and closest negatives add to random ones?

# %% id="gain" tags=["explore"]
for test, pairs in tests.items():
    gain = 1.0 * rights["mean and closest", test] - rights["random", test]
    print(f"{test}: {question_study.over_intents(gain, pairs.intent)}")

# %% [markdown] id="kinds_note"
# One figure hides what is hard. Here are the shares right by the kind of pair.

# %% id="kinds" tags=["plot"]
shown = (
    ("random", "new fillers"),
    ("mean and closest", "new fillers"),
    ("mean and closest", "new intents"),
)
question_plots.by_kind(
    {
        f"{name}: {test}": question_study.right_by_kind(
            ways[name], tests[test], taus[name]
        )
        for name, test in shown
    },
    "What is right, by kind of pair",
)

# %% [markdown] id="written_note"
# ### Questions written to mislead
#
# Two hundred pairs were written before there was a model, and closed: duplicates
# share few words, the others nearly all. Nothing was chosen by them. An area of 0.5
# is chance; below it, a way of comparing is led astray.

# %% id="written" tags=["explore"]
written = asked.load_written_pairs()
for name, encode in ways.items():
    scores = question_study.pair_scores(encode, written)
    right = (scores > taus[name]) == written.is_duplicate
    share = question_study.over_intents(right, written.intent)
    area = question_study.auc_over_intents(scores, written)
    print(f"{name:17}right {share}, area {area}")

# %% [markdown] id="choose_threshold_think"
# **Think.** Compare new *fillers* with new *intents*, share and area, and both with
# the mean vector, which has learned nothing. Do the intervals overlap? What would it
# take?
#
# <details><summary>Answer</summary>
#
# Where the area holds up better than the share, some of the order carries over, and
# the threshold does not: it was chosen for intents that the encoder knows. So far as
# closest negatives gain on new fillers and not on new intents, they have taught which
# of **these** questions belong together. That *age* and *how old* ask the same is a
# fact about English, and 130 intents hold few such facts. It takes far more intents,
# or an encoder that has read far more.
#
# </details>

# %% [markdown] id="area_under_curve_task"
# ## 10. Bonus: without a threshold
#
# The area that the tables above print asks every duplicate against every pair that is
# none: how often does the duplicate score higher? A tie is half won.
#
# $$ A = \frac{1}{m_1 m_0} \sum_{i \text{ duplicate}} \; \sum_{j \text{ not}} \big( [s_i > s_j] + \tfrac{1}{2} [s_i = s_j] \big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $s$ | `scores` | `(m,)` | one number a pair |
# | $m_1, m_0$ | | numbers | pairs that are duplicates, and others |
# | $A$ | what you return | a number | from 0 to 1; 1/2 is chance |
#
# > **Exercise 10 of 11 · `area_under_curve` · bonus**
# >
# > Compute the share of comparisons that a duplicate wins.
# >
# > **In:** scores, truth. **Out:** the area. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Part the scores in two lists; then set each number of one against each of the other.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# Broadcasting, `numpy.mean`. Comparisons are 0 and 1 and can be averaged.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(m1, 1)` against `(1, m0)` gives all `(m1, m0)` comparisons.
#
# </details>


# %% exercise="area_under_curve"
def area_under_curve(scores, is_duplicate):
    """Computes how often a duplicate scores higher than a pair that is none.

    Every duplicate is compared with every pair that is none; a tie counts one
    half.

    Args:
        scores: Floats `(m,)`, a list or an array, in any order.
        is_duplicate: Bools or 0 and 1 `(m,)`, a list or an array.

    Returns:
        Float from 0 to 1.

    Raises:
        ValueError: If there is no duplicate, or nothing else.
    """
    # 1. The scores of duplicates, and of the others; refuse if one is missing.
    # 2. Compare all with all, and average.
    ### BEGIN SOLUTION
    scores = np.asarray(scores, dtype=float)
    is_duplicate = np.asarray(is_duplicate, dtype=bool)
    high, low = scores[is_duplicate], scores[~is_duplicate]
    if len(high) == 0 or len(low) == 0:
        raise ValueError("An area needs duplicates and pairs that are none.")
    gaps = high[:, None] - low[None]
    return float(np.mean((gaps > 0) + 0.5 * (gaps == 0)))
    ### END SOLUTION


# %% check="area_under_curve"
check("area_under_curve")

# %% [markdown] id="area_under_curve_think"
# **Think.** On the written pairs some areas lie far below 0.5. Could one turn the scores
# round and have a good judge?
#
# <details><summary>Answer</summary>
#
# On these pairs, yes: they were written so that what shares words is no duplicate. On
# any other pairs the judge would be as bad as it seemed good here.
#
# </details>

# %% [markdown] id="one_shot_task"
# ## 11. Bonus: one example is enough
#
# The same loss, other inputs: words that are spoken. A voice says the ten digits once,
# another voice says one of them. Which? Nothing of these ten words was learned from, so
# there is no class for them; there is one example each (elsewhere: one-shot learning).
#
# $$ k^* = \arg\max_k \cos\big(f(x_k), f(x)\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $f$ | `encoder` | a function | from a batch `(n, ...)` to vectors `(n, d)` |
# | $x_k$ | `support[k]` | `(...)` | the one example of class k |
# | $x$ | `query` | `(...)` | what is asked |
# | $k^*$ | what you return | a number | the class |
#
# > **Exercise 11 of 11 · `one_shot` · bonus**
# >
# > Find the example that is most like the query.
# >
# > **In:** encoder, examples, query. **Out:** the place of the nearest example. (about 4 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Encode the examples, encode the query, compare by the cosine.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.linalg.norm` with `axis=1`, `numpy.argmax`, `numpy.asarray` for what an encoder returns.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# An encoder takes a batch: `query[None]` is `(1, ...)`. The vectors of the examples are `(k, d)`.
#
# </details>


# %% exercise="one_shot"
def one_shot(encoder, support, query):
    """Finds the class of something from one example of each class.

    Args:
        encoder: Function from a float32 array `(n, ...)`, for any n, to
            vectors `(n, d)`, an array or a tensor. They may have any length,
            but none is zeros. It encodes each row by itself.
        support: Float32 array `(k, ...)`, one example of each of k classes.
        query: Float32 array `(...)`, shaped like one example.

    Returns:
        Int from 0 to k - 1, the place of the example whose vector has the
        largest cosine with that of the query. No two are equally near.
    """
    # 1. Encode both; the query as a batch of one.
    # 2. The place of the largest cosine.
    ### BEGIN SOLUTION
    rows = np.asarray(encoder(support))
    v = np.asarray(encoder(query[None]))[0]
    cosines = rows @ v / np.linalg.norm(rows, axis=1)
    return int(np.argmax(cosines))
    ### END SOLUTION


# %% check="one_shot"
check("one_shot")

# %% [markdown] id="sounds_note"
# The words are made by formulas, in crude voices. Sixty invented words to learn from,
# each by six voices, half of them with other voices murmuring behind. Your
# `question_batches` draws pairs of them, your `hard_negative_loss` trains a net that is
# no LSTM: a convolution and a GRU both ways.

# %% id="sounds" tags=["train"]
rng = np.random.default_rng(11)
words, sounds = spoken_words.training_words(60, 6, rng)
sound_encoder = spoken_words.sound_encoder()
keras.utils.set_random_seed(1)
sound_seen = question_study.train_encoder(
    sound_encoder,
    question_batches(words, 48, rng),
    lambda v1, v2: hard_negative_loss(v1, v2, MARGIN),
    lambda names: np.stack([sounds[name] for name in names]),
    200,
)
print(f"{len(words)} words, {len(sounds)} sounds")
print(question_study.ending(sound_seen))

# %% [markdown] id="listen_note"
# Listen: *seven* in one voice, then in another with a murmur behind.

# %% id="listen" tags=["explore"]
spoken_words.listen("seven", np.random.default_rng(13), noise=5)

# %% [markdown] id="one_shot_scores_note"
# Now the digits, never trained on: eight times one voice gives the examples and another
# is asked. Then with a murmur behind, only 5 decibels softer than the word. Then ten words
# that differ in one consonant, from *fat* to *wat*. Beside your encoder stand two who learn
# nothing: the mean spectrum, and warping, which stretches time until two sounds fit best.

# %% id="one_shot_scores" tags=["train"]
rng = np.random.default_rng(12)
one_shot_tests = {
    "digits": spoken_words.make_rounds(spoken_words.DIGITS, 8, rng),
    "digits, murmur": spoken_words.make_rounds(
        spoken_words.DIGITS, 8, rng, noise=5
    ),
    "near words": spoken_words.make_rounds(spoken_words.NEAR, 8, rng),
}
one_shot_ways = {
    "mean spectrum": lambda examples, query: one_shot(
        spoken_words.mean_spectrum, examples, query
    ),
    "warping": spoken_words.nearest_by_warping,
    "your encoder": lambda examples, query: one_shot(
        sound_encoder.predict_on_batch, examples, query
    ),
}

# %% [markdown] id="one_shot_shares_note"
# Each has 80 questions a test, and ten answers to choose from.

# %% id="one_shot_shares" tags=["plot"]
shares = {
    way: {
        test: spoken_words.share_right(choose, rounds)
        for test, rounds in one_shot_tests.items()
    }
    for way, choose in one_shot_ways.items()
}
for way, found in shares.items():
    for test, share in found.items():
        print(f"{way:15}{test:16}{share}")
question_plots.by_kind(
    shares, "One example each: which of ten words?", chance=0.1
)

# %% [markdown] id="one_shot_think"
# **Think.** In silence, who learns nothing may be as good as your encoder. When is
# learning worth it?
#
# <details><summary>Answer</summary>
#
# Where examples and queries differ in what does not matter: another voice, a murmur
# behind. Warping forgives speed and nothing else. Your encoder has met many voices and
# murmurs that did not change the word, and learned to leave them out.
#
# </details>

# %% [markdown] id="desk_note"
# ## The help desk
#
# One question of every intent stands in the book, those about passwords among them.
# Type your own. What if you ask *My password is gone, what do I do?* Is it found, or
# is what shares the words *what do I do*?

# %% id="desk" tags=["explore"]
TAU = taus["mean and closest"]
QUESTION = "I forgot my password"

encode = ways["mean and closest"]
book = {
    name: questions.filled(name, questions.fillers_of(name, "train")[0])
    for name in questions.wordings
}
desk = question_study.HelpDesk(encode, [texts[0] for texts in book.values()])
print(desk.answer(QUESTION, TAU))

# %% [markdown] id="desk_mistakes_note"
# The threshold was chosen for pairs of which half are duplicates. A desk compares each
# question with 130 others, and one of them is nearly always above it. So we take the
# known intents as the book, ask it their other wordings and the questions of the held-out
# intents, which it has not, and move `TAU`: high, and it says "never asked" to what is
# known; low, and it hands out wrong answers.

# %% id="desk_mistakes" tags=["explore"]
small = question_study.HelpDesk(
    encode, [book[name][0] for name in questions.known]
)
in_the_book = {
    text: book[name][0] for name in questions.known for text in book[name][1:]
}
others = [text for name in questions.held_out for text in book[name]]
print("TAU    right  another  never asked | not in the book: answered")
for tau in (TAU, 0.6, 0.7, 0.8, 0.9):
    right, another, refused = small.shares(in_the_book, tau)
    answered = sum(small.shares(dict.fromkeys(others, ""), tau)[:2])
    print(
        f"{tau:.2f}{right:9.2f}{another:9.2f}{refused:13.2f} | {answered:24.2f}"
    )

# %% [markdown] id="desk_mistakes_think"
# **Think.** With which `TAU` would you let it answer, and what would you do with what
# it refuses?
#
# <details><summary>Answer</summary>
#
# That depends on what a wrong answer costs, which no loss here knows. What is refused
# goes to a person, whose answer goes into the book: nothing has to be trained again.
#
# </details>

# %% [markdown] id="summary"
# ## Summary
#
# - To compare two inputs, encode both with one net and take the cosine; what is new
#   tomorrow needs no new training.
# - A triplet asks for an order with a margin, not for cosines of 1 and -1.
# - A batch holds many negatives: a random one soon costs nothing, the closest one
#   below the diagonal still does, the highest of all can end in one point.
# - The threshold comes from validation pairs, and the figures from others.
# - Ask how a test was made: new fillers are easy to promise, new intents are not.

# %% [markdown] id="going_further"
# ## Going further
#
# - Sister nets, for signatures: Bromley and others, *Signature verification using a
#   Siamese time delay neural network*, 1993,
#   https://doi.org/10.1142/S0218001493000339.
# - Triplets and semi-hard negatives, for faces: Schroff, Kalenichenko and Philbin,
#   *FaceNet*, 2015, https://doi.org/10.1109/CVPR.2015.7298682.
# - One example a class: Koch, Zemel and Salakhutdinov, *Siamese neural networks for
#   one-shot image recognition*, 2015.
# - Sentence encoders that have read much: Reimers and Gurevych, *Sentence-BERT*,
#   2019, https://doi.org/10.18653/v1/D19-1410.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
