"""Fetches five novels, where there is internet, in place of the documentation of libraries.

They are in the public domain, from Project Gutenberg, and cut into sentences as the documentation is.
What the right hash of a file is, this repository does not say: its authors had no internet. The first
download's SHA-256 is recorded beside the file, and every later use is held to it.
"""

from __future__ import annotations

import hashlib
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from utils.documentation import Documentation, Library, Sentence, prose_words

ADDRESS = "https://www.gutenberg.org/cache/epub/{0}/pg{0}.txt"
CACHE_VARIABLE = "NOVELS_CACHE"  # An environment variable that names another folder.
WAIT_SECONDS = 30
# Title to Project Gutenberg's number, all by Jane Austen.
TRAINING = {"Pride and Prejudice": 1342, "Emma": 158, "Sense and Sensibility": 161}
VALIDATION = {"Persuasion": 105}
TEST = {"Northanger Abbey": 121}

_BEGIN = re.compile(r"\*\*\* ?START OF.*?\*\*\*", re.DOTALL)
_END = re.compile(r"\*\*\* ?END OF")


def cache_folder() -> Path:
    """Returns the folder where downloads are kept; `NOVELS_CACHE` names another."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named) if named else Path.home() / ".cache" / "sequence-models" / "novels"


def load_novels(
    report: Callable[[str], None] | None = print,
    cache: str | Path | None = None,
    address: str = ADDRESS,
    training: Mapping[str, int] | None = None,
    validation: Mapping[str, int] | None = None,
    test: Mapping[str, int] | None = None,
) -> Documentation:
    """Reads novels, downloaded where they are not there yet, in three parts.

    Args:
        report: Function that is called with a line a novel; None for silence.
        cache: Folder of the files; `cache_folder()` if None.
        address: Where a novel is, with `{0}` for its number.
        training: Title to number; `TRAINING` if None.
        validation: The same; `VALIDATION` if None.
        test: The same; `TEST` if None.

    Returns:
        The three parts, as of `documentation.load_documentation`.

    Raises:
        ConnectionError: If a download fails; the message says what to do without internet.
        ValueError: If a file's hash is not the recorded one.
    """
    folder = cache_folder() if cache is None else Path(cache)
    tell = report or (lambda line: None)
    seen: set[tuple[str, ...]] = set()
    parts = []
    chosen = ((validation, VALIDATION), (test, TEST), (training, TRAINING))
    for given, usual in chosen:
        libraries = []
        for title, number in (usual if given is None else given).items():
            text = fetch_novel(number, folder, address).read_text(encoding="utf-8-sig")
            libraries.append(Library(title, None, novel_sentences(text, title, seen)))
            tell(f"{title}: {len(libraries[-1].sentences):,} sentences")
        parts.append(libraries)
    return Documentation(parts[2], parts[0], parts[1], [])


def fetch_novel(number: int, folder: Path, address: str = ADDRESS) -> Path:
    """Returns the path of a novel, downloaded if it is not there, and checked."""
    path = folder / f"pg{number}.txt"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        where = address.format(number)
        partial = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            with urllib.request.urlopen(where, timeout=WAIT_SECONDS) as source:
                partial.write_bytes(source.read())
            partial.replace(path)
        except (OSError, urllib.error.URLError) as error:
            raise ConnectionError(
                f"The novel could not be fetched from {where} ({error}). Without internet, leave "
                'SOURCE = "documentation", which needs none.'
            ) from error
        finally:
            partial.unlink(missing_ok=True)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    record = path.with_name(path.name + ".sha256")
    if not record.is_file():
        record.write_text(f"{digest}  {path.name}\n", encoding="utf-8")
    recorded = record.read_text(encoding="utf-8").partition(" ")[0]
    if digest != recorded:
        raise ValueError(
            f"{path} is not the file that was used at first: its SHA-256 is {digest}, recorded is "
            f"{recorded}. Delete both files to fetch it again."
        )
    return path


def novel_sentences(text: str, title: str, seen: set[tuple[str, ...]]) -> list[Sentence]:
    """Cuts a novel into sentences of nothing but words; what stands in `seen` is left out."""
    begin, end = _BEGIN.search(text), _END.search(text)
    inner = text[begin.end() if begin else 0 : end.start() if end else len(text)]
    inner = inner.replace("\u2014", ", ").replace("--", ", ").replace("_", "")
    found = []
    for number, paragraph in enumerate(re.split(r"\n\s*\n", inner), start=1):
        for printed, words in prose_words(paragraph):
            if words not in seen:
                seen.add(words)
                found.append(Sentence(words, printed, f"{title}, paragraph {number}"))
    return found
