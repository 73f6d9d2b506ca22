"""Answers that solve nothing: made of the answers to other inputs, or of the inputs' bytes.

Whoever replaces the observer in a learner's process knows the exercise's name, the probe and the
number of the question; the reference and `checks.json` are public. A forger here is such a function
from number and probe to an observation. None may earn an exercise, whatever the seed.

    python -m tests.forgeries w3_debiasing     # what each forger passes, by exercise and case
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.checks import recipes
from autograder.checks.exercise_check import CheckCase, ExerciseCheck, Observation, judge_exercise
from autograder.checks.expectations import Raises
from autograder.checks.plain import to_json
from autograder.checks.probes import Probe, observe
from autograder.declaration.reference import Reference

SECRET_SEEDS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Question:
    """What a forger knows of a question.

    Args:
        number: How many came before it.
        case: Which case it is. Nobody says so, but a case may be known by its form.
        probe: What is to be done.
    """

    number: int
    case: str
    probe: Probe


@dataclass(frozen=True)
class Page:
    """One question of another seed, with the right answer to it."""

    question: Question
    answer: Observation

    @property
    def probe(self) -> Probe:
        return self.question.probe


Forger = Callable[[Question], Observation]


def book_of(check: ExerciseCheck, reference: Reference) -> list[Page]:
    """Returns the questions of a check in their order, with the reference's answers."""
    pages = []
    for number, case in enumerate(check.cases):
        seen = reference.observe(check.exercise, case.lean_probe)
        seen.pop("seconds", None)  # by which equal answers would differ
        pages.append(Page(Question(number, case.name, case.lean_probe), seen))
    return pages


# ------------------------------------------------------------------------------- the forgers


def forgers(book: list[Page]) -> dict[str, list[Forger]]:
    """Returns kind to forgers who know nothing but the answers of one other seed.

    The kinds: the number of the question, which case it is, kinds and shapes of its arguments, a
    table of known questions, one answer always, a hash of the arguments.
    """
    return {
        "number": [by_number(book)],
        "case": [by_case(book)],
        "shapes": [by_shapes(book, fine) for fine in (True, False)] + [by_shapes_in_turn(book)],
        "table": [by_table(book)],
        "constant": [constant(answer) for answer in _different(page.answer for page in book)],
        "hash": [by_hash(book)],
    }


def by_number(book: list[Page]) -> Forger:
    """Replays the answers in their order."""
    return lambda asked: book[asked.number % len(book)].answer


def by_case(book: list[Page]) -> Forger:
    """Replays the answer to the same case: what it expects must hang on the seed."""
    known = {page.question.case: page.answer for page in book}
    return lambda asked: known[asked.case]


def by_shapes(book: list[Page], fine: bool) -> Forger:
    """Looks the commonest answer to arguments of these kinds and shapes up.

    Args:
        book: Questions with answers.
        fine: Whether also keys, and lengths within lists, tell arguments apart.
    """
    known: dict[str, list[Observation]] = {}
    for page in book:
        known.setdefault(_key(_shapes(page.probe, fine)), []).append(page.answer)
    every = [page.answer for page in book]
    return lambda asked: _commonest(known.get(_key(_shapes(asked.probe, fine)), every))


def by_shapes_in_turn(book: list[Page]) -> Forger:
    """Replays, among arguments of the same kinds and shapes, the answers in their order."""
    known: dict[str, list[Observation]] = {}
    for page in book:
        known.setdefault(_key(_shapes(page.probe, True)), []).append(page.answer)
    every = [page.answer for page in book]
    so_far: dict[str, list[int]] = {}

    def forge(asked: Question) -> Observation:
        key = _key(_shapes(asked.probe, True))
        numbers = so_far.setdefault(key, [])
        if asked.number not in numbers:
            numbers.append(asked.number)
        answers = known.get(key, every)
        return answers[numbers.index(asked.number) % len(answers)]

    return forge


def by_table(book: list[Page]) -> Forger:
    """Looks the question itself up, else takes the commonest answer."""
    known = {_key(page.probe.describe()): page.answer for page in book}
    every = _commonest([page.answer for page in book])
    return lambda asked: known.get(_key(asked.probe.describe()), every)


def constant(answer: Observation) -> Forger:
    """Says always the same."""
    return lambda asked: answer


def by_hash(book: list[Page]) -> Forger:
    """Gives numbers that hang on the arguments alone, in the form of the answer to such arguments.

    Rows that sum to 1 do so again, and what lies between 0 and 1 stays there. Where a model is fed a
    batch, each example's outputs hang on that example: properties of a function hold.
    """
    template = by_shapes_in_turn(book)

    def forge(asked: Question) -> Observation:
        probe = asked.probe
        seed = hashlib.sha256(_key(probe.describe()["arguments"]).encode()).digest()
        answer = template(asked)
        fed = getattr(probe, "inputs", None)
        if not isinstance(fed, dict) or not isinstance(answer.get("outputs"), dict):
            return {k: _scrambled(v, seed + k.encode()) for k, v in answer.items()}
        outputs = answer["outputs"]  # A model: the rest, such as losses, may be as it was.
        forged = {k: _by_example(v, fed[k]) if k in fed else v for k, v in outputs.items()}
        answer = {**answer, "outputs": forged}
        return answer

    return forge


def _by_example(output: Any, fed: Any) -> Any:
    """Returns outputs of the same form, each example's a function of its inputs."""
    if isinstance(output, (list, tuple)):
        return type(output)(_by_example(part, fed) for part in output)
    inputs = fed if isinstance(fed, (list, tuple)) else [fed]
    if not isinstance(output, np.ndarray) or output.ndim == 0:
        return output
    if any(len(array) != len(output) for array in map(np.asarray, inputs)):
        return output
    rows = []
    for i, row in enumerate(output):
        example = b"".join(np.ascontiguousarray(array[i]).tobytes() for array in inputs)
        rows.append(_scrambled(row, hashlib.sha256(example).digest()))
    return np.array(rows, dtype=output.dtype)


def _scrambled(value: Any, seed: bytes) -> Any:
    """Replaces the fractions in a value by ones that a hash decides."""
    if isinstance(value, dict):
        return {key: _scrambled(item, seed + str(key).encode()) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(
            _scrambled(item, seed + bytes([i % 256])) for i, item in enumerate(value)
        )
    is_array = isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size
    if not is_array and not isinstance(value, float):
        return value
    rng = np.random.default_rng(np.frombuffer(hashlib.sha256(seed).digest(), dtype=np.uint32))
    array = np.asarray(value, dtype=float)
    drawn = rng.uniform(0.05, 0.95, array.shape)
    if array.ndim and np.allclose(array.sum(axis=-1), 1):
        drawn = drawn / drawn.sum(axis=-1, keepdims=True)
    elif not (np.all(array >= 0) and np.all(array <= 1)):
        drawn = rng.standard_normal(array.shape)
    return drawn.astype(value.dtype) if isinstance(value, np.ndarray) else float(drawn)


def _different(answers: Iterable[Observation]) -> list[Observation]:
    """Returns the answers, equal ones once."""
    return list({_key(_without_arguments(answer)): answer for answer in answers}.values())


def _commonest(answers: list[Observation]) -> Observation:
    """Returns the first of those that come most often."""
    keys = [_key(_without_arguments(answer)) for answer in answers]
    most, _ = Counter(keys).most_common(1)[0]
    return answers[keys.index(most)]


def _without_arguments(answer: Observation) -> Observation:
    return {name: value for name, value in answer.items() if name != "arguments"}


def _key(value: Any) -> str:
    return json.dumps(to_json(value), sort_keys=True)


def _shapes(probe: Probe, fine: bool) -> Any:
    """Returns what a probe's values are like, without what they are."""
    return _like(probe.describe(), fine)


def _like(value: Any, fine: bool) -> Any:
    if isinstance(value, np.ndarray):
        return ["array", value.dtype.name, list(value.shape)]
    if isinstance(value, str):
        return ["text", len(value)] if fine else "text"
    if isinstance(value, (list, tuple)):
        return ["list", len(value), [_like(item, fine) for item in value] if fine else []]
    if isinstance(value, dict):
        items = [_like(item, fine) for item in value.values()]
        return ["dict", [str(key) for key in value] if fine else len(value), items]
    return type(value).__name__


# ------------------------------------------------------------------------------ what they pass


@dataclass
class Passed:
    """What the forgers of one kind have passed under one seed.

    Args:
        whole: Whether one of them has passed every case.
        cases: Names of the cases that one of them or another has passed.
    """

    whole: bool = False
    cases: set[str] = field(default_factory=set)


def passed_by(forgers: list[Forger], check: ExerciseCheck) -> Passed:
    """Lets each forger answer every case; an answer counts with either way to leave arguments.

    Args:
        forgers: Of one kind.
        check: The exercise with secret inputs.
    """
    found = Passed()
    for forge in forgers:
        for is_echo in (True, False):
            passed = {c.name for c in _passed_cases(forge, check, is_echo)}
            found.cases |= passed
            found.whole |= len(passed) == len(check.cases)
    return found


def _passed_cases(forge: Forger, check: ExerciseCheck, is_echo: bool) -> Iterator[CheckCase]:
    """Yields the cases that a forger passes.

    Args:
        forge: The forger.
        check: The exercise.
        is_echo: Whether the arguments are said to be after the call as they were before it, and not
            as the forger has them.
    """
    for number, case in enumerate(check.cases):
        # Nobody asks which mistake it is: that takes long.
        alone = replace(check, cases=[case], hints={}, order=(), slips=None)

        def ask(
            name: str, probe: Probe, seconds: float, number: int = number, case: str = case.name
        ) -> Observation:
            seen = dict(forge(Question(number, case, probe)))
            if is_echo and "arguments" in seen:
                seen["arguments"] = _echo(probe)
            return seen

        if judge_exercise(alone, ask, ask_trusted).status == "passed":
            yield case


def ask_trusted(name: str, probe: Probe, seconds: float) -> Observation:
    """Builds models as they are described and looks at them, as the judge's side does."""
    return observe(lambda: dict, probe)


def _echo(probe: Probe) -> dict[str, Any]:
    """Returns the plain arguments of a probe, unchanged by any call."""
    described = recipes.describe(probe.arguments).items()
    # What is made of the learner's own is made by probes alone.
    built = {name: recipes.build(value) for name, value in described if recipes.is_plain(value)}
    return {
        name: value
        for name, value in built.items()
        if isinstance(value, (dict, list, tuple, np.ndarray))
    }


def asks_for_an_error(case: CheckCase) -> bool:
    """Tells whether a case is passed by whoever raises that error: alone it shows little."""
    return any(isinstance(expectation, Raises) for expectation in case.expectations)


# -------------------------------------------------------------------------------- the report


def report(assignment_id: str) -> None:
    """Prints, by exercise, what forgers of each kind pass under the secret seeds."""
    from autograder.declaration.course import Course
    from autograder.declaration.public_cases import PUBLIC_SEED

    assignment = Course().declaration(assignment_id)
    reference = assignment.reference()
    for name, exercise in assignment.exercises.items():
        kinds = forgers(book_of(exercise.check(reference, PUBLIC_SEED), reference))
        checks = [exercise.check(reference, seed) for seed in SECRET_SEEDS]
        found = {kind: [passed_by(some, check) for check in checks] for kind, some in kinds.items()}
        whole = {kind: sum(p.whole for p in each) for kind, each in found.items()}
        fallen = ", ".join(
            f"{kind} {count}/{len(checks)}" for kind, count in whole.items() if count
        )
        print(
            f"\n{name} ({exercise.points} points): {'PASSED BY ' + fallen if fallen else 'holds'}"
        )
        for case in checks[0].cases:
            counts = {k: sum(case.name in p.cases for p in each) for k, each in found.items()}
            words = " ".join(f"{kind} {count}" for kind, count in counts.items() if count)
            error = " (an error is right)" if asks_for_an_error(case) else ""
            print(f"    {case.name}: {words or '-'}{error}", flush=True)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(f"# {argument}")
        report(argument)
