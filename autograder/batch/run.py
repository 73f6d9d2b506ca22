"""Grades a class: every submission of an assignment below a course folder.

Several threads each have one submission judged, by one of several judges (`judges`); its code runs
in a process of its own. One writer, the thread that called, enters what comes back into journal
and gradebook and writes notebooks and pages. No more than twice as many submissions as threads are
held at a time; of the others, a row of the table is kept in memory, and the rest in the journal.
"""

from __future__ import annotations

import contextlib
import queue
import secrets
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.batch.cluster import Cluster, ClusterJudgePool
from autograder.batch.entries import Begun, Judged
from autograder.batch.fingerprint import course_fingerprint, software_versions, submission_digest
from autograder.batch.interrupts import interrupts_wait
from autograder.batch.jobs import Done, Job, JobGrader
from autograder.batch.journal import Journal
from autograder.batch.judges import BatchJudge, JudgePool
from autograder.batch.results import Results
from autograder.batch.workers import Workers
from autograder.checks.files import writable
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.config import JudgeConfig
from autograder.judging.judge import Judge
from autograder.records import gradebook as books
from autograder.records.folder import CourseFolder, only_batch, unread_time
from autograder.records.grades import Record, records_of
from autograder.records.result import ClassResult, Row
from autograder.records.source import provide_source

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


Progress = Callable[[int, int, str], None]


def grade_class(
    course: Course,
    assignment_id: str,
    students: Sequence[str] | None = None,
    *,
    config: JudgeConfig | None = None,
    progress: Progress | None = None,
    feedback: bool = True,
    judge: Judge | None = None,
    workers: int | None = 1,
    again: bool = False,
    before_one: Callable[[], None] | None = None,
    cluster: Cluster | None = None,
) -> ClassResult:
    """Grades the submissions of an assignment and writes all results.

    What an earlier batch judged and what has not changed since is not judged again. A batch that
    was ended in the middle is gone on with, with the same seed.

    Args:
        course: The course; submissions lie below its folder.
        assignment_id: The assignment.
        students: Only these; all who handed in by default.
        config: How submissions are judged. With a seed, what was judged with another one is judged
            again; without, inputs are secret and fresh.
        progress: Called with the number done, the number of all and the students at hand; at the
            end once more with an empty name.
        feedback: Whether to write feedback pages.
        judge: Judges in place of a new one; it is closed at the end.
        workers: How many submissions are judged at a time; None as many as a cluster has room for.
        again: Whether all are judged, changed or not.
        before_one: Called before a judge is made in this process, which imports what the reference
            needs; where several have processes of their own, it is not.
        cluster: Whose workers judge; this machine does by default.

    Raises:
        CourseError: If assignment, release or submissions are missing, another batch is at work in
            the course folder, or a cluster cannot be reached.
    """
    start = time.perf_counter()
    assignment, template = course.declaration(assignment_id), course.release_notebook(assignment_id)
    if not template.is_file():
        raise CourseError(f"{template} is missing; run: autograder build {assignment_id}")
    folder = CourseFolder(course.folder)
    chosen = _choose(folder, assignment_id, students)
    config = judge.config if judge is not None else config or JudgeConfig()
    with (
        only_batch(folder.root, assignment_id),
        contextlib.closing(Journal(folder.root, assignment_id)) as journal,
    ):
        fingerprint = course_fingerprint(course, assignment_id, config.limits)
        wanted = None if students is None else chosen
        begun = _begin(journal, fingerprint, wanted, config.seed, again)
        config = replace(config, seed=begun.seed)
        judges: BatchJudge
        if judge is not None:
            judges = judge
        elif cluster is not None:
            judges = ClusterJudgePool(course, assignment_id, config, cluster)
            workers = workers or judges.places
        else:
            judges = JudgePool(course, assignment_id, config, max(1, workers or 1), before_one)
        count = max(1, workers or 1)
        batch = _Batch(course, judges, Results(folder, assignment, feedback), journal, begun)
        with contextlib.closing(judges):
            batch.grade(chosen, count, progress)
        files = batch.write_grades(is_whole_class=students is None)
        journal.finish(keep=set(chosen) if students is None else None)
    if progress:
        progress(len(chosen), len(chosen), "")
    return batch.result(files, time.perf_counter() - start, count)


def _choose(folder: CourseFolder, assignment_id: str, students: Sequence[str] | None) -> list[str]:
    """Returns who is graded, sorted."""
    found = folder.students(assignment_id)
    unknown = sorted(set(students or ()) - set(found))
    if unknown:
        raise CourseError(
            f"Nothing was handed in by {', '.join(unknown)}: "
            f"looked for {folder.submitted(unknown[0], assignment_id)}."
        )
    return found if students is None else sorted(set(students))


def _begin(
    journal: Journal, fingerprint: str, students: list[str] | None, seed: int | None, again: bool
) -> Begun:
    """Goes on with the batch that did not finish, if it is the one that is asked for."""
    batch = journal.unfinished
    if batch is None or not batch.can_go_on(fingerprint, students, seed, again):
        started = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
        new = secrets.randbits(63) if seed is None else seed
        is_given = seed is not None
        batch = Begun(new, fingerprint, students, again, is_given, software_versions(), started)
    journal.begin(batch)
    return batch


class _Batch:
    """A batch at work: what of it is known, and who writes it."""

    def __init__(
        self,
        course: Course,
        judge: BatchJudge,
        results: Results,
        journal: Journal,
        begun: Begun,
    ):
        self.course, self.judge, self.results = course, judge, results
        self.journal, self.begun = journal, begun
        self.assignment = results.assignment
        self.grader = JobGrader(course, judge, self.assignment.id)
        self.rows: dict[str, Row] = {}
        self._not_kept: dict[
            str, Judged
        ] = {}  # what stands in no journal, as it will be tried again
        self._seeds: dict[str, int] = {}
        self.notes: list[str] = []  # for the person who started the batch
        self.missing: list[str] = []
        self.judged = 0

    def grade(self, chosen: Sequence[str], count: int, progress: Progress | None) -> None:
        """Grades those of whom something has changed and writes what belongs to them."""
        template = self.course.release_notebook(self.assignment.id)
        with books.open_gradebook(self.results.folder.db_url) as gradebook:
            books.register_assignment(gradebook, self.assignment, template)
            listed = self.results.folder.source(self.assignment.id)
            provide_source(self.course, listed, self.assignment.id)
            self.results.apply_lateness(gradebook)  # A due date may have been set since.
            if self.begun.students is None:
                self.missing = sorted({s.id for s in gradebook.students} - set(chosen))
            jobs = self._look_through(gradebook, chosen)
            if new := sum(job.known is None for job in jobs):
                self.judge.prepare(new)
            try:
                self._work(gradebook, jobs, count, progress)
            except (KeyboardInterrupt, CourseError):  # What is done stays done.
                self.write_grades(is_whole_class=False)
                raise

    def _look_through(self, gradebook: Gradebook, chosen: Sequence[str]) -> deque[Job]:
        """Returns what is to do; notes what an earlier batch has done."""
        jobs: deque[Job] = deque()
        reviews = books.reviews(gradebook, self.assignment.id)
        for student in chosen:
            source = self.results.folder.submitted(student, self.assignment.id)
            digest = submission_digest(source, f"{self.assignment.id}.ipynb")
            if unread := unread_time(source):
                self.notes.append(
                    f"{writable(student)}: {writable(unread)!r} in timestamp.txt is no time that is "
                    f"understood, so nothing is late; write it as 2026-06-10 21:59:00 UTC."
                )
            known = self.journal.judged(student)
            if known is None or not self._holds(known, digest):
                jobs.append(Job(student, source, digest))
            elif not self.results.still_stand(
                known, self.journal.written(student), reviews.get(student)
            ):
                jobs.append(Job(student, source, digest, known))
            else:
                self._note(known, reviews[student])
        return jobs

    def _holds(self, known: Judged, digest: str) -> bool:
        """Tells whether what was judged before is what would be judged now."""
        if (known.digest, known.fingerprint) != (digest, self.begun.fingerprint):
            return False
        if self.judge.jail and not known.is_jailed:
            return False
        if self.begun.again and not self.journal.is_of_batch(known.student):
            return False
        return known.seed == self.begun.seed or not self.begun.is_seed_given

    def _work(
        self, gradebook: Gradebook, jobs: deque[Job], count: int, progress: Progress | None
    ) -> None:
        workers = Workers(count, self.grader.grade)
        total = len(self.rows) + len(jobs)
        try:
            while jobs or workers.at_work:
                while jobs and len(workers.at_work) < 2 * count:
                    workers.hand_out(jobs.popleft())
                if progress:
                    names = [writable(job.student) for job in workers.at_work[:count]]
                    progress(len(self.rows), total, ", ".join(names))
                self._write(gradebook, workers.take())
        except (KeyboardInterrupt, CourseError):  # The latter when a cluster has gone.
            with contextlib.suppress(queue.Empty, CourseError):
                while True:
                    self._write(gradebook, workers.take(wait=False))
            raise
        finally:
            workers.close()

    def _write(self, gradebook: Gradebook, done: Done) -> None:
        """Writes what belongs to one submission, all of it; a failure of that is recorded."""
        with interrupts_wait():
            self._write_all(gradebook, done)

    def _write_all(self, gradebook: Gradebook, done: Done) -> None:
        graded, job = done.graded, done.job
        entry = self._entry(done)
        is_kept = not graded.is_our_fault  # Else it is tried again.
        if done.is_new:
            self.judged += 1
            if is_kept:
                self.journal.add(entry)
        review = books.Review()
        is_noted = is_kept
        try:
            review, written = self.results.write(gradebook, graded, job.source, entry)
            if is_kept:
                self.journal.add(written)
        except CourseError:
            raise
        except Exception as error:  # noqa: BLE001 - one submission must never end a batch
            gradebook.db.rollback()
            crashed = self.grader.crashed(job, error)
            entry, is_noted = self._entry(crashed), False
            with contextlib.suppress(Exception):  # such as a name that no gradebook takes
                review, _ = self.results.write(gradebook, crashed.graded, job.source, entry)
            gradebook.db.rollback()
        if not is_noted:
            self._not_kept[job.student] = entry
        self._note(entry, review)

    def _entry(self, done: Done) -> Judged:
        """Returns what the journal keeps of a graded submission."""
        if done.job.known is not None and not done.is_new:
            return done.job.known
        graded = done.graded
        return Judged(
            graded.student,
            done.job.digest,
            self.begun.fingerprint,
            self.begun.seed,
            self.judge.jail,
            graded.outcome,
            graded.verdicts,
            graded.flags,
            graded.sha256,
            graded.release,
            done.answer,
        )

    def _note(self, entry: Judged, review: books.Review) -> None:
        """Notes the row of a submission in the table."""
        student, intern = entry.student, sys.intern  # A thousand rows have the same words.
        self._seeds[student] = entry.seed
        self.rows[student] = Row(
            student,
            {intern(verdict.exercise): intern(verdict.status) for verdict in entry.verdicts},
            {intern(exercise): score for exercise, score in review.scores.items()},
            review.total,
            float(self.assignment.points),
            entry.flags,
            entry.outcome,
            review.penalty,
            review.seconds_late,
        )

    def result(self, files: dict[str, Path], seconds: float, workers: int) -> ClassResult:
        """Returns the graded class."""
        return ClassResult(
            self.assignment.id,
            self.assignment.title,
            list(self.assignment.exercises),
            [self.rows[student] for student in sorted(self.rows)],
            self._seed(),
            files,
            seconds,
            len(self.rows) - self.judged,
            workers,
            [*self.journal.notes, *self.judge.notes(), *self.notes],
            self.missing,
        )

    def _seed(self) -> int:
        """Returns the seed of what was judged now; where nothing was, of what was before."""
        is_unused = self._seeds and not self.judged
        return self._seeds[min(self._seeds)] if is_unused else self.begun.seed

    def _records(self) -> Iterator[Record]:
        """Yields all records, sorted by student, read from the journal one student at a time."""
        for student in sorted(self.rows):
            entry = self._not_kept.get(student) or self.journal.judged(student)
            if entry is not None:
                yield from records_of(
                    self.assignment.id,
                    student,
                    entry.verdicts,
                    sha256=entry.sha256,
                    release=entry.release,
                    flags=entry.flags,
                )

    def write_grades(self, is_whole_class: bool) -> dict[str, Path]:
        """Writes `grades.json` and `grades.csv`."""
        return self.results.write_grades(self._records, set(self.rows), is_whole_class)
