"""The learner's side: `begin`, `check`, `failing`, `restore` and `scoreboard` in the notebook.

Reads only the public bundle beside the notebook. A failing check explains itself and never
shows a stack trace; under nbgrader it also raises one short line, so that `nbgrader validate`
tells the truth.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.checks.bundle import BundleError, read_checks
from autograder.checks.exercise_check import ExerciseCheck, Observation, judge_exercise
from autograder.checks.nearest import written_instead
from autograder.checks.probes import MissingError, Probe, observe
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.checks.verdict import RIGHT, Verdict
from autograder.learner import show
from autograder.learner.failing import Case, find_case, how_to_use, make_case
from autograder.learner.progress import Progress, mount_drive, progress_files


class CheckFailed(Exception):  # noqa: N818 - reads well in the one place where it is shown
    """One line that nbgrader shows for a check that does not pass."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class NoCase(LookupError):  # noqa: N818 - reads well in the one place where it is shown
    """One line for who asks for a case where there is none."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class _OpenAssignment:
    """What one notebook works on: the assignment, its checks, the verdicts so far."""

    def __init__(
        self,
        assignment_id: str,
        bundle: dict[str, Any],
        namespace: dict[str, Any] | None,
        files: list[Path],
    ):
        self.assignment_id = assignment_id
        self.title: str = bundle["title"]
        self.points = {entry["name"]: entry["points"] for entry in bundle["exercises"]}
        self.stubs: dict[str, str] = bundle.get("stubs", {})
        self._bundle = bundle
        self.namespace = namespace
        self.failed: dict[str, str] = {}  # exercise to what its first failed case would have shown
        self.progress = Progress(assignment_id, self.points, files)

    @cached_property
    def checks(self) -> dict[str, ExerciseCheck]:
        """Returns exercise name to its public cases, read when the first check asks."""
        return read_checks(self._bundle)

    @property
    def status(self) -> dict[str, str]:
        """Returns exercise name to the status of its last check, across restarts too."""
        return self.progress.status

    def find(self, exercise: Any) -> str | None:
        """Returns the name of an exercise, given that or its function; None if there is none."""
        name = getattr(exercise, "__name__", exercise)
        return name if isinstance(name, str) and name in self.points else None


_opened: _OpenAssignment | None = None


def begin(assignment_id: str, state: str | os.PathLike[str] | None = None) -> None:
    """Opens an assignment: call it once, in the setup cell.

    Args:
        assignment_id: Name of the assignment's folder, such as "w1_dinosaur_names".
        state: Folder in which progress is kept, too. In Colab, "/content/drive/MyDrive" outlives
            the machine; the Drive is mounted if it is not yet. None: beside the notebook only.
    """
    global _opened  # noqa: PLW0603 - one notebook, one assignment
    namespace = _notebook_namespace()
    path = find_bundle(assignment_id)
    if path is None:
        # A name mistyped in a cell further down costs nothing of what the setup cell opened.
        stays = f" {_opened.assignment_id} stays open." if _opened is not None else ""
        show.message(
            f"checks.json of {assignment_id} was not found",
            f"Looked in {Path.cwd()} and in assignments/{assignment_id} above it. "
            f"Keep the file beside the notebook, as it was released.{stays}",
        )
        return
    try:
        bundle = json.loads(path.read_text(encoding="utf-8"))
        if state is not None:
            mount_drive(state)
        files = progress_files(assignment_id, state)
        _opened = _OpenAssignment(assignment_id, bundle, namespace, files)
    except (KeyError, TypeError) as error:
        _opened = None
        show.message(
            f"{path} cannot be read",
            f"It lacks {error}: fetch the assignment's folder and the autograder from one release.",
        )
        return
    show.message(_opened.title, _greeting(_opened, kept_elsewhere=state is not None))


def _greeting(opened: _OpenAssignment, kept_elsewhere: bool) -> str:
    words = f"{len(opened.points)} exercises, {sum(opened.points.values()):g} points."
    passed = sum(status in RIGHT for status in opened.status.values())
    words += f" {passed} passed so far." if passed else " Good luck!"
    if kept_elsewhere:
        file = opened.progress.files[-1]
        problem = opened.progress.why_not(file)
        words += (
            f" Progress cannot be kept in {file} ({problem}): is the Drive mounted?"
            if problem
            else f" Progress is kept in {file}, too."
        )
    return words


def find_bundle(assignment_id: str, start: Path | None = None) -> Path | None:
    """Returns the path of an assignment's `checks.json`, or None."""
    here = (start or Path.cwd()).absolute()
    inside = Path("assignments") / assignment_id / "checks.json"
    places = [here / "checks.json", *(folder / inside for folder in (here, *here.parents))]
    places.append(REPOSITORY_ROOT / inside)
    for place in places:
        if place.is_file() and _belongs_to(place, assignment_id):
            return place
    return None


def _belongs_to(path: Path, assignment_id: str) -> bool:
    try:
        return json.loads(path.read_text(encoding="utf-8")).get("assignment") == assignment_id
    except (OSError, ValueError, AttributeError):
        return False


def check(exercise: str) -> None:
    """Checks one exercise with its public cases and says what was found.

    Args:
        exercise: Its name, such as "clip".
    """
    opened = _opened
    if opened is None:
        show.message(
            "No assignment is open", "Run the setup cell at the top first, then this check again."
        )
        return _raise_for_nbgrader("No assignment is open: run the setup cell first.")
    name = opened.find(exercise)
    if name is None:
        return _raise_for_nbgrader(_no_exercise(opened, exercise))
    namespace = opened.namespace if opened.namespace is not None else sys._getframe(1).f_globals
    try:
        check = opened.checks[name]
    except (BundleError, KeyError, TypeError) as error:
        show.message("checks.json does not fit this version of the autograder", str(error))
        return _raise_for_nbgrader("checks.json does not fit this version of the autograder.")
    verdict = _look_below(check_in(check, namespace), opened.checks, namespace)
    opened.progress.keep(verdict.exercise, verdict.status)
    opened.failed[name] = verdict.failed_case
    show.verdict(_with_way_to_try(verdict, check, namespace))
    if not verdict.is_right:
        _raise_for_nbgrader(f"{verdict.headline()}. {verdict.hint}")


def _with_way_to_try(verdict: Verdict, check: ExerciseCheck, namespace: dict[str, Any]) -> Verdict:
    """Adds how the failed case is tried by hand, where the notebook has what that takes."""
    if not verdict.explanation or namespace.get("failing") is not failing:
        return verdict
    case, own = find_case(check, verdict.failed_case), namespace.get(verdict.exercise)
    usage = how_to_use(verdict.exercise, case, own)
    line = f'Try: case = failing("{verdict.exercise}"); {usage}'.replace("`", "")
    return replace(verdict, explanation=[*verdict.explanation, line])


def failing(exercise: str) -> Case:
    """Returns the arguments of the case that the last check showed, to be tried by hand.

    Args:
        exercise: Its name, such as "clip": then `clip(**failing("clip"))` is the call that failed.

    Returns:
        Name to value, anew each time. `case.inputs` has what a model is fed with. Where nothing has
        failed, it is the first case of the check, the smallest.

    Raises:
        NoCase: If no assignment is open, or it has no such exercise.
    """
    opened = _opened
    if opened is None:
        raise NoCase("No assignment is open: run the setup cell at the top first.")
    name = opened.find(exercise)
    if name is None:
        known = ", ".join(f'"{n}"' for n in opened.points)
        raise NoCase(f"There is no exercise {exercise!r} here. There are: {known}.")
    failed = opened.failed.get(name, "")
    case = find_case(opened.checks[name], failed)
    title = f"{'The case that failed' if failed else 'The first case'} of {name}"
    namespace = opened.namespace if opened.namespace is not None else sys._getframe(1).f_globals
    own = namespace.get(name)
    show.message(title, f"{case.verifies} Try {how_to_use(name, case, own)}")
    return make_case(case.probe, own)


def _no_exercise(opened: _OpenAssignment, exercise: Any) -> str:
    """Shows which exercises there are; returns the short form of what is wrong."""
    name = getattr(exercise, "__name__", exercise)
    known = ", ".join(f'"{n}"' for n in opened.points)
    show.message(f"There is no exercise {name!r} here", f"There are: {known}.")
    return f"There is no exercise {name!r}."


def check_in(check: ExerciseCheck, namespace: dict[str, Any]) -> Verdict:
    """Judges one exercise with the object that `namespace` holds under its name."""

    def find() -> Any:
        if check.exercise not in namespace:
            other = written_instead(check.exercise, namespace)
            if other:
                raise MissingError(
                    f"{check.exercise} is not defined, but {other} is: give it the name {check.exercise}."
                )
            raise MissingError(
                f"{check.exercise} is not defined yet: run the cell above that defines it, then this check."
            )
        found = namespace[check.exercise]
        if not callable(found):
            kind = type(found).__name__
            raise MissingError(
                f"The name {check.exercise} now stands for a value of type {kind}, no longer for your "
                "function: give that value another name and run the function's cell again."
            )
        return found

    def ask(_exercise: str, probe: Probe, seconds: float) -> Observation:
        try:
            with _time_limit(seconds) as clock:
                return observe(find, probe, namespace)
        except KeyboardInterrupt:
            if clock.rang:
                return {"timeout": seconds}
            raise

    try:
        return judge_exercise(check, ask)
    except Exception:  # noqa: BLE001 - whatever is wrong with the check, a notebook goes on
        return Verdict.unjudged(check.exercise, check.points)


def _look_below(
    verdict: Verdict, checks: dict[str, ExerciseCheck], namespace: dict[str, Any]
) -> Verdict:
    """Names the exercise to fix first when one that this one calls is not right either."""
    if verdict.is_right or verdict.status in ("missing", "unjudged"):
        return verdict
    for name in reversed(checks[verdict.exercise].depends_on):  # What others build on comes last.
        below = check_in(checks[name], namespace)
        if not below.is_right and below.status != "unjudged":
            hint = (
                f"It calls `{name}`, which is not right yet: fix that first, then check this again."
            )
            return replace(verdict, hint=hint, misconception=None)
    return verdict


class _Clock:
    rang = False


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[_Clock]:
    """Interrupts the learner's function after a while, where signals allow it."""
    clock = _Clock()
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield clock
        return

    def ring(*_: object) -> None:
        clock.rang = True
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield clock
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def scoreboard() -> None:
    """Sums up all checks of this notebook and says what to do next."""
    opened = _opened
    if opened is None:
        show.message("No assignment is open", "Run the setup cell at the top first.")
        return
    rows = [(name, points, opened.status.get(name)) for name, points in opened.points.items()]
    show.scoreboard(opened.title, rows, _next_step(opened, rows))


def _next_step(opened: _OpenAssignment, rows: list[tuple[str, float, str | None]]) -> str:
    for name, _, status in rows:
        if status not in RIGHT:
            if status == "unjudged":
                continue  # There is nothing that a learner could do about it.
            verb = "Next: write" if status in (None, "missing") else "Next: look again at"
            return f'{verb} {name}, then run check("{name}").'
    open_ones = [name for name, _, status in rows if status == "unjudged"]
    if open_ones:
        names = " and ".join(open_ones)
        return f"All other checks pass. Tell your instructor that {names} could not be checked."
    if "google.colab" in sys.modules:
        return "All checks pass. Choose File > Download > Download .ipynb and hand in that file."
    return f"All checks pass. Save the notebook and hand in {opened.assignment_id}.ipynb."


def restore(exercise: str) -> None:
    """Gives back the cell of one exercise as it was released.

    A cell that holds nothing but this call becomes the exercise's cell. Where the call stands
    among other lines, nothing of them is lost: the released cell comes below. Colab lets no
    program write cells, so there the text is shown, to be copied.

    Args:
        exercise: Its name, such as "clip".
    """
    opened = _opened
    if opened is None:
        show.message("No assignment is open", "Run the setup cell at the top first.")
        return
    name = opened.find(exercise)
    if name is None:
        _no_exercise(opened, exercise)
        return
    stub = opened.stubs.get(name)
    if stub is None:
        show.message(
            f"The released cell of {name} is not at hand",
            "checks.json is of an older release: take the cell from the notebook in the repository.",
        )
        return
    shell = _shell()
    written = shell is not None and hasattr(shell, "kernel") and "google.colab" not in sys.modules
    if not written:
        text = "Copy this over the cell of the exercise, run it, and run its check again."
    elif _ONLY_RESTORE.fullmatch(str(shell.user_ns.get("In", [""])[-1])):
        shell.set_next_input(stub, replace=True)
        text = "This cell holds the exercise as it was released. To take that back, press Ctrl+Z in it."
    else:
        shell.set_next_input(stub)
        text = (
            "The exercise as it was released stands in the cell below. If you write on there, clear "
            "the old cell: when a notebook runs from top to bottom, the later definition holds."
        )
    show.released_cell(name, text, stub, unfolded=not written)


# In such a cell there is nothing of the learner's to lose.
_ONLY_RESTORE = re.compile(
    r"\s*(?:(?:import autograder|from autograder import [\w, ]+)\n\s*)?(?:autograder\.)?restore\([^\n]*\)\s*"
)


def _raise_for_nbgrader(line: str) -> None:
    if os.environ.get("NBGRADER_EXECUTION"):
        raise CheckFailed(line[:300])


def _notebook_namespace() -> dict[str, Any] | None:
    """Returns the names of the running notebook; None outside IPython."""
    shell = _shell()
    return shell.user_ns if shell is not None else None


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None
