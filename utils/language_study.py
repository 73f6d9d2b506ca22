"""Questions to a language model: spellings, how far a word reaches, bits a character."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from utils.documentation import CODE
from utils.evaluation import Interval
from utils.tables import Columns
from utils.word_ngrams import END, PADDING, START, UNKNOWN, SmoothedNGram

HOMOPHONES = (
    ("their", "there"), ("its", "it's"), ("than", "then"), ("to", "too", "two"),
    ("affect", "effect"), ("whether", "weather"), ("know", "no"), ("here", "hear"),
    ("your", "you're"), ("where", "were"), ("lose", "loose"), ("principal", "principle"),
    ("which", "witch"), ("complement", "compliment"), ("by", "buy"), ("for", "four"),
    ("would", "wood"), ("right", "write"), ("one", "won"), ("some", "sum"), ("pair", "pear"),
)  # fmt: skip
ONE_CODE = "\u00a4"  # One sign for a code span, where letters are counted.

Score = Callable[[list[list[str]]], np.ndarray]  # Sentences to natural log-probabilities.


@dataclass(frozen=True)
class Case:
    """A place where one of several words that sound alike is printed.

    Attributes:
        sentence: List of words, as printed.
        place: Where the word stands in it.
        spellings: Tuple of the words to choose from, the printed one among them.
    """

    sentence: list[str]
    place: int
    spellings: tuple[str, ...]

    @property
    def printed(self) -> str:
        """The word as printed."""
        return self.sentence[self.place]

    def versions(self) -> list[list[str]]:
        """Returns the sentence with each of the spellings."""
        before, after = self.sentence[: self.place], self.sentence[self.place + 1 :]
        return [[*before, spelling, *after] for spelling in self.spellings]


def court_cases(
    sentences: Iterable[list[str]],
    known: Mapping[str, int],
    rng: np.random.Generator,
    most: int = 100,
    sets: Sequence[tuple[str, ...]] = HOMOPHONES,
) -> list[Case]:
    """Collects the places where homophones stand.

    A spelling outside the vocabulary would become the unknown word, which is likely everywhere: only
    spellings that are known are in court, and sets of which at least two are.

    Args:
        sentences: Lists of words.
        known: Mapping from the words of the vocabulary.
        rng: Draws which cases are kept of a spelling that has too many.
        most: Int, cases of a spelling at most.
        sets: Spellings that sound alike.

    Returns:
        The cases, set by set.
    """
    choices = {}
    for spellings in sets:
        kept = tuple(word for word in spellings if word in known)
        if len(kept) > 1:
            choices.update(dict.fromkeys(kept, kept))
    found: dict[str, list[Case]] = {word: [] for word in choices}
    for sentence in sentences:
        for place, word in enumerate(sentence):
            if word in choices:
                found[word].append(Case(sentence, place, choices[word]))
    kept_cases = []
    for cases in found.values():
        chosen = np.sort(rng.permutation(len(cases))[:most])
        kept_cases += [cases[number] for number in chosen]
    return kept_cases


def judge_cases(cases: Sequence[Case], score: Score) -> np.ndarray:
    """Lets a model choose a spelling for each case, by the whole sentence.

    Args:
        cases: The places.
        score: Function from sentences to their log-probabilities.

    Returns:
        Bool array `(cases,)`: whether the printed spelling is the likeliest.
    """
    versions = [version for case in cases for version in case.versions()]
    scores = iter(np.asarray(score(versions)).tolist())
    right = []
    for case in cases:
        own = [next(scores) for _ in case.spellings]
        right.append(case.spellings[int(np.argmax(own))] == case.printed)
    return np.array(right)


def commoner_spelling(cases: Sequence[Case], known: Mapping[str, int]) -> np.ndarray:
    """Returns who is right that always takes the commonest spelling: the least number in `known`."""
    return np.array([min(case.spellings, key=known.__getitem__) == case.printed for case in cases])


def share_interval(
    right: np.ndarray,
    groups: Sequence[int] | np.ndarray,
    rng: np.random.Generator,
    draws: int = 2000,
) -> Interval:
    """Puts a 95 % interval around a share, by drawing groups (sentences) with replacement.

    Args:
        right: Bool array `(cases,)`.
        groups: `(cases,)`, the number of the sentence of each.
        rng: Source of randomness.
        draws: Int, how often the sentences are drawn.
    """
    _, owner = np.unique(np.asarray(groups), return_inverse=True)
    hits, sizes = np.bincount(owner, weights=right), np.bincount(owner)
    drawn = rng.integers(0, len(sizes), (draws, len(sizes)))
    shares = hits[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return Interval(float(np.mean(right)), float(low), float(high))


def reach(
    contexts: np.ndarray,
    distances: Sequence[int],
    predict: Callable[[np.ndarray], np.ndarray],
    rng: np.random.Generator,
) -> list[float]:
    """Measures how far the prediction moves if the word at a distance is exchanged.

    Args:
        contexts: Int array `(m, T)` of ids, the start in front; what is predicted comes behind.
        distances: Ints from 1, the last word, to `T - 1`.
        predict: Function from contexts to distributions `(m, V)`.
        rng: Draws the other words from all words of the contexts.

    Returns:
        For each distance the mean total variation, 0 (nothing moves) to 1.
    """
    before, moved = predict(contexts), []
    pool = contexts[:, 1:].ravel()
    for distance in distances:
        changed = contexts.copy()
        column = changed[:, -distance]
        other = rng.choice(pool, len(column))
        while (same := other == column).any():
            other[same] = rng.choice(pool, int(same.sum()))
        changed[:, -distance] = other
        moved.append(float(np.abs(predict(changed) - before).sum(axis=1).mean() / 2))
    return moved


def spelled(sentence: Iterable[str]) -> str:
    """Writes a sentence letter by letter: a space between words, one sign for a code span."""
    return " ".join(ONE_CODE if word == CODE else word for word in sentence)


class CharacterNGram:
    """A smoothed n-gram over letters, for whole sentences or for the spelling of single words.

    Args:
        kind: `WittenBell` or `KneserNey`.
        order: Int, 1 or more.
        texts: Strings to count in.
    """

    def __init__(self, kind: type[SmoothedNGram], order: int, texts: Sequence[str]):
        letters = sorted({letter for text in texts for letter in text})
        self.ids = {letter: number for number, letter in enumerate(letters, start=UNKNOWN + 1)}
        self.order = order
        self.model = kind(order, len(letters) + UNKNOWN + 1).fit(self._windows(texts)[0])

    def log_probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Returns the natural log-probability of each text with its end, `(texts,)`."""
        asked, owners = self._windows(texts)
        values = self.model.log_probabilities(asked)
        return np.bincount(owners, weights=values, minlength=len(texts))

    def _windows(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Returns a window for each letter and end, and the number of the text it is from."""
        starts = [START] * (self.order - 1)
        rows = [[*starts, *(self.ids.get(c, UNKNOWN) for c in text), END] for text in texts]
        flat = np.concatenate([np.array(row, dtype=np.int16) for row in rows])
        owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        seen = sliding_window_view(flat, self.order)
        is_symbol = seen[:, -1] != START  # No window reaches over an end: starts are between.
        return seen[is_symbol].astype(np.int64), owners[self.order - 1 :][is_symbol]


def bits_per_character(nats: float, characters: int) -> float:
    """Turns a total log-probability into bits a character.

    Args:
        nats: Natural log-probability of all the text, at most 0.
        characters: Int, letters, spaces and ends.
    """
    return -nats / math.log(2) / characters


def spelling_cost(
    sentences: Iterable[list[str]], known: Mapping[str, int], speller: CharacterNGram
) -> np.ndarray:
    """Returns for each sentence the log-probability of spelling the words that are not known."""
    unknown = [[word for word in sentence if word not in known] for sentence in sentences]
    flat = [spelled([word]) for words in unknown for word in words]
    owners = np.repeat(np.arange(len(unknown)), [len(words) for words in unknown])
    values = speller.log_probabilities(flat) if flat else np.zeros(0)
    return np.bincount(owners, weights=values, minlength=len(unknown))


def pad(rows: Sequence[Sequence[int]]) -> np.ndarray:
    """Returns rows of ids as an array, padded behind."""
    found = np.full((len(rows), max(map(len, rows))), PADDING)
    for row, ids in zip(found, rows, strict=True):
        row[: len(ids)] = ids
    return found


def court_table(
    cases: Sequence[Case], verdicts: Mapping[str, np.ndarray], rng: np.random.Generator
) -> dict[str, dict[str, Interval]]:
    """Sums up a court: for each model and set of spellings the share that is as printed.

    Args:
        cases: The places; cases of one sentence stand or fall together.
        verdicts: Model to bool array `(cases,)`.
        rng: Source of randomness for the intervals.

    Returns:
        Model to a dictionary from "all", and from each set of 30 cases or more, to an interval.
    """
    sentences = {id(case.sentence): number for number, case in enumerate(cases)}
    groups = np.array([sentences[id(case.sentence)] for case in cases])
    names = np.array([" / ".join(case.spellings) for case in cases])
    kinds = {"all": np.ones(len(cases), dtype=bool)}
    kinds.update({str(n): names == n for n in dict.fromkeys(names) if np.sum(names == n) >= 30})
    return {
        model: {
            f"{kind} ({chosen.sum()})": share_interval(right[chosen], groups[chosen], rng)
            for kind, chosen in kinds.items()
        }
        for model, right in verdicts.items()
    }


def table(
    intervals: Mapping[str, Interval],
    bits: Mapping[str, float],
    sizes: Mapping[str, tuple[float, float]],
) -> Columns:
    """Writes the table of a test: perplexity, bits a character, MB and seconds, a line a model.

    Args:
        intervals: Model to its perplexity with the ends of the interval.
        bits: Model to bits a character; models without a perplexity are listed, too.
        sizes: Model to MB and seconds, where they are known.
    """
    head = f"{'':20}{'perplexity':>24}{'bits a character':>18}{'MB':>8}{'seconds':>9}"
    lines = [head]
    for label, bit in bits.items():
        found = intervals.get(label)
        text = f"{found.estimate:,.1f} [{found.low:,.1f}, {found.high:,.1f}]" if found else "-"
        size = "".join(f"{value:{width}.1f}" for value, width in zip(sizes[label], (8, 9), strict=True)) \
            if label in sizes else f"{'-':>8}{'-':>9}"  # fmt: skip
        lines.append(f"{label:20}{text:>24}{bit:18.2f}{size}")
    return Columns("\n".join(lines))
