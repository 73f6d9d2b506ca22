"""`recall_examples`: a game of memory. What is drawn is looked at through its properties."""

import numpy as np

from autograder.checks.expectations import Between, Distributed, Matches, Raises, Shape
from autograder.checks.probes import BeforeAfter, Call, CallTwice, Draws
from autograder.checks.recipes import Made, Own
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import recall_examples


def arguments(rng, count, length, longest):
    return {"count": count, "length": length, "longest": longest, "rng": seed_from(rng)}


@recall_examples.case("Two examples with three distractors have the right form.")
def two_examples(rng):
    text = "X has a row for each example: the distractors, one key and the question."
    each = "{} has one number for each example."
    return Trial(
        Call(arguments(rng, 2, 3, 2)),
        [
            Shape("result.0", [2, 5], text),
            Shape("result.1", [2], each.format("y")),
            Shape("result.2", [2], each.format("lags")),
            Between("result.0", 0, 16, "Symbols are 0 to 16."),
            Between("result.1", 0, 7, "Keys are 0 to 7."),
            Between("result.2", 1, 2, "Lags are 1 to `longest`."),
        ],
    )


# A generator that carries what the learner's function drew, so that it can be looked at.
CARRIER = """
def carrier(drawn, seed):
    class Carrier(np.random.Generator):
        pass
    rng = Carrier(np.random.PCG64(seed))
    rng.drawn = [np.asarray(part) for part in drawn]
    return rng
"""
LOOK = "def look(count, length, longest, rng):\n    X, y, lags = rng.drawn\n    "
LOOKS = {
    "question": "return float((X[:, -1] == 16).mean())",
    "questions": "return float((X == 16).sum(axis=1).mean())",
    "keys": "return float((X < 8).sum(axis=1).mean())",
    "said": "return float((X[X < 8] == y).mean()) if (X < 8).sum() == len(y) else 0.0",
    "off": "return float(np.abs((X < 8).argmax(axis=1) - (length - lags)).max())",
    "least": "return float(lags.min())",
    "most": "return float(lags.max())",
    "kinds": "return float(len(np.unique(X[X > 7])))",
    "mixed": "return float(np.mean([len(set(row[(row > 7) & (row < 16)])) > 1 for row in X]))",
    "rarest": "pairs = np.bincount(np.maximum(y * longest + lags - 1, 0), minlength=8 * longest)\n"
    "    return float(pairs.min() / pairs.mean())",
    "together": "both = (X[1:] > 7) & (X[:-1] > 7) & (X[1:] < 16)\n"
    "    return float((X[1:] == X[:-1])[both].mean())",
}

# Properties are the same whatever was drawn: a number of the judge's tells a look from a remembered one.
SALTED = """
def make(salt):
    def look(count, length, longest, rng):
        return float(len(rng.drawn[0][0])) * salt
    return look
"""


def salt_of(rng):
    return round(float(rng.uniform(2, 9)), 4)


def looked_at(rng, count, length, longest, salt):
    """Makes a case that looks at what was drawn, in numbers that every right answer shares."""
    drawn = Own(arguments(rng, count, length, longest))
    given = {"count": count, "length": length, "longest": longest}
    given["rng"] = Made(CARRIER, {"drawn": drawn, "seed": int(rng.integers(2**31))})
    looks = {label: Made(f"def make():\n    {_indented(code)}\n    return look", {})
             for label, code in LOOKS.items()}  # fmt: skip
    looks["width"] = Made(SALTED, {"salt": salt})
    return BeforeAfter(given, looks)


def _indented(code):
    return (LOOK + code).replace("\n", "\n    ")


def exactly(label, value, where):
    return Matches(float(value), f"before.{label}", where)


@recall_examples.case(
    "Each row has one key and one question, and the lag says how far apart they are."
)
def form_of_rows(rng):
    text = "Distractors are drawn anew at each place: within a row they differ."
    other = "Two examples are drawn, not copied: their distractors differ."
    salt = salt_of(rng)
    return Trial(
        looked_at(rng, 300, 9, 6, salt),
        [
            exactly("width", 11 * salt, "the number of columns of X, times a number"),
            exactly("question", 1, "the share of rows with the question last"),
            exactly("questions", 1, "the number of questions a row"),
            exactly("keys", 1, "the number of keys a row"),
            exactly("said", 1, "the share of rows whose key is in y"),
            exactly("off", 0, "the farthest that a key is from where its lag puts it"),
            exactly("least", 1, "the smallest of 300 lags from 1 to 6"),
            exactly("most", 6, "the largest of 300 lags from 1 to 6"),
            exactly("kinds", 9, "the number of symbols in X that are no keys"),
            Between("before.mixed", 0.99, 1, text),
            Between("before.together", 0, 0.4, other),
        ],
    )


@recall_examples.case("A lag may be as large as the number of distractors: then the key is first.")
def lags_up_to_the_length(rng):
    salt = salt_of(rng)
    return Trial(
        looked_at(rng, 200, 4, 4, salt),
        [
            exactly("width", 6 * salt, "the number of columns of X, times a number"),
            exactly("keys", 1, "the number of keys a row"),
            exactly("off", 0, "the farthest that a key is from where its lag puts it"),
            exactly("most", 4, "the largest of 200 lags from 1 to 4"),
        ],
    )


def evenly(outcomes):
    return [Distributed([(outcome, 1 / len(outcomes)) for outcome in outcomes])]


@recall_examples.case("All lags are equally likely.")
def lags_are_even(rng):
    probe = Draws(arguments(rng, 1, 5, 3), 600, item=2)
    return Trial(probe, evenly([[1], [2], [3]]))


@recall_examples.case("All keys are equally likely.")
def keys_are_even(rng):
    probe = Draws(arguments(rng, 1, 5, 3), 600, item=1)
    return Trial(probe, evenly([[key] for key in range(8)]))


@recall_examples.case("All distractors are equally likely, whatever the key is.")
def distractors_are_even(rng):
    probe = Draws(arguments(rng, 1, 1, 1), 1000, item=0)
    return Trial(probe, evenly([[[key, d, 16]] for key in range(8) for d in range(8, 16)]))


@recall_examples.case("Keys and lags are drawn independently: each pair of them comes as often.")
def keys_and_lags_are_independent(rng):
    salt = salt_of(rng)
    text = "Some pairs of key and lag come hardly ever: the one follows from the other."
    return Trial(
        looked_at(rng, 3200, 2, 2, salt),
        [
            exactly("width", 4 * salt, "the number of columns of X, times a number"),
            Between("before.rarest", 0.6, 1, text),
        ],
    )


@recall_examples.case("Lags of one call differ from row to row: they are drawn for each.")
def lags_of_two_rows(rng):
    probe = Draws(arguments(rng, 2, 6, 2), 600, item=2)
    return Trial(probe, evenly([[one, other] for one in (1, 2) for other in (1, 2)]))


@recall_examples.case("So are the keys.")
def keys_of_two_rows(rng):
    probe = Draws(arguments(rng, 2, 3, 2), 1000, item=1)
    return Trial(probe, evenly([[one, other] for one in range(8) for other in range(8)]))


@recall_examples.case("The generator is the only source of randomness.")
def twice(rng):
    return CallTwice(arguments(rng, 4, 6, 3))


@recall_examples.case("A lag that has no room raises a ValueError.")
def no_room(rng):
    because = "There is no room for `longest` symbols between key and question."
    return Trial(Call(arguments(rng, 2, 3, 4)), [Raises("ValueError", [], because)])


# ------------------------------------------------------------------------ other right answers


@recall_examples.alternative
def row_by_row(count, length, longest, rng):
    if longest > length:
        raise ValueError("too long")
    X, y, lags = [], [], []
    for _ in range(count):
        lag = int(rng.integers(longest)) + 1
        key = int(rng.choice(8))
        before = rng.integers(8, 16, length - lag).tolist()
        after = rng.integers(8, 16, lag).tolist()
        X.append([*before, key, *after, 16])
        y.append(key)
        lags.append(lag)
    return np.array(X), np.array(y), np.array(lags)


@recall_examples.alternative
def with_put_along_axis(count, length, longest, rng):
    if length < longest:
        raise ValueError(f"longest is {longest}, but length is {length}")
    lags = rng.integers(1, longest, count, endpoint=True, dtype=np.int32)
    y = rng.integers(8, size=count, dtype=np.int32)
    X = np.full((count, length + 2), 16, dtype=np.int32)
    X[:, :-1] = rng.choice(np.arange(8, 16), (count, length + 1))
    np.put_along_axis(X, (length - lags)[:, None], y[:, None], axis=1)
    return X, y, lags


@recall_examples.alternative
def with_floats_cut_down(count, length, longest, rng):
    if longest > length:
        raise ValueError
    lags = 1 + np.floor(rng.random(count) * longest).astype(int)
    y = (rng.random(count) * 8).astype(int)
    symbols = 8 + (rng.random((count, length + 1)) * 8).astype(int)
    places = np.arange(length + 1)[None] == (length - lags)[:, None]
    symbols = np.where(places, y[:, None], symbols)
    return np.hstack([symbols, np.full((count, 1), 16)]), y, lags


# ------------------------------------------------------------------------------- known mistakes

recall_examples.slip(
    "lets_the_key_say_the_lag",
    "The lag follows from the key, so a net could answer by counting. Draw both, independently.",
    "rng.integers(1, longest + 1, count)",
    "1 + (y + 8 * np.arange(count)) % longest",
)

recall_examples.slip(
    "puts_the_key_one_too_late",
    "The key stands one place too late, so that one distractor fewer is in between than `lags` says. "
    "Count on paper: with a lag of 1, one symbol lies between key and question.",
    "length - lags",
    "length - lags + 1",
)

recall_examples.slip(
    "puts_the_key_one_too_early",
    "The key stands one place too early, so that one distractor more is in between than `lags` says.",
    "length - lags",
    "length - lags - 1",
)

recall_examples.slip(
    "counts_from_the_front",
    "The key is counted from the front. A lag is the number of symbols from the key to the question, at "
    "the end.",
    "length - lags",
    "lags",
)

recall_examples.slip(
    "never_draws_the_longest",
    "The largest lag never comes. The upper end of `integers` does not count itself.",
    "longest + 1",
    "max(longest, 2)",
)

recall_examples.slip(
    "begins_lags_at_zero",
    "A lag of 0 was drawn. Lags begin at 1: at least one distractor lies between.",
    "integers(1, longest + 1",
    "integers(0, longest + 1",
)

recall_examples.slip(
    "draws_lags_up_to_the_length",
    "Lags go up to the number of distractors. `longest` says where they end.",
    "integers(1, longest + 1",
    "integers(1, length + 1",
)

recall_examples.slip(
    "draws_one_lag_for_all",
    "All rows of a call have the same lag. Draw one for each row.",
    "rng.integers(1, longest + 1, count)",
    "np.full(count, rng.integers(1, longest + 1))",
)

recall_examples.slip(
    "draws_one_key_for_all",
    "All rows of a call have the same key. Draw one for each row.",
    "rng.integers(0, 8, count)",
    "np.full(count, rng.integers(0, 8))",
)

recall_examples.slip(
    "repeats_one_distractor",
    "A row repeats one distractor. Draw one for each place.",
    "rng.integers(8, 16, (count, length + 2))",
    "np.repeat(rng.integers(8, 16, (count, 1)), length + 2, axis=1)",
)

recall_examples.slip(
    "copies_the_first_row",
    "All rows have the same distractors. Draw them for each row.",
    "rng.integers(8, 16, (count, length + 2))",
    "np.tile(rng.integers(8, 16, (1, length + 2)), (count, 1))",
)

recall_examples.slip(
    "has_keys_among_distractors",
    "There are several keys in a row. Distractors are 8 to 15, so that the key is known when it comes.",
    "integers(8, 16",
    "integers(0, 16",
)

recall_examples.slip(
    "leaves_out_the_last_distractor",
    "Symbol 15 never comes. The upper end of `integers` does not count itself.",
    "integers(8, 16",
    "integers(8, 15",
)

recall_examples.slip(
    "leaves_out_the_last_key",
    "Key 7 never comes. The upper end of `integers` does not count itself.",
    "integers(0, 8",
    "integers(0, 7",
)

recall_examples.slip(
    "asks_first",
    "The question stands in front. It comes last, when the key has been read.",
    "X[:, -1] = 16",
    "X[:, 0] = 16",
)

recall_examples.slip(
    "forgets_the_question",
    "There is no question: the last symbol is a distractor like the others. Put 16 there.",
    "X[:, -1] = 16\n",
    "X = X + 0\n",
)

recall_examples.slip(
    "forgets_the_key",
    "The key is drawn, and never put into its row.",
    "    X[np.arange(count), length - lags] = y\n",
    "",
)

recall_examples.slip(
    "returns_places",
    "The second result is where the key stands. It is to be the key itself, which the net has to answer.",
    "return X, y, lags",
    "return X, length - lags, lags",
)

recall_examples.slip(
    "exchanges_keys_and_lags",
    "Keys and lags have changed places in the result.",
    "return X, y, lags",
    "return X, lags, y",
)

recall_examples.slip(
    "draws_without_the_generator",
    "Something was drawn without the generator that was handed in: the same generator state gave two "
    "results. Use its methods, not those of `np.random`.",
    "rng.integers(0, 8, count)",
    "np.random.randint(0, 8, count)",
)

recall_examples.slip(
    "makes_a_generator_of_its_own",
    "Each call draws the same, whatever generator is handed in: it begins with one of its own.",
    "    X = rng.integers",
    "    rng = np.random.default_rng(0)\n    X = rng.integers",
)

recall_examples.slip(
    "does_not_ask_for_room",
    "A lag that has no room was accepted. Compare `longest` with `length` before anything is drawn.",
    "longest > length",
    "longest > length + 99",
)
