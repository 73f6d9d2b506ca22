"""What translating nets share: training, a step as a search sees it, drawing, a baseline, intervals."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from utils import number_words
from utils.evaluation import Interval
from utils.number_words import END, PADDING, START

BATCH = 128
Step = Callable[[Any, np.ndarray], tuple[np.ndarray, np.ndarray]]


class Training(NamedTuple):
    """What training gave: the mean loss of a word for each epoch, and the seconds."""

    losses: list[float]
    seconds: float


# ------------------------------------------------------------------------------------- training


def train(
    score: Callable[[Any, Any], Any],
    weights: Sequence[Any],
    numbers: Sequence[int],
    epochs: int,
    rate: float = 0.005,
    seed: int = 1,
) -> Training:
    """Trains a translator on numbers, each written anew by one of three translators every epoch.

    Args:
        score: Function from ids of sources `(m, Tx)` and of what was written so far `(m, T)` to
            logits of what comes next `(m, T, V)`.
        weights: Trainable weights.
        numbers: What to learn from.
        epochs: How often all numbers are seen.
        rate: First learning rate of Adam; it falls on half a cosine.
        seed: Of the translators and of the order.
    """
    import keras
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    steps = epochs * -(-len(numbers) // BATCH)
    optimizer = keras.optimizers.Adam(
        keras.optimizers.schedules.CosineDecay(rate, steps), clipnorm=1.0
    )
    optimizer.build(list(weights))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=PADDING)
    ids = tf.TensorSpec([None, None], tf.int32)

    @tf.function(input_signature=[ids, ids], autograph=False)
    def step(x, y):
        with tf.GradientTape() as tape:
            value = loss(y[:, 1:], score(x, y[:, :-1]))
        optimizer.apply(tape.gradient(value, list(weights)), list(weights))
        return value

    started, losses = time.monotonic(), []
    for _ in range(epochs):
        found = [float(step(*map(tf.constant, pair))) for pair in _batches(numbers, rng)]
        losses.append(float(np.mean(found)))
    return Training(losses, time.monotonic() - started)


def _batches(numbers: Sequence[int], rng: np.random.Generator) -> Iterator[tuple]:
    """Yields each number once, with others of about its length, so that little is padding."""
    x, y = number_words.sources(numbers), number_words.targets(numbers, rng)
    widths = (x != PADDING).sum(axis=1) + (y != PADDING).sum(axis=1)
    order = np.argsort(widths + rng.uniform(0, 3, len(x)))
    parts = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    for part in rng.permutation(len(parts)):
        rows = parts[part]
        yield tuple(ids[rows][:, (ids[rows] != PADDING).any(axis=0)] for ids in (x, y))


# ------------------------------------------------------------------------------------- a step


def step_of(decoder: Any) -> Step:
    """Makes of a decoder what a search sees of a model, in NumPy.

    Args:
        decoder: Keras model from `[ids (m, T), states (m, units)]` to logits `(m, T, V)` and
            states.

    Returns:
        `step(tokens, states)` from the last symbols `(k,)` of k hypotheses and their states
        `(k, units)` to the log-probabilities of the next symbol `(k, V)` and the new states.
        Padding and start are never next: theirs are -inf.
    """
    import tensorflow as tf

    @tf.function(
        input_signature=[tf.TensorSpec([None], tf.int32), tf.TensorSpec([None, None])],
        autograph=False,
    )
    def run(tokens, states):
        logits, states = decoder([tokens[:, None], states], training=False)
        forbidden = tf.constant([-np.inf, -np.inf] + [0.0] * (logits.shape[-1] - 2))
        return tf.nn.log_softmax(logits[:, -1] + forbidden), states

    def step(tokens, states):
        tokens = np.asarray(tokens, dtype="int32").reshape(-1)
        found = run(tokens, np.asarray(states, dtype="float32"))
        return found[0].numpy().astype(float), found[1].numpy()

    return step


def states_of(encoder: Any, numbers: Sequence[int], size: int = 500) -> list[np.ndarray]:
    """Reads numbers; returns a list of states `(1, units)`, one for each."""
    x = number_words.sources(numbers)
    parts = [np.asarray(encoder(x[i : i + size], training=False)) for i in range(0, len(x), size)]
    return [row[None] for row in np.concatenate(parts)]


def drawn(step: Step, state: np.ndarray, rng: np.random.Generator, longest: int = 12) -> list[int]:
    """Draws a sentence symbol by symbol, as a language model does; without start and end."""
    tokens, last, states = [], START, state
    for _ in range(longest):
        logs, states = step(np.array([last]), states)
        last = int(rng.choice(logs.shape[1], p=np.exp(logs[0]) / np.exp(logs[0]).sum()))
        if last == END:
            break
        tokens.append(last)
    return tokens


# ------------------------------------------------------------------------------------- scores


def by_symbol(decoder: Any, states: Sequence[np.ndarray], texts: Sequence[str]) -> list[np.ndarray]:
    """Scores given translations: log-probabilities of their symbols, the end's last.

    Args:
        decoder: As for `step_of`.
        states: As many states `(1, units)` as texts.
        texts: English number words.

    Returns:
        List of float arrays, one a text.
    """
    rows = [[START, *number_words.english_ids(text), END] for text in texts]
    y = number_words.padded(rows)
    logits = np.asarray(decoder([y[:, :-1], np.concatenate(states)], training=False)[0], float)
    logits[:, :, :END] = -np.inf  # Padding and start are never next.
    top = logits.max(axis=2, keepdims=True)
    logs = logits - top - np.log(np.exp(logits - top).sum(axis=2, keepdims=True))
    return [row[range(len(own) - 1), own[1:]] for row, own in zip(logs, rows, strict=True)]


def reference_logs(
    decoder: Any, states: Sequence[np.ndarray], numbers: Sequence[int]
) -> list[list[np.ndarray]]:
    """Scores all right translations of many numbers, side by side.

    Args:
        decoder: As for `step_of`.
        states: One state `(1, units)` a number.
        numbers: The numbers.

    Returns:
        For each number a list with the log-probabilities of each of its right translations.
    """
    texts = [number_words.references(n) for n in numbers]
    rows = [state for state, own in zip(states, texts, strict=True) for _ in own]
    found = iter(by_symbol(decoder, rows, [text for own in texts for text in own]))
    return [[next(found) for _ in own] for own in texts]


def right(outputs: Sequence[Sequence[int]], numbers: Sequence[int]) -> np.ndarray:
    """Tells which outputs are one of their number's right translations, word for word: `(m,)`."""
    pairs = zip(outputs, numbers, strict=True)
    return np.array([number_words.english_text(o) in number_words.references(n) for o, n in pairs])


def words_of(outputs: Sequence[Sequence[int]]) -> list[list[str]]:
    """Writes lists of ids as lists of words."""
    return [[number_words.ENGLISH[int(i)] for i in output] for output in outputs]


def references_of(numbers: Sequence[int]) -> list[list[list[str]]]:
    """Returns for each number its right translations, as lists of words."""
    return [[text.split() for text in number_words.references(n)] for n in numbers]


def share(is_right: np.ndarray) -> Interval:
    """Puts Wilson's 95 % interval around a share.

    Example:
        >>> print(share(np.array([True] * 9 + [False])))
        0.90 [0.60, 0.98]
    """
    from scipy.stats import binomtest

    count, total = int(np.sum(is_right)), len(is_right)
    ends = binomtest(count, total).proportion_ci(method="wilson")
    return Interval(count / total, float(ends.low), float(ends.high))


class McNemar(NamedTuple):
    """Two searches on the same sentences: who alone is right, and how likely that is by chance."""

    first_alone: int
    second_alone: int
    p: float

    def __str__(self) -> str:
        return f"{self.first_alone} against {self.second_alone}, p = {self.p:.1g}"


def mcnemar(first: np.ndarray, second: np.ndarray) -> McNemar:
    """Compares two searches by McNemar's exact test, which looks at where they differ.

    Args:
        first: Booleans `(m,)`, where the first is right.
        second: The same of the second.

    Source:
        McNemar, 1947, https://doi.org/10.1007/BF02295996.

    Example:
        >>> print(mcnemar(np.array([1, 1, 1, 0]) > 0, np.array([0, 0, 0, 0]) > 0))
        3 against 0, p = 0.2
    """
    from scipy.stats import binomtest

    one, other = int(np.sum(first & ~second)), int(np.sum(second & ~first))
    p = binomtest(one, one + other).pvalue if one + other else 1.0
    return McNemar(one, other, float(p))


LENGTHS = ((1, 4), (5, 7), (8, 10), (11, 13), (14, 20))


def by_length(
    outputs: Sequence[Sequence[int]], numbers: Sequence[int], bleu: Callable
) -> list[tuple[str, float, float]]:
    """Scores translations by the number of words of their source.

    Args:
        outputs: Lists of ids.
        numbers: What they translate.
        bleu: Function of candidates, references and the longest n.

    Returns:
        List of `(label of lengths, BLEU, share right)`; lengths that do not occur are left out.
    """
    rows = []
    lengths = np.array([len(number_words.french(n).split()) for n in numbers])
    for low, high in LENGTHS:
        places = np.flatnonzero((lengths >= low) & (lengths <= high))
        if len(places):
            some, of = [outputs[i] for i in places], [numbers[i] for i in places]
            score = bleu(words_of(some), references_of(of), 4)
            rows.append((f"{low}-{high}", float(score), float(right(some, of).mean())))
    return rows


# ------------------------------------------------------------------------------------- baseline


def word_table(numbers: Sequence[int], seed: int = 0) -> dict[str, str]:
    """Learns which English word goes best with each French one: twice together by both apart.

    Args:
        numbers: To learn from; each is written by one of the three translators.
        seed: Of the translators.
    """
    rng = np.random.default_rng(seed)
    together: dict[str, Counter] = defaultdict(Counter)
    french, english = Counter(), Counter()  # type: ignore[var-annotated]
    for number in numbers:
        style = number_words.STYLES[rng.integers(len(number_words.STYLES))]
        sets = (
            set(number_words.french(number).split()),
            set(number_words.english(number, style).split()),
        )
        for word in sets[0]:
            together[word].update(sets[1])
        french.update(sets[0])
        english.update(sets[1])
    return {
        word: max(counts, key=lambda other: 2 * counts[other] / (french[word] + english[other]))
        for word, counts in together.items()
    }


def translate_by_table(table: dict[str, str], number: int) -> list[int]:
    """Translates word by word; of two equal words in a row the second is left out."""
    words = [table[word] for word in number_words.french(number).split() if word in table]
    kept = [w for i, w in enumerate(words) if i == 0 or w != words[i - 1]]
    return number_words.english_ids(" ".join(kept))


# ------------------------------------------------------------------------------------- attention


def attention_net(source_size: int, target_size: int, units: int) -> Any:
    """Builds a translator that looks back at the notes on all source words at each step.

    Args:
        source_size: Ids of the source.
        target_size: Ids of the target.
        units: Of the recurrent layers.

    Returns:
        Keras model from `[ids (m, Tx), ids (m, T)]`, the source and what was written so far, to
        logits `(m, T, target_size)`.
    """
    import keras
    from keras import layers

    x, y = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    words = layers.Embedding(source_size, 32, mask_zero=True)(x)
    reader = layers.Bidirectional(layers.GRU(units // 2, return_sequences=True, return_state=True))
    notes, *ends = reader(words)
    writer = layers.GRU(units, return_sequences=True)
    begun = writer(layers.Embedding(target_size, 32)(y), initial_state=layers.Concatenate()(ends))
    seen = layers.Attention()([begun, notes], mask=[None, keras.ops.not_equal(x, PADDING)])
    return keras.Model([x, y], layers.Dense(target_size)(layers.Concatenate()([begun, seen])))


def write(score: Callable, numbers: Sequence[int], longest: int = 20) -> list[list[int]]:
    """Translates many numbers side by side, reading all that was written anew for each symbol.

    Args:
        score: As for `train`.
        numbers: To translate.
        longest: Most symbols.

    Returns:
        List of lists of ids, without start and end.
    """
    import tensorflow as tf

    ids = tf.TensorSpec([None, None], tf.int32)
    last = tf.function(lambda x, y: score(x, y)[:, -1], input_signature=[ids, ids], autograph=False)
    x = number_words.sources(numbers)
    y = np.full((len(x), 1), START, dtype="int32")
    while y.shape[1] <= longest and not (y == END).any(axis=1).all():
        best = END + np.asarray(last(x, y))[:, END:].argmax(axis=1)
        y = np.column_stack([y, best.astype("int32")])
    rows = [row[1:].tolist() for row in y]
    return [row[: row.index(END)] if END in row else row for row in rows]
