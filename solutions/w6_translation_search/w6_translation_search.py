# %% [markdown] id="title"
# # Find the best sentence
# %% [markdown] id="result" picture="result.png"
# ![A tree of English number words, drawn from the top: at each place the three likeliest beginnings go on, others end in grey, and the way of the greedy search is marked](result.png)
#
# **The story.** A net that translates gives a probability to every sentence there is. Which
# is the likeliest? Nobody can try them all. You build such a net, search it in two ways,
# find out whether search or net is to blame for an error, and score what comes out.
#
# You **encode**, **search**, **blame** and **score**. 20 minutes of reading and 100 of
# solving, of which your laptop computes two · 100 points · you should know a GRU in Keras.
#
# **Setup.** Run this cell first. `check` judges an exercise, `failing` hands you an
# input that failed, `restore` an empty cell.

# %% id="setup"
import sys
import time
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

from utils.quiet import import_quietly

import_quietly("keras")
import keras
import numpy as np

from autograder import begin, check, failing, restore, scoreboard
from utils import number_words, search_trees, translation, translation_plots

begin("w6_translation_search")


# %% [markdown] id="first_look_note"
# **Guess**: in how many right ways can 1,280 be said in English? And what does
# *quatre vingt dix sept* come to?

# %% id="first_look" tags=["explore"]
NUMBER = 1280  # Try 97, 71, 2000, 4015.
print(number_words.french(NUMBER))
for text in number_words.references(NUMBER):
    print("   ", text)

# %% [markdown] id="encoder_decoder_task"
# ## 1. One net reads, another writes
#
# Word by word will not do. *Quatre vingt dix sept* is four, twenty, ten, seven, and one
# must have read all of it to write "ninety seven". So one recurrent net, the **encoder**,
# reads to the end and hands over its last state. Another, the **decoder**, begins with that
# state and writes. It is a language model, as in week 2, with another
# $a^{\langle 0 \rangle}$: not zeros, but what was read. (To say "twelve hundred" or "one
# thousand two hundred" is free, and the net will have to choose.)
#
# $$ s^{\langle 0 \rangle} = \operatorname{encoder}(x^{\langle 1 \rangle}, \ldots, x^{\langle T_x
# \rangle}) \qquad z^{\langle t \rangle}, s^{\langle t \rangle} = \operatorname{decoder}(y^{\langle t
# - 1 \rangle}, s^{\langle t - 1 \rangle}) \qquad P(y^{\langle t \rangle} \mid x, y^{\langle 1
# \rangle}, \ldots, y^{\langle t - 1 \rangle}) = \operatorname{softmax}(z^{\langle t \rangle}) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x^{\langle t \rangle}$ | `ids[:, t - 1]` | `(m,)` | word t of the source |
# | $s^{\langle t \rangle}$ | `states` | `(m, units)` | state after t symbols; $s^{\langle 0 \rangle}$ is the encoder's |
# | $y^{\langle t \rangle}$ | | a number | symbol t of the target; $y^{\langle 0 \rangle}$ is the start |
# | $z^{\langle t \rangle}$ | `logits` | `(m, target_size)` | scores of symbol t |
#
# **Axes.** Keras order, as in `w6_date_translation`: `(batch, timesteps)`, then features.
#
# There is no attention here: all that is known of the source goes through one state.
# Section 9 shows what that costs.
#
# > **Exercise 1 of 8 · `encoder_decoder` · 18 points**
# >
# > Build the two nets.
# >
# > **In:** three sizes. **Out:** two models. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# An embedding and a recurrent layer each. The decoder keeps all its states for the logits,
# and gives back the last one as well.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.layers.GRU` with `return_sequences` and `return_state`, its call's argument
# `initial_state`, and `mask_zero` of `keras.layers.Embedding`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Decoder: ids `(m, T)`, vectors `(m, T, d)`, states `(m, T, units)`, logits `(m, T,
# target_size)`. A model of several inputs: `keras.Model([first, second], ...)`.
#
# </details>


# %% exercise="encoder_decoder"
def encoder_decoder(source_size, target_size, units):
    """Builds a net that reads a sentence, and one that writes another from it.

    The encoder's state depends on all words and on their order. Padding, 0,
    behind a sentence changes nothing.

    The decoder's logits depend on the state it begins with and on the symbols
    up to their own place, in their order, and on none behind it. T symbols in
    one call give what T calls of one symbol give, if each gets the states that
    the one before returned.

    All weights can learn.

    Args:
        source_size: Ids of the source are 0, padding, to this minus 1.
        target_size: Ids of the target are 0 to this minus 1.
        units: Length of a state.

    Returns:
        encoder: A `keras.Model` from ids `(m, Tx)` to states `(m, units)`, for
            any Tx.
        decoder: A `keras.Model` from `[ids (m, T), states (m, units)]` to
            `[logits (m, T, target_size), states (m, units)]`, for any T.
    """
    # 1. The encoder: vectors, padding masked; the last state.
    # 2. The decoder: vectors, all states from the one it is given.
    # 3. Logits from all states, and the last state.
    ### BEGIN SOLUTION
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(source_size, 32, mask_zero=True)(ids)
    both = keras.layers.Bidirectional(keras.layers.GRU(units), merge_mode="sum")
    encoder = keras.Model(ids, both(vectors))
    symbols = keras.Input(shape=(None,), dtype="int32")
    state = keras.Input(shape=(units,))
    vectors = keras.layers.Embedding(target_size, 32)(symbols)
    gru = keras.layers.GRU(units, return_sequences=True, return_state=True)
    all_states, last = gru(vectors, initial_state=state)
    logits = keras.layers.Dense(target_size)(all_states)
    return encoder, keras.Model([symbols, state], [logits, last])
    ### END SOLUTION


# %% check="encoder_decoder"
check("encoder_decoder")

# %% [markdown] id="train_note"
# ### Train
#
# 12,000 numbers up to 999,999 to learn from, 1,000 to choose by, 2,000 to score once; none
# twice. In each epoch one of **three translators** writes each number anew: one says "and",
# one does not, one counts in hundreds. The decoder gets the right symbols up to $t - 1$ and is
# to say symbol $t$.


# %% id="train" tags=["train"]
UNITS, EPOCHS = 64, 9
numbers = number_words.split(digits=6)


def trained_pair(train, epochs):
    """Builds both nets and trains them; returns them, and the losses."""
    keras.utils.set_random_seed(1)
    sizes = len(number_words.FRENCH), len(number_words.ENGLISH)
    encoder, decoder = encoder_decoder(*sizes, UNITS)
    weights = [*encoder.trainable_weights, *decoder.trainable_weights]
    learned = translation.train(
        lambda x, y: decoder([y, encoder(x)])[0], weights, train, epochs
    )
    return encoder, decoder, learned


encoder, decoder, learned = trained_pair(numbers.train, EPOCHS)
print(f"{learned.seconds:.0f} s; loss of a symbol by epoch:")
print(*(f"{loss:.2f}" for loss in learned.losses))

# %% [markdown] id="draws_note"
# The loss cannot fall to 0: nobody knows which of three translators will write. Five
# sentences **drawn** from the net, symbol by symbol, as a language model draws:

# %% id="draws" tags=["explore"]
NUMBER = 471280
step = translation.step_of(decoder)
[state] = translation.states_of(encoder, [NUMBER])
rng = np.random.default_rng(1)
print(NUMBER, number_words.french(NUMBER))
for _ in range(5):
    tokens = translation.drawn(step, state, rng)
    print("   ", number_words.english_text(tokens))

# %% [markdown] id="encoder_decoder_think"
# **Think.** For names of dinosaurs drawing was right. Why not here?
#
# <details><summary>Answer</summary>
#
# There we wanted many different names. Here one good translation is wanted, not a fair sample of
# good and bad ones: do not draw, look for the likeliest.
#
# </details>

# %% [markdown] id="greedy_search_task"
# ## 2. The likeliest symbol, each time
#
# A search need not know what the net is made of. It sees a function: in go the last symbols of
# some **hypotheses** (beginnings of a sentence) and their states, out come log-probabilities of the
# next symbol, and new states. Logarithms, because a product of a few hundred probabilities is 0 in
# a computer's numbers (an **underflow**), and a sum of logarithms is not.
#
# The simplest search takes the likeliest symbol, and goes on from there.
#
# $$ y^{\langle t \rangle} = \arg\max_y \log P(y \mid x, y^{\langle 1 \rangle}, \ldots,
# y^{\langle t - 1 \rangle}) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\log P(y \mid \ldots)$ | `step(tokens, states)[0]` | `(k, V)` | one row a hypothesis |
# | $k$ | | a number | hypotheses; here 1 |
# | $V$ | | a number | symbols there are |
#
# > **Exercise 2 of 8 · `greedy_search` · 10 points**
# >
# > Write the likeliest symbol until the end comes.
# >
# > **In:** a step, a state, marks, a limit. **Out:** symbols, and their log-probability. (about 10 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Three things go on from symbol to symbol: the last symbol, the states, the sum.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.argmax`: of equal numbers, which one does it take?
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `step` wants an array of one symbol, `np.array([last])`, and gives log-probabilities `(1, V)`.
#
# </details>


# %% exercise="greedy_search"
def greedy_search(step, state, start, end, max_len):
    """Writes a sentence: each time the likeliest symbol.

    Of equally likely ones it is the symbol with the lowest id. The sentence is
    over when `end` is written, or when there are `max_len` symbols.

    Args:
        step: Function of `(tokens, states)`: the last symbols `(k,)` of k
            hypotheses, `start` before the first one, and states `(k, ...)`. It
            returns natural log-probabilities `(k, V)` of the next symbol, -inf
            among them, and the new states `(k, ...)`.
        state: Float array `(1, ...)`, the state before the first symbol. Not
            changed.
        start: Id of the mark that stands before a sentence.
        end: Id of the mark that ends it.
        max_len: Most symbols, `end` among them; at least 1.

    Returns:
        tokens: List of ids without `start` and `end`.
        log_probability: Float, the sum over all symbols that were written,
            `end` among them.
    """
    # 1. Begin with the start, the state, and a sum of 0.
    # 2. Take the likeliest symbol, and add its log-probability.
    # 3. Stop at the end, else keep the symbol.
    ### BEGIN SOLUTION
    tokens, last, states, total = [], start, state, 0.0
    for _ in range(max_len):
        log_probabilities, states = step(np.array([last]), states)
        last = int(np.argmax(log_probabilities[0]))
        total += float(log_probabilities[0, last])
        if last == end:
            break
        tokens.append(last)
    return tokens, total
    ### END SOLUTION


# %% check="greedy_search"
check("greedy_search")

# %% [markdown] id="greedy_look_note"
# Eight numbers to choose by. One of the right translations, word for word, is right; all else is wrong.

# %% id="greedy_look" tags=["explore"]
START, END = number_words.START, number_words.END
MAX_LEN = 14
for number in numbers.validation[:8]:
    [state] = translation.states_of(encoder, [number])
    tokens, total = greedy_search(step, state, START, END, MAX_LEN)
    text = number_words.english_text(tokens)
    is_right = text in number_words.references(number)
    print(f"{number:7} {'' if is_right else 'WRONG'} {text} ({total:.2f})")

# %% [markdown] id="greedy_search_think"
# **Think.** The lecture's example: after "Jane is", *going* is likelier than *visiting*, for it is
# common. Why can the sentence with *visiting* be the likelier one all the same?
#
# <details><summary>Answer</summary>
#
# The probability of a sentence is a product. After *visiting*, "Africa" is nearly certain; after
# *going*, many goings-on share what there is. A greedy search never sees that: it has decided.
#
# </details>

# %% [markdown] id="length_normalized_task"
# ## 3. Short is likely
#
# Each further symbol multiplies by a number below 1: longer sentences are less likely, right or
# not. To compare sentences of different length, divide the sum by the length: then it is a mean.
# Many go half the way, with an exponent of about 0.7, which nobody can derive: one tries.
#
# $$ \text{score} = \frac{1}{T^{\alpha}} \sum_{t=1}^{T} \log P(y^{\langle t \rangle} \mid x, y^{\langle
# 1 \rangle}, \ldots, y^{\langle t - 1 \rangle}) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $T$ | `len(log_probabilities)` | a number | symbols that were written, the end among them |
# | $\alpha$ | `alpha` | a number | 0: the sum; 1: the mean |
#
# > **Exercise 3 of 8 · `length_normalized` · 5 points**
# >
# > Divide a log-probability by length to the power of alpha.
# >
# > **In:** log-probabilities, alpha. **Out:** a number. (about 3 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# First the sum, then one division.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.sum`, and `**`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# T numbers become one.
#
# </details>


# %% exercise="length_normalized"
def length_normalized(log_probabilities, alpha):
    """Divides a sentence's log-probability by its length to the power of alpha.

    Args:
        log_probabilities: List or array of T natural log-probabilities, one for
            each symbol that was written, the end among them; -inf is allowed.
        alpha: Float, 0 or more.

    Returns:
        Float.

    Raises:
        ValueError: If there is no symbol.
    """
    # 1. Refuse an empty sentence.
    # 2. Divide the sum.
    ### BEGIN SOLUTION
    if len(log_probabilities) == 0:
        raise ValueError("A sentence has at least its end.")
    return float(np.sum(log_probabilities)) / len(log_probabilities) ** alpha
    ### END SOLUTION


# %% check="length_normalized"
check("length_normalized")

# %% [markdown] id="alpha_note"
# What your net gives to all right translations of a number. Does another alpha make another one
# the best?

# %% id="alpha" tags=["explore"]
NUMBER = 1280
[state] = translation.states_of(encoder, [NUMBER])
texts = number_words.references(NUMBER)
logs = translation.by_symbol(decoder, [state] * len(texts), texts)
print("alpha 0    0.7    1")
for text, own in zip(texts, logs, strict=True):
    print(*(f"{length_normalized(own, a):6.2f}" for a in (0, 0.7, 1)), text)

# %% [markdown] id="length_normalized_think"
# **Think.** What would an alpha of 3 do?
#
# <details><summary>Answer</summary>
#
# Sums are negative, so dividing by much brings a score near 0, which is good: the longest
# sentence wins, whatever it says.
#
# </details>

# %% [markdown] id="beam_search_task"
# ## 4. Keep some, not one
#
# A **beam** of width B keeps the B likeliest beginnings. All of them go on with all V symbols: of
# these B times V continuations the B best stay. (Not: the B best **of each** beginning.) One that
# writes the end is put aside, and the beam goes on narrower. The net runs on all hypotheses at
# once, so their states must follow them.
#
# $$ \mathcal{B}^{\langle t \rangle} = \operatorname{best}_{B} \big\{ (h, y) : h \in
# \mathcal{B}^{\langle t-1 \rangle}, \; y \in 1 \ldots V \big\} \quad \text{by} \quad \log P(h) + \log
# P(y \mid x, h) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\mathcal{B}^{\langle t \rangle}$ | | at most B | hypotheses of t symbols |
# | $\log P(h)$ | | `(k,)` | sum of a hypothesis so far |
# | $\log P(y \mid x, h)$ | `step(...)[0]` | `(k, V)` | of each next symbol |
# | $B$ | `B` | a number | width of the beam; less those that have ended |
#
# Sums of the same length compete, so no alpha is needed to choose among them. Alpha comes in at
# the end, when sentences of different lengths are compared.
#
# > **Exercise 4 of 8 · `beam_search` · 25 points**
# >
# > Search with a beam.
# >
# > **In:** as in exercise 2, and B and alpha. **Out:** hypotheses, the best first. (about 20 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Sums `(k, 1)` plus log-probabilities `(k, V)`: sort all of these at once. From its place in the
# sorted list follow its row, which says which hypothesis goes on, and its column, the symbol.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `numpy.argsort` with `axis=None` and `kind="stable"`, which keeps the order of equals;
# `numpy.unravel_index`, or `divmod` by V.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# With the rows of those that stay as a list, `states[rows]` is `(k, ...)` for the next step.
#
# </details>


# %% exercise="beam_search"
def beam_search(step, state, start, end, max_len, B, alpha):
    """Searches for likely sentences, with B hypotheses at a time.

    In each step every hypothesis goes on with every symbol. Of all these
    continuations the likeliest stay, by log-probability: as many as B less the
    number of sentences that have ended before. Of equally likely ones the
    hypothesis that was likelier before comes first, then the lower id. What has
    a log-probability of -inf never stays.

    What ends is put aside and does not go on. Hypotheses of `max_len` symbols
    are put aside without an end.

    Args:
        step: As for `greedy_search`; k may be any number from 1 on.
        state: Float array `(1, ...)`, the state before the first symbol. Not
            changed.
        start: Id of the mark that stands before a sentence.
        end: Id of the mark that ends it.
        max_len: Most symbols, `end` among them; at least 1.
        B: Width of the beam, which may be more than V.
        alpha: Float, 0 or more.

    Returns:
        List of `(tokens, log_probability, score)`, at most B, falling by score;
        empty if nothing is possible. Tokens are a list without `start` and
        `end`; the score is the log-probability by `n ** alpha`, n being the
        number of symbols that were written, `end` among them.

    Raises:
        ValueError: If B is below 1.
    """
    # 1. Refuse a B below 1, and begin with one empty hypothesis.
    # 2. Sum up all continuations, and sort all of them at once.
    # 3. Put aside what ends; keep the others, with their states.
    # 4. Put the rest aside, score all, and sort.
    ### BEGIN SOLUTION
    if B < 1:
        raise ValueError(f"B must be at least 1, and is {B}.")
    live, states, done = [([], 0.0)], state, []
    for _ in range(max_len):
        last = [tokens[-1] if tokens else start for tokens, _ in live]
        logs, states = step(np.array(last), states)
        sums = np.array([[total] for _, total in live]) + logs
        order = np.argsort(-sums, axis=None, kind="stable")[: B - len(done)]
        before, live, rows = live, [], []
        for row, token in np.transpose(np.unravel_index(order, sums.shape)):
            tokens, total = before[row][0], float(sums[row, token])
            n = len(tokens) + 1
            if total == -np.inf:
                break
            if token == end:
                done.append((tokens, total, total / n**alpha))
            else:
                live.append(([*tokens, int(token)], total))
                rows.append(row)
        if not live:
            break
        states = states[rows]
    done += [(*one, one[1] / max_len**alpha) for one in live]
    return sorted(done, key=lambda found: -found[2])
    ### END SOLUTION


# %% check="beam_search"
check("beam_search")

# %% [markdown] id="tree_note"
# Your own search as a tree, drawn from the top. Branches are as thick as their beginnings are
# likely; dashed grey ones were looked at and dropped; a square is an end. Try other numbers and widths.

# %% id="tree" tags=["plot"]
NUMBER, B = 1280, 3


def best_of(found):
    """Returns tokens and score of the best hypothesis, if there is one."""
    return (found[0][0], found[0][2]) if found else ([], -np.inf)


def searched_tree(number, B):
    """Searches with both of your functions; returns the tree of it all."""
    [state] = translation.states_of(encoder, [number])
    watched = search_trees.Watched(step, state)
    marks = START, END, MAX_LEN
    found = beam_search(watched.step, watched.state, *marks, B, 0.0)
    greedy = greedy_search(step, state, *marks)
    return watched.tree(found, greedy, number_words.ENGLISH)


translation_plots.tree(
    searched_tree(NUMBER, B), f"{NUMBER:,} with a beam of {B}"
)

# %% [markdown] id="widths_note"
# Is wider better? 100 numbers to choose by, with six widths. **Guess**: what does B = 20 bring over
# B = 5?

# %% id="widths" tags=["plot"]
some = numbers.validation[:100]
states = translation.states_of(encoder, some)
widths, by_width = (1, 2, 3, 5, 10, 20), []
for width in widths:
    started = time.perf_counter()
    best = [
        best_of(beam_search(step, s, START, END, MAX_LEN, width, 0.0))
        for s in states
    ]
    seconds = (time.perf_counter() - started) / len(some)
    right = translation.right([tokens for tokens, _ in best], some)
    mean = np.mean([total for _, total in best])
    by_width.append((right.mean(), mean, seconds))
    print(
        f"B = {width:2}: {right.mean():.0%} right, mean log-probability",
        end=" ",
    )
    print(f"{mean:.3f}, {1000 * seconds:.0f} ms a sentence")
translation_plots.widths(
    widths, by_width, "What a wider beam brings, and costs"
)

# %% [markdown] id="beam_search_think"
# **Think.** Breadth-first search tries all sentences and is exact. Why does nobody use it here?
#
# <details><summary>Answer</summary>
#
# With V symbols there are V to the power of T sentences of T symbols: with 35 symbols and 11 places
# $35^{11}$, about $10^{17}$. A beam looks at B times V in each step. It promises nothing, and is
# mostly right: 10 is usual in use, 100 and more are found in papers.
#
# </details>

# %% [markdown] id="error_analysis_task"
# ## 5. Who is to blame?
#
# A wrong translation came out. Is the search to blame, or the net? Ask the net for the score of a
# right one. If that is **higher**, a better sentence was there, and the search missed it. If not,
# the net likes a wrong sentence at least as well, and no search can help. "Jane visited Africa last
# September" for a trip that is still to come: whose fault is it? Count over all wrong ones, then
# mend what has the larger share.
#
# Compare what the search compared: scores divided by a power of length, if it used an alpha.
#
# $$ \text{blame}(i) = \begin{cases} \text{search} & \max_j \operatorname{score}(y^{*}_{ij}) >
# \operatorname{score}(\hat{y}_i) \\ \text{model} & \text{else} \end{cases} \qquad \text{for each } i
# \text{ whose } \hat{y}_i \text{ is wrong} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $\operatorname{score}(y^{*}_{ij})$ | `reference_scores[i][j]` | a number | of right translation j of sentence i |
# | $\operatorname{score}(\hat{y}_i)$ | `output_scores[i]` | a number | of what came out |
# | | `right[i]` | true or false | whether that is right |
#
# > **Exercise 5 of 8 · `error_analysis` · 10 points**
# >
# > Count whose fault wrong translations are.
# >
# > **In:** scores of references and outputs, and what is right. **Out:** two counts. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Only wrong outputs count. Each is one error, whatever the number of references.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `max`; `zip` with `strict`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The references of a sentence are a list of their own, and sentences have different numbers of them.
#
# </details>


# %% exercise="error_analysis"
def error_analysis(reference_scores, output_scores, right):
    """Counts wrong translations by whether search or model is to blame.

    It is the search if the best reference scores higher than the output, and
    else the model, also where both score the same.

    Args:
        reference_scores: List of m lists of numbers, one score for each right
            translation of a sentence, at least one; -inf is allowed.
        output_scores: m numbers, scores of what came out, by the same rule;
            -inf where nothing came out.
        right: m booleans, whether an output is right. It is then no error,
            whatever the scores.

    Returns:
        Dictionary `{"search": count, "model": count}`, both always there.

    Raises:
        ValueError: If the three are not equally long.
    """
    # 1. Refuse lists of different lengths.
    # 2. Count each wrong output for the one or for the other.
    ### BEGIN SOLUTION
    if not len(reference_scores) == len(output_scores) == len(right):
        raise ValueError(
            "There must be as many references, outputs and truths."
        )
    counts = {"search": 0, "model": 0}
    for own, score, is_right in zip(
        reference_scores, output_scores, right, strict=True
    ):
        if not is_right:
            counts["search" if max(own) > score else "model"] += 1
    return counts
    ### END SOLUTION


# %% check="error_analysis"
check("error_analysis")

# %% [markdown] id="blame_note"
# Greedy and a beam of 5 on 400 numbers to choose by, the same net in both.

# %% id="blame" tags=["plot"]
some = numbers.validation[:400]
states = translation.states_of(encoder, some)
reference_scores = [
    [logs.sum() for logs in own]
    for own in translation.reference_logs(decoder, states, some)
]
searches = {
    "greedy": lambda s: greedy_search(step, s, START, END, MAX_LEN),
    "beam of 5": lambda s: best_of(
        beam_search(step, s, START, END, MAX_LEN, 5, 0.0)
    ),
}
blamed, outputs = {}, {}
for name, search in searches.items():
    outputs[name], scores = zip(*map(search, states), strict=True)
    right = translation.right(outputs[name], some)
    blamed[name] = error_analysis(reference_scores, scores, right)
    print(f"{name}: {right.mean():.1%} right, {blamed[name]}")
translation_plots.blame(blamed, len(some), "Whose errors?")

# %% [markdown] id="error_analysis_think"
# **Think.** Of 50 errors the search is to blame for 2. A colleague wants to widen the beam. What do
# you say?
#
# <details><summary>Answer</summary>
#
# That at most 2 of 50 errors can go, and each search gets dearer. Train the net longer, give it more
# or better data, or attention.
#
# </details>

# %% [markdown] id="modified_precision_task"
# ## 6. How near is nearly right?
#
# For numbers we know every right translation. For other sentences nobody does: there are a few
# **references** that people wrote, and an output is to be near **any** of them. Count the n-grams
# of the output that occur in a reference: single words (unigrams), pairs (bigrams, elsewhere:
# digrams or shingles), and so on.
#
# But "a a a a a a a" consists of words that are all in a reference. So each n-gram counts at most
# as often as it occurs in **one** reference, in that where it occurs most.
#
# $$ p_n = \frac{\sum_{g} \min\big( C(g), \max_j R_j(g) \big)}{\sum_{g} C(g)} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $g$ | `tuple(words[i : i + n])` | n words | an n-gram |
# | $C(g)$ | | a number | how often it occurs in the candidate, which is what came out |
# | $R_j(g)$ | | a number | how often in reference j |
# | above, below the line | `clipped`, `total` | two numbers | kept apart: sums come first |
#
# > **Exercise 6 of 8 · `modified_precision` · 12 points**
# >
# > Count n-grams that a reference has, too, each no more often than there.
# >
# > **In:** words, references, n. **Out:** two counts. (about 9 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Count n-grams of the candidate and of each reference apart. Then go through those of the
# candidate.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `collections.Counter`: what is not in it counts 0, without an error.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A sentence of L words has `L - n + 1` n-grams, where that is not negative.
#
# </details>


# %% exercise="modified_precision"
def modified_precision(candidate, references, n):
    """Counts n-grams of a candidate that occur in a reference, clipped.

    Each n-gram counts at most as often as it occurs in that one reference which
    has it most often.

    Args:
        candidate: List of words, texts or ids; may be empty.
        references: List of at least one list of words, of any lengths.
        n: Words of an n-gram, at least 1; may be more than there are words.

    Returns:
        clipped: Whole number, n-grams of the candidate that count.
        total: Whole number, all n-grams of the candidate, repeated ones too.
    """
    # 1. Count the n-grams of the candidate and of each reference.
    # 2. Clip each count, and add up.
    ### BEGIN SOLUTION
    from collections import Counter

    def ngrams(words):
        return Counter(
            tuple(words[i : i + n]) for i in range(len(words) - n + 1)
        )

    own, others = ngrams(candidate), [ngrams(words) for words in references]
    clipped = sum(
        min(count, max(other[gram] for other in others))
        for gram, count in own.items()
    )
    return clipped, max(len(candidate) - n + 1, 0)
    ### END SOLUTION


# %% check="modified_precision"
check("modified_precision")

# %% [markdown] id="precision_note"
# Seven times the same word, and a sentence that is nearly right:

# %% id="precision" tags=["explore"]
REFERENCES = ["a dog sleeps on a sofa", "on the sofa there is a dog asleep"]
CANDIDATES = ["a a a a a a a", "on the sofa a dog sleeps soundly"]
split = [text.split() for text in REFERENCES]
for text in CANDIDATES:
    for n in (1, 2):
        clipped, total = modified_precision(text.split(), split, n)
        print(f"{text}: {clipped} of {total} {n}-grams")

# %% [markdown] id="modified_precision_think"
# **Think.** Why is it called precision, and where is the recall?
#
# <details><summary>Answer</summary>
#
# It asks which share of what was **said** is right. What was left out costs nothing: "a dog" would be
# perfect. Recall has no clear sense with several references, as nobody is to say all of them. The next
# section has something else against short outputs.
#
# </details>

# %% [markdown] id="brevity_penalty_task"
# ## 7. Not too short
#
# Who writes little is easily precise. So the score is multiplied by a penalty, if all outputs
# together are shorter than they should be. Of several references the one counts that is nearest in
# length. One sum over all sentences, so that a short output here may be made good there.
#
# $$ \text{BP} = \begin{cases} 1 & c \ge r \\ e^{1 - r / c} & c < r \end{cases} \qquad c = \sum_i c_i
# \qquad r = \sum_i r_{i j(i)} \qquad j(i) = \arg\min_j \lvert r_{ij} - c_i \rvert $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $c_i$ | `candidate_lengths[i]` | a number | words of candidate i |
# | $r_{ij}$ | `reference_lengths[i][j]` | a number | words of its reference j |
#
# > **Exercise 7 of 8 · `brevity_penalty` · 8 points**
# >
# > Compute the penalty for short outputs.
# >
# > **In:** lengths. **Out:** a number from 0 to 1. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Choose for each candidate the nearest length. Only then add up.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `min` with a `key`, which may be a tuple: the second decides where the first is equal.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Two sums are all that the formula needs.
#
# </details>


# %% exercise="brevity_penalty"
def brevity_penalty(candidate_lengths, reference_lengths):
    """Computes BLEU's penalty for candidates shorter than their references.

    Of each candidate's references that one counts whose length is closest; of
    two that are equally close, the shorter. Lengths are summed over all
    sentences first.

    Args:
        candidate_lengths: List of m whole numbers, 0 or more; m is at least 1.
        reference_lengths: List of m lists of whole numbers, at least one each.

    Returns:
        Float: 1.0 if the candidates together are not shorter; 0.0 if they have
        no word at all.
    """
    # 1. Find each candidate's closest reference length.
    # 2. Add up both, and compare.
    ### BEGIN SOLUTION
    c, r = sum(candidate_lengths), 0
    for length, own in zip(candidate_lengths, reference_lengths, strict=True):
        r += min(own, key=lambda other: (abs(other - length), other))
    if c == 0:
        return 0.0
    return float(np.exp(1 - r / c)) if c < r else 1.0
    ### END SOLUTION


# %% check="brevity_penalty"
check("brevity_penalty")

# %% [markdown] id="brevity_look_note"
# References of 10 words, candidates of ever fewer:

# %% id="brevity_look" tags=["explore"]
for length in (12, 10, 9, 8, 5, 2):
    print(f"{length:2} words: {brevity_penalty([length], [[10]]):.2f}")

# %% [markdown] id="brevity_penalty_think"
# **Think.** Is there a penalty for outputs that are too long? Should there be?
#
# <details><summary>Answer</summary>
#
# There is one already: what is too much is in no reference, or is clipped, so precision falls.
#
# </details>

# %% [markdown] id="corpus_bleu_task"
# ## 8. BLEU
#
# **BLEU** puts it together: the precisions of n-grams from 1 to 4, their geometric mean, times the
# penalty. Counts are summed over all sentences before anything is divided. The mean is one of
# **logarithms**: if one precision is 0, so is BLEU.
#
# $$ \text{BLEU} = \text{BP} \cdot \exp\Big( \frac{1}{N} \sum_{n=1}^{N} \log p_n \Big) \qquad p_n =
# \frac{\sum_i \text{clipped}_{in}}{\sum_i \text{total}_{in}} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $N$ | `max_n` | a number | longest n-grams, mostly 4 |
# | $\text{clipped}_{in}, \text{total}_{in}$ | `modified_precision(...)` | two numbers | of candidate i |
#
# > **Exercise 8 of 8 · `corpus_bleu` · 12 points**
# >
# > Compute BLEU of many sentences together.
# >
# > **In:** candidates, their references, the longest n. **Out:** a number from 0 to 1. (about 16 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# For each n two sums over all sentences, one division, one logarithm. Stop where there is nothing to
# take a logarithm of.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `modified_precision` and `brevity_penalty`, both yours; `numpy.log`, `numpy.exp`, `numpy.mean`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# N logarithms become one number.
#
# </details>


# %% exercise="corpus_bleu"
def corpus_bleu(candidates, references, max_n):
    """Computes BLEU of all candidates together.

    Args:
        candidates: List of m lists of words, some of them perhaps empty.
        references: List of m lists of references, each a list of words; at
            least one reference a candidate, not of all the same number.
        max_n: Words of the longest n-grams, at least 1; all lengths up to it
            count alike.

    Returns:
        Float from 0 to 1: 0.0 if some precision is 0 or 0 of 0.

    Raises:
        ValueError: If there is no candidate, or if there are not as many
            candidates as lists of references.
    """
    # 1. Refuse what cannot be scored.
    # 2. For each n, sum up both counts over all candidates; stop at 0.
    # 3. Multiply the penalty and the geometric mean.
    ### BEGIN SOLUTION
    if not candidates or len(candidates) != len(references):
        raise ValueError(
            f"{len(candidates)} candidates, {len(references)} lists."
        )
    logs = []
    for n in range(1, max_n + 1):
        counts = [
            modified_precision(words, own, n)
            for words, own in zip(candidates, references, strict=True)
        ]
        clipped, total = (sum(column) for column in zip(*counts, strict=True))
        if clipped == 0:
            return 0.0
        logs.append(np.log(clipped / total))
    lengths = [len(words) for words in candidates]
    others = [[len(words) for words in own] for own in references]
    return float(brevity_penalty(lengths, others) * np.exp(np.mean(logs)))
    ### END SOLUTION


# %% check="corpus_bleu"
check("corpus_bleu")

# %% [markdown] id="bleu_note"
# BLEU of the outputs above, beside the share that is right. **Guess**: if nine of ten are right, how high
# is BLEU?

# %% id="bleu" tags=["explore"]
references = translation.references_of(some)
for name, tokens in outputs.items():
    bleu = corpus_bleu(translation.words_of(tokens), references, 4)
    print(
        f"{name}: {translation.right(tokens, some).mean():.1%} right,", end=" "
    )
    print(f"BLEU {100 * bleu:.1f} of 100")

# %% [markdown] id="corpus_bleu_think"
# A number with one wrong word is wrong, but most of its n-grams are right. Which figure is the honest one
# hangs on what the translation is for: in a cheque nothing but right will do.
#
# **Think.** Two programs give different BLEU for the same outputs. How can that be?
#
# <details><summary>Answer</summary>
#
# They cut text into words in different ways: is "ninety-seven" one or two, are capitals kept? Some smooth
# zeros. Say which program you used, and how: *sacrebleu* writes that into a line of its own.
#
# </details>

# %% [markdown] id="length_note"
# ## 9. One state for a long sentence
#
# All that was read must fit into 64 numbers. People do not translate like that: they read a part, write a part,
# and look back. That is **attention**, as in `w6_date_translation`. Two nets learn the same numbers of up to
# nine digits for the same number of epochs: yours, and one that looks back at the notes on every word.
#
# **Guess**: how does the share that is right fall with length, and how does BLEU?

# %% id="length" tags=["train"]
long_numbers = number_words.split(digits=9, sizes=(8000, 600, 600), seed=3)
LONG_EPOCHS = 3
long_encoder, long_decoder, learned = trained_pair(
    long_numbers.train, LONG_EPOCHS
)
keras.utils.set_random_seed(1)
sizes = len(number_words.FRENCH), len(number_words.ENGLISH)
net = translation.attention_net(*sizes, UNITS)
also_learned = translation.train(
    lambda x, y: net([x, y]),
    net.trainable_weights,
    long_numbers.train,
    LONG_EPOCHS,
)
scores = {
    "without attention": lambda x, y: long_decoder([y, long_encoder(x)])[0],
    "with attention": lambda x, y: net([x, y]),
}
print(f"{learned.seconds:.0f} s without, {also_learned.seconds:.0f} s with it")

# %% [markdown] id="length_picture_note"
# 600 numbers to choose by, each translated greedily by both nets. Above BLEU, below what is right.

# %% id="length_picture" tags=["plot"]
many = long_numbers.validation
curves = {}
for name, score in scores.items():
    tokens = translation.write(score, many)
    right = translation.right(tokens, many)
    bleu = corpus_bleu(
        translation.words_of(tokens), translation.references_of(many), 4
    )
    print(f"{name}: {right.mean():.1%} right, BLEU {100 * bleu:.0f} of 100")
    curves[name] = translation.by_length(tokens, many, corpus_bleu)
translation_plots.by_length(
    curves, "What length costs, without and with attention"
)

# %% [markdown] id="length_think"
# In our run the net without attention had hardly a long number right, at a BLEU that many would call fair.
#
# **Think.** How can nearly everything be wrong at such a BLEU?
#
# <details><summary>Answer</summary>
#
# Pairs such as "hundred and" are right nearly always, and one wrong digit spoils a number but only a few of
# its n-grams. BLEU is made for comparing translators over many sentences. It does not say how many can be
# used as they are.
#
# </details>

# %% [markdown] id="test_note"
# ## 10. The test
#
# 2,000 numbers that nothing was chosen by, opened once: greedy and a beam of 5, on the same numbers.
# **McNemar's test** looks at those alone where the two differ. Beside them a baseline: a table that translates
# word by word.

# %% id="test" tags=["plot"]
table = translation.word_table(numbers.train)
outcomes, tokens_of = {}, {}
for name, search in searches.items():
    started = time.perf_counter()
    states = translation.states_of(encoder, numbers.test)
    tokens_of[name] = [search(state)[0] for state in states]
    outcomes[name] = translation.right(tokens_of[name], numbers.test)
    print(f"{name}: {time.perf_counter() - started:.0f} s")
tokens_of["word by word"] = [
    translation.translate_by_table(table, n) for n in numbers.test
]
outcomes["word by word"] = translation.right(
    tokens_of["word by word"], numbers.test
)
references = translation.references_of(numbers.test)
for name, right in outcomes.items():
    bleu = corpus_bleu(translation.words_of(tokens_of[name]), references, 4)
    print(f"{name:12} right {translation.share(right)}, BLEU {100 * bleu:.1f}")
pair = outcomes["beam of 5"], outcomes["greedy"]
print(f"right alone, beam against greedy: {translation.mcnemar(*pair)}")
translation_plots.shares(
    {name: translation.share(right) for name, right in outcomes.items()},
    "2,000 numbers, scored once",
)

# %% [markdown] id="apart_note"
# Apart, 200 numbers with 97. All their words were learned, but nowhere *quatre vingt dix sept*.

# %% id="apart" tags=["explore"]
apart = number_words.with_97(6, 200)
states = translation.states_of(encoder, apart)
best = [searches["beam of 5"](state)[0] for state in states]
print(f"right {translation.share(translation.right(best, apart))}")
for number, tokens in list(zip(apart, best, strict=True))[:4]:
    print(f"{number:7} {number_words.english_text(tokens)}")

# %% [markdown] id="test_think"
# **Think.** A beam finds likelier sentences than greedy. Are likelier sentences righter?
#
# <details><summary>Answer</summary>
#
# Only as far as the net is right about what is likely. With nets for whole languages very wide beams were
# found to make translations worse: the likeliest sentence of all was often too short, or empty. Ours is small
# and sure of itself, and its numbers know no detours.
#
# </details>

# %% [markdown] id="last_note"
# Last, a number of your own. Type French words or digits; the picture is the search of **your** functions
# through **your** net. Here it is one from the validation set that greedy gets wrong and the beam right, if
# there is one.

# %% id="last" tags=["plot"]
TEXT = ""  # Try "mille neuf cent soixante et onze".

rescued = [
    number
    for number, a, b in zip(
        some,
        translation.right(outputs["greedy"], some),
        translation.right(outputs["beam of 5"], some),
        strict=True,
    )
    if b and not a
]
rescued.sort(key=lambda n: abs(len(number_words.english(n)) - 40))
number = (rescued or some)[0] if not TEXT else number_words.number_of(TEXT)
print(number, number_words.french(number))
translation_plots.tree(searched_tree(number, 3), f"{number:,}: a beam of 3")

# %% [markdown] id="summary"
# ## Summary
#
# - An encoder makes one state of a sentence, and a decoder, a language model, begins with it.
# - Greedy cannot take back; of all B times V continuations a beam keeps the B best, with their states.
# - Logarithms are added; a power of length makes sentences of different lengths comparable.
# - If a right sentence scores higher than the output, the search is to blame, else the net.
# - BLEU clips n-grams, sums before it divides, and can be fair where hardly anything is right.

# %% [markdown] id="going_further"
# ## Going further
#
# - Encoder and decoder: Sutskever, Vinyals and Le, 2014, https://arxiv.org/abs/1409.3215; Cho et al., 2014,
#   https://doi.org/10.3115/v1/D14-1179.
# - The same for pictures, with a convolutional net as the encoder: Mao et al., 2014,
#   https://arxiv.org/abs/1410.1090; Vinyals et al., 2014, https://arxiv.org/abs/1411.4555; Karpathy and Li,
#   2014, https://arxiv.org/abs/1412.2306.
# - Attention: Bahdanau, Cho and Bengio, 2014, https://arxiv.org/abs/1409.0473.
# - BLEU: Papineni et al., 2002, https://aclanthology.org/P02-1040; one program for all: Post, 2018,
#   https://aclanthology.org/W18-6319.
# - Length and coverage: Wu et al., 2016, https://arxiv.org/abs/1609.08144. Errors of search and of model, by
#   exact search: Stahlberg and Byrne, 2019, https://arxiv.org/abs/1908.10090.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
