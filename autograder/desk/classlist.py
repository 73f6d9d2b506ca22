"""Who belongs to the class: the roster's people in the gradebook, and who handed in nothing."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.desk.people import Person
from autograder.records import gradebook as books
from autograder.records.folder import CourseFolder
from autograder.records.names import harmless_name


def enter_class(folder: CourseFolder, people: Iterable[Person]) -> int:
    """Enters the people of a roster whom the gradebook does not know; returns how many.

    Who is known stays as it is: collecting has brought the names of those who handed in up to date.
    """
    with books.open_gradebook(folder.db_url) as gradebook:
        known = {student.id for student in gradebook.students}
        new = [person for person in people if person.id and person.id not in known]
        for person in new:
            first, last = person.first_and_last()
            values = {
                "first_name": harmless_name(first),
                "last_name": harmless_name(last),
                "email": harmless_name(person.email),
                "lms_user_id": person.canvas,
            }
            gradebook.add_student(person.id, **{k: v for k, v in values.items() if v})
    return len(new)
