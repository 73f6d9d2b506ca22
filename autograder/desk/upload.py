"""Feedback pages as one archive that Canvas or Moodle takes back: it is the names that count.

- Moodle (*Submissions, Upload multiple feedback files in a zip*; the assignment's feedback types must
  have *Feedback files*): `<name>_<participant>_assignsubmission_file_<file>`, after
  `mod/assign/feedback/file/importziplib.php` of Moodle's main branch, read in November 2026, which
  takes the parts between underscores. One file, no folder, works with older versions, too.
- Canvas (*Assignment, Upload Submissions*): the first two parts between underscores that are numbers
  are the user's and the attachment's, and the attachment must be one of the user's submission: after
  `infer_comment_context_from_filename` in Canvas's `app/models/assignment.rb`, read in November 2026.
  Canvas shows the comment under the name of the file that was handed in.

Neither was tried on a running platform.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.declaration.course import Course
from autograder.desk.collected import Collected, Ledger
from autograder.desk.roster import plain_name
from autograder.errors import CourseError
from autograder.records.folder import CourseFolder

FOLDER = "uploads"
DATE = (2020, 1, 1, 0, 0, 0)  # Nobody needs it, and two archives of the same pages are the same.


@dataclass(frozen=True)
class Upload:
    """An archive of feedback.

    Args:
        path: The archive.
        names: From student to the name in it.
        left_out: From student to why there is no page for this one.
    """

    path: Path
    names: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def _moodle(entry: Collected, file: str) -> str | None:
    name = re.sub(r"[_/\\\x00-\x1f]+", " ", entry.name).strip(" .~") or "Participant"
    return (
        f"{name[:80]}_{entry.user}_assignsubmission_file_{file}" if entry.user.isdigit() else None
    )


def _canvas(entry: Collected, file: str) -> str | None:
    name = plain_name(entry.name)
    if name.isdigit():  # Canvas would take it for the user's number.
        name = f"n{name}"
    known = entry.user.isdigit() and entry.order > 0
    return f"{name[:80]}_{entry.user}_{entry.order}_{file}" if known else None


NAMES: dict[str, Callable[[Collected, str], str | None]] = {"canvas": _canvas, "moodle": _moodle}


def pack_feedback(
    course: Course, assignment_id: str, platform: str, to: Path | None = None
) -> Upload:
    """Packs the feedback pages of an assignment for a platform.

    Args:
        course: The course.
        assignment_id: The assignment.
        platform: `"canvas"` or `"moodle"`.
        to: The archive; by default `uploads/<id>-<platform>.zip` in the course folder.

    Raises:
        CourseError: If there is no page, or nobody's number is known.
    """
    course.declaration(assignment_id)
    if platform not in NAMES:
        raise CourseError(f"--for is {' or '.join(NAMES)}, not {platform!r}.")
    folder = CourseFolder(course.folder)
    entries = Ledger(folder.root, assignment_id).entries
    result = Upload(to or folder.root / FOLDER / f"{assignment_id}-{platform}.zip")
    pages = {}
    for student in folder.all_students(assignment_id):
        page = folder.feedback(student, assignment_id) / f"{assignment_id}.html"
        entry = entries.get(student)
        if not page.is_file():
            result.left_out[student] = "no feedback page yet"
        elif entry is None or entry.lms != platform:
            result.left_out[student] = f"not collected from {platform.capitalize()}"
        elif (name := NAMES[platform](entry, f"{assignment_id}.html")) is None:
            result.left_out[student] = f"{platform.capitalize()}'s number is not known"
        else:
            result.names[student], pages[name] = name, page
    if not pages:
        raise CourseError(
            f"There is nothing to pack for {platform.capitalize()}: feedback pages come from "
            f"autograder grade {assignment_id}, numbers from autograder collect."
        )
    _write(result.path, pages)
    return result


def _write(path: Path, pages: dict[str, Path]) -> None:
    """Writes the archive beside its place, then moves it there."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(pages):
                archive.writestr(zipfile.ZipInfo(name, DATE), pages[name].read_bytes(),
                                 zipfile.ZIP_DEFLATED)  # fmt: skip
        part.replace(path)
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
