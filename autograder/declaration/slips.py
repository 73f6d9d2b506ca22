"""Slips of the reference: which small change of it gives exactly what a learner's function gives?

Asked when no declared mistake fits. All that a learner's function has shown is compared, on every
case; so a slip that is found is what comes out, whatever the learner wrote. Nothing is computed before
a failure is to be explained, and nothing twice in a batch.
"""

from __future__ import annotations

import ast
import contextlib
import math
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import combinations
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any

from autograder.checks.compare import without_words
from autograder.checks.exercise_check import CheckCase, same_mistake, signature_of
from autograder.checks.slips import ENOUGH_OF_SLIPS, says_enough
from autograder.declaration.rounding import ROUND, Rounding, rounding
from autograder.declaration.slip_bounds import RoundCounter, TooManySteps, of_bounded_size
from autograder.declaration.slip_changes import STEP
from autograder.declaration.slip_scope import kind_of_value
from autograder.declaration.slip_trees import counted, slips_of
from autograder.declaration.variant import Slip, SlipError, Variant

if TYPE_CHECKING:
    from autograder.declaration.reference import Reference

SECONDS = 10.0  # of the processor, for all slips of an exercise in a batch; then it has none
MOSTSTEPS = 10  # times the rounds of the reference's own loops, after which a slip never ends
FEWSTEPS = 1000
COMPREHENSIONS = ("<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>")


@dataclass
class Slipped:
    """The reference with one small change, and what was seen of it so far.

    Args:
        kind: Of the slip.
        code: Of the changed cell, its loops counted.
        place: Among all slips of the answer, counted from 0.
    """

    kind: str
    code: CodeType
    place: int = 0
    function: Any = None
    signatures: dict[str, Any] = field(default_factory=dict)


def _compiled(tree: ast.Module, exercise: str) -> CodeType | None:
    """Compiles a cell; None if a change has made no program of it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `"Waa"[:, 0]` is odd, and only tried
            return compile(tree, f"<cell {exercise}>", "exec")
    except (SyntaxError, ValueError):  # a `return` that has got out of its function
        return None


class SlipsOfReference:
    """Finds the kinds of slips that give what a learner's function gives.

    Args:
        exercise: Name of the exercise.
        reference: Holds the solution, and observes.
        cases: Of the check.
        alternatives: Other right answers: most learners' code looks like one of them.
        misconceptions: Known mistakes; those that are edits of the reference are looked for in twos.
        seconds: For all slips together.
        clock: Returns seconds.
    """

    def __init__(
        self,
        exercise: str,
        reference: Reference,
        cases: Sequence[CheckCase],
        alternatives: Sequence[Variant] = (),
        misconceptions: Sequence[Variant] = (),
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.thread_time,
    ):
        self.exercise, self.reference = exercise, reference
        self.cases = {case.name: case for case in cases}
        self.left, self.clock = seconds, clock
        self.alternatives, self.misconceptions = alternatives, misconceptions

    def kinds(self, mine: Mapping[str, Any]) -> set[str]:
        """Returns the kinds of all slips that show what a learner's function has shown.

        Nothing where time is up: a slip that was not tried may be of another kind.

        Args:
            mine: Name of every case to the learner's signature; cases come in the order in which they
                are compared.
        """
        with self._in_time() as is_time_up:
            for answer in self.answers:
                if found := {slip.kind for slip in answer.agreeing(mine, is_time_up)}:
                    return found
        return set()

    def two_at_once(self, mine: Mapping[str, Any]) -> list[str]:
        """Returns the declared slips, at most two, that together show what a learner's function shows.

        Where several twos show it, what is common to them; none where there is no such thing, where too
        little is seen to tell so many twos apart, or where time is up.

        Args:
            mine: As for `kinds`.
        """
        with self._in_time() as is_time_up:
            twos = self.twos.made()
            if twos and says_enough(mine.values(), ENOUGH_OF_SLIPS + math.log2(len(twos))):
                found = [two.kind.split() for two in self.twos.agreeing(mine, is_time_up)]
                return [name for name in (found or [[]])[0] if all(name in two for two in found)]
        return []

    @contextlib.contextmanager
    def _in_time(self) -> Iterator[Callable[[], bool]]:
        """Gives what tells whether time is up; afterwards there is less of it."""
        start = self.clock()
        with contextlib.suppress(TimeoutError), without_words():
            try:
                yield lambda: self.clock() - start > self.left
            finally:
                self.left -= self.clock() - start

    def shown(
        self, cases: Sequence[CheckCase], others: Sequence[CheckCase], most: int
    ) -> Iterator[tuple[int, str, list[Any], Callable[[], Iterator[list[Any]]]]]:
        """Yields number of the answer, kind and signatures of every slip, for the public bundle.

        Args:
            cases: Whose signatures are wanted.
            others: The same with other inputs; a function that is yielded gives the signatures there:
                as they are, then under one way of rounding and the other.
            most: Answers whose slips are wanted, the reference first.
        """
        for number, answer in enumerate(self.answers[:most]):
            for slip in answer.made():
                yield (
                    number,
                    slip.kind,
                    answer.signatures_on(cases, slip),
                    partial(answer.signatures_again, others, slip),
                )

    @cached_property
    def answers(self) -> list[SlipsOfAnswer]:
        """Returns the right answers, the reference first."""
        source = self.reference.cells[self.exercise]
        sources = [source, *(each.source_for_notebook(source) for each in self.alternatives)]
        return [SlipsOfAnswer(self, one) for one in sources]

    @cached_property
    def twos(self) -> TwoSlipsOfReference:
        """Returns the declared slips, two at a time."""
        return TwoSlipsOfReference(self, [m for m in self.misconceptions if isinstance(m, Slip)])


class SlipsOfAnswer:
    """The slips of one right answer.

    Args:
        parent: The exercise's.
        source: Of the answer.
    """

    def __init__(self, parent: SlipsOfReference, source: str):
        self.exercise, self.reference, self.cases = parent.exercise, parent.reference, parent.cases
        self.source = source
        self.slips: list[Slipped] | None = None
        self.steps: dict[str, int] = {}
        self.walk: Iterator[tuple[int, tuple[str, ast.Module]]] | None = None
        self.reached = 0

    def agreeing(self, mine: Mapping[str, Any], is_time_up: Callable[[], bool]) -> list[Slipped]:
        """Returns the slips that show what a learner's function has shown.

        Args:
            mine: As for `SlipsOfReference.kinds`.
            is_time_up: Tells whether no other slip may be tried.

        Raises:
            TimeoutError: If time is up before all were tried.
        """
        alive = self.made()
        for name, signature in mine.items():
            case = self.cases[name]
            still = []
            for slip in alive:
                if name not in slip.signatures:
                    if is_time_up():
                        raise TimeoutError
                    slip.signatures[name] = self.signature(slip, case)
                if same_mistake(case, signature, slip.signatures[name]):
                    still.append(slip)
            alive = still
        return alive

    @cached_property
    def right(self) -> Slipped:
        """Returns the answer as it is, its loops counted."""
        tree = counted(self.source)
        return Slipped("", compile(tree, f"<cell {self.exercise}>", "exec"))

    def made(self) -> list[Slipped]:
        """Returns all slips, made when they are first asked for."""
        if self.slips is None:
            self.slips = [
                Slipped(kind, code, place)
                for place, (kind, tree) in self._trees()
                if (code := _compiled(tree, self.exercise)) is not None
            ]
        return self.slips

    def _trees(self) -> Iterator[tuple[int, tuple[str, ast.Module]]]:
        return enumerate(slips_of(self.source, self._kinds_of_values))

    def _rounding(self, slip: Slipped) -> CodeType:
        """Returns a slip's code once more, rounding as another processor may.

        A tree holds its change only while it is looked at, and a copy of each would be dear; so the
        trees are gone through beside the slips, and once more where one is asked for that lies behind.
        """
        if self.walk is None or self.reached >= slip.place:
            self.walk = self._trees()
        for place, (_, tree) in self.walk:
            self.reached = place
            if place == slip.place:
                return compile(rounding(tree), slip.code.co_filename, "exec")
        raise ValueError(f"{self.exercise} has no slip number {slip.place}.")

    @cached_property
    def _kinds_of_values(self) -> dict[str, Any]:
        """Returns name to kind of value of all variables of the reference, seen when it runs."""
        kinds: dict[str, Any] = {}
        filename = f"<cell {self.exercise}>"

        def look(frame: FrameType, event: str, _argument: Any) -> None:
            code = frame.f_code
            if event != "return" or code.co_filename != filename:
                return
            if code.co_name not in COMPREHENSIONS:  # From Python 3.12 on these are no frames.
                for name, value in frame.f_locals.items():
                    kinds[name] = kind_of_value(value) or kinds.get(name)

        before = sys.getprofile()
        for case in self.cases.values():
            sys.setprofile(look)
            try:
                self._observe(self.right, case, RoundCounter(None))
            finally:
                sys.setprofile(before)
        return kinds

    def signatures_on(self, cases: Sequence[CheckCase], slip: Slipped) -> list[Any]:
        """Returns what a slip shows on cases, as signatures."""
        return [self.signature(slip, case) for case in cases]

    def signatures_again(self, cases: Sequence[CheckCase], slip: Slipped) -> Iterator[list[Any]]:
        """Yields what a slip shows on cases: plainly, and where products and sums round otherwise."""
        yield self.signatures_on(cases, slip)
        code = self._rounding(slip)
        for sign in (1, -1):
            self.reference.namespace[ROUND] = Rounding(sign)
            try:
                yield self.signatures_on(cases, Slipped(slip.kind, code))
            finally:
                del self.reference.namespace[ROUND]

    def signature(self, slip: Slipped, case: CheckCase) -> Any:
        """Returns what a slip shows on a case, as a signature."""
        if case.name not in self.steps:
            counter = RoundCounter(None)
            self._observe(self.right, case, counter)
            self.steps[case.name] = counter.count
        most = MOSTSTEPS * self.steps[case.name] + FEWSTEPS
        seen = self._observe(slip, case, RoundCounter(most))
        if seen.get("error", {}).get("type") == TooManySteps.__name__:
            seen = {"timeout": 0.0}
        return signature_of(case, seen)

    def _observe(self, slip: Slipped, case: CheckCase, counter: RoundCounter) -> dict[str, Any]:
        namespace = self.reference.namespace
        namespace[STEP] = counter
        try:
            if slip.function is None:
                slip.function = of_bounded_size(self.reference.define(self.exercise, slip.code))
            return self.reference.observe(self.exercise, case.lean_probe, slip.function)
        finally:
            del namespace[STEP]


class TwoSlipsOfReference(SlipsOfAnswer):
    """The reference with two of its declared slips at once; the kind of each is their two names.

    Args:
        parent: The exercise's.
        declared: The slips.
    """

    def __init__(self, parent: SlipsOfReference, declared: Sequence[Slip]):
        super().__init__(parent, parent.reference.cells[parent.exercise])
        self.declared = [slip for slip in declared if not slip.arbitrary_in]

    def made(self) -> list[Slipped]:
        """Returns all twos whose edits go together, made when they are first asked for."""
        if self.slips is None:
            found = (self._together(*two) for two in combinations(self.declared, 2))
            self.slips = [two for two in found if two is not None]
        return self.slips

    def _together(self, one: Slip, other: Slip) -> Slipped | None:
        for first, second in ((one, other), (other, one)):
            with contextlib.suppress(SlipError, SyntaxError):
                tree = counted(second.source_in(first.source_in(self.source)))
                code = _compiled(tree, self.exercise)
                return code and Slipped(f"{one.name} {other.name}", code)
        return None
