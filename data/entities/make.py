"""Makes tagged sentences from a recursive grammar: as many as are asked for, the same for a seed.

    python data/entities/make.py            print 20 sentences to learn from
    python data/entities/make.py --report   count templates, names, words and twins

Nothing is written to files: `utils.entities` calls `Grammar` where sentences are needed. Needs only the
standard library.
"""

import argparse
import random
import re
import zlib
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

# Slots with a tag. `@onday` and its like are times, `@state` and `@nation` both are gpe.
SLOTS = {
    "per": "per", "geo": "geo", "water": "geo", "org": "org", "state": "gpe", "nation": "gpe",
    "onday": "tim", "inmonth": "tim", "deictic": "tim", "clock": "tim", "art": "art",
}  # fmt: skip
CLOSED = ("weekday", "month", "holiday")  # Their names are few, and known to everybody.
LOWER_CASE = 0.1  # Share of the sentences that are written like a chat, without capitals.
KEPT = 3  # Of ten names, so many are kept for "new names".


def is_new(name):
    """Tells whether a name is kept for the sentences with new names; each name is on one side.

    A word decides by its letters, so that "Jordan" is new as a person, a state and a river, or in none of
    them. Of a name of several words the last one decides.
    """
    return zlib.crc32(name.split()[-1].lower().encode()) % 10 < KEPT


def read_names(path=FOLDER / "names.txt"):
    """Returns names by kind."""
    names = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, listed = line.partition(": ")
            names[kind] = [name.strip() for name in listed.split(";")]
    return names


def read_grammar(path=FOLDER / "grammar.txt"):
    """Returns rules, from a name to its parts; templates of `learn` and `new` stand in their order."""
    rules = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, parts = line.partition(" = ")
            if name in ("learn", "new"):
                rules.setdefault(name, []).append(parts)
            else:
                rules[name] = parts.split(" | ")
    return rules


class Grammar:
    """A grammar with its names, ready to write sentences."""

    def __init__(self):
        """Reads both files."""
        self.rules = read_grammar()
        self.names = read_names()

    def sentences(self, count, seed, templates="learn", names="learn", limit=None):
        """Writes sentences, each template as often as the others, different ones where it varies.

        Args:
            count: How many.
            seed: Whole number; the same one gives the same sentences.
            templates: `"learn"` or `"new"`.
            names: `"learn"` or `"new"`: which part of the names fills them.
            limit: None, or how many of the templates are used, the first ones.

        Returns:
            Words of the sentences and their tags, two lists of lists.
        """
        rng = random.Random(f"{seed} {templates} {names}")
        kept = {
            kind: listed
            if kind in CLOSED
            else [name for name in listed if is_new(name) == (names == "new")]
            for kind, listed in self.names.items()
        }
        used = self.rules[templates][:limit]
        found, seen = [], set()
        while len(found) < count:
            for _ in range(5):  # Tries to write one that is not there; some templates never vary.
                words, tags = self._written(rng, used[len(found) % len(used)], kept)
                if tuple(words) not in seen:
                    break
            seen.add(tuple(words))
            found.append((words, tags))
        rng.shuffle(found)
        return [words for words, _ in found], [tags for _, tags in found]

    def _written(self, rng, template, names):
        """Writes one sentence."""
        words, tags = [], []
        for word, tag in self._expanded(rng, template, names, None):
            words.append(word)
            tags.append(tag)
        for place, word in enumerate(words):  # A sentence begins with a capital, whatever the word.
            if word[0].isalpha():
                words[place] = word[0].upper() + word[1:]
                break
        for place, (word, after) in enumerate(zip(words, words[1:], strict=False)):
            if word in ("a", "A") and tags[place] == "O" and after[0] in "aeioAEIO":
                words[place] = word + "n"
        if rng.random() < LOWER_CASE:
            words = [word.lower() for word in words]
        return words, tags

    def _expanded(self, rng, text, names, kind):
        """Yields the words of a part with their tags; `kind` is that of the entity around it."""
        for token in text.split():
            mark, name = token[0], token[1:]
            if mark == "@" or (mark == "$" and name):
                name, rest = re.fullmatch(r"(\w+)(.*)", name).groups()
                begins = mark == "@" and kind is None
                inner = SLOTS[name] if begins else kind
                choices = self.rules.get(name) if mark == "@" or name not in names else None
                chosen = rng.choice(choices or names[name])
                if mark == "@" and chosen == f"${name}":
                    chosen = rng.choice(names[name])
                made = list(self._expanded(rng, chosen, names, inner))
                if begins:
                    made = [(w, f"{'I' if i else 'B'}-{inner}") for i, (w, _) in enumerate(made)]
                if rest:
                    made[-1] = (made[-1][0] + rest, made[-1][1])
                yield from made
            elif token.isupper() and token in self.rules:
                yield from self._expanded(rng, rng.choice(self.rules[token]), names, kind)
            else:
                yield token, f"I-{kind}" if kind else "O"


def report(grammar):
    """Counts what the card tells."""
    names = {name for listed in grammar.names.values() for name in listed}
    print(f"{len(grammar.rules['learn'])} templates to learn from, {len(grammar.rules['new'])} new")
    print(f"{len(names)} different names, of which {sum(map(is_new, names))} are kept as new")
    kinds = Counter(name for listed in grammar.names.values() for name in listed)
    print(f"{sum(count > 1 for count in kinds.values())} names of more than one kind")
    words, tags = grammar.sentences(4000, 1)
    spans = Counter(tag[2:] for row in tags for tag in row if tag.startswith("B-"))
    different = len({tuple(row) for row in words})
    print(f"4,000 sentences: {different} different, {sum(map(len, words))} words, {dict(spans)}")
    print(f"{len({word.lower() for row in words for word in row})} different words")
    known = {tuple(row) for row in words}
    for templates in ("learn", "new"):
        for kept in ("learn", "new"):
            other = grammar.sentences(400, 2, templates, kept)[0]
            twins = sum(tuple(row) in known for row in other)
            print(
                f"{templates} templates, {kept} names: {twins} of 400 stand in them word for word"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", action="store_true")
    if parser.parse_args().report:
        report(Grammar())
    else:
        for row in zip(*Grammar().sentences(20, 1), strict=True):
            print(*(" ".join(part) for part in row), sep="\n", end="\n\n")
