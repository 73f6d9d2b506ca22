"""The learner's side: `begin`, `check` and `scoreboard` in the notebook.

Reads only the public bundle beside the notebook. A failing check explains itself and never
shows a stack trace; under nbgrader it also raises one short line, so that `nbgrader validate`
tells the truth.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder import show
from autograder.bundle import BundleError, read_sheets
from autograder.course import REPOSITORY_ROOT
from autograder.probes import MissingError, Probe, observe
from autograder.sheet import Observation, Sheet, judge_sheet, not_judged
from autograder.verdict import Verdict


class CheckFailed(Exception):  # noqa: N818 - reads well in the one place where it is shown
    """One line that nbgrader shows for a check that does not pass."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class _Desk:
    """What one notebook works on: the assignment, its sheets, the verdicts so far."""

    def __init__(
        self, assignment_id: str, bundle: dict[str, Any], namespace: dict[str, Any] | None
    ):
        self.assignment_id = assignment_id
        self.title: str = bundle["title"]
        self.points = {entry["name"]: entry["points"] for entry in bundle["exercises"]}
        self._bundle = bundle
        self.namespace = namespace
        self.state_file = Path.cwd() / f".{assignment_id}.progress.json"
        self.status: dict[str, str] = self._read()

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """Returns exercise name to its public cases, read when the first check asks."""
        return read_sheets(self._bundle)

    def _read(self) -> dict[str, str]:
        try:
            state = json.loads(self.state_file.read_text(encoding="utf-8"))
            return {k: str(v) for k, v in state["status"].items() if k in self.points}
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return {}

    def keep(self, verdict: Verdict) -> None:
        """Remembers a verdict, across a restart of the kernel too."""
        self.status[verdict.exercise] = verdict.status
        state = {"assignment": self.assignment_id, "status": self.status}
        # A read-only folder costs the memory of progress, nothing else.
        with contextlib.suppress(OSError):
            self.state_file.write_text(json.dumps(state, indent=1), encoding="utf-8")


_desk: _Desk | None = None


def begin(assignment_id: str) -> None:
    """Opens an assignment: call it once, in the setup cell.

    Args:
        assignment_id: Name of the assignment's folder, such as "w1_dinosaur_names".
    """
    global _desk  # noqa: PLW0603 - one notebook, one assignment
    namespace = _notebook_namespace()
    path = find_bundle(assignment_id)
    if path is None:
        _desk = None
        show.message(
            f"checks.json of {assignment_id} was not found",
            f"Looked in {Path.cwd()} and in assignments/{assignment_id} above it. "
            "Keep the file beside the notebook, as it was released.",
        )
        return
    try:
        _desk = _Desk(assignment_id, json.loads(path.read_text(encoding="utf-8")), namespace)
    except (KeyError, TypeError) as error:
        _desk = None
        show.message(
            f"{path} cannot be read",
            f"It lacks {error}: fetch the assignment's folder and the autograder from one release.",
        )
        return
    points = sum(_desk.points.values())
    show.message(_desk.title, f"{len(_desk.points)} exercises, {points:g} points. Good luck!")


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
    desk = _desk
    if desk is None:
        show.message(
            "No assignment is open", "Run the setup cell at the top first, then this check again."
        )
        return _raise_for_nbgrader("No assignment is open: run the setup cell first.")
    name = getattr(exercise, "__name__", exercise)
    if not isinstance(name, str) or name not in desk.points:
        known = ", ".join(f'"{n}"' for n in desk.points)
        show.message(f"There is no exercise {name!r} here", f"There are: {known}.")
        return _raise_for_nbgrader(f"There is no exercise {name!r}.")
    namespace = desk.namespace if desk.namespace is not None else sys._getframe(1).f_globals
    try:
        sheet = desk.sheets[name]
    except (BundleError, KeyError, TypeError) as error:
        show.message("checks.json does not fit this version of the autograder", str(error))
        return _raise_for_nbgrader("checks.json does not fit this version of the autograder.")
    verdict = _look_below(check_in(sheet, namespace), desk.sheets, namespace)
    desk.keep(verdict)
    show.verdict(verdict)
    if not verdict.is_right:
        _raise_for_nbgrader(f"{verdict.headline()}. {verdict.hint}")


def check_in(sheet: Sheet, namespace: dict[str, Any]) -> Verdict:
    """Judges one exercise with the object that `namespace` holds under its name."""

    def find() -> Any:
        if sheet.exercise not in namespace:
            raise MissingError(
                f"{sheet.exercise} is not defined yet: run the cell above that defines it, then this check."
            )
        found = namespace[sheet.exercise]
        if not callable(found):
            kind = type(found).__name__
            raise MissingError(
                f"The name {sheet.exercise} now stands for a value of type {kind}, no longer for your "
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
        return judge_sheet(sheet, ask)
    except Exception as error:  # noqa: BLE001 - a strange answer must not show our stack trace
        return not_judged(sheet, error)


def _look_below(verdict: Verdict, sheets: dict[str, Sheet], namespace: dict[str, Any]) -> Verdict:
    """Names the exercise to mend first when one that this one calls is not right either."""
    if verdict.is_right or verdict.status == "missing":
        return verdict
    for name in reversed(sheets[verdict.exercise].depends_on):  # What others build on comes last.
        if not check_in(sheets[name], namespace).is_right:
            hint = f"It calls `{name}`, which is not right yet: mend that first, then check this again."
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
    desk = _desk
    if desk is None:
        show.message("No assignment is open", "Run the setup cell at the top first.")
        return
    rows = [(name, points, desk.status.get(name)) for name, points in desk.points.items()]
    show.scoreboard(desk.title, rows, _next_step(desk, rows))


def _next_step(desk: _Desk, rows: list[tuple[str, float, str | None]]) -> str:
    for name, _, status in rows:
        if status not in ("passed", "carried"):
            verb = "Next: write" if status in (None, "missing") else "Next: look again at"
            return f'{verb} {name}, then run check("{name}").'
    return f"All checks pass. Save the notebook and hand in {desk.assignment_id}.ipynb."


def _raise_for_nbgrader(line: str) -> None:
    if os.environ.get("NBGRADER_EXECUTION"):
        raise CheckFailed(line[:300])


def _notebook_namespace() -> dict[str, Any] | None:
    """Returns the names of the running notebook; None outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell.user_ns if shell is not None else None
