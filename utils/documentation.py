"""Reads English where everybody has some: in the documentation of the installed libraries.

Sources are read with `ast`; nothing is imported and nothing is run. Of each docstring the paragraphs
of prose are kept and cut into sentences; code, formulas, tables and lists of names are left out, and
no sentence comes twice. What text there is depends on the versions that are installed: `Card` says
which they were.
"""

from __future__ import annotations

import ast
import gc
import importlib.util
import inspect
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from utils.tables import Columns

CODE = "<code>"  # Stands for anything printed as code: `fit`, ``axis=0``, :func:`numpy.sum`.
FEWEST_WORDS, MOST_WORDS = 4, 60  # of a sentence that is kept
LONGEST_FILE = 400_000  # Bytes; what is longer was written by a program.
SKIPPED = {"tests", "test", "testing", "_vendor", "vendor", "vendored", "node_modules", "externals"}

# Package as it is imported, and the project that installs it.
TRAINING = {
    "numpy": "numpy",
    "scipy": "scipy",
    "matplotlib": "matplotlib",
    "keras": "keras",
    "tensorflow": "tensorflow",
    "librosa": "librosa",
    "IPython": "ipython",
    "PIL": "pillow",
    "h5py": "h5py",
    "joblib": "joblib",
    "numba": "numba",
    "sqlalchemy": "sqlalchemy",
    "jinja2": "jinja2",
    "traitlets": "traitlets",
    "rich": "rich",
    "tornado": "tornado",
    "requests": "requests",
}
VALIDATION = {"pandas": "pandas"}
TEST = {"sklearn": "scikit-learn"}

_CODE_SPANS = re.compile(r":[a-z:]+:`[^`]*`_*|``[^`]+``|`[^`]+`_*|\*\*?[A-Za-z_][\w.]*\*\*?")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`<])")
_WORD = r"(?:<code>|[a-z]+(?:['-][a-z]+)*)"
_PROSE = re.compile(rf"{_WORD}(?:[,;:]? {_WORD})*[.!?]")
_TOKEN = re.compile(rf"{_WORD}|[,;:]")
_SHORT = re.compile(r"\b(e\.g|i\.e|etc|cf|vs|al|resp|approx)\.")
_STARTS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ`:*")  # Else it is the end of something.
_ENTRY = re.compile(r"\s*\*{0,2}`?\w+`?(?: \([^)]*\))?: +(?=[A-Z`])")
_NOT_PROSE = re.compile(r">>>|^\.\. |^[-=~^*+#|]{3,}|::$|^\s*[-*+] |^:\w")


@dataclass(frozen=True)
class Sentence:
    """A sentence with the place where it stands.

    Attributes:
        words: Tuple of lower-case words and the signs `,` `;` `:`; `CODE` for what is code.
        text: As it is printed, on one line.
        place: File, below the folder of the package, and first line of the docstring.
    """

    words: tuple[str, ...]
    text: str
    place: str


@dataclass
class Library:
    """What was read of one library.

    Attributes:
        name: Of the project, such as `"scikit-learn"`.
        version: As installed; None where it is missing.
        sentences: List of `Sentence`, in the order of the files.
        seconds: How long it took.
    """

    name: str
    version: str | None
    sentences: list[Sentence] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class Documentation:
    """The documentation of the installed libraries, in three parts that share no library.

    Attributes:
        training: Libraries to learn from.
        validation: To choose by.
        test: To score at the end.
        missing: Names of libraries that are not there, or were left out for lack of time.
    """

    training: list[Library]
    validation: list[Library]
    test: list[Library]
    missing: list[str]

    def sentences(self, part: str) -> list[list[str]]:
        """Returns the sentences of `"training"`, `"validation"` or `"test"` as lists of words."""
        return [list(s.words) for library in getattr(self, part) for s in library.sentences]

    def card(self) -> Columns:
        """Tells what was read: library, version, sentences, words, a line each."""
        lines = [f"{'':12}{'library':16}{'version':12}{'sentences':>10}{'words':>10}"]
        for part in ("training", "validation", "test"):
            for number, library in enumerate(getattr(self, part)):
                words = sum(len(s.words) for s in library.sentences)
                lines.append(
                    f"{'' if number else part:12}{library.name:16}{library.version or '?':12}"
                    f"{len(library.sentences):10,}{words:10,}"
                )
        if self.missing:
            lines.append(f"Not read: {', '.join(self.missing)}.")
        return Columns("\n".join(lines))


def load_documentation(
    report: Callable[[str], None] | None = print,
    most_seconds: float = 180.0,
    training: dict[str, str] | None = None,
    validation: dict[str, str] | None = None,
    test: dict[str, str] | None = None,
) -> Documentation:
    """Reads the documentation of the installed libraries.

    Validation and test are read first: a sentence that stands there is not learned from. Where time
    is up, the training libraries that are left are left out and named.

    Args:
        report: Function that is called with a line of progress now and then; None for silence.
        most_seconds: Of the processor, after which it stops: a busy machine reads what a free one does.
        training: Package to project; `TRAINING` if None.
        validation: The same; `VALIDATION` if None.
        test: The same; `TEST` if None.

    Returns:
        The three parts.

    Raises:
        ModuleNotFoundError: If there is nothing to learn from, or a library of the other two parts is
            not installed; the message says how to install it.
    """
    tell = report or (lambda line: None)
    begun, used = time.monotonic(), time.process_time()
    seen: set[tuple[str, ...]] = set()
    missing: list[str] = []
    held_out = []
    for part in (VALIDATION if validation is None else validation, TEST if test is None else test):
        libraries = []
        for package, project in part.items():
            library = read_library(package, project, seen)
            if library.version is None:
                raise ModuleNotFoundError(
                    f"{project} is not installed, and its documentation is needed here: run "
                    f"'pip install {project}' and begin again."
                )
            libraries.append(library)
        held_out.append(libraries)
    learned = []
    for package, project in (TRAINING if training is None else training).items():
        is_late = time.process_time() - used > most_seconds
        library = Library(project, None) if is_late else read_library(package, project, seen)
        if library.version is None:
            missing.append(f"{project} (no time left)" if is_late else project)
            continue
        learned.append(library)
        count = sum(len(each.sentences) for each in learned)
        tell(f"{time.monotonic() - begun:3.0f} s: {project} read, {count:,} sentences so far")
    if not learned:
        raise ModuleNotFoundError(
            "None of the libraries to learn from is installed: run 'pip install numpy scipy "
            "matplotlib keras' and begin again."
        )
    return Documentation(learned, held_out[0], held_out[1], missing)


def read_library(package: str, project: str, seen: set[tuple[str, ...]] | None = None) -> Library:
    """Reads the docstrings of one installed library, without importing it.

    Args:
        package: Name by which it is imported, without a dot.
        project: Name by which it is installed.
        seen: Sentences to leave out; those that are found are added.

    Returns:
        The library; its version is None if it is not installed.
    """
    begun = time.monotonic()
    seen = set() if seen is None else seen
    folder = package_folder(package)
    if folder is None:
        return Library(project, None)
    try:
        version = metadata.version(project)
    except metadata.PackageNotFoundError:
        version = "unknown"
    library = Library(project, version)
    with _no_search_for_circles():
        for path in source_files(folder):
            for line, docstring in docstrings(path.read_bytes()):
                place = f"{path.relative_to(folder.parent).as_posix()}:{line}"
                for text, words in prose(docstring):
                    if words not in seen:
                        seen.add(words)
                        library.sentences.append(Sentence(words, text, place))
    library.seconds = time.monotonic() - begun
    return library


@contextmanager
def _no_search_for_circles() -> Iterator[None]:
    """Pauses the garbage collector, which takes half of the time where TensorFlow is loaded.

    It goes through all objects there are again and again because syntax trees make many; they have
    no circles, so they go without it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def package_folder(package: str) -> Path | None:
    """Returns the folder of a package that could be imported, or None; imports nothing."""
    try:
        found = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) if places and Path(places[0]).is_dir() else None


def source_files(folder: Path) -> list[Path]:
    """Returns the Python files of a package in the order of their names, tests and copies aside."""
    files = [
        path
        for path in folder.rglob("*.py")
        if not SKIPPED & set(path.relative_to(folder).parts[:-1])
        and not path.name.startswith(("test_", "gen_"))
        and not path.name.endswith(("_pb2.py", "_test.py"))
    ]
    return sorted(path for path in files if path.stat().st_size <= LONGEST_FILE)


def docstrings(source: bytes) -> Iterator[tuple[int, str]]:
    """Yields line and text of each docstring of a file; nothing of a file that is no Python.

    Args:
        source: What the file holds.
    """
    if b'"""' not in source and b"'''" not in source:
        return
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    waiting: list[ast.AST] = [tree]
    while waiting:  # Definitions only: expressions are most of a tree, and hold no docstring.
        node = waiting.pop()
        body = getattr(node, "body", [])
        first = body[0] if isinstance(body, list) and body else None
        is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        if is_text and isinstance(first.value.value, str):  # type: ignore[union-attr]
            yield first.lineno, inspect.cleandoc(first.value.value)  # type: ignore[union-attr]
        inner = [item for item in body if isinstance(item, _HOLDERS)]
        waiting += reversed(inner)


_HOLDERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.Try)


def prose(docstring: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields the sentences of a docstring that are nothing but words: as printed, and as words."""
    for paragraph in paragraphs(docstring):
        yield from prose_words(paragraph)


def prose_words(paragraph: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields the sentences of a paragraph that are nothing but words: as printed, and as words.

    A sentence is 4 to 60 words and signs long and begins with a capital or with code. It holds letters,
    apostrophes, hyphens, commas, colons and semicolons; a code span is one word, and what is in
    parentheses is left out.
    """
    text = _SHORT.sub(lambda found: found[0].replace(".", ""), " ".join(paragraph.split()))
    for sentence in _SENTENCE_END.split(text):
        plain = _plain(sentence)
        if sentence.startswith(_STARTS) and _PROSE.fullmatch(plain):
            words = tuple(_TOKEN.findall(plain))
            if FEWEST_WORDS <= len(words) <= MOST_WORDS:
                yield sentence, words


def paragraphs(docstring: str) -> list[str]:
    """Splits a docstring where a line is empty, or is indented otherwise than the one before.

    In Google's style a text hangs below its name, "axis: The axis." and deeper lines: there the name
    is dropped and the lines stay together.
    """
    found: list[list[str]] = [[]]
    depth, hangs = 0, False
    for line in docstring.expandtabs().split("\n"):
        indent = len(line) - len(line.lstrip())
        is_prose = bool(line.strip()) and not _NOT_PROSE.search(line)
        entry = _ENTRY.match(line)
        if not is_prose or entry or (indent != depth and not (hangs and indent > depth)):
            found.append([])
            depth, hangs = indent, False
        elif hangs:  # The second line of an entry says how deep it hangs.
            depth, hangs = indent, False
        if is_prose:
            found[-1].append(line[entry.end() :] if entry else line)
            hangs = hangs or bool(entry)
    return ["\n".join(lines) for lines in found if lines]


def _plain(text: str) -> str:
    """Returns text in lower case, code as one word, without parentheses and quotes."""
    text = _CODE_SPANS.sub(CODE, text.replace("\u2019", "'"))
    text = _PARENTHESIS.sub("", text)
    return re.sub(r'["\u201c\u201d]', "", text).lower()
