"""Word vectors: one mapping from words to rows of one matrix, and where the rows come from.

`load_course_vectors()` reads the vectors that the course made itself (`data/word_vectors`), without
internet. `load_glove(dimension)` fetches GloVe, trained on six billion words, once. Both return a
`WordVectors`, so that a notebook runs with either:

    vectors = load_vectors("course")  # or "glove"
    vectors["queen"]                  # float32 array (dimension,)
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from utils.glove import DIMENSIONS, fetch_glove, parse_glove

VECTORS_FOLDER = Path(__file__).resolve().parent.parent / "data" / "word_vectors"
SUGGESTIONS = 3  # Near spellings that an error names.


class WordVectors(Mapping):
    """A read-only mapping from words to vectors, over one matrix.

    Attributes:
        words: Tuple of strings, in the order of the matrix's rows, the most frequent first.
        matrix: Float32 array `(len(words), dimension)`, not writable.
        index: Dictionary from word to row.
        name: String that says where the vectors are from, for captions.

    Example:
        >>> vectors = WordVectors(["cat", "dog"], [[1, 2, 3], [4, 5, 6]])
        >>> vectors["dog"].tolist()
        [4.0, 5.0, 6.0]
        >>> "cow" in vectors, len(vectors), vectors.dimension
        (False, 2, 3)
    """

    def __init__(self, words: Iterable[str], matrix, name: str = "") -> None:
        """Takes words and their vectors.

        Args:
            words: `V` different strings.
            matrix: Array `(V, dimension)`; a float32 array is taken over without a copy.
            name: Where the vectors are from.

        Raises:
            ValueError: If the shapes disagree or a word stands twice.
        """
        self.words = tuple(words)
        matrix = np.asarray(matrix, dtype=np.float32)
        if matrix.ndim != 2 or len(matrix) != len(self.words):
            raise ValueError(
                f"{len(self.words)} words need a matrix with as many rows, "
                f"but its shape is {matrix.shape}."
            )
        self.index = {word: row for row, word in enumerate(self.words)}
        if len(self.index) != len(self.words):
            repeated = next(w for row, w in enumerate(self.words) if self.index[w] != row)
            raise ValueError(f"The word {repeated!r} stands twice.")
        self.matrix = matrix.view()
        self.matrix.flags.writeable = False
        self.name = name

    @property
    def dimension(self) -> int:
        """Returns the length of each vector."""
        return self.matrix.shape[1]

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.index

    def __getitem__(self, word: str) -> np.ndarray:
        return self.matrix[self._row(word)]

    def __repr__(self) -> str:
        source = f" of {self.name}" if self.name else ""
        return f"<WordVectors{source}: {len(self):,} words, {self.dimension} dimensions>"

    def _row(self, word: str) -> int:
        """Returns a word's row, or raises a KeyError that names near spellings."""
        try:
            return self.index[word]
        except KeyError:
            raise UnknownWordError(word, self._near_spellings(word)) from None

    def _near_spellings(self, word: object) -> list[str]:
        """Finds known words that are spelled much alike; the same word in lower case first."""
        if not isinstance(word, str):
            return []
        lower = word.lower()
        if lower in self.index:
            return [lower]
        # Words of about the same length only: a search of all 400,000 would take a second.
        alike = [w for w in self.words if w[:1] == lower[:1] and abs(len(w) - len(lower)) <= 1]
        return difflib.get_close_matches(lower, alike, n=SUGGESTIONS, cutoff=0.75)

    def rows(self, words: Iterable[str]) -> np.ndarray:
        """Collects the vectors of several words.

        Args:
            words: `n` strings.

        Returns:
            Float32 array `(n, dimension)`, a copy.

        Raises:
            KeyError: If a word has no vector; the message names it.
        """
        return self.matrix[[self._row(word) for word in words]]

    def known(self, words: Iterable[str]) -> list[str]:
        """Returns those of the words that have a vector, in their order."""
        return [word for word in words if word in self.index]

    def head(self, count: int, also: Iterable[str] = ()) -> WordVectors:
        """Keeps only the most frequent words: what a loop in Python can search.

        Args:
            count: Int, how many rows of the top to keep.
            also: Words to keep although they stand further down; unknown ones are left out.

        Returns:
            A new `WordVectors`.

        Example:
            >>> vectors = WordVectors("abcd", np.eye(4))
            >>> vectors.head(2, also=["d", "z"]).words
            ('a', 'b', 'd')
        """
        chosen = set(range(min(count, len(self))))
        chosen.update(self.index[word] for word in self.known(also))
        rows = sorted(chosen)
        return WordVectors([self.words[row] for row in rows], self.matrix[rows], self.name)

    def replaced(self, vectors: Mapping[str, np.ndarray]) -> WordVectors:
        """Writes other vectors for some words, into a copy.

        Args:
            vectors: Mapping from known words to arrays `(dimension,)`.

        Returns:
            A new `WordVectors`; this one stays as it is.

        Raises:
            KeyError: If a word has no vector here; the message names it.
            ValueError: If a vector has another length.

        Example:
            >>> vectors = WordVectors(["cat", "dog"], [[1, 2], [3, 4]])
            >>> vectors.replaced({"cat": [0, 0]})["cat"].tolist(), vectors["cat"].tolist()
            ([0.0, 0.0], [1.0, 2.0])
        """
        matrix = self.matrix.copy()
        for word, vector in vectors.items():
            vector = np.asarray(vector, dtype=np.float32)
            if vector.shape != (self.dimension,):
                raise ValueError(
                    f"The new vector of {word!r} has the shape {vector.shape}; "
                    f"({self.dimension},) is wanted."
                )
            matrix[self._row(word)] = vector
        return WordVectors(self.words, matrix, self.name)


class UnknownWordError(KeyError):
    """There is no vector for a word; the message names near spellings."""

    def __init__(self, word: str, suggestions: Iterable[str] = ()) -> None:
        super().__init__(word)
        self.word = word
        self.suggestions = list(suggestions)

    def __str__(self) -> str:
        message = f"There is no vector for the word {self.word!r}."
        if self.suggestions:
            message += f" Near it: {', '.join(self.suggestions)}."
        return message


def load_course_vectors(shuffled: bool = False, folder: str | Path | None = None) -> WordVectors:
    """Loads the vectors that the course made from its own corpus.

    Args:
        shuffled: True for the vectors of the shuffled-facts corpus: same words, same sentences
            but for the facts, which are wrongly joined. What they score is the baseline.
        folder: Folder of the files; `data/word_vectors` of this repository if None.

    Returns:
        A `WordVectors`. Its vectors are not of unit length.

    Raises:
        FileNotFoundError: If a file is missing; the message says where it was looked for.

    Example:
        >>> vectors = load_course_vectors()
        >>> "reykjavik" in vectors and len(vectors) > 3000
        True
    """
    folder = VECTORS_FOLDER if folder is None else Path(folder)
    words_path = folder / "words.txt"
    matrix_path = folder / ("vectors_shuffled.npy" if shuffled else "vectors.npy")
    for path in (words_path, matrix_path):
        _must_exist(path)
    words = words_path.read_text(encoding="utf-8").splitlines()
    matrix = np.load(matrix_path, allow_pickle=False)  # Stored as float16.
    name = "the course's own vectors" + (", facts shuffled" if shuffled else "")
    return WordVectors(words, matrix, name)


def load_word_groups(folder: str | Path | None = None) -> dict:
    """Loads lists of words that belong together: pairs, professions, analogies and more.

    Args:
        folder: Folder of the file; `data/word_vectors` of this repository if None.

    Returns:
        Dictionary; `data/word_vectors/README.md` says what is under each key. All words have a
        vector in the course's own vectors.

    Example:
        >>> load_word_groups()["gender_pairs"][0]
        ['woman', 'man']
    """
    path = (VECTORS_FOLDER if folder is None else Path(folder)) / "groups.json"
    _must_exist(path)
    return json.loads(path.read_text(encoding="utf-8"))


def _must_exist(path: Path) -> None:
    """Raises an error that helps if a file is not there."""
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {path}. It belongs to the repository's data folder, beside utils: "
            "work in a whole copy of the repository, or make it anew with "
            "'python data/word_vectors/make_vectors.py'."
        )


def load_glove(
    dimension: int = 50, limit: int | None = None, cache: str | Path | None = None
) -> WordVectors:
    """Loads GloVe 6B; the first call fetches it from the internet.

    Args:
        dimension: 50, 100, 200 or 300.
        limit: Int, how many words to read, the most frequent first; all 400,000 if None.
        cache: Folder for the file; `utils.glove.cache_folder()` if None.

    Returns:
        A `WordVectors`.

    Raises:
        ValueError: If there is no such dimension, or the file is not what it was at first.
        ConnectionError: If the file is not there and cannot be fetched; the message says what to do.
    """
    if dimension not in DIMENSIONS:
        raise ValueError(f"GloVe has {DIMENSIONS} dimensions, not {dimension}.")
    path = fetch_glove(dimension, cache)
    words, matrix = parse_glove(path, dimension, limit)
    return WordVectors(words, matrix, f"GloVe 6B, {dimension} dimensions")


def load_vectors(source: str = "course", limit: int | None = None) -> WordVectors:
    """Loads word vectors by the name of their source.

    Args:
        source: `"course"` (offline) or `"glove"` (fetched at the first call).
        limit: Int, how many words to keep, the most frequent first; all if None.

    Returns:
        A `WordVectors`.

    Raises:
        ValueError: If there is no such source.
    """
    if source == "course":
        vectors = load_course_vectors()
        return vectors if limit is None else vectors.head(limit)
    if source == "glove":
        return load_glove(limit=limit)
    raise ValueError(f"The sources are 'course' and 'glove', not {source!r}.")
