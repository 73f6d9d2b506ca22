"""What must hold of an observation: each expectation passes what is right and no more."""

import numpy as np
import pytest
from scipy import stats

from autograder.checks import expectations
from autograder.checks.expectations import (
    PASSES,
    Between,
    ChangesOnly,
    Classifies,
    Different,
    DifferentRows,
    Distributed,
    IsA,
    Matches,
    MatchesIfSeen,
    PassedOn,
    Raises,
    RightOnAll,
    Rounds,
    Same,
    Shape,
    SumsToOne,
    TakesBothSigns,
    Untouched,
    draws,
)
from autograder.checks.expectations.base import at
from autograder.checks.plain import from_json, to_json
from autograder.checks.recipes import Made

A = np.array([[1.0, 2.0], [3.0, 4.0]])
EVERY_KIND = [
    Matches(A, names=["a"], same_dtype=True, known_by="measured.sizes"),
    MatchesIfSeen(A, message="Seen, and wrong."),
    Untouched("x"),
    Raises("ValueError", ["-1"], "It must be positive."),
    Distributed([[[0, 1], 0.25], ["b", 0.75]]),
    Same("first", "second", "They differ.", [[0, 2]]),
    Different("first", "second", "They are the same."),
    DifferentRows("result", 0, 1, "The rows are the same."),
    Shape("result", [None, 2]),
    Between("result", None, 1.0, "It is too large."),
    SumsToOne("result", "They do not sum to one.", axis=0, negate=True),
    TakesBothSigns("result", "One sign only."),
    Classifies("result", [True, False, True], 0.8),
    PassedOn("calls.step", 1, 0, "The state is lost.", rows=True),
    ChangesOnly("first", "second", [[0, 1, -1]], "It sees the future."),
    Rounds([[[1, 2], [0, 0]]], "One is missing.", [0, -1]),
    IsA("result", "a list of numbers", "No list."),
    RightOnAll(Made("def make(n):\n    return {'labels': np.arange(n)}", {"n": 3}), "Wrong."),
]


def draws_of(probabilities, count, rng):
    """Returns an observation of draws from a distribution over 0, 1, 2 ..."""
    return {"draws": rng.choice(len(probabilities), p=probabilities, size=count).tolist()}


def distributed(probabilities):
    return Distributed([[i, float(p)] for i, p in enumerate(probabilities)])


def test_paths():
    """Does a dotted path reach into dicts, lists and tuples, and nowhere else?"""
    seen = {"a": {"b": [5, (6, 7)]}, "": 1}
    assert at(seen, "a.b.1.0") == 6
    for path in ("a.c", "a.b.9", "a.b.-1", "a.b.x", "a.b.0.0", "nothing"):
        assert at(seen, path) is None


@pytest.mark.parametrize("expectation", EVERY_KIND, ids=lambda e: type(e).__name__)
def test_descriptions_read_back(expectation):
    """Does each expectation come back from the bundle as it was?"""
    read = expectations.from_description(from_json(to_json(expectation.describe())))
    assert type(read) is type(expectation)
    assert str(read.describe()) == str(expectation.describe())


def test_all_kinds_are_tested_and_readable():
    """Is there a kind of expectation that the bundle could not read, or that this file forgets?"""
    direct = expectations.Expectation.__subclasses__()
    every = [kind for k in direct for kind in (k, *k.__subclasses__())]
    kinds = {kind.__name__ for kind in every if kind.__module__.startswith("autograder.")}
    assert kinds == set(expectations.EXPECTATIONS) == {type(e).__name__ for e in EVERY_KIND}


@pytest.mark.parametrize("expectation", EVERY_KIND, ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("seen", [
    {"given": {"x": 1}},
    {"result": None, "given": {"x": 1}},
    {"result": "text", "first": None, "second": "x", "draws": 3, "given": {"x": [1]}},
    {"result": np.zeros((0, 3)), "first": np.zeros((0, 3)), "second": np.zeros(0), "draws": [],
     "given": {"x": {}}, "arguments": {}},
    {"result": {"a": 1}, "draws": {"a": 1}, "given": {"x": 1}, "arguments": None},
])  # fmt: skip
def test_empty_and_foreign_answers_fail(expectation, seen):
    """Is an answer that is missing, empty or of another kind ever right by having nothing wrong?"""
    difference = expectation.judge(seen)
    if isinstance(expectation, (Same, Different)) and {"first", "second"} <= set(seen):
        return  # Two values of different form are different; `test_same_and_different` looks closer.
    if isinstance(expectation, Untouched) and seen.get("arguments") == seen["given"]:
        return
    if isinstance(expectation, (MatchesIfSeen, IsA)) and seen.get("result") is None:
        return  # Nothing to compare: another expectation of the case says so.
    assert difference is not None
    assert difference.kind


def test_a_count_that_was_looked_at_is_no_multiple():
    """Is "6 times" said of a result and of a deviation, and not of a number of things?"""
    for path, expected, kind in (
        ("result", 1.0, "scale"),
        ("before.deviation", 0.1, "scale"),
        ("before.keys", 1.0, "value"),
    ):
        part, _, name = path.partition(".")
        seen = {part: {name: 6 * expected} if name else 6 * expected}
        found = Matches(expected, path, "what was looked at").judge(seen)
        assert found.kind == kind, path
        assert ("times" in found.message) == (kind == "scale")


def test_matches_names_the_results():
    """Does a wrong part of several results carry the name from the docstring?"""
    expectation = Matches((1.0, A), names=["loss", "gradients"])
    assert expectation.judge({"result": [1.0, A]}) is None
    assert expectation.judge({"result": (1.0, A + 1)}).message.startswith("gradients is off by 1")
    assert expectation.judge({"result": (1.0,)}).message == (
        "The result has 1 values, expected 2. The last value is missing; the rest is right."
    )


def test_matches_dtype_only_when_asked():
    """Is float32 in place of float64 wrong exactly where the exercise says so?"""
    seen = {"result": A.astype(np.float32)}
    assert Matches(A).judge(seen) is None
    assert Matches(A, same_dtype=True).judge(seen).kind == "dtype"


def test_matches_recognises_the_same_mistake():
    """Are equal mistakes recognised as equal, and others not, errors and passes included?"""
    expectation = Matches(A)
    mine, theirs = ({"result": value} for value in (A + 1, (A + 1.000001).tolist()))
    signatures = [
        expectation.signature(seen) for seen in (mine, theirs, {"result": A}, {"result": None})
    ]
    wrong, also_wrong, right, nothing = signatures
    assert right == PASSES
    assert expectation.alike(wrong, also_wrong)
    assert expectation.alike(right, PASSES)
    assert expectation.alike(nothing, nothing)
    for other in (right, nothing, expectation.signature({"result": A + 2})):
        assert not expectation.alike(wrong, other)


def test_matches_recognises_by_something_else_than_it_judges():
    """Is a value whose sign is free judged as it is, and a mistake known by what has no sign?"""
    expectation = Matches(A, known_by="measured.sizes")
    assert expectation.paths() == ["result", "measured.sizes"]
    assert Matches(A).paths() == ["result"]
    assert "known_by" not in Matches(A).describe()

    def signature(value):
        return expectation.signature({"result": value, "measured": {"sizes": np.abs(value)}})

    assert signature(A) == PASSES
    assert expectation.alike(signature(-A), signature([-1, 1] * A))
    assert not expectation.alike(signature(-A), signature(A + 1))
    assert not expectation.alike(signature(-A), PASSES)
    unmeasured = [expectation.signature({"result": value}) for value in ("text", "text", "other")]
    assert expectation.alike(*unmeasured[:2])
    assert not expectation.alike(*unmeasured[1:])


def test_untouched_sees_every_change():
    """Is an argument that grew, shrank or changed by the smallest step noticed, and NaN is not?"""
    expectation = Untouched("x")

    def judge(given, after):
        return expectation.judge({"given": {"x": given}, "arguments": {"x": after}})

    assert judge(np.array([1.0, np.nan]), np.array([1.0, np.nan])) is None
    assert judge([1, [2]], [1, [2]]) is None
    for given, after in (
        (np.array([1.0]), np.nextafter(np.array([1.0]), 2)),
        ([1], [1, 2]),
        ({"a": 1}, {}),
        (np.zeros(2), np.zeros((2, 1))),
    ):
        difference = judge(given, after)
        assert difference.kind == "mutated"
        assert difference.message == "The call changed its argument x."
    assert expectation.judge({"error": {}, "given": {"x": 1}}) is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"type": "ValueError", "message": "got -1"}, None),
        ({"type": "TemperatureError", "bases": ["ValueError", "Exception"], "message": "-1"}, None),
        ({"type": "TypeError", "bases": ["Exception"], "message": "-1"}, "other_error"),
        ({"type": "ValueError", "message": "bad"}, "other_error"),
        (None, "no_error"),
    ],
)
def test_raises(error, kind):
    """Is the asked exception, or one derived from it, asked to name what was wrong?"""
    expectation = Raises("ValueError", ["-1"], "It must be positive.")
    difference = expectation.judge({"error": error} if error else {"result": 3.0})
    assert (difference and difference.kind) == kind


def test_raises_says_what_came_instead():
    """What does a learner read whose function accepts what it should refuse?"""
    difference = Raises("ValueError", because="A temperature must be above 0.").judge(
        {"result": 3.0}
    )
    assert difference.message == "No ValueError was raised. A temperature must be above 0."
    assert difference.received == "3"


def test_goodness_agrees_with_scipy():
    """Where nothing is rare, is the p-value that of scipy's chi-square tests?"""
    rng = np.random.default_rng(0)
    for _ in range(50):
        p = rng.dirichlet(np.full(rng.integers(2, 7), 5.0)) * 0.8
        p += 0.2 / len(p)
        counts = rng.multinomial(400, p).astype(float)
        ours = draws._p_value(counts[None], p[None] * 400)
        assert ours == pytest.approx(stats.chisquare(counts, p * 400).pvalue, rel=1e-9)
        table = np.vstack([counts, rng.multinomial(300, p)]).astype(float)
        both = stats.chi2_contingency(table, correction=False)
        ours = draws._p_value(table, both.expected_freq)
        assert ours == pytest.approx(both.pvalue, rel=1e-9)


SKEWED = {
    "even": np.full(5, 0.2),
    "one_rare": np.array([0.6, 0.3995, 0.0005]),
    "very_rare": np.array([0.5, 0.49999, 0.00001]),
    "many_rare": np.append([0.9], np.full(100, 0.001)),
    "geometric": (lambda p: p / p.sum())(0.5 ** np.arange(20.0)),
    "sure": np.array([1.0]),
    "nearly_sure": np.array([0.999, 0.001]),
}


@pytest.mark.parametrize("name", SKEWED)
def test_right_draws_pass(name):
    """Does a right answer pass, again and again, whatever the shape of the distribution?"""
    p, count, repeats = SKEWED[name], 500, 20_000
    samples = np.random.default_rng(1).multinomial(count, p, size=repeats).astype(float)
    unusual = np.unique(samples, axis=0) if len(p) < 6 else samples
    failed = sum(draws._p_value(row[None], p[None] * count) < 1e-8 for row in unusual)
    assert failed == 0


def test_one_draw_of_the_rarest_outcome_is_no_crime():
    """Does a right answer fail because something with a chance of 1 in 100,000 happened once?"""
    p = SKEWED["very_rare"]
    assert distributed(p).judge({"draws": [2] + [0, 1] * 250}) is None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ([0.6, 0.3, 0.1], [1 / 3, 1 / 3, 1 / 3]),
        ([0.6, 0.3, 0.1], [0.8, 0.17, 0.03]),
        ([0.1, 0.2, 0.7], [0.7, 0.2, 0.1]),
        ([0.5, 0.3, 0.2], [1.0, 0.0, 0.0]),
        (list(SKEWED["geometric"]), list(SKEWED["geometric"][::-1])),
    ],
)
def test_wrong_draws_fail(right, wrong):
    """Is a uniform, sharpened, reversed or greedy choice caught by 500 draws, every time?"""
    rng = np.random.default_rng(2)
    expectation = distributed(right)
    for _ in range(50):
        assert expectation.judge(draws_of(wrong, 500, rng)).kind == "distribution"


def test_impossible_outcome_fails_at_once():
    """Is one draw of what can never be drawn enough, and named?"""
    expectation = Distributed([["a", 1.0], ["b", 0.0]])
    assert expectation.judge({"draws": ["a"] * 500}) is None
    for never in ("b", "c"):
        difference = expectation.judge({"draws": ["a"] * 499 + [never]})
        assert difference.message == "An outcome was drawn that cannot happen."
        assert difference.received == f"1 times {never}"
    assert expectation.judge({"draws": []}).message == "Nothing was drawn."


def test_outcomes_in_any_form():
    """Do sequences count as the same outcome as lists, tuples, arrays, whole floats?"""
    expectation = Distributed([[[0, 1], 1.0]])
    for form in ([0, 1], (0.0, 1.0), np.array([0, 1]), [np.float64(0).item(), 1]):
        assert expectation.judge({"draws": [form] * 50}) is None


def test_same_sampling_mistake_is_recognised():
    """Are two samples of one wrong distribution alike, and of two different ones not?"""
    rng = np.random.default_rng(3)
    expectation = distributed([0.2, 0.2, 0.6])
    one, other = [0.6, 0.2, 0.2], [0.45, 0.35, 0.2]

    def signature(p):
        return expectation.signature(draws_of(p, 500, rng))

    alike = [expectation.alike(signature(one), signature(one)) for _ in range(300)]
    crossed = [expectation.alike(signature(one), signature(other)) for _ in range(300)]
    # At a chance of 1 in 1,000 each, four misses in 300 would be a surprise of 1 in 4,000.
    assert alike.count(False) <= 3
    # Power of the test at this distance, by the non-central chi-square distribution: 0.97.
    shift = sum(500 * (a - b) ** 2 / (a + b) for a, b in zip(one, other, strict=True))
    power = stats.ncx2.sf(stats.chi2.isf(draws.AGREES, 2), 2, shift)
    assert crossed.count(False) / 300 == pytest.approx(power, abs=0.05)
    assert not expectation.alike(signature(one), PASSES)


def test_same_and_different():
    """Do windows select what is compared, and is the message that of the declaration?"""
    first = np.array([[1.0, 2.0, 3.0]])
    second = np.array([[1.0, 2.0, 9.0]])
    seen = {"first": first, "second": second}
    window = [[0, 1], [0, 2]]
    assert Same("first", "second", "They differ.", window).judge(seen) is None
    assert Same("first", "second", "They differ.").judge(seen).message == "They differ."
    assert Different("first", "second", "They agree.").judge(seen) is None
    assert Different("first", "second", "They agree.", window).judge(seen).message == "They agree."
    shifted = Same("first", "second", "No.", [[0, 1], [1, 2]], other_window=[[0, 1], [1, 2]])
    assert shifted.judge(seen) is None
    assert Same("first", "gone", "No.").judge(seen).kind == "property"
    assert Different("first", "gone", "No.").judge(seen).kind == "property"


def test_nan_is_no_difference():
    """Can a model whose outputs are all NaN pass for one whose outputs differ?"""
    nan = np.full((1, 3), np.nan)
    assert Different("a", "b", "They agree.").judge({"a": nan, "b": nan}) is not None


def test_same_by_value_recognises_by_value():
    """With `by_value`, is a mistake known by its number, within a per cent?"""
    expectation = Same("a", "b", "They differ.", by_value=True)
    mine, near, far = ({"a": value, "b": 0.0} for value in (3.0, 3.01, 4.0))
    assert expectation.alike(expectation.signature(mine), expectation.signature(near))
    assert not expectation.alike(expectation.signature(mine), expectation.signature(far))
    loose = Same("a", "b", "They differ.")
    assert loose.alike(loose.signature(mine), loose.signature(far))


def test_shape():
    """Is any size accepted where none is stated, and the number of axes always counted?"""
    expectation = Shape("result", [None, 2])
    assert expectation.judge({"result": A}) is None
    assert expectation.judge({"result": np.zeros((5, 2))}) is None
    for wrong in (np.zeros((2, 3)), np.zeros(2), np.zeros((1, 2, 2)), 1.0):
        assert expectation.judge({"result": wrong}).kind == "shape"


@pytest.mark.parametrize(
    ("value", "passes"),
    [(0.5, True), (0.0, True), (1.0, True), ([0.1, 0.9], True), (A / 4, True),
     (1.01, False), (-1e-9, False), ([0.1, 1.9], False), (np.nan, False), ([0.5, np.nan], False),
     ([], False), (None, False), (np.inf, False)],
)  # fmt: skip
def test_between(value, passes):
    """Do both bounds belong, does every number count, and does NaN or nothing ever pass?"""
    assert (Between("x", 0.0, 1.0, "Out.").judge({"x": value}) is None) == passes


def test_between_knows_the_side():
    """Is a value that is too low told from one that is too high?"""
    expectation = Between("x", 0.0, 1.0, "Out.")
    signatures = [expectation.signature({"x": x}) for x in (-1.0, 2.0, None, 0.5)]
    assert signatures == ["low", "high", "none", PASSES]


@pytest.mark.parametrize(
    ("value", "probable"),
    [(np.array([[0.2, 0.8], [0.5, 0.5]]), True), (A, False), (np.array([[2.0, -1.0]]), False),
     (np.array([[0.5, np.nan]]), False)],
)  # fmt: skip
def test_sums_to_one(value, probable):
    """Are probabilities told from logits, both ways?"""
    seen = {"x": value}
    assert (SumsToOne("x", "No.").judge(seen) is None) == probable
    assert (SumsToOne("x", "No.", negate=True).judge(seen) is None) != probable


def test_takes_both_signs():
    """Must there be a number on each side of zero?"""
    expectation = TakesBothSigns("x", "One sign.")
    assert expectation.judge({"x": np.array([-1.0, 1.0])}) is None
    for wrong in (np.array([0.0, 1.0]), np.array([-1.0, 0.0]), np.array([np.nan, 1.0])):
        assert expectation.judge({"x": wrong}) is not None


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ([True, False, False, False, False], None),
        (np.array([1, 0, 0, 0, 0]), None),
        ((1.0, 0.0, 0.0, 1.0, 0.0), None),
        (np.array([[1], [0], [0], [0], [0]]), None),
        ([False] * 5, "property"),
        ([True] * 5, "property"),
        ([True, False, True, True, False], "property"),
        ([True, False, False, False], "structure"),
        ([0.9, 0.1, 0.2, 0.3, 0.4], "structure"),
        (["yes", "no", "no", "no", "no"], "structure"),
        (np.array([1, np.nan, 0, 0, 0]), "structure"),
        (np.eye(5), "structure"),
        ("10000", "structure"),
    ],
)
def test_classifies(answers, kind):
    """Are both classes asked for, and are answers that are no decisions told apart?"""
    expectation = Classifies("result", [True, False, False, False, False], 0.8)
    found = expectation.judge({"result": answers})
    assert (found and found.kind) == kind


def test_classifies_recognises_the_same_mistake():
    """Are equal shares or equal forms the same mistake, and others not?"""
    expectation = Classifies("result", [True, False, True, False], 0.8)
    answers = [[False] * 4, [True] * 4, [0.5] * 4, ["w"] * 4, ["w"], [0.5], "text", None]
    signatures = [expectation.signature({"result": answer}) for answer in answers]
    for i, one in enumerate(signatures):
        for j, other in enumerate(signatures):
            same = i == j or {i, j} == {6, 7}
            assert expectation.alike(one, from_json(to_json(other))) == same
