"""Grades as CSV for a learning platform, as plugins of `nbgrader export`.

    nbgrader export --exporter=autograder.desk.exports.PlainExporter --to=plain.csv
    nbgrader export --exporter=autograder.desk.exports.CanvasExporter \
        --CanvasExporter.gradebook=downloaded.csv --to=canvas.csv
    nbgrader export --exporter=autograder.desk.exports.MoodleExporter \
        --MoodleExporter.worksheet=downloaded.csv --assignment=w1_dinosaur_names --to=moodle.csv

What is filled in is what counts: a person's points where there are some, lateness taken off. Who has
handed in nothing, and whom a person must look at first, gets no grade, which is said. No field is a
formula to a spreadsheet.

Written after the sources of both importers (Canvas `lib/gradebook_importer.rb`, Moodle
`mod/assign/feedback/offline/importgradeslib.php`, read in 2026). It was not tried on a running Canvas
or Moodle.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

from autograder.checks.files import write_atomically
from autograder.desk.collected import Ledger
from autograder.desk.final_grades import WAITING, Final, final_grade, score_of
from autograder.desk.lms_tables import field, number_of, read_table
from autograder.desk.people import plain_name, safe_id
from autograder.errors import CourseError
from autograder.records.folder import CourseFolder
from autograder.records.lateness import apply_lateness


class _Exporter(ExportPlugin):
    """What the exporters have in common."""

    default_name = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Writes the file; what is wrong ends `nbgrader export` with one line."""
        try:
            self._export(gradebook)
        except (CourseError, OSError) as error:
            if self.parent is None:
                raise
            self.log.error("%s", error)
            raise SystemExit(1) from error

    def _export(self, gradebook: Gradebook) -> None:
        raise NotImplementedError

    def _assignments(self, gradebook: Gradebook) -> list[Assignment]:
        chosen = [str(name) for name in self.assignment]
        found = [a for a in gradebook.assignments if not chosen or a.name in chosen]
        unknown = sorted(set(chosen) - {a.name for a in found})
        if unknown or not found:
            wanted = ", ".join(unknown) or "any assignment"
            raise CourseError(f"The gradebook does not know {wanted}: run autograder grade first.")
        return sorted(found, key=lambda a: a.name)

    def _students(self, gradebook: Gradebook) -> list[Student]:
        chosen = {str(name) for name in self.student}
        found = [s for s in gradebook.students if not chosen or s.id in chosen]
        return sorted(found, key=lambda s: s.id)

    def _finals(
        self, gradebook: Gradebook, assignments: Sequence[Assignment]
    ) -> Iterator[tuple[Student, dict[str, Final]]]:
        """Yields each student with what counts, by assignment; says of whom there is no grade."""
        for assignment in assignments:  # A mark by hand changes what a part of the points is.
            self._apply_lateness(gradebook, assignment.name)
        waiting: dict[str, list[str]] = {}
        for student in self._students(gradebook):
            finals = {a.name: final_grade(gradebook, a, student) for a in assignments}
            for name, final in finals.items():
                if final.note == WAITING:
                    waiting.setdefault(name, []).append(student.id)
            yield student, finals
        for name, students in waiting.items():
            self.log.warning("No grade of %s for %s: %s", name, ", ".join(students), WAITING)

    def _write(self, rows: Sequence[Sequence[Any]]) -> None:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for row in rows:
            writer.writerow([field("" if value is None else value) for value in row])
        path = Path(self.to or self.default_name)
        write_atomically(path, text.getvalue())
        self.log.info("Wrote %s", path)

    def _apply_lateness(self, gradebook: Gradebook, assignment: str) -> None:
        """Brings what is taken off up to date, as the course folder's configuration says."""
        folder = CourseFolder(self._root())
        apply_lateness(gradebook, folder.config, folder.root, assignment, grading=False)

    def _root(self) -> Path:
        directory = getattr(self.parent, "coursedir", None)
        return Path(directory.root) if directory is not None else Path.cwd()

    def _ledger(self, assignment: str) -> Ledger:
        return Ledger(self._root(), assignment)


class PlainExporter(_Exporter):
    """One row a student and assignment, for pandas and spreadsheets."""

    def _export(self, gradebook: Gradebook) -> None:
        """Writes assignment, student, names, score, points and what there is to say."""
        names = "assignment student last_name first_name email score max_score".split()
        rows: list[list[Any]] = [[*names, "before", "penalty", "seconds_late", "note"]]
        assignments = self._assignments(gradebook)
        points = {a.name: float(a.max_score) for a in assignments}
        for student, finals in self._finals(gradebook, assignments):
            who = [student.id, student.last_name, student.first_name, student.email]
            for name, final in finals.items():
                late = [final.before, final.penalty, final.seconds_late, final.note]
                rows.append([name, *who, score_of(final), points[name], *late])
        self._write(rows)


class CanvasExporter(_Exporter):
    """A CSV for Canvas: Grades, Import."""

    default_name = "canvas.csv"
    gradebook = Unicode(
        "", help="CSV that Canvas exported (Grades, Export); its rows and columns are filled in"
    ).tag(config=True)
    columns = Dict(
        {},
        help="From an assignment's id to the title of Canvas's column, with or without its number; "
        "by default the column called like the id",
    ).tag(config=True)

    def _export(self, gradebook: Gradebook) -> None:
        """Writes the columns that Canvas's importer wants, and the row of points."""
        assignments = self._assignments(gradebook)
        if self.gradebook:
            self._fill(gradebook, assignments)
        else:
            self._make(gradebook, assignments)

    def _make(self, gradebook: Gradebook, assignments: Sequence[Assignment]) -> None:
        titles = [self.columns.get(a.name, a.name) for a in assignments]
        rows: list[list[Any]] = [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles],
            ["    Points Possible", "", "", "", "", *(float(a.max_score) for a in assignments)],
        ]
        unsure, numbers = [], self._numbers(assignments)
        for student, finals in self._finals(gradebook, assignments):
            name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
            number = student.lms_user_id or numbers.get(student.id)
            if not number:
                unsure.append(student.id)
            scores = [score_of(finals[a.name]) for a in assignments]
            rows.append([name, number, "", student.id, "", *scores])
        if unsure:
            self.log.warning(
                "%d students have no number of Canvas in the gradebook; Canvas will look for their "
                "login or name. Pass the CSV that Canvas exports as --CanvasExporter.gradebook.",
                len(unsure),
            )
        self._write(rows)

    def _fill(self, gradebook: Gradebook, assignments: Sequence[Assignment]) -> None:
        table = read_table(Path(self.gradebook))
        head = table[0]
        if not head or "Student" not in head[0] or "Section" not in head:
            raise CourseError(f"{self.gradebook} is no gradebook of Canvas: Student ... Section.")
        about = list(range(head.index("Section") + 1))
        places = self._places(head, assignments)
        assignments = [a for a in assignments if a.name in places]
        finals, by_key, numbers = {}, {}, self._numbers(assignments)
        for student, own in self._finals(gradebook, assignments):
            finals[student.id] = own
            by_key[student.id.casefold()] = student.id
            number = student.lms_user_id or numbers.get(student.id)
            if number:
                by_key[number] = student.id
        rows, met = [], set()
        for line in table:
            line = [*line, *[""] * (len(head) - len(line))]
            row = [line[i] for i in about]
            found = next((by_key[k] for k in _keys(head, line, about) if k in by_key), None)
            kept: list[Any] = [line[place] for place in places.values()]
            if found is not None and line is not table[0] and found not in met:
                met.add(found)
                scores = [score_of(finals[found][name]) for name in places]
                kept = [old if new is None else new for old, new in zip(kept, scores, strict=True)]
            rows.append([*row, *kept])
        _say_lost(self.log, sorted(set(finals) - met), self.gradebook)
        self._write(rows)

    def _numbers(self, assignments: Sequence[Assignment]) -> dict[str, str]:
        """Returns Canvas's numbers as the ledgers remember them, by student."""
        return {
            entry.student: entry.user
            for assignment in assignments
            for entry in self._ledger(assignment.name).entries.values()
            if entry.lms == "canvas" and entry.user.isdigit()
        }

    def _places(self, head: Sequence[str], assignments: Sequence[Assignment]) -> dict[str, int]:
        """Returns in which column each assignment stands.

        Who names no assignment exports all that are graded: those without a column are said and left
        out, unless there is none at all, or the column was asked for.
        """
        places, lacking = {}, []
        for name in (a.name for a in assignments):
            wanted = self.columns.get(name, name)
            found = [i for i, title in enumerate(head) if title == wanted]
            found += [i for i, t in enumerate(head) if re.sub(r" \(\d+\)$", "", t) == wanted]
            if found:
                places[name] = found[0]
            else:
                lacking.append(name)
        asked = [n for n in lacking if n in self.columns or n in map(str, self.assignment)]
        if asked or (lacking and not places):
            name = (asked or lacking)[0]
            raise CourseError(
                f"{self.gradebook} has no column {self.columns.get(name, name)!r}. Say which it is, "
                f'for example: --CanvasExporter.columns="{name}=Title in Canvas (123)".'
            )
        if lacking:
            self.log.warning(
                "%s has no column for %s: not in the file. Name one with --CanvasExporter.columns.",
                self.gradebook,
                ", ".join(lacking),
            )
        return places


class MoodleExporter(_Exporter):
    """A CSV for Moodle: the assignment's grading worksheet, or a table for the gradebook's import."""

    default_name = "moodle.csv"
    worksheet = Unicode(
        "",
        help="Grading worksheet that Moodle exported for the assignment; its grades are filled in",
    ).tag(config=True)
    grade_column = Unicode("Grade", help="Its column of grades, in Moodle's language").tag(
        config=True
    )
    identifier_column = Unicode("Identifier", help="Its column of participants").tag(config=True)

    def _export(self, gradebook: Gradebook) -> None:
        """Fills in the worksheet, or writes a row a student with a column an assignment."""
        assignments = self._assignments(gradebook)
        if not self.worksheet:
            rows: list[list[Any]] = [
                ["Student", "Full name", "Email address", *(a.name for a in assignments)]
            ]
            for student, finals in self._finals(gradebook, assignments):
                name = " ".join(filter(None, (student.first_name, student.last_name)))
                rows.append([student.id, name, student.email, *map(score_of, finals.values())])
            self._write(rows)
            return
        if len(assignments) != 1:
            raise CourseError("A worksheet is of one assignment: name it with --assignment=ID.")
        self._fill(gradebook, assignments[0])

    def _fill(self, gradebook: Gradebook, assignment: Assignment) -> None:
        table = read_table(Path(self.worksheet))
        head = table[0]
        for name in (self.identifier_column, self.grade_column):
            if name not in head:
                raise CourseError(
                    f"{self.worksheet} has no column {name!r}; it has {', '.join(head)}. Where "
                    f"Moodle speaks another language, set MoodleExporter.grade_column and "
                    f"MoodleExporter.identifier_column."
                )
        place = head.index(self.grade_column)
        own = self._by_key(gradebook, assignment)
        finals = dict(own.values())
        rows, met = [head], set()
        for line in table[1:]:
            line = [*line, *[""] * (len(head) - len(line))]
            row = dict(zip(head, line, strict=False))
            number = re.sub(r"\D", "", row[self.identifier_column])
            keys = [("participant", number), ("name", plain_name(row.get("Full name", "")))]
            keys += [
                ("id", safe_id(v).casefold())
                for v in (row.get("ID number"), row.get("Username"))
                if v
            ]
            keys += [("email", row.get("Email address", "").casefold())]
            found = next((own[key] for key in keys if key[1] and key in own), None)
            if found is not None and found[0] not in met:
                met.add(found[0])
                score = score_of(found[1])
                line[place] = line[place] if score is None else f"{score:.2f}"
            rows.append(line)
        self._say_scale(table, assignment)
        _say_lost(self.log, sorted(set(finals) - met), self.worksheet)
        self._write(rows)

    def _by_key(
        self, gradebook: Gradebook, assignment: Assignment
    ) -> dict[tuple[str, str], tuple[str, Final]]:
        """Returns what counts by all that may name a student; what names two names nobody."""
        ledger = self._ledger(assignment.name).entries
        found: dict[tuple[str, str], tuple[str, Final]] = {}
        twice = set()
        for student, finals in self._finals(gradebook, [assignment]):
            value = (student.id, finals[assignment.name])
            entry = ledger.get(student.id)
            name = " ".join(filter(None, (student.first_name, student.last_name)))
            keys = {("id", student.id.casefold()), ("email", (student.email or "").casefold())}
            keys.add(("name", plain_name(name)))
            if entry is not None and entry.lms == "moodle":
                keys |= {("participant", entry.user), ("name", plain_name(entry.name))}
            twice |= {key for key in keys if key in found}
            found.update(dict.fromkeys(keys, value))
        return {key: value for key, value in found.items() if key[1] and key not in twice}

    def _say_scale(self, table: Sequence[Sequence[str]], assignment: Assignment) -> None:
        """Warns where Moodle's maximum is another one than ours; grades are not stretched."""
        head = [name.casefold() for name in table[0]]
        if "maximum grade" not in head:
            return
        place = head.index("maximum grade")
        other = {row[place] for row in table[1:] if len(row) > place and number_of(row[place])}
        if any(number_of(text) != float(assignment.max_score) for text in other):
            self.log.warning(
                "Moodle's maximum is %s, the assignment's %g points: set it there to the same.",
                ", ".join(sorted(other)),
                assignment.max_score,
            )


def _keys(head: Sequence[str], line: Sequence[str], about: Sequence[int]) -> list[str]:
    """Returns what may name the student of a line in Canvas's gradebook, the surest first."""
    values: Mapping[str, str] = {head[i]: line[i] for i in about}
    login = [safe_id(values.get(name, "")).casefold() for name in ("SIS Login ID", "SIS User ID")]
    own = safe_id(f"{plain_name(values.get('Student', ''))}_{values.get('ID', '')}").casefold()
    return [key for key in (values.get("ID", ""), *login, own) if key]


def _say_lost(log: Any, students: Sequence[str], path: str) -> None:
    if students:
        log.warning("%s has no row for: %s. Their grades are not in it.", path, ", ".join(students))
