"""The sentences of "Put the right emoji": loads them, and shows them with the emoji a model chose."""

import html
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from utils.data import DATA_FOLDER
from utils.text import tokenize

LABELS = ("love", "sport", "joy", "sadness", "food", "travel")
EMOJI = ("❤️", "⚽", "😄", "😢", "🍴", "✈️")  # In the order of the labels.


@dataclass(frozen=True)
class Sentences:
    """Sentences with the emoji that belongs to each.

    Attributes:
        texts: List of m strings.
        labels: Int array `(m,)`, indices into `LABELS` and `EMOJI`.
    """

    texts: list[str]
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.texts)

    def first(self, count: int) -> "Sentences":
        """Returns `count` sentences, the classes taking turns as long as each has some left.

        Args:
            count: Int, at most the number of sentences.
        """
        turns = np.empty(len(self), dtype=int)
        for label in range(len(LABELS)):
            places = np.flatnonzero(self.labels == label)
            turns[places] = np.arange(len(places))
        chosen = np.sort(np.argsort(turns, kind="stable")[:count])
        return Sentences([self.texts[i] for i in chosen], self.labels[chosen])


@dataclass(frozen=True)
class EmojiSentences:
    """All the sentences of the assignment; `data/emoji_sentences/README.md` says how they came about.

    Attributes:
        train: To learn from.
        validation: To choose by: epochs, sizes, the baseline.
        unseen_words: Test. The words that decide about the emoji stand in no other sentence to
            learn or choose by.
        independent: Test. Written before anybody had seen the words that have vectors.
        same_bag: Test. Sentences 2k and 2k + 1 hold the same words in another order and want
            different emoji.
        decisive: List with the deciding words of each sentence of `unseen_words`.
    """

    train: Sentences
    validation: Sentences
    unseen_words: Sentences
    independent: Sentences
    same_bag: Sentences
    decisive: list[list[str]]


def load_emoji_sentences(folder: str | Path | None = None) -> EmojiSentences:
    """Loads the sentences with their labels.

    Args:
        folder: Folder with the five `.tsv` files; `data/emoji_sentences` of this repository if
            None.

    Returns:
        The five sets.

    Raises:
        FileNotFoundError: If a file is missing; the message says where it was looked for.
        ValueError: If a line does not have the form of its file; the message names both.

    Example:
        >>> load_emoji_sentences().train.texts[0]
        'I love you with all my heart'
    """
    folder = DATA_FOLDER / "emoji_sentences" if folder is None else Path(folder)
    rows = {
        name: _read_rows(folder / f"{name}.tsv", fields)
        for name, fields in {
            "train": 2,
            "validation": 2,
            "unseen_words": 3,
            "independent": 2,
            "same_bag": 4,
        }.items()
    }
    decisive = [words.split() for _, _, words in rows["unseen_words"]]
    rows["same_bag"] = [pair[k : k + 2] for pair in rows["same_bag"] for k in (0, 2)]
    return EmojiSentences(
        **{name: _sentences(lines) for name, lines in rows.items()}, decisive=decisive
    )


def _read_rows(path: Path, fields: int) -> list[list[str]]:
    """Reads lines of tab-separated fields, the labels among them checked."""
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {path}. The data lies in the repository's data folder, beside "
            "utils: work in a whole copy of the repository."
        )
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    for number, row in enumerate(rows, start=1):
        labels = row[0:4:2] if fields == 4 else row[:1]
        if len(row) != fields or not set(labels) <= set(LABELS):
            raise ValueError(
                f"{path.name}, line {number}: {fields} fields with tabs between them are wanted, "
                f"and labels out of {', '.join(LABELS)}; it reads {chr(9).join(row)!r}."
            )
    return rows


def _sentences(rows: list[list[str]]) -> Sentences:
    labels = [LABELS.index(row[0]) for row in rows]
    return Sentences([row[1] for row in rows], np.array(labels, dtype=int))


class Chips:
    """Sentences as rows of word chips, with the emoji that one or more models put behind them.

    Shown as HTML in a notebook and as text elsewhere. A word without a vector has a dashed border
    and a question mark: no model has read it.

    Args:
        sentences: List of strings.
        chosen: Dictionary from a model's name to an int array `(sentences,)` of labels.
        known: The words that have a vector; anything with `in`.
        truth: None, or the right labels `(sentences,)`, which mark each choice.

    Example:
        >>> Chips(["Good soup, blorp"], {"average": [4]}, {"good", "soup"})
        good soup (blorp?)  average: 🍴 food
    """

    def __init__(self, sentences, chosen, known, truth=None):
        self.rows = [[(word, word in known) for word in tokenize(text)] for text in sentences]
        self.chosen = {name: [int(label) for label in labels] for name, labels in chosen.items()}
        self.truth = None if truth is None else [int(label) for label in truth]

    def __repr__(self) -> str:
        lines = []
        for row, words in enumerate(self.rows):
            shown = [word if known else f"({word}?)" for word, known in words] or ["(no words)"]
            choices = [
                f"{name}: {EMOJI[labels[row]]} {LABELS[labels[row]]}{self._mark(row, labels[row])}"
                for name, labels in self.chosen.items()
            ]
            lines.append("  ".join([" ".join(shown), *choices]))
        return "\n".join(lines)

    def _mark(self, row: int, label: int) -> str:
        if self.truth is None:
            return ""
        return " ✓" if self.truth[row] == label else " ✗"

    def _repr_html_(self) -> str:
        head = "".join(f"<th style='text-align:left'>{html.escape(n)}</th>" for n in self.chosen)
        body = "".join(self._html_row(row) for row in range(len(self.rows)))
        return (
            "<table style='border-collapse:collapse'><thead><tr><th style='text-align:left'>"
            f"sentence</th>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _html_row(self, row: int) -> str:
        chip = "display:inline-block;margin:2px;padding:1px 8px;border-radius:10px;border:1px "
        words = [
            f"<span style='{chip}{'solid #0072b2' if known else 'dashed #b84f00'}'"
            f"{'' if known else ' title=no&nbsp;vector'}>{html.escape(word)}"
            f"{'' if known else ' ?'}</span>"
            for word, known in self.rows[row]
        ]
        cells = "".join(
            f"<td style='text-align:left;white-space:nowrap'><span style='font-size:1.5em'>"
            f"{EMOJI[labels[row]]}</span> {LABELS[labels[row]]}{self._mark(row, labels[row])}</td>"
            for labels in self.chosen.values()
        )
        sentence = "".join(words) or "<i>no words</i>"
        return f"<tr><td style='text-align:left'>{sentence}</td>{cells}</tr>"
