"""Writes what came out of a submission, and of a class: gradebook, notebooks, pages, grades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from autograder.batch.entries import Judged, Written
from autograder.batch.fingerprint import file_digest, text_digest
from autograder.checks.files import remove_leftovers, write_atomically
from autograder.records import gradebook as books
from autograder.records import grades
from autograder.records.feedback import feedback_page
from autograder.records.folder import CourseFolder, read_timestamp, timestamp_text
from autograder.records.grades import Record
from autograder.records.lateness import apply_lateness

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

    from autograder.declaration.exercise import Assignment
    from autograder.judging.grading import Graded


class Results:
    """Writes the results of an assignment below a course folder; whatever it does, once or twice.

    Args:
        folder: The course folder.
        assignment: The declaration.
        feedback: Whether to write feedback pages.
    """

    def __init__(self, folder: CourseFolder, assignment: Assignment, feedback: bool = True):
        self.folder, self.assignment, self.feedback = folder, assignment, feedback

    def write(
        self, gradebook: Gradebook, graded: Graded, source: Path, entry: Judged
    ) -> tuple[books.Review, Written]:
        """Writes what belongs to one submission.

        Args:
            gradebook: An open gradebook that knows the assignment.
            graded: The graded submission.
            source: The folder that was handed in.
            entry: The journal's entry about it.

        Returns:
            What the gradebook says about it now, and what was written.
        """
        name, student = self.assignment.id, graded.student
        books.save_verdicts(
            gradebook,
            name,
            student,
            graded.verdicts,
            needs_person=graded.needs_person,
            timestamp=read_timestamp(source),
        )
        self.apply_lateness(gradebook, student)
        review = books.review_of(gradebook, name, student)
        gradebook.db.expunge_all()  # Of a class, one submission is kept at a time.
        notebook = self._write_notebook(graded, source)
        page = self._write_page(graded, review) if self.feedback else None
        return review, Written(student, entry.digest, entry.seed, review.digest(), notebook, page)

    def _notebook(self, student: str) -> Path:
        name = self.assignment.id
        return self.folder.autograded(student, name) / f"{name}.ipynb"

    def _page(self, student: str) -> Path:
        name = self.assignment.id
        return self.folder.feedback(student, name) / f"{name}.html"

    def _write_notebook(self, graded: Graded, source: Path) -> str:
        """Writes the executed notebook and returns its digest."""
        target = self._notebook(graded.student)
        text = nbformat.writes(graded.notebook) + "\n"
        _put(target, text)
        time = timestamp_text(source)  # nbgrader compares the two to see what is new.
        if time is not None:
            _put(target.with_name("timestamp.txt"), time)
        else:
            target.with_name("timestamp.txt").unlink(missing_ok=True)
        return text_digest(text)

    def _write_page(self, graded: Graded, review: books.Review) -> str:
        """Writes the feedback page and returns its digest."""
        page = feedback_page(self.assignment, graded, review)
        target = self._page(graded.student)
        _put(target, page)
        return text_digest(page)

    def apply_lateness(self, gradebook: Gradebook, student: str | None = None) -> None:
        """Brings extensions and what is taken off up to date, of one student or all."""
        place, name = self.folder, self.assignment.id
        apply_lateness(gradebook, place.config, place.root, name, student)

    def still_stand(
        self, entry: Judged, written: Written | None, review: books.Review | None
    ) -> bool:
        """Tells whether everything is as it was written and no person has changed the grade.

        Args:
            entry: What was judged.
            written: What was written, None if that is not known.
            review: What the gradebook says now, None if it knows no such submission.
        """
        if written is None or review is None or written.review != review.digest():
            return False
        if (written.digest, written.seed) != (entry.digest, entry.seed):
            return False
        if file_digest(self._notebook(written.student)) != written.notebook:
            return False
        if not self.feedback:
            return True
        return written.page is not None and file_digest(self._page(written.student)) == written.page

    def write_grades(
        self, records: Callable[[], Iterable[Record]], students: set[str], is_whole_class: bool
    ) -> dict[str, Path]:
        """Writes `grades.json` and `grades.csv`; of others in them, what still holds is kept.

        Args:
            records: Returns those of the submissions graded now, once more each time.
            students: Whose these are.
            is_whole_class: Whether those who are not among them have left.

        Returns:
            The files and folders of results, by name.
        """
        root, name = self.folder.root, self.assignment.id
        ours = {grades.as_written(student) for student in students}

        def kept() -> Iterator[Record]:
            for record in grades.read_json(root / "grades.json"):
                is_other = not is_whole_class and record["student"] not in ours
                if record["assignment"] != name or is_other:
                    yield record

        for leftover in ("grades.json", "grades.csv"):
            remove_leftovers(root / leftover)
        names = dict.fromkeys([*(str(record["assignment"]) for record in kept()), name])
        with books.open_gradebook(self.folder.db_url) as gradebook:
            scores = {each: books.final_scores(gradebook, each) for each in names}
            off = {each: books.penalties(gradebook, each) for each in names}
        counted = (grades.with_score(r, scores, off) for r in chain(kept(), records()))
        grades.write_json(root / "grades.json", counted)
        rows = grades.class_rows(chain(kept(), records()), scores, off)
        files = {
            "grades.json": root / "grades.json",
            "grades.csv": grades.write_csv(root / "grades.csv", *rows),
            "autograded": self.folder.autograded("*", name).parents[1],
            "feedback": self.folder.feedback("*", name).parents[1],
        }
        if self.folder.db_url.startswith(books.SQLITE):  # and no server's
            files["gradebook"] = Path(self.folder.db_url.removeprefix(books.SQLITE))
        return files


def _put(path: Path, text: str) -> None:
    """Writes a file, and removes what a batch that was ended has left beside it."""
    remove_leftovers(path)
    write_atomically(path, text)
