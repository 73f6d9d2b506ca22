"""What readers of a notebook need: something to do at once, answers, honest names and times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.declaration.exercise import Assignment
from autograder.declaration.source import Source
from autograder.notebook.minutes import count_words, reading_minutes, solving_minutes
from autograder.notebook.problem import Problem

WORDS_BEFORE_ACTING = 150

_GUESS = re.compile(r"\bguess", re.IGNORECASE)
_THINK = re.compile(r"\*\*Think\b")
_ANSWER = re.compile(r"<details>\s*<summary>[^<]*\bAnswer", re.IGNORECASE)
_AXES = "**Axes.**"


def lint_for_readers(source: Source, assignment: Assignment) -> Iterator[Problem]:
    """Yields where a reader waits, wonders, or is promised too much."""
    yield from _lint_first_act(source)
    yield from _lint_minutes(source)
    yield from _lint_answers(source)
    yield from _lint_bonus(source, assignment)
    if not any(_AXES in cell.source for cell in source if cell.kind == "markdown"):
        message = f"no line {_AXES} says in which order arrays have their axes"
        yield Problem(source[0].id, "axes", message)


def _lint_first_act(source: Source) -> Iterator[Problem]:
    """A line to run and a guess to make, before there is much to read."""
    setup = source.cells.index(source.cell("setup"))
    place = next((i for i in range(setup + 1, len(source)) if source[i].kind == "code"), None)
    if place is None:
        return
    first = source[place]
    if "explore" not in first.tags or not _GUESS.search(source[place - 1].source + first.source):
        message = (
            'the first code after setup is no cell tags=["explore"] with a guess to make '
            "(the word stands in the cell or right above it)"
        )
        yield Problem(first.id, "act", message)
    before = [cell.source for cell in source.cells[:place] if cell.kind == "markdown"]
    words = sum(count_words(text, folded=False) for text in before)
    if words > WORDS_BEFORE_ACTING:
        message = f"{words} words stand before it, at most {WORDS_BEFORE_ACTING} may"
        yield Problem(first.id, "act", message)


def _lint_minutes(source: Source) -> Iterator[Problem]:
    """Reading and solving are told apart, and reckoned as everywhere."""
    opening = source.cells[: source.cells.index(source.cell("setup"))]
    text = " ".join(" ".join(cell.source.split()) for cell in opening)
    reading, solving = reading_minutes(source), solving_minutes(source)
    words = f"{reading} minutes of reading and {solving} of solving"
    if not re.search(rf"\b{words}\b", text):
        yield Problem(source[0].id, "minutes", f'does not say "{words}" before setup')


def _lint_answers(source: Source) -> Iterator[Problem]:
    """A question to think about has a folded answer."""
    for cell in source:
        if cell.kind != "markdown":
            continue
        questions = re.split(r"(?=\*\*Think\b)", cell.source)
        for question in questions:
            if _THINK.match(question) and not _ANSWER.search(question):
                start = " ".join(question.split())[:60]
                yield Problem(cell.id, "answer", f'"{start}" has no folded answer below it')


def _lint_bonus(source: Source, assignment: Assignment) -> Iterator[Problem]:
    """What is worth no points is called a bonus, and nothing is worth 0."""
    for name, exercise in assignment.exercises.items():
        if exercise.points or name not in source.exercises:
            continue
        place = [cell.id for cell in source].index(name)
        above = "\n".join(c.source for c in source.cells[max(0, place - 3) : place])
        if f"`{name}` · bonus" not in above:
            yield Problem(name, "bonus", f"the box does not say `{name}` · bonus")
