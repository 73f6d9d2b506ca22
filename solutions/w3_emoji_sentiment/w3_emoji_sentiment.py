# %% [markdown] id="title"
# # Put the right emoji
# %% [markdown] id="result" picture="result.png"
# You will make this: two models that read a sentence and put an emoji behind it.
# One of them has noticed that the order of words matters.
#
# ![Pairs of sentences made of the same words in another order; the average of the words gives both the same emoji, the network that reads from left to right tells some of them apart](result.png)
#
# Your phone suggests emoji even for words that stood in no message it learned
# from. Its secret is a table of word vectors, learned from plain text.
#
# You **average** vectors, **turn** sentences into indices, **build** an LSTM, and
# **test** both on sentences made to fool them. 20 minutes of reading and 55 of
# solving, two of computing · 100 points. You should know NumPy, the softmax and
# recurrent networks.

# %% [markdown] id="setup_note"
# ## Setup
#
# Run this cell first, and after each restart. `check(...)` below each exercise
# says what is right, `failing("model")` gives the input of a check that failed,
# `restore("model")` an empty exercise.

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
sys.path[:0] = [str(p) for p in here if (p / "utils/emoji.py").is_file()]

from utils.quiet import import_quietly

import_quietly("keras")
import keras
import numpy as np
from scipy.special import softmax

from autograder import begin, check, failing, restore, scoreboard
from utils import classification, embeddings, emoji, emoji_plots, training

begin("w3_emoji_sentiment")

# %% [markdown] id="act_note"
# ## First a guess
#
# Guess before you run: is *good* nearer to *bad*, or to *excellent*?

# %% id="first_guess" tags=["explore"]
table = embeddings.load_vectors("course")
good = table["good"] / np.linalg.norm(table["good"])
for word in ("bad", "excellent"):
    cosine = good @ table[word] / np.linalg.norm(table[word])
    print(f"good and {word}: {cosine:.2f} (1: the same direction)")

# %% [markdown] id="sentences_note"
# ## The sentences
#
# Word vectors come from the company that words keep, and opposites keep the same
# company: dinner is good, dinner is bad. Keep this in mind for what follows.
#
# There are six emoji: love, sport, joy, sadness, food and travel. A sentence
# gets the one a friend would put behind it. A complaint is sad, whatever it
# complains about; otherwise the topic decides, and good spirits without a topic
# are joy.
#
# The given function `tokenize` splits a sentence into words. It takes away case,
# punctuation and stray tabs, and writes short forms out: "can't" is "can not".
# Use it for every sentence; the models must all read the same words.

# %% id="sentences"
from utils.emoji import EMOJI, LABELS, Chips
from utils.text import tokenize

sentences = emoji.load_emoji_sentences()
train, validation = sentences.train, sentences.validation
NUM_CLASSES = len(LABELS)  # 6

print(f"{len(train)} sentences to learn from, such as")
for number in (0, 80, 160, 310, 450):
    label = train.labels[number]
    print(f"  {EMOJI[label]} {LABELS[label]:8}{train.texts[number]}")
print(tokenize("It's  SO good,\tI can't stop eating!!"))

# %% [markdown] id="vectors_note"
# ## The vectors
#
# The course has word vectors of its own, learned from sentences that a grammar
# wrote. They know nothing about emoji, and they know a small, tidy world. The
# real thing is GloVe, learned from an encyclopedia and the news: where there is
# internet, write `"glove"` and run everything again, without another change.
#
# **Axes.** Examples come first here: `(m, d)` for sentences, and
# `(batch, timesteps, features)` in the network. Week 1 has features first and
# time last, `(n_x, m, T_x)`.

# %% id="vectors" tags=["explore"]
vectors = embeddings.load_vectors("course")
word_to_index = {word: row + 1 for row, word in enumerate(vectors.words)}

print(f"{len(vectors):,} words, {vectors.dimension} numbers each.")
for name, group in (("train", train), ("validation", validation)):
    read = [word for text in group.texts for word in tokenize(text)]
    known = np.mean([word in vectors for word in read])
    print(f"{known:.1%} of the words in {name} have a vector.")

# %% [markdown] id="sentence_to_avg_task"
# ## 1. A sentence in one vector
#
# A classifier wants input of a fixed size, and sentences come in all lengths. The
# simplest way out: take the vector of every word and average. Words of food pull
# the average towards food, words of travel towards travel, and small words such
# as *the* stand in all kinds of sentences and do little harm.
#
# A typed sentence may hold words that have no vector: names, slips of the
# finger. They are left out, not counted as zero, for a zero would dilute what
# the others say.
#
# $$ \text{avg} = \frac{1}{n} \sum_{t=1}^{n} e_{w_t}, \qquad \text{avg} = 0 \text{ if } n = 0 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $w_t$ | an entry of `tokenize(sentence)` | a string | a word that has a vector |
# | $e_{w_t}$ | `word_to_vec_map[word]` | `(d,)` | its vector |
# | $n$ | | a number | how many words of the sentence have one |
# | avg | what you return | `(d,)` | the sentence as one vector |
#
# > **Exercise 1 of 5 · `sentence_to_avg` · 15 points**
# >
# > Average the vectors of the words of a sentence, unknown words left out.
# >
# > **In:** sentence, word map. **Out:** an array `(d,)`. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Three steps: split, keep the words that have a vector, average their vectors.
# And what if nothing is left?
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `tokenize`, given above; `in` tells whether a word has a vector; `numpy.mean`
# with its argument `axis`. The mean of an empty list is not a number.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# n words give `(n, d)`, and the average goes over the n. To learn d, look at any
# vector: `next(iter(word_to_vec_map.values()))` is the first.
#
# </details>


# %% exercise="sentence_to_avg"
def sentence_to_avg(sentence, word_to_vec_map):
    """Averages the vectors of the words of a sentence.

    The words are those that `tokenize` gives. A word that stands twice counts
    twice; words that are not in the map are left out. If no word is left, the
    result is zeros.

    Args:
        sentence: String, with any case, punctuation and white space.
        word_to_vec_map: Mapping from word, in lower case, to float array
            `(d,)`, with at least one word. Not changed.

    Returns:
        Float array `(d,)`.
    """
    # 1. Split the sentence and keep the words that have a vector.
    # 2. If there is none, return zeros.
    # 3. Otherwise average their vectors.
    ### BEGIN SOLUTION
    words = [word for word in tokenize(sentence) if word in word_to_vec_map]
    if not words:
        return np.zeros_like(next(iter(word_to_vec_map.values())))
    return np.mean([word_to_vec_map[word] for word in words], axis=0)
    ### END SOLUTION


# %% check="sentence_to_avg"
check("sentence_to_avg")

# %% id="averages_picture" tags=["plot"]
some = train.first(240)  # Forty for each emoji.
averages = [sentence_to_avg(text, vectors) for text in some.texts]
title = f"{len(some)} sentences, each the average of its words"
emoji_plots.sentence_map(averages, some.labels, title)

# %% [markdown] id="sentence_to_avg_think"
# Nobody has told the vectors about emoji, and still the sentences begin to part:
# love on one side, what is felt on another, what is done (eating, playing, going
# away) on a third. Only two of all directions are shown, those in which the
# averages differ most; a classifier sees the rest.
#
# **Think.** Joy and sadness lie close together here. Why? What would become of
# the average of a very long sentence?
#
# <details><summary>Answer</summary>
#
# *Happy* and *sad* stand in the same company (*I am so ... today*), so their
# vectors are alike, as those of *good* and *bad*. The more words, the less each
# of them counts: long sentences come close to the average of all text.
#
# </details>

# %% [markdown] id="model_task"
# ## 2. The average learns
#
# Now one layer of weights on top. For every emoji it holds a vector; the
# emoji whose vector agrees best with the average wins, and the softmax turns
# agreement into probabilities (elsewhere: softmax regression). We train it as plainly as possible: one sentence,
# one step, in the order of the list, and all of it again. Since the weights
# start at zero and nothing is drawn, everyone who does this gets the same
# numbers.
#
# $$ \hat y = \operatorname{softmax}(W \,\text{avg} + b) \qquad
# \delta = \hat y - y \qquad
# W \leftarrow W - \alpha\, \delta\, \text{avg}^{\top} \qquad
# b \leftarrow b - \alpha\, \delta $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | avg | `sentence_to_avg(...)` | `(d,)` | your exercise 1 |
# | $W, b$ | `W`, `b` | `(n_y, d)`, `(n_y,)` | weights and biases, all 0 at first |
# | $\hat y$ | | `(n_y,)` | probabilities of the emoji |
# | $y$ | from `Y[i]` | `(n_y,)` | one-hot: 1 for the right emoji |
# | $\delta$ | | `(n_y,)` | gradient of the cross-entropy for the logits |
# | $\alpha$ | `learning_rate` | a number | size of the step |
#
# > **Exercise 2 of 5 · `model` · 25 points**
# >
# > Train a softmax on sentence averages, one sentence at a time, from zero.
# >
# > **In:** sentences, labels, word map, learning rate, number of passes. **Out:** predictions after training, `W`, `b`. (about 14 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Two loops: passes outside, sentences inside. In the inner one, $\hat y$, then
# $\delta$, then both updates. The averages do not change while you train, so
# compute them once, before the loops. Predict at the end, with the last weights.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `softmax` is imported above; `numpy.outer` makes a matrix of two vectors;
# `numpy.argmax` has an `axis`. There are as many emoji as the largest label
# plus one, even if a label in between never occurs.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# $\delta\, \text{avg}^{\top}$ is `(n_y, d)`, like `W`. All averages together are
# `(m, d)`, so that all logits are `(m, n_y)`, and the predictions `(m,)`.
#
# </details>


# %% exercise="model"
def model(X, Y, word_to_vec_map, learning_rate, num_iterations):
    """Trains a softmax on the averages of sentences by stochastic descent.

    `W` and `b` start at zero. Each sentence is a step of its own, in the order
    of `X`. Logits whose exponential is too large for a float do no harm.

    Args:
        X: Sequence of m sentences (strings).
        Y: Int array `(m,)`, the label of each, from 0. `n_y` is the largest
            label plus one.
        word_to_vec_map: Mapping from word to float array `(d,)`.
        learning_rate: Float, the size of a step; it is not divided by m.
        num_iterations: Int, how often to go through all sentences.

    Returns:
        predictions: Int array `(m,)`, the likeliest label of every sentence of
            `X`, by the final weights.
        W: Float array `(n_y, d)`.
        b: Float array `(n_y,)`.
    """
    # 1. Average every sentence once; start W and b at zero.
    # 2. Pass by pass, sentence by sentence: probabilities, delta, updates.
    # 3. Predict all sentences with the weights of the end.
    ### BEGIN SOLUTION
    averages = np.array(
        [sentence_to_avg(sentence, word_to_vec_map) for sentence in X]
    )
    W = np.zeros((max(Y) + 1, averages.shape[1]))
    b = np.zeros(len(W))
    for _ in range(num_iterations):
        for i, label in enumerate(Y):
            delta = softmax(W @ averages[i] + b)
            delta[label] -= 1
            W -= learning_rate * np.outer(delta, averages[i])
            b -= learning_rate * delta
    predictions = np.argmax(averages @ W.T + b, axis=1)
    return predictions, W, b
    ### END SOLUTION


# %% check="model"
check("model")

# %% id="train_average" tags=["train"]
predictions, W, b = model(train.texts, train.labels, vectors, 0.003, 100)


def by_average(texts):
    """Puts the average model's label behind each sentence."""
    rows = np.stack([sentence_to_avg(text, vectors) for text in texts])
    return (W @ rows.T + b[:, np.newaxis]).argmax(axis=0)


for name, group in (("train", train), ("validation", validation)):
    accuracy = classification.accuracy_interval(
        by_average(group.texts), group.labels
    )
    print(f"right emoji in {name}: {accuracy}")

# %% [markdown] id="confusion_note"
# The learning rate and the number of passes were chosen by the validation
# sentences. In brackets stands a 95 % interval: so far might the figure stray if
# other sentences of the same kind were drawn. No, the training figure is not a
# slip of the pen: four in ten training sentences come in pairs with the same
# words, and of each pair the average gets at most one right.

# %% id="average_confusion" tags=["plot"]
emoji_plots.confusion_matrix(
    validation.labels,
    by_average(validation.texts),
    "The average, on the validation sentences",
)

# %% [markdown] id="model_think"
# Rows are what belongs there, columns what was put; right ones stand on the
# diagonal.
#
# **Think.** Joy and sadness are taken for each other more often than any other
# two. Some of these sentences say *not bad*, others *not good*. What do you get
# when you average *not* and *good*, and why can no choice of `W` help?
#
# <details><summary>Answer</summary>
#
# The point halfway between the two. The logits of an average are the average of
# the words' logits, so *not* adds the same amount beside *good* and beside *bad*.
# It would have to turn its neighbour round, and a sum cannot.
#
# </details>

# %% [markdown] id="shuffle_note"
# ### The average cannot blink
#
# Here is a sentence, and the same words in other orders. Run the cell again for
# other orders.

# %% id="shuffle_average" tags=["explore"]
words = tokenize("The film was funny and not boring")
rng = np.random.default_rng()
orders = [" ".join(words), "the film was boring and not funny"]
orders += [" ".join(rng.permutation(words)) for _ in range(3)]
Chips(orders, {"average": by_average(orders)}, vectors)

# %% [markdown] id="sentences_to_indices_task"
# ## 3. Words in order, for a network
#
# A sum forgets the order. A recurrent network does not, but it wants its batch as
# one rectangular array of whole numbers. So every word becomes its row in a
# table, and short sentences are filled up with 0, which stands for no word. That
# is why the words are counted from 1.
#
# $$ \text{indices}_{i,t} = \operatorname{index}\big(w^{(i)}_t\big) \quad \text{for } t \le \min(n_i, T), \qquad 0 \text{ after that} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $w^{(i)}_t$ | from `tokenize(X[i])` | a string | the t-th **known** word of sentence i |
# | index | `word_to_index[word]` | a number | its row, 1 to V |
# | $n_i$ | | a number | how many known words sentence i has |
# | $T$ | `max_len` | a number | columns; what is longer is cut off |
#
# > **Exercise 3 of 5 · `sentences_to_indices` · 20 points**
# >
# > Turn sentences into rows of indices, padded with 0 at the end.
# >
# > **In:** sentences, index of words, length. **Out:** an int array `(m, max_len)`. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Start with a table full of padding and write each sentence into its row. First
# skip the unknown words, then cut: an unknown word takes up no room.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.zeros` with its argument `dtype`, `enumerate`, and slices, which do not
# mind when they reach beyond the end of a list.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The table is `(len(X), max_len)`. A sentence of three words in a row of five
# fills `table[i, :3]`.
#
# </details>


# %% exercise="sentences_to_indices"
def sentences_to_indices(X, word_to_index, max_len):
    """Turns sentences into rows of word indices of one length.

    The words are those that `tokenize` gives. Words that are not in
    `word_to_index` are skipped first, and leave no gap.

    Args:
        X: Sequence of m sentences (strings), with any case and punctuation.
        word_to_index: Dictionary from word to index, a whole number from 1,
            large where there are many words.
        max_len: Int, number of columns, at least 1; more words are cut off.

    Returns:
        Array of whole numbers `(m, max_len)`, of any number type that holds
        them; a sentence without a known word is a row of zeros.

    Example:
        >>> sentences_to_indices(["Good soup!"], {"good": 7, "soup": 2}, 3)
        array([[7, 2, 0]])
    """
    # 1. Make a table of zeros.
    # 2. For each sentence: indices of its known words, cut to max_len.
    # 3. Write them into the row, from the left.
    ### BEGIN SOLUTION
    indices = np.zeros((len(X), max_len), dtype=int)
    for i, sentence in enumerate(X):
        words = [word for word in tokenize(sentence) if word in word_to_index]
        for column, word in enumerate(words[:max_len]):
            indices[i, column] = word_to_index[word]
    return indices
    ### END SOLUTION


# %% check="sentences_to_indices"
check("sentences_to_indices")

# %% id="indices_picture" tags=["plot"]
examples = ["Is dinner ready?", "I blorp you, my love", "Zzz"]
table = sentences_to_indices(examples, word_to_index, 5)
emoji_plots.index_rows(table, vectors.words)

# %% [markdown] id="sentences_to_indices_think"
# The word *blorp* has no vector and leaves no trace; nor does *zzz*, and its
# sentence is empty.
#
# **Think.** Instead of skipping an unknown word one could give it an index of its
# own, "unknown". What would a model learn about that index here, where 99 % of
# the training words have vectors?
#
# <details><summary>Answer</summary>
#
# Next to nothing: it would meet the index a few dozen times, each time for
# another word. At a friend's typing error it would then guess.
#
# </details>

# %% [markdown] id="pretrained_embedding_layer_task"
# ## 4. The table becomes a layer
#
# An **embedding layer** is a table of vectors: index in, row out. Left alone, it
# starts with random rows and learns them along with the rest. We fill in the rows
# we have, and **freeze** them. With a few hundred sentences a word is met once or
# never; training would move the rows of the words that do occur and leave their
# neighbours behind, and *lasagne* would no longer stand beside *pizza*.
#
# Row 0 is padding. The layer must also tell the layers above it which steps are
# padding: that is the **mask**.
#
# $$ \text{layer}(k) = E_k, \qquad E_0 = 0, \qquad E_{\operatorname{index}(w)} = e_w, \qquad \text{mask}(k) = [\, k \ne 0 \,] $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $k$ | the layer's input | `(batch, timesteps)` | indices, 0 is padding |
# | $E$ | the layer's only weights | `(V + 1, d)` | one row a word, and row 0; the lectures write its transpose |
# | $e_w$ | `word_to_vec_map[word]` | `(d,)` | a word's vector |
# | $V$ | `len(word_to_index)` | a number | the largest index |
#
# > **Exercise 4 of 5 · `pretrained_embedding_layer` · 15 points**
# >
# > Make a frozen Keras embedding layer out of the word vectors, with a mask.
# >
# > **In:** word map, index of words. **Out:** a Keras layer. (about 7 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# First the table in NumPy: zeros, then one row for each word, at the word's
# index and not in the order in which the words come. Then a layer that holds it.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.layers.Embedding` with its arguments `mask_zero` and `trainable`. A layer
# has no weights until `layer.build(...)`; then `layer.set_weights([...])`. Or
# let it start right, with `keras.initializers.Constant`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `set_weights` takes a list with one array in it. An embedding layer can be built
# for any input: `layer.build(())`.
#
# </details>


# %% exercise="pretrained_embedding_layer"
def pretrained_embedding_layer(word_to_vec_map, word_to_index):
    """Makes a frozen Keras layer that looks word vectors up.

    It is not trainable, and it masks index 0, so that layers above skip
    padding.

    Args:
        word_to_vec_map: Mapping from word to float array `(d,)`. It has every
            word of `word_to_index`, and perhaps more.
        word_to_index: Dictionary from word to index; the V indices are 1 to V,
            in any order.

    Returns:
        A Keras layer from int indices `(batch, timesteps)` to vectors
        `(batch, timesteps, d)`. Its only weights are the `(V + 1) * d` numbers
        of the table.
    """
    # 1. Fill the table, row by row.
    # 2. Make the layer: frozen, with a mask.
    # 3. Give it the table.
    ### BEGIN SOLUTION
    dimension = len(next(iter(word_to_vec_map.values())))
    table = np.zeros((len(word_to_index) + 1, dimension), dtype="float32")
    for word, index in word_to_index.items():
        table[index] = word_to_vec_map[word]
    layer = keras.layers.Embedding(*table.shape, mask_zero=True)
    layer.trainable = False
    layer.build(())
    layer.set_weights([table])
    return layer
    ### END SOLUTION


# %% check="pretrained_embedding_layer"
check("pretrained_embedding_layer")

# %% id="embedding_picture" tags=["plot"]
lookup = pretrained_embedding_layer(vectors, word_to_index)
words = [word for word in tokenize("We love pizza") if word in vectors]
row = sentences_to_indices(["We love pizza"], word_to_index, 6)
looked_up = keras.ops.convert_to_numpy(lookup(row))[0]
emoji_plots.looked_up(looked_up, words)

# %% [markdown] id="pretrained_embedding_layer_think"
# **Think.** Row 0 is all zeros anyway. What would go wrong in a recurrent layer
# if it were not told to skip these steps? (What does a cell do with its state
# when it sees an input of zeros?)
#
# <details><summary>Answer</summary>
#
# A cell that sees zeros still multiplies its state, adds its biases and moves its
# gates. Ten steps of padding would wash out what it has read, and the answer
# would depend on how far a sentence is padded.
#
# </details>

# %% [markdown] id="emojify_v2_task"
# ## 5. A reader
#
# Now the network: indices, vectors, one or two LSTM layers, softmax. Word by
# word, an LSTM carries a state along. When it has read *not*, it can read *good*
# in another way, and it can hold *first I was sad* lightly until *then* comes.
#
# Padding is no word. With the mask, the state simply waits through it, and the
# answer is the same whether a sentence is padded to 10 or to 100.
#
# $$ h^{\langle t \rangle} = \operatorname{LSTM}\big(E_{k_t}, h^{\langle t-1 \rangle}\big) \text{ where } k_t \ne 0,
# \quad h^{\langle t \rangle} = h^{\langle t-1 \rangle} \text{ where } k_t = 0,
# \quad \hat y = \operatorname{softmax}\big(W_h h^{\langle T \rangle} + b_h\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $k_t$ | the model's input | `(batch, max_len)` | word indices, 0 is padding |
# | $E$ | your exercise 4 | `(V + 1, d)` | frozen word vectors |
# | $h^{\langle T \rangle}$ | the last recurrent layer's output | `(batch, units)` | hidden state (week 1: $a$), what is kept of the sentence |
# | $W_h, b_h$ | a dense layer | `(units, 6)`, `(6,)` | learned |
# | $\hat y$ | the model's output | `(batch, 6)` | a probability for each emoji |
#
# > **Exercise 5 of 5 · `emojify_v2` · 25 points**
# >
# > Build a network that reads a padded sentence in order and gives the probabilities of the six emoji.
# >
# > **In:** shape of one row, word map, index of words. **Out:** a `keras.Model`, not compiled. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Input, embedding, recurrent layers with dropout, a dense layer with a softmax.
# Dropout between the layers matters: a few hundred sentences are soon learned by
# heart. Of two recurrent layers, the first hands on all its states, the second
# only its last.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.Input` with `dtype="int32"`, `keras.layers.LSTM` (its argument
# `return_sequences`), `keras.layers.Bidirectional`, `keras.layers.Dropout`,
# `keras.layers.Dense`, `keras.Model`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Between two recurrent layers stand all states, `(batch, max_len, units)`; above
# the last, one state, `(batch, units)`. `input_shape` leaves the batch out, as
# `keras.Input` wants it.
#
# </details>


# %% exercise="emojify_v2"
def emojify_v2(input_shape, word_to_vec_map, word_to_index):
    """Builds a network from word indices to probabilities of the emoji.

    To this reader the order of the words matters, and every word counts, the
    first as well as the last. Padding (index 0) changes nothing, wherever it
    stands and however much there is of it; a row of nothing else has an answer
    too.

    Args:
        input_shape: Tuple `(max_len,)`, the shape of one row of indices.
            `(None,)` means rows of any length.
        word_to_vec_map: Mapping from word to float array `(d,)`.
        word_to_index: Dictionary from word to index, 1 to V.

    Returns:
        A `keras.Model`, not compiled, from int indices `(batch, max_len)` to
        probabilities `(batch, NUM_CLASSES)`, by one softmax. The word vectors
        stay as they are when it is trained.
    """
    # 1. Input: word indices.
    # 2. The frozen embedding layer of exercise 4.
    # 3. One or two recurrent layers, with dropout.
    # 4. A dense layer with a softmax over the emoji.
    ### BEGIN SOLUTION
    indices = keras.Input(shape=input_shape, dtype="int32")
    embedding = pretrained_embedding_layer(word_to_vec_map, word_to_index)
    states = keras.layers.Dropout(0.3)(embedding(indices))
    states = keras.layers.LSTM(64, return_sequences=True)(states)
    states = keras.layers.Dropout(0.5)(states)
    state = keras.layers.LSTM(64)(states)
    state = keras.layers.Dropout(0.5)(state)
    outputs = keras.layers.Dense(NUM_CLASSES, activation="softmax")(state)
    return keras.Model(indices, outputs)
    ### END SOLUTION


# %% check="emojify_v2"
check("emojify_v2")

# %% id="train_lstm" tags=["train"]
MAX_LEN = 16  # Words; the longest sentence to learn from has 12.


def indices_of(group):
    """Turns a set of sentences into the network's input."""
    return sentences_to_indices(group.texts, word_to_index, MAX_LEN)


keras.utils.set_random_seed(1)
reader = emojify_v2((MAX_LEN,), vectors, word_to_index)
reader.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
stop = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
history = reader.fit(
    indices_of(train),
    train.labels,
    validation_data=(indices_of(validation), validation.labels),
    batch_size=32,
    epochs=50,
    verbose=0,
    callbacks=[stop, training.progress_lines()],
).history

# %% [markdown] id="reader_note"
# Training ends once ten epochs have brought nothing on the validation
# sentences, and goes back to the best. Sizes, dropout and step were chosen by
# the same sentences.

# %% id="reader_curve" tags=["plot"]
emoji_plots.accuracy_curves(history, "The reader, epoch by epoch")

# %% [markdown] id="emojify_v2_think"
# **Think.** The average model had `6 * (d + 1)` weights. Count the reader's, with
# `reader.summary()`. How many of them did it learn from your sentences, and what
# would it do with them if you took the dropout away?
#
# <details><summary>Answer</summary>
#
# The average has 606. Of our reader's 626,754, the table holds 551,100, which are
# frozen; 75,654 are learned, a hundred for each sentence. Without dropout they
# would soon hold the sentences by heart (elsewhere: overfitting).
#
# </details>

# %% [markdown] id="blink_note"
# ## 6. It changes its face
#
# Same words, other order. The average sees no difference, because there is none in
# what it is given. The reader does. A cross marks a wrong emoji; both make
# mistakes.


# %% id="blink_picture" tags=["plot"]
def by_reader(texts):
    """Puts the reader's label behind each sentence."""
    rows = sentences_to_indices(texts, word_to_index, MAX_LEN)
    return np.asarray(reader(rows, training=False)).argmax(axis=1)


same_bag = sentences.same_bag
six = (24, 32, 39, 11, 79, 84)
shown = [2 * pair + side for pair in six for side in (0, 1)]
texts = [same_bag.texts[i] for i in shown]
emoji_plots.chips(
    texts,
    {"average": by_average(texts), "reader": by_reader(texts)},
    "The same words, in another order",
    "Six of a hundred test pairs, new to both models. ✗: wrong.",
    truth=same_bag.labels[shown],
)

# %% [markdown] id="test_note"
# ## 7. The test
#
# Everything is chosen now, and three sets of sentences come out of their drawer.
# Read the first line first: it is the honest one.
#
# - **Independent**: 150 sentences written before anybody had seen which words
#   have vectors, and before a single training sentence was written.
# - **Unseen words**: 100 sentences whose deciding words stand in no training
#   sentence. Only their vectors can help.
# - **Same bag**: 100 pairs as above. Whoever forgets the order gets at most one
#   of two right.
#
# Beside your models stands one that only counts words and pairs of neighbouring
# words (naive Bayes), tuned on the validation sentences, without any vectors.

# %% id="test_scores" tags=["plot"]
counts = classification.tuned_word_counts(train, validation)
models = {"word counts": counts.predict, "average": by_average}
models["reader"] = by_reader
tests = {
    "independent": sentences.independent,
    "unseen words": sentences.unseen_words,
    "same bag": sentences.same_bag,
}
answers = {
    name: {who: np.asarray(put(group.texts)) for who, put in models.items()}
    for name, group in tests.items()
}
emoji_plots.accuracy_intervals(
    {
        name: {
            who: classification.accuracy_interval(labels, tests[name].labels)
            for who, labels in answers[name].items()
        }
        for name in tests
    },
    "Three tests, three models",
)

# %% [markdown] id="duel_note"
# Bars that overlap settle nothing: a hard sentence is hard for every model. So we
# compare two models on the **same** sentences and look only at those where one is
# right and the other is not (McNemar's test). If the models were equally good,
# these would fall like a fair coin. The two sentences of a pair are no
# independent coins, so there the pair is what is tossed: which model gets more of
# its two sentences right?

# %% id="duel" tags=["explore"]
for name, group in tests.items():
    pairs = 2 if name == "same bag" else 1
    for rival in ("average", "word counts"):
        duel = classification.mcnemar(
            answers[name]["reader"], answers[name][rival], group.labels, pairs
        )
        print(f"{name:12}: reader against {rival:11} {duel}")
for who, labels in answers["same bag"].items():
    share = classification.pairs_right(labels, same_bag.labels)
    print(f"both sentences of a pair right: {who:11} {share:.0%}")

# %% [markdown] id="duel_think"
# In our run the reader put 85 % of the emoji right on the independent sentences
# (interval 78 to 90), the average 80 %, word counts 77 %. That order helps *there*
# is not shown: of the 23 sentences that tell reader and average apart, 15 went to
# the reader (p = 0.21). Another seed gives another reader, and other figures.
#
# On unseen words it had 93 %, and word counts 30 %: here the vectors do all the
# work. But that is a closed world. We chose words that have vectors, learned from
# tidy sentences about just such things. On the pairs the reader had 67 %, and both
# sentences of 44 pairs in a hundred. That is no luck (p = $10^{-9}$), and yet more
# than half of the pairs still fool it. The 94 % on the validation sentences flatter
# it, for these share many turns of phrase with the training sentences.
#
# **Think.** The average cannot get both sentences of a pair right. Why is it not
# at exactly one of two either?
#
# <details><summary>Answer</summary>
#
# It puts the same emoji behind both. Where that is a third one, which belongs to
# neither, it gets none right. That is why it has 44 % and not 50 %.
#
# </details>

# %% [markdown] id="mistakes_note"
# ### Where it goes wrong
#
# The reader's confusions on the independent sentences, and some of its mistakes.
# A dashed word has no vector: no model has read it.

# %% id="reader_confusion" tags=["plot"]
independent = sentences.independent
emoji_plots.confusion_matrix(
    independent.labels,
    answers["independent"]["reader"],
    "The reader, on the independent sentences",
)

# %% [markdown] id="mistakes_list_note"
# Read these before you believe any percentage.

# %% id="mistakes" tags=["explore"]
chosen = answers["independent"]["reader"]
wrong = np.flatnonzero(chosen != independent.labels)[:12]
Chips(
    [independent.texts[i] for i in wrong],
    {"right": independent.labels[wrong], "reader": chosen[wrong]},
    vectors,
)

# %% [markdown] id="study_note"
# ## 8. Frozen, fine-tuned, random
#
# How much of all this is the vectors' merit? Three embeddings for your own
# network: the vectors **frozen**, as in exercise 4; **fine-tuned**, trained along
# with the rest from the same start; and **random** vectors, trained too, which is
# what a network does that has never read anything else. Each learns from 30, 100
# and 300 plain sentences, equally many steps, and is scored on all validation
# sentences, four in ten of which hang on the order. One run each: small
# differences mean nothing.

# %% id="study" tags=["plot"]
read = sorted({w for t in train.texts + validation.texts for w in tokenize(t)})
read = [word for word in read if word in vectors]
index = {word: number for number, word in enumerate(read, start=1)}
rng = np.random.default_rng(3)
known = {word: vectors[word] for word in read}
noise = {word: rng.normal(0, 0.5, vectors.dimension) for word in read}
unseen = sentences_to_indices(validation.texts, index, MAX_LEN)


def score(count, word_map, trainable):
    """Trains a reader on `count` sentences; returns its accuracy interval."""
    few = train.first(count)
    keras.utils.set_random_seed(2)
    net = emojify_v2((MAX_LEN,), word_map, index)
    for layer in net.layers:
        layer.trainable = layer.trainable or trainable
    net.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy")
    again = 3000 // count  # The same number of steps for all.
    ids = sentences_to_indices(few.texts * again, index, MAX_LEN)
    net.fit(ids, np.tile(few.labels, again), verbose=0)
    chosen = np.asarray(net(unseen)).argmax(axis=1)
    return classification.accuracy_interval(chosen, validation.labels)


kinds = {"frozen": (known, False), "fine-tuned": (known, True)}
kinds["random"] = (noise, True)
emoji_plots.study(
    {k: {n: score(n, *v) for n in (30, 100, 300)} for k, v in kinds.items()},
    "What the vectors are worth",
)

# %% [markdown] id="study_think"
# With 30 sentences the vectors are worth most. From 100 on, each of the three lies
# within the others' intervals. The validation sentences hold few new words.
#
# **Think.** How would the three lines look if they were scored on the unseen
# words, and how with 30,000 sentences to learn from?
#
# <details><summary>Answer</summary>
#
# On words that no training sentence has, random vectors are still noise, so that
# line would stay near a pure guess. With 30,000 sentences nearly every word is
# met: we expect all three to come together, fine-tuned perhaps ahead.
#
# </details>

# %% [markdown] id="type_note"
# ## 9. Type a sentence
#
# Write your own. The second line is a trap for whoever only adds words up: three
# times *good*, and a guest who will not come back. In our run neither model fell
# into it, and that is less than it seems: the third line, its first two words
# alone, gets a tear from both. The fourth says the same without these two words,
# and with one that has no vector.

# %% id="type_a_sentence" tags=["explore"]
typed = [
    "I love you!",
    "Completely lacking in good taste, good service and good ambience",
    "Completely lacking",
    "Good taste, good service and good ambience were missing",
    "Nobody could say that the food was good.",
    "Zxqv!",
]
Chips(
    typed, {"average": by_average(typed), "reader": by_reader(typed)}, vectors
)

# %% [markdown] id="summary"
# ## Summary
#
# - Word vectors learned from plain text carry a classifier beyond the words that
#   it was trained on.
# - The average of a sentence's vectors is quick, sturdy, and blind to order.
# - A network reads indices: padded to one length, masked so that padding is
#   nothing, looked up in an embedding that stays frozen while data are few.
# - An LSTM reads from left to right; pairs with the same words show that it uses
#   the order, and McNemar's test that this is no luck.
# - Judge by sentences written without the model in mind, beside a tuned baseline,
#   with an interval; and read the mistakes.

# %% [markdown] id="going_further"
# ## Going further
#
# - How far the plain average goes, and a deep network on top of it: Iyyer and
#   others, *Deep unordered composition rivals syntactic methods*, 2015,
#   https://doi.org/10.3115/v1/P15-1162.
# - The vectors named in the setup: Pennington, Socher and Manning, *GloVe*, 2014,
#   https://doi.org/10.3115/v1/D14-1162.
# - Emoji as labels for more than a billion messages: Felbo and others, *Using
#   millions of emoji occurrences*, 2017, https://doi.org/10.18653/v1/D17-1169.
# - How a negation turns the phrase below it: Socher and others, *Recursive deep
#   models for semantic compositionality*, 2013,
#   https://aclanthology.org/D13-1170.
# - Tests made to fool models, as a method: Ribeiro and others, *Beyond accuracy:
#   behavioral testing with CheckList*, 2020,
#   https://doi.org/10.18653/v1/2020.acl-main.442.
# - Vectors that depend on the sentence, where *not good* has a vector of its own:
#   Devlin and others, *BERT*, 2019, https://doi.org/10.18653/v1/N19-1423.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
