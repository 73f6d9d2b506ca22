"""From text to indices: cases, other right answers, known mistakes."""

import unicodedata

import numpy as np

from .inputs import preprocess, vocabulary

LONG = 38  # Tx of the notebook

# ---------------------------------------------------------------------------------- cases


def _styled(rng, word):
    """Writes a word in capitals, with a capital, or as it is."""
    return [str.upper, str.title, str.lower][int(rng.integers(3))](word)


def _day(rng):
    return int(rng.integers(1, 29))


def _with_number(number, symbol, symbols):
    """Gives a symbol this index, and its own to the symbol that had it."""
    other = next(key for key, index in symbols.items() if index == number)
    symbols[str(symbol)], symbols[other] = number, symbols[str(symbol)]
    return symbols


@preprocess.case("Every character gets its index, capitals that of the small letter; then padding.")
def a_plain_date(rng):
    # Short, with few symbols, so that it can be done on paper.
    text = f"{int(rng.integers(1, 10))} {str(rng.choice(['MAI', 'Jun', 'MAR']))}"
    symbols = vocabulary(rng, 7, "".join(sorted(set(text.lower()))))
    return {
        "date": text,
        "vocabulary": _with_number(0, rng.choice(list(text.lower())), symbols),
        "Tx": int(rng.integers(7, 9)),
    }


@preprocess.case("A letter and its accent are one character, even where they come as two.")
def accents_that_come_apart(rng):
    word = str(rng.choice(["févr.", "łübé.", "fébré"]))
    text = unicodedata.normalize("NFD", f"{_day(rng)} {_styled(rng, word)}")
    return {
        "date": text,
        "vocabulary": vocabulary(rng, 26, "0123456789 févr.łübe"),
        "Tx": int(rng.integers(12, 16)),
    }


@preprocess.case("Lower case changes capitals alone: a sharp s stays one, in a text of any length.")
def small_letters_of_their_own(rng):
    word = str(rng.choice(["dreißigster", "großer", "weißer"])).title()
    text = f"{word} {str(rng.choice(['Mai', 'JUNI', 'März']))} {int(rng.integers(1950, 2029))}"
    symbols = vocabulary(rng, 32, "0123456789 dreißgtowmajunäz")
    return {"date": text, "vocabulary": symbols, "Tx": LONG}


@preprocess.case("What is longer than Tx is cut off, accents put together before counting.")
def too_long(rng):
    word = str(rng.choice(["février", "févrügé"]))
    text = unicodedata.normalize("NFD", f"{_day(rng)} {word} {int(rng.integers(1950, 2029))}")
    return {
        "date": text,
        "vocabulary": vocabulary(rng, 24, "0123456789 févrieügé"),
        "Tx": int(rng.integers(7, 11)),
    }


@preprocess.case("A text of exactly Tx characters is neither cut nor filled up.")
def an_exact_fit(rng):
    text = f"{_day(rng):02}/{int(rng.integers(1, 13)):02}/{int(rng.integers(0, 100)):02}"
    return {"date": text, "vocabulary": vocabulary(rng, 15, "0123456789/"), "Tx": 8}


@preprocess.case("Every character that the vocabulary lacks gets the index of <unk>.")
def unknown_characters(rng):
    # The raised two and the wide three are characters of their own in normal form C.
    strange = ["?", "ø", "ñ", "²", "３", "\u00a0", "ŵ"]
    chosen = [str(item) for item in rng.choice(strange, 3, replace=False)]
    text = f"{chosen[0]}{_day(rng)}{chosen[1]} mai {chosen[2]}2{str(rng.choice(['²', '３']))}"
    needed = "0123456789 mai"
    symbols = vocabulary(rng, 18, needed)
    symbols = _with_number(len(symbols) - 1, rng.choice(list(needed)), symbols)
    return {"date": text, "vocabulary": symbols, "Tx": int(rng.integers(16, 20))}


@preprocess.case("Spaces, commas, dots, strokes stay, in front and behind too.")
def what_stays(rng):
    text = f" {_day(rng)}. Fév.,  {int(rng.integers(1950, 2029))}/-"  # é as one character
    text += str(rng.choice([" ", "  "]))
    needed = "0123456789 .,/-fév"
    return {
        "date": text,
        "vocabulary": vocabulary(rng, 20, needed),
        "Tx": int(rng.integers(22, 26)),
    }


@preprocess.case("The empty text is padding from end to end.")
def nothing_typed(rng):
    return {"date": "", "vocabulary": vocabulary(rng, 5), "Tx": int(rng.integers(3, 6))}


@preprocess.case("Tx can be 1.")
def a_single_character(rng):
    text = str(rng.choice(["1 mai", "3/4", "7.5.99"]))
    return {"date": text, "vocabulary": vocabulary(rng, 12, "0123456789/"), "Tx": 1}


# ---------------------------------------------------------------------- other right answers


@preprocess.alternative
def fills_an_array(date, vocabulary, Tx):
    import unicodedata

    indices = np.full(Tx, vocabulary["<pad>"])
    for t, character in enumerate(unicodedata.normalize("NFC", date.lower())):
        if t == Tx:
            break
        known = character in vocabulary
        indices[t] = vocabulary[character] if known else vocabulary["<unk>"]
    return indices


@preprocess.alternative
def pads_the_symbols_first(date, vocabulary, Tx):
    import unicodedata

    symbols = list(unicodedata.normalize("NFC", date).lower()) + ["<pad>"] * Tx
    return tuple(vocabulary[s] if s in vocabulary else vocabulary["<unk>"] for s in symbols[:Tx])


@preprocess.alternative
def with_exceptions(date, vocabulary, Tx):
    from unicodedata import normalize

    rows = []
    for character in normalize("NFC", normalize("NFD", date)).lower()[0:Tx]:
        try:
            rows.append(vocabulary[character])
        except KeyError:
            rows.append(vocabulary["<unk>"])
    while len(rows) < Tx:
        rows.append(vocabulary["<pad>"])
    return np.array(rows, dtype="int64")


@preprocess.alternative
def with_a_tensor_of_keras(date, vocabulary, Tx):
    import unicodedata

    import keras

    text = unicodedata.normalize("NFC", date).lower()
    indices = [vocabulary.get(character, vocabulary["<unk>"]) for character in text]
    padded = keras.utils.pad_sequences(
        [indices], maxlen=Tx, padding="post", truncating="post", value=vocabulary["<pad>"]
    )
    return keras.ops.convert_to_tensor(padded[0])


# -------------------------------------------------------------------------- known mistakes


preprocess.slip(
    "forgets_the_normal_form",
    "A letter and its accent count as two characters where they come apart: put the text into normal "
    "form C first (unicodedata.normalize).",
    'unicodedata.normalize("NFC", date)',
    "date",
)
preprocess.slip(
    "takes_accents_apart",
    "Letters and accents were taken apart (normal form D). Form C puts them together.",
    "NFC",
    "NFD",
)
preprocess.slip(
    "uses_the_compatible_form",
    "A raised 2 or a wide 3 became an ordinary digit: normal form KC does that. Form C leaves them, "
    "and they are unknown.",
    "NFC",
    "NFKC",
)
preprocess.slip(
    "strips_accents",
    "The accents are gone. They belong to the letters: `é` has an index of its own.",
    ("NFC", "NFD"),
    ("[:Tx]", '\n    text = "".join(c for c in text if not unicodedata.combining(c))[:Tx]'),
)
preprocess.slip(
    "forgets_lower_case",
    "Capitals are not in the vocabulary: turn the text into lower case before you look it up.",
    ".lower()",
    "",
)
preprocess.slip(
    "takes_the_text_as_it_comes",
    "Neither normal form nor lower case: the text was looked up as it came.",
    'unicodedata.normalize("NFC", date).lower()',
    "date",
)
preprocess.slip(
    "pads_in_front",
    "The padding stands in front. It belongs behind the characters.",
    ("indices + [", "["),
    ("len(indices))", "len(indices)) + indices"),
)
preprocess.slip(
    "never_pads",
    "A short text is not filled up to Tx: add the index of <pad> until it is that long.",
    ' + [vocabulary["<pad>"]] * (Tx - len(indices))',
    "",
)
preprocess.slip("never_cuts", "A long text is not cut off after Tx characters.", "[:Tx]", "")
preprocess.slip(
    "keeps_the_end",
    "A long text keeps its end. It is the first Tx characters that stay.",
    "[:Tx]",
    "[-Tx:]",
)
preprocess.slip(
    "cuts_before_the_normal_form",
    "The text was cut before it was in normal form C, while accents still counted as characters.",
    "date",
    "date[:Tx]",
)
preprocess.slip(
    "pads_with_zero",
    "Padding is 0. In this vocabulary 0 is another symbol: look up the index of <pad>.",
    'vocabulary["<pad>"]',
    "0",
)
preprocess.slip(
    "pads_with_the_last_index",
    "Padding is the last index. Here that is another symbol: look up the index of <pad>.",
    '[vocabulary["<pad>"]]',
    "[len(vocabulary) - 1]",
)
preprocess.slip(
    "takes_zero_for_none",
    "The character with index 0 counts as unknown: 0 is an index like any other, though `or` and `if` "
    "take it for False.",
    "vocabulary.get(character, unknown)",
    "vocabulary.get(character) or unknown",
)
preprocess.slip(
    "folds_the_case",
    "A sharp s became two letters: that is `casefold`, which is for comparing. Lower case is `lower`.",
    ".lower()",
    ".casefold()",
)
preprocess.slip(
    "pads_with_unknown",
    "The end is filled up with the index of <unk>. There is a symbol for padding: <pad>.",
    "<pad>",
    "<unk>",
)
preprocess.slip(
    "skips_unknown_characters",
    "An unknown character leaves no trace. It gets the index of <unk>, so that what follows stays "
    "where it was.",
    ("vocabulary.get(character, unknown)", "vocabulary[character]"),
    ("in text", "in text if character in vocabulary"),
)
preprocess.slip(
    "knows_no_unknown",
    "An unknown character is a KeyError: dictionaries have `get`, with what to take instead.",
    "vocabulary.get(character, unknown)",
    "vocabulary[character]",
)
preprocess.slip(
    "takes_unknown_for_padding",
    "An unknown character gets the index of <pad>. That means that nothing is there: use <unk>.",
    "<unk>",
    "<pad>",
)
preprocess.slip(
    "teaches_the_vocabulary",
    "An unknown character got an index of its own, and the vocabulary grew. It stays as it is: what it "
    "lacks is <unk>.",
    "get(character, unknown)",
    "setdefault(character, len(vocabulary))",
)
preprocess.slip(
    "turns_it_into_capitals",
    "The text is in capitals, which the vocabulary does not have: lower case is wanted.",
    ".lower()",
    ".upper()",
)
preprocess.slip(
    "removes_commas",
    "Commas were taken out. Nothing but form and case is changed.",
    ".lower()",
    '.lower().replace(",", "")',
)
preprocess.slip(
    "removes_dots",
    "Dots were taken out. Nothing but form and case is changed.",
    ".lower()",
    '.lower().replace(".", "")',
)
preprocess.slip(
    "removes_spaces",
    "All spaces were taken out. Nothing but form and case is changed.",
    ".lower()",
    '.lower().replace(" ", "")',
)
preprocess.slip(
    "joins_spaces",
    "Spaces that follow each other became one. Nothing but form and case is changed.",
    ".lower()[:Tx]",
    '.lower()\n    text = "".join(c for c, d in zip(text, text[1:] + ".") if c + d != "  ")[:Tx]',
)
preprocess.slip(
    "strips_spaces",
    "Spaces at the ends were taken off. Nothing but form and case is changed.",
    ".lower()",
    ".lower().strip()",
)
preprocess.slip(
    "returns_symbols",
    "The symbols themselves came back, not their indices.",
    ("vocabulary.get(character, unknown)", "character"),
    ('vocabulary["<pad>"]', '"<pad>"'),
)
preprocess.slip(
    "returns_one_hot",
    "Rows of zeros and ones came back. One-hot comes later; here it is the indices.",
    ("return indices", "return np.eye(len(vocabulary))[indices"),
    ("len(indices))", "len(indices))]"),
)
preprocess.slip(
    "returns_nothing", "Nothing came back: the last line must return the indices.", "return ", ""
)
