"""What is seen of an error has one form, wherever it was raised and whatever a stranger makes of it."""

import re
from typing import get_origin, get_type_hints

import pytest

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.checks.seen_error import SeenError, as_seen_error, describe_error, seen_error
from autograder.runner.remote_call import call

PARTS = get_type_hints(SeenError)


def right_form(error):
    """Tells whether all parts are there, each of its kind."""
    kinds = {name: get_origin(kind) or kind for name, kind in PARTS.items()}
    return set(error) == set(kinds) and all(type(error[n]) is kind for n, kind in kinds.items())


def raised(kind, *arguments):
    """Raises an error and returns it."""
    try:
        raise kind(*arguments)
    except kind as error:
        return error


@pytest.mark.parametrize(
    "stranger", [None, 3, {}, {"type": 3, "bases": 3, "line": "x"}, {"bases": [3], "code": None}]
)
def test_a_stranger_cannot_change_the_form(stranger):
    """Does whatever a process sends as an error become one, each part of its kind?"""
    assert right_form(as_seen_error(stranger))


def test_an_honest_error_stays_as_it_is():
    """Is what was described the same after the judge has looked at its form?"""
    seen = describe_error(raised(KeyError, "x"))
    assert right_form(seen)
    assert as_seen_error(seen) == seen
    assert right_form(seen_error("ValueError", "y" * 10_000))


def test_an_error_of_the_reference_names_none_of_its_lines():
    """Does a learner whose call the reference answers with an error see none of the solution?"""
    namespace = {}
    exec(compile("def right(x):\n    return secret_line(x)", "<cell right>", "exec"), namespace)
    error = call(namespace["right"], [3], {})["error"]
    assert right_form(error)
    assert (error["line"], error["code"], error["function"], error["cell"]) == (0, "", "", "")


def test_nobody_else_builds_one():
    """Is there one maker, so that no part is forgotten where an error is told?"""
    for path in (REPOSITORY_ROOT / "autograder").rglob("*.py"):
        if path.name != "seen_error.py" and "exercises" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\"type\":[^\n]*\s+\"message\":", text), path
