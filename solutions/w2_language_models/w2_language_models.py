# %% [markdown] id="title"
# # Which word comes next?
# %% [markdown] id="result" picture="result.png"
# You will make this: a list of places where your network thinks that the printed
# documentation of scikit-learn is wrong.
#
# ![Ten sentences with one word underlined in each, the word that the network would put there, and by how much it prefers it](result.png)
#
# It has never seen scikit-learn. It has read how others write, and guesses each next
# word.
#
# You **count** n-grams, **smooth** them, **build** a recurrent network, and
# **measure** both on a library they never read. 25 minutes of reading and 105 of
# solving, two of computing · 100 points and two bonuses. You should know Python and
# recurrent networks.

# %% [markdown] id="setup_note"
# ## Setup
#
# Run this first, and after each restart. `check(...)` says what is right,
# `failing("scan")` gives the input of a failed check, `restore("scan")` an empty
# exercise.

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
import math

import keras
import numpy as np
from scipy.special import log_softmax

from autograder import begin, check, failing, restore, scoreboard

SPECIALS = ["<PAD>", "<START>", "<EOS>", "<UNK>"]  # Their numbers: 0 to 3.

begin("w2_language_models")

# %% [markdown] id="quiz_note"
# ## Three writers
#
# Three models ended one sentence. Guess who is who, then run.

# %% id="quiz" tags=["explore"]
guess = {"bigram": "A", "trigram": "B", "network": "C"}  # Your guess.

ENDINGS = {
    "A": "the number of elements of array corresponding to the last axis",
    "B": "the number of times along is not the layer for the <code>",
    "C": "the number of bins per octave to the current axes",
}
WRITERS = {"bigram": "B", "trigram": "C", "network": "A"}
for letter, ending in ENDINGS.items():
    print(f"{letter}: {ending} ...")
right = sum(guess[writer] == WRITERS[writer] for writer in WRITERS)
print(f"You have {right} of 3 right: {WRITERS}")

# %% [markdown] id="build_vocabulary_task"
# ## 1. Words become numbers
#
# A **language model** says how likely a word is, given those before it. So it says
# how likely a sentence is, too: a listener who cannot hear whether it was *pair* or
# *pear* salad takes the likelier sentence.
#
# A model knows a list of words, its vocabulary. We take the commonest. (One could take
# a ready-made list from the net, and many sort theirs by the alphabet; ours falls
# by count, which helps when the network learns.) All other words become `<UNK>`,
# unknown. Commercial systems have 30,000 to 100,000 words, some a million; we take
# 5,000.
#
# $$ \text{number}(w) = 3 + \operatorname{rank}(w), \qquad \operatorname{rank} = 1, 2, \dots \text{ by falling count} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $w$ | a string | | a word; `,` `;` `:` are words, too |
# | $\text{number}(w)$ | `word_to_index[w]` | a number | from 0; the specials have 0 to 3 |
# | $\operatorname{rank}(w)$ | | a number | 1 for the commonest word |
#
# > **Exercise 1 of 11 · `build_vocabulary` · 8 points**
# >
# > Number the four specials and the commonest words.
# >
# > **In:** sentences, most words. **Out:** dictionary from word to number. (about 7 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Count, sort, cut, number. Sorting has two wishes: the larger count first, and among
# equals the alphabet.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `collections.Counter`, `sorted` with a `key` that returns a tuple, `enumerate`. The
# method `most_common` keeps equals in the order in which they were met.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# With `max_words` of 5,000 the dictionary has at most 5,004 entries: `SPECIALS`, from
# the setup cell, come in addition.
#
# </details>


# %% exercise="build_vocabulary"
def build_vocabulary(sentences, max_words):
    """Gives a number to each of the commonest words.

    First come `<PAD>` 0, `<START>` 1, `<EOS>` 2 and `<UNK>` 3. Then come the
    words by falling count. Words of equal count stand in alphabetical order.
    A special that is itself a word of the text has its number already.

    Args:
        sentences: List of sentences, lists of strings; perhaps there are none.
        max_words: Int, 0 or more: how many words may follow the specials. If
            the text has fewer, all of them do.

    Returns:
        A dictionary from word to number, without gaps.
    """
    # 1. Count all words, the specials aside.
    # 2. Sort them: larger counts first, then by the alphabet.
    # 3. Number the specials and the first max_words words.
    ### BEGIN SOLUTION
    counts = {}
    for sentence in sentences:
        for word in sentence:
            if word not in SPECIALS:
                counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda word: (-counts[word], word))
    kept = SPECIALS + words[:max_words]
    return {word: number for number, word in enumerate(kept)}
    ### END SOLUTION


# %% check="build_vocabulary"
check("build_vocabulary")

# %% [markdown] id="corpus_note"
# ### Something to read
#
# Here is text that everybody has: the documentation of the installed libraries. The
# next cell reads it from their sources, without importing them, in about 20 seconds.
# Sentences are cut to words in lower case; code becomes one word, `<code>`; what has
# digits or formulas is left out.
#
# Three parts share no library: we **learn** from seventeen, **choose** by pandas, and
# **test** by scikit-learn. Of the sentences to learn from we take every second one,
# so that all of this fits into two minutes. Your versions differ from ours, so do
# your figures.
#
# With internet, `SOURCE = "novels"` fetches five novels instead.

# %% id="corpus" tags=["explore"]
from time import perf_counter

from utils import (
    bias_plots,
    documentation,
    evaluation,
    language_suspects,
    novels,
    plotting,
)
from utils import language_plots as plots
from utils import language_study as study
from utils import word_ngrams as grams
from utils import word_training as training

SOURCE = "documentation"  # Or "novels".

load = {"documentation": documentation.load_documentation}
load["novels"] = novels.load_novels
corpus = load[SOURCE]()
train = corpus.sentences("training")[::2]
validation = corpus.sentences("validation")
word_to_index = build_vocabulary(train, 5000)
vocabulary_size = len(word_to_index)
print(f"We learn from {len(train):,} sentences. One: {' '.join(train[7])}")
corpus.card()

# %% [markdown] id="coverage_note"
# How much of a text does a vocabulary cover?

# %% id="coverage" tags=["plot"]
SIZES = [10, 30, 100, 300, 1000, 3000, 5000, 10_000, 30_000]


def coverage(sentences, vocabulary):
    """Returns for each size the % of words that are in the vocabulary."""
    ranks = [vocabulary.get(w, 10**9) - 3 for s in sentences for w in s]
    return [100 * np.mean(np.array(ranks) <= size) for size in SIZES]


every_word = build_vocabulary(train, 10**6)
plots.curves(
    {
        "text we learn from": (SIZES, coverage(train, every_word)),
        "a library never read": (SIZES, coverage(validation, every_word)),
    },
    "A few words cover most of a text",
    ("words in the vocabulary", "% of all words"),
    log_x=True,
)

# %% [markdown] id="build_vocabulary_think"
# A thousand words do most of the work; the rest comes in drops, and some words of a new
# library stand in no list at all.
#
# **Think.** A careless advertisement shrinks the vocabulary to 100 words, and its
# model becomes "much less perplexed". What has it done?
#
# <details><summary>Answer</summary>
#
# Made the question easier. With 100 words a third or more of all words are `<UNK>`,
# which is easy to guess. So models can only be compared on the same vocabulary, and
# the share of `<UNK>` belongs beside each figure. Section 10 lets an `<UNK>` pay for
# its spelling.
#
# </details>

# %% [markdown] id="shifted_pairs_task"
# ## 2. What is heard, what is said
#
# A recurrent network reads `<START> cats average ...` and should say
# `cats average ... <EOS>`: at each step the next word. So a sentence is two rows of
# numbers, one place apart. (Elsewhere the first input is a row of zeros; `<START>` does
# the same.) Sentences differ in length, a batch is a rectangle: what is behind the end
# is padding, 0.
#
# $$ x^{\langle 1 \rangle} = \text{START}, \qquad x^{\langle t+1 \rangle} = y^{\langle t \rangle}, \qquad y^{\langle T \rangle} = \text{EOS} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x^{\langle t \rangle}$ | `X[i, t - 1]` | a number | what is heard at step $t$ |
# | $y^{\langle t \rangle}$ | `Y[i, t - 1]` | a number | what should be said |
# | $m$ | `len(sentences)` | a number | sentences |
#
# **Axes.** From here on a batch is `(batch, timesteps)`, and Keras adds features or
# words behind. The cells of `w1_recurrent_cells` have it the other way: features first.
#
# > **Exercise 2 of 11 · `shifted_pairs` · 10 points**
# >
# > Write sentences as two arrays of numbers, one place apart.
# >
# > **In:** sentences, vocabulary, columns. **Out:** `X` and `Y`. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Number the whole sentence once. Put `<START>` in front for one row, `<EOS>` behind for
# the other, and cut both at the same length.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.zeros` with `dtype=int`, and `dict.get` with a second argument for words that
# are not there.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A sentence of 3 words fills 4 places of each row. Assign to `X[i, :4]`: the rest stays
# 0.
#
# </details>


# %% exercise="shifted_pairs"
def shifted_pairs(sentences, word_to_index, max_len):
    """Writes sentences as inputs and targets, one place apart.

    A sentence of no words is `<START>` and `<EOS>`. A word that is not in the
    vocabulary becomes `<UNK>`. What is longer than `max_len` is cut: such a
    sentence has no `<EOS>`, unless the cut falls right behind it.

    Args:
        sentences: List of m sentences, lists of strings.
        word_to_index: Dictionary from word to number, with `<PAD>` 0,
            `<START>` 1, `<EOS>` 2, `<UNK>` 3.
        max_len: Int, at least 1, the columns of the arrays.

    Returns:
        X: Int array `(m, max_len)`: `<START>`, words, then zeros.
        Y: Int array `(m, max_len)`: words, `<EOS>`, then zeros.
    """
    # 1. Two arrays of zeros.
    # 2. For each sentence, the numbers of its words.
    # 3. Its row of X begins with START, its row of Y ends with EOS.
    ### BEGIN SOLUTION
    X = np.zeros((len(sentences), max_len), dtype=int)
    Y = np.zeros((len(sentences), max_len), dtype=int)
    for i, sentence in enumerate(sentences):
        ids = [word_to_index.get(word, 3) for word in sentence]
        heard, said = [1, *ids][:max_len], [*ids, 2][:max_len]
        X[i, : len(heard)] = heard
        Y[i, : len(said)] = said
    return X, Y
    ### END SOLUTION


# %% check="shifted_pairs"
check("shifted_pairs")

# %% [markdown] id="pairs_note"
# Sixty words fit into 61 columns, so nothing is cut.

# %% id="pairs" tags=["explore"]
X, Y = shifted_pairs(train, word_to_index, 61)
X_validation, Y_validation = shifted_pairs(validation, word_to_index, 61)
for part, wanted in {"training": Y, "validation": Y_validation}.items():
    symbols = np.count_nonzero(wanted)
    unknown = np.mean(wanted[wanted > 0] == 3)
    print(f"{part}: {symbols:,} symbols to predict, {unknown:.1%} are <UNK>")

# %% [markdown] id="shifted_pairs_think"
# **Think.** Why must `<EOS>` be predicted, but `<START>` not?
#
# <details><summary>Answer</summary>
#
# Every sentence starts, so `<START>` costs nothing to guess. But without `<EOS>` the
# probabilities of all sentences would not add up to 1: those of one word would already
# have all of it. "And here it ends" is a decision that a model has to make.
#
# </details>

# %% [markdown] id="count_ngrams_task"
# ## 3. Counting
#
# The simplest model needs no network. After *the number of*, look up what came behind
# these words before. Three words back is a 4-gram; a trigram looks back two words, a
# bigram one, a unigram none.
#
# We keep the counts in two steps: a context leads to a row, and the row has the words
# that came behind it. So a context's total is the sum of its row, and no second table
# can disagree with it.
#
# $$ c(h, w) = \text{how often } w \text{ stands right behind } h, \qquad h = (w_{t-n+1}, \dots, w_{t-1}) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $n$ | `n` | a number | length of an n-gram, its last word included |
# | $h$ | `context` | tuple of n - 1 strings | the words before |
# | $c(h, w)$ | `counts[context][word]` | a number | |
#
# > **Exercise 3 of 11 · `count_ngrams` · 12 points**
# >
# > Count what follows each context.
# >
# > **In:** sentences, n. **Out:** dictionary from context to a dictionary from word to count. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Put enough `<START>` in front of a sentence that its first word has a context as long
# as all others. Then slide along.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `tuple(text[i:j])` makes a key of a piece of a list; `dict.setdefault`, or
# `collections.defaultdict`, makes a row where there is none.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A sentence of k words makes k + 1 n-grams, whatever n is. For n = 1 the only context
# is the empty tuple, `()`.
#
# </details>


# %% exercise="count_ngrams"
def count_ngrams(sentences, n):
    """Counts which words follow each context of n - 1 words.

    Before a sentence stand n - 1 `<START>`, which are never counted as words
    themselves, and behind it one `<EOS>`, which is. No context reaches from
    one sentence into the next.

    Args:
        sentences: List of sentences, lists of strings; some may be empty.
        n: Int, 1 or more; for 1 the only context is `()`.

    Returns:
        A dictionary from context, a tuple of n - 1 strings, to a dictionary
        from word to how often it followed.

    Raises:
        ValueError: If n is below 1.
    """
    # 1. Refuse an n below 1.
    # 2. For each sentence, put START in front and EOS behind.
    # 3. For each word and the end: its context, then one more in the row.
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError(f"n must be 1 or more, not {n}.")
    counts = {}
    for sentence in sentences:
        text = ["<START>"] * (n - 1) + list(sentence) + ["<EOS>"]
        for t in range(n - 1, len(text)):
            row = counts.setdefault(tuple(text[t - n + 1 : t]), {})
            row[text[t]] = row.get(text[t], 0) + 1
    return counts
    ### END SOLUTION


# %% check="count_ngrams"
check("count_ngrams")


# %% id="count_ngrams_picture" tags=["plot"]
def known_words(sentences):
    """Returns the sentences with <UNK> for words out of the vocabulary."""
    return [
        [word if word in word_to_index else "<UNK>" for word in sentence]
        for sentence in sentences
    ]


known_train = known_words(train)
known_validation = known_words(validation)
orders, different, seen_before = [1, 2, 3, 4, 5], [], []
for n in orders:
    table = count_ngrams(known_train, n)
    asked = count_ngrams(known_validation, n)
    different.append(sum(map(len, table.values())) / 1000)
    hits = [
        c * (w in table.get(h, {})) for h in asked for w, c in asked[h].items()
    ]
    seen_before.append(100 * sum(hits) / np.count_nonzero(Y_validation))
plots.two_panels(
    orders,
    {"different n-grams (thousands)": different, "% seen before": seen_before},
    "Longer n-grams: more to keep, less to find",
    "n",
)

# %% [markdown] id="count_ngrams_think"
# Left, what has to be kept: it grows and grows. Right, how many n-grams of pandas stand
# in the table: it falls and falls. (For the left side one hears "a lot of RAM";
# section 10 counts it in MB, beside the network's.)
#
# **Think.** With the square of 5,000 words there are 25 million possible bigrams. How
# many trigrams? Would a hundred times more text fill that table?
#
# <details><summary>Answer</summary>
#
# 125 billion. No text fills it: most of what is possible will never be written, and
# what is written is often new. So the question is not how to count more, but what to
# say about what was never counted.
#
# </details>

# %% [markdown] id="ngram_probability_task"
# ## 4. What was never counted
#
# Counts become probabilities by division. But then a word that never followed a context
# has probability 0, and with it each sentence in which it does. The oldest remedy adds
# a little to each count, seen or not. (Elsewhere: Laplace or add-k smoothing.)
#
# $$ P(w \mid h) = \frac{c(h, w) + k}{\sum_v c(h, v) + k V} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $c(h, w)$ | `counts[context][word]` | a number | from exercise 3; 0 where it is not there |
# | $k$ | `k` | a number | what is added, 0 or more |
# | $V$ | `vocabulary_size` | a number | words that can be predicted: `<EOS>` and `<UNK>` count, `<PAD>` and `<START>` do not |
#
# > **Exercise 4 of 11 · `ngram_probability` · 12 points**
# >
# > Compute the add-k probability of a word after a context.
# >
# > **In:** word, context, counts, V, k. **Out:** a float from 0 to 1. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Get the row, get its sum, divide. If there is no row, all its counts are 0, and the
# formula still holds; only 0 / 0 needs a word of its own.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `dict.get(key, other)`. A `defaultdict` would make a new row just by being asked.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# All are plain numbers. `context` is a tuple, the oldest word first.
#
# </details>


# %% exercise="ngram_probability"
def ngram_probability(word, context, counts, vocabulary_size, k):
    """Returns the probability of a word after a context, by add-k.

    All V words are equally likely after a context that was never seen; with k
    = 0 nothing is known about it, and each has 0.0.

    Args:
        word: String; what is not in the row has a count of 0.
        context: Tuple of strings, oldest first; `()` for a unigram.
        counts: Dictionary from context to a dictionary from word to count, as
            `count_ngrams` makes it. Not changed.
        vocabulary_size: Int V, the number of words that can be predicted.
        k: Float, 0 or more.

    Returns:
        A float from 0 to 1.
    """
    # 1. The row of the context, perhaps empty.
    # 2. Its sum, and k for each of the V words.
    # 3. Divide, unless there is nothing to divide by.
    ### BEGIN SOLUTION
    row = counts.get(context, {})
    total = sum(row.values()) + k * vocabulary_size
    if total == 0:
        return 0.0
    return (row.get(word, 0) + k) / total
    ### END SOLUTION


# %% check="ngram_probability"
check("ngram_probability")

# %% [markdown] id="row_note"
# What follows *the number of*? Ask others.

# %% id="row" tags=["explore"]
CONTEXT = ("number", "of")

trigrams = count_ngrams(known_train, 3)
choices = vocabulary_size - 2  # All but <PAD> and <START>.
row = trigrams.get(CONTEXT, {})
for word in sorted(row, key=row.get, reverse=True)[:5]:
    for k in (0, 1):
        p = ngram_probability(word, CONTEXT, trigrams, choices, k)
        print(f"{word if k == 0 else '':12} k = {k}: {p:.3f}")

# %% [markdown] id="ngram_probability_think"
# **Think.** Adding 1 sounds modest. Look at what it did to the commonest word, and say
# where its probability went.
#
# <details><summary>Answer</summary>
#
# To the 5,000 words that never followed: together they got 5,000 counts, far more
# than the row had. After rare contexts hardly anything is left of what was seen. Section
# 6 measures what that costs.
#
# </details>

# %% [markdown] id="sentence_log_probability_task"
# ## 5. A whole sentence
#
# The probability of a sentence is a product: first word, times second given the first,
# and so on, **times that of the end**. We add logarithms, because a product of 400
# small numbers is 0 in a computer.
#
# $$ \ln P(w_1 \dots w_T) = \sum_{t=1}^{T+1} \ln P(w_t \mid w_{t-n+1}, \dots, w_{t-1}), \qquad w_{T+1} = \text{EOS} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $P(w \mid h)$ | `next_probability(word, context)` | a number | any model |
# | $w_1 \dots w_T$ | `sentence` | list of T strings | |
# | $n$ | `n` | a number | the context has n - 1 words; `<START>` before the first |
#
# > **Exercise 5 of 11 · `sentence_log_probability` · 10 points**
# >
# > Add up the log-probabilities of the words of a sentence and of its end.
# >
# > **In:** sentence, model, n. **Out:** nats, a float, at most 0. (about 9 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# The same walk along the sentence as in exercise 3, with a question at each place in
# the place of a count. A probability of 0 ends it: the sentence is impossible.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `math.log` raises an error at 0, and `numpy.log` warns; `-math.inf` is the float
# you want there.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A sentence of T words asks the model T + 1 times, each time for a string and a tuple
# of n - 1 strings.
#
# </details>


# %% exercise="sentence_log_probability"
def sentence_log_probability(sentence, next_probability, n):
    """Returns the natural log-probability of a sentence and its end.

    Each word, and `<EOS>` behind the last, is asked for with the n - 1 symbols
    before it; what lies before the sentence is `<START>`. An impossible
    sentence gives -inf and no error. Long sentences stay finite: 400 words of
    small probability, say.

    Args:
        sentence: List of strings, perhaps empty.
        next_probability: Function of a word and a context, a tuple of n - 1
            strings, to the probability of the word, from 0 to 1.
        n: Int, 1 or more.

    Returns:
        A float in nats, at most 0.
    """
    # 1. START in front, EOS behind.
    # 2. For each word and the end, ask for its probability.
    # 3. Add the logarithms; where one is 0, return minus infinity.
    ### BEGIN SOLUTION
    text = ["<START>"] * (n - 1) + list(sentence) + ["<EOS>"]
    total = 0.0
    for t in range(n - 1, len(text)):
        probability = next_probability(text[t], tuple(text[t - n + 1 : t]))
        if probability == 0:
            return -math.inf
        total += math.log(probability)
    return total
    ### END SOLUTION


# %% check="sentence_log_probability"
check("sentence_log_probability")

# %% [markdown] id="orders_note"
# Which order of words is best? Write your own.

# %% id="orders" tags=["explore"]
ORDERINGS = (
    "the number of samples in each group",
    "the samples of number in each group",
    "number the of samples in each group",
    "group each in samples of number the",
)


def by_trigrams(word, context):
    """Returns an add-k probability; k was chosen by trying."""
    return ngram_probability(word, context, trigrams, choices, 0.01)


for ordering in ORDERINGS:
    nats = sentence_log_probability(ordering.split(), by_trigrams, 3)
    print(f"{nats:7.1f}  {ordering}")

# %% [markdown] id="sentence_log_probability_think"
# **Think.** A unigram gives all four the same. Which would a bigram get wrong that a
# trigram gets right?
#
# <details><summary>Answer</summary>
#
# One whose pairs are all common while its triples are not: "the number of the number of
# the number". Each step is fine for who sees one word back.
#
# </details>

# %% [markdown] id="perplexity_task"
# ## 6. One number for a model
#
# Add the log-probabilities of all sentences, divide by **all symbols**, ends
# included, and undo the logarithm. Perplexity 100 hesitates as if between 100
# equally likely words.
#
# $$ \text{perplexity} = \exp\left( - \frac{\sum_i \ln P(\text{sentence}_i)}{\sum_i (T_i + 1)} \right) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\ln P(\text{sentence}_i)$ | `log_probabilities[i]` | a number | from exercise 5 |
# | $T_i + 1$ | `symbol_counts[i]` | a number | words of the sentence, and its end |
#
# > **Exercise 6 of 11 · `perplexity` · 8 points**
# >
# > Combine log-probabilities and counts of symbols into one number.
# >
# > **In:** log-probabilities, counts. **Out:** a float. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Two sums, one division, one exponential, in this order. And three things to refuse
# before that.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `sum`, `len`, `any`, `math.exp` or `numpy.exp`; `raise ValueError(...)`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Two lists of equal length come in, one number goes out. A sentence of 3 words and one
# of 5 are 10 symbols.
#
# </details>


# %% exercise="perplexity"
def perplexity(log_probabilities, symbol_counts):
    """Returns the perplexity over all symbols of all sentences.

    A single impossible sentence, -inf, makes it inf. Long sentences weigh
    more than short ones: each symbol counts the same.

    Args:
        log_probabilities: List of floats in nats, or an array `(m,)`.
        symbol_counts: List of m ints, or an array: symbols predicted in each
            sentence, its end among them.

    Returns:
        A float.

    Raises:
        ValueError: If there are no sentences, if the two differ in length, or
            if a count is below 1.
    """
    # 1. Refuse what cannot be.
    # 2. Divide the sum of the one by the sum of the other.
    # 3. Its exponential, with the sign turned round.
    ### BEGIN SOLUTION
    if len(log_probabilities) != len(symbol_counts):
        raise ValueError("Each sentence needs a log-probability and a count.")
    if len(log_probabilities) == 0 or any(n < 1 for n in symbol_counts):
        raise ValueError("There must be sentences, of 1 symbol or more each.")
    mean = sum(log_probabilities) / sum(symbol_counts)
    return float(np.exp(-mean))
    ### END SOLUTION


# %% check="perplexity"
check("perplexity")

# %% id="perplexity_picture" tags=["plot"]
ADDED = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]
lengths_validation = [len(sentence) + 1 for sentence in validation]


def add_k_scores(n, k, sentences, counts):
    """Returns the log-probability of each sentence by add-k n-grams."""

    def by_counts(word, context):
        return ngram_probability(word, context, counts, choices, k)

    return [sentence_log_probability(s, by_counts, n) for s in sentences]


tables = {n: count_ngrams(known_train, n) for n in (1, 2, 3)}
some = known_validation[::8]  # Enough to choose by, and quick.
some_lengths = lengths_validation[::8]
by_k = {
    n: [
        perplexity(add_k_scores(n, k, some, tables[n]), some_lengths)
        for k in ADDED
    ]
    for n in (1, 2, 3)
}
by_k[1] = [min(by_k[1])] * len(ADDED)  # What is added hardly matters there.
plots.curves(
    {f"{n}-gram": (ADDED, values) for n, values in by_k.items()},
    "How much to add",
    ("k", "perplexity"),
    log_x=True,
)

# %% [markdown] id="smoothing_note"
# At k = 1, the straw man most courses stop at, a trigram is worse than no context at all.
# Tuned, the bigram is fine, and still the trigram is not: adding the same to each word
# knows nothing of words.
#
# Two better ways, given in `utils/word_ngrams.py`. **Witten-Bell** asks the shorter
# context how to share out what was not seen, and gives it the more weight, the more
# kinds of word have followed. **Kneser-Ney** takes a little off each count, and asks
# short contexts not how *often* a word stood there but in how many *places*:
# *francisco* is common, but behind *san* only. Which order is best? Pandas tells.

# %% id="smoothed" tags=["explore"]
symbols = np.count_nonzero(Y_validation)
smoothed = {}
for kind in (grams.WittenBell, grams.KneserNey):
    for order in (2, 3, 4, 5):
        begun = perf_counter()
        model = kind(order, vocabulary_size).fit(grams.windows(X, Y, order))
        model.seconds = perf_counter() - begun
        asked = grams.windows(X_validation, Y_validation, order)
        nats = model.log_probabilities(asked).sum()
        found = perplexity([nats], [symbols])
        smoothed[kind.__name__, order] = found, model
        print(f"{kind.__name__:12} {order}: {found:.1f}")


def best_order(name):
    """Returns perplexity and model of the order that pandas likes best."""
    pairs = [pair for key, pair in smoothed.items() if key[0] == name]
    return min(pairs, key=lambda pair: pair[0])


best = {name: best_order(name) for name in ("WittenBell", "KneserNey")}
kneser_ney = best["KneserNey"][1]

# %% [markdown] id="perplexity_think"
# **Think.** Why is a mean of the sentences' own perplexities another number, and which
# sentences would it favour?
#
# <details><summary>Answer</summary>
#
# It counts a sentence of four words as much as one of sixty, and one impossible
# fragment outweighs a page. Totals first: then each symbol has one vote.
#
# </details>

# %% [markdown] id="scan_task"
# ## 7. Scan: a loop with a memory
#
# A recurrent network does one thing again and again: it takes an element and what it
# carries, and gives an output and what it carries on. That pattern is called **scan**,
# and with it any cell becomes a layer.
#
# Frameworks have it, and **each has its own order**. Ours is
# `fn(x, carry) -> (y, carry)`. `tf.scan` wants `fn(carry, x) -> carry`, and
# `jax.lax.scan` `f(carry, x) -> (carry, y)`. Mixed up, it runs and is wrong.
#
# One hears that scan makes time parallel. It does not: step 5 waits for what step 4
# carries. What runs side by side are the sentences of a batch.
#
# $$ (y_t, c_t) = f(x_t, c_{t-1}), \qquad c_0 \text{ given} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x_t$ | an item of `elems` | any | what comes in |
# | $c_t$ | `carry` | any | what is carried from step to step |
# | $c_0$ | `initializer` | any | what is carried first |
# | $y_t$ | an item of `ys` | any | what comes out |
#
# > **Exercise 7 of 11 · `scan` · 10 points**
# >
# > Run a function over elements, handing on what it carries.
# >
# > **In:** function, elements, first carry. **Out:** list of outputs, last carry. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# One loop. The carry that a call returns goes into the next call; the output goes into
# a list.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# None but `list.append`. Mind the order in which `fn` takes and gives.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# As many outputs as elements. Carries may have any shape, or none: `None` is a carry
# like any other.
#
# </details>


# %% exercise="scan"
def scan(fn, elems, initializer):
    """Runs a function over elements and hands on what it carries.

    `fn` is called once an element, in their order. Without elements it is not
    called at all, and the first carry is the last.

    Args:
        fn: Function of an element and a carry, in this order, that returns an
            output and the next carry, in this order.
        elems: List, array or other iterable, which is gone through once.
        initializer: The carry of the first call; anything, `None` too.

    Returns:
        ys: List of the outputs.
        last: The carry that the last call returned.
    """
    # 1. Begin with the initializer and an empty list.
    # 2. For each element, call fn; keep the output, hand on the carry.
    ### BEGIN SOLUTION
    carry, ys = initializer, []
    for x in elems:
        y, carry = fn(x, carry)
        ys.append(y)
    return ys, carry
    ### END SOLUTION


# %% check="scan"
check("scan")

# %% [markdown] id="scan_note"
# A cell of five lines and your `scan` are a recurrent layer. Is it Keras's?

# %% id="scan_layer" tags=["explore"]
layer = keras.layers.SimpleRNN(3, return_sequences=True)
inputs = np.random.default_rng(0).normal(size=(1, 6, 2)).astype("float32")
outputs = np.asarray(layer(inputs))[0]
kernel, recurrent, bias = layer.get_weights()


def cell(x, state):
    """Advances a recurrent network by one step."""
    state = np.tanh(x @ kernel + state @ recurrent + bias)
    return state, state


states, last = scan(cell, inputs[0], np.zeros(3))
print(f"largest difference: {np.abs(states - outputs).max():.1e}")

# %% [markdown] id="scan_think"
# **Think.** Here the output *is* the carry. Which cell gives one thing and carries more?
#
# <details><summary>Answer</summary>
#
# An LSTM: it gives its hidden state and carries hidden and memory state. A counter
# that says "even" or "odd" carries a number and gives a word.
#
# </details>

# %% [markdown] id="gru_language_model_task"
# ## 8. A network instead of a table
#
# A trigram that has read *two samples* learns nothing about *three samples*. A network
# gives each word a row of numbers, so that words of one kind come to lie together; and
# its state carries on what was read, not only two words of it.
#
# The dearest part is the last: one logit for each of 5,000 words. Let input and output
# share their rows (elsewhere: tied embeddings), and the weights are half as many. A
# dense layer is right as well.
#
# $$ a^{\langle t \rangle} = \operatorname{GRU}\big(E_{x_t}, a^{\langle t-1 \rangle}\big), \qquad z^{\langle t \rangle} = E\, a^{\langle t \rangle} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x_t$ | the model's input | `(batch, timesteps)` | ids |
# | $E$ | an embedding layer | `(vocabulary_size, units)` | a row a word, for input and output |
# | $a^{\langle t \rangle}$ | a recurrent layer | `(batch, timesteps, units)` | state at each step |
# | $z^{\langle t \rangle}$ | the model's output | `(batch, timesteps, vocabulary_size)` | logits of the next word, no softmax |
#
# > **Exercise 8 of 11 · `gru_language_model` · 15 points**
# >
# > Build a Keras model that gives logits for the next word at every step.
# >
# > **In:** vocabulary size, units. **Out:** a `keras.Model`, not compiled. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Ids, rows, states, logits. The recurrent layer gives its state at *every* step and
# reads from left to right only. A little dropout (0.1) before and behind it helps.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.Input`, `keras.layers.ReversibleEmbedding` (call it once more with
# `reverse=True`), `keras.layers.GRU` with `return_sequences`, `keras.layers.Dropout`,
# `keras.Model`. Without the second: `Embedding` and `Dense`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# An input of any length has the shape `(None,)`. To share its rows with the output, the
# embedding has as many numbers a word as the GRU has units.
#
# </details>


# %% exercise="gru_language_model"
def gru_language_model(vocabulary_size, units):
    """Builds a Keras model that predicts the next word at every step.

    The logits at step t depend on the ids up to and including t, on their
    order and on all of them: the first word reaches the eighth output. They do
    not depend on ids after t, padding among them, nor on other rows. Every
    trainable weight has an influence.

    Args:
        vocabulary_size: Number of ids V.
        units: Size of the recurrent layer's state.

    Returns:
        A `keras.Model`, not compiled, from int ids `(batch, timesteps)`, with
        any batch size and number of steps, to float logits (not
        probabilities) `(batch, timesteps, vocabulary_size)`.
    """
    # 1. Input: ids, any number of steps.
    # 2. A row of numbers for each id.
    # 3. A recurrent layer that returns all its states.
    # 4. Logits from each state.
    ### BEGIN SOLUTION
    ids = keras.Input(shape=(None,), dtype="int32")
    embedding = keras.layers.ReversibleEmbedding(vocabulary_size, units)
    rows = keras.layers.Dropout(0.1)(embedding(ids))
    states = keras.layers.GRU(units, return_sequences=True)(rows)
    states = keras.layers.Dropout(0.1)(states)
    logits = embedding(states, reverse=True)
    return keras.Model(ids, logits)
    ### END SOLUTION


# %% check="gru_language_model"
check("gru_language_model")

# %% id="train" tags=["train"]
keras.utils.set_random_seed(1)
network = gru_language_model(vocabulary_size, 128)
epochs, validation_perplexities = [], []


def report(epoch, seconds):
    """Prints the perplexity on pandas after an epoch."""
    found = training.symbol_log_probabilities(
        network, X_validation, Y_validation
    )
    epochs.append(epoch)
    validation_perplexities.append(perplexity([found.sum()], [symbols]))
    print(f"epoch {epoch}, {seconds:.0f} s: {validation_perplexities[-1]:.1f}")


network.seconds = training.train_language_model(
    network, X, Y, epochs=4, after_epoch=report
)

# %% [markdown] id="train_note"
# While it learns, 512 words drawn at random stand for the 5,000 that are wrong
# (elsewhere: sampled softmax); the printed perplexities are of all words. Batches of
# 512 symbols, four epochs and the dropout were chosen by pandas.

# %% id="train_picture" tags=["plot"]
levels = {
    name: (epochs, [best[kind][0]] * len(epochs))
    for name, kind in (
        ("Witten-Bell", "WittenBell"),
        ("Kneser-Ney", "KneserNey"),
    )
}
plots.curves(
    {"GRU": (epochs, validation_perplexities), **levels},
    "Pandas, epoch by epoch",
    ("epoch", "perplexity"),
)

# %% [markdown] id="gru_language_model_think"
# **Think.** The same text, the same words: what does the network have that the best
# counting does not?
#
# <details><summary>Answer</summary>
#
# Likeness. What it learns about *samples* moves its row, and with it all contexts in
# which *samples*, or a word of a like row, occurs. And a context that no table has is
# not new to it: it is a state near others. Section 11 asks how much its longer memory
# adds.
#
# </details>

# %% [markdown] id="log_perplexity_task"
# ## 9. Padding counts for nothing
#
# A batch is a rectangle, its sentences are not. The mean surprise must be that of the
# **real symbols of the whole batch**: sum over all of them, divide once by their
# number. A mean over each row first, then over rows, is another number, in which short
# sentences weigh more; one meets it often.
#
# $$ L = - \frac{\sum_{i,t:\, y_{it} > 0} \ln \operatorname{softmax}(z_{it})_{y_{it}}}{\#\{i,t: y_{it} > 0\}} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $z_{it}$ | `preds[i, t]` | `(V,)` | logits |
# | $y_{it}$ | `target[i, t]` | a number | id of the right word; 0 is padding |
# | $L$ | the result | a number | mean surprise; $e^L$ is the perplexity |
#
# > **Exercise 9 of 11 · `log_perplexity` · 15 points**
# >
# > Compute the mean surprise over all symbols that are not padding.
# >
# > **In:** logits, targets. **Out:** nats, a float. (about 7 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Logarithms of the softmax first, then pick one a place, then leave out padding, then a
# mean. The logarithm of a softmax that has become 0 is too late: take both in one.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `scipy.special.log_softmax` (imported above) with its `axis`, and
# `numpy.take_along_axis`, or a boolean mask as an index.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `preds[target > 0]` has the shape `(real symbols, V)`, and `target[target > 0]` the
# shape `(real symbols,)`.
#
# </details>


# %% exercise="log_perplexity"
def log_perplexity(preds, target):
    """Returns the mean surprise over all symbols of a batch, in nats.

    Each symbol counts the same, however long its sentence is. Places whose
    target is 0 are padding, wherever they stand, and count for nothing,
    whatever finite logits are there. Log-probabilities pass as logits. Logits
    of 1000 or -1000 do no harm.

    Args:
        preds: Float array or tensor `(batch, T, V)` of logits.
        target: Int array or tensor `(batch, T)`: what should be predicted.

    Returns:
        A float, 0 or more: its exponential is the perplexity.

    Raises:
        ValueError: If there is nothing but padding.
    """
    # 1. Keep the places whose target is not padding.
    # 2. Refuse, where none is left.
    # 3. Log-softmax, and at each place the entry of the target.
    # 4. Their mean, with the sign turned round.
    ### BEGIN SOLUTION
    target = np.asarray(target)
    real = target > 0
    if not real.any():
        raise ValueError("There is nothing but padding: nothing to predict.")
    logs = log_softmax(np.asarray(preds)[real], axis=-1)
    chosen = np.take_along_axis(logs, target[real][:, None], axis=-1)
    return float(-chosen.mean())
    ### END SOLUTION


# %% check="log_perplexity"
check("log_perplexity")

# %% [markdown] id="row_means_note"
# How much do the two means differ? A batch of eight sentences:

# %% id="row_means" tags=["explore"]
few = slice(0, 8)
logits = network(X_validation[few], training=False)
rows = [
    log_perplexity(logits[i : i + 1], Y_validation[few][i : i + 1])
    for i in range(8)
]
print(f"over symbols: {np.exp(log_perplexity(logits, Y_validation[few])):.1f}")
print(f"mean of rows: {np.exp(np.mean(rows)):.1f}")

# %% [markdown] id="log_perplexity_think"
# **Think.** Which of the two changes if you put the sentences into other batches, and
# average over batches?
#
# <details><summary>Answer</summary>
#
# Both, if batches have different numbers of symbols. That is why section 10 adds up
# sums over the whole text and divides once.
#
# </details>

# %% [markdown] id="test_note"
# ## 10. The test
#
# Now scikit-learn, which nobody has read. Beside your network stand those that only
# count: no context; the straw man that adds 1; the best add-k bigram; the two smoothed
# ones; and a mixture of network and Kneser-Ney, its share chosen by pandas.
#
# Honestly: scikit-learn was scored twice while a first version of this notebook was
# written, and four times with this one; dropout, epochs and the size of batches changed
# between. All of that was chosen by pandas.

# %% id="mixture" tags=["explore"]
test = corpus.sentences("test")
X_test, Y_test = shifted_pairs(test, word_to_index, 61)
known_test = known_words(test)
lengths = [len(sentence) + 1 for sentence in test]


def by_symbol(inputs, targets):
    """Returns what the network and Kneser-Ney say to each symbol."""
    neural = training.symbol_log_probabilities(network, inputs, targets)
    asked = grams.windows(inputs, targets, kneser_ney.order)
    counted = np.zeros(neural.shape)
    counted[targets > 0] = kneser_ney.log_probabilities(asked)
    return neural, counted


def mixed(neural, counted, share):
    """Mixes two models, symbol by symbol; padding stays 0."""
    return np.log(share * np.exp(neural) + (1 - share) * np.exp(counted))


pair = by_symbol(X_validation, Y_validation)
shares = np.arange(0, 1.01, 0.1)
totals = [mixed(*pair, share).sum() for share in shares]
share = float(shares[np.argmax(totals)])
print(f"best share of the network: {share:.1f}")

# %% [markdown] id="test_scores_note"
# Now the table. Characters count as letters, spaces and ends; an `<UNK>` pays for its
# spelling, letter by letter. The last row is a model of **characters**: a Kneser-Ney
# n-gram of six letters, from the same text.

# %% id="test_scores" tags=["explore"]
neural, counted = (part for part in by_symbol(X_test, Y_test))
best_k = {n: ADDED[int(np.argmin(by_k[n]))] for n in by_k}
witten_bell = best["WittenBell"][1]
windows = grams.windows(X_test, Y_test, witten_bell.order)
owner = np.repeat(np.arange(len(test)), lengths)
by_witten_bell = np.bincount(
    owner, weights=witten_bell.log_probabilities(windows)
)
scores = {
    "no context": add_k_scores(1, best_k[1], known_test, tables[1]),
    "trigram, add 1": add_k_scores(3, 1, known_test, tables[3]),
    "bigram, add k": add_k_scores(2, best_k[2], known_test, tables[2]),
    "Witten-Bell": by_witten_bell,
    "Kneser-Ney": counted.sum(axis=1),
    "your GRU": neural.sum(axis=1),
    "GRU and Kneser-Ney": mixed(neural, counted, share).sum(axis=1),
}
intervals = {
    label: evaluation.bootstrap_perplexity(
        values, lengths, np.random.default_rng(8), draws=500
    )
    for label, values in scores.items()
}

# %% [markdown] id="characters_note"
# Letters need a longer look back for the same sense: a word of five letters fills the
# whole window. But no word is unknown to letters, and the vocabulary is some thirty
# signs.

# %% id="table" tags=["explore"]
rare = sorted(set(every_word) - set(word_to_index))
speller = study.CharacterNGram(grams.WittenBell, 5, rare)
begun = perf_counter()
letters = study.CharacterNGram(
    grams.KneserNey, 6, [study.spelled(s) for s in train]
)
letter_seconds = perf_counter() - begun
texts = [study.spelled(s) for s in test]
characters = sum(len(text) + 1 for text in texts)
unknown = study.spelling_cost(test, word_to_index, speller).sum()
bits = {
    label: study.bits_per_character(sum(values) + unknown, characters)
    for label, values in scores.items()
}
nats = letters.log_probabilities(texts).sum()
bits["characters"] = study.bits_per_character(nats, characters)
sizes = {
    "Witten-Bell": (witten_bell.megabytes, witten_bell.seconds),
    "Kneser-Ney": (kneser_ney.megabytes, kneser_ney.seconds),
    "your GRU": (training.weights_megabytes(network), network.seconds),
    "characters": (letters.model.megabytes, letter_seconds),
}
study.table(intervals, bits, sizes)

# %% [markdown] id="test_picture_note"
# The straw man is not drawn: it would squeeze all others.

# %% id="test_picture" tags=["plot"]
ratio = evaluation.bootstrap_perplexity_ratio(
    scores["your GRU"],
    scores["Kneser-Ney"],
    lengths,
    np.random.default_rng(9),
    draws=500,
)
print(f"GRU divided by Kneser-Ney, on the same sentences: {ratio}")
drawn = {
    k: v
    for k, v in intervals.items()
    if k not in ("trigram, add 1", "no context")
}
plotting.perplexity_intervals(
    drawn, "A library never read", ["your GRU", "GRU and Kneser-Ney"]
)

# %% [markdown] id="test_think"
# A ratio whose interval lies below 1 says: better, and not by the luck of these
# sentences. Mixed, they are better still, so neither has learned all that the other has.
# And look at the MB: the tables of Kneser-Ney are larger than the network.
#
# **Think.** Characters lose here. One hears that they "have no unknown words, but are
# longer, dearer and worse at long ranges". Which of that is a drawback, and which did
# you see?
#
# <details><summary>Answer</summary>
#
# No unknown words is an advantage. Longer you saw: five or six characters for each word,
# so five letters back are hardly more than the last word. Dearer would show in a recurrent
# network over characters: as many steps more.
#
# </details>

# %% [markdown] id="reach_note"
# ## 11. How far does a word reach?
#
# *Nour is ... She ...*: to know who *she* is, a model must look back a whole
# sentence; a trigram that sees *did not* cannot tell who did not. *She kicked the ball
# right into the ...* is easier: two words do. An RNN, one hears, "looks at every
# previous word". Does it?
#
# Exchange one word of a sentence for a random one, at some distance from the end, and
# see how far the prediction of the next word moves: 0, not at all; 1, entirely
# (elsewhere: total variation).

# %% id="reach" tags=["plot"]
DISTANCES = [1, 2, 3, 4, 6, 8, 12]
long = X_validation[np.count_nonzero(X_validation, axis=1) > 13]
contexts = long[:: max(1, len(long) // 100), :14][:100]
trigram_model = smoothed["KneserNey", 3][1]


def by_network(ids):
    """Returns the network's predictions behind rows of ids."""
    return training.next_word_distributions(network, ids)


def by_kneser_ney(ids):
    """Returns the trigram's; it skips the start by itself."""
    return np.array(
        [trigram_model.next_probabilities(row[1:].tolist()) for row in ids]
    )


moved = {
    label: (
        DISTANCES,
        study.reach(contexts, DISTANCES, ask, np.random.default_rng(3)),
    )
    for label, ask in {"GRU": by_network, "trigram": by_kneser_ney}.items()
}
plots.curves(
    moved,
    "The further back, the less it matters",
    ("distance of the exchanged word", "how far the prediction moves"),
)

# %% [markdown] id="reach_think"
# The trigram moves for two words and then not at all. The network does look at all
# words, but the far ones hardly count.
#
# **Think.** Is that a weakness of the network, or the nature of text?
#
# <details><summary>Answer</summary>
#
# Both are possible, and this picture cannot tell them apart: most far words really say
# little about the next one. `w2_long_memory` makes a task in which a far word says
# everything, and there a plain network fails.
#
# </details>

# %% [markdown] id="court_note"
# ## 12. The court of homophones
#
# Back to *pair* and *pear*. Wherever scikit-learn prints *their* or *there*, *than* or
# *then*, *to*, *too* or *two*, let each model choose by the likelihood of the whole
# sentence. "Always the commoner spelling" is the baseline. Of each spelling at most 100
# places are in court, and both spellings must be in the vocabulary: an `<UNK>` would
# win. One word decides a case, so here your network needs no help.


# %% id="court" tags=["plot"]
def by_gru(sentences):
    """Returns the log-probability of each sentence by the network."""
    pairs = shifted_pairs(sentences, word_to_index, 61)
    return training.symbol_log_probabilities(network, *pairs).sum(axis=1)


def by_counting(sentences):
    """Returns the same by Kneser-Ney."""
    heard, said = shifted_pairs(sentences, word_to_index, 61)
    asked = grams.windows(heard, said, kneser_ney.order)
    owners = np.nonzero(said)[0]
    return np.bincount(owners, weights=kneser_ney.log_probabilities(asked))


cases = study.court_cases(test, word_to_index, np.random.default_rng(0))
verdicts = {
    "commoner spelling": study.commoner_spelling(cases, word_to_index),
    "Kneser-Ney": study.judge_cases(cases, by_counting),
    "GRU": study.judge_cases(cases, by_gru),
}
kinds = study.court_table(cases, verdicts, np.random.default_rng(4))
bias_plots.shares_with_intervals(
    kinds, f"{len(cases):,} cases in court", "% as printed"
)

# %% [markdown] id="court_think"
# **Think.** Can the score reach 100 %, and should it?
#
# <details><summary>Answer</summary>
#
# It asks for the *printed* spelling. Where the print is wrong, the better judge loses
# the case. So the last section turns the question round.
#
# </details>

# %% [markdown] id="next_words_task"
# ## 13. Bonus: the keyboard that guesses
#
# A phone shows the likeliest next words. It never shows padding or a start. (Nothing
# but the next section needs this one.)
#
# $$ \text{the } k \text{ ids } i \text{ with the largest } p_i, \qquad i \notin \{0, 1\} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $p$ | `probabilities` | `(V,)` | of each id |
# | $i$ | | a number | an id; `index_to_word[i]` is its word |
# | $k$ | `k` | a number | how many words |
#
# > **Exercise 10 of 11 · `next_words` · bonus**
# >
# > List the likeliest words, the likeliest first.
# >
# > **In:** probabilities, words, k. **Out:** list of at most k strings. (about 3 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Sort ids, not probabilities. Among equals the lower id comes first.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `sorted` keeps equals in their order; `numpy.argsort` does with `kind="stable"`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `range(2, V)` are the ids that can be shown.
#
# </details>


# %% exercise="next_words"
def next_words(probabilities, index_to_word, k):
    """Lists the k likeliest words, the likeliest first.

    Of equally likely words the one with the lower id comes first. `<PAD>` (0)
    and `<START>` (1) are never listed, however likely.

    Args:
        probabilities: Float array `(V,)`.
        index_to_word: Dictionary from id to word.
        k: Int, 0 or more; if it is larger than V - 2, all words are listed.

    Returns:
        A list of strings.
    """
    # 1. Sort the ids from 2 on by falling probability.
    # 2. The words of the first k.
    ### BEGIN SOLUTION
    ids = range(2, len(probabilities))
    ordered = sorted(ids, key=lambda i: -probabilities[i])
    return [index_to_word[i] for i in ordered[:k]]
    ### END SOLUTION


# %% check="next_words"
check("next_words")

# %% [markdown] id="next_words_note"
# Type the beginning of a sentence.

# %% id="keyboard" tags=["explore"]
BEGINNING = "returns the number of"

index_to_word = {i: word for word, i in word_to_index.items()}
ask_network = training.next_word_function(network)
ids = [word_to_index.get(word, 3) for word in BEGINNING.split()]
print("GRU:       ", next_words(ask_network([1, *ids]), index_to_word, 6))
by_counts = kneser_ney.next_probabilities(ids)
print("Kneser-Ney:", next_words(by_counts, index_to_word, 6))

# %% [markdown] id="next_words_think"
# **Think.** Would you show `<UNK>` and `<EOS>` on a keyboard?
#
# <details><summary>Answer</summary>
#
# `<EOS>` as a full stop, yes. `<UNK>` says "some rare word": the user knows which, the
# keyboard does not.
#
# </details>

# %% [markdown] id="generate_task"
# ## 14. Bonus: let it write
#
# Fed with its own draws, a model writes. It must not write `<UNK>`: leave that out and
# share its probability out among the others. A prompt that is answered is the seed of a
# chatbot.
#
# $$ w_{t+1} \sim \frac{P(w \mid w_1 \dots w_t)}{1 - P(\text{UNK} \mid w_1 \dots w_t)}, \qquad w \ne \text{UNK} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $w_1 \dots w_t$ | a list of strings | | prompt and words drawn so far |
# | $P(w \mid \dots)$ | `next_probabilities(words)` | dictionary | from word to probability |
#
# > **Exercise 11 of 11 · `generate` · bonus**
# >
# > Go on with a sentence, word by word, until it ends.
# >
# > **In:** model, prompt, most words, generator. **Out:** list of strings. (about 12 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Ask, leave `<UNK>` out, divide by what is left, draw, append. Two things end the loop.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# The method `choice` of a `numpy.random.Generator`, with `p`; drawing a *place* in the
# list of words keeps the strings plain.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `p` sums to 1 only after the division. The result is as long as the prompt, and at most
# `max_words` longer.
#
# </details>


# %% exercise="generate"
def generate(next_probabilities, prompt, max_words, rng):
    """Continues a prompt with words drawn from a model.

    `<UNK>` is never drawn: the other words share its probability in
    proportion to their own. Drawing stops at `<EOS>`, which is not returned,
    or after `max_words` new words.

    Args:
        next_probabilities: Function from the list of all words so far to a
            dictionary from word to probability.
        prompt: List of strings, perhaps empty. Not changed.
        max_words: Int, 0 or more.
        rng: A `numpy.random.Generator`, the only source of randomness.

    Returns:
        A list of strings: the prompt, then the new words.
    """
    # 1. Begin with a copy of the prompt.
    # 2. Up to max_words times: ask, leave UNK out, rescale, draw.
    # 3. Stop at EOS, else append.
    ### BEGIN SOLUTION
    words = list(prompt)
    for _ in range(max_words):
        found = dict(next_probabilities(list(words)))
        found.pop("<UNK>", None)
        choices = list(found)
        p = np.array([found[word] for word in choices], dtype=float)
        word = choices[rng.choice(len(choices), p=p / p.sum())]
        if word == "<EOS>":
            break
        words.append(word)
    return words
    ### END SOLUTION


# %% check="generate"
check("generate")

# %% [markdown] id="three_writers_note"
# The three writers again, live, with a beginning of yours.

# %% id="three_writers" tags=["explore"]
BEGINNING = "the number of"

bigram_model = smoothed["WittenBell", 2][1]
WRITERS = {
    "bigram": bigram_model.next_probabilities,
    "Kneser-Ney": kneser_ney.next_probabilities,
    "GRU": lambda ids: ask_network([1, *ids]),
}


def as_dictionary(ask):
    """Makes a model of words from one of ids."""
    return lambda words: {
        index_to_word[i]: p
        for i, p in enumerate(ask([word_to_index.get(w, 3) for w in words]))
        if i > 1
    }


for writer, ask in WRITERS.items():
    drawn = generate(
        as_dictionary(ask), BEGINNING.split(), 20, np.random.default_rng(2)
    )
    print(f"{writer:10} {' '.join(drawn)}")

# %% [markdown] id="generate_think"
# **Think.** Draw ten from each writer. What do the network's sentences still lack?
#
# <details><summary>Answer</summary>
#
# Sense. Every few words fit together, and the whole says nothing: it predicts words, and
# nobody asked it to mean anything. With very much more text and weights, meaning
# becomes the cheapest way to predict.
#
# </details>

# %% [markdown] id="suspects_note"
# ## 15. Suspects
#
# Last, turn the question round. Where is your network **sure that the print is wrong**?
# At each word of scikit-learn's documentation it looks at the words that a slip of the
# finger or of the ear would make of it, and keeps those that make the whole sentence
# likelier by 3 nats or more. It has nothing to go by but how others write.

# %% id="suspects" tags=["plot"]
printed = [
    sentence for library in corpus.test for sentence in library.sentences
]
suspects = language_suspects.suspects(
    printed,
    list(word_to_index),
    lambda ids: network(ids, training=False).numpy(),
    by_gru,
)
print(f"{len(suspects)} suspects. The twenty likeliest:")
for suspect in suspects[:20]:
    print(suspect)
plots.suspect_list(suspects[:10], "Is the print wrong?")

# %% [markdown] id="suspects_answer"
# You are the judge: open the file where that docstring begins, and read.
#
# We did. In our run, with scikit-learn 1.9.1, 11 of the twenty likeliest were real slips:
# *an array were the categories are*, *less then*, *more then*, *will be use*, *number of
# iteration* five times, *number of step* twice. The others were false alarms, and some
# hundred and fifty more suspects stand below them. Another version, or another start,
# gives another list.
#
# **Think.** What do the false alarms have in common?
#
# <details><summary>Answer</summary>
#
# Words that are common in scikit-learn and rare elsewhere: *fit* is a noun, a verb and
# a method there, and the network takes it for a slip of *it*. It knows English as the
# other libraries write it.
#
# </details>

# %% [markdown] id="summary"
# ## Summary
#
# - A language model gives each next word a probability, and so each sentence, **its end
#   included**.
# - Counts need smoothing, and how matters: add-1 is worse than no context, Kneser-Ney
#   hard to beat.
# - Perplexity is the exponential of the mean surprise over **all symbols**; compare
#   models on one vocabulary only.
# - Scan hands a carry from step to step: a cell becomes a layer, and time stays a loop.
# - A network shares what it learns between like words: on text never read it is ahead
#   of the best counting, and finds slips that people have left in print.

# %% [markdown] id="going_further"
# ## Going further
#
# - Smoothing compared with care: Chen and Goodman, *An empirical study of smoothing
#   techniques for language modeling*, 1999, https://doi.org/10.1006/csla.1999.0128.
# - The first neural language model: Bengio and others, *A neural probabilistic language
#   model*, 2003, https://www.jmlr.org/papers/v3/bengio03a.html; and the recurrent one:
#   Mikolov and others, 2010, https://doi.org/10.21437/Interspeech.2010-343.
# - Why input and output share their rows: Press and Wolf, *Using the output embedding to
#   improve language models*, 2017, https://arxiv.org/abs/1608.05859.
# - Sampled softmax: Jean and others, *On using very large target vocabulary for neural
#   machine translation*, 2015, https://arxiv.org/abs/1412.2007.
# - Between words and characters, what today's models read: Sennrich, Haddow and Birch,
#   *Neural machine translation of rare words with subword units*, 2016,
#   https://arxiv.org/abs/1508.07909.
# - What came after recurrent networks: Vaswani and others, *Attention is all you need*,
#   2017, https://arxiv.org/abs/1706.03762.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
