"""The exact match: cases, other right answers, known mistakes."""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._date_translation.inputs import exact_match
from autograder.expectations import Raises
from autograder.probes import Call

# ---------------------------------------------------------------------------------- cases


def _dates(rng, count, length=10):
    """Draws texts of ISO dates, or their beginnings."""
    years = rng.integers(1930, 2030, count)
    months, days = rng.integers(1, 13, count), rng.integers(1, 29, count)
    rows = zip(years, months, days, strict=True)
    return [f"{y}-{m:02}-{d:02}"[:length] for y, m, d in rows]


def _wrong(text, *places):
    """Writes other digits at some places."""
    symbols = list(text)
    for place in places:
        symbols[place] = "7" if symbols[place] != "7" else "4"
    return "".join(symbols)


@exact_match.case("A single wrong digit makes a date wrong; each position has its own share.")
def wrong_digits(rng):
    true = _dates(rng, 7)
    predicted = list(true)
    predicted[1] = _wrong(true[1], 9)
    predicted[2] = _wrong(true[2], 2, 3, 9)
    predicted[5] = _wrong(true[5], 0, 3, 5)
    return {"predicted": predicted, "true": true}


@exact_match.case("The order of the texts counts: each is compared with its own.")
def in_their_order(rng):
    true = [f"{year}-0{month}-1{day}" for year, month, day in zip(
        rng.permutation([1931, 1952, 1973, 1994]), rng.permutation([1, 2, 3, 4]),
        rng.permutation([5, 6, 7, 8]), strict=True)]  # fmt: skip
    return {"predicted": [true[1], true[0], true[2], true[3]], "true": true}


@exact_match.case("A text that is too short is wrong where it has no symbol.")
def too_short(rng):
    true = _dates(rng, 5, length=8)
    predicted = [true[0], true[1][:6], "", true[3], true[4][:7]]
    return {"predicted": predicted, "true": true}


@exact_match.case("A text that is too long is wrong, and right at every position.")
def too_long(rng):
    true = _dates(rng, 4, length=7)
    predicted = [true[0] + "0", true[1], true[2] + "-1", _wrong(true[3], 6) + "3"]
    return {"predicted": predicted, "true": true}


@exact_match.case("Spaces and capitals count like any other symbol.")
def capitals_and_spaces(rng):
    true = [f"{word}{digit}" for word, digit in zip(
        rng.permutation(["mai", "jun", "feb"]), rng.integers(1, 9, 3), strict=True)]  # fmt: skip
    return {"predicted": [true[0].upper(), true[1] + " ", true[2]], "true": true}


@exact_match.case("All right, and a single text.")
def all_right(rng):
    true = _dates(rng, 1)
    return {"predicted": list(true), "true": true}


@exact_match.case("Where nothing is right, every share is 0.")
def all_wrong(rng):
    return {"predicted": ["abc", "def"], "true": [f"{int(rng.integers(100, 999))}" for _ in "ab"]}


@exact_match.case("Without texts there is a ValueError.")
def no_texts(rng):
    because = "There are no texts to take a share of."
    return Trial(Call({"predicted": [], "true": []}), [Raises("ValueError", because=because)])


@exact_match.case("More texts of one than of the other are a ValueError.")
def numbers_differ(rng):
    true = _dates(rng, 4)
    because = "There are not as many predicted texts as right ones."
    probe = Call({"predicted": true[:3], "true": true})
    return Trial(probe, [Raises("ValueError", because=because)])


# ---------------------------------------------------------------------- other right answers


@exact_match.alternative
def counts_in_loops(predicted, true):
    m = len(true)
    if m == 0 or len(predicted) != m:
        raise ValueError("As many texts of both are needed, at least one.")
    right, counts = 0, [0] * len(true[0])
    for text, wanted in zip(predicted, true, strict=True):
        right += text == wanted
        for j, symbol in enumerate(wanted):
            if j < len(text) and text[j] == symbol:
                counts[j] += 1
    return right / m, np.array(counts) / m


@exact_match.alternative
def with_padded_arrays(predicted, true):
    if not true or len(true) != len(predicted):
        raise ValueError("numbers of texts")
    length = len(true[0])
    rows = np.array([list(text[:length].ljust(length, "\0")) for text in predicted])
    hits = rows == np.array([list(text) for text in true])
    return np.mean(np.array(predicted) == np.array(true)), hits.mean(axis=0)


@exact_match.alternative
def with_float32_and_zip_longest(predicted, true):
    from itertools import zip_longest

    if len(predicted) != len(true):
        raise ValueError("lengths")
    if len(true) == 0:
        raise ValueError("empty")
    hits = [
        [a == b for a, b in list(zip_longest(p, t))[: len(t)]]
        for p, t in zip(predicted, true, strict=True)
    ]
    accuracy = sum(p == t for p, t in zip(predicted, true, strict=True)) / len(true)
    return np.float32(accuracy), np.mean(np.array(hits, dtype="float32"), axis=0).tolist()


# -------------------------------------------------------------------------- known mistakes


def _accuracy(predicted, true):
    return float(np.mean([p == t for p, t in zip(predicted, true, strict=True)]))


def _positions(predicted, true):
    return [
        float(np.mean([p[j : j + 1] == t[j] for p, t in zip(predicted, true, strict=True)]))
        for j in range(len(true[0]))
    ]


def _require(predicted, true):
    if len(predicted) != len(true) or not len(true):
        raise ValueError("As many texts of both are needed, at least one.")


@exact_match.misconception(
    "The first result is the share of right symbols. A date with one wrong digit is a wrong date: "
    "compare whole strings."
)
def averages_the_symbols(predicted, true):
    _require(predicted, true)
    positions = _positions(predicted, true)
    return float(np.mean(positions)), positions


@exact_match.misconception(
    "Texts that are too short or too long pass as right: `zip` stops at the shorter one. Compare the "
    "strings themselves."
)
def stops_at_the_shorter(predicted, true):
    _require(predicted, true)
    pairs = list(zip(predicted, true, strict=True))
    accuracy = np.mean([all(a == b for a, b in zip(p, t, strict=False)) for p, t in pairs])
    return float(accuracy), _positions(predicted, true)


@exact_match.misconception(
    "The texts were cut to the length of the right ones first, and too long ones pass as right."
)
def cuts_what_is_too_long(predicted, true):
    _require(predicted, true)
    cut = [p[: len(t)] for p, t in zip(predicted, true, strict=True)]
    return _accuracy(cut, true), _positions(cut, true)


@exact_match.misconception(
    "It stops with an IndexError where a predicted text is too short: there it is wrong at that "
    "position, no more. A slice such as text[j:j + 1] is empty beyond the end."
)
def fails_on_short_texts(predicted, true):
    _require(predicted, true)
    pairs = list(zip(predicted, true, strict=True))
    positions = [np.mean([p[j] == t[j] for p, t in pairs]) for j in range(len(true[0]))]
    return _accuracy(predicted, true), positions


@exact_match.misconception(
    "Texts that are too short are left out where they have no symbol. They are wrong there, and count."
)
def leaves_short_texts_out(predicted, true):
    _require(predicted, true)
    pairs = list(zip(predicted, true, strict=True))
    positions = []
    for j in range(len(true[0])):
        hits = [p[j] == t[j] for p, t in pairs if j < len(p)]
        positions.append(float(np.mean(hits)) if hits else 0.0)
    return _accuracy(predicted, true), positions


@exact_match.misconception("Numbers of texts came back, not shares: divide by m.")
def returns_counts(predicted, true):
    _require(predicted, true)
    m = len(true)
    return _accuracy(predicted, true) * m, [m * p for p in _positions(predicted, true)]


@exact_match.misconception("The shares are in percent: they lie between 0 and 1.")
def returns_percent(predicted, true):
    _require(predicted, true)
    return 100 * _accuracy(predicted, true), [100 * p for p in _positions(predicted, true)]


@exact_match.misconception(
    "The second result has a share for each text. It is one for each position, over all texts: mind "
    "the axis."
)
def averages_the_wrong_axis(predicted, true):
    _require(predicted, true)
    pairs = list(zip(predicted, true, strict=True))
    rows = [[p[j : j + 1] == t[j] for j in range(len(t))] for p, t in pairs]
    return _accuracy(predicted, true), np.mean(rows, axis=1)


@exact_match.misconception(
    "It only counts whether a predicted text stands somewhere among the right ones. Compare each with "
    "its own."
)
def forgets_the_order(predicted, true):
    _require(predicted, true)
    return float(np.mean([p in true for p in predicted])), _positions(predicted, true)


@exact_match.misconception("Spaces and capitals are ignored. They count like any other symbol.")
def ignores_spaces_and_capitals(predicted, true):
    _require(predicted, true)
    tidy = [p.strip().lower() for p in predicted]
    return _accuracy(tidy, [t.lower() for t in true]), _positions(tidy, [t.lower() for t in true])


@exact_match.misconception("The share of wrong ones came back, and not of right ones.")
def returns_the_error_rate(predicted, true):
    _require(predicted, true)
    return 1 - _accuracy(predicted, true), [1 - p for p in _positions(predicted, true)]


@exact_match.misconception(
    "The shares by position only look at texts that are right as a whole. Every text counts there."
)
def counts_symbols_of_right_texts_only(predicted, true):
    _require(predicted, true)
    accuracy = _accuracy(predicted, true)
    return accuracy, [accuracy] * len(true[0])


@exact_match.misconception(
    "Only the share of right texts came back. The shares at each position are wanted too."
)
def returns_one_share(predicted, true):
    _require(predicted, true)
    return _accuracy(predicted, true)


@exact_match.misconception(
    "The two results stand in the other order: the share of whole texts first."
)
def swaps_the_results(predicted, true):
    _require(predicted, true)
    return _positions(predicted, true), _accuracy(predicted, true)


@exact_match.misconception(
    "Unequal numbers of texts, or none, pass without a word. Raise a ValueError."
)
def checks_nothing(predicted, true):
    pairs = list(zip(predicted, true, strict=False))
    accuracy = sum(p == t for p, t in pairs) / max(len(pairs), 1)
    length = len(true[0]) if true else 0
    return accuracy, [
        sum(p[j : j + 1] == t[j] for p, t in pairs) / len(pairs) for j in range(length)
    ]


@exact_match.misconception("Nothing came back: return both results.")
def returns_nothing(predicted, true):
    _require(predicted, true)


for _change in ("strict=False))", "true))"):
    exact_match.equivalent(
        "pairs = list(zip(predicted, true, strict=True)) -> pairs = list(zip(predicted, "
        + ("true, " if _change.startswith("strict") else "")
        + _change,
        "The lengths have been compared above.",
    )
_POSITIONS = (
    "by_position = [np.mean([text[j:j + 1] == right[j] for text, right in pairs]) for j in "
    "range(len(true[{}]))]"
)
exact_match.equivalent(
    f"{_POSITIONS.format(0)} -> {_POSITIONS.format(-1)}", "All right texts have the same length."
)
