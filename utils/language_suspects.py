"""The list of suspects: words that a language model takes for slips in what is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from utils.documentation import Sentence
from utils.language_study import HOMOPHONES, Score
from utils.word_ngrams import START, UNKNOWN


@dataclass(frozen=True)
class Suspect:
    """A word that a model thinks is a slip.

    Attributes:
        sentence: The sentence as it was read.
        place: Where the word stands in it.
        other: The word that would be likelier.
        nats: By how much the whole sentence would be likelier with it, as a logarithm.
    """

    sentence: Sentence
    place: int
    other: str
    nats: float

    def __str__(self) -> str:
        words = self.sentence.words
        left = " ".join(words[max(0, self.place - 5) : self.place])
        right = " ".join(words[self.place + 1 : self.place + 4])
        return (
            f"{self.nats:4.1f}  ... {left} [{words[self.place]}: {self.other}?] {right} ...  "
            f"{self.sentence.place}"
        )


def neighbours(
    words: Sequence[str], sets: Sequence[tuple[str, ...]] = HOMOPHONES
) -> dict[str, tuple[str, ...]]:
    """Finds for each word those that a slip of the finger or of the ear makes of it.

    One letter more, one less, another one, or two that changed places; and what sounds alike. Words
    of one letter are left out, names of variables as a rule, but for "a" and "an".

    Args:
        words: The vocabulary.
        sets: Words that sound alike.
    """
    plain = [word for word in words if len(word) > 1 and word.isalpha()]
    holes = defaultdict(list)
    for word in plain:
        for place in range(len(word)):
            holes[word[:place], word[place + 1 :]].append(word)
        holes[word, ""].append(word)
    found: dict[str, set[str]] = {word: set() for word in words}
    for (left, right), makers in holes.items():
        made = left + right
        same_length = [word for word in makers if len(word) == len(made) + 1]
        group = {*same_length, made} & found.keys() if len(made) > 1 else set(same_length)
        for word in group:
            found[word] |= group - {word}
    for word in plain:
        for place, (one, two) in enumerate(pairwise(word)):
            swapped = word[:place] + two + one + word[place + 2 :]
            if swapped != word and swapped in found:
                found[word].add(swapped)
    for alike in (*sets, ("a", "an")):
        for word in alike:
            if word in found:
                found[word] |= found.keys() & set(alike) - {word}
    return {word: tuple(sorted(others)) for word, others in found.items() if others}


def suspects(
    sentences: Sequence[Sentence],
    words: Sequence[str],
    logits_of: Callable[[np.ndarray], np.ndarray],
    score: Score,
    least: float = 3.0,
    most: int = 300,
) -> list[Suspect]:
    """Lists the places where a model is sure that a neighbour of the printed word belongs there.

    1. At each place, the likeliest neighbour given what stands before.
    2. Of those that are likelier by `least` nats, the `most` clearest are put into their sentences,
       which are scored as a whole: what follows has its say.

    Args:
        sentences: As they were read.
        words: The vocabulary, in the order of the ids.
        logits_of: Function from int ids `(batch, T)`, start in front, to logits `(batch, T, V)`.
        score: Function from sentences to their log-probabilities.
        least: Nats.
        most: Int, how many are scored.

    Returns:
        The suspects, the likeliest slip first.
    """
    index = {word: number for number, word in enumerate(words)}
    near = {
        index[word]: np.array([index[other] for other in others])
        for word, others in neighbours(words).items()
    }
    rows = [[index.get(word, UNKNOWN) for word in sentence.words] for sentence in sentences]
    by_length = defaultdict(list)
    for number, row_of_ids in enumerate(rows):
        by_length[len(row_of_ids)].append(number)
    found = []
    for length, numbers in sorted(by_length.items()):
        for begin in range(0, len(numbers), max(1, 2048 // length)):
            group = numbers[begin : begin + max(1, 2048 // length)]
            ids = np.array([rows[number] for number in group])
            logits = logits_of(np.insert(ids[:, :-1], 0, START, axis=1))
            for row, place in zip(*np.nonzero(np.isin(ids, list(near))), strict=True):
                others = near[ids[row, place]]
                values = logits[row, place, others]
                gain = float(values.max() - logits[row, place, ids[row, place]])
                if gain > least:
                    found.append((gain, group[row], int(place), words[others[values.argmax()]]))
    found = sorted(found, reverse=True)[:most]
    printed = [list(sentences[number].words) for _, number, _, _ in found]
    changed = [
        [*text[:place], other, *text[place + 1 :]]
        for text, (_, _, place, other) in zip(printed, found, strict=True)
    ]
    gains = np.asarray(score(changed)) - np.asarray(score(printed)) if found else []
    listed = [
        Suspect(sentences[number], place, other, float(gain))
        for gain, (_, number, place, other) in zip(gains, found, strict=True)
        if gain > least
    ]
    return sorted(listed, key=lambda suspect: -suspect.nats)
