"""The corpus that learners train word vectors on, written live, and the questions asked of them.

Eight classes of the lexicon in `data/word_vectors`: countries, words that have a gender, adjectives and
given names. Writing them takes a second or two, no file is read but the lexicon, and a seed gives the
same sentences on every machine.
"""

from __future__ import annotations

import collections
import functools
import importlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from utils.embeddings import VECTORS_FOLDER, load_word_groups

CLASSES = (
    "adjectives countries family_pairs pronouns objects reflexives female_names male_names".split()
)
KINDS = ("capital", "nationality", "gender", "comparative", "superlative")  # What can be asked.
SEED = 20
QUESTIONS_AT_ONCE = 64  # Of which all cosines are in memory together.


@dataclass(frozen=True)
class Corpus:
    """A text as numbers.

    Attributes:
        words: List of the V different words, the most frequent first.
        counts: Int array `(V,)`, how often each stands in the text.
        sentences: List of lists of ids, 0 to V - 1.
        index: Dictionary from word to id.
    """

    words: list[str]
    counts: np.ndarray
    sentences: list[list[int]]
    index: dict[str, int]


def write_sentences(shuffled: bool = False, seed: int = SEED) -> list[str]:
    """Writes the sentences of the eight classes.

    Args:
        shuffled: True for the world in which facts are wrongly joined: same words, same patterns,
            but each capital has some other country's river and dish. The control.
        seed: Int.

    Returns:
        List of strings, lower-case words separated by single spaces.
    """
    classes = _module("lexicon").load_lexicon()
    grammar = _module("grammar")
    if shuffled:
        classes = grammar.shuffle_facts(classes, seed)
    return grammar.write_corpus([c for c in classes if c.name in CLASSES], seed)


def read_sentences(sentences: Sequence[str]) -> Corpus:
    """Numbers the words of sentences, the most frequent first, equally frequent ones by the alphabet.

    Example:
        >>> corpus = read_sentences(["an orange", "an apple"])
        >>> corpus.words, corpus.counts.tolist(), corpus.sentences
        (['an', 'apple', 'orange'], [2, 1, 1], [[0, 2], [0, 1]])
    """
    split = [sentence.split() for sentence in sentences]
    counts = collections.Counter(word for words in split for word in words)
    words = sorted(counts, key=lambda word: (-counts[word], word))
    index = {word: number for number, word in enumerate(words)}
    ids = [[index[word] for word in words] for words in split]
    return Corpus(words, np.array([counts[word] for word in words]), ids, index)


def thinned(corpus: Corpus, threshold: float, rng: np.random.Generator) -> list[list[int]]:
    """Drops frequent words from the text at random, each occurrence by itself.

    A word that makes up the share f of the text is kept with a chance of sqrt(threshold / f), at
    most 1: "the" seldom, a rare word always.

    Args:
        corpus: A `Corpus`.
        threshold: Float, the share up to which every occurrence is kept.
        rng: Generator.

    Returns:
        List of lists of ids; what is left of each sentence, perhaps nothing.

    Source:
        Mikolov, Sutskever, Chen, Corrado and Dean, 2013, section 2.3,
        https://arxiv.org/abs/1310.4546.
    """
    share = corpus.counts / corpus.counts.sum()
    flat = np.array([word for sentence in corpus.sentences for word in sentence])
    # A random number's square is below x with a chance of sqrt(x), and always where x is above 1.
    kept = iter((rng.random(len(flat)) ** 2 * share[flat] < threshold).tolist())
    return [[word for word in sentence if next(kept)] for sentence in corpus.sentences]


def questions(corpus: Corpus) -> tuple[list[dict], list[dict]]:
    """Collects the analogies that can be asked of the corpus's words.

    Args:
        corpus: A `Corpus`.

    Returns:
        Two lists of dictionaries with `kind`, `question` (three words) and `answer`: those to choose
        by, whose two forms may stand in one sentence; and the held-out ones, whose forms never do.
    """
    asked = [
        each
        for each in load_word_groups()["analogies"]
        if each["kind"] in KINDS and corpus.index.keys() >= {*each["question"], each["answer"]}
    ]
    return [q for q in asked if not q["held_out"]], [q for q in asked if q["held_out"]]


def solved(vectors: np.ndarray, corpus: Corpus, asked: Sequence[dict]) -> np.ndarray:
    """Tells which analogies are solved by vectors, one a word.

    The answer has to be nearest, by the cosine, to b - a + c of unit vectors, among all words but
    the three of the question.

    Args:
        vectors: Float array `(V, d)`.
        corpus: A `Corpus` of V words.
        asked: List of `n` questions.

    Returns:
        Bool array `(n,)`.
    """
    measure = _module("measure")
    parts = [
        measure.solved(vectors, corpus.index, asked[start : start + QUESTIONS_AT_ONCE])
        for start in range(0, len(asked), QUESTIONS_AT_ONCE)
    ]
    return np.concatenate(parts)


def nearest(word: str, vectors: np.ndarray, corpus: Corpus, count: int = 5) -> list[str]:
    """Lists the words whose vectors have the largest cosine with a word's.

    Args:
        word: String, one of the corpus.
        vectors: Float array `(V, d)`.
        corpus: A `Corpus` of V words.
        count: Int.

    Returns:
        List of words, the nearest first, without the word itself.
    """
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    order = np.argsort(-unit @ unit[corpus.index[word]], kind="stable")
    return [corpus.words[row] for row in order if row != corpus.index[word]][:count]


@functools.cache
def _module(name: str) -> ModuleType:
    """Imports a module of `data/word_vectors`, whose programs import each other by name."""
    with _on_path(str(VECTORS_FOLDER)):
        return importlib.import_module(name)


class _on_path:  # noqa: N801 - used like a function
    """Puts a folder first on the path for a while."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        sys.path.insert(0, self.folder)

    def __exit__(self, *_: object) -> None:
        sys.path.remove(self.folder)


def batches(
    arrays: Sequence[np.ndarray], size: int, rng: np.random.Generator
) -> Iterator[list[np.ndarray]]:
    """Yields batches without end: all rows in random order, then all again in another.

    Args:
        arrays: Arrays of equally many rows; rows of the same place stay together.
        size: Int, rows of a batch; what is left over at the end of a round is left out.
        rng: Generator.

    Yields:
        A list of arrays of `size` rows, or of all rows where there are fewer.
    """
    count = len(arrays[0])
    while True:
        order = rng.permutation(count)
        for start in range(0, max(1, count - size + 1), size):
            rows = order[start : start + size]
            yield [array[rows] for array in arrays]
