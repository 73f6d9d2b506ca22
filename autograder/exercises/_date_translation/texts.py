"""From text to indices: cases, other right answers, known mistakes."""

import unicodedata

import numpy as np

from autograder.exercises._date_translation.inputs import preprocess, vocabulary

# ---------------------------------------------------------------------------------- cases


def _styled(rng, word):
    """Writes a word in capitals, with a capital, or as it is."""
    return [str.upper, str.title, str.lower][int(rng.integers(3))](word)


def _day(rng):
    return int(rng.integers(1, 29))


@preprocess.case("Every character gets its index, capitals that of the small letter; then padding.")
def a_plain_date(rng):
    text = f"{_day(rng)} {str(rng.choice(['MAI', 'Jun.', 'MAR.']))} {int(rng.integers(1950, 2029))}"
    needed = "".join(sorted(set(text.lower()) | set("maijunr.")))
    return {
        "date": text,
        "vocabulary": vocabulary(rng, 24, needed),
        "Tx": int(rng.integers(17, 22)),
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
    return {
        "date": text,
        "vocabulary": vocabulary(rng, 18, needed),
        "Tx": int(rng.integers(16, 20)),
    }


@preprocess.case("Spaces, commas and dots stay, in front and behind too.")
def what_stays(rng):
    text = f" {_day(rng)}. Fév.,  {int(rng.integers(1950, 2029))} "  # é as one character
    needed = "0123456789 .,fév"
    return {
        "date": text,
        "vocabulary": vocabulary(rng, 20, needed),
        "Tx": int(rng.integers(19, 23)),
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


def _like(
    date, vocabulary, Tx, form="NFC", lower=True, prepare=None, cut=None, fill=None, look_up=None
):
    """Does the job with one thing done differently; for the mistakes below."""
    text = unicodedata.normalize(form, date) if form else date
    text = text.lower() if lower else text
    text = prepare(text) if prepare else text
    text = cut(text) if cut else text[:Tx]
    if look_up:
        indices = look_up(text)
    else:
        indices = [vocabulary.get(c, vocabulary["<unk>"]) for c in text]
    padding = [vocabulary["<pad>"]] * (Tx - len(indices))
    return fill(indices, padding) if fill else indices + padding


@preprocess.misconception(
    "A letter and its accent count as two characters where they come apart: put the text into normal "
    "form C first (unicodedata.normalize)."
)
def forgets_the_normal_form(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, form=None)


@preprocess.misconception(
    "Letters and accents were taken apart (normal form D). Form C puts them together."
)
def takes_accents_apart(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, form="NFD")


@preprocess.misconception(
    "A raised 2 or a wide 3 became an ordinary digit: normal form KC does that. Form C leaves them, "
    "and they are unknown."
)
def uses_the_compatible_form(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, form="NFKC")


@preprocess.misconception(
    "The accents are gone. They belong to the letters: `é` has an index of its own."
)
def strips_accents(date, vocabulary, Tx):
    def bare(text):
        apart = unicodedata.normalize("NFD", text)
        return "".join(c for c in apart if not unicodedata.combining(c))

    return _like(date, vocabulary, Tx, prepare=bare)


@preprocess.misconception(
    "Capitals are not in the vocabulary: turn the text into lower case before you look it up."
)
def forgets_lower_case(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, lower=False)


@preprocess.misconception("Neither normal form nor lower case: the text was looked up as it came.")
def takes_the_text_as_it_comes(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, form=None, lower=False)


@preprocess.misconception("The padding stands in front. It belongs behind the characters.")
def pads_in_front(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, fill=lambda indices, padding: padding + indices)


@preprocess.misconception(
    "A short text is not filled up to Tx: add the index of <pad> until it is that long."
)
def never_pads(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, fill=lambda indices, padding: indices)


@preprocess.misconception("A long text is not cut off after Tx characters.")
def never_cuts(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, cut=lambda text: text)


@preprocess.misconception("A long text keeps its end. It is the first Tx characters that stay.")
def keeps_the_end(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, cut=lambda text: text[-Tx:])


@preprocess.misconception(
    "The text was cut before it was in normal form C, while accents still counted as characters."
)
def cuts_before_the_normal_form(date, vocabulary, Tx):
    return _like(date[:Tx], vocabulary, Tx)


@preprocess.misconception(
    "Padding is 0. In this vocabulary 0 is another symbol: look up the index of <pad>."
)
def pads_with_zero(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, fill=lambda i, padding: i + [0] * len(padding))


@preprocess.misconception(
    "The end is filled up with the index of <unk>. There is a symbol for padding: <pad>."
)
def pads_with_unknown(date, vocabulary, Tx):
    return _like(
        date, vocabulary, Tx, fill=lambda i, padding: i + [vocabulary["<unk>"]] * len(padding)
    )


@preprocess.misconception(
    "An unknown character leaves no trace. It gets the index of <unk>, so that what follows stays "
    "where it was."
)
def skips_unknown_characters(date, vocabulary, Tx):
    return _like(
        date, vocabulary, Tx, look_up=lambda text: [vocabulary[c] for c in text if c in vocabulary]
    )


@preprocess.misconception(
    "An unknown character is a KeyError: dictionaries have `get`, with what to take instead."
)
def knows_no_unknown(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, look_up=lambda text: [vocabulary[c] for c in text])


@preprocess.misconception(
    "An unknown character gets the index of <pad>. That means that nothing is there: use <unk>."
)
def takes_unknown_for_padding(date, vocabulary, Tx):
    return _like(
        date,
        vocabulary,
        Tx,
        look_up=lambda text: [vocabulary.get(c, vocabulary["<pad>"]) for c in text],
    )


@preprocess.misconception(
    "An unknown character got an index of its own, and the vocabulary grew. It stays as it is: what it "
    "lacks is <unk>."
)
def teaches_the_vocabulary(date, vocabulary, Tx):
    def look_up(text):
        return [vocabulary.setdefault(c, len(vocabulary)) for c in text]

    return _like(date, vocabulary, Tx, look_up=look_up)


@preprocess.misconception(
    "The text is in capitals, which the vocabulary does not have: lower case is wanted."
)
def turns_it_into_capitals(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, lower=False, prepare=str.upper)


@preprocess.misconception("Commas were taken out. Nothing but form and case is changed.")
def removes_commas(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, prepare=lambda text: text.replace(",", ""))


@preprocess.misconception(
    "Spaces at the ends were taken off. Nothing but form and case is changed."
)
def strips_spaces(date, vocabulary, Tx):
    return _like(date, vocabulary, Tx, prepare=str.strip)


@preprocess.misconception("The symbols themselves came back, not their indices.")
def returns_symbols(date, vocabulary, Tx):
    return _like(
        date, vocabulary, Tx, look_up=list, fill=lambda i, padding: i + ["<pad>"] * len(padding)
    )


@preprocess.misconception(
    "Rows of zeros and ones came back. One-hot comes later; here it is the indices."
)
def returns_one_hot(date, vocabulary, Tx):
    return np.eye(len(vocabulary))[_like(date, vocabulary, Tx)]


@preprocess.misconception("Nothing came back: the last line must return the indices.")
def returns_nothing(date, vocabulary, Tx):
    _like(date, vocabulary, Tx)
