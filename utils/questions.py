"""Questions, which of them ask the same, and pairs to test a model on.

`data/questions/README.md` says who wrote them. An intent has five wordings; where they have a slot
such as `{city}`, an intent with a filler is one thing to ask, and with another filler another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from utils.text import tokenize

FOLDER = Path(__file__).resolve().parent.parent / "data" / "questions"
MAX_LEN = 24  # Words; hardly any question has more.
FILLERS = {"train": slice(0, 8), "validation": slice(8, 10), "test": slice(10, 12)}
SAME, OTHER_SLOT, OTHER_INTENT, BOTH = (
    "duplicates",
    "same intent, other slot",
    "other intent, same slot",
    "both other",
)


@dataclass(frozen=True)
class Questions:
    """Intents with their wordings.

    Attributes:
        wordings: Intent to its five wordings.
        held_out: Names of the intents that nothing may be learned from.
        fillers: Kind of slot to its fillers. Of twelve of each, eight are to learn from, two to
            choose by, two to test on: the others are there for larger helpings.
    """

    wordings: dict[str, list[str]]
    held_out: tuple[str, ...]
    fillers: dict[str, list[str]] = field(default_factory=dict)

    @property
    def known(self) -> list[str]:
        """Returns the names of the intents to learn from."""
        return [intent for intent in self.wordings if intent not in self.held_out]

    def slot(self, intent: str) -> str | None:
        """Returns the kind of an intent's slot, or None."""
        found = re.search(r"{(\w+)}", self.wordings[intent][0])
        return found.group(1) if found else None

    def filled(self, intent: str, filler: str | None) -> list[str]:
        """Writes a filler into the wordings of an intent."""
        slot = self.slot(intent)
        if slot is None or filler is None:
            return list(self.wordings[intent])
        return [wording.replace("{" + slot + "}", filler) for wording in self.wordings[intent]]

    def fillers_of(self, intent: str, split: str) -> list[str | None]:
        """Returns the fillers that a split has for an intent; `[None]` where it has no slot."""
        slot = self.slot(intent)
        return [None] if slot is None else list(self.fillers[slot][FILLERS[split]])

    def groups(self, split: str = "train") -> list[list[str]]:
        """Returns lists of questions that ask the same, of the known intents."""
        return [
            self.filled(intent, filler)
            for intent in self.known
            for filler in self.fillers_of(intent, split)
        ]


class Pairs(NamedTuple):
    """Pairs of questions to be judged.

    Attributes:
        first: List of m questions.
        second: List of m questions.
        is_duplicate: Bool array `(m,)`.
        kind: Array of m strings: what sort of pair it is.
        intent: Array of m strings: the intent of the first question.
    """

    first: list[str]
    second: list[str]
    is_duplicate: np.ndarray
    kind: np.ndarray
    intent: np.ndarray


def load_questions(folder: str | Path | None = None) -> Questions:
    """Loads intents, the names of those held out, and the fillers.

    Args:
        folder: Folder of the files; `data/questions` of this repository if None.

    Raises:
        FileNotFoundError: If a file is missing.

    Example:
        >>> questions = load_questions()
        >>> len(questions.wordings), len(questions.known)
        (160, 130)
    """
    folder = FOLDER if folder is None else Path(folder)
    wordings: dict[str, list[str]] = {}
    for intent, wording in _rows(folder / "intents.tsv"):
        wordings.setdefault(intent, []).append(wording)
    fillers: dict[str, list[str]] = {}
    for kind, filler in _rows(folder / "slots.tsv"):
        fillers.setdefault(kind, []).append(filler)
    held_out = (folder / "held_out.txt").read_text(encoding="utf-8").split()
    return Questions(wordings, tuple(held_out), fillers)


def load_written_pairs(folder: str | Path | None = None) -> Pairs:
    """Loads the 200 pairs that were written before there was a model: nothing is chosen by them.

    Args:
        folder: Folder of the file; `data/questions` of this repository if None.
    """
    rows = _rows((FOLDER if folder is None else Path(folder)) / "pairs.tsv")
    is_duplicate = np.array([label == "1" for *_, label in rows])
    kind = np.where(is_duplicate, SAME, "written to mislead")
    numbers = np.array([f"pair {i}" for i in range(len(rows))])  # Each stands for itself.
    return Pairs([row[0] for row in rows], [row[1] for row in rows], is_duplicate, kind, numbers)


def _rows(path: Path) -> list[list[str]]:
    """Reads a table without its line of names."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


def make_pairs(
    questions: Questions, intents: list[str], split: str, rng: np.random.Generator
) -> Pairs:
    """Makes pairs of the questions of some intents, half of them duplicates.

    For each intent and filler: six pairs of its wordings, and six with others, of three kinds as
    evenly as the intent allows. No wording is paired with itself.

    Args:
        questions: All questions.
        intents: Names of the intents that both questions come from.
        split: Whose fillers to take.
        rng: Generator.

    Returns:
        The pairs, by intent.
    """
    rows = []
    for intent in intents:
        fillers = questions.fillers_of(intent, split)
        for filler in fillers:
            own = questions.filled(intent, filler)
            places = [(i, j) for i in range(5) for j in range(5) if i != j]
            for i, j in rng.permutation([(i, j) for i, j in places if i < j])[:6]:
                rows.append((own[i], own[j], SAME, intent))
            kinds = _others(questions, intent, filler, intents, split)
            for number in range(6):
                kind = list(kinds)[number % len(kinds)]
                other, its_filler = kinds[kind][rng.integers(len(kinds[kind]))]
                i, j = places[rng.integers(len(places))]
                rows.append((own[i], questions.filled(other, its_filler)[j], kind, intent))
    first, second, kinds_of_pairs, intent_of = zip(*rows, strict=True)
    kind_of = np.array(kinds_of_pairs)
    return Pairs(list(first), list(second), kind_of == SAME, kind_of, np.array(intent_of))


def _others(questions, intent, filler, intents, split) -> dict[str, list[tuple]]:
    """Lists what else could be asked, by kind; kinds of which there is nothing are left out."""
    kinds: dict[str, list[tuple]] = {OTHER_SLOT: [], OTHER_INTENT: [], BOTH: []}
    for other in intents:
        for its_filler in questions.fillers_of(other, split):
            if other == intent and its_filler != filler:
                kinds[OTHER_SLOT].append((other, its_filler))
            elif other != intent and filler is not None and its_filler == filler:
                kinds[OTHER_INTENT].append((other, its_filler))
            elif other != intent and (filler is None or its_filler != filler):
                kinds[BOTH].append((other, its_filler))
    return {kind: found for kind, found in kinds.items() if found}


def question_ids(texts: list[str], word_to_index: dict[str, int], max_len: int = MAX_LEN):
    """Turns questions into rows of word indices, padded with 0 at the end.

    Args:
        texts: m questions.
        word_to_index: Word to index, from 1; words that are not there are skipped.
        max_len: Columns.

    Returns:
        Int32 array `(m, max_len)`.

    Example:
        >>> question_ids(["How old?"], {"old": 2, "how": 1}, 3).tolist()
        [[1, 2, 0]]
    """
    table = np.zeros((len(texts), max_len), dtype=np.int32)
    for row, text in zip(table, texts, strict=True):
        known = [word_to_index[word] for word in tokenize(text) if word in word_to_index]
        row[: len(known[:max_len])] = known[:max_len]
    return table


class Reader:
    """Reads lists of questions as ids, each question once.

    Args:
        word_to_index: Word to index, from 1; words that are not there are skipped.
        max_len: Columns.
    """

    def __init__(self, word_to_index: dict[str, int], max_len: int = MAX_LEN) -> None:
        self.word_to_index, self.max_len = word_to_index, max_len
        self._rows: dict[str, np.ndarray] = {}

    def __call__(self, texts: list[str]) -> np.ndarray:
        """Returns int32 ids `(m, max_len)`, padded with 0 at the end."""
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if new:
            ids = question_ids(new, self.word_to_index, self.max_len)
            self._rows.update(zip(new, ids, strict=True))
        return np.stack([self._rows[text] for text in texts])
