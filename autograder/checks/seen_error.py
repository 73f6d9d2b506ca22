"""What is seen of an error: plain values, the same wherever it was raised and whoever asks."""

from __future__ import annotations

import linecache
import re
from collections.abc import Callable
from typing import Any, TypedDict

from autograder.checks.clues import MAX_CLUE, clues
from autograder.checks.compare import is_in_words
from autograder.checks.definitions import definition_of
from autograder.checks.place import is_learners

MAX_MESSAGE = 600  # characters of an exception's text that are kept
MAX_CODE = 120  # characters of the line
MAX_BASES = 20
MAX_CLUES = 12
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


class SeenError(TypedDict):
    """What is seen of an error.

    Attributes:
        type: Name of the exception's class.
        bases: Names of the classes that it is derived from.
        message: Its text, on one line.
        line: Line of the learner's function or class in which it came up; 0 if in none.
        code: That line.
        function: Name of that function.
        cell: Name of the cell in which that stands.
        clues: What else is known, by name: which names are near, what stood before the dot. They
            are worded in `autograder.checks.error_words`.
    """

    type: str
    bases: list[str]
    message: str
    line: int
    code: str
    function: str
    cell: str
    clues: dict[str, str]


def seen_error(kind: str, message: str) -> SeenError:
    """Makes what is seen of an error that came up in no line of a learner.

    Args:
        kind: Name of the exception's class.
        message: Its text.
    """
    return SeenError(
        type=kind, bases=[], message=message[:MAX_MESSAGE], line=0, code="", function="", cell="",
        clues={},
    )  # fmt: skip


def as_seen_error(value: Any) -> SeenError:
    """Makes of a stranger's value what can stand for a seen error: each part of its own kind."""
    given = value if isinstance(value, dict) else {}
    found = seen_error(str(given.get("type", "")), str(given.get("message", "")))
    bases, line = given.get("bases"), given.get("line")
    if isinstance(bases, list):
        found["bases"] = [str(base)[:MAX_CODE] for base in bases[:MAX_BASES]]
    if isinstance(line, int):
        found["line"] = line
    found["code"] = str(given.get("code", ""))[:MAX_MESSAGE]
    found["function"] = str(given.get("function", ""))[:MAX_MESSAGE]
    found["cell"] = str(given.get("cell", ""))[:MAX_MESSAGE]
    known = given.get("clues")
    if isinstance(known, dict):
        some = list(known.items())[:MAX_CLUES]
        found["clues"] = {str(name)[:MAX_CODE]: str(text)[:MAX_CLUE] for name, text in some}
    return found


def describe_error(error: BaseException, function: Callable | None = None) -> SeenError:
    """Says what was raised and where in the learner's own code, without a stack trace.

    Args:
        error: What was raised.
        function: The learner's function or class in whose use it was.
    """
    try:
        message = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", str(error)).split())[:MAX_MESSAGE]
    except Exception:  # noqa: BLE001 - a learner's exception may fail to print itself
        message = ""
    found = seen_error(type(error).__name__, message)
    found["bases"] = [kind.__name__ for kind in type(error).__mro__[1:]]
    walk, lines = error.__traceback__, []
    while walk is not None:
        code = walk.tb_frame.f_code
        if is_learners(code.co_filename):
            text = linecache.getline(code.co_filename, walk.tb_lineno).strip()
            found["code"] = text[:MAX_CODE]
            # Python 3.11 gives a comprehension a frame, and lines that count from its own.
            if not (code.co_name in COMPREHENSIONS and found["cell"] == code.co_filename):
                found["line"] = walk.tb_lineno - code.co_firstlineno + 1
                found["function"] = code.co_name
            found["cell"] = code.co_filename
            lines.append(walk)
        walk = walk.tb_next
    if not is_in_words():
        return found
    if lines:
        found["clues"] = clues(error, lines)
    theirs = "" if function is None else definition_of(function)
    if theirs:
        found["clues"]["theirs"] = theirs[:MAX_CLUE]
    return found
