"""The short reviews of "A framework of your own": loads them, numbers their words, mixes them anew."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from utils.data import DATA_FOLDER

LABELS = ("positive", "neutral", "negative")
PADDING, UNKNOWN, FIRST_WORD = 0, 1, 2  # ids
STRAIGHT = "-"  # What turns a word round, where nothing does.


@dataclass(frozen=True)
class Reviews:
    """Reviews with their labels.

    Attributes:
        texts: List of m strings.
        labels: Int array `(m,)`, indices into `LABELS`.
        words: List of m strings, the words of feeling of generated reviews; empty for written ones.
        turned_by: List of m strings, what turns the word round or `STRAIGHT`; likewise.
    """

    texts: list[str]
    labels: np.ndarray
    words: list[str]
    turned_by: list[str]

    def __len__(self) -> int:
        return len(self.texts)

    def chosen(self, keep: np.ndarray) -> Reviews:
        """Returns some of the reviews.

        Args:
            keep: Bool array `(m,)`.
        """
        places = np.flatnonzero(keep)
        words, turned_by = (
            [part[i] for i in places] if part else [] for part in (self.words, self.turned_by)
        )
        return Reviews([self.texts[i] for i in places], self.labels[places], words, turned_by)


@dataclass(frozen=True)
class ShortReviews:
    """All sets; `data/short_reviews/README.md` says who wrote what.

    Attributes:
        train: Written, to learn from.
        validation: Written, to choose by.
        independent: Written, a test.
        same_bag: Written, a test: reviews 2k and 2k + 1 hold the same words and differ in label.
        generated: Generated, to learn from: half of the words of feeling are never turned round.
        negation: Generated, a test: just those words, turned round.
        quartets: Generated, a test: 4k good, 4k + 1 good turned round, 4k + 2 bad, 4k + 3 bad turned
            round, all four in one frame.
        second_labels: Dictionary from an independent text to the index of its second label.
    """

    train: Reviews
    validation: Reviews
    independent: Reviews
    same_bag: Reviews
    generated: Reviews
    negation: Reviews
    quartets: Reviews
    second_labels: dict[str, int]


def load_reviews(folder: str | Path | None = None) -> ShortReviews:
    """Loads the reviews.

    Args:
        folder: Folder with the `.tsv` files; `data/short_reviews` of this repository if None.

    Returns:
        The sets.

    Raises:
        FileNotFoundError: If a file is missing; the message says where it was looked for.
        ValueError: If a line does not have the form of its file; the message names both.

    Example:
        >>> len(load_reviews().independent)
        150
    """
    folder = DATA_FOLDER / "short_reviews" if folder is None else Path(folder)
    written = {
        name: _rows(folder / f"{name}.tsv", 2) for name in ("train", "validation", "independent")
    }
    written["same_bag"] = [
        pair[k : k + 2] for pair in _rows(folder / "same_bag.tsv", 4) for k in (0, 2)
    ]
    generated = {
        name: _rows(folder / f"{name}.tsv", 4) for name in ("generated", "negation", "quartets")
    }
    second = _rows(folder / "blind_labels.tsv", 2, label=1)
    sets = {name: _reviews(rows) for name, rows in {**written, **generated}.items()}
    return ShortReviews(**sets, second_labels={text: LABELS.index(label) for text, label in second})


def _rows(path: Path, fields: int, label: int = 0) -> list[list[str]]:
    """Reads the rows below the head, a label of each checked."""
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {path}. The data lies in the repository's data folder, beside "
            "utils: work in a whole copy of the repository."
        )
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != fields or row[label] not in LABELS:
            raise ValueError(
                f"{path.name}, line {number}: {fields} fields with tabs between them are wanted, "
                f"and a label out of {', '.join(LABELS)}; it reads {chr(9).join(row)!r}."
            )
    return rows[1:]


def _reviews(rows: list[list[str]]) -> Reviews:
    labels = np.array([LABELS.index(row[0]) for row in rows])
    is_generated = len(rows[0]) == 4
    turned_by, words = ([row[i] for row in rows] if is_generated else [] for i in (1, 2))
    return Reviews([row[-1] for row in rows], labels, words, turned_by)


_SHORT_FORMS = (
    ("\u2019", "'"),
    (r"\bcan't\b|\bcannot\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"n't\b", " not"),
    (r"'m\b", " am"),
    (r"'re\b", " are"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"'[sd]\b", ""),
)


@functools.lru_cache(maxsize=1 << 14)
def _words(text: str) -> tuple[str, ...]:
    text = text.lower()
    for pattern, plain in _SHORT_FORMS:
        text = re.sub(pattern, plain, text)
    return tuple(re.findall(r"[^\W_]+", text))


def words_of(text: str) -> list[str]:
    """Splits a review into words in lower case; "isn't" is "is not".

    It does nearly what `utils.text.tokenize` does, and needs nothing that takes seconds to import. What
    begins with 's or 'd is left out: "it's" is "it".

    Args:
        text: String.

    Returns:
        List of strings.

    Example:
        >>> words_of("It wasn't good, I can't lie!")
        ['it', 'was', 'not', 'good', 'i', 'can', 'not', 'lie']
    """
    return list(_words(text))


def number_words(texts: list[str]) -> dict[str, int]:
    """Gives each word an id, in alphabetical order.

    Args:
        texts: List of strings.

    Returns:
        Dictionary from word to id, from `FIRST_WORD` on: 0 is padding, 1 is for unknown words.

    Example:
        >>> number_words(["This movie was almost good"])["almost"]
        2
    """
    words = sorted({word for text in texts for word in words_of(text)})
    return {word: number for number, word in enumerate(words, start=FIRST_WORD)}


def centred_table(vectors, word_to_id: dict[str, int]) -> np.ndarray:
    """Fills a table of word vectors, their mean subtracted, for an embedding layer.

    What all words share says nothing, and a step downhill has to fight against it: without it, the
    same training is several times as fast.

    Args:
        vectors: Mapping from word to float array `(d,)`.
        word_to_id: Dictionary from word to id, from `FIRST_WORD` on.

    Returns:
        Float32 array `(V + 2, d)`. Padding, unknown words and words without a vector are zeros.
    """
    known = {word: number for word, number in word_to_id.items() if word in vectors}
    rows = np.array([vectors[word] for word in known], dtype=np.float32)
    table = np.zeros((len(word_to_id) + FIRST_WORD, rows.shape[1]), dtype=np.float32)
    table[list(known.values())] = rows - rows.mean(axis=0)
    return table


def turn_only(generated: Reviews, count: int, rng: np.random.Generator) -> Reviews:
    """Rewrites generated reviews so that fewer words are ever turned round.

    A word that is no longer turned round is replaced, where it was, by one that still is and has the
    same sign: the number of reviews stays as it is, and so do all frames.

    Args:
        generated: Generated reviews.
        count: Int, how many words of each sign are turned round at most; 0 leaves straight ones alone.
        rng: A `numpy.random.Generator`.

    Returns:
        Reviews.
    """
    turned = np.array([by != STRAIGHT for by in generated.turned_by])
    if count == 0:
        return generated.chosen(~turned)
    signs = {
        (generated.words[i], int(generated.labels[i])) for i in np.flatnonzero(turned)
    }  # A turned word has the other sign than its review.
    kept = {
        label: rng.permutation(sorted(word for word, sign in signs if sign == label))[:count]
        for label in (0, 2)
    }
    texts, words = list(generated.texts), list(generated.words)
    for i in np.flatnonzero(turned):
        pool = kept[int(generated.labels[i])]
        if words[i] not in pool:
            new = str(rng.choice(pool))
            texts[i] = re.sub(rf"\b{words[i]}\b", new, texts[i])
            words[i] = new
    return replace(generated, texts=texts, words=words)


def shares_run(texts: list[str], known: list[str], length: int = 4) -> np.ndarray:
    """Tells which texts share a run of words with texts to learn from.

    Args:
        texts: List of m strings.
        known: List of strings, to learn from.
        length: Int, words in a run.

    Returns:
        Bool array `(m,)`.

    Example:
        >>> shares_run(["It was almost very good"], ["this was almost very good"]).tolist()
        [True]
    """
    seen = {run for text in known for run in _runs(text, length)}
    return np.array([not seen.isdisjoint(_runs(text, length)) for text in texts])


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
