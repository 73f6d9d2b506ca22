"""Every sentence of every docstring: does a case ask it?

The tables in `promises/` say which. Here they are compared with the docstrings of the solutions and
with the declared cases, so that neither a new sentence nor a case that went leaves a hole unseen.
"""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module
from types import ModuleType

import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import Source, read_source
from tests.autograder.exercises.promises import docstrings, sentences

COURSE = Course()
EXERCISES = [
    (assignment_id, name)
    for assignment_id in COURSE.assignment_ids()
    for name in COURSE.declaration(assignment_id).exercises
]


def tables(assignment_id: str) -> ModuleType:
    return import_module(f"tests.autograder.exercises.promises.{assignment_id}")


@cache
def source(assignment_id: str) -> Source:
    return read_source(COURSE.source(assignment_id))


def promised(assignment_id: str, name: str) -> list[str]:
    return sentences(docstrings(source(assignment_id).cell(name).source, name))


@pytest.mark.parametrize("assignment_id", COURSE.assignment_ids())
def test_a_table_knows_the_exercises_of_its_assignment(assignment_id):
    """Is there a table for each exercise, and none for an exercise that went?"""
    assert set(tables(assignment_id).PROMISES) == set(COURSE.declaration(assignment_id).exercises)


@pytest.mark.parametrize(("assignment_id", "name"), EXERCISES)
def test_the_table_has_the_sentences_of_the_docstring(assignment_id, name):
    """Does every sentence of the docstring stand in the table, and nothing else?"""
    there, listed = promised(assignment_id, name), tables(assignment_id).PROMISES[name]
    missing = [sentence for sentence in there if sentence not in listed]
    gone = [sentence for sentence in listed if sentence not in there]
    assert (missing, gone) == ([], [])


@pytest.mark.parametrize(("assignment_id", "name"), EXERCISES)
def test_every_promise_is_asked_by_a_case_there_is(assignment_id, name):
    """Is each sentence asked by a declared case, or listed as one that promises nothing?"""
    table, nothing = tables(assignment_id).PROMISES[name], tables(assignment_id).NOTHING_PROMISED
    declared = {case.name for case in COURSE.declaration(assignment_id).exercises[name].cases}
    unknown = {case for cases in table.values() for case in cases} - declared
    assert unknown == set()
    unasked = [sentence for sentence, cases in table.items() if not cases]
    assert [sentence for sentence in unasked if sentence not in nothing] == []
    assert [s for s, cases in table.items() if cases and s in nothing] == []


@pytest.mark.parametrize("assignment_id", COURSE.assignment_ids())
def test_what_promises_nothing_is_still_there(assignment_id):
    """Is the list of sentences that promise nothing free of ones that went?"""
    listed = {s for table in tables(assignment_id).PROMISES.values() for s in table}
    assert set(tables(assignment_id).NOTHING_PROMISED) - listed == set()


def test_a_docstring_falls_apart_into_its_sentences():
    """Do paragraphs, list items, entries, doctests and headings come out as they should?"""
    text = """Reads a list.

    First line
    and second. `None` is allowed, e.g. here. **Bold** goes on.

    1. One step:
       `x = 3`.
    2. Another.

    Args:
        names: List of names. Not
            changed.
        *rest: More.

    Returns:
        A float, at least 1:
        never less.

    Raises:
        ValueError: If there is none.

    Example:
        >>> read("a")
        Not a sentence.

    Source:
        Somebody, 2014.
    """
    assert sentences(inspect.cleandoc(text)) == [
        "Reads a list.",
        "First line and second.",
        "`None` is allowed, e.g. here. **Bold** goes on.",
        "One step: `x = 3`.",
        "Another.",
        "names: List of names.",
        "Not changed.",
        "*rest: More.",
        "A float, at least 1: never less.",
        "ValueError: If there is none.",
        "Somebody, 2014.",
    ]
