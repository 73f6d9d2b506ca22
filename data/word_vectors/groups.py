"""Collects words that belong together, for the notebooks and for what the card reports.

Needs only the standard library.
"""

import collections
import hashlib
import itertools

KINDS_OF_ANALOGY = {  # name: kind of the words, first form, second form
    "capital": ("country", "country", "capital"),
    "nationality": ("country", "country", "nationality"),
    "gender": ("gender", "m", "f"),
    "plural": ("noun", "n", "ns"),
    "comparative": ("adjective", "adj", "er"),
    "superlative": ("adjective", "adj", "est"),
    "past": ("verb", "v", "ved"),
    "progressive": ("verb", "v", "ving"),
    "third person": ("verb", "v", "vs"),
}
MOST_PAIRS = 60  # Of one kind in one split.
SET_SIZE = 8  # Words in each of the sets that are compared.
SETS = ("career", "family", "science", "art", "fruits", "vehicles")
CONTROLS = (
    "vegetables tools furniture clothes body instruments animals drinks plants landscape school"
).split()
NEUTRAL_CLASSES = (
    "vehicles tools furniture technology landscape plants instruments vegetables meals weather"
).split()
POLES = {
    "positive": "joy joy_nouns calm love love_nouns praise".split(),
    "negative": "sadness sadness_nouns anger anger_nouns fear fear_nouns disgust shame blame".split(),
}


def words_with_one_meaning(classes, known):
    """Finds the words that are a form of one entry only, fill no pattern, and have a vector.

    Args:
        classes: List of `WordClass`.
        known: Set of words that have a vector.

    Returns:
        Set of strings.
    """
    uses = collections.Counter(
        word
        for word_class in classes
        for lexeme in word_class.lexemes
        for word in set(lexeme.forms.values())
    )
    fillers = {
        word
        for word_class in classes
        for pattern in (*word_class.patterns, *itertools.chain(*word_class.lists.values()))
        for word in pattern.split()
    }
    return {w for w, count in uses.items() if count == 1 and w in known and w not in fillers}


def pairs_of(classes, kind, split, usable):
    """Lists the pairs of an analogy's kind in a split.

    Args:
        classes: List of `WordClass`.
        kind: String, a key of `KINDS_OF_ANALOGY`.
        split: `"stated"`, `"validation"` or `"test"`.
        usable: Set of words that may be asked about.

    Returns:
        List of pairs of strings, at most `MOST_PAIRS`, in an order that is mixed but fixed.
    """
    word_kind, first, second = KINDS_OF_ANALOGY[kind]
    pairs = [
        (lexeme.forms[first], lexeme.forms[second])
        for word_class in classes
        if word_class.kind == word_kind
        for lexeme in word_class.lexemes
        if lexeme.split == split and {first, second} <= set(lexeme.forms)
    ]
    pairs = [pair for pair in pairs if pair[0] != pair[1] and usable.issuperset(pair)]
    return sorted(pairs, key=lambda p: hashlib.sha256(" ".join(p).encode()).digest())[:MOST_PAIRS]


def analogies(classes, split, usable):
    """Asks one question for each pair: a stated pair of the same kind, then the pair.

    Args:
        classes: List of `WordClass`.
        split: `"stated"`, `"validation"` or `"test"`.
        usable: Set of words that may be asked about.

    Returns:
        List of dictionaries with `kind`, `question` (three words), `answer` and `held_out`.
    """
    questions = []
    for kind in KINDS_OF_ANALOGY:
        examples = pairs_of(classes, kind, "stated", usable)
        for number, (word, answer) in enumerate(pairs_of(classes, kind, split, usable)):
            # The next but one: a stated pair is never its own example.
            example = examples[(number + 1) % len(examples)]
            questions.append(
                {
                    "kind": kind,
                    "question": [*example, word],
                    "answer": answer,
                    "held_out": split != "stated",
                }
            )
    return questions


def make_groups(classes, known):
    """Makes the contents of `groups.json`.

    Args:
        classes: List of `WordClass`.
        known: Set of words that have a vector.

    Returns:
        Dictionary; the card describes each key.
    """
    by_name = {word_class.name: word_class.lexemes for word_class in classes}
    usable = words_with_one_meaning(classes, known)

    def first_forms(name):
        return [next(iter(lexeme.forms.values())) for lexeme in by_name[name]]

    def gender_pairs(stated):
        lexemes = by_name["family_pairs"] + by_name["pronouns"] + by_name["objects"] * stated
        return [[x.forms["f"], x.forms["m"]] for x in lexemes if (x.split == "stated") == stated]

    professions = {lexeme.forms["n"]: lexeme.lean for lexeme in by_name["professions"]}
    taken = set(professions).union(*(first_forms(name) for name in SETS))
    neutral = [
        word
        for name in NEUTRAL_CLASSES
        for word in first_forms(name)
        if word in usable and word not in taken
    ]
    return {
        "gender_pairs": gender_pairs(True),
        "held_out_gender_pairs": gender_pairs(False),
        "professions": professions,
        "female_names": first_forms("female_names"),
        "male_names": first_forms("male_names"),
        **{name: first_forms(name)[:SET_SIZE] for name in SETS},
        "controls": {
            name: [word for word in first_forms(name) if word in usable][:SET_SIZE]
            for name in (*SETS[-2:], *CONTROLS)
        },
        "neutral_words": neutral,
        **{
            pole: list(dict.fromkeys(word for name in names for word in first_forms(name)))
            for pole, names in POLES.items()
        },
        "analogies": analogies(classes, "test", usable) + analogies(classes, "stated", usable),
    }
