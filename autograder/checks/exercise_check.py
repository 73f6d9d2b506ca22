"""An exercise ready to be judged: its cases with inputs, expectations and known mistakes.

A check is made from the declaration with fresh inputs (for a grade) or read from the public
bundle (in a notebook). `judge_exercise` is the one place where a verdict is reached; it only ever
sees observations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.checks import patterns, recipes
from autograder.checks.compare import Difference, is_telling, show
from autograder.checks.error_words import error_text
from autograder.checks.expectations import Distributed, Expectation, Raises, is_met
from autograder.checks.measures import MEASURES
from autograder.checks.probes import BuiltModels, ModelOutputs, Probe
from autograder.checks.slips import Slips, hint_of, recognised
from autograder.checks.two_mistakes import hint_of_parts, parts_of_it
from autograder.checks.verdict import Verdict

Observation = dict[str, Any]
Ask = Callable[[str, Probe, float], Observation]
UNANSWERED = ("error", "missing", "timeout", "crashed")  # observations in which no result is
RETRY_OFFSET = 1_000_003  # moves the seeds for the one retry of a distribution
# The signature of a mistake where what it returns is arbitrary (a direction out of many, rounding noise
# made large): another processor gives something else, so only that it fails can be compared.
ARBITRARY: dict[str, Any] = {"arbitrary": True}

# What a kind of difference usually comes from, for mistakes that no misconception describes.
LIKELY_CAUSES = {
    "transposed": "Two axes are swapped: look at a `.T`, a reshape or the order of a product.",
    "sign": "Look for a minus sign too many or too few.",
    "scale": "A constant factor is missing or too much: a mean in place of a sum, a base of the logarithm?",
    "offset": "A constant is added too often or not at all: look at where counting starts and ends.",
    "shifted": "Look at where the loop starts and which step each value belongs to.",
    "reversed": "The values are right but in the opposite order.",
    "nan": "NaN comes from 0/0, inf - inf or the logarithm of a negative number: which is it here?",
    "infinite": "An infinity comes from a division by zero, log(0) or an exponential of a large number.",
    "length": "Is something divided by its own length that should keep it, or limited by its norm?",
    "complement": "Which of the two, p or 1 - p, is asked for?",
    "rounded": "Return the numbers as they are: rounding is for what is shown.",
    "transformed": "One function too many, or one that is missing: what is the last step of the formula?",
    "zeros": "Is something left out there, or never written, or cut off by a condition?",
    "order": "Look at the order in which they are computed, collected or written.",
    "cut": "Something limits the numbers: a clip, a minimum or a maximum.",
    "repeated": "Each place needs its own numbers: is one array written again and again, or one index "
    "used for all?",
    "centred": "Look for a mean that is subtracted.",
    "running": "Is something added up that should be taken for itself?",
    "end": "Look at where the loop starts and ends.",
    "value": "Work out a small example by hand and compare it, line by line, with what your code gives.",
    "shape": "Follow the shapes line by line, from the arguments to the result.",
    "only_shape": "Look at keepdims, a reshape, and an index that stands in place of a slice.",
    "dtype": "A new array is float64 unless it is given a dtype: look where the number type is lost.",
    "mutated": "Work on a copy: build a new object and leave the argument as it came.",
}
# What two arrays look like by chance, too, or in one case alone: the cause is named if all failures agree.
PATTERNS = ("sign", "scale", "offset", "shifted", "reversed")
OF_NUMBERS = (
    *PATTERNS,
    *patterns.KINDS,
    "length",
    "transposed",
    "value",
)  # kinds of differences that a pattern competes with


@dataclass(frozen=True)
class CheckCase:
    """One case with its inputs.

    Args:
        name: Identifier within the exercise.
        verifies: What a pass shows, a sentence for the learner.
        probe: How the learner's object is used.
        expectations: What must hold.
        measure: Name of a function in `autograder.checks.measures` that derives further values.
        calls: Exercises that the reference calls, directly or not.
        signatures: Misconception to its signature on this case; may compute them when asked.
        definitions: How the exercise's function is called, as `definitions_in` says it.
        is_long: Whether prints of slips leave it out.
    """

    name: str
    verifies: str
    probe: Probe
    expectations: list[Expectation]
    measure: str | None = None
    calls: tuple[str, ...] = ()
    signatures: Mapping[str, Any] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    is_long: bool = False

    @property
    def lean_probe(self) -> Probe:
        """Returns the probe without what takes time and what no expectation looks at."""
        paths = [expectation.paths() for expectation in self.expectations]
        if self.measure is not None or not all(paths):  # Something may look anywhere.
            return self.probe
        return self.probe.without_unseen([path for some in paths for path in some])


@dataclass(frozen=True)
class ExerciseCheck:
    """One exercise with its cases.

    Args:
        exercise: Its name.
        points: What it is worth.
        cases: In the order in which a learner reads about them.
        hints: Misconception to its hint.
        depends_on: Exercises that it calls, directly or not.
        time_limit: Seconds for a case.
        order: Numbers of the cases in the order in which they are asked; empty: as they stand. A
            grade draws it, so that nobody can answer by the number of the call.
        slips: Knows what small changes of a right answer give, where no misconception fits.
    """

    exercise: str
    points: float
    cases: list[CheckCase]
    hints: dict[str, str]
    depends_on: list[str] = field(default_factory=list)
    time_limit: float = 10.0
    order: Sequence[int] = ()
    slips: Slips | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Finding:
    """What one case showed."""

    case: CheckCase
    observation: Observation
    differences: list[Difference]


def judge_exercise(check: ExerciseCheck, ask: Ask, ask_trusted: Ask | None = None) -> Verdict:
    """Asks for every case and reaches the verdict.

    Expectations and measures call every odd value wrong themselves, so an exception in here is a
    fault of the check and never the learner's: whoever asks makes it `Verdict.unjudged`.

    Args:
        check: The exercise.
        ask: Gets (exercise, probe, seconds) and returns the observation.
        ask_trusted: Likewise, of a process without a learner's code: models are built and looked
            at there. None where `ask` is as good, as in a notebook.
    """
    observer = _Observer(ask, ask_trusted)
    found: dict[int, Finding] = {}
    for number in check.order or range(len(check.cases)):
        found[number] = _try_case(check, check.cases[number], observer)
        kinds = {difference.kind for difference in found[number].differences}
        if kinds & {"missing", "blocked", "timeout", "crashed"}:
            break  # the other cases would tell nothing new, or cost as long again
    findings = [found[number] for number in sorted(found)]
    seconds = sum(f.observation.get("seconds", 0.0) for f in findings)
    failed = [f for f in findings if f.differences]
    if not failed:
        for finding in findings:
            if reason := finding.observation.get("undescribed"):
                return Verdict.for_a_person(check.exercise, check.points, str(reason)[:100])
        return Verdict.passed(
            check.exercise, check.points, [c.verifies for c in check.cases], seconds
        )
    return _failure(check, findings, failed, seconds)


@dataclass(frozen=True)
class _Observer:
    """Gets observations, of models from the trusted side where there is one."""

    ask: Ask
    ask_trusted: Ask | None = None

    def __call__(self, exercise: str, probe: Probe, seconds: float) -> Observation:
        if self.ask_trusted is None or not isinstance(probe, ModelOutputs) or probe.by_numbers:
            return self.ask(exercise, probe, seconds)
        told = self.ask(exercise, probe.told(), seconds)
        if "undescribed" in told:  # It may still be seen to be wrong.
            seen = self.ask(exercise, probe, seconds)
            is_seen = not set(seen) & set(UNANSWERED)
            return {**seen, "undescribed": told["undescribed"]} if is_seen else seen
        if "models" not in told:  # Of outputs that were seen there, nothing is believed.
            return {k: v for k, v in told.items() if k in UNANSWERED} or {"result": None}
        bare = replace(probe, patches={}, stand_ins={})
        built = BuiltModels({}, bare.describe(), told["models"])
        seen = self.ask_trusted(exercise, built, seconds)
        if probe.unsaid and not set(seen) & set(UNANSWERED):
            seen = {**seen, "compiled": told.get("compiled", 0)}
        took = told.get("seconds", 0.0) + seen.get("seconds", 0.0)
        return {**seen, "seconds": took} if "seconds" in seen else seen


def _try_case(check: ExerciseCheck, case: CheckCase, ask: Ask) -> Finding:
    observation = _measured(case, ask(check.exercise, case.lean_probe, check.time_limit))
    differences = evaluate(case, observation)
    if differences and any(isinstance(e, Distributed) for e in case.expectations):
        if "draws" in observation:  # one fresh retry: a verdict never hangs on one stream
            again = ask(check.exercise, case.probe.reseeded(RETRY_OFFSET), check.time_limit)
            again = _measured(case, again)
            if not evaluate(case, again):
                return Finding(case, again, [])
    return Finding(case, observation, differences)


def _measured(case: CheckCase, observation: Observation) -> Observation:
    """Adds what the judging side knows and derives: `given` and `measured`."""
    if observation and not set(observation) - {"missing", "error", "timeout", "crashed"}:
        return observation
    observation = {**observation, "given": recipes.describe(case.probe.arguments)}
    if case.measure is None:
        return observation
    return {**observation, "measured": MEASURES[case.measure](observation, case.probe.arguments)}


def evaluate(case: CheckCase, observation: Observation) -> list[Difference]:
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
        return [Difference("error", error_text(observation["error"], case.definitions))]
    found = (expectation.judge(observation) for expectation in case.expectations)
    return [difference for difference in found if difference]


def _is_unwritten(error: dict[str, Any]) -> bool:
    # TensorFlow raises NotImplementedError too; a stub does it in the learner's own line.
    code = error.get("code") or "NotImplementedError"
    return error.get("type") == "NotImplementedError" and "NotImplementedError" in code


def signature(case: CheckCase, observation: Observation) -> dict[str, Any]:
    """Returns the plain fingerprint of an observation, by which equal mistakes are recognised."""
    error = observation.get("error")
    if error is not None and not any(isinstance(e, Raises) for e in case.expectations):
        return {"error": [error["type"], _wording(error["message"])]}
    if set(observation) & {"missing", "timeout", "crashed"}:
        return {"error": [next(iter(observation)), ""]}
    return {"parts": [e.signature(observation) for e in case.expectations]}


def signature_of(case: CheckCase, observation: Observation) -> dict[str, Any]:
    """Returns the signature of a raw observation, measures included."""
    return signature(case, _measured(case, observation))


def _wording(message: str) -> str:
    # Keras counts its layers: "lstm" is the first of a process, "lstm_3" the fourth.
    unnumbered = re.sub(r"(?<=[a-z])_\d+", "", message)
    return re.sub(r"[\d.]+", "#", unnumbered)[:50]


def _alike(case: CheckCase, one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tells whether a learner's signature is the same mistake as a known signature."""
    if "arbitrary" in other:
        return "error" not in one and not all(map(is_met, one["parts"]))
    if "error" in one or "error" in other:
        return list(one.get("error", ())) == list(other.get("error", ()))
    pairs = zip(case.expectations, one["parts"], other["parts"], strict=True)
    return all(expectation.alike(a, b) for expectation, a, b in pairs)


def _recognise(check: ExerciseCheck, findings: list[Finding], failed: list[Finding]) -> str | None:
    """Returns the misconception whose results are the learner's, in all cases that were asked.

    A mistake that a passed case contradicts is another one: its hint would send a learner looking in
    the wrong place. Where two fit, neither is named. A signature may take seconds to compute, so as
    few as possible are asked for: quick cases come first, and a misconception that is out is not
    asked again.
    """
    mine: dict[str, dict[str, Any]] = {}

    def is_alike(name: str, finding: Finding) -> bool:
        case = finding.case
        if case.name not in mine:
            mine[case.name] = signature(case, finding.observation)
        if name not in case.signatures:
            return False
        rules_out = getattr(case.signatures, "rules_out", None) if finding.differences else None
        if rules_out is not None and rules_out(name, mine[case.name]):
            return False
        return _alike(case, mine[case.name], case.signatures[name])

    def says_something(name: str, finding: Finding) -> bool:
        return "arbitrary" not in finding.case.signatures[name]

    wrong = sorted(failed, key=_cost)
    right = sorted((f for f in findings if not f.differences), key=_cost)
    # Any failure is like what is arbitrary: that alone is no sign of a mistake.
    alike = [
        name
        for name in check.hints
        if all(is_alike(name, finding) for finding in [*wrong, *right])
        and any(says_something(name, finding) for finding in wrong)
    ]
    exact = [name for name in alike if all(says_something(name, finding) for finding in wrong)]
    fitting = exact or alike
    return fitting[0] if len(fitting) == 1 else None


def same_mistake(case: CheckCase, one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tells whether two signatures on a case are of the same mistake, or both of none."""
    return _alike(case, one, other)


def _slip(check: ExerciseCheck, findings: list[Finding], failed: list[Finding]) -> str | None:
    """Returns the name of the slip of a right answer whose results are the learner's on every case.

    None where the differences say by themselves what is wrong, a type, a shape, a changed argument, and
    where errors are all that is seen: in the same error many mistakes end.
    """
    if check.slips is None or len(findings) < len(check.cases):
        return None
    if not any(
        difference.shows_a_result for finding in failed for difference in finding.differences
    ):
        return None
    # In one order for all learners, so that what was computed for one serves the next; slow cases last.
    ordered = sorted(findings, key=lambda f: (round(_cost(f), 1), not f.differences))
    mine = {f.case.name: signature(f.case, f.observation) for f in ordered}
    found = recognised(check.slips, mine)
    if found is None or any(_is_declared(name, ordered, mine) for name in check.hints):
        return None  # Of a declared mistake more is known than its kind.
    return found


def _parts(check: ExerciseCheck, findings: list[Finding]) -> list[str]:
    """Returns the known mistakes that are in the learner's function beside something else."""
    if check.slips is None or len(findings) < len(check.cases):
        return []  # What trains or builds models takes too long to be looked at in parts.
    mine = {f.case.name: signature(f.case, f.observation) for f in findings}
    differences = (difference for f in findings for difference in f.differences)
    if any(difference.shows_a_result for difference in differences):
        if two := check.slips.two_at_once(mine):
            return two
    return parts_of_it([f.case for f in findings], check.hints, mine)


def _is_declared(name: str, findings: list[Finding], mine: Mapping[str, Any]) -> bool:
    """Tells whether a declared mistake gives the learner's results on every case."""
    return all(
        name in f.case.signatures and _alike(f.case, mine[f.case.name], f.case.signatures[name])
        for f in findings
    )


def _cost(finding: Finding) -> float:
    """Returns about how long a signature takes: what the learner's own code took, if it says so."""
    return float(finding.observation.get("seconds", 0.0))


def _failure(
    check: ExerciseCheck, findings: list[Finding], failed: list[Finding], seconds: float
) -> Verdict:
    first = failed[0]
    # What was overwritten is wrong wherever else it stands, in a cache, say: that comes from it.
    changed = (each for each in first.differences if each.kind == "mutated")
    difference = next(changed, first.differences[0])
    status = {"blocked": "missing"}.get(difference.kind, difference.kind)
    if status not in ("missing", "error", "timeout", "crashed"):
        status = "failed"
    misconception = (
        None if status in ("missing", "crashed") else _recognise(check, findings, failed)
    )
    if misconception is not None:
        hint = check.hints[misconception]
    elif status in ("failed", "error") and (slip := _slip(check, findings, failed)) is not None:
        misconception, hint = slip, hint_of(slip)
    elif status in ("failed", "error") and (names := _parts(check, findings)):
        misconception, hint = names[0], hint_of_parts([check.hints[name] for name in names])
    else:
        hint = _hint(difference, findings)
    return Verdict(
        exercise=check.exercise,
        points=0,
        max_points=check.points,
        status=status,
        hint=hint,
        misconception=misconception,
        seconds=seconds,
        explanation=_explanation(check, first, difference, misconception is not None),
        verified=[f.case.verifies for f in findings if not f.differences],
        failed_case=first.case.verifies,
        is_blocked=difference.kind == "blocked",
    )


def _hint(difference: Difference, findings: list[Finding]) -> str:
    """Returns what is different, and what usually makes it so.

    Where a pattern is seen in one case and not in the others, it is told as what it is there, and its
    cause is not; where it could be chance, not even that.
    """
    kind, message = difference.kind, difference.message
    if kind in PATTERNS and not _is_confirmed(difference, findings):
        is_fact = difference.numbers > 1 and kind in ("scale", "offset")
        kind, message = "value", message if is_fact else difference.plain
    return f"{message} {LIKELY_CAUSES.get(kind, '')}".strip()


def _is_confirmed(difference: Difference, findings: list[Finding]) -> bool:
    """Tells whether all cases that could show a pattern do, and more than would by chance."""
    if difference.kind == "sign" and difference.numbers > 1:
        return True  # Several numbers are not turned round by chance, be it in one case alone.
    agree = right = 0
    for finding in findings:
        numbers = [each for each in finding.differences if each.kind in OF_NUMBERS]
        numbers = [each for each in numbers if each.where == difference.where]
        if any(_is_the_same(difference, each) for each in numbers):
            agree += 1
        elif any(difference.kind != "shifted" or each.numbers > 2 for each in numbers):
            return False  # Of two numbers, none is seen to be shifted.
        elif not finding.differences and not any(
            isinstance(e, Raises) for e in finding.case.expectations
        ):
            right += 1
    if difference.kind in ("shifted", "reversed"):
        return True  # At a border, or of what is the same both ways, nothing is seen of them.
    # A factor or a summand is wrong everywhere, but in a case or two where it is one, or zero; a simple
    # one may be wrong in one way of calling alone, of which there are two cases at least.
    if agree > right:
        return agree > 1 or difference.numbers > 1
    return agree > 1 and is_telling(difference.amount)


def _is_the_same(one: Difference, other: Difference) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind == "offset":
        return abs(one.amount - other.amount) <= 1e-6 * (1 + abs(one.amount))
    return one.kind != "shifted" or ("late" in one.message) == ("late" in other.message)


def _explanation(
    check: ExerciseCheck, finding: Finding, difference: Difference, known_mistake: bool
) -> list[str]:
    if difference.kind in ("missing", "blocked"):
        return []
    arguments = ", ".join(
        f"{name}={show(recipes.describe(value), 90)}"
        for name, value in finding.case.probe.arguments.items()
    )
    lines = [f"Called: {check.exercise}({arguments})"]
    if difference.expected:
        lines.append(f"Expected: {difference.expected}")
    if difference.received:
        lines.append(f"Received: {difference.received}")
    if known_mistake and difference.kind not in ("timeout", "crashed"):
        lines.append(f"Difference: {difference.message}")  # Else the hint begins with it.
    return lines
