"""Makes a course folder of an instructor's own."""

from __future__ import annotations

from pathlib import Path

from autograder.checks.files import write_atomically
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.records.folder import CONFIG_NAME, CourseFolder
from autograder.records.source import provide_source

SETTINGS = """
# What lateness costs, once a due date is set (autograder due ID "2026-06-10 23:59"): nothing, or
# c.LatePenalty.percent_per_day = 10  # of the points reached, for each day that has begun
# c.LatePenalty.points_per_day = 5
# c.LatePenalty.grace_minutes = 15
# c.LatePenalty.penalty_method = "zero"  # late counts nothing

# formgrader's exchange, where students and you share a machine:
# c.CourseDirectory.course_id = "sequence-models"
# c.Exchange.root = "/srv/nbgrader/exchange"  # Exists; everybody may write there.
"""


def make_course_folder(course: Course) -> list[Path]:
    """Makes the course's folder, or adds what is missing.

    Args:
        course: The course; its folder is made.

    Returns:
        What was written.

    Raises:
        CourseError: If it is a folder of the repository's own, or nothing can be written there.
    """
    root = course.folder
    if root.resolve() == course.root.resolve() or (root / "autograder" / "exercises").is_dir():
        raise CourseError(f"{root} holds the sources of the course; choose a folder of its own.")
    written = []
    try:
        (root / "submitted").mkdir(parents=True, exist_ok=True)
        config = root / CONFIG_NAME
        if not config.exists():
            text = (REPOSITORY_ROOT / CONFIG_NAME).read_text(encoding="utf-8")
            written.append(write_atomically(config, text + SETTINGS))
        ignore = root / ".gitignore"
        if not ignore.exists():  # Names and grades of real people belong into no repository.
            written.append(write_atomically(ignore, "*\n"))
    except OSError as error:
        raise CourseError(f"{root} cannot be made ({error.strerror}).") from error
    folder = CourseFolder(root)
    for name in course.assignment_ids():
        written += provide_source(course, folder.source(name), name)
    return written
