"""`data_generator`: batches without end, each padded to its own longest sentence."""

import numpy as np

from autograder.checks.expectations import Raises, Rounds, Untouched
from autograder.checks.expectations.types import IsA
from autograder.checks.probes import Take
from autograder.checks.recipes import Generator
from autograder.declaration.exercise import Trial

from .inputs import data_generator, reference


def lists(rng, lengths):
    """Draws id lists and tags of given lengths; no two sentences are alike."""
    x = [rng.integers(2, 60, n).tolist() for n in lengths]
    for number, ids in enumerate(x):
        ids[0] = 60 + number
    return x, [rng.integers(0, 7, n).tolist() for n in lengths]


def arguments(rng, batch_size, lengths, generator=None):
    x, y = lists(rng, lengths)
    return {"batch_size": batch_size, "x": x, "y": y, "rng": generator}


def seeded(rng):
    return Generator(int(rng.integers(2**31)))


@data_generator.case("Three sentences in order, two at a time: the third opens the second batch.")
def on_paper(rng):
    return Take(arguments(rng, 2, [2, 1, 3]), 3)


@data_generator.case("Each batch is as wide as its own longest sentence.")
def own_widths(rng):
    return Take(arguments(rng, 3, [2, 4, 1, 7, 3, 5, 1]), 7)


@data_generator.case("A pass that comes out even begins again.")
def even_passes(rng):
    return Take(arguments(rng, 2, [3, 1, 2, 5]), 5)


@data_generator.case("A batch may be larger than all sentences together.")
def larger_than_all(rng):
    return Take(arguments(rng, 5, [2, 4]), 3)


@data_generator.case("Batches of one sentence have no padding.")
def single(rng):
    return Take(arguments(rng, 1, [3, 1, 4]), 4)


@data_generator.case(
    "With a generator, every sentence comes once a pass, with its own tags, in a new order."
)
def new_orders(rng):
    x, y = lists(rng, [1 + i % 5 for i in range(13)])
    probe = Take({"batch_size": 4, "x": x, "y": y, "rng": seeded(rng)}, 13)
    hint = "Every sentence comes once a pass, with its own tags, in an order that is new."
    examples = [[a, b] for a, b in zip(x, y, strict=True)]
    return Trial(probe, [Rounds(examples, hint, [0, -1]), Untouched("x"), Untouched("y")])


@data_generator.case("In a new order, too, a batch is as wide as its longest sentence.")
def widths_in_new_orders(rng):
    x, y = lists(rng, [4] * 9)
    probe = Take({"batch_size": 3, "x": x, "y": y, "rng": seeded(rng)}, 6)
    hint = "All sentences have four words here: no batch is wider, and none comes twice in a pass."
    return Trial(
        probe,
        [
            Rounds([[a, b] for a, b in zip(x, y, strict=True)], hint, None),
        ],
    )


@data_generator.case("A batch of several passes has a new order for each of them.")
def several_passes_in_a_batch(rng):
    x, y = lists(rng, [1 + i % 3 for i in range(7)])
    probe = Take({"batch_size": 21, "x": x, "y": y, "rng": seeded(rng)}, 1)
    hint = "The passes within one batch go in the same order. Draw a new one for each pass."
    examples = [[a, b] for a, b in zip(x, y, strict=True)]
    whole = "A batch holds floats. Numbers of words and tags are whole numbers: make arrays of int."
    kinds = [IsA(f"items.0.{place}", "an array of whole numbers", whole) for place in range(2)]
    return Trial(probe, [Rounds(examples, hint, [0, -1]), *kinds])


@data_generator.case("No sentence at all: a ValueError.")
def nothing(rng):
    size = int(rng.integers(2, 9))
    probe = Take({"batch_size": size, "x": [], "y": [], "rng": None}, 1)
    return Trial(probe, [Raises("ValueError", [], "There is no sentence to make a batch of.")])


@data_generator.case("No sentence, and a generator: a ValueError.")
def nothing_to_shuffle(rng):
    probe = Take({"batch_size": 2, "x": [], "y": [], "rng": seeded(rng)}, 1)
    return Trial(probe, [Raises("ValueError", [], "There is no sentence to make a batch of.")])


@data_generator.case("A batch stays as it is when the next one comes.")
def own_arrays(rng):
    return Take(arguments(rng, 2, [3, 3, 2, 3, 1, 3]), 4, held=True)


# ------------------------------------------------------------------------ other right answers


@data_generator.alternative
def one_by_one(batch_size, x, y, rng):
    if not x:
        raise ValueError("no sentences")

    def endless():
        while True:
            order = np.arange(len(x))
            if rng is not None:
                rng.shuffle(order)
            yield from order

    numbers = endless()
    while True:
        rows = [next(numbers) for _ in range(batch_size)]
        width = max(len(x[i]) for i in rows)
        X = [x[i] + [0] * (width - len(x[i])) for i in rows]
        Y = [y[i] + [-1] * (width - len(x[i])) for i in rows]
        yield np.array(X), np.array(Y)


@data_generator.alternative
def with_a_counter(batch_size, x, y, rng):
    import keras

    count = len(x)
    if count == 0:
        raise ValueError("Nothing there.")
    order, place = list(range(count)), 0
    if rng is not None:
        rng.shuffle(order)
    while True:
        ids, tags = [], []
        for _ in range(batch_size):
            if place == count:
                place = 0
                if rng is not None:
                    order = rng.permutation(count).tolist()
            ids.append(x[order[place]])
            tags.append(y[order[place]])
            place += 1
        pad = keras.utils.pad_sequences
        yield pad(ids, padding="post"), pad(tags, padding="post", value=-1)


@data_generator.alternative
def with_tensors(batch_size, x, y, rng):
    import itertools

    import tensorflow as tf

    if len(x) < 1:
        raise ValueError

    def passes():
        while True:
            yield range(len(x)) if rng is None else np.argsort(rng.random(len(x)))

    numbers = itertools.chain.from_iterable(passes())
    while rows := list(itertools.islice(numbers, batch_size)):
        ids = tf.ragged.constant([x[i] for i in rows]).to_tensor(0)
        tags = tf.ragged.constant([y[i] for i in rows]).to_tensor(-1)
        yield ids, tags


# ------------------------------------------------------------------------------- known mistakes


@data_generator.misconception(
    "Sentences and tags are shuffled apart, so that tags stand below another sentence. One order for both."
)
def foreign_tags(batch_size, x, y, rng):
    order = range(len(y)) if rng is None else rng.permutation(len(y))
    y = [y[i] for i in order]
    yield from _padded_by_tags(batch_size, x, y, rng)


def _padded_by_tags(batch_size, x, y, rng):
    if not x:
        raise ValueError
    for X, _, rows in _rows(batch_size, x, y, rng):
        Y = np.full(X.shape, -1)
        for row, i in enumerate(rows):
            Y[row, : len(y[i])] = y[i][: X.shape[1]]
        yield X, Y


def _rows(batch_size, x, y, rng, shuffled_once=False):
    waiting, order = [], None
    while True:
        while len(waiting) < batch_size:
            if order is None or not shuffled_once:
                order = list(range(len(x)) if rng is None else rng.permutation(len(x)))
            waiting += order
        rows, waiting = waiting[:batch_size], waiting[batch_size:]
        X, Y = next(
            reference.data_generator(batch_size, [x[i] for i in rows], [y[i] for i in rows], None)
        )
        yield X, Y, rows


data_generator.slip(
    "pads_to_the_longest_of_all",
    "Every batch is as wide as the longest sentence of all. The longest of the **batch** will do.",
    "max(len(x[i]) for i in rows)",
    "max(map(len, x))",
)


@data_generator.misconception(
    "All batches share one array: with the second, the first is written over. Make new arrays for every "
    "batch, or who keeps a batch finds another in it."
)
def writes_over_the_last_batch(batch_size, x, y, rng):
    if not x:
        raise ValueError
    widest = max(map(len, x))
    X, Y = np.zeros((batch_size, widest), int), np.zeros((batch_size, widest), int)
    for new, new_tags in reference.data_generator(batch_size, x, y, rng):
        width = new.shape[1]
        X[:, :width], Y[:, :width] = new, new_tags
        yield X[:, :width], Y[:, :width]


data_generator.slip(
    "fills_floats",
    "The arrays hold floats, as `np.zeros` makes them. Numbers of words are whole numbers: dtype=int.",
    "np.full((batch_size, longest), 0)",
    "np.zeros((batch_size, longest))",
)
data_generator.slip(
    "pads_tags_with_zero",
    "Tags are padded with 0, and 0 is a tag: O. Fill them up with -1.",
    "(batch_size, longest), -1",
    "(batch_size, longest), 0",
)


@data_generator.misconception(
    "It ends after one pass. A generator for training goes on without end: begin again."
)
def stops_after_a_pass(batch_size, x, y, rng):
    if not x:
        raise ValueError
    made = reference.data_generator(batch_size, x, y, rng)
    for _ in range(-(-len(x) // batch_size)):
        yield next(made)


@data_generator.misconception(
    "What is left at the end of a pass is lost. It opens the next batch, so that every sentence comes "
    "once a pass."
)
def drops_the_rest(batch_size, x, y, rng):
    if not x:
        raise ValueError
    while True:
        order = list(range(len(x)) if rng is None else rng.permutation(len(x)))
        order *= -(-batch_size // len(x))
        for start in range(0, len(order) - batch_size + 1, batch_size):
            rows = order[start : start + batch_size]
            yield next(
                reference.data_generator(
                    batch_size, [x[i] for i in rows], [y[i] for i in rows], None
                )
            )


@data_generator.misconception(
    "The last batch of a pass is smaller. Fill it with the first sentences of the next pass: all batches "
    "have `batch_size` rows."
)
def ends_with_a_small_batch(batch_size, x, y, rng):
    if not x:
        raise ValueError
    while True:
        order = list(range(len(x)) if rng is None else rng.permutation(len(x)))
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            yield next(
                reference.data_generator(
                    len(rows), [x[i] for i in rows], [y[i] for i in rows], None
                )
            )


@data_generator.misconception(
    "Each pass has the same order. With a generator, draw a new one when a pass begins."
)
def one_order_for_all(batch_size, x, y, rng):
    if not x:
        raise ValueError
    for X, Y, _ in _rows(batch_size, x, y, rng, shuffled_once=True):
        yield X, Y


data_generator.slip(
    "draws_with_repeats",
    "Sentences are drawn one by one: in a pass some come twice and others never. Draw an **order**.",
    "rng.permutation(len(x))",
    "rng.integers(0, len(x), len(x))",
)


@data_generator.misconception(
    "The lists that were handed in came back in another order. Put numbers in a new order, not the lists."
)
def shuffles_the_callers_lists(batch_size, x, y, rng):
    if not x:
        raise ValueError
    waiting = []
    while True:
        while len(waiting) < batch_size:
            if rng is not None:
                order = rng.permutation(len(x))
                x[:], y[:] = [x[i] for i in order], [y[i] for i in order]
            waiting += list(zip(x, y, strict=True))
        rows, waiting = waiting[:batch_size], waiting[batch_size:]
        yield next(
            reference.data_generator(batch_size, [a for a, _ in rows], [b for _, b in rows], None)
        )


@data_generator.misconception(
    "With no sentence it ends, or waits for ever. A ValueError is asked for."
)
def ends_without_sentences(batch_size, x, y, rng):
    if x:
        yield from reference.data_generator(batch_size, x, y, rng)


data_generator.slip(
    "gives_the_sentences_alone",
    "Only the sentences come: yield two arrays, the words' numbers and the tags.",
    "yield X, Y",
    "yield X",
)
data_generator.slip(
    "exchanges_words_and_tags",
    "Words and tags have changed places. First X, then Y.",
    "yield X, Y",
    "yield Y, X",
)

data_generator.equivalent(
    "while len(waiting) < batch_size: -> while len(waiting) <= batch_size:",
    "The next pass is drawn one batch earlier; the batches are the same.",
)
