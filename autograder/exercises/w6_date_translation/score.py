"""The exact match: cases, other right answers, known mistakes."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial

from .inputs import exact_match

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


def _some(rng, items, count):
    """Chooses some of the items, in the order of their places."""
    return sorted(int(i) for i in rng.choice(len(items), count, replace=False))


@exact_match.case("A single wrong digit makes a date wrong; each position has its own share.")
def wrong_digits(rng):
    # Four years and months, of which two are wrong: it can be done on paper.
    true = _dates(rng, 4, length=7)
    predicted = list(true)
    one, other = _some(rng, true, 2)
    predicted[one] = _wrong(true[one], *_some(rng, range(7), 2))
    predicted[other] = _wrong(true[other], *_some(rng, range(7), 1))
    return {"predicted": predicted, "true": true}


@exact_match.case("Of many texts each counts, a date that comes again too.")
def the_same_date_again(rng):
    true = _dates(rng, 7) * 3
    true = [true[i] for i in rng.permutation(len(true))]
    wrong = _some(rng, true, int(rng.integers(5, 9)))
    predicted = [_wrong(text, int(rng.integers(10))) if i in wrong else text
                 for i, text in enumerate(true)]  # fmt: skip
    return {"predicted": predicted, "true": true}


@exact_match.case("The order of the texts counts: each is compared with its own.")
def in_their_order(rng):
    true = [f"{year}-0{month}-1{day}" for year, month, day in zip(
        rng.permutation([1931, 1952, 1973, 1994]), rng.permutation([1, 2, 3, 4]),
        rng.permutation([5, 6, 7, 8]), strict=True)]  # fmt: skip
    one, other = _some(rng, true, 2)
    predicted = list(true)
    predicted[one], predicted[other] = true[other], true[one]
    if rng.integers(2):
        predicted[-1] = _wrong(predicted[-1], int(rng.integers(8)))
    return {"predicted": predicted, "true": true}


# What short texts might be filled up with before they are compared.
FILLERS = " 0-_.?*x#"


@exact_match.case(
    "A text that is too short is wrong where it has no symbol, whatever would stand there."
)
def too_short(rng):
    length = 8
    ends = ["".join(rng.permutation(list(FILLERS))[:3]) for _ in range(5)]
    true = [text + end for text, end in zip(_dates(rng, 5, length - 3), ends, strict=True)]
    # The last symbols are all of them, one after the other.
    true += [_dates(rng, 1, length - 1)[0] + filler for filler in rng.permutation(list(FILLERS))]
    predicted = [text[:-1] for text in true]
    for number in _some(rng, range(5), 2):
        predicted[number] = true[number]
    predicted[int(rng.integers(5))] = ""
    order = rng.permutation(len(true))
    return {"predicted": [predicted[i] for i in order], "true": [true[i] for i in order]}


@exact_match.case(
    "A text that is too long is wrong, and each of its symbols is judged where it stands."
)
def too_long(rng):
    true = _dates(rng, 4, length=7)
    predicted = [
        true[0] + "0",
        true[1],
        true[2] + "-1",
        _wrong(true[3], int(rng.integers(7))) + "3",
    ]
    if rng.integers(2):
        predicted[1] += str(rng.choice([" ", "\n", "7"]))
    order = rng.permutation(4)
    return {"predicted": [predicted[i] for i in order], "true": [true[i] for i in order]}


@exact_match.case("Spaces and capitals count like any other symbol.")
def capitals_and_spaces(rng):
    words = rng.permutation(["mai", "jun", "feb", "OKT", "NOV"])
    true = [f"{word}{digit}" for word, digit in zip(words, rng.integers(1, 9, 5), strict=True)]
    changes = [
        str.swapcase,
        lambda t: t + " ",
        lambda t: " " + t,
        lambda t: t[:1] + " " + t[2:],
        str,
    ]
    order = rng.permutation(5)
    predicted = [changes[i](text) for i, text in zip(order, true, strict=True)]
    return {"predicted": predicted, "true": true}


@exact_match.case("A single text, right or wrong.")
def a_single_text(rng):
    true = _dates(rng, 1)
    wrong = bool(rng.integers(2))
    return {
        "predicted": [_wrong(true[0], int(rng.integers(10)))] if wrong else list(true),
        "true": true,
    }


@exact_match.case("Where all is right, every share is 1; where nothing is, 0.")
def all_or_nothing(rng):
    true = _dates(rng, int(rng.integers(2, 5)))
    nothing = ["x" * int(rng.integers(3, 12)) for _ in true]
    return {"predicted": nothing if rng.integers(2) else list(true), "true": true}


@exact_match.case("Without texts there is a ValueError.")
def no_texts(rng):
    because = "There are no texts to take a share of."
    return Trial(Call({"predicted": [], "true": []}), [Raises("ValueError", because=because)])


def _refused(predicted, true):
    because = "There are not as many predicted texts as right ones."
    return Trial(
        Call({"predicted": predicted, "true": true}), [Raises("ValueError", because=because)]
    )


@exact_match.case("Fewer predicted texts than right ones are a ValueError.")
def too_few(rng):
    true = _dates(rng, 4)
    return _refused(true[: int(rng.integers(4))], true)


@exact_match.case("More predicted texts than right ones are a ValueError.")
def too_many(rng):
    true = _dates(rng, 4)
    return _refused(true, true[: int(rng.integers(1, 4))])


@exact_match.case("Predicted texts without right ones are a ValueError.")
def nothing_to_compare_with(rng):
    return _refused(_dates(rng, int(rng.integers(1, 4))), [])


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


exact_match.slip(
    "averages_the_symbols",
    "The first result is the share of right symbols. A date with one wrong digit is a wrong date: "
    "compare whole strings.",
    "float(accuracy)",
    "float(np.mean(by_position))",
)
exact_match.slip(
    "stops_at_the_shorter",
    "Texts that are too short or too long pass as right: `zip` stops at the shorter one. Compare the "
    "strings themselves.",
    "text == right for",
    "all(a == b for a, b in zip(text, right)) for",
)
exact_match.slip(
    "cuts_what_is_too_long",
    "The texts were cut to the length of the right ones first, and too long ones pass as right.",
    "pairs = list",
    "predicted = [text[: len(true[0])] for text in predicted]\n    pairs = list",
)
exact_match.slip(
    "fails_on_short_texts",
    "It stops with an IndexError where a predicted text is too short: there it is wrong at that "
    "position, no more. A slice such as text[j:j + 1] is empty beyond the end.",
    "text[j : j + 1]",
    "text[j]",
)
exact_match.slip(
    "leaves_short_texts_out",
    "Texts that are too short are left out where they have no symbol. They are wrong there, and count.",
    "right[j] for text, right in pairs",
    "right[j] for text, right in pairs if j < len(text)",
)
exact_match.slip(
    "fills_up_with_spaces",
    "Short texts were filled up with spaces first, and pass where the right text has a space. Where a "
    "text has no symbol it is wrong.",
    "pairs = list",
    "predicted = [text.ljust(len(true[0])) for text in predicted]\n    pairs = list",
)
exact_match.slip(
    "ignores_capitals",
    "Capitals are taken for small letters. They count like any other symbol.",
    "pairs = list",
    "predicted, true = ([text.lower() for text in texts] for texts in (predicted, true))\n"
    "    pairs = list",
)
exact_match.slip(
    "ignores_spaces",
    "Spaces at the ends are ignored. They count like any other symbol.",
    "text == right for",
    "text.strip() == right.strip() for",
)
exact_match.slip(
    "strips_the_predicted_texts",
    "Spaces at the ends of the predicted texts were taken off. They count like any other symbol.",
    "pairs = list",
    "predicted = [text.strip() for text in predicted]\n    pairs = list",
)
exact_match.slip(
    "counts_up_to_the_first_mistake",
    "A position counts only if all before it are right too. Each position is judged by itself.",
    "text[j : j + 1] == right[j]",
    "text[: j + 1] == right[: j + 1]",
)
exact_match.slip(
    "counts_other_lengths_as_wrong_everywhere",
    "A text of another length counts as wrong at every position. Only where it has no symbol, or another "
    "one, is it wrong.",
    "text[j : j + 1] == right[j]",
    "len(text) == len(right) and text[j] == right[j]",
)
exact_match.slip(
    "counts_long_texts_as_wrong_everywhere",
    "A text that is too long counts as wrong at every position. What stands beyond L makes no position "
    "wrong.",
    "text[j : j + 1] == right[j]",
    "len(text) <= len(right) and text[j : j + 1] == right[j]",
)
exact_match.slip(
    "multiplies_the_positions",
    "The share of whole texts is the product of the shares at the positions, as if mistakes fell "
    "independently. Count the texts that are right.",
    "float(accuracy)",
    "float(np.prod(by_position))",
)
exact_match.slip(
    "returns_counts",
    "Numbers of texts came back, not shares: divide by m.",
    "np.mean",
    "np.sum",
    count=2,
)
exact_match.slip(
    "returns_percent",
    "The shares are in percent: they lie between 0 and 1.",
    "np.mean",
    "100 * np.mean",
    count=2,
)
exact_match.slip(
    "averages_the_wrong_axis",
    "The second result has a share for each text. It is one for each position, over all texts: mind "
    "the axis.",
    ("right[j] for text, right in pairs", "right[j] for j in range(len(true[0]))"),
    ("        for j in range(len(true[0]))", "        for text, right in pairs"),
    (", by_position", ", np.array(by_position)"),
)
exact_match.slip(
    "forgets_the_order",
    "It only counts whether a predicted text stands somewhere among the right ones. Compare each with "
    "its own.",
    "text == right for text, right in pairs",
    "text in true for text in predicted",
)
exact_match.slip(
    "ignores_spaces_and_capitals",
    "Spaces at the ends and capitals are ignored. They count like any other symbol.",
    "pairs = list",
    """predicted = [text.strip().lower() for text in predicted]
    true = [right.lower() for right in true]
    pairs = list""",
)
exact_match.slip(
    "returns_the_error_rate",
    "The share of wrong ones came back, and not of right ones.",
    "np.mean",
    "1 - np.mean",
    count=2,
)
exact_match.slip(
    "counts_symbols_of_right_texts_only",
    "The shares by position only look at texts that are right as a whole. Every text counts there.",
    "text[j : j + 1] == right[j]",
    "text == right",
)
exact_match.slip(
    "returns_one_share",
    "Only the share of right texts came back. The shares at each position are wanted too.",
    "float(accuracy), by_position",
    "float(accuracy)",
)
exact_match.slip(
    "swaps_the_results",
    "The two results stand in the other order: the share of whole texts first.",
    "float(accuracy), by_position",
    "by_position, float(accuracy)",
)


exact_match.slip(
    "looks_each_text_up",
    "A date that comes twice among the right ones is looked up at its first place. Go through both lists "
    "side by side.",
    "list(zip(predicted, true, strict=True))",
    "[(predicted[true.index(text)], text) for text in true]",
)


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


exact_match.slip("returns_nothing", "Nothing came back: return both results.", "return ", "")


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


exact_match.slip(
    "counts_the_positions_of_a_prediction",
    "There are as many positions as the first predicted text has. Their number is that of the right texts, "
    "whatever was written.",
    "len(true[0])",
    "len(predicted[0])",
)
exact_match.slip(
    "fills_up_from_the_left",
    "A text that is too short was moved to the right. Its symbols keep their places, and the last positions "
    "are wrong.",
    "[text[j : j + 1] == right[j] for text, right in pairs]",
    '[text.rjust(len(right), "\\0")[j] == right[j] for text, right in pairs]',
)
exact_match.slip(
    "ignores_spaces_at_the_end",
    "A text with spaces behind it counted as right: numpy.char.equal leaves spaces at the end out of the "
    "comparison. Compare texts with ==.",
    "text == right for",
    'text.rstrip(" ") == right.rstrip(" ") for',
)
