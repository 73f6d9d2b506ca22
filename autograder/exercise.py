"""How an exercise is declared: once, with its cases, known mistakes and other right answers."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder import recipes
from autograder.compare import Tolerance
from autograder.expectations import Expectation, Matches, Same, Untouched
from autograder.probes import Call, CallTwice, Probe, Steps, Take
from autograder.reference import LazyReference, Reference
from autograder.sheet import CaseSheet, Sheet
from autograder.traits import Traits
from autograder.verdict import Verdict

if TYPE_CHECKING:
    from autograder.course import Course


@dataclass(frozen=True)
class Trial:
    """A case's inputs with what must hold of the observation.

    Args:
        probe: How the learner's object is used.
        expectations: What must hold; none means: whatever the reference shows.
        measure: Name of a function in `autograder.measures`.
    """

    probe: Probe
    expectations: list[Expectation] | None = None
    measure: str | None = None


@dataclass(frozen=True)
class Case:
    """One declared case: a function from a random generator to inputs."""

    name: str
    verifies: str
    make: Callable[[np.random.Generator], Any]

    def trial(self, rng: np.random.Generator) -> Trial:
        """Makes the inputs; a dict of arguments stands for one call."""
        made = self.make(rng)
        if isinstance(made, Trial):
            return made
        return Trial(made if isinstance(made, Probe) else Call(made))


@dataclass(frozen=True)
class Variant:
    """Another implementation of an exercise: a misconception (with its hint) or an alternative."""

    exercise: str
    function: Any
    hint: str = ""

    @property
    def name(self) -> str:
        """Returns the name of the variant's function or class."""
        return self.function.__name__

    def source_for_notebook(self, right: str = "") -> str:
        """Returns the source as a learner would have written it, under the exercise's name.

        Functions of the declaration that it uses come first, as helpers; so does the reference's
        own function, under another name, where the variant is a change of its result.

        Args:
            right: Source of the reference's solution cell, for such a variant.

        Raises:
            ValueError: If it is such a variant and there is no source.
        """
        tree = _parsed(self.function)
        tree.body[0].decorator_list = []  # type: ignore[attr-defined]
        parts = [*(_parsed(helper) for helper in _helpers(self.function)), tree]
        renamer = _ForNotebook(self.name, self.exercise)
        parts = [ast.fix_missing_locations(renamer.visit(part)) for part in parts]
        if renamer.uses_right:
            if not right:
                raise ValueError(f"{self.name} calls the reference's {self.exercise}: pass it.")
            to_right = _ForNotebook(self.exercise, renamer.right)
            parts.insert(0, ast.fix_missing_locations(to_right.visit(ast.parse(right))))
        return "\n\n\n".join(map(ast.unparse, parts)) + "\n"


def _parsed(function: Any) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _helpers(function: Any) -> list[Any]:
    """Returns the functions of the same declaration that a function uses, deepest first.

    They are in its module, or in others of its package: a long declaration has several.
    """
    package = function.__module__.rpartition(".")[0] or function.__module__
    found: list[Any] = []

    def visit(node: Any) -> None:
        space = getattr(node, "__globals__", None) or vars(sys.modules[node.__module__])
        names = [n for n in ast.walk(_parsed(node)) if isinstance(n, ast.Name)]
        local = {n.id for n in names if isinstance(n.ctx, ast.Store)}
        for name in [n.id for n in names]:
            other = space.get(name)
            own = inspect.isfunction(other) and (
                other.__module__ == function.__module__
                or (name not in local and other.__module__.startswith(f"{package}."))
            )
            if own and other not in found and other is not function and other is not node:
                visit(other)
                found.append(other)

    visit(function)
    return found


class _ForNotebook(ast.NodeTransformer):
    """Renames the variant and turns `reference.clip` into the notebook's own `clip`."""

    def __init__(self, old: str, new: str):
        self.old, self.new = old, new
        self.right, self.uses_right = f"right_{new}", False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.name = self.new if node.name == self.old else node.name
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.name = self.new if node.name == self.old else node.name
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.new if node.id == self.old else node.id
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.value, ast.Name) or node.value.id != "reference":
            return node
        is_own = node.attr == self.new  # by that name the variant itself will be called
        self.uses_right = self.uses_right or is_own
        return ast.copy_location(ast.Name(self.right if is_own else node.attr, node.ctx), node)


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
    """

    name: str
    points: float
    returns: tuple[str, ...] = ()
    mutates: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    tolerance: Tolerance = field(default_factory=Tolerance)
    time_limit: float = 10.0
    same_dtype: bool = False
    cases: list[Case] = field(default_factory=list)
    misconceptions: list[Variant] = field(default_factory=list)
    alternatives: list[Variant] = field(default_factory=list)
    equivalent_mutants: dict[str, str] = field(default_factory=dict)

    def case(self, verifies: str) -> Callable:
        """Declares a case; `verifies` says what a pass shows. Decorates rng -> inputs."""

        def declare(make: Callable) -> Callable:
            self.cases.append(Case(make.__name__, verifies, make))
            return make

        return declare

    def misconception(self, hint: str) -> Callable:
        """Declares a known mistake with the hint for who made it."""

        def declare(function: Any) -> Any:
            self.misconceptions.append(Variant(self.name, function, hint))
            return function

        return declare

    def alternative(self, function: Any) -> Any:
        """Declares another right answer."""
        self.alternatives.append(Variant(self.name, function))
        return function

    def equivalent(self, mutant: str, reason: str) -> None:
        """Declares that a mutant of the reference changes nothing that the docstring promises."""
        self.equivalent_mutants[mutant] = reason

    def sheet(self, reference: Reference, seed: int, names: list[str] | None = None) -> Sheet:
        """Makes the cases with the inputs that a seed gives, judged by the reference.

        Args:
            reference: Gives the expected observations.
            seed: Any non-negative integer.
            names: Only these cases.
        """
        cases = [
            self._case_sheet(case, reference, seed)
            for case in self.cases
            if names is None or case.name in names
        ]
        hints = {variant.name: variant.hint for variant in self.misconceptions}
        return Sheet(self.name, self.points, cases, hints, list(self.depends_on), self.time_limit)

    def _case_sheet(self, case: Case, reference: Reference, seed: int) -> CaseSheet:
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
            expectations = self._expectations(probe, seen)
        elif isinstance(probe, Call):
            expectations += self._untouched(probe)
        sheet = CaseSheet(
            case.name, case.verifies, probe, expectations, trial.measure, self.depends_on
        )
        return CaseSheet(
            **{
                **_shallow(sheet),
                "traits": Traits(self.name, self.misconceptions, sheet, reference),
            }
        )

    def _expectations(self, probe: Probe, seen: dict[str, Any]) -> list[Expectation]:
        tolerance = asdict(self.tolerance)
        if isinstance(probe, Call):
            result = Matches(
                seen["result"],
                names=list(self.returns),
                tolerance=tolerance,
                same_dtype=self.same_dtype,
            )
            changed = [
                Matches(
                    seen["arguments"][name],
                    f"arguments.{name}",
                    f"{name} after the call",
                    tolerance=tolerance,
                )
                for name in self.mutates
                if name in seen["arguments"]
            ]
            # A function that works by changing its argument may return that argument or nothing.
            results = [] if seen["result"] is None and changed else [result]
            return [*results, *changed, *self._untouched(probe)]
        if isinstance(probe, CallTwice):
            return [Same("first", "second", "The same generator state gave two different results.")]
        if isinstance(probe, Steps):
            places: list[Expectation] = [
                Matches(
                    value, f"results.{i}", f"the result of {probe.steps[i][0]}", tolerance=tolerance
                )
                for i, value in enumerate(seen["results"])
            ]
            if probe.attributes:
                places.append(
                    Matches(seen["attributes"], "attributes", "the attributes", tolerance=tolerance)
                )
            return places
        if isinstance(probe, Take):
            return [Matches(seen["items"], "items", "the items", tolerance=tolerance)]
        raise TypeError(f"A case with {type(probe).__name__} must state its expectations.")

    def _untouched(self, probe: Call) -> list[Expectation]:
        """Expects every argument that is not declared as changed to stay as it came."""
        described = recipes.describe(probe.arguments)
        return [
            Untouched(name)
            for name, value in described.items()
            if name not in self.mutates
            and recipes.is_plain(value)
            and isinstance(value, (dict, list, tuple, np.ndarray))
        ]


def _shallow(sheet: CaseSheet) -> dict[str, Any]:
    return {
        name: getattr(sheet, name)
        for name in ("name", "verifies", "probe", "expectations", "measure", "calls")
    }


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
    course: Course | None = None

    @property
    def points(self) -> float:
        """Returns the sum of all points."""
        return sum(exercise.points for exercise in self.exercises.values())

    def exercise(self, name: str, points: float, **options: Any) -> Exercise:
        """Declares an exercise; what it depends on is declared before it."""
        if name in self.exercises:
            raise ValueError(f"{self.id} declares the exercise {name!r} twice.")
        exercise = self.exercises[name] = Exercise(name, points, **options)
        below = [n for d in exercise.depends_on for n in (d, *self.exercises[d].depends_on)]
        exercise.depends_on = tuple(dict.fromkeys(below))
        return exercise

    def refused(self, reason: str) -> list[Verdict]:
        """Returns one verdict an exercise on a file that cannot be read."""
        return [Verdict.refused(e.name, e.points, reason) for e in self.exercises.values()]

    def bind(self, course: Course) -> Assignment:
        """Says which course the assignment belongs to, and so where its reference is."""
        self.course = course
        return self

    def reference(self) -> Reference:
        """Returns the reference solutions, loaded when first used."""
        if self.course is None:
            raise RuntimeError(
                f"{self.id} belongs to no course yet: load it with Course.declaration."
            )
        return Reference.of(self.course.source(self.id))

    def solutions(self) -> LazyReference:
        """Returns the names of the notebook, for use inside misconceptions and alternatives."""
        return LazyReference(self.reference)
