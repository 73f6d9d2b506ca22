"""How an exercise is declared: once, with its cases, known mistakes and other right answers."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import numpy as np

from autograder.checks.compare import Tolerance
from autograder.checks.definitions import definitions_in
from autograder.checks.exercise_check import CheckCase, ExerciseCheck
from autograder.checks.expectations import Expectation
from autograder.checks.probes import Call, Probe, Take
from autograder.checks.verdict import Verdict
from autograder.declaration.reference import LazyReference, Reference
from autograder.declaration.shown import as_shown, of_type, untouched
from autograder.declaration.signatures import Signatures
from autograder.declaration.slips import SlipsOfReference
from autograder.declaration.variant import Slip, Variant, Written

if TYPE_CHECKING:
    from pathlib import Path


QUICK_SECONDS = 10.0  # the time limit of an exercise that trains nothing


@dataclass(frozen=True)
class Trial:
    """A case's inputs with what must hold of the observation.

    Args:
        probe: How the learner's object is used.
        expectations: What must hold; none means: whatever the reference shows.
        measure: Name of a function in `autograder.checks.measures`.
        also: What must hold besides whatever the reference shows.
    """

    probe: Probe
    expectations: list[Expectation] | None = None
    measure: str | None = None
    also: Sequence[Expectation] = ()


Make = Callable[[np.random.Generator], "Trial | Probe | dict[str, Any]"]
_Written = TypeVar("_Written", bound=Callable)  # a function or a class, as a learner writes it


class ExerciseOptions(TypedDict, total=False):
    """What may be said of an exercise besides name and points; see `Exercise`."""

    returns: tuple[str, ...]
    mutates: tuple[str, ...]
    depends_on: tuple[str, ...]
    tolerance: Tolerance
    time_limit: float
    same_dtype: bool
    types: dict[str, str]


@dataclass(frozen=True)
class Case:
    """One declared case: a function from a random generator to inputs."""

    name: str
    verifies: str
    make: Make
    is_long: bool = False

    def trial(self, rng: np.random.Generator) -> Trial:
        """Makes the inputs; a dict of arguments stands for one call."""
        made = self.make(rng)
        if isinstance(made, Trial):
            return made
        return Trial(made if isinstance(made, Probe) else Call(made))


@dataclass
class Exercise:
    """One exercise of an assignment.

    Args:
        name: The function or class that the learner writes.
        points: What it is worth; 0 for a bonus.
        returns: Names of several results, for messages.
        mutates: Arguments that the exercise says it changes.
        depends_on: Exercises that the reference calls; those that these call are added.
        tolerance: For numbers.
        time_limit: Seconds for one case.
        same_dtype: Whether arrays must keep the reference's number type.
        types: Path of a result ("result", "result.0") to the type that the docstring promises, as
            `IsA` knows it; the first case asks for it.
    """

    name: str
    points: float
    returns: tuple[str, ...] = ()
    mutates: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    tolerance: Tolerance = field(default_factory=Tolerance)
    time_limit: float = 10.0
    same_dtype: bool = False
    types: dict[str, str] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    misconceptions: list[Variant] = field(default_factory=list)
    alternatives: list[Variant] = field(default_factory=list)
    equivalent_mutants: dict[str, str] = field(default_factory=dict)
    assignment: Assignment | None = field(default=None, repr=False, compare=False)

    def case(self, verifies: str, is_long: bool = False) -> Callable[[Make], Make]:
        """Declares a case. Decorates rng -> inputs.

        Args:
            verifies: What a pass shows.
            is_long: Whether it has thousands of items. Slips have no print there: hundreds of them, run
                on it, would make a build minutes longer.
        """

        def declare(make: Make) -> Make:
            self.cases.append(Case(make.__name__, verifies, make, is_long))
            return make

        return declare

    def misconception(
        self, hint: str, arbitrary_in: tuple[str, ...] = ()
    ) -> Callable[[_Written], _Written]:
        """Declares a known mistake with the hint for who made it.

        Args:
            hint: Where to look.
            arbitrary_in: Cases, declared above, in which what it returns hangs on the processor: any
                direction of a null space, say, or rounding noise divided by its length. There it is
                known by the fact that it fails; some other case must tell what it is.
        """
        arbitrary = self._known_cases(arbitrary_in)

        def declare(function: _Written) -> _Written:
            written = Written(self.name, function.__name__, hint, arbitrary, function)
            self.misconceptions.append(written)
            return function

        return declare

    def slip(
        self,
        name: str,
        hint: str,
        *edits: str | tuple[str, str],
        count: int = 1,
        arbitrary_in: tuple[str, ...] = (),
    ) -> None:
        """Declares a known mistake that is an edit of the reference's solution.

        `lstm.slip("forgets_the_tanh", "The tanh is missing: ...", "ot * np.tanh(c)", "ot * c")`

        Args:
            name: Of the mistake, as a function would be called that makes it.
            hint: For who made it.
            *edits: A text of the solution and what stands there in its place; or such pairs.
            count: How often each of these texts stands there.
            arbitrary_in: As for `misconception`.
        """
        pairs = (edits,) if all(isinstance(edit, str) for edit in edits) else edits
        if not edits or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs):
            raise TypeError(
                f"{self.name}.slip({name!r}) needs a text and its replacement, or pairs."
            )
        arbitrary = self._known_cases(arbitrary_in)
        slip = Slip(self.name, name, hint, arbitrary, pairs, count, self._reference)  # type: ignore[arg-type]
        self.misconceptions.append(slip)

    def mistake(self, name: str) -> Variant:
        """Returns a declared mistake, for a case whose inputs have to bring it out.

        Raises:
            KeyError: If there is none of that name.
        """
        return {variant.name: variant for variant in self.misconceptions}[name]

    def _known_cases(self, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = set(names) - {case.name for case in self.cases}
        if unknown:
            raise ValueError(f"{self.name} has no case {', '.join(sorted(unknown))}.")
        return tuple(names)

    def _reference(self) -> Reference:
        if self.assignment is None:
            raise RuntimeError(f"{self.name} belongs to no assignment, and so has no reference.")
        return self.assignment.reference()

    def alternative(self, function: _Written) -> _Written:
        """Declares another right answer."""
        self.alternatives.append(Written(self.name, function.__name__, "", (), function))
        return function

    def equivalent(self, mutant: str, reason: str) -> None:
        """Declares that a mutant of the reference changes nothing that the docstring promises."""
        self.equivalent_mutants[mutant] = reason

    def check(self, reference: Reference, seed: int) -> ExerciseCheck:
        """Makes the cases with the inputs that a seed gives, judged by the reference.

        Args:
            reference: Gives the expected observations.
            seed: Any non-negative integer.
        """
        cases = [self._check_case(case, reference, seed) for case in self.cases]
        hints = {variant.name: variant.hint for variant in self.misconceptions}
        order = np.random.default_rng([seed, zlib.crc32(self.name.encode())])
        # Of what trains or builds models, each slip takes too long.
        is_quick = self.time_limit <= QUICK_SECONDS
        return ExerciseCheck(
            self.name,
            self.points,
            cases,
            hints,
            list(self.depends_on),
            self.time_limit,
            order.permutation(len(cases)).tolist(),
            SlipsOfReference(self.name, reference, cases, self.alternatives, self.misconceptions)
            if is_quick
            else None,
        )

    def _check_case(self, case: Case, reference: Reference, seed: int) -> CheckCase:
        key = zlib.crc32(f"{self.name}/{case.name}".encode())
        trial = case.trial(np.random.default_rng([seed, key]))
        probe = trial.probe
        expectations = list(trial.expectations) if trial.expectations is not None else None
        if expectations is None:
            seen = reference.observe(self.name, probe)
            if "error" in seen or "missing" in seen:
                raise RuntimeError(
                    f"The reference of {self.name} fails in case {case.name}: {seen}"
                )
            expectations = [*as_shown(self, probe, seen), *trial.also]
        elif isinstance(probe, (Call, Take)):
            expectations += untouched(self, probe)
        if case is self.cases[0]:
            expectations += of_type(self, probe)
        check = CheckCase(
            case.name, case.verifies, probe, expectations, trial.measure, self.depends_on,
            definitions=definitions_in(reference.cells.get(self.name, ""), self.name),
            is_long=case.is_long,
        )  # fmt: skip
        return replace(
            check, signatures=Signatures(self.name, self.misconceptions, check, reference)
        )


@dataclass
class Assignment:
    """One assignment: its exercises in the order of the notebook.

    Args:
        id: Name of folder, notebook and declaration.
        title: As in the notebook.
        week: 1 to 7.
        imports: Modules of the notebook that take seconds to import; a process that waits for the
            next submission imports them ahead.
    """

    id: str
    title: str
    week: int
    imports: tuple[str, ...] = ()
    exercises: dict[str, Exercise] = field(default_factory=dict)
    source: Path | None = None

    @property
    def points(self) -> float:
        """Returns the sum of all points."""
        return sum(exercise.points for exercise in self.exercises.values())

    def exercise(self, name: str, points: float, **options: Unpack[ExerciseOptions]) -> Exercise:
        """Declares an exercise; what it depends on is declared before it.

        Args:
            name: The function or class that the learner writes.
            points: What it is worth; 0 for a bonus.
            **options: As for `Exercise`.
        """
        if name in self.exercises:
            raise ValueError(f"{self.id} declares the exercise {name!r} twice.")
        exercise = self.exercises[name] = Exercise(name, points, assignment=self, **options)
        below = [n for d in exercise.depends_on for n in (d, *self.exercises[d].depends_on)]
        exercise.depends_on = tuple(dict.fromkeys(below))
        return exercise

    def refused(self, reason: str) -> list[Verdict]:
        """Returns one verdict an exercise on a file that cannot be read."""
        return [Verdict.refused(e.name, e.points, reason) for e in self.exercises.values()]

    def bind(self, source: Path) -> Assignment:
        """Says where the notebook with the solutions is, as text."""
        self.source = source
        return self

    def reference(self) -> Reference:
        """Returns the reference solutions, loaded when first used."""
        if self.source is None:
            raise RuntimeError(
                f"{self.id} belongs to no course yet: load it with Course.declaration."
            )
        return Reference.of(self.source)

    def solutions(self) -> LazyReference:
        """Returns the names of the notebook, for use inside misconceptions and alternatives."""
        return LazyReference(self.reference)
