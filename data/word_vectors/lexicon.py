"""Reads the lexicon: word classes, their sentence patterns, their words and facts.

A file of `lexicon/` holds classes. A class begins with its head and goes on until the next:

    == animals (noun 60) home food          name, kind, sentences a form, columns of facts
    = when: today at-night                  a list of its own, for the slot {when}
    the {n} sleeps in the {home}            a pattern; braces are slots
    + one {n} and many {ns}                 a pattern with two forms of a word: for stated words only
    tiger: jungle; deer meat                a word and its facts, column by column
    - red green blue                        words without facts

`== every noun` heads patterns for all classes of a kind; their slot {fact} is any fact that is a noun.

`kind` says which forms a word has (`FORMS`). A form that is not regular follows a slash
(`mouse/mice`), `-` means that there is none, `+` doubles the last letter (`stop+`). A hyphen in a
fact stands for a space. Needs only the standard library.
"""

import dataclasses
import hashlib
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "lexicon"
FORMS = {
    "plain": ("n",),
    "noun": ("n", "ns"),
    "profession": ("n", "ns"),
    "verb": ("v", "vs", "ved", "ving"),
    "adjective": ("adj", "er", "est"),
    "country": ("country", "capital", "nationality"),
    "gender": ("m", "f"),
    "chatter": (),
}
NO_NOUNS = ("does", "trait", "how", "opposite", "when")  # Columns that {fact} leaves out.
STATED_SHARE = 0.4  # Of the words with several forms, these may stand beside their other forms.
VALIDATION_SHARE = 0.2  # Held out, to choose the training by; the rest is held out for the test.


@dataclasses.dataclass(frozen=True)
class Lexeme:
    """A word with its forms and facts.

    Attributes:
        forms: Dictionary from the name of a form (`"n"`, `"ns"`) to the word.
        facts: Dictionary from column to tuple of words.
        split: `"stated"`, `"validation"` or `"test"`: may its forms share a sentence?
        lean: Float in [0, 1], the share of its sentences that are about a woman.
    """

    forms: dict
    facts: dict
    split: str
    lean: float = 0.5


@dataclasses.dataclass(frozen=True)
class WordClass:
    """A class of words that are spoken of in the same patterns.

    Attributes:
        name: String.
        kind: String, a key of `FORMS`.
        count: Int, sentences written for each form of each word.
        patterns: List of sentences with slots.
        stated_patterns: List of sentences with slots for two forms of one word.
        lists: Dictionary from slot to list of phrases.
        lexemes: List of `Lexeme`.
    """

    name: str
    kind: str
    count: int
    patterns: list
    stated_patterns: list
    lists: dict
    lexemes: list


def split_of(kind, word):
    """Tells by a hash of the word alone whether its forms may be stated side by side.

    Args:
        kind: String, a key of `FORMS`.
        word: String.

    Returns:
        `"stated"`, `"validation"` or `"test"`.
    """
    digest = hashlib.sha256(f"word vectors: {kind} {word}".encode()).digest()
    position = int.from_bytes(digest[:8], "big") / 2**64  # Uniform in [0, 1).
    if kind == "gender":  # Stated pairs are marked in the file.
        position = STATED_SHARE + position * (1 - STATED_SHARE)
    if position < STATED_SHARE:
        return "stated"
    return "validation" if position < STATED_SHARE + VALIDATION_SHARE else "test"


def plural(noun):
    """Writes a regular plural: one bus, two buses."""
    if re.search(r"(s|x|z|ch|sh)$", noun):
        return noun + "es"
    return re.sub(r"([^aeiou])y$", r"\1ie", noun) + "s"


def verb_forms(verb):
    """Writes the third person, past and progressive of a regular verb."""
    stem = verb.removesuffix("e")
    return [plural(verb), re.sub(r"([^aeiou])y$", r"\1i", stem) + "ed", stem + "ing"]


def degrees(adjective):
    """Writes the comparative and superlative of a short regular adjective."""
    stem = adjective.removesuffix("e")
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnpt]", adjective):  # big, thin, hot
        stem += stem[-1]
    stem = re.sub(r"([^aeiou])y$", r"\1i", stem)
    return [stem + "er", stem + "est"]


def inflect(kind, entry):
    """Writes out the forms of a word.

    Args:
        kind: String, a key of `FORMS`.
        entry: String as in the files: `mouse/mice`, `stop+`, `eat/eats/ate/eating`.

    Returns:
        Dictionary from the name of a form to the word; forms that do not exist are missing.
    """
    first, *given = entry.split("/")
    doubled = first.endswith("+")
    first = first.removesuffix("+")
    regular = {
        "noun": lambda: [plural(first)],
        "profession": lambda: [plural(first)],
        "verb": lambda: verb_forms(first),
        "adjective": lambda: degrees(first),
    }.get(kind, list)()
    if doubled:
        regular[1:] = [first + first[-1] + ending for ending in ("ed", "ing")]
    words = [first, *given, *regular[len(given) :]]
    if given == ["-"]:
        words = [first]
    return dict(zip(FORMS[kind], words, strict=False))


def parse(text):
    """Reads the classes of one file.

    Args:
        text: String, the file.

    Returns:
        List of `WordClass`.

    Raises:
        ValueError: If a line cannot be understood; the message shows it.
    """
    classes = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("== every "):
            kind = line.removeprefix("== every ")
            current = WordClass(f"every {kind}", kind, 0, [], [], {}, [])
            classes.append(current)
        elif line.startswith("=="):
            current, columns, lean = _read_head(line)
            classes.append(current)
        elif line.startswith("= "):
            slot, _, phrases = line[2:].partition(": ")
            current.lists[slot] = phrases.replace("-", "\0").split(" ")
            current.lists[slot] = [phrase.replace("\0", " ") for phrase in current.lists[slot]]
        elif line.startswith("- "):
            if not re.fullmatch(r"-( [a-z]+)+", line):
                raise ValueError(f"Only words of the letters a to z can stand here: {line!r}")
            current.lexemes.extend(Lexeme({"n": w}, {}, "stated", lean) for w in line[2:].split())
        elif line.startswith("+ "):
            current.stated_patterns.append(line[2:])
        elif ":" in line:
            current.lexemes.append(_read_lexeme(line, current.kind, columns, lean))
        else:
            current.patterns.append(line)
    return classes


def _read_head(line):
    """Reads a class's first line; returns the class, its columns and its lean."""
    head = re.fullmatch(r"== (\w+) \((\w+) (\d+)(?: lean=([\d.]+))?\)((?: \w+)*)", line)
    if not head or head[2] not in FORMS:
        raise ValueError(f"This is no head of a class: {line!r}")
    name, kind, count, lean, columns = head.groups()
    empty = WordClass(name, kind, int(count), [], [], {}, [])
    return empty, columns.split(), float(lean or 0.5)


def _read_lexeme(line, kind, columns, lean):
    """Reads a word with its facts."""
    entry, _, rest = line.partition(":")
    values = [value.split() for value in rest.split(";")]
    if kind == "profession":
        lean = float(values.pop(0)[0])
    if len(values) != len(columns) or not all(values):
        raise ValueError(f"{len(columns)} columns of facts are wanted, {columns}: {line!r}")
    facts = {
        c: tuple(word.replace("-", " ") for word in v) for c, v in zip(columns, values, strict=True)
    }
    forms = inflect(kind, entry.removeprefix("*"))
    split = "stated" if entry.startswith("*") else split_of(kind, next(iter(forms.values())))
    return Lexeme(forms, facts, split, lean)


def load_lexicon(folder=FOLDER):
    """Reads all classes, in the order of the files' names.

    Args:
        folder: Path of the folder with the lexicon's text files.

    Returns:
        List of `WordClass`.
    """
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    found = [word_class for text in texts for word_class in parse(text)]
    classes = [word_class for word_class in found if not word_class.name.startswith("every ")]
    for shared in found:
        for word_class in classes:
            if shared.name == f"every {word_class.kind}":
                word_class.patterns.extend(shared.patterns)
                word_class.lists.update(shared.lists)
    return classes


def held_out_partners(classes):
    """Lists which words must never share a sentence.

    Args:
        classes: List of `WordClass`.

    Returns:
        Dictionary from word to the set of words that are other forms of it and held out.
    """
    partners = {}
    for word_class in classes:
        for lexeme in word_class.lexemes:
            words = set(lexeme.forms.values())
            if lexeme.split == "stated" or len(words) < 2:
                continue
            for word in words:
                partners.setdefault(word, set()).update(words - {word})
    return partners
