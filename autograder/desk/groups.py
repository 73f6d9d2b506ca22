"""Groups: what one member handed in counts for all.

Each of the others gets a copy in `submitted/`, and is graded as anybody is: with a page, a row and a
mark that a person may change. Which files are copies is kept in `.autograder/groups/<id>.json`; what a
member handed in is never replaced by one, and two different notebooks of one group are a person's case.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checks.files import writable, write_atomically
from autograder.declaration.course import Course
from autograder.desk.roster import read_rows
from autograder.errors import CourseError
from autograder.records import gradebook as books
from autograder.records.folder import STATE, CourseFolder, only_batch, timestamp_text


@dataclass
class Shared:
    """What became of the groups.

    Args:
        copies: From a member to whose notebook now counts for this one.
        nothing: Groups of which nobody handed in anything.
        for_a_person: What somebody must look at, in words.
    """

    copies: dict[str, str] = field(default_factory=dict)
    nothing: list[str] = field(default_factory=list)
    for_a_person: list[str] = field(default_factory=list)


def read_groups(path: Path) -> dict[str, list[str]]:
    """Returns from group to its members, as a table with the columns `group` and `student` says.

    Raises:
        CourseError: If a column is missing, or somebody is in two groups.
    """
    columns, rows = read_rows(path)
    for name in ("group", "student"):
        if name not in columns:
            raise CourseError(f"{path} has no column {name!r}; it has: {', '.join(columns)}.")
    found: dict[str, list[str]] = defaultdict(list)
    seen: dict[str, str] = {}
    for row in rows:
        student, group = row.get("student", ""), row.get("group", "")
        if not student or not group:
            continue
        if seen.setdefault(student, group) != group:
            raise CourseError(
                f"{path}: {writable(student)} is in two groups, {writable(seen[student])} and "
                f"{writable(group)}."
            )
        if student not in found[group]:
            found[group].append(student)
    if not found:
        raise CourseError(f"{path} names no groups.")
    return dict(found)


def copies_of(root: Path, assignment_id: str) -> dict[str, str]:
    """Returns from a member to the digest of the copy that was made for this one."""
    try:
        content = json.loads(_ledger(root, assignment_id).read_text(encoding="utf-8"))
        return {str(k): str(v) for k, v in content.items()}
    except (OSError, ValueError, AttributeError):
        return {}  # Then every notebook counts as handed in, and none is replaced.


def share(course: Course, assignment_id: str, groups: dict[str, list[str]]) -> Shared:
    """Gives each member of a group what one of them handed in.

    Args:
        course: The course.
        assignment_id: The assignment.
        groups: From group to members.

    Raises:
        CourseError: If a batch is at work.
    """
    course.declaration(assignment_id)
    folder, result = CourseFolder(course.folder), Shared()
    with only_batch(folder.root, assignment_id):
        copies = copies_of(folder.root, assignment_id)
        known = _known(folder, assignment_id)
        for group, members in groups.items():
            strangers = [m for m in members if known and m not in known]
            result.for_a_person += [
                f"{writable(m)} of group {writable(group)} is not known: neither in the gradebook nor "
                f"among the submissions"
                for m in strangers
            ]
            present = [m for m in members if m not in strangers]
            _share_one(folder, assignment_id, group, present, copies, result)
        text = json.dumps(dict(sorted(copies.items())), indent=1, ensure_ascii=False) + "\n"
        write_atomically(_ledger(folder.root, assignment_id), text)
    return result


def _share_one(
    folder: CourseFolder,
    assignment_id: str,
    group: str,
    members: list[str],
    copies: dict[str, str],
    result: Shared,
) -> None:
    places = {m: folder.submitted(m, assignment_id) / f"{assignment_id}.ipynb" for m in members}
    digests = {m: _digest(path) for m, path in places.items()}
    own = {m: d for m, d in digests.items() if d is not None and copies.get(m) != d}
    if not own:
        result.nothing.append(group)
        return
    if len(set(own.values())) > 1:
        result.for_a_person.append(
            f"group {writable(group)}: {', '.join(map(writable, own))} handed in different notebooks; "
            f"nothing was copied"
        )
        return
    giver = next(iter(own))
    for member in members:
        place = places[member]
        if member in own:
            continue
        if place.parent.is_symlink() or place.parent.parent.is_symlink():
            result.for_a_person.append(f"{writable(member)}: the folder of the student is a link")
            continue
        write_atomically(place, places[giver].read_bytes())
        time = timestamp_text(places[giver].parent)
        if time is None:
            place.with_name("timestamp.txt").unlink(missing_ok=True)
        else:
            write_atomically(place.with_name("timestamp.txt"), time + "\n")
        copies[member] = own[giver]
        result.copies[member] = giver


def _known(folder: CourseFolder, assignment_id: str) -> set[str]:
    with books.open_gradebook(folder.db_url) as gradebook:
        people = {student.id for student in gradebook.students}
    return people | set(folder.all_students(assignment_id)) if people else set()


def _digest(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file():
        return None
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _ledger(root: Path, assignment_id: str) -> Path:
    return root / STATE / "groups" / f"{assignment_id}.json"
