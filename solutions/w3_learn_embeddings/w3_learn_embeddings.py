# %% [markdown] id="title"
# # Words by the company they keep
# %% [markdown] id="result" picture="result.png"
# This is what you will have made, whoever you are.
#
# ![Top: what one pair of words costs against the size of the vocabulary, from a thousand to a million words; the softmax climbs with every word, the tree and negative sampling hardly at all. Below: countries and their capitals, a tangle before learning, nearly parallel lines after it](result.png)
#
# **The story.** A program that has never seen a map reads short sentences for eight
# seconds. Then it knows which capital belongs to which country. You write what it
# learns by: four losses, with their gradients.
#
# **You will** cut text into pairs, write softmax, tree, negative sampling and GloVe,
# race them, and repair the one that fails.
#
# 30 minutes of reading and 120 of solving, of which your laptop computes two ·
# 100 points and three bonuses · you should know NumPy.

# %% [markdown] id="setup_note"
# ## Setup
#
# Run this cell first, and after each restart.

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

keras = import_quietly("keras")
import numpy as np

from autograder import begin, check, failing, restore, scoreboard
from utils import classification, embedding_plots, word_corpus, word_trees
from utils.bias_plots import shares_with_intervals
from utils.embedding_training import start_vectors, sum_by_row, train
from utils.word_counts import ppmi_vectors

begin("w3_learn_embeddings")

# %% [markdown] id="first_look_note"
# ## One word is missing
#
# **Guess**: which word, always the same, has been blanked out?

# %% id="first_look" tags=["explore"]
GUESS = ""  # Write a word, run again.

sentences = word_corpus.write_sentences()
corpus = word_corpus.read_sentences(sentences)
hidden = corpus.words[419]
about = [s for s in dict.fromkeys(sentences) if hidden in s.split()]
for sentence in about[:8]:
    print(sentence.replace(hidden, "_____"))
if GUESS:
    print("\nYes!" if GUESS == hidden else "\nNo. Read them once more.")

# %% [markdown] id="corpus_note"
# ## Company
#
# You never looked the word up. You knew it by its company, and that is all the
# machine will have. Elsewhere it is *orange juice* that tells what stands in
# *apple ___*: who has learned that orange and apple keep the same company can fill
# the gap.
#
# The sentences come from a program of this course, with a lexicon of countries,
# people and adjectives. It is **a closed world**: whatever is found in it was put in.
# Pairs such as *hungary* and *budapest* are **held out**: they never stand in one
# sentence, so that who knows they belong together has worked it out.

# %% id="one_hot" tags=["explore"]
import time

V = len(corpus.words)
print(f"{len(sentences):,} sentences, {corpus.counts.sum():,} words,", end=" ")
print(f"{V:,} different ones.")

one_hot = np.eye(V)
ids = [corpus.index[word] for word in ("queen", "king", "rome")]
queen, king, rome = one_hot[ids]
print("king and queen:", king @ queen, " king and rome:", king @ rome)

table = np.random.default_rng(0).normal(size=(V, 50))
seconds = time.perf_counter()
product = queen @ table
middle = time.perf_counter()
row = table[corpus.index["queen"]]
end = time.perf_counter()
print("the same:", np.array_equal(product, row), end=", ")
print(f"{(middle - seconds) / (end - middle):.0f} times faster by slicing.")

# %% [markdown] id="one_hot_note"
# Numbered words, one-hot vectors, know nothing: any two have the product 0, and any
# two are equally far apart. Better are features, such as these:
#
# | | king | queen | apple | orange |
# |---|---|---|---|---|
# | gender | -1 | 1 | 0 | 0 |
# | royal | 1 | 1 | 0 | 0 |
# | food | 0 | 0 | 1 | 1 |
#
# Nobody writes them down for 10,000 words. So each word gets **d numbers to learn**,
# a place in a space of d dimensions: it is *embedded*. Word 5,391 has the row
# $e_{5391}$ of a matrix `E`, which is the product of `E` with the word's one-hot vector
# $O_{5391}$. Nobody multiplies: we slice, and Keras calls the slicing layer an
# `Embedding`. From 10,000 inputs to 300 numbers is usual; words that are not in the
# list share one more row, `<UNK>`, the 10,001st.
#
# **Axes.** Words are rows: `E` is `(V, d)`. In many a lecture it is the transpose,
# 300 by 10,000, with words as columns. A batch of m pairs comes first: `(m, ...)`.

# %% [markdown] id="context_target_pairs_task"
# ## 1. Which words are company?
#
# Learning needs questions with answers, and text has them for free: show some words,
# the *context*, and ask for another, the *target*. The first models showed the last
# four words, others four on either side. For good vectors it is enough to show **one**
# word nearby: skip-gram. As a test that would be absurdly hard. But nobody cares for
# the answers; we want the vectors that come of trying.
#
# In "I want a glass of orange juice", *orange* is shown with *juice* (one step on),
# with *glass* (two steps back), and with every other word within reach.
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $c$ | | a place | of the context word, the one shown |
# | $t$ | | a place | of the target, the one asked for; $0 < \lvert t - c \rvert \le$ size |
# | size | `size` | a whole number | how far company reaches |
#
# > **Exercise 1 of 12 · `context_target_pairs` · 10 points**
# >
# > List all pairs of a context and its target in one sentence.
# >
# > **In:** words, kind of context, size. **Out:** list of pairs. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Go through the places. Cut windows at the ends of the sentence: a place before the
# first word does not exist, and in Python -1 is the last one.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `range` with `max` and `min` for its ends; slices, which stop at the end by
# themselves, but not at the beginning; `tuple`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Three words, nearby, size 1: four pairs. With `"last"`: two pairs, whose contexts
# hold one word each.
#
# </details>


# %% exercise="context_target_pairs"
def context_target_pairs(words, context, size):
    """Lists what is shown and what is asked, in one sentence.

    A context is cut off at the ends of the sentence. Where nothing is left of
    it, there is no pair. No target stands in its own context.

    Args:
        words: List of words or ids, perhaps with the same one twice, perhaps
            empty.
        context: `"last"` for up to `size` words before the target, `"around"`
            for up to `size` words on either side, `"nearby"` for one word at a
            time, up to `size` places away on either side.
        size: Whole number, 1 or more, perhaps more than there are words.

    Returns:
        List of pairs `(context, target)`; the context is a tuple of words in
        the order of the sentence. Ordered by the place of the target; with
        `"nearby"` by the place of the context's word, then of the target.

    Example:
        >>> context_target_pairs(["orange", "juice"], "nearby", 5)
        [(('orange',), 'juice'), (('juice',), 'orange')]
    """
    # 1. Nearby: each place, with each other place within reach.
    # 2. Else: each target, with the words before it.
    # 3. Around: those behind it, too. Leave out the empty ones.
    ### BEGIN SOLUTION
    pairs, count = [], len(words)
    if context == "nearby":
        for c in range(count):
            for t in range(max(0, c - size), min(count, c + size + 1)):
                if t != c:
                    pairs.append(((words[c],), words[t]))
        return pairs
    for t in range(count):
        shown = list(words[max(0, t - size) : t])
        if context == "around":
            shown += words[t + 1 : t + 1 + size]
        if shown:
            pairs.append((tuple(shown), words[t]))
    return pairs
    ### END SOLUTION


# %% check="context_target_pairs"
check("context_target_pairs")

# %% id="pairs" tags=["train"]
words = "i want a glass of orange juice to go along with my cereal".split()
for (shown,), asked in context_target_pairs(words, "nearby", 6):
    if shown == "orange":
        print(f"{shown} -> {asked}")

text = word_corpus.thinned(corpus, 2.5e-4, np.random.default_rng(1))
pairs = [
    (shown[0], asked)
    for sentence in text
    for shown, asked in context_target_pairs(sentence, "nearby", 5)
]
contexts, targets = np.array(pairs).T
print(f"\n{len(pairs):,} pairs to learn from.")
print("Before:", sentences[4])
print("After: ", " ".join(corpus.words[word] for word in text[4]))
left = np.bincount([word for sentence in text for word in sentence])
for number, word in enumerate(corpus.words[:3]):
    print(f"{word}: {corpus.counts[number]:,} times, then {left[number]:,}")

# %% [markdown] id="context_target_pairs_think"
# **Think.** A lecture may say that *one* target is drawn at random for each context
# word. You have taken all of them. What is the difference?
#
# <details><summary>Answer</summary>
#
# Over many rounds, none on average: each pair within reach comes equally often. Taking
# all of them wastes nothing. The original program draws the *reach* at random, which
# makes near words count more.
#
# </details>

# %% [markdown] id="keep_probability_task"
# ## 2. Thin out the frequent words
#
# *The*, *of* and their like keep company with everybody and tell us nothing. So the
# text was thinned before it was paired, as you saw: each occurrence is kept with a
# chance, which is 1 for rare words and falls with the share f that a word has of all
# words read.
#
# $$ P(\text{keep } w) = \min\left(1, \sqrt{\frac{s}{f_w}}\right)
# \qquad f_w = \frac{\text{count}(w)}{\sum_j \text{count}(j)} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | count | `counts` | `(V,)` | how often each word was read |
# | $s$ | `threshold` | a number | share up to which a word is always kept |
# | $P$ | the result | `(V,)` | chance to keep an occurrence |
#
# > **Exercise 2 of 12 · `keep_probability` · bonus**
# >
# > Compute the chance that an occurrence of each word is kept.
# >
# > **In:** counts, threshold. **Out:** chances. (about 3 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Shares first. A word with the share 0 must not lead to a division by 0: no share below
# the threshold makes any difference.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.sqrt`, `numpy.maximum`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(V,)` in, `(V,)` out.
#
# </details>


# %% exercise="keep_probability"
def keep_probability(counts, threshold):
    """Computes the chance that an occurrence of each word is kept in the text.

    Args:
        counts: List or array of V counts, 0 or more, not all 0. Not changed.
        threshold: Float above 0, the share of the text up to which a word is
            always kept.

    Returns:
        Float array `(V,)`, at most 1. A word that was never read has 1.
    """
    # 1. Shares of the text.
    # 2. Chances; up to the threshold 1.
    ### BEGIN SOLUTION
    counts = np.asarray(counts, dtype=float)
    shares = counts / counts.sum()
    return np.sqrt(threshold / np.maximum(shares, threshold))
    ### END SOLUTION


# %% check="keep_probability"
check("keep_probability")

# %% id="kept" tags=["plot"]
chances = keep_probability(corpus.counts, 2.5e-4)
for word in ("the", "of", "king", "budapest"):
    number = corpus.index[word]
    expected = chances[number] * corpus.counts[number]
    print(f"{word}: kept with a chance of {chances[number]:.3f};", end=" ")
    print(f"{expected:,.0f} expected, {left[number]:,} left")

# %% [markdown] id="keep_probability_think"
# **Think.** Thinning makes windows wider. Why?
#
# <details><summary>Answer</summary>
#
# The words that are dropped leave no gap. Behind them others move up, which stood out of
# reach before.
#
# </details>

# %% [markdown] id="neural_window_model_task"
# ## 3. Where it began: a window and a network
#
# The first famous model of this kind, of 2003, shows the last few words and asks for
# the next. Each word is looked up in the *same* table. The vectors are laid side by
# side, so that the network knows which word stood where: of six words with 300 numbers
# each, 1,800. A hidden layer mixes them, and a softmax gives every word of the
# vocabulary its probability; the truth's is to be as large as can be. Methods began
# complex and grew simple: all that comes below drops the hidden layer.
#
# $$ h = g\left(W_1 \, [e_1; e_2; \dots; e_w] + b_1\right)
# \qquad \hat{y} = \mathrm{softmax}\left(W_2 \, h + b_2\right) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $w$ | `window` | a whole number | words shown |
# | $e_1, \dots, e_w$ | | `(d,)` each | their vectors, out of one table |
# | $h$ | | `(units,)` | hidden layer; $g$ is its activation, not linear |
# | $\hat{y}$ | the output | `(V,)` | probability of each word |
#
# > **Exercise 3 of 12 · `neural_window_model` · 7 points**
# >
# > Build the model of 2003 in Keras.
# >
# > **In:** four sizes. **Out:** a Keras model. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# One table for all places, then one long vector, then two dense layers. Adding or
# averaging the vectors would forget their order.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.layers.Embedding`, `Flatten` and `Dense`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(batch, window)`, `(batch, window, d)`, `(batch, window * d)`, `(batch, units)`,
# `(batch, V)`.
#
# </details>


# %% exercise="neural_window_model"
def neural_window_model(vocabulary_size, window, d, units):
    """Builds a network that predicts a word from the words before it.

    All places share one table of vectors. The vectors are concatenated: which
    word stood where makes a difference. One hidden layer with bias follows,
    and an output layer with bias. The hidden layer is not linear: which
    activation it has, tanh or ReLU, say, is your choice.

    Args:
        vocabulary_size: Whole number V, how many different words there are.
        window: Whole number, words shown.
        d: Whole number, size of a word's vector.
        units: Whole number, size of the hidden layer.

    Returns:
        An uncompiled Keras model from ids `(batch, window)`, whole numbers, to
        probabilities `(batch, V)`.
    """
    # 1. Ids in, vectors out of one table.
    # 2. Lay the vectors side by side.
    # 3. Hidden layer, then probabilities.
    ### BEGIN SOLUTION
    ids = keras.Input((window,), dtype="int32")
    vectors = keras.layers.Embedding(vocabulary_size, d)(ids)
    side_by_side = keras.layers.Flatten()(vectors)
    hidden = keras.layers.Dense(units, activation="tanh")(side_by_side)
    output = keras.layers.Dense(vocabulary_size, activation="softmax")(hidden)
    return keras.Model(ids, output)
    ### END SOLUTION


# %% check="neural_window_model"
check("neural_window_model")

# %% id="window_sizes" tags=["plot"]
for window in (1, 4, 8):
    model = neural_window_model(10_000, window, 300, 100)
    print(f"Words shown: {window}, weights: {model.count_params():,}")

# %% [markdown] id="neural_window_model_think"
# Each further place costs `d * units` weights, and the table and the output layer
# dwarf them all.
#
# **Think.** Four words before, or four on either side: which window is best?
#
# <details><summary>Answer</summary>
#
# Best for what? Who wants to *predict text* must not look ahead. Who wants *vectors* may
# look both ways, or show one word at a time. No number of words is best in itself.
#
# </details>

# %% [markdown] id="skip_gram_loss_task"
# ## 4. Ask all words: the softmax
#
# Now the simple way. Each word has two vectors: $e_c$ for when it is shown, and
# $\theta_t$ for when it is asked for. Their product is a score, and a softmax over the
# whole vocabulary makes a probability of it. The loss is the mean surprise. Its slope
# at a score is as simple as can be: probability minus truth.
#
# Exponentials of large scores do not fit into a float. A softmax does not change when
# all scores of a pair move by the same amount.
#
# $$ p(t \mid c) = \frac{e^{\theta_t \cdot e_c}}{\sum_{j} e^{\theta_j \cdot e_c}}
# \qquad \text{loss} = -\frac{1}{m} \sum \log p(t \mid c)
# \qquad \frac{\partial\, \text{loss}}{\partial\, \text{score}_j} = \frac{p(j \mid c) - [j = t]}{m} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $m$ | | a number | pairs in the batch |
# | $c, t$ | `contexts`, `targets` | `(m,)` each | ids of the words shown, and asked for |
# | $e$ | `E` | `(V, d)` | a vector for each word shown |
# | $\theta$ | `theta` | `(V, d)` | a vector for each word asked for |
# | | `dE`, `dtheta` | `(V, d)` each | gradients of the loss |
#
# > **Exercise 4 of 12 · `skip_gram_loss` · 13 points**
# >
# > Compute the loss and both gradients.
# >
# > **In:** ids of m pairs, both tables. **Out:** loss, dE, dtheta. (about 9 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# All scores at once: one matrix, a row a pair. Go back the way you came. A word that
# is shown in several pairs of a batch collects the gradients of all of them.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `sum_by_row` (imported above; try its example with `help(sum_by_row)`) or
# `numpy.add.at`. A plain `dE[contexts] = ...` keeps the last of several.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Scores and their slopes: `(m, V)`. Slopes times `theta`: `(m, d)`, one row a pair.
# Transposed slopes times the shown vectors: `(V, d)`.
#
# </details>


# %% exercise="skip_gram_loss"
def skip_gram_loss(contexts, targets, E, theta):
    """Computes how surprised a softmax is by the targets, and the gradients.

    The loss is a mean over the pairs. Scores of 1000 either way do no harm.

    Args:
        contexts: Int array `(m,)`, ids of the words shown; one may come twice.
        targets: Int array `(m,)`, ids of the words asked for.
        E: Float array `(V, d)`, vectors of words shown. Not changed.
        theta: Float array `(V, d)`, vectors of words asked for. Not changed.

    Returns:
        loss: Float, in nats.
        dE: Float array `(V, d)`, zeros for words that were not shown.
        dtheta: Float array `(V, d)`.
    """
    # 1. The vectors shown, and all scores, made harmless.
    # 2. Probabilities, and the mean surprise.
    # 3. The slopes at the scores.
    # 4. Back to both tables.
    ### BEGIN SOLUTION
    m = len(contexts)
    shown, pair = E[contexts], np.arange(m)
    scores = shown @ theta.T
    scores = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(scores)
    totals = powers.sum(axis=1)
    loss = np.mean(np.log(totals) - scores[pair, targets])
    slopes = powers / totals[:, None]
    slopes[pair, targets] -= 1
    slopes = slopes / m
    dE = sum_by_row(slopes @ theta, contexts, len(E))
    return loss, dE, slopes.T @ shown
    ### END SOLUTION


# %% check="skip_gram_loss"
check("skip_gram_loss")

# %% id="softmax_race" tags=["train"]
SECONDS = 8  # Of processor time, for each of the racers.


def learn(step, tables, seconds=SECONDS, pairs=(contexts, targets)):
    """Trains vectors of 50 numbers from the same random beginning."""
    rng = np.random.default_rng(1)
    start = start_vectors(tables, 50, rng)
    batches = word_corpus.batches(pairs, 2048, rng)
    return train(step, start, batches, seconds, keep_at=(0.5, 1, 2, 4))


racers = {"softmax": learn(skip_gram_loss, (V, V))}
for moment in racers["softmax"]:
    near = word_corpus.nearest("queen", moment.parameters[0], corpus)
    print(f"{moment.seconds:4.1f} s, queen:", ", ".join(near))
print(f"Loss at the end: {moment.loss:.2f} nats.", end=" ")
print(f"Who knows nothing has log V = {np.log(V):.2f}.")

# %% [markdown] id="skip_gram_loss_think"
# `E` begins with random numbers; a given trainer (Adam, and a clock that counts
# processor seconds) moves it along your gradients. The loss stays high: which word stands
# nearby can hardly be guessed. The vectors come all the same.
#
# **Think.** Multiply `E` by a rotation, and `theta` by the same one. What changes?
#
# <details><summary>Answer</summary>
#
# Every number, and nothing that matters: all products stay, so do all neighbours. That is
# why the numbers of a word vector need not mean anything one by one, gender here and age
# there. Where in the space a word lies is an accident; who lies beside it is not.
#
# </details>

# %% [markdown] id="cost_note"
# ## What a pair costs
#
# Your softmax asks *every* word for its score, to teach one pair. Here it costs little:
# our vocabulary is small. But count what a pair needs as V grows: all V scores; or the
# questions on the way down a tree, $\log_2 V$ of them; or the truth and k wrong words.
# Then time it: so many rows of a table are fetched, multiplied and put through `exp`.

# %% id="cost" tags=["plot"]
costs = embedding_plots.time_pairs(
    (1_000, 10_000, 100_000, 1_000_000), dimension=50, negatives=5
)
embedding_plots.cost_by_vocabulary(costs)

# %% [markdown] id="hierarchical_loss_task"
# ## 5. Twenty questions: a tree
#
# Put the words at the leaves of a binary tree, and let the model find its way. At each
# inner node it decides left or right, by a vector of that node. A million words are
# twenty decisions away.
#
# The probability of a word is the product of the decisions that lead to it, and so all
# words together have 1. The code says which way is right, 0 or 1; $1 - 2\,\text{code}$
# makes a sign of it.
#
# $$ p(t \mid c) = \prod_{n \in \text{path}(t)} \sigma\left((1 - 2\,\text{code}_n)\; \theta_n \cdot e_c\right)
# \qquad \sigma(x) = \frac{1}{1 + e^{-x}}
# \qquad \frac{\partial \log \sigma(x)}{\partial x} = 1 - \sigma(x) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | path | `paths` | `(V, L)` | nodes from the root down to each word; -1 behind the end |
# | code | `codes` | `(V, L)` | 0 or 1: the turn at each node of the path |
# | $\theta_n$ | `theta` | `(V - 1, d)` | a vector for each inner node |
# | $L$ | | a number | length of the longest path |
#
# > **Exercise 5 of 12 · `hierarchical_loss` · 15 points**
# >
# > Compute the mean surprise of a softmax by tree, and its gradients.
# >
# > **In:** ids of m pairs, both tables, the tree. **Out:** loss, dE, dtheta. (about 12 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The log of a product is a sum of logs: each decision is a logistic regression of its
# own. Decide what a -1 does: it must neither cost anything nor teach the last node.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.einsum` or sums over an axis; `numpy.logaddexp(0, -x)` is $-\log\sigma(x)$ for
# all x, however large; `numpy.where`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Nodes of the targets' paths: `(m, L)`. Their vectors: `(m, L, d)`. Scores and slopes:
# `(m, L)`.
#
# </details>


# %% exercise="hierarchical_loss"
def hierarchical_loss(contexts, targets, E, theta, paths, codes):
    """Computes how surprised a tree of decisions is, and the gradients.

    The loss is a mean over the pairs, each of which sums up its decisions.
    Scores of 1000 either way do no harm.

    Args:
        contexts: Int array `(m,)`, ids of the words shown; one may come twice.
        targets: Int array `(m,)`, ids of the words asked for.
        E: Float array `(V, d)`, vectors of words shown. Not changed.
        theta: Float array `(V - 1, d)`, vectors of inner nodes. Not changed.
        paths: Int array `(V, L)`, nodes from the root to a word's leaf; -1
            behind the end of a shorter path. Not changed.
        codes: Int array `(V, L)`, the right turn at each of these nodes, 0 or
            1; any number behind the end. Not changed.

    Returns:
        loss: Float, in nats.
        dE: Float array `(V, d)`, zeros for words that were not shown.
        dtheta: Float array `(V - 1, d)`, zeros for nodes on no path.
    """
    # 1. Nodes and turns on the way to each target; which of them are there.
    # 2. Scores with the sign of the right turn, and the mean surprise.
    # 3. The slopes at the products theta . e.
    # 4. Back to both tables, of the nodes that are there.
    ### BEGIN SOLUTION
    m = len(contexts)
    shown, nodes = E[contexts], paths[targets]
    there = nodes >= 0
    signs = np.where(there, 1 - 2 * codes[targets], 0)
    on_the_way = theta[nodes]
    scores = signs * np.einsum("mld,md->ml", on_the_way, shown)
    loss = np.sum(np.logaddexp(0, -scores)[there]) / m
    slopes = -signs * np.exp(-np.logaddexp(0, scores)) / m
    dE = np.einsum("ml,mld->md", slopes, on_the_way)
    dtheta = slopes[:, :, None] * shown[:, None, :]
    dtheta = sum_by_row(dtheta[there], nodes[there], len(theta))
    return loss, sum_by_row(dE, contexts, len(E)), dtheta
    ### END SOLUTION


# %% check="hierarchical_loss"
check("hierarchical_loss")

# %% id="balanced" tags=["plot"]
paths, codes = word_trees.balanced_tree(6)
six = ["the", "of", "king", "queen", "rome", "budapest"]
embedding_plots.tree_of_words(six, paths, codes)

# %% [markdown] id="hierarchical_loss_think"
# **Think.** This tree treats all words alike. Which of the six would you put next to the
# root, if you may change it?
#
# <details><summary>Answer</summary>
#
# *The*: it is asked for most often, so that each step saved there is saved most often.
# Common words on top, rare ones deep down: such a tree is lopsided, and shorter on
# average.
#
# </details>

# %% [markdown] id="huffman_codes_task"
# ## 6. The shortest tree
#
# Huffman's tree is built from the bottom. Begin with a group for each word. Take the two
# **rarest** groups and join them: they become the branches of a new inner node, and
# together they are a group, as frequent as both. Go on until one group is left. Its
# node is the root. No tree has a shorter mean way.
#
# $$ \text{mean way} = \frac{\sum_w \text{count}(w) \cdot \text{steps}(w)}{\sum_w \text{count}(w)} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | count | `counts` | `(V,)` | how often each word was read |
# | steps | | `(V,)` | inner nodes on the way to a word |
# | | `paths` | `(V, L)` | as in exercise 5 |
# | | `codes` | `(V, L)` | as in exercise 5 |
#
# > **Exercise 6 of 12 · `huffman_codes` · bonus**
# >
# > Build the tree whose mean way is shortest.
# >
# > **In:** counts. **Out:** paths, codes. (about 16 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# A group knows its count and its words. Whenever two groups are joined, every word in
# them gets one more step, *before* those that it has. There are V - 1 joins: count them
# down, and the last one is node 0.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `heapq.heapify`, `heappop` and `heappush` keep the rarest group at hand. Tuples are
# compared from the left: put something between count and words that is never equal.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Counts 1, 2, 4: the rarest two stand two steps from the root, the other one step. Two
# inner nodes, `paths` and `codes` of shape `(3, 2)`.
#
# </details>


# %% exercise="huffman_codes"
def huffman_codes(counts):
    """Builds the binary tree of words whose mean way, by counts, is shortest.

    Each word stands at a leaf of its own. Which of two branches is turn 0, how
    inner nodes are numbered, and what is joined first among groups that are
    equally frequent, is your choice.

    Args:
        counts: List or array of V counts, whole numbers, 1 or more. Not
            changed.

    Returns:
        paths: Int array `(V, L)`, the inner nodes, 0 to V - 2, from the root
            to each word's leaf; -1 behind the end of a shorter path.
        codes: Int array `(V, L)`, the turn taken at each of these nodes, 0 or
            1; any number behind the end.

    Raises:
        ValueError: If there are fewer than two words.
    """
    # 1. A group for each word; are there two?
    # 2. Join the two rarest, node by node, and note the steps.
    # 3. Write the ways into rows, the root first.
    ### BEGIN SOLUTION
    import heapq

    size = len(counts)
    if size < 2:
        raise ValueError("A tree needs two words or more.")
    groups = [(int(count), word, [word]) for word, count in enumerate(counts)]
    heapq.heapify(groups)
    ways = [[] for _ in counts]
    for node in range(size - 2, -1, -1):
        one, _, left = heapq.heappop(groups)
        other, _, right = heapq.heappop(groups)
        for turn, words in enumerate((left, right)):
            for word in words:
                ways[word].append((node, turn))
        heapq.heappush(groups, (one + other, size + node, left + right))
    longest = max(map(len, ways))
    paths = np.full((size, longest), -1)
    codes = np.zeros((size, longest), dtype=int)
    for word, way in enumerate(ways):
        for place, step in enumerate(reversed(way)):
            paths[word, place], codes[word, place] = step
    return paths, codes
    ### END SOLUTION


# %% check="huffman_codes"
check("huffman_codes")

# %% id="own_tree" tags=["plot"]
counts = [int(corpus.counts[corpus.index[word]]) for word in six]
named = [f"{word} {count:,}" for word, count in zip(six, counts, strict=True)]
embedding_plots.tree_of_words(
    named, *word_trees.own_or_balanced(huffman_codes, counts)
)

# %% [markdown] id="tree_race_note"
# The race goes on with your tree. Whoever has left the bonus out takes the balanced one:
# all words are then as far away as the logarithm says.

# %% id="tree_race" tags=["train"]
paths, codes = word_trees.own_or_balanced(huffman_codes, corpus.counts)
lengths = (paths >= 0).sum(axis=1)
share = corpus.counts / corpus.counts.sum()
for word in ("the", "of", "king", "budapest"):
    number = corpus.index[word]
    turns = "".join(map(str, codes[number, : lengths[number]]))
    print(f"{word:9} {corpus.counts[number]:6,} times  {turns}")
print(f"Steps to a word, on average: {share @ lengths:.1f};", end=" ")
print(f"entropy {-(share @ np.log2(share)):.1f} bits;", end=" ")
print(f"in an even tree {np.log2(V):.1f}.")


def tree_step(contexts, targets, E, theta):
    """Asks the loss of the tree for a batch."""
    return hierarchical_loss(contexts, targets, E, theta, paths, codes)


racers["tree"] = learn(tree_step, (V, V - 1))

# %% [markdown] id="huffman_codes_think"
# **Think.** Why can no tree have a shorter mean way than the entropy, 8.1 bits here?
#
# <details><summary>Answer</summary>
#
# A way down the tree is a code word: the turns, 0 or 1. A code that can be read back
# needs at least the entropy on average (Shannon), and Huffman's comes within one bit of
# it. Here it comes within a tenth.
#
# </details>

# %% [markdown] id="negative_sampling_distribution_task"
# ## 7. Wrong words, and how often
#
# Third idea: do not ask for the one right word among all. Show a pair and ask **true or
# made up?** For the made-up pairs we need wrong words. Drawn as often as they are read,
# *the* and *of* would take every place; drawn all equally often, they would hardly
# come. A power between 1 and 0 lies between the two. Usual is 3/4, for no better reason
# than that it worked.
#
# $$ P(w) = \frac{\text{count}(w)^{\,\text{power}}}{\sum_{j} \text{count}(j)^{\,\text{power}}} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | count | `counts` | `(V,)` | how often each word was read |
# | power | `power` | a number | 1: as read; 0: all alike |
# | $P$ | the result | `(V,)` | chance that a word is drawn |
#
# > **Exercise 7 of 12 · `negative_sampling_distribution` · 7 points**
# >
# > Compute how likely each word is to be drawn.
# >
# > **In:** counts, power. **Out:** probabilities. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Raise to the power first, divide by the sum then. Think of a word that was never read,
# and of the power 0.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.asarray` with `dtype=float`, `numpy.where`, `sum`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(V,)` in, `(V,)` out.
#
# </details>


# %% exercise="negative_sampling_distribution"
def negative_sampling_distribution(counts, power):
    """Computes how likely each word is to be drawn as a wrong one.

    Args:
        counts: List or array of V counts, 0 or more. Not changed.
        power: Float, 0 to 1.

    Returns:
        Float array `(V,)` that sums to 1. A word that was never read has
        probability 0, whatever the power.

    Raises:
        ValueError: If all counts are 0.
    """
    # 1. The powers; 0 stays 0.
    # 2. Nothing to draw?
    # 3. Probabilities.
    ### BEGIN SOLUTION
    counts = np.asarray(counts, dtype=float)
    weights = np.where(counts > 0, counts**power, 0.0)
    if not weights.any():
        raise ValueError("All counts are 0: there is no word to draw.")
    return weights / weights.sum()
    ### END SOLUTION


# %% check="negative_sampling_distribution"
check("negative_sampling_distribution")

# %% id="noise" tags=["plot"]
chances = {
    f"power {power:g}": negative_sampling_distribution(corpus.counts, power)
    for power in (1, 0.75, 0)
}
embedding_plots.noise_by_rank(chances)

# %% [markdown] id="negative_sampling_distribution_think"
# **Think.** Which words gain when the power falls from 1 to 3/4, and which lose?
#
# <details><summary>Answer</summary>
#
# Words whose share of the text lies above a certain size lose, all others gain. *The*
# loses most in absolute terms, and a word that was read once gains the largest factor.
#
# </details>

# %% [markdown] id="negative_sampling_examples_task"
# ## 8. True, or made up?
#
# To each true pair come k made-up ones: the same context word, with words drawn from
# your distribution. On small data k is 5 to 20, on large data 2 to 5.
#
# A drawn word may happen to be a neighbour all the same, as *of* in "a glass of orange
# juice". We let that be: it is rare, and to look it up would cost more than it brings.
# Only the pair's **own** target cannot be its wrong answer.
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $m$ | | a number | pairs |
# | $k$ | `k` | a whole number | made-up pairs for each true one |
# | $P$ | `distribution` | `(V,)` | chance that a word is drawn |
# | $w$ | `words` | `(m, k + 1)` | words asked about: the target, then the drawn ones |
# | $y$ | `labels` | `(m, k + 1)` | 1 for true, 0 for made up |
#
# > **Exercise 8 of 12 · `negative_sampling_examples` · 13 points**
# >
# > Add k wrong words to each target.
# >
# > **In:** ids of m pairs, k, distribution, generator. **Out:** words, labels. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Draw all at once, for each pair its own. Then look where a pair has drawn its own
# target, and draw there again, until there is none left.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `rng.choice` with `p=` and a shape as size; a comparison with `targets[:, None]` gives
# a mask, and a mask selects the places to fill; `numpy.column_stack`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Drawn words and mask: `(m, k)`. Results: `(m, k + 1)`.
#
# </details>


# %% exercise="negative_sampling_examples"
def negative_sampling_examples(contexts, targets, k, distribution, rng):
    """Puts k wrong words beside the target of each pair.

    Words are drawn from the distribution with replacement, for each pair anew.
    A word that is the pair's own target is drawn again. Other words of the
    batch, neighbours too, may well be drawn.

    Args:
        contexts: Int array `(m,)`, ids of the words shown. Not changed.
        targets: Int array `(m,)`, ids of the words asked for. Not changed.
        k: Whole number, 1 or more, wrong words for each pair.
        distribution: Float array `(V,)`, chance of each word. Not changed.
        rng: numpy Generator, the only source of randomness.

    Returns:
        words: Int array `(m, k + 1)`, the target in the first column.
        labels: Int array `(m, k + 1)`, 1 in the first column, else 0.

    Raises:
        ValueError: If a pair's own target is the only word with a chance.
    """
    # 1. Is there another word to draw, for each target?
    # 2. Draw.
    # 3. Draw again where a pair drew its own target.
    # 4. Truth first, and the labels.
    ### BEGIN SOLUTION
    size = len(distribution)
    others = np.count_nonzero(distribution) - (distribution[targets] > 0)
    if np.any(others < 1):
        raise ValueError("There is nothing to draw but the target itself.")
    wrong = rng.choice(size, (len(targets), k), p=distribution)
    own = wrong == targets[:, None]
    while own.any():
        wrong[own] = rng.choice(size, own.sum(), p=distribution)
        own = wrong == targets[:, None]
    words = np.column_stack([targets, wrong])
    labels = np.zeros(words.shape, dtype=int)
    labels[:, 0] = 1
    return words, labels
    ### END SOLUTION


# %% check="negative_sampling_examples"
check("negative_sampling_examples")

# %% id="examples" tags=["plot"]
noise = negative_sampling_distribution(corpus.counts, 0.75)
rng = np.random.default_rng(2)
some = rng.integers(len(targets), size=3)
words, labels = negative_sampling_examples(
    contexts[some], targets[some], 4, noise, rng
)
for shown, row in zip(contexts[some], words, strict=True):
    right, *wrong = [corpus.words[word] for word in row]
    print(f"{corpus.words[shown]}: {right} 1;", " 0, ".join(wrong), "0")

# %% [markdown] id="negative_sampling_examples_think"
# **Think.** Some courses say that "k contexts" are drawn for a word, others that k
# *words* are drawn for one context. What did you draw?
#
# <details><summary>Answer</summary>
#
# Words for one context: the word shown stays, the one asked about changes. Both ways can
# be trained; this one is what the equation of section 9 says.
#
# </details>

# %% [markdown] id="negative_sampling_loss_task"
# ## 9. Negative sampling
#
# Instead of one choice among V words: k + 1 logistic regressions, each with the answer
# yes or no. All other words are left in peace. That is why it stays cheap, however
# large V may be.
#
# The surprises of a pair are **summed**, the made-up ones count as much as the true
# one. Over the m pairs of the batch we take the mean.
#
# $$ x_{i j} = \theta_{w_{i j}} \cdot e_{c_i} \qquad
# \text{loss} = -\frac{1}{m} \sum_{i, j} \left( y_{i j} \log \sigma(x_{i j})
# + (1 - y_{i j}) \log \sigma(-x_{i j}) \right)
# \qquad \frac{\partial\, \text{loss}}{\partial x_{i j}} = \frac{\sigma(x_{i j}) - y_{i j}}{m} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $c$ | `contexts` | `(m,)` | ids of the words shown |
# | $w$ | `words` | `(m, k + 1)` | ids of the words asked about |
# | $y$ | `labels` | `(m, k + 1)` | 1 for true, 0 for made up |
# | $x$ | | `(m, k + 1)` | scores |
#
# > **Exercise 9 of 12 · `negative_sampling_loss` · 14 points**
# >
# > Compute the loss and both gradients.
# >
# > **In:** words shown, words asked about, labels, both tables. **Out:** loss, dE, dtheta. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The tree in small: scores, slopes, and back. A word may be drawn twice for a pair, and
# for many pairs of a batch: all of it adds up.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.logaddexp` for the surprise, `sum_by_row` for the way back.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Vectors of the words asked about: `(m, k + 1, d)`. Their gradients likewise, before
# they are summed by row.
#
# </details>


# %% exercise="negative_sampling_loss"
def negative_sampling_loss(contexts, words, labels, E, theta):
    """Computes how surprised k + 1 logistic regressions are, and the gradients.

    Surprises are summed over the words of a pair, then averaged over the pairs.
    Scores of 1000 either way do no harm. Labels of 1 may stand in any column.

    Args:
        contexts: Int array `(m,)`, ids of the words shown; one may come twice.
        words: Int array `(m, k + 1)`, ids of the words asked about; one may
            come twice, in a row too.
        labels: Int array `(m, k + 1)`, 1 for true pairs, 0 for made-up ones.
        E: Float array `(V, d)`, vectors of words shown. Not changed.
        theta: Float array `(V, d)`, vectors of words asked about. Not changed.

    Returns:
        loss: Float, in nats.
        dE: Float array `(V, d)`, zeros for words that were not shown.
        dtheta: Float array `(V, d)`, zeros for words nobody asked about.
    """
    # 1. The vectors, and a score for each word asked about.
    # 2. The surprise.
    # 3. The slopes at the scores.
    # 4. Back to both tables.
    ### BEGIN SOLUTION
    m = len(contexts)
    shown, asked = E[contexts], theta[words]
    scores = np.einsum("mkd,md->mk", asked, shown)
    loss = np.sum(np.logaddexp(0, scores) - labels * scores) / m
    slopes = (np.exp(-np.logaddexp(0, -scores)) - labels) / m
    dE = np.einsum("mk,mkd->md", slopes, asked)
    dtheta = slopes[:, :, None] * shown[:, None, :]
    dE = sum_by_row(dE, contexts, len(E))
    return loss, dE, sum_by_row(dtheta, words, len(theta))
    ### END SOLUTION


# %% check="negative_sampling_loss"
check("negative_sampling_loss")

# %% id="negative_race" tags=["train"]
noise = negative_sampling_distribution(corpus.counts, 0.75)


def negative_step(contexts, targets, E, theta):
    """Draws wrong words for a batch, and asks the loss."""
    words, labels = negative_sampling_examples(
        contexts, targets, 15, noise, draw
    )
    return negative_sampling_loss(contexts, words, labels, E, theta)


draw = np.random.default_rng(3)
racers["negative sampling"] = learn(negative_step, (V, V))
to_choose_by, held_out = word_corpus.questions(corpus)


def curve(moments):
    """Lists seconds, and the share of analogies that are solved then."""
    return [
        (m.seconds, word_corpus.solved(m.parameters[0], corpus, to_choose_by))
        for m in moments
    ]


embedding_plots.race({name: curve(run) for name, run in racers.items()})

# %% [markdown] id="negative_sampling_loss_think"
# An analogy is solved if, say, the word nearest to *budapest* - *hungary* + *iceland* is
# *reykjavik*. These here are for choosing; the held-out ones wait for the end.
#
# **Think.** The curves are drawn over processor time. What would change if they were
# drawn over the number of pairs read, and what if V were a million?
#
# <details><summary>Answer</summary>
#
# A softmax learns most from a pair, since it pushes every word away that was not the
# answer. But a pair takes it so much longer that it falls behind: here it arrives late,
# at a million words never. Tree and sampling are not better, they are cheaper. In this
# small world the tree is even the first to get far. Sampling needs no tree, is simpler
# to write, and has won in practice.
#
# </details>

# %% [markdown] id="cooccurrence_counts_task"
# ## 10. Count first, learn later
#
# Every pair you have learned from came many times. Why not count them first, once and
# for all? How often does the word t stand within reach of the word c? The table has
# V times V cells, most of them 0. With the same reach on either side it is symmetric;
# who counts only words to the right gets another table.
#
# $$ X_{c t} = \text{number of times } t \text{ stands within reach of } c $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | | `sentences` | list of lists | ids; -1 for a word that is not in the vocabulary |
# | | `window` | a whole number | how far company reaches |
# | $X$ | the result | `(V, V)` | counts, the word c as row |
#
# > **Exercise 10 of 12 · `cooccurrence_counts` · 8 points**
# >
# > Count who stands within reach of whom.
# >
# > **In:** sentences of ids, V, window. **Out:** table of counts. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Exercise 1 again, with counting in the place of a list. An unknown word keeps its
# place, so that those around it do not move together, but nobody counts it.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `enumerate` and slices; or all pairs in two arrays, then `numpy.add.at`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `numpy.zeros((V, V))`; row `words[c]`, column `words[t]`.
#
# </details>


# %% exercise="cooccurrence_counts"
def cooccurrence_counts(sentences, vocabulary_size, window):
    """Counts how often words stand within reach of each other.

    Every occurrence counts 1, however far away within the window. Words of two
    sentences are never within reach. An unknown word takes up its place, and
    is not counted.

    Args:
        sentences: List of lists of ids, 0 to V - 1, or -1 for an unknown word;
            some may be empty. Not changed.
        vocabulary_size: Whole number V.
        window: Whole number, 1 or more, places to either side.

    Returns:
        Float or int array `(V, V)`: at row c and column t, how often t stands
        within reach of c. A word is in its own company where it comes twice.
    """
    # 1. A table of zeros.
    # 2. Each place of each sentence, with each other place within reach.
    # 3. Count where both words are known.
    ### BEGIN SOLUTION
    X = np.zeros((vocabulary_size, vocabulary_size))
    for words in sentences:
        for place, c in enumerate(words):
            start = max(0, place - window)
            near = words[start:place] + words[place + 1 : place + 1 + window]
            for t in near:
                if c >= 0 and t >= 0:
                    X[c, t] += 1
    return X
    ### END SOLUTION


# %% check="cooccurrence_counts"
check("cooccurrence_counts")

# %% id="counted" tags=["plot"]
X = cooccurrence_counts(text, V, 5).astype("float32")
print(f"{X.size:,} cells, {(X > 0).mean():.1%} of them not 0.")
print(f"{X.sum():,.0f} pairs, as above: {X.sum() == len(contexts)}.")

# %% [markdown] id="cooccurrence_counts_think"
# **Think.** A table of 400,000 words has 160 billion cells. How can anybody count that?
#
# <details><summary>Answer</summary>
#
# Only the cells that are not 0 are kept, as a list of row, column and count. What is in
# no cell costs nothing. Keep that in mind for the next exercise.
#
# </details>

# %% [markdown] id="glove_loss_task"
# ## 11. GloVe
#
# *Global vectors* fit the logarithm of the counts by products, as a straight regression
# with a bias for each word. Two problems: log 0, and the sheer number of small counts.
# Both go to a weight f. Where a count is 0, f is 0 and the cell is left out. From there
# it rises with the count, up to $x_{\max}$; then it rises no more, so that *the of* does
# not drown all others.
#
# $$ J = \sum_{c, t} f(X_{c t}) \left(e_c \cdot \theta_t + b_c + b'_t - \log X_{c t}\right)^2
# \qquad f(x) = \min\left(1, \left(\frac{x}{x_{\max}}\right)^{\alpha}\right),\ f(0) = 0 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $X$ | `X` | `(V, V)` | counts |
# | $e, \theta$ | `E`, `theta` | `(V, d)` each | vectors, rows and columns of the table |
# | $b, b'$ | `b`, `b_target` | `(V,)` each | biases of rows and of columns |
# | $x_{\max}, \alpha$ | `x_max`, `alpha` | numbers | where the weight stops to rise, and how it does |
# | $J$ | `J` | a number | loss |
#
# > **Exercise 11 of 12 · `glove_loss` · 13 points**
# >
# > Compute the loss and its four gradients.
# >
# > **In:** counts, two tables, two biases, two numbers. **Out:** J, dE, dtheta, db, db_target. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# No cell with 0 may reach the log, or 0 times minus infinity makes NaN. Put something
# harmless there before you take the log: the weight is 0 anyway.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.where`, `numpy.minimum`. The slope of a square is twice what was squared.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Weights, gaps and slopes: `(V, V)`. Slopes times `theta`: `(V, d)`. Sums of slopes
# over either axis: `(V,)`.
#
# </details>


# %% exercise="glove_loss"
def glove_loss(X, E, theta, b, b_target, x_max, alpha):
    """Computes the loss of GloVe and its gradients.

    A sum over all cells, neither averaged nor halved. Cells of 0 have weight 0.

    Args:
        X: Float or int array `(V, V)`, counts, 0 or more. Need be neither whole
            numbers nor symmetric. Not changed.
        E: Float array `(V, d)`, vectors of the rows. Not changed.
        theta: Float array `(V, d)`, vectors of the columns. Not changed.
        b: Float array `(V,)`, biases of the rows. Not changed.
        b_target: Float array `(V,)`, biases of the columns. Not changed.
        x_max: Float, the count from which on the weight is 1.
        alpha: Float, the power with which the weight rises.

    Returns:
        J: Float.
        dE: Float array `(V, d)`.
        dtheta: Float array `(V, d)`.
        db: Float array `(V,)`.
        db_target: Float array `(V,)`.
    """
    # 1. Weights.
    # 2. What the products are off by; nothing harmful where the count is 0.
    # 3. The loss, and its slopes.
    # 4. The four gradients.
    ### BEGIN SOLUTION
    weights = np.minimum(1, (X / x_max) ** alpha)
    logs = np.log(np.where(X > 0, X, 1))
    gaps = E @ theta.T + b[:, None] + b_target - logs
    slopes = 2 * weights * gaps
    J = np.sum(weights * gaps**2)
    dE, dtheta = slopes @ theta, slopes.T @ E
    return J, dE, dtheta, slopes.sum(axis=1), slopes.sum(axis=0)
    ### END SOLUTION


# %% check="glove_loss"
check("glove_loss")


# %% id="glove_race" tags=["train"]
def learn_counts(X, seconds=SECONDS):
    """Trains GloVe on a table of counts, all cells at each step."""
    rng = np.random.default_rng(1)
    start = start_vectors((V, V), 50, rng)
    start += [np.zeros(V), np.zeros(V)]

    def step(E, theta, b, b_target):
        return glove_loss(X, E, theta, b, b_target, 10, 0.75)

    whole = iter(tuple, None)  # An empty batch, without end.
    return train(step, start, whole, seconds, (0.5, 1, 2, 4))


racers["GloVe"] = learn_counts(X)
embedding_plots.race({name: curve(run) for name, run in racers.items()})

# %% [markdown] id="repair_note"
# ## GloVe, repaired
#
# GloVe falls behind. Its loss falls and falls, and the analogies do not follow. What is
# wrong? It looks at no cell that is 0, and nearly all of them are. That *budapest*
# **never** stands beside the dishes of Iceland is half of what there is to know, and
# GloVe does not care. That is what the negatives of section 9 are for.
#
# So let it look. Pretend that every pair which was never seen was seen **half a time**:
# its log is $\log 0.5$, below that of every real count, and its weight
# $(0.5 / 10)^{0.75}$ is about a tenth. **Guess**: does it help?

# %% id="repair" tags=["train"]
racers["GloVe, repaired"] = learn_counts(np.maximum(X, np.float32(0.5)))
embedding_plots.race({name: curve(run) for name, run in racers.items()})

# %% [markdown] id="glove_loss_think"
# **Think.** It is often said that f "solves log 0" and "gives stop words a low weight".
# What does it do?
#
# <details><summary>Answer</summary>
#
# Log 0 is not solved: the cell is thrown away, with all it says. And no pair has a
# *higher* weight than that of two stop words: f only stops rising. On six billion words
# far fewer cells that matter are empty, and GloVe does well. There it is one line away:
# `embeddings.load_glove()`. Before you train vectors of your own, try such ones.
#
# </details>

# %% [markdown] id="combine_glove_task"
# ## 12. One vector a word
#
# GloVe ends with two vectors a word, and in a symmetric table neither has a better
# claim. Its authors add them up, or take the mean.
#
# $$ v_w = \frac{e_w + \theta_w}{2} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $e, \theta$ | `E`, `theta` | `(V, d)` each | vectors, rows and columns of the table |
# | $v$ | the result | `(V, d)` | the vectors to keep |
#
# > **Exercise 12 of 12 · `combine_glove` · bonus**
# >
# > Take the mean of both vectors of each word.
# >
# > **In:** two tables. **Out:** one. (about 1 line)
#
# <details><summary>Hint 1: the idea</summary>
#
# Word by word, number by number.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# None: plus and divided by will do.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `(V, d)` twice in, `(V, d)` out.
#
# </details>


# %% exercise="combine_glove"
def combine_glove(E, theta):
    """Makes one vector a word out of the two that it has.

    Args:
        E: Float array `(V, d)`. Not changed.
        theta: Float array `(V, d)`. Not changed.

    Returns:
        Float array `(V, d)`, the mean of both.
    """
    # 1. The mean.
    ### BEGIN SOLUTION
    return (E + theta) / 2
    ### END SOLUTION


# %% check="combine_glove"
check("combine_glove")

# %% [markdown] id="combine_glove_think"
# **Think.** Would you take the mean for negative sampling as well?
#
# <details><summary>Answer</summary>
#
# There `E` and `theta` answer different questions: shown, and asked for. A word rarely
# stands beside itself, so its two vectors are not alike. Usually `E` is kept alone.
#
# </details>

# %% [markdown] id="tuned_note"
# ## A baseline that has been tuned
#
# Does it take learning at all? **PPMI** keeps of the table of counts how much more often
# than by chance two words meet, and squeezes that into d numbers by a singular value
# decomposition. Whoever takes d = 50, because the others have 50, beats a straw man. So
# choose d as one chooses anything: by the analogies that are **not** held out.
#
# Where several do equally well, those questions are too easy to tell them apart. Then
# all of these go on to the end, and the best counts: a favour that nobody else gets.

# %% id="tuned" tags=["train"]
widest = ppmi_vectors(X, 300)
trials = {
    d: word_corpus.solved(widest[:, :d], corpus, to_choose_by).mean()
    for d in (25, 50, 100, 200, 300)
}
for d, solved in trials.items():
    print(f"d {d}: {solved:.3f} solved")
chosen = [d for d, solved in trials.items() if solved == max(trials.values())]
print("Chosen:", *chosen)

# %% [markdown] id="held_out_note"
# ## The held-out analogies
#
# Now the pairs that never stand in one sentence, with one more racer: negative sampling
# on **shuffled facts**, a world in which every capital has some other country's river.
# There is nothing to find there.
#
# You score them once. We did not: while this notebook was written they were scored in
# half a dozen runs, and the recipe behind it had been tried on them, too. They have
# chosen no setting here, but they are not unseen.

# %% id="held_out" tags=["train"]
other = word_corpus.read_sentences(word_corpus.write_sentences(shuffled=True))
other_text = word_corpus.thinned(other, 2.5e-4, np.random.default_rng(1))
other_pairs = np.array(
    [
        (shown[0], asked)
        for sentence in other_text
        for shown, asked in context_target_pairs(sentence, "nearby", 5)
    ]
).T
noise = negative_sampling_distribution(other.counts, 0.75)
tables = (len(other.words),) * 2
shuffled = learn(negative_step, tables, pairs=tuple(other_pairs))
shuffled_right = word_corpus.solved(
    shuffled[-1].parameters[0],
    other,
    [q for q in held_out if {*q["question"], q["answer"]} <= set(other.words)],
)

right = {
    name: word_corpus.solved(run[-1].parameters[0], corpus, held_out)
    for name, run in racers.items()
}
for d in sorted({50, *chosen}):
    vectors = widest[:, :d]
    right[f"PPMI, d {d}"] = word_corpus.solved(vectors, corpus, held_out)
right["shuffled facts"] = shuffled_right

# %% [markdown] id="shares_note"
# All have had the same processor time, but for PPMI, which takes some seconds. The
# bars are Wilson's 95 % intervals; below, McNemar's test on the same questions.

# %% id="shares" tags=["plot"]
best = right["negative sampling"].astype(int)
for name in list(right)[:-1]:  # The shuffled world has other questions.
    truth = np.ones(len(best), dtype=int)
    duel = classification.mcnemar(best, right[name].astype(int), truth)
    if name != "negative sampling":
        print(f"negative sampling against {name}: {duel}")
shares = {
    name: classification.accuracy_interval(hits.astype(int), np.ones(len(hits)))
    for name, hits in right.items()
}
for name, share_solved in shares.items():
    print(f"{name}: {share_solved}")
shares_with_intervals(
    {"held out": shares}, "Who solves the held-out analogies?", "% solved"
)

# %% [markdown] id="shares_think"
# Read it with care. The world is closed and small, and was made to be learnable. That
# something is solved shows that the method finds what is there; the shuffled world
# shows that it finds nothing where there is nothing.
#
# **Think.** Transfer in three steps: learn vectors from much text, billions of words
# that nobody has labelled, or download them; use them for a task with few examples; go
# on training them, *if* the task has enough data. Which of these steps did you do here,
# and what would an image of a face be in the place of a word?
#
# <details><summary>Answer</summary>
#
# The first. For faces the name is *encoding*, and the difference is that a network
# computes it for any new picture, where our table knows its V words and no other.
#
# </details>

# %% [markdown] id="game_note"
# ## A friend types a word
#
# Ask somebody for a word of this small world, and show what the machine makes of it
# while it learns. **Guess** its neighbours first.

# %% id="game" tags=["explore"]
WORD = "iceland"  # Or "queen", "wider", "aunt", "tokyo" ...

if WORD not in corpus.index:
    print("Not in this world. Try:", ", ".join(corpus.words[300:330:3]))
else:
    for moment in racers["negative sampling"]:
        near = word_corpus.nearest(WORD, moment.parameters[0], corpus)
        print(f"after {moment.seconds:3.1f} s: {', '.join(near)}")

# %% [markdown] id="finale_note"
# ## Parallel lines
#
# The picture of the beginning, now yours: on top why it is done this way, below what
# came of it. None of these countries stands in a sentence with its capital.

# %% id="finale" tags=["plot"]
from sklearn.decomposition import PCA

pairs_drawn = [
    (asked["question"][2], asked["answer"])
    for asked in held_out
    if asked["kind"] == "capital"
][:10]
rows = [corpus.index[word] for pair in pairs_drawn for word in pair]
first, *_, last = racers["negative sampling"]
maps = {
    f"after {moment.seconds:.0f} seconds": PCA(2).fit_transform(
        moment.parameters[0][rows]
    )
    for moment in (first, last)
}
embedding_plots.cost_and_maps(costs, maps, pairs_drawn)

# %% [markdown] id="finale_think"
# **Think.** Why are the lines parallel, though nobody asked for it?
#
# <details><summary>Answer</summary>
#
# What tells a country from its capital is the same for all of them: countries have
# borders and presidents, capitals streets and hotels. What a country and its capital
# share, river and dish, is their own. One part of the vector for the class, one for the
# facts: the step between is the same everywhere.
#
# </details>

# %% [markdown] id="summary"
# ## Summary
#
# - Words that keep the same company get vectors that lie side by side: prediction is
#   the pretext, vectors are the aim.
# - A softmax asks V words for each pair, a tree $\log_2 V$ nodes, negative sampling
#   k + 1 words. At two thousand words the softmax arrives late, at a million never.
# - Gradients of a word that comes twice add up.
# - GloVe counts first. It leaves out the cells that are 0, and with them half of what
#   there is to know.
# - A score needs a tuned baseline, an interval, and a world in which there is nothing
#   to find.

# %% [markdown] id="going_further"
# ## Going further
#
# - The window model: Bengio, Ducharme, Vincent and Jauvin, *A neural probabilistic
#   language model*, 2003, https://www.jmlr.org/papers/v3/bengio03a.html.
# - Skip-gram: Mikolov, Chen, Corrado and Dean, 2013, https://arxiv.org/abs/1301.3781;
#   negative sampling and thinning: Mikolov and others, 2013,
#   https://arxiv.org/abs/1310.4546.
# - The tree: Morin and Bengio, *Hierarchical probabilistic neural network language
#   model*, 2005, https://proceedings.mlr.press/r5/morin05a.html.
# - GloVe, which has been used a great deal since: Pennington, Socher and Manning, 2014,
#   https://doi.org/10.3115/v1/D14-1162.
# - What negative sampling computes: Levy and Goldberg, *Neural word embedding as
#   implicit matrix factorization*, 2014; and why settings matter more than methods:
#   Levy, Goldberg and Dagan, 2015, https://doi.org/10.1162/tacl_a_00134.
# - Weighting the zeros, as you did: Shazeer and others, *Swivel*, 2016,
#   https://arxiv.org/abs/1602.02215.
# - Words cut into pieces, so that no word is unknown: Bojanowski and others, 2017,
#   https://doi.org/10.1162/tacl_a_00051.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
