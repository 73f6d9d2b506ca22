"""An exercise ready to be judged: its cases with inputs, expectations and known mistakes.

A sheet is made from the declaration with fresh inputs (for a grade) or read from the public
bundle (in a notebook). `judge_sheet` is the one place where a verdict is reached; it only ever
sees observations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder import recipes
from autograder.compare import Difference, show
from autograder.expectations import Distributed, Expectation, Raises
from autograder.measures import MEASURES
from autograder.probes import Probe
from autograder.verdict import Verdict

Observation = dict[str, Any]
Ask = Callable[[str, Probe, float], Observation]
RETRY_OFFSET = 1_000_003  # moves the seeds for the one retry of a distribution

# What a kind of difference usually comes from, for mistakes that no misconception describes.
LIKELY_CAUSES = {
    "nothing": "Does every path of the function end in a `return`?",
    "transposed": "Two axes are swapped: look at a `.T`, a reshape or the order of a product.",
    "sign": "Look for a minus sign too many or too few.",
    "scale": "A constant factor is missing or too much: a mean in place of a sum, a base of the logarithm?",
    "offset": "A constant is added too often or not at all: look at where counting starts and ends.",
    "shifted": "Look at where the loop starts and which step each value belongs to.",
    "reversed": "The values are right but in the opposite order.",
    "nan": "NaN comes from 0/0, inf - inf or the logarithm of a negative number: which is it here?",
    "infinite": "An infinity comes from a division by zero, log(0) or an exponential of a large number.",
    "value": "Work out a small example by hand and compare it, line by line, with what your code gives.",
    "shape": "Follow the shapes line by line, from the arguments to the result.",
    "mutated": "Work on a copy: build a new object and leave the argument as it came.",
}


# What an exception usually means to someone who sees it for the first time.
ERROR_CAUSES = {
    "NameError": "Is the name spelt right, and has the cell that defines it been run?",
    "UnboundLocalError": "The variable is read before it gets a value on this path.",
    "KeyError": "The dictionary has no such key: print its keys.",
    "IndexError": "An index lies beyond the end: print the sizes.",
    "AttributeError": "Print the type of what stands before the dot. Is it None, because a function "
    "returned nothing?",
    "TypeError": "An argument is of another kind, or there are more or fewer than expected: print "
    "their types.",
    "ZeroDivisionError": "Which of the inputs makes the divisor 0?",
    "RecursionError": "The function calls itself without end.",
    "ModuleNotFoundError": "Only what the setup cell imports is sure to be there.",
}
SHAPE_WORDS = ("shape", "broadcast", "aligned", "dimension", "matmul", "size ")


@dataclass(frozen=True)
class CaseSheet:
    """One case with its inputs.

    Args:
        name: Identifier within the exercise.
        verifies: What a pass shows, a sentence for the learner.
        probe: How the learner's object is used.
        expectations: What must hold.
        measure: Name of a function in `autograder.measures` that derives further values.
        calls: Exercises that the reference calls, directly or not.
        traits: Misconception to its trait on this case; may compute them when asked.
    """

    name: str
    verifies: str
    probe: Probe
    expectations: list[Expectation]
    measure: str | None = None
    calls: tuple[str, ...] = ()
    traits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lean_probe(self) -> Probe:
        """Returns the probe without what takes time and what no expectation looks at."""
        paths = [expectation.paths() for expectation in self.expectations]
        if self.measure is not None or not all(paths):  # Something may look anywhere.
            return self.probe
        return self.probe.without_unseen([path for some in paths for path in some])


@dataclass(frozen=True)
class Sheet:
    """One exercise with its cases; `hints` maps a misconception's name to its hint, in order."""

    exercise: str
    points: float
    cases: list[CaseSheet]
    hints: dict[str, str]
    depends_on: list[str] = field(default_factory=list)
    time_limit: float = 10.0


@dataclass(frozen=True)
class Finding:
    """What one case showed."""

    case: CaseSheet
    observation: Observation
    differences: list[Difference]


def judge_sheet(sheet: Sheet, ask: Ask) -> Verdict:
    """Asks for every case and reaches the verdict.

    Args:
        sheet: The exercise.
        ask: Gets (exercise, probe, seconds) and returns the observation.
    """
    findings: list[Finding] = []
    for case in sheet.cases:
        finding = _try_case(sheet, case, ask)
        findings.append(finding)
        if {"missing", "blocked", "timeout", "crashed"} & {d.kind for d in finding.differences}:
            break  # the other cases would tell nothing new, or cost as long again
    seconds = sum(f.observation.get("seconds", 0.0) for f in findings)
    failed = [f for f in findings if f.differences]
    if not failed:
        return Verdict.passed(
            sheet.exercise, sheet.points, [c.verifies for c in sheet.cases], seconds
        )
    return _failure(sheet, findings, failed, seconds)


def not_judged(sheet: Sheet, error: Exception) -> Verdict:
    """Returns the verdict on an answer of which not even a difference can be told."""
    reason = f"The answer could not be judged ({type(error).__name__}): its form is not as asked."
    return Verdict(sheet.exercise, 0, sheet.points, "failed", hint=reason)


def passes(sheet: Sheet, ask: Ask) -> bool:
    """Tells whether every case passes, without looking for the cause when one does not."""
    return all(not _try_case(sheet, case, ask).differences for case in sheet.cases)


def _try_case(sheet: Sheet, case: CaseSheet, ask: Ask) -> Finding:
    observation = _measured(case, ask(sheet.exercise, case.lean_probe, sheet.time_limit))
    differences = evaluate(case, observation)
    if differences and any(isinstance(e, Distributed) for e in case.expectations):
        if "draws" in observation:  # one fresh retry: a verdict never hangs on one stream
            again = ask(sheet.exercise, case.probe.reseeded(RETRY_OFFSET), sheet.time_limit)
            again = _measured(case, again)
            if not evaluate(case, again):
                return Finding(case, again, [])
    return Finding(case, observation, differences)


def _measured(case: CaseSheet, observation: Observation) -> Observation:
    """Adds what the judging side knows and derives: `given` and `measured`."""
    if not set(observation) - {"missing", "error", "timeout", "crashed"}:
        return observation
    observation = {**observation, "given": recipes.describe(case.probe.arguments)}
    if case.measure is None:
        return observation
    return {**observation, "measured": MEASURES[case.measure](observation, case.probe.arguments)}


def evaluate(case: CaseSheet, observation: Observation) -> list[Difference]:
    """Returns every difference between an observation and what the case expects."""
    if "missing" in observation:
        return [Difference("missing", observation["missing"] or "It is not there.")]
    if _is_unwritten(observation.get("error", {})):
        function = observation["error"]["function"]
        if function in case.calls:
            text = f"It calls {function}, which is not written yet: write that first."
            return [Difference("blocked", text)]
        return [
            Difference(
                "missing", "Not written yet: replace the line that raises NotImplementedError."
            )
        ]
    if "timeout" in observation:
        seconds = observation["timeout"]
        return [Difference("timeout", f"It ran longer than {seconds:g} seconds and was stopped.")]
    if "crashed" in observation:
        return [Difference("crashed", observation["crashed"] or "Its process has ended.")]
    if "error" in observation and not any(isinstance(e, Raises) for e in case.expectations):
        return [Difference("error", _error_text(observation["error"]))]
    found = (expectation.judge(observation) for expectation in case.expectations)
    return [difference for difference in found if difference]


def _is_unwritten(error: dict[str, Any]) -> bool:
    # TensorFlow raises NotImplementedError too; a stub does it in the learner's own line.
    code = error.get("code") or "NotImplementedError"
    return error.get("type") == "NotImplementedError" and "NotImplementedError" in code


def trait(case: CaseSheet, observation: Observation) -> dict[str, Any]:
    """Returns the plain fingerprint of an observation, by which equal mistakes are recognised."""
    error = observation.get("error")
    if error is not None and not any(isinstance(e, Raises) for e in case.expectations):
        return {"error": [error["type"], _wording(error["message"])]}
    if set(observation) & {"missing", "timeout", "crashed"}:
        return {"error": [next(iter(observation)), ""]}
    return {"digests": [e.digest(observation) for e in case.expectations]}


def trait_of(case: CaseSheet, observation: Observation) -> dict[str, Any]:
    """Returns the trait of a raw observation, measures included."""
    return trait(case, _measured(case, observation))


def _wording(message: str) -> str:
    # Keras counts its layers: "lstm" is the first of a process, "lstm_3" the fourth.
    unnumbered = re.sub(r"(?<=[a-z])_\d+", "", message)
    return re.sub(r"[\d.]+", "#", unnumbered)[:50]


def _alike(case: CaseSheet, one: dict[str, Any], other: dict[str, Any]) -> bool:
    if "error" in one or "error" in other:
        return list(one.get("error", ())) == list(other.get("error", ()))
    pairs = zip(case.expectations, one["digests"], other["digests"], strict=True)
    return all(expectation.alike(a, b) for expectation, a, b in pairs)


def _recognise(sheet: Sheet, findings: list[Finding], failed: list[Finding]) -> str | None:
    """Returns the misconception whose results are the learner's.

    The first that gives them in all cases; where none does, the first that gives them in those
    that failed. A trait may take seconds to compute, so as few as possible are asked for: quick
    cases come first, a misconception that is out is not asked again, and cases that passed are
    looked at only where they decide.
    """
    mine: dict[str, dict[str, Any]] = {}

    def is_alike(name: str, finding: Finding) -> bool:
        case = finding.case
        if case.name not in mine:
            mine[case.name] = trait(case, finding.observation)
        if name not in case.traits:
            return False
        rules_out = getattr(case.traits, "rules_out", None) if finding.differences else None
        if rules_out is not None and rules_out(name, mine[case.name]):
            return False
        return _alike(case, mine[case.name], case.traits[name])

    wrong = sorted(failed, key=_cost)
    right = sorted((f for f in findings if not f.differences), key=_cost)
    candidates: list[str] = []
    names = list(sheet.hints)
    for number, name in enumerate(names, start=1):
        if not all(is_alike(name, finding) for finding in wrong):
            continue
        candidates.append(name)
        # To look whether another name is left, or to make sure of this one: what takes less?
        others = (len(names) - number) * _cost(wrong[0])
        if sum(map(_cost, right)) < others and all(is_alike(name, f) for f in right):
            return name
    if len(candidates) > 1:
        sure = (name for name in candidates if all(is_alike(name, f) for f in right))
        return next(sure, candidates[0])
    return candidates[0] if candidates else None


def _cost(finding: Finding) -> float:
    """Returns about how long a trait takes: what the learner's own code took, if it says so."""
    return float(finding.observation.get("seconds", 0.0))


def _failure(
    sheet: Sheet, findings: list[Finding], failed: list[Finding], seconds: float
) -> Verdict:
    first = failed[0]
    difference = first.differences[0]
    status = {"blocked": "missing"}.get(difference.kind, difference.kind)
    if status not in ("missing", "error", "timeout", "crashed"):
        status = "failed"
    misconception = (
        None if status in ("missing", "crashed") else _recognise(sheet, findings, failed)
    )
    if misconception is not None:
        hint = sheet.hints[misconception]
    else:
        hint = _hint(difference)
    return Verdict(
        exercise=sheet.exercise,
        points=0,
        max_points=sheet.points,
        status=status,
        hint=hint,
        misconception=misconception,
        seconds=seconds,
        explanation=_explanation(sheet, first, difference, misconception is not None),
        verified=[f.case.verifies for f in findings if not f.differences],
        failed_case=first.case.verifies,
        is_blocked=difference.kind == "blocked",
    )


def _hint(difference: Difference) -> str:
    cause = LIKELY_CAUSES.get(difference.kind, "")
    return f"{difference.message} {cause}".strip()


def _error_cause(error: dict[str, Any]) -> str:
    if error["type"] in ERROR_CAUSES:
        return ERROR_CAUSES[error["type"]]
    if any(word in error["message"] for word in SHAPE_WORDS):
        return "Two shapes do not fit: print both."
    return ""


def _error_text(error: dict[str, Any]) -> str:
    if error["type"] == "NotPlainError":
        return error["message"]
    message = error["message"].rstrip(".")
    text = f"{error['type']}: {message}" if message else error["type"]
    cause = _error_cause(error)
    if not error["line"]:
        return f"It stopped with {text}. {cause}".strip()
    place = f"line {error['line']} of {error['function']}"
    return f"It stopped in {place} (`{error['code']}`) with {text}. {cause}".strip()


def _explanation(
    sheet: Sheet, finding: Finding, difference: Difference, known_mistake: bool
) -> list[str]:
    if difference.kind in ("missing", "blocked"):
        return []
    arguments = ", ".join(
        f"{name}={show(recipes.describe(value), 90)}"
        for name, value in finding.case.probe.arguments.items()
    )
    lines = [f"Called: {sheet.exercise}({arguments})"]
    if difference.expected:
        lines.append(f"Expected: {difference.expected}")
    if difference.received:
        lines.append(f"Received: {difference.received}")
    if known_mistake and difference.kind not in ("timeout", "crashed"):
        lines.append(f"Difference: {difference.message}")  # Else the hint begins with it.
    return lines
