# %% [markdown] id="title"
# # Read any date
# %% [markdown] id="result" picture="result.png"
# You will have made this: a network that writes dates and shows where it looked.
#
# ![A heat map with the characters of a Portuguese date from left to right and the ten symbols of the ISO date from top to bottom; for the digits of the month the network looks at the month's name, for the day at the day, for the year at the year](result.png)
#
# **The story.** A form wants `2026-09-30`, and people write *30/9/26*. A recurrent
# network reads a text into one state, which gets full. So it looks back before each
# digit: that is **attention**.
#
# **You will** write a step of attention, build encoder and decoder around it, measure
# whole dates, and draw where it looks.
#
# 20 minutes of reading and 50 of solving, of which your laptop computes two ·
# 100 points · you should know the LSTM and Keras's functional models.

# %% [markdown] id="setup_note"
# ## Setup
#
# Run this cell first, and after each restart. In Colab it fetches the course. A
# `check(...)` says what is right; `failing("modelf")` hands you the input of a failed
# case, `restore("modelf")` an empty cell.

# %% id="setup"
import sys
import zipfile
from pathlib import Path
from urllib.request import urlretrieve

RELEASE = "unreleased"
COURSE = "https://github.com/sequence-models/companion"
NEEDED = "unreleased"

if "google.colab" in sys.modules:
    url = f"{COURSE}/archive/refs/tags/{RELEASE}.zip"
    archive = zipfile.ZipFile(urlretrieve(url)[0])
    for item in archive.infolist():
        item.filename = name = item.filename.partition("/")[2]
        if name.startswith(NEEDED):
            archive.extract(item)
here = [Path.cwd(), *Path.cwd().parents]
sys.path[:0] = [str(p) for p in here if (p / "utils/dates.py").is_file()]

import unicodedata

from utils.quiet import import_quietly

import_quietly("keras")
import keras
import numpy as np

from autograder import begin, check, failing, restore, scoreboard
from utils import attention_plots, classification, date_reading, dates
from utils.dates import MACHINE_SYMBOLS, one_hot

begin("w6_date_translation")

# %% [markdown] id="first_look_note"
# ## Ten dates
#
# **Guess** first: in how many of ten dates does the day stand first?

# %% id="first_look" tags=["explore"]
learned = dates.load_dates().train
day_first = []
for text, target in zip(learned.texts, learned.targets, strict=True):
    # The day and a mark after it, such as "1 " or "29/".
    begins = tuple(f"{int(target[-2:])}{mark}" for mark in " ./-")
    day_first.append(text.lstrip("0").startswith(begins))
for number in range(2, 12):
    print(f"{learned.texts[number]:36} {learned.targets[number]}")
print(f"{sum(day_first[2:12])} of these 10,", end=" ")
print(f"{np.mean(day_first):.0%} of all {len(day_first):,}.")

# %% [markdown] id="dates_note"
# So where to look depends on what is written there. The dates are of ten locales, each
# with its short, medium, long and full format, as Unicode's locale data have them. Each
# is written once, in one of 38 formats. The other sets hold **other days**, so that
# nobody can learn a date by heart. Two digits for a year mean 1930 to 2029.
#
# One format is missing. Americans write `9/3/26` with the month first, the others with
# the day first: with both, *03/04/05* would be two dates at once, and no network can
# know which. It stays out of the score and comes back in section 9.

# %% id="dates"
days = dates.load_dates()
human_vocab = dates.human_vocabulary(days.train.texts)
print(f"{len(human_vocab)} symbols: {' '.join(human_vocab)}")
TX = max(len(text) for text in days.train.texts)  # 38, of a Portuguese date
TY = dates.TARGET_LENGTH  # 10
print(f"At most {TX} characters in, {TY} symbols out.")

# %% [markdown] id="preprocess_task"
# ## 1. From text to numbers
#
# People type what they like: capitals, an `é` that is one character or, from some
# keyboards, an `e` with an accent stuck on as a second one. Both look the same,
# and Unicode's **normal form C** makes them the same. A network wants rows of
# one length, too: what is longer is cut off, what is shorter is filled up with
# a symbol that means *nothing here*. And a character that nobody has
# seen in training needs a number as well: one for all of them, *unknown*.
#
# $$ \text{indices}_t = \begin{cases} \operatorname{index}(z_t) & z_t \text{ is in the vocabulary} \\ \operatorname{index}(\texttt{<unk>}) & \text{otherwise} \end{cases} \quad t < \min(n, T_x), \qquad \operatorname{index}(\texttt{<pad>}) \text{ after that} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $z_t$ | from `date` | a character | the t-th of the date in normal form C and lower case |
# | $n$ | | a number | how many there are, then |
# | index | `vocabulary[character]` | a number | its number |
# | $T_x$ | `Tx` | a number | how long the result is |
#
# > **Exercise 1 of 5 · `preprocess` · 15 points**
# >
# > Turn the text of a date into indices of its characters, of a fixed length.
# >
# > **In:** text, vocabulary, length. **Out:** `Tx` whole numbers. (about 5 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# First make the text regular, then cut it, then look its characters up, then fill
# up. The order matters: an accent that stands alone would count as a character.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `unicodedata.normalize` takes the name of a form, `"NFC"`; strings have
# `lower`, dictionaries have `get` with a second argument.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# A list of k indices and a list of `Tx - k` paddings make one of `Tx`. A list
# times a number repeats the list; times 0 or less it is empty.
#
# </details>


# %% exercise="preprocess"
def preprocess(date, vocabulary, Tx):
    """Turns the text of a date into indices of a fixed length.

    Beside normal form C and lower case nothing is changed: spaces, commas and
    dots stay.

    Args:
        date: String; may be empty.
        vocabulary: Dictionary from character to index, in lower case and
            normal form C, and from `"<unk>"` and `"<pad>"`. The indices are
            whole numbers in any order.
        Tx: Int, the length of the result, at least 1.

    Returns:
        `Tx` whole numbers, as a list or an array `(Tx,)`.

    Example:
        >>> preprocess("1 MAY!", {"1": 4, " ": 0, "m": 2, "a": 1, "y": 3,
        ...                       "<unk>": 5, "<pad>": 6}, 8)
        [4, 0, 2, 1, 3, 5, 6, 6]
    """
    # 1. Normal form C, lower case, at most Tx characters.
    # 2. Look every character up; what is not there is unknown.
    # 3. Fill up with padding.
    ### BEGIN SOLUTION
    text = unicodedata.normalize("NFC", date).lower()[:Tx]
    unknown = vocabulary["<unk>"]
    indices = [vocabulary.get(character, unknown) for character in text]
    return indices + [vocabulary["<pad>"]] * (Tx - len(indices))
    ### END SOLUTION


# %% check="preprocess"
check("preprocess")

# %% id="preprocess_picture" tags=["plot"]
typed = ["3 FE\u0301VR. 2005", "venerdì 3 marzo 2006", "03/04/05"]
rows = [preprocess(text, human_vocab, TX) for text in typed]
attention_plots.index_rows(rows, human_vocab)

# %% [markdown] id="preprocess_think"
# Dots are padding. The Italian `ì` is unknown: it occurs in the names of weekdays
# only, and the full Italian format was kept back on purpose.
#
# **Think.** What would the network see of a date in Greek letters? And what if
# we had simply left unknown characters out?
#
# <details><summary>Answer</summary>
#
# It would see digits, spaces and a row of *unknown* for each word: day and year, and of
# the month its length. Left out, a word would leave no trace at all.
#
# </details>

# %% [markdown] id="shared_layers_note"
# ## 2. One look back
#
# An encoder has read the text in both directions and left a note at each of its
# $T_x$ characters: the state $a^{\langle t' \rangle}$. A decoder is about to
# write the next digit and is in state $s$. Which notes does it need?
#
# A small network puts the decoder's state beside each note in turn and gives the
# pair a number, the **energy**. A softmax **over the characters** turns energies
# into weights that sum to 1, and the **context** is the sum of all notes, each
# times its weight. Where to look is learned from the dates alone.
#
# The layers are made **once**, here, and serve all ten steps. Your function will
# use them by these names.

# %% id="shared_layers"
N_A, N_S = 32, 64  # Numbers in a state: encoder (each way), decoder.

repeater = keras.layers.RepeatVector(TX)
concatenator = keras.layers.Concatenate(axis=-1)
densor1 = keras.layers.Dense(32, activation="tanh")
densor2 = keras.layers.Dense(1, use_bias=False)
activator = keras.layers.Softmax(axis=1)
dotor = keras.layers.Dot(axes=1)

# %% [markdown] id="one_step_attention_task"
# The equations, with the name of the layer that does each part. Energies need no
# bias of their own: a number added to all of them does not change a softmax.
# (Elsewhere energies are *scores*, notes *values*, and all of it *additive attention*.)
#
# $$ e_{t'} = v^{T} \tanh\!\big(W\,[a^{\langle t' \rangle};\, s] + b\big) \qquad
# \alpha_{t'} = \frac{\exp(e_{t'})}{\sum_{t''} \exp(e_{t''})} \qquad
# \text{context} = \sum_{t'} \alpha_{t'}\, a^{\langle t' \rangle} $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $a$ | `a` | `(m, Tx, 2 n_a)` | the encoder's states, of both directions |
# | $s$ | `s_prev`, then `repeater` | `(m, n_s)`, then `(m, Tx, n_s)` | the decoder's state before this step |
# | $[a; s]$ | `concatenator` | `(m, Tx, 2 n_a + n_s)` | each note, and the state behind it |
# | $W, b$ | `densor1` | `(m, Tx, units)` | a dense layer, tanh |
# | $v$ | `densor2` | `(m, Tx, 1)` | a dense layer without an activation: the energies |
# | $\alpha$ | `activator` | `(m, Tx, 1)` | softmax over axis 1, the time steps |
# | context | `dotor` | `(m, 1, 2 n_a)` | the weighted sum |
#
# **Axes.** Examples first, then time steps, then numbers: `(m, Tx, n)`. The cells of
# week 1 have numbers first and time last.
#
# > **Exercise 2 of 5 · `one_step_attention` · 30 points**
# >
# > Compute the context: the encoder's states, weighted by how much the decoder's state asks for each.
# >
# > **In:** states of the encoder, state of the decoder. **Out:** the context `(m, 1, 2 n_a)`. (about 6 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# One line for each layer, in the order in which they are made above: repeat the
# state, put it behind each note, two dense layers, softmax, weighted sum.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.layers.RepeatVector`, `keras.layers.Concatenate` and `keras.layers.Dot`:
# two of them are called with a list. What you would compute by hand, write with
# `keras.ops`: NumPy and `tf` do not work on the inputs of a model.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# Only `s_prev` has no time steps, so it is repeated. `Dot(axes=1)` adds up over axis 1
# of both: of weights `(m, Tx, 1)` and notes `(m, Tx, 2 n_a)`, the 1 comes first.
#
# </details>


# %% exercise="one_step_attention"
def one_step_attention(a, s_prev):
    """Computes the context of one step of the decoder.

    The dense layers are those of the notebook, by their names at the time of
    the call, and no others: called twice, the function gives the same. A
    repetition, a softmax or a sum may also be written with `keras.ops`.

    Args:
        a: Tensor `(m, Tx, 2 n_a)`, states of the encoder; values, or a symbol
            while a Keras model is being built.
        s_prev: Tensor `(m, n_s)`, the decoder's state before this step.

    Returns:
        Tensor `(m, 1, 2 n_a)`, through which gradients flow to both.
    """
    # 1. Repeat the state, and put it behind every state of the encoder.
    # 2. Energies from the two dense layers.
    # 3. Weights that sum to 1 over the time steps.
    # 4. The weighted sum.
    ### BEGIN SOLUTION
    states = repeater(s_prev)
    pairs = concatenator([a, states])
    energies = densor2(densor1(pairs))
    weights = activator(energies)
    return dotor([weights, a])
    ### END SOLUTION


# %% check="one_step_attention"
check("one_step_attention")

# %% [markdown] id="one_step_attention_note"
# Nothing is learned yet, and still something can be seen. Here are random notes
# and the contexts that 300 random states get: weights that are positive and sum
# to 1 put the context **among** the notes, never outside.

# %% id="one_step_attention_picture" tags=["plot"]
rng = np.random.default_rng(1)
notes = rng.normal(0, 1, (TX, 2 * N_A)).astype("float32")
asking = rng.normal(0, 8, (300, N_S)).astype("float32")
contexts = one_step_attention(np.stack([notes] * len(asking)), asking)
attention_plots.contexts(notes, np.asarray(contexts)[:, 0])

# %% [markdown] id="one_step_attention_think"
# **Think.** What would the contexts be if `densor2` gave every note the same
# energy? And what if the softmax ran over the last axis, which has length 1?
#
# <details><summary>Answer</summary>
#
# All would be the mean of the notes, the cross in the picture. Over an axis of length 1
# every weight is 1: the context is the sum of all notes, and the decoder looks nowhere.
#
# </details>

# %% [markdown] id="modelf_task"
# ## 3. Encoder, decoder
#
# The encoder is a bidirectional recurrent layer that returns its state at every
# character. The decoder is an LSTM that takes ten steps; its only input at each
# step is the context, and from its state a softmax writes one symbol.
#
# What goes on to the next step is the **state**, and not the symbol that was
# written. A translator of sentences feeds the last word back in, since what may
# follow depends on it. The digits of a date follow from the text; all the
# decoder needs to know is how far it has come, and the state can count.
#
# $$ \text{context}^{\langle t \rangle} = \operatorname{attention}\big(a, s^{\langle t-1 \rangle}\big) \qquad
# s^{\langle t \rangle}, c^{\langle t \rangle} = \operatorname{LSTM}\big(\text{context}^{\langle t \rangle}, s^{\langle t-1 \rangle}, c^{\langle t-1 \rangle}\big) \qquad
# \hat y^{\langle t \rangle} = \operatorname{softmax}\big(W_y s^{\langle t \rangle} + b_y\big) $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x$ | first input | `(m, Tx, human_vocab_size)` | the text, one-hot |
# | $s^{\langle 0 \rangle}, c^{\langle 0 \rangle}$ | second and third input | `(m, n_s)` | state and memory cell that the decoder starts with |
# | $a$ | the encoder's output | `(m, Tx, 2 n_a)` | its states, both directions |
# | $\hat y^{\langle t \rangle}$ | output t of `Ty` | `(m, machine_vocab_size)` | probabilities of the t-th symbol |
#
# > **Exercise 3 of 5 · `modelf` · 30 points**
# >
# > Build the whole network: encoder, then `Ty` steps of attention, LSTM and softmax.
# >
# > **In:** lengths, numbers of units, sizes of the vocabularies. **Out:** a `keras.Model` from `[X, s0, c0]` to a list of `Ty` outputs. (about 14 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# What has weights is made before the loop: encoder, LSTM, output layer. The loop
# only calls. It carries s and c along and collects the outputs in a list.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `keras.Input`, `keras.layers.Bidirectional` around a layer with
# `return_sequences=True`; `keras.layers.LSTM` with `return_state=True`, called
# with `initial_state=[s, c]` (it returns the output, s and c), or
# `keras.layers.LSTMCell`, called with one step and `[s, c]`; `keras.layers.Dense`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# The context comes as `(m, 1, 2 n_a)`. An `LSTM` takes it as it is, one time step; an
# `LSTMCell` takes it without its axis of length 1. Both give a state `(m, n_s)`.
#
# </details>


# %% exercise="modelf"
def modelf(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size):
    """Builds a network that reads a text and writes `Ty` symbols.

    The encoder is one bidirectional recurrent layer (simple, GRU or LSTM), with
    the states of both directions side by side. The context is the LSTM's only
    input, and each symbol is written from its new state.

    LSTM and dense layer have Keras's defaults. Encoder, attention, LSTM and
    dense layer are the same at every step, so that the number of weights does
    not depend on `Ty`, and there are no other weights. Gradients flow back to
    the text.

    Args:
        Tx: Int, characters of the text.
        Ty: Int, symbols to write.
        n_a: Int, units of the encoder, each way.
        n_s: Int, units of the decoder.
        human_vocab_size: Int, different symbols in the text.
        machine_vocab_size: Int, different symbols to write.

    Returns:
        A `keras.Model`, called with a list `[X, s0, c0]`. It returns a list of
        `Ty` arrays `(m, machine_vocab_size)`: the probabilities of each symbol
        in turn.
    """
    # 1. Inputs, and the encoder's states.
    # 2. Make LSTM and output layer, once.
    # 3. Ty times: attention, LSTM, output; carry s and c along.
    # 4. The model, from three inputs to the list of outputs.
    ### BEGIN SOLUTION
    X = keras.Input((Tx, human_vocab_size))
    s0, c0 = keras.Input((n_s,)), keras.Input((n_s,))
    encoder = keras.layers.GRU(n_a, return_sequences=True)
    a = keras.layers.Bidirectional(encoder)(X)
    decoder = keras.layers.LSTMCell(n_s)
    output_layer = keras.layers.Dense(machine_vocab_size, activation="softmax")
    s, c, outputs = s0, c0, []
    for _ in range(Ty):
        context = one_step_attention(a, s)
        s, (_, c) = decoder(context[:, 0], [s, c])
        outputs.append(output_layer(s))
    return keras.Model([X, s0, c0], outputs)
    ### END SOLUTION


# %% check="modelf"
check("modelf")

# %% [markdown] id="train_stepwise_note"
# Now it learns. All ten outputs have a loss of their own, and Keras adds them up.
# Building the graph of ten unrolled steps takes a good part of the time. The steps
# of the optimiser shrink along half a cosine: the last epochs polish. What the network
# writes after each epoch is kept.


# %% id="train_stepwise" tags=["train"]
def one_hot_of(texts):
    """Turns texts into the network's input `(m, TX, symbols)`."""
    rows = [preprocess(text, human_vocab, TX) for text in texts]
    return one_hot(rows, len(human_vocab))


def states(count):
    """Returns first states of a decoder: zeros."""
    return np.zeros((count, N_S), dtype="float32")


train, validation = days.train, days.validation
X_train, X_validation = one_hot_of(train.texts), one_hot_of(validation.texts)
Y_train = dates.machine_ids(train.targets)
Y_validation = dates.machine_ids(validation.targets)


def by_steps(X):
    """Lets the step-by-step model write: indices of symbols `(m, TY)`."""
    given = [X, states(len(X)), states(len(X))]
    outputs = stepwise.predict(given, batch_size=500, verbose=0)
    return np.stack(outputs, axis=1).argmax(axis=-1)


def draft():
    """Writes the validation dates, and keeps what is written."""
    drafts.append(dates.iso_texts(by_steps(X_validation)))
    return dates.machine_ids(drafts[-1])


# %% [markdown] id="fit_stepwise_note"
# Four rounds through the 10,000 dates, a minute or less.

# %% id="fit_stepwise" tags=["train"]
keras.utils.set_random_seed(1)
stepwise = modelf(TX, TY, N_A, N_S, len(human_vocab), len(MACHINE_SYMBOLS))
stepwise.compile(
    optimizer=date_reading.decaying_steps(len(train), epochs=4),
    loss=["sparse_categorical_crossentropy"] * TY,
)
drafts = []
by_loop = date_reading.progress(draft, Y_validation)
history = stepwise.fit(
    [X_train, states(len(train)), states(len(train))],
    list(Y_train.T),
    batch_size=100,
    epochs=4,
    verbose=0,
    callbacks=[by_loop],
)

# %% [markdown] id="modelf_think"
# **Think.** Nobody told the model which characters belong to which digit. From
# which of its numbers could you read it off? And why does the first epoch read few
# dates right, although most symbols are?
#
# <details><summary>Answer</summary>
#
# From the attention weights: section 7 draws them. A date is right when all ten symbols
# are. If each is right 8 times in 10, by itself, a date is right once in nine.
#
# </details>

# %% [markdown] id="exact_match_task"
# ## 4. Right is right to the last digit
#
# A date with one wrong digit is a wrong date, and somebody misses a train. So we
# count whole dates: the **exact match**. The share of right symbols flatters: the
# two dashes alone are a fifth of a date. Position by position, though, it is a
# good doctor: it says *which* digits are ill.
#
# $$ \text{exact} = \frac{1}{m} \sum_{i=1}^{m} \big[\, \hat z^{(i)} = z^{(i)} \,\big] \qquad
# \text{by position}_j = \frac{1}{m} \sum_{i=1}^{m} \big[\, \hat z^{(i)}_j = z^{(i)}_j \,\big] $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $z^{(i)}$ | `true[i]` | a string of L symbols | the right text |
# | $\hat z^{(i)}$ | `predicted[i]` | a string, of any length | what a model wrote |
# | $[\ldots]$ | | 0 or 1 | whether both are the same |
# | $m$ | `len(true)` | a number | how many texts |
#
# > **Exercise 4 of 5 · `exact_match` · 10 points**
# >
# > Compute the share of texts that are right as a whole, and the share of right symbols at each position.
# >
# > **In:** predicted texts, right texts. **Out:** a share, and L shares. (about 8 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Two separate counts. The first compares strings as they are. The second goes
# through the L positions; a text that has no symbol there is wrong there.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `zip` and `numpy.mean`, which takes True for 1. Mind that `zip` stops at the
# shorter one, and that `text[j]` fails beyond the end where `text[j:j + 1]` does
# not.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# m pairs of strings give a number, and L numbers, where L is the length of each
# right text.
#
# </details>


# %% exercise="exact_match"
def exact_match(predicted, true):
    """Scores predicted texts, as wholes and position by position.

    A text too short to have a symbol at a position is wrong there; what stands
    beyond L makes the whole text wrong and no position.

    Args:
        predicted: List of m strings, of any length.
        true: List of m strings, all of the same length L. Spaces and capitals
            count like any other symbol.

    Returns:
        accuracy: Float in [0, 1], the share of texts that are right.
        by_position: L floats in [0, 1], as a list or an array.

    Raises:
        ValueError: If there are no texts, or not as many of one as of the
            other.
    """
    # 1. Refuse empty lists and lists of different lengths.
    # 2. Share of equal strings.
    # 3. Share of equal symbols, position by position.
    ### BEGIN SOLUTION
    if len(predicted) != len(true) or not len(true):
        raise ValueError(
            f"{len(predicted)} predicted and {len(true)} right texts."
        )
    pairs = list(zip(predicted, true, strict=True))
    accuracy = np.mean([text == right for text, right in pairs])
    by_position = [
        np.mean([text[j : j + 1] == right[j] for text, right in pairs])
        for j in range(len(true[0]))
    ]
    return float(accuracy), by_position
    ### END SOLUTION


# %% check="exact_match"
check("exact_match")

# %% id="positions" tags=["plot"]
reports = {}
for epoch in (1, 2, 4):
    accuracy, positions = exact_match(drafts[epoch - 1], validation.targets)
    reports[f"epoch {epoch}: {accuracy:.1%} right"] = positions
attention_plots.by_position(reports)

# %% [markdown] id="exact_match_think"
# **Think.** Which positions are the hardest, and why those? What exact match would
# a model have that gets each of the eight digits right 99 times in 100, and
# independently?
#
# <details><summary>Answer</summary>
#
# In our run the second digit of the month, after the first epoch. Names have to be told
# apart for it, *juin* from *juillet*, *mars* from *mai*; the rest is copied, or always
# the same. The other model: 0.99 to the power of 8, that is 92 %.
#
# </details>

# %% [markdown] id="layer_note"
# ## 5. The same idea, as one layer
#
# The loop above is good for understanding. For use, an idea becomes a **layer**:
# one object with its weights inside, that can be documented, tested, saved and put
# into other models. `AttentionDecoder` in `utils/attention.py` is one; read it, it
# is short. Three things differ from your loop. $W\,[a; s]$ is split into $W_a a$,
# which is the same at every step and computed **once**, and $W_s s$. The LSTM is a
# GRU. And it returns its attention weights along with the probabilities.

# %% id="layer" tags=["train"]
from utils.attention import AttentionDecoder

keras.utils.set_random_seed(1)
text_in = keras.Input((TX, len(human_vocab)))
encoder = keras.layers.GRU(N_A, return_sequences=True)
notes = keras.layers.Bidirectional(encoder)(text_in)
decoder = AttentionDecoder(N_S, steps=TY, symbols=len(MACHINE_SYMBOLS))
probabilities, looks = decoder(notes)
layered = keras.Model(text_in, probabilities)
layered.compile(
    optimizer=date_reading.decaying_steps(len(train), epochs=4),
    loss="sparse_categorical_crossentropy",
)


def by_layer(X):
    """Lets the model with the layer write: indices of symbols `(m, TY)`."""
    return layered.predict(X, batch_size=500, verbose=0).argmax(axis=-1)


by_one = date_reading.progress(lambda: by_layer(X_validation), Y_validation)
history = layered.fit(
    X_train, Y_train, batch_size=100, epochs=4, verbose=0, callbacks=[by_one]
)
explaining = keras.Model(text_in, [probabilities, looks])

# %% [markdown] id="race_note"
# Side by side, on the same 10,000 dates:

# %% id="race" tags=["plot"]
attention_plots.race(
    {
        "one layer": (by_one.seconds, by_one.shares),
        "step by step": (by_loop.seconds, by_loop.shares),
    }
)

# %% [markdown] id="race_think"
# In our runs the layer passed 99 %, the dashed line, after two epochs, the loop after
# three. Compare seconds within one run, not between machines. The course's
# `python -m benchmarks.date_translation --validation` runs the whole race, with a third
# racer: the loop with a ReLU on the energies, as it is often taught. After six epochs it
# read fewer than half of the dates. All negative energies become one and the same 0
# there, and no gradient tells them apart.
#
# A saved layer comes back with its weights, wherever `utils.attention` can be
# imported:

# %% id="save" tags=["explore"]
import tempfile

with tempfile.TemporaryDirectory() as folder:
    layered.save(f"{folder}/reader.keras")
    again = keras.models.load_model(f"{folder}/reader.keras")
same = np.abs(again(X_validation[:5]) - layered(X_validation[:5])).max()
print(f"Largest difference after saving and loading: {same:.1g}")

# %% [markdown] id="cost_note"
# ## 6. What looking costs
#
# Every symbol written looks at every character read: $T_x \cdot T_y$ energies. For
# a date that is nothing. For a text of a thousand words it is a million, and twice the
# length costs four times as much.

# %% id="cost" tags=["plot"]
print(f"A date: {TX} x {TY} = {TX * TY} energies. 1,024 words: {1024**2:,}.")
lengths = [64, 128, 256, 512, 1024]
attention_plots.quadratic_cost(
    lengths, date_reading.seconds_of_attention(lengths)
)

# %% [markdown] id="cost_think"
# The dashed line is four times the time for twice the length. The shortest texts lie
# above it: there the call itself takes the time.
#
# **Think.** The recurrent encoder costs only twice as much for twice the length. Why
# did the field give it up nevertheless, and keep attention?
#
# <details><summary>Answer</summary>
#
# Attention looks at all positions at once, and hardware is good at that. A recurrent
# layer has to wait at each step for the one before, however many processors there are.
#
# </details>

# %% [markdown] id="attention_map_task"
# ## 7. Where does it look?
#
# Attention weights are a by-product of writing: for every symbol written, one
# row of weights over the characters read. Stacked, the rows make a map. A
# network that explains itself hands its map out as a second result; you make
# the text fit for it and pick the one map out of the batch.
#
# $$ \text{map}_{t,t'} = \alpha^{\langle t, t' \rangle}, \qquad \sum_{t'} \text{map}_{t,t'} = 1 $$
#
# | symbol | code | shape | meaning |
# |---|---|---|---|
# | $x$ | what `model` is called with | `(1, TX, len(human_vocab))` | the text, one-hot, a batch of one |
# | $\hat y$ | the model's first result | `(1, Ty, symbols)` | probabilities; not needed here |
# | $\alpha$ | the model's second result | `(1, Ty, TX)` | attention weights of the batch |
# | map | what you return | `(Ty, TX)` | the weights of this text |
#
# > **Exercise 5 of 5 · `attention_map` · 15 points**
# >
# > Let a model read one text and return its attention weights.
# >
# > **In:** a model with two results, a text. **Out:** an array `(Ty, TX)`. (about 4 lines)
#
# <details><summary>Hint 1: the idea</summary>
#
# Exercise 1, one-hot, a batch of one; call the model; take the second result,
# and of it the first and only example. Padding belongs to the map.
#
# </details>
# <details><summary>Hint 2: the function to look up</summary>
#
# `preprocess` and `one_hot` (imported in the setup), `numpy.asarray`.
#
# </details>
# <details><summary>Hint 3: the shapes</summary>
#
# `one_hot` takes a list of rows: here a list of one, with `TX` indices in it. What is
# at index 0 of the weights has lost the axis of the batch.
#
# </details>


# %% exercise="attention_map"
def attention_map(model, text):
    """Reads one text with a model and returns its attention weights.

    The text goes through `preprocess`, with the notebook's `human_vocab` and
    `TX`.

    Args:
        model: A Keras model from one-hot texts `(batch, TX, len(human_vocab))`
            to two results: probabilities `(batch, Ty, symbols)`, and attention
            weights `(batch, Ty, TX)`.
        text: String, a date as people write it.

    Returns:
        Float array `(Ty, TX)`, a row for each symbol written and a column for
        each character read, padding included. Each row sums to 1.
    """
    # 1. Preprocess the text and make a one-hot batch of one.
    # 2. Call the model.
    # 3. Return the weights of the only example, as an array.
    ### BEGIN SOLUTION
    indices = preprocess(text, human_vocab, TX)
    batch = one_hot([indices], len(human_vocab))
    _, weights = model(batch)
    return np.asarray(weights)[0]
    ### END SOLUTION


# %% check="attention_map"
check("attention_map")


# %% id="type_a_date" tags=["plot"]
def write(texts):
    """Reads texts with the layer; returns ISO dates and their confidence."""
    found = np.asarray(layered(one_hot_of(texts)))
    return dates.iso_texts(found.argmax(axis=-1)), date_reading.confidence(
        found
    )


typed = "quarta-feira, 30 de setembro de 2026"  # Type your own.
(written,), _ = write([typed])
attention_plots.heat_maps(
    [attention_map(explaining, typed)], [typed], [written]
)

# %% [markdown] id="attention_map_think"
# Read it row by row: the year's digits look at the year, the month at the name of
# the month, here mostly at its first letter. That is no mistake. Half of each note
# comes from the layer that reads backwards, and that has read the whole name by then.
# The dashes need nothing from the text. Their weights must sum to 1 somewhere, and they
# look at what comes next.
#
# **Think.** Is such a map an explanation? It says where the decoder looked, not
# what the note there had to say about the rest of the text.
#
# <details><summary>Answer</summary>
#
# Half of one. A note is the state of an encoder that has read the whole text, so the
# decoder may learn of the month by looking at a comma. The papers below quarrel about it.
#
# </details>

# %% [markdown] id="test_note"
# ## 8. The test
#
# Everything is chosen now, and three sets come out of their drawer, once.
#
# - **Unseen days**: 5,000 days that the models never saw, in formats they know.
# - **Unseen year**: 1987, of which no set had a single day.
# - **Unseen format**: the full Italian format, with weekdays never seen, on days
#   never seen.
#
# Beside them stands an honest baseline, tuned on the validation dates: three linear
# classifiers, for year, month and day, that see which short pieces a text is made of.

# %% id="test_scores" tags=["plot"]
baseline = date_reading.tuned_field_baseline(train, validation)
tests = {
    "unseen days": days.test,
    "unseen year": days.unseen_year,
    "unseen format": days.unseen_format,
}
intervals = {}
for name, group in tests.items():
    X = one_hot_of(group.texts)
    texts = {
        "one layer": dates.iso_texts(by_layer(X)),
        "step by step": dates.iso_texts(by_steps(X)),
        "pieces": baseline.predict(group.texts),
    }
    intervals[name] = {
        who: classification.accuracy_interval(
            np.equal(found, group.targets), np.full(len(found), True)
        )
        for who, found in texts.items()
    }
attention_plots.scores(intervals, "Three tests, three models")

# %% [markdown] id="test_think"
# In our runs both networks read more than 99 % of the unseen days and of the unseen year
# right, and 95 to 100 % of the unseen format. Another start of the weights moves the
# last by points.
#
# And the pieces? On other days the pieces have 99.9 and 100 %, as good as attention or
# better, for a weekday's name or a `de` costs them nothing. That is an honest result:
# for this task nobody needs attention, until a year comes that was not in the training
# set. For the pieces every year is a class, and they read **no** date of 1987. The
# decoder writes a year digit by digit, from where it looks, and does not care.
#
# This is a closed world: a program wrote these dates after forty patterns, and a
# program can undo them. We chose it because the truth is known to the last digit.
#
# **Think.** Some texts of the unseen year are written with two digits. What would
# happen to a year beyond 2029?
#
# <details><summary>Answer</summary>
#
# Written with two digits it would be read as a year of the last century, *31* as 1931:
# so the training dates had it. Written with four, its digits are all there to be copied.
#
# </details>

# %% [markdown] id="readers_note"
# ## 9. Two readers of 03/04/05
#
# Now the format that was left out. Two small readers learn from the same 3,000 days,
# one from British texts, `03/04/05` with the day first, the other from American ones. Both
# become perfect, and they do not agree. Where the text does not say what it
# means, no accuracy helps: the answer lies in who taught them.


# %% id="readers" tags=["train"]
def train_reader(pattern):
    """Trains a small reader on dates of one numeric pattern."""
    group = dates.numeric_dates(pattern, 3000)
    keras.utils.set_random_seed(1)
    text_in = keras.Input((8, len(human_vocab)))
    encoder = keras.layers.GRU(16, return_sequences=True)
    notes = keras.layers.Bidirectional(encoder)(text_in)
    found = AttentionDecoder(32, TY, len(MACHINE_SYMBOLS), 16)(notes)
    net = keras.Model(text_in, found[0])
    net.compile(
        optimizer=date_reading.decaying_steps(2500, epochs=10, batch_size=50),
        loss="sparse_categorical_crossentropy",
    )
    rows = [preprocess(text, human_vocab, 8) for text in group.texts]
    X, Y = one_hot(rows, len(human_vocab)), dates.machine_ids(group.targets)
    net.fit(X[:-500], Y[:-500], batch_size=50, epochs=10, verbose=0)
    right = np.asarray(net(X[-500:])).argmax(axis=-1) == Y[-500:]
    print(f"{pattern}: {right.all(axis=1).mean():.1%} of 500 other days right")
    return keras.Model(text_in, list(found))


british, american = map(train_reader, ["dd/MM/yy", "MM/dd/yy"])

# %% [markdown] id="readers_picture_note"
# The same text, and two looks at it:

# %% id="readers_picture" tags=["plot"]
typed = "03/04/05"
row = one_hot([preprocess(typed, human_vocab, 8)], len(human_vocab))
maps, texts, titles = [], [], []
for name, reader in {"British": british, "American": american}.items():
    found, looked = map(np.asarray, reader(row))
    maps.append(looked[0])
    texts += dates.iso_texts(found.argmax(axis=-1))
    sure = date_reading.confidence(found)[0]
    titles.append(f"{name}: {typed}  →  {texts[-1]}, {sure:.1%} sure")
attention_plots.heat_maps(maps, [typed] * 2, texts, titles)

# %% [markdown] id="nonsense_note"
# ## 10. Sure of nonsense
#
# A softmax has to put its weight somewhere, and a network that was only ever shown
# dates writes a date. Here are names, a poem, and days that no calendar has.

# %% id="nonsense" tags=["explore"]
typed = [
    "30 September 2026",
    "Marie Curie",
    "April O'Neil",
    "Agent 007",
    "to be or not to be",
    "31/02/1999",
    "30 February 2004",
    "29 February 2023",
    "32 May 1990",
    "13/13/2013",
]
for text, written, sure in zip(typed, *write(typed), strict=True):
    try:
        remark = f"{dates.date.fromisoformat(written):%A}"
    except ValueError:
        remark = "no such day"
    print(f"{text:20} {written}  {sure:6.1%} sure   {remark}")

# %% [markdown] id="nonsense_think"
# A day that no calendar has is copied faithfully: `1999-02-31`, and the network is
# surer of it than of many a real date. Nothing in it knows that February ends. It
# writes digits, and the digits are right. Names get something like a date. For *Marie Curie*
# the ten symbols together had 12 % in our run, which one could notice; *Agent 007*
# became a day in 2007, 94 % sure. It was never taught to say *no*.
#
# **Think.** How would you let the network say "this is no date"? What would you have to
# show it in training?
#
# <details><summary>Answer</summary>
#
# Give it one more text to write, ten dashes, say. And show it what is no date: names,
# numbers, days that no calendar has. What it is never shown, it will not refuse.
#
# </details>
#
# And where did it look? Above a date, below an agent.

# %% id="nonsense_picture" tags=["plot"]
typed = ["quarta-feira, 30 de setembro de 2026", "Agent 007"]
found, sureness = write(typed)
attention_plots.heat_maps(
    [attention_map(explaining, text) for text in typed],
    typed,
    found,
    [
        f"{text}\n→  {wrote}, {sure:.1%} sure"
        for text, wrote, sure in zip(typed, found, sureness, strict=True)
    ],
)

# %% [markdown] id="summary"
# ## Summary
#
# - Attention lets a decoder look back: energies, a softmax over the time steps, a
#   weighted sum.
# - One small network, made once, serves every step; the decoder's state says what it
#   needs now.
# - It is judged by whole dates, on days, a year and a format never seen, apart, beside a
#   baseline that wins where it can.
# - The weights can be drawn. They show where the network looked, which is less than why.
# - It can be as sure of an agent as of a date, and reads ambiguous texts as its
#   teachers did.

# %% [markdown] id="going_further"
# ## Going further
#
# - Where additive attention comes from: Bahdanau, Cho and Bengio, *Neural machine
#   translation by jointly learning to align and translate*, 2015,
#   https://arxiv.org/abs/1409.0473.
# - Dot products in place of a small network, and attention to a window: Luong, Pham and
#   Manning, *Effective approaches to attention-based neural machine translation*, 2015,
#   https://doi.org/10.18653/v1/D15-1166.
# - Attention without recurrence: Vaswani and others, *Attention is all you need*, 2017,
#   https://arxiv.org/abs/1706.03762.
# - Whether weights explain: Jain and Wallace, *Attention is not explanation*, 2019,
#   https://doi.org/10.18653/v1/N19-1357, and Wiegreffe and Pinter, *Attention is not not
#   explanation*, 2019, https://doi.org/10.18653/v1/D19-1002.
# - Copying instead of writing, for digits that were never seen: Vinyals, Fortunato and
#   Jaitly, *Pointer networks*, 2015, https://arxiv.org/abs/1506.03134.
# - Where the formats come from: Unicode's locale data, https://cldr.unicode.org.

# %% [markdown] id="score_note"
# ## Your score
#
# Checks that have not been run yet count as open. Run the cell again at any time.

# %% id="scoreboard" tags=["explore"]
scoreboard()
