"""Names of the gradebook without markup: formgrader writes them into its pages as they are."""

from __future__ import annotations

import re
from typing import Any

from nbgrader.api import Student
from sqlalchemy import event
from sqlalchemy.orm.attributes import set_committed_value

from autograder.checks.files import writable

# What looks alike and is no markup.
_LOOK_ALIKE = str.maketrans({"<": "\u2039", ">": "\u203a", "&": "\uff06", '"': "\u201d"})
_NAMES = ("first_name", "last_name")


def harmless_name(value: Any) -> Any:
    """Returns a name without signs of markup, control characters and half characters."""
    if not isinstance(value, str):
        return value
    text = re.sub(r"(?<!\w)'|'(?!\w)", "\u2019", writable(value))  # An O'Connor keeps the sign.
    return text.translate(_LOOK_ALIKE)


def keep_names_harmless() -> None:
    """Has names changed on their way into a gradebook, and those that are there when they are read."""
    for name in _NAMES:
        attribute = getattr(Student, name)
        if not event.contains(attribute, "set", _when_set):
            event.listen(attribute, "set", _when_set, retval=True)
    if not event.contains(Student, "load", _when_read):
        event.listen(Student, "load", _when_read)


def _when_set(student: Student, value: Any, *_: Any) -> Any:
    return harmless_name(value)


def _when_read(student: Student, _: Any) -> None:
    """Changes what is seen of names that came another way, and not the gradebook."""
    for name in _NAMES:
        value = student.__dict__.get(name)
        if value is not None and (plain := harmless_name(value)) != value:
            set_committed_value(student, name, plain)
