"""How a verdict is reached from what the cases showed."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.checks import exercise_check as checks
from autograder.checks.exercise_check import (
    ARBITRARY,
    CheckCase,
    ExerciseCheck,
    judge_exercise,
    signature_of,
)
from autograder.checks.expectations import Different, Distributed, Matches, Raises, Untouched
from autograder.checks.probes import Call, Draws, ModelOutputs, observe
from autograder.checks.recipes import Generator
from tests.mutants import passes

XS = np.array([1.0, 2.0, 3.0, 6.0])
YS = np.array([2.0, -1.0, 0.5])


def mean_case(name, xs, expected, signatures=None):
    """A case of `average`, which must leave its argument alone."""
    case = CheckCase(
        name,
        f"it is the mean of {name}",
        Call({"xs": xs}),
        [Matches(expected), Untouched("xs")],
        calls=("total",),
    )
    found = {n: signature_of(case, see(f, case.probe)) for n, f in (signatures or {}).items()}
    return CheckCase(
        case.name, case.verifies, case.probe, case.expectations, None, case.calls, found
    )


def see(function, probe):
    return observe(lambda: function, probe)


def asking(function, log=None):
    """Answers for a learner's function; `log` collects the probes."""

    def ask(exercise, probe, seconds):
        if log is not None:
            log.append(probe)
        return function if isinstance(function, dict) else see(function, probe)

    return ask


def total(xs):
    return float(np.sum(xs))


def middle(xs):
    return float(np.median(xs))


def nothing(xs):
    float(np.mean(xs))


def fails(xs):
    raise ZeroDivisionError(f"no {len(xs)} parts")


MISTAKES = {"total": total, "middle": middle, "fails": fails}
AVERAGE = ExerciseCheck(
    "average", 10,
    [mean_case("four", XS, 3.0, MISTAKES), mean_case("three", YS, 0.5, MISTAKES)],
    {"total": "You added without dividing.", "middle": "That is the median.",
     "fails": "Nothing is divided by zero here."},
    depends_on=["total"],
)  # fmt: skip


def test_right_answer_passes():
    """Does a right answer get all points and hear what was verified?"""
    verdict = judge_exercise(AVERAGE, asking(np.mean))
    assert (verdict.status, verdict.points, verdict.hint) == ("passed", 10, "")
    assert verdict.verified == ["it is the mean of four", "it is the mean of three"]
    assert verdict.seconds > 0


@pytest.mark.parametrize("name", MISTAKES)
def test_known_mistake_gets_its_hint(name):
    """Is each declared mistake recognised, one that raises an error too?"""
    verdict = judge_exercise(AVERAGE, asking(MISTAKES[name]))
    assert verdict.points == 0
    assert verdict.misconception == name
    assert verdict.hint == AVERAGE.hints[name]
    assert verdict.explanation[-1].startswith("Difference: ")  # the hint does not say it


def test_mistake_that_shows_in_one_case_only():
    """Is a mistake recognised whose cases partly pass?

    The mean of three is their median here, so that `middle` fails the first case only.
    """
    verdict = judge_exercise(AVERAGE, asking(middle))
    assert verdict.failed_case == "it is the mean of four"
    assert verdict.verified == ["it is the mean of three"]
    assert verdict.misconception == "middle"


def test_a_mistake_that_a_passed_case_contradicts_is_not_named():
    """Is no hint given that the learner's own right results show to be the wrong one?"""

    def total_of_long_ones(xs):
        return float(np.sum(xs)) if len(xs) > 3 else float(np.mean(xs))

    verdict = judge_exercise(AVERAGE, asking(total_of_long_ones))
    assert verdict.misconception is None
    assert verdict.hint.startswith("The result differs.")  # Not "4 times": the other case is right.


ROWS = [np.array([1.0, 2.0, 4.5]), np.array([2.0, 5.0, 3.5]), np.array([0.5, 7.0])]
# What is done to a row, and what a learner reads of it and does not.
SEEN_IN_ALL = {
    "a factor": (lambda x: x * len(x), "is 3 times", "A constant factor is missing"),
    "a summand": (lambda x: x - 4, "is off by -4 everywhere", "A constant is added too often"),
    "a step late": (lambda x: np.append(9.0, x[:-1]), "one step late", "where the loop starts"),
}
# Where the factor is a size, the cases that are called in another way may be right.
SEEN_IN_ALL["a size here"] = (
    lambda x: x * 3 if len(x) == 3 else x,
    "is 3 times",
    "A constant factor",
)
SEEN_IN_ONE = {
    "a factor here": (lambda x: x * 3 if x[0] == 1 else x, "is 3 times", "A constant factor"),
    "a factor, then none": (
        lambda x: x * 3 if x[0] == 1 else x**3,
        "is 3 times",
        "A constant factor",
    ),
    "two summands": (lambda x: x + x[0], "is off by 1 everywhere", "A constant is added"),
    "late, then early": (
        lambda x: np.append(9.0, x[:-1]) if x[0] == 1 else np.append(x[1:], 9.0),
        "The result differs",
        "where the loop starts",
    ),
}


@pytest.mark.parametrize("name", [*SEEN_IN_ALL, *SEEN_IN_ONE])
def test_the_cause_of_a_pattern_is_named_where_all_failures_show_it(name):
    """Is a factor, a summand or a shift of one case alone no reason to look for its cause?"""
    function, seen, cause = {**SEEN_IN_ALL, **SEEN_IN_ONE}[name]
    cases = [
        CheckCase(str(i), "it is the row", Call({"x": row}), [Matches(row)])
        for i, row in enumerate(ROWS)
    ]
    hint = judge_exercise(ExerciseCheck("row", 1, cases, {}), asking(function)).hint
    assert seen in hint
    assert (cause in hint) == (name in SEEN_IN_ALL), hint
    assert ("by hand" in hint) == (name in SEEN_IN_ONE), hint


@pytest.mark.parametrize(("row", "is_sign"), [([0.0, 3.0], False), ([2.0, 3.0], True)])
def test_a_sign_is_named_by_more_than_one_number(row, is_sign):
    """Is a single number that came out with the other sign, once, no sign to look for?"""
    cases = [
        CheckCase(str(i), "it is the row", Call({"x": x}), [Matches(x)])
        for i, x in enumerate([np.array(row), np.array([4.0, 5.0])])
    ]
    turns_threes = asking(lambda x: -x if x[1] == 3 else x)
    hint = judge_exercise(ExerciseCheck("row", 1, cases, {}), turns_threes).hint
    assert ("opposite sign" in hint) == ("a minus sign" in hint) == is_sign, hint


def test_of_two_mistakes_that_fit_neither_is_named():
    """Is less said where two mistakes give the same in every case?"""
    both = {"total": total, "total_by_hand": lambda xs: float(sum(xs))}
    check = ExerciseCheck(
        "average", 10, [mean_case("four", XS, 3.0, both)], {"total": "One.", "total_by_hand": "Two."}
    )  # fmt: skip
    verdict = judge_exercise(check, asking(total))
    assert verdict.misconception is None
    assert not {"One.", "Two."} & {verdict.hint}


def test_cases_are_asked_in_their_own_order_and_told_in_the_declared_one():
    """Does a drawn order leave no trace in what a learner reads?"""
    log = []
    verdict = judge_exercise(replace(AVERAGE, order=[1, 0]), asking(lambda xs: 0.0, log))
    assert [len(probe.arguments["xs"]) for probe in log] == [3, 4]
    assert verdict.failed_case == "it is the mean of four"


def test_unknown_mistake_is_explained():
    """What does a learner read whose mistake nobody foresaw?"""
    verdict = judge_exercise(AVERAGE, asking(lambda xs: float(np.mean(xs)) * 3))
    assert verdict.misconception is None
    assert verdict.status == "failed"
    assert verdict.hint.startswith("The result is 3 times what was expected. A constant factor")
    assert verdict.explanation == [
        "Called: average(xs=array (4,) float64: 1, 2, 3, 6)",
        "Expected: the result = 3",
        "Received: the result = 9",
    ]


def test_forgotten_return_is_named():
    """Is a missing `return` told as such?"""
    assert "no `return` was reached" in judge_exercise(AVERAGE, asking(nothing)).hint


def test_changed_argument_fails():
    """Does the right number not suffice when the argument was spoiled on the way?"""

    def in_place(xs):
        xs /= len(xs)
        return xs.sum()

    verdict = judge_exercise(AVERAGE, asking(in_place))
    assert verdict.status == "failed"
    assert verdict.hint.startswith("The call changed its argument xs. Work on a copy")


@pytest.mark.parametrize(
    ("seen", "status", "words"),
    [
        ({"missing": "It is not defined."}, "missing", "It is not defined."),
        ({"timeout": 2.5}, "timeout", "longer than 2.5 seconds"),
        ({"crashed": "The process ended."}, "crashed", "The process ended."),
    ],
)
def test_hopeless_outcomes_end_the_exercise(seen, status, words):
    """Are no more cases tried, at the same cost, when the first tells all?"""
    log = []
    verdict = judge_exercise(AVERAGE, asking(seen, log))
    assert verdict.status == status
    assert words in verdict.hint
    assert verdict.points == 0
    assert len(log) == 1


def error(kind="ValueError", message="bad", **place):
    return {
        "error": {"type": kind, "message": message, "line": 0, "code": "", "function": "", **place}
    }


def test_error_says_where():
    """Does an exception name the line of the learner's own function, and show no stack trace?"""
    seen = error("TypeError", "no sum", line=3, code="return sum(x)", function="average")
    verdict = judge_exercise(AVERAGE, asking(seen))
    assert verdict.status == "error"
    where = "It stopped in line 3 of average (`return sum(x)`) with TypeError: no sum."
    assert verdict.hint.startswith(where)
    assert "Traceback" not in verdict.text()


@pytest.mark.parametrize(
    ("kind", "message", "cause"),
    [("KeyError", "'Wax'", "print its keys"), ("ValueError", "shapes do not fit", "Two shapes"),
     ("ValueError", "bad luck", "bad luck.")],
)  # fmt: skip
def test_error_hints_at_its_cause(kind, message, cause):
    """Does a common exception come with what it usually means, and a rare one with no guess?"""
    assert cause in judge_exercise(AVERAGE, asking(error(kind, message))).hint


def test_what_was_overwritten_is_told_before_what_comes_of_it():
    """Is it called overwritten, where the argument stands in the result as well?"""

    def step(xs):
        xs += 1
        return [xs * 2, xs]

    probe = Call({"xs": XS})
    case = CheckCase("cache", "it keeps", probe, [Matches([XS * 2 + 2, XS]), Untouched("xs")])
    verdict = judge_exercise(ExerciseCheck("step", 5, [case], {}), asking(step))
    assert verdict.hint.startswith("The call changed its argument xs. Work on a copy")


def test_stub_is_not_written_yet():
    """Is the untouched stub called unwritten, and a call of another's stub laid at its door?"""
    place = {"code": 'raise NotImplementedError("Write it.")', "line": 5}
    own = judge_exercise(AVERAGE, asking(error("NotImplementedError", function="average", **place)))
    assert own.status == "missing"
    assert own.hint.startswith("Not written yet")
    other = judge_exercise(AVERAGE, asking(error("NotImplementedError", function="total", **place)))
    assert other.hint == "It calls total, which is not written yet: write that first."


def test_library_that_implements_nothing_is_an_error():
    """Is a NotImplementedError of TensorFlow's told as the error it is, not as an empty cell?"""
    seen = error(
        "NotImplementedError",
        "Cannot convert a symbolic tensor.",
        function="average",
        line=4,
        code="return np.array(x)",
    )
    verdict = judge_exercise(AVERAGE, asking(seen))
    assert verdict.status == "error"
    assert "symbolic tensor" in verdict.hint


def test_error_does_not_hide_a_wrong_answer():
    """Does an error in one case and a wrong answer in another cost the exercise?"""

    def half_done(xs):
        return 3.0 if len(xs) == 4 else fails(xs)

    verdict = judge_exercise(AVERAGE, asking(half_done))
    assert verdict.status == "error"
    assert verdict.verified == ["it is the mean of four"]


REFUSES = ExerciseCheck(
    "root",
    5,
    [
        CheckCase(
            "negative",
            "it refuses",
            Call({"x": -1.0}),
            [Raises("ValueError", because="There is no root.")],
        )
    ],
    {},
)


def test_expected_error_passes_only_where_expected():
    """Is the asked exception a pass, another one a failure, and a stub still unwritten?"""
    assert judge_exercise(REFUSES, asking(error("ValueError"))).status == "passed"
    assert judge_exercise(REFUSES, asking(error("TypeError"))).status == "failed"
    assert judge_exercise(REFUSES, asking(lambda x: 0.0)).status == "failed"
    stub = error("NotImplementedError", code="raise NotImplementedError", function="root")
    assert judge_exercise(REFUSES, asking(stub)).status == "missing"


COIN = ExerciseCheck(
    "flip",
    5,
    [
        CheckCase(
            "fair",
            "it is fair",
            Draws({"rng": Generator(1)}, count=200),
            [Distributed([[0, 0.5], [1, 0.5]])],
        )
    ],
    {},
)


def test_distribution_gets_one_fresh_chance():
    """Does an unlucky stream cost no points, while two wrong samples do?"""
    unlucky, fair = {"draws": [0] * 200}, {"draws": [0, 1] * 100}

    def answering(*answers):
        queue, seeds = list(answers), []

        def ask(exercise, probe, seconds):
            seeds.append(probe.arguments["rng"])
            return queue.pop(0)

        return ask, seeds

    ask, seeds = answering(unlucky, fair)
    assert judge_exercise(COIN, ask).status == "passed"
    described = [checks.recipes.describe(seed)["with"]["seed"] for seed in seeds]
    assert described == [1, 1 + checks.RETRY_OFFSET]
    ask, seeds = answering(unlucky, unlucky)
    assert judge_exercise(COIN, ask).status == "failed"
    assert len(seeds) == 2


def test_only_distributions_are_tried_twice():
    """Does a plain wrong answer get a second chance, or a passing one a needless second call?"""
    log = []
    judge_exercise(AVERAGE, asking(total, log))
    assert len(log) == len(AVERAGE.cases)
    log = []
    judge_exercise(COIN, asking(lambda rng: int(rng.integers(2)), log))
    assert len(log) == 1


def test_learner_cannot_answer_what_was_given():
    """Does an answer that brings its own `given` get past the comparison with the real one?"""
    forged = {"result": 3.0, "given": {"xs": 0}, "arguments": {"xs": 0}, "seconds": 0.0}
    assert judge_exercise(AVERAGE, asking(forged)).status == "failed"


def test_passes_agrees_with_the_verdict():
    """Does the short question get the same answer as the full one?"""
    for function in (np.mean, total, fails, nothing):
        assert passes(AVERAGE, asking(function)) == (
            judge_exercise(AVERAGE, asking(function)).is_right
        )


def test_every_likely_cause_is_a_kind():
    """Does each general hint belong to a kind of difference that can come up?"""
    from autograder.checks import patterns
    from autograder.checks.compare import Difference

    kinds = " ".join([Difference.__doc__, "mutated", *patterns.KINDS])
    assert [kind for kind in checks.LIKELY_CAUSES if kind not in kinds] == []


def naive_recognition(names, signatures, mine):
    """The rule: the one mistake that is alike in all cases; none where several are."""
    cases = range(len(mine))
    alike = [name for name in names if all(signatures[name][i] == mine[i] for i in cases)]
    return alike[0] if len(alike) == 1 else None


class Counted(dict):
    """Signatures that note which were asked for."""

    def __init__(self, values, place, log):
        super().__init__(values)
        self.place, self.log = place, log

    def __getitem__(self, name):
        self.log.append((self.place, name))
        return super().__getitem__(name)


def test_a_mistake_is_recognised_by_the_rule_and_not_by_the_order_of_looking():
    """Is it the one that the rule names, for any learner, whatever the cases take and in any order?"""
    rng = np.random.default_rng(11)
    asked = all_traits = recognised = 0
    for _ in range(400):
        count, names = int(rng.integers(1, 5)), [f"m{i}" for i in range(int(rng.integers(1, 7)))]
        signatures = {name: rng.integers(0, 3, count).tolist() for name in names}
        mine = (
            list(signatures[names[-1]])
            if rng.random() < 0.5
            else rng.integers(0, 3, count).tolist()
        )
        if not any(mine):
            continue
        log, cases = [], []
        for i in range(count):
            case = CheckCase(f"case{i}", "it works", Call({"place": i}), [Matches(0)])
            seen = {name: signature_of(case, {"result": signatures[name][i]}) for name in names}
            cases.append(CheckCase(case.name, case.verifies, case.probe, case.expectations,
                                   signatures=Counted(seen, i, log)))  # fmt: skip

        def ask(_exercise, probe, _seconds, mine=mine):
            took = float(rng.choice([0.0, 0.01, 1.0, 100.0]))
            return {"result": mine[probe.arguments["place"]], "seconds": took}

        verdict = judge_exercise(ExerciseCheck("f", 1, cases, dict.fromkeys(names, "A hint.")), ask)
        expected = naive_recognition(names, signatures, mine)
        assert verdict.misconception == expected, (signatures, mine)
        asked, all_traits = asked + len(set(log)), all_traits + count * len(names)
        recognised += expected is not None
    assert recognised > 100
    assert asked < 0.6 * all_traits


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([7, 123], "m"),  # whatever it is where it is arbitrary
        ([7, 456], "m"),
        ([8, 123], None),  # another mistake, by the case that tells
        ([7, 0], None),  # where it passes it is another mistake
        ([0, 123], None),  # to fail where it is arbitrary is no sign of this mistake
        ([7, ZeroDivisionError()], None),  # an error is not what it returned
    ],
)
def test_an_arbitrary_result_is_like_any_failure_and_proves_nothing(answers, expected):
    """Is a mistake known on every machine, though on one case it returns what chance will have?"""
    probes = [Call({"place": i}) for i in range(2)]
    cases = [
        CheckCase(f"case{i}", "it works", probe, [Matches(0)]) for i, probe in enumerate(probes)
    ]
    signatures = [{"m": signature_of(cases[0], {"result": 7})}, {"m": ARBITRARY}]
    cases = [replace(case, signatures=known) for case, known in zip(cases, signatures, strict=True)]

    def answer(place):
        if isinstance(answers[place], Exception):
            raise answers[place]
        return answers[place]

    verdict = judge_exercise(ExerciseCheck("f", 1, cases, {"m": "A hint."}), asking(answer))
    assert verdict.misconception == expected


def test_only_what_somebody_looks_at_is_asked_for():
    """Is a model fed after training with the inputs alone at which an expectation looks, if they say?"""
    probe = ModelOutputs(
        {"units": 2},
        inputs={"one": XS, "two": XS},
        train={"inputs": XS, "targets": XS, "loss": "mse", "steps": 1},
    )
    looks = [Different("outputs.one", "trained.two", "Nothing is learnt.")]
    lean = CheckCase("c", "it learns", probe, looks).lean_probe
    assert lean.train == {**probe.train, "labels": ["two"]}
    assert lean.inputs is probe.inputs
    anywhere = [*looks, Untouched("units")]  # It does not say at which paths it looks.
    assert CheckCase("c", "it learns", probe, anywhere).lean_probe is probe
    assert CheckCase("c", "it learns", probe, looks, measure="any").lean_probe is probe
    whole = [Different("trained", "outputs", "Nothing is learnt.")]
    assert CheckCase("c", "it learns", probe, whole).lean_probe is probe
