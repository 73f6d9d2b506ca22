"""How long a notebook takes, by one rule for all: reading and solving are reckoned apart."""

from __future__ import annotations

import math
import re

from autograder.declaration.source import Source

WORDS_A_MINUTE = 180  # of a text with formulas, read to be understood
MINUTES_AN_EXERCISE = 2.0  # to read what is asked, and what the check says
MINUTES_A_LINE = 1.0
STEP = 5  # minutes: nobody knows it better

LINES = re.compile(r"\babout +(\d+|one|two|three|four|five|six|seven|eight|nine|ten) +lines?\b")
_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True)
)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL)
_FOLDED = re.compile(r"<details\b.*?</details>", re.DOTALL)
_TAG = re.compile(r"<[^>\n]*>")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def count_words(markdown: str, folded: bool = True) -> int:
    """Counts the words that are read: no picture, no formula, no tag.

    Args:
        markdown: The text.
        folded: Whether those within `<details>` count.
    """
    text = _IMAGE.sub(" ", markdown)
    text = text if folded else _FOLDED.sub(" ", text)
    return len(_WORD.findall(_TAG.sub(" ", _FORMULA.sub(" x ", text))))


def reading_minutes(source: Source) -> int:
    """Returns the minutes that the text takes, what is folded included."""
    words = sum(count_words(cell.source) for cell in source if cell.kind == "markdown")
    return _rounded(words / WORDS_A_MINUTE)


def solving_minutes(source: Source) -> int:
    """Returns the minutes that the exercises take, by the lines that their boxes say."""
    text = "\n".join(cell.source for cell in source if cell.kind == "markdown")
    lines = [_NUMBERS.get(word) or int(word) for word in LINES.findall(text)]
    return _rounded(MINUTES_AN_EXERCISE * len(source.exercises) + MINUTES_A_LINE * sum(lines))


def _rounded(minutes: float) -> int:
    return max(STEP, STEP * math.ceil(minutes / STEP))
