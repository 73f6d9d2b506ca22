"""Fetches GloVe 6B once, checks it ever after, and reads its text format fast and small.

GloVe: Pennington, Socher and Manning, 2014, https://doi.org/10.3115/v1/D14-1162; public domain
(PDDL). The files are the copies of the gensim-data project, one for each dimension (66 MB for 50)
instead of Stanford's archive with all four (862 MB).

What the right hash is, this repository does not say: its authors could not look. The first
download's SHA-256 is recorded beside the file, and every later use is held to it. That notices a
file that changed or broke since, not one that was wrong from the start.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import os
import re
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np

DIMENSIONS = (50, 100, 200, 300)
ADDRESS = (
    "https://github.com/piskvorky/gensim-data/releases/download/"
    "glove-wiki-gigaword-{0}/glove-wiki-gigaword-{0}.gz"
)
CACHE_VARIABLE = "WORD_VECTORS_CACHE"  # An environment variable that names another folder.
BLOCK_BYTES = 2**20  # Downloaded or hashed at a time.
BLOCK_LINES = 2_000  # Parsed at a time: little memory beside the matrix, few calls.
WAIT_SECONDS = 30
MOST_MALFORMED = 0.01  # Share of lines; with more, the file is no file of word vectors.


def cache_folder() -> Path:
    """Returns the folder where downloads are kept; `WORD_VECTORS_CACHE` names another."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named) if named else Path.home() / ".cache" / "sequence-models" / "word-vectors"


def fetch_glove(
    dimension: int,
    cache: str | Path | None = None,
    address: str = ADDRESS,
    report: Callable[[str], None] = print,
) -> Path:
    """Returns the path of a GloVe file, downloaded if it is not there, and checked.

    A file `glove.6B.50d.txt` from Stanford's archive that someone put into the folder is used too.

    Args:
        dimension: One of `DIMENSIONS`.
        cache: Folder; `cache_folder()` if None.
        address: Where the file is, with `{0}` for the dimension.
        report: Function that is called with lines of progress.

    Returns:
        Path of a text file, perhaps compressed (`.gz`).

    Raises:
        ValueError: If the file's hash is not the recorded one.
        ConnectionError: If the download fails; the message says what to do without internet.
    """
    folder = cache_folder() if cache is None else Path(cache)
    by_hand = folder / f"glove.6B.{dimension}d.txt"
    if by_hand.is_file():
        _check_hash(by_hand, report)
        return by_hand
    path = folder / f"glove-wiki-gigaword-{dimension}.gz"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _download(address.format(dimension), path, by_hand, report)
    _check_hash(path, report)
    return path


def _download(address: str, path: Path, by_hand: Path, report: Callable[[str], None]) -> None:
    """Downloads a file under another name first, so that half a file is never taken for a whole."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    report(f"Fetching {address}")
    try:
        with urllib.request.urlopen(address, timeout=WAIT_SECONDS) as source:
            expected = int(source.headers.get("Content-Length") or 0)
            with partial.open("wb") as target:
                received = _copy(source, target, expected, report)
        if expected and received != expected:
            raise OSError(f"only {received:,} of {expected:,} bytes arrived")
        partial.replace(path)
    except (OSError, urllib.error.URLError) as error:
        raise ConnectionError(
            f"GloVe could not be fetched from {address} ({error}). Without internet, use "
            "load_course_vectors(), which needs none, or get glove.6B.zip from "
            f"https://nlp.stanford.edu/projects/glove/ and put its {by_hand.name} into "
            f"{by_hand.parent}."
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _copy(source: BinaryIO, target: BinaryIO, expected: int, report: Callable[[str], None]) -> int:
    """Copies a stream, with a line for each tenth that has arrived; returns the bytes."""
    received, told = 0, 0
    while block := source.read(BLOCK_BYTES):
        target.write(block)
        received += len(block)
        tenth = 10 * received // expected if expected else 0
        if tenth > told:
            told = tenth
            report(f"  {received / 1e6:5.0f} MB of {expected / 1e6:.0f} MB ({10 * tenth} %)")
    return received


def _check_hash(path: Path, report: Callable[[str], None]) -> None:
    """Records a file's SHA-256 at the first use, and compares it at every later one."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    record = path.with_name(path.name + ".sha256")
    if not record.is_file():
        record.write_text(f"{digest.hexdigest()}  {path.name}\n", encoding="utf-8")
        report(f"First use of {path.name}: its SHA-256 is recorded, and checked from now on.")
        return
    recorded = record.read_text(encoding="utf-8").partition(" ")[0]
    if digest.hexdigest() != recorded:
        raise ValueError(
            f"{path} is not the file that was used at first: its SHA-256 is "
            f"{digest.hexdigest()}, recorded is {recorded}. Delete it to fetch it again; delete "
            f"{record.name} as well if you changed it yourself."
        )


def parse_glove(
    path: str | Path, dimension: int, limit: int | None = None
) -> tuple[list[str], np.ndarray]:
    """Reads a file of word vectors: on each line a word and its numbers, separated by spaces.

    A first line with two integers (word2vec's text format) is taken for a head. Of a word that
    stands twice, the first line counts. A line is malformed if it has too few numbers, one that is
    not finite or none at all, no word, or a word that is not UTF-8; malformed lines are left out,
    with one warning. The lines are split at newlines only: some of GloVe's words are themselves
    characters that `str.splitlines` breaks at.

    Args:
        path: Path of the text file, or of its gzip-compressed copy if it ends in `.gz`.
        dimension: Int, numbers a line.
        limit: Int, how many lines to read at most; all if None.

    Returns:
        List of `V` words; float32 array `(V, dimension)`.

    Raises:
        ValueError: If more than one line in a hundred is malformed, or none is well formed.
    """
    path = Path(path)
    rows = _count_lines(path) if limit is None else min(limit, _count_lines(path))
    matrix = np.empty((rows, dimension), dtype=np.float32)  # Filled in place: no second copy.
    seen: dict[str, int] = {}
    lines, malformed = 0, 0
    with _open(path) as file:
        for block in _blocks(_without_head(file, dimension), rows):
            lines += len(block)
            words, vectors = _parse_block(block, dimension)
            malformed += len(block) - len(words)
            for word, vector in zip(words, vectors, strict=True):
                if word not in seen:
                    matrix[len(seen)] = vector
                    seen[word] = len(seen)
    if malformed > MOST_MALFORMED * lines or not seen:
        raise ValueError(
            f"{path} does not look like a file of word vectors with {dimension} numbers a line: "
            f"{malformed:,} of {lines:,} lines are malformed."
        )
    if malformed:
        warnings.warn(f"{malformed:,} malformed lines of {path} were left out.", stacklevel=2)
    return list(seen), matrix[: len(seen)]


def _open(path: Path) -> BinaryIO:
    """Opens a file for bytes, compressed or not."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _count_lines(path: Path) -> int:
    """Counts the lines, an unfinished last one too: no fewer than there are vectors."""
    count, last = 0, b"\n"
    with _open(path) as file:
        while block := file.read(BLOCK_BYTES):
            count += block.count(b"\n")
            last = block
    return count + (not last.endswith(b"\n"))


def _without_head(file: BinaryIO, dimension: int) -> Iterator[bytes]:
    """Yields a file's lines without word2vec's head: the number of words and the dimension."""
    first = file.readline()
    if not re.fullmatch(rb"\d+ %d\s*" % dimension, first):
        yield first
    yield from file


def _blocks(lines: Iterable[bytes], count: int) -> Iterator[list[bytes]]:
    """Yields the first `count` lines in lists of a few thousand."""
    lines = islice(lines, count)
    while block := list(islice(lines, BLOCK_LINES)):
        yield block


def _parse_block(block: list[bytes], dimension: int) -> tuple[list[str], np.ndarray]:
    """Parses lines, all at once if each has exactly as many spaces as numbers."""
    if all(line.count(b" ") == dimension for line in block):
        words, numbers = zip(*(line.split(b" ", 1) for line in block), strict=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # NumPy warns where a text is no number.
                values = np.fromstring(b" ".join(numbers), dtype=np.float32, sep=" ")
            if values.size == len(block) * dimension and np.isfinite(values).all() and all(words):
                return [word.decode() for word in words], values.reshape(-1, dimension)
        except (DeprecationWarning, ValueError):  # UnicodeDecodeError is a ValueError.
            pass
    parsed = [pair for pair in (_parse_line(line, dimension) for line in block) if pair]
    vectors = np.array([vector for _, vector in parsed], dtype=np.float32)
    return [word for word, _ in parsed], vectors.reshape(-1, dimension)


def _parse_line(line: bytes, dimension: int) -> tuple[str, list[float]] | None:
    """Parses one line: the last numbers are the vector, all before them is the word."""
    word, *numbers = line.rstrip(b" \r\n").rsplit(b" ", dimension)
    try:
        vector = [float(number) for number in numbers]
        if len(vector) == dimension and word and all(map(math.isfinite, vector)):
            return word.decode(), vector
    except ValueError:
        pass
    return None
