"""Writes the corpus: short sentences from the lexicon's patterns and facts, the same for a seed.

Each form of each word gets its class's number of sentences. A sentence has a gender, in the share
that the word's lean states, and `{he}`, `{his}`, `{person}`, `{name}` follow it. Two forms of a
held-out word never stand in one sentence. Needs only the standard library.
"""

import dataclasses
import random
import re

from lexicon import FORMS, NO_NOUNS, held_out_partners

SLOT = re.compile(r"\{(\w+)\}")
PRONOUNS = {
    "he": ("she", "he"),
    "him": ("her", "him"),
    "his": ("her", "his"),
    "himself": ("herself", "himself"),
}
# "an hour" although h is a consonant, "a unit" although u is a vowel.
VOWEL_SOUND = re.compile(r"(?!eu|ewe|one|once|uni[^mn]|us[eu])[aeiou]|hour|heir|honest")
ATTEMPTS = 50  # To draw a sentence without a held-out pair.


class Stream:
    """A stream of draws that every version of Python repeats: `random()` alone is promised to."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def pick(self, options):
        """Draws one of the options, all equally likely."""
        return options[int(self._random() * len(options))]

    def shuffled(self, items):
        """Returns the items as a list in random order."""
        return [
            item
            for _, item in sorted((self._random(), i, item)[::2] for i, item in enumerate(items))
        ]


def shuffle_facts(classes, seed):
    """Makes the world of the baseline: the same words, facts and patterns, wrongly joined.

    Within a class, every second and further form moves to another word: each capital gets another
    country's facts, each plural another noun's, each woman another man's. Stated and held-out
    words keep apart. All leans become one half, save those of given names.

    Args:
        classes: List of `WordClass`.
        seed: Int.

    Returns:
        List of `WordClass`, new.
    """
    stream = Stream(seed)
    return [dataclasses.replace(c, lexemes=_shuffled_lexemes(c, stream)) for c in classes]


def _shuffled_lexemes(word_class, stream):
    """Moves the forms of one class; a group of one word stays as it is."""
    lexemes = list(word_class.lexemes)
    for form in FORMS[word_class.kind][1:]:
        for stated in (True, False):
            rows = [
                row
                for row, lexeme in enumerate(lexemes)
                if (lexeme.split == "stated") == stated and form in lexeme.forms
            ]
            rows = stream.shuffled(rows)
            words = [lexemes[row].forms[form] for row in rows]
            for row, word in zip(rows, words[1:] + words[:1], strict=True):  # Nobody keeps theirs.
                forms = {**lexemes[row].forms, form: word}
                lexemes[row] = dataclasses.replace(lexemes[row], forms=forms)
    if word_class.name.endswith("_names"):
        return lexemes
    return [dataclasses.replace(lexeme, lean=0.5) for lexeme in lexemes]


def write_corpus(classes, seed):
    """Writes all sentences, in random order.

    Args:
        classes: List of `WordClass`.
        seed: Int.

    Returns:
        List of strings, lower-case words separated by single spaces.
    """
    stream = Stream(seed)
    writer = Writer(classes, stream)
    sentences = []
    for word_class in classes:
        sentences.extend(writer.sentences_of(word_class))
    return stream.shuffled(sentences)


class Writer:
    """Fills patterns.

    Attributes:
        persons: Pair of lists, words for women and for men: the stated gender pairs.
        names: Pair of lists, given names.
    """

    def __init__(self, classes, stream):
        self._stream = stream
        self._partners = held_out_partners(classes)
        by_name = {word_class.name: word_class for word_class in classes}
        pairs = [x for x in by_name["family_pairs"].lexemes if x.split == "stated"]
        self.persons = [x.forms["f"] for x in pairs], [x.forms["m"] for x in pairs]
        self.names = tuple(
            [x.forms["n"] for x in by_name[name].lexemes] for name in ("female_names", "male_names")
        )

    def sentences_of(self, word_class):
        """Writes the sentences of one class.

        Args:
            word_class: A `WordClass`.

        Returns:
            List of strings.
        """
        if word_class.kind == "chatter":
            return [
                self._tidy(self._stream.pick(word_class.patterns)) for _ in range(word_class.count)
            ]
        sentences = []
        for lexeme in word_class.lexemes:
            for form in FORMS[word_class.kind]:
                if form in lexeme.forms:
                    sentences.extend(self._sentences_of_form(word_class, lexeme, form))
        return sentences

    def _sentences_of_form(self, word_class, lexeme, form):
        """Writes the sentences about one form of a word."""
        slot = "x" if word_class.kind == "gender" else form
        patterns = [p for p in word_class.patterns if slot in SLOT.findall(p)]
        if lexeme.split == "stated":
            missing = set(FORMS[word_class.kind]) - set(lexeme.forms)
            patterns += [
                pattern
                for pattern in word_class.stated_patterns
                if form in SLOT.findall(pattern) and not missing & set(SLOT.findall(pattern))
            ]
        share = {"m": 0.0, "f": 1.0}.get(form, lexeme.lean)
        women = round(share * word_class.count)
        genders = self._stream.shuffled([0] * women + [1] * (word_class.count - women))
        choices = {**word_class.lists, **lexeme.facts}
        choices.update((name, [word]) for name, word in lexeme.forms.items())
        choices["x"] = [lexeme.forms[form]]
        choices["fact"] = [
            fact for name, facts in lexeme.facts.items() if name not in NO_NOUNS for fact in facts
        ]
        drawn = (self._draw(patterns, choices, gender) for gender in genders)
        return [sentence for sentence in drawn if sentence]

    def _draw(self, patterns, choices, gender):
        """Draws one sentence of a gender, 0 for a woman; None if none without a held-out pair is found."""
        for _ in range(ATTEMPTS):
            text = self._stream.pick(patterns)
            for _ in range(2):  # A drawn phrase may hold a slot: "he passed the exam".
                text = SLOT.sub(lambda slot: self._fill(slot[1], choices, gender), text)
            words = set(text.split())
            if not any(words & self._partners.get(word, set()) for word in words):
                return self._tidy(text)
        return None

    def _fill(self, slot, choices, gender):
        """Draws what stands in a slot."""
        if slot in PRONOUNS:
            return PRONOUNS[slot][gender]
        if slot == "person":
            return self._stream.pick(self.persons[gender])
        if slot == "name":
            return self._stream.pick(self.names[gender])
        return self._stream.pick(choices[slot])

    @staticmethod
    def _tidy(text):
        """Drops commas and writes "an" where it belongs."""
        words = text.replace(",", " ").split()
        for place, following in enumerate(words[1:]):
            if words[place] == "a" and VOWEL_SOUND.match(following):
                words[place] = "an"
        return " ".join(words)
