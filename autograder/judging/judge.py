"""The trusted side of a grade: asks the learner's process, compares, gives the verdict."""

from __future__ import annotations

import contextlib
import math
import os
import shutil
import tempfile
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ParamSpec, Protocol, runtime_checkable

from autograder.checks.cells import RunnableCell
from autograder.checks.exercise_check import Ask, ExerciseCheck, Observation, judge_exercise
from autograder.checks.probes import Probe
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.checks.seen_error import as_seen_error
from autograder.checks.verdict import Verdict, from_dict
from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.errors import CourseError
from autograder.judging.carried_forward import Answers, with_right_dependencies, wrong_dependencies
from autograder.judging.config import WITHOUT_JAIL, JudgeConfig
from autograder.notebook.imports import imports_of_release
from autograder.runner.jail.enter import JailRefused
from autograder.runner.launcher import Launcher
from autograder.runner.public_root import make_public_root
from autograder.runner.session import Session

MAX_HINT = 1500  # characters; the longest hint of a declaration has some hundreds
MAX_BUILT = 500  # cases; Keras forgets no model that it has built
MAX_DEPTH = 24  # levels of an observation; an honest one has half of them
NO_JAIL = "Graded without a jail: the submission could read and change what its grader can."

_Asked = ParamSpec("_Asked")


@dataclass(frozen=True)
class CellError:
    """What went wrong when a cell of a submission was run."""

    cell_id: str
    message: str


@dataclass(frozen=True)
class GradedCells:
    """The verdicts on a submission and what was noticed on the way."""

    verdicts: list[Verdict]
    cell_errors: list[CellError] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @classmethod
    def from_dict(cls, line: dict[str, Any]) -> GradedCells:
        """Returns what `dataclasses.asdict` has made plain."""
        return cls(
            [from_dict(Verdict, verdict) for verdict in line["verdicts"]],
            [from_dict(CellError, error) for error in line["cell_errors"]],
            line["flags"],
            line["seconds"],
        )


@runtime_checkable
class CellJudge(Protocol):
    """Whoever judges a submission, wherever that is done."""

    def grade(self, cells: Sequence[RunnableCell]) -> GradedCells:
        """Runs a submission's cells, in their order, and judges every exercise."""


MAY_RISE = ("failed", "error", "timeout", "crashed")  # where what it calls may be the cause


class Judge:
    """Judges submissions of one assignment with the same secret inputs.

    Several threads may grade at once: each drives a process of its own, and everything on the
    trusted side happens under one lock.

    Args:
        course: Where declaration and reference are.
        assignment_id: Which assignment.
        config: How it judges.
        **settings: Fields of the config that are other ones here.
    """

    def __init__(
        self,
        course: Course,
        assignment_id: str,
        config: JudgeConfig | None = None,
        **settings: Any,
    ):
        self.course = course
        self.assignment = course.declaration(assignment_id)
        self.config = replace(config or JudgeConfig(), **settings).settled()
        self.seed, self.jail = self.config.seed or 0, bool(self.config.jail)
        self._lock = threading.RLock()
        self._builders: list[Session] = []  # those that nobody uses

    @cached_property
    def public_root(self) -> Path:
        """Returns the folder with what a learner's code may see, made once a judge."""
        folder = Path(tempfile.mkdtemp(prefix="course-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        make_public_root(REPOSITORY_ROOT, folder)
        return make_public_root(self.course.root, folder)

    @cached_property
    def launcher(self) -> Launcher:
        """Returns what starts processes for submissions, made once a judge."""
        released = imports_of_release(self.course.release_notebook(self.assignment.id))
        launcher = Launcher(
            self.public_root,
            list(dict.fromkeys([*self.assignment.imports, *released])),
            start_method=self.config.start_method,
            jail=self.jail,
            hidden=private_places(self.course),
            spares=self.config.look_ahead,
        )
        weakref.finalize(self, launcher.close)
        return launcher

    @cached_property
    def checks(self) -> list[ExerciseCheck]:
        """Returns all exercises with inputs and expected values, made once a judge."""
        reference = self.assignment.reference()
        return [
            exercise.check(reference, self.seed) for exercise in self.assignment.exercises.values()
        ]

    @cached_property
    def _shares(self) -> dict[str, float]:
        """Returns the seconds that each exercise has of its own."""
        return self.config.shares({check.exercise: check.time_limit for check in self.checks})

    def prepare(self, submissions: int = 1) -> None:
        """Makes the reference's answers and starts a first process, so that faults show here.

        Args:
            submissions: How many are to be judged; for one judge that makes no difference.

        Raises:
            CourseError: If submissions can be run in no jail on this machine.
        """
        with self._lock:
            self.launcher.warm_up()  # imports while the checks are made
            self.checks  # noqa: B018 - made on first use
            try:
                self.launcher.take().kill()
            except JailRefused as reason:
                raise CourseError(
                    f"{reason} Without one a submission can read and change what you can; to "
                    f"accept that, say --without-jail (or set {WITHOUT_JAIL}=1)."
                ) from None

    def grade(self, cells: Sequence[RunnableCell]) -> GradedCells:
        """Runs a submission's cells in a process of their own and judges every exercise.

        Args:
            cells: In the order in which they run.
        """
        return self._grade(cells, None)

    def grade_alone(self, cells: Sequence[RunnableCell], exercises: Collection[str]) -> GradedCells:
        """Judges some exercises only, as they are: no error is carried forward to them.

        Args:
            cells: In the order in which they run.
            exercises: Their names.
        """
        return self._grade(cells, exercises)

    def _grade(self, cells: Sequence[RunnableCell], only: Collection[str] | None) -> GradedCells:
        start = time.perf_counter()
        faults: list[str] = []
        with self._lock, self._builder() as builder:
            ask_trusted = self._unlocked(builder.ask)
            with self._session(cells) as session:
                ask = self._unlocked(session.ask)
                verdicts = []
                for check in self.checks:
                    if only is None or check.exercise in only:
                        for each in (session, builder):
                            each.begin(self._shares[check.exercise])
                        verdicts.append(judge_safely(check, ask, faults, ask_trusted))
                errors = [CellError(cell_id, text) for cell_id, text in session.cell_errors.items()]
            if only is None:
                verdicts = self._carry_forward(cells, verdicts, faults, builder)
            verdicts = [_with_cell_error(v, errors) for v in verdicts]
        flags = [] if self.jail else [NO_JAIL]
        return GradedCells(verdicts, errors, [*faults, *flags], time.perf_counter() - start)

    def notes(self) -> list[str]:
        """Returns what the person who started the batch should know."""
        return self.launcher.notes if "launcher" in self.__dict__ else []

    def _unlocked(self, ask: Callable[_Asked, Observation]) -> Callable[_Asked, Observation]:
        """Lets other threads judge while this one waits for a submission's process."""

        def waiting(*arguments: _Asked.args, **named: _Asked.kwargs) -> Observation:
            self._lock.release()
            try:
                return ask(*arguments, **named)
            finally:
                self._lock.acquire()

        return waiting

    def _carry_forward(
        self,
        cells: Sequence[RunnableCell],
        verdicts: list[Verdict],
        faults: list[str],
        builder: Session,
    ) -> list[Verdict]:
        """Judges again, in a fresh process, what failed on top of something that is wrong.

        The verdicts on what it builds on are final by then: nothing there can be earned here.
        """
        judged = {verdict.exercise: verdict for verdict in verdicts}
        # Both start their process when it is first needed. The reference, too, works on arguments of
        # a learner's choice in a jail of its own, where it may run as long as it likes.
        with self._session(cells) as session, self._session(self._reference_cells) as right:
            for check in self.checks:
                verdict = judged[check.exercise]
                wrong = wrong_dependencies(check, list(judged.values()))
                may_rise = verdict.is_blocked or verdict.status in MAY_RISE
                if not wrong or not may_rise:
                    continue
                unjudged = [n for n in wrong if judged[n].status == "unjudged"]
                for each in (session, right, builder):
                    each.begin(self._shares[check.exercise])
                ask = partial(session.ask, answered=wrong, answer=Answers(right))
                again = judge_safely(
                    check, self._unlocked(ask), faults, self._unlocked(builder.ask)
                )
                judged[check.exercise] = with_right_dependencies(verdict, again, wrong, unjudged)
        return list(judged.values())

    @contextlib.contextmanager
    def _builder(self) -> Iterator[Session]:
        """Lends a process without a learner's code, in which models are built as described.

        It starts when it is first needed and serves one submission after the other: nothing that is
        asked of it runs code that a learner has written.
        """
        builder = self._builders.pop() if self._builders else self._new_builder()
        try:
            yield builder
        finally:
            if builder.asked > MAX_BUILT or builder.was_interrupted:
                builder.close()
            self._builders.append(builder)

    def _new_builder(self) -> Session:
        names = "".join(f"{name} = dict\n" for name in self.assignment.exercises)
        cells = [RunnableCell("names", names)]
        return Session(self.launcher.take, cells, self.config.cell_seconds, math.inf)

    @cached_property
    def _reference_cells(self) -> list[RunnableCell]:
        """Returns the cells of the solution, as a submission's are run; read once a judge."""
        source = read_source(self.course.source(self.assignment.id))
        return [RunnableCell(cell.id, cell.source) for cell in reference_cells(source)]

    def _session(self, cells: Sequence[RunnableCell]) -> Session:
        config = self.config
        return Session(self.launcher.take, cells, config.cell_seconds, config.cells_limit)

    def close(self) -> None:
        """Ends the processes that wait for a next submission; the judge stays usable."""
        while self._builders:
            self._builders.pop().close()
        if "launcher" in self.__dict__:
            self.launcher.close()

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def private_places(course: Course) -> list[str]:
    """Returns what no submission may see: answers, gradebook, other submissions.

    Named one by one as well as whole, because Python itself may lie in the course's folder.
    """
    roots = {str(REPOSITORY_ROOT), str(course.root), str(course.folder)}
    inner = ("solutions", "autograder/exercises", "tests", ".git", ".autograder", "submitted",
             "autograded", "feedback", "gradebook.db", "grades.json", "grades.csv")  # fmt: skip
    inside = [os.path.join(root, name) for root in roots for name in inner]
    return sorted({*roots, *(path for path in inside if os.path.lexists(path))})


def judge_safely(
    check: ExerciseCheck,
    ask: Ask,
    faults: list[str] | None = None,
    ask_trusted: Ask | None = None,
) -> Verdict:
    """Judges; whatever a reply is made of, it can only cost its own exercise.

    Args:
        check: The exercise.
        ask: Gets (exercise, probe, seconds) and returns the observation.
        faults: Takes what a person must know where the check itself fails.
        ask_trusted: Likewise, of a process without a learner's code; None where there is none.
    """

    def ask_checked(exercise: str, probe: Probe, seconds: float) -> Observation:
        observation = ask(exercise, probe, seconds)
        is_named = isinstance(observation, dict) and all(isinstance(k, str) for k in observation)
        if not is_named or not _is_flat(observation, MAX_DEPTH):
            return {"crashed": "The process answered something that is not an observation."}
        return _well_formed(observation)

    try:
        return _short(judge_exercise(check, ask_checked, ask_trusted))
    except Exception as error:  # noqa: BLE001 - the other exercises are judged all the same
        if faults is not None:
            faults.append(_fault(check, error))
        return Verdict.unjudged(check.exercise, check.points)


def _fault(check: ExerciseCheck, error: Exception) -> str:
    """Returns what went wrong in a check, for the person who can repair it."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}: {error}"[:200]
    return (
        f"The check of {check.exercise} itself failed ({what}; {Path(where.filename).name}, "
        f"line {where.lineno}): a person must look at it."
    )


def _is_flat(value: Any, levels: int) -> bool:
    """Tells whether nothing is nested deeper than that: else our own calls would be too deep."""
    if not isinstance(value, (dict, list, tuple)):
        return True
    items = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_flat(item, levels - 1) for item in items)


def _well_formed(observation: Observation) -> Observation:
    """Keeps the judge's own words out of a learner's hands: a reply cannot imitate them."""
    clean = dict(observation)
    if "error" in clean:
        clean = {"error": as_seen_error(clean["error"])}
    for reason in ("missing", "crashed"):
        if reason in clean:
            clean = {reason: str(clean[reason])[:300]}
    if not isinstance(clean.get("timeout", 0.0), (int, float)):
        clean["timeout"] = 0.0
    seconds = clean.get("seconds", 0.0)
    if not isinstance(seconds, (int, float)) or not 0 <= seconds < 1e6:
        clean["seconds"] = 0.0
    return clean


def _short(verdict: Verdict) -> Verdict:
    """Cuts what no honest reply makes long: reports are for reading, whoever fills them."""
    return replace(
        verdict,
        hint=verdict.hint[:MAX_HINT],
        explanation=[line[:MAX_HINT] for line in verdict.explanation[:20]],
    )


def _with_cell_error(verdict: Verdict, errors: list[CellError]) -> Verdict:
    """Says why an exercise is missing when its cell could not run."""
    if verdict.status != "missing":
        return verdict
    for error in errors:
        if error.cell_id == verdict.exercise:
            hint = f"The cell of {verdict.exercise} does not run: {error.message}"
            return replace(verdict, status="error", hint=hint)
    return verdict
