"""Slips of the reference: is the kind of a mistake named where no declared one fits, and only then?"""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.checks.bundle import read_checks
from autograder.checks.exercise_check import judge_exercise
from autograder.checks.slips import ENOUGH, FAMILIES, KINDS, hint_of, information, name_of
from autograder.declaration.course import Course
from autograder.declaration.exercise import Case, Exercise
from autograder.declaration.reference import Reference
from autograder.declaration.slip_trees import counted, slips_of
from autograder.declaration.slips import SlipsOfReference
from autograder.declaration.variant import Slip, Written


class OneCell(Reference):
    """A reference that is one cell; counts how often it is asked."""

    def __init__(self, source):
        super().__init__(Path("one_cell.py"))
        self._cells, self._namespace, self.asked = {"f": source}, {"np": np}, 0
        exec(source, self._namespace)

    def observe(self, exercise, probe, function=None):
        self.asked += 1
        return super().observe(exercise, probe, function)


def matrices(rng):
    return {"x": np.round(rng.normal(size=(4, 3)), 2), "y": np.round(rng.normal(size=(4, 3)), 2)}


def positive(rng):
    return {name: np.abs(value) + 0.1 for name, value in matrices(rng).items()}


def check_of(source, makes=(matrices, positive), alternatives=(), misconceptions=()):
    exercise = Exercise("f", 1)
    exercise.cases = [Case(make.__name__, "it is right", make) for make in makes]
    exercise.alternatives, exercise.misconceptions = list(alternatives), list(misconceptions)
    return exercise.check(OneCell(source), seed=3)


def verdict_on(check, learners):
    """Judges what a learner wrote, a text that defines `f`."""
    namespace = {"np": np}
    exec(learners, namespace)
    reference = check.slips.reference
    return judge_exercise(check, lambda e, p, _: Reference.observe(reference, e, p, namespace["f"]))


RIGHT = """
def f(x, y):
    total = np.zeros(x.shape[1])
    for t in range(len(x)):
        total = total + (1 - x[t]) * np.tanh(y[t])
    return total, x.sum(axis=0) @ y.T - 0.5, [float(v) for v in x[:, 1] if v > 0.1]
"""
# Written in another way than the reference, as learners do.
AS_LEARNERS = """
def f(x, y):
    total = 0 * x[0]
    for row in range({start}, x.shape[0]):
        total = total {sign} {product}
    kept = []
    for v in x[:, {column}]:
        if v {above} 0.1:
            kept.append(v)
    return {first}, np.dot(np.sum(x, axis=0), y.T) - {number}, kept
"""
AS_IT_IS = {
    "start": 0, "sign": "+", "product": "(1 - x[row]) * np.tanh(y[row])", "column": 1,
    "above": ">", "first": "total", "number": 0.5,
}  # fmt: skip
SLIPS = {
    "boundary": {"start": 1},
    "sign": {"sign": "-"},
    "factor": {"product": "(1 - x[row])"},
    "call": {"product": "(1 - x[row]) * y[row]"},
    "constant": {"number": 0.25},
    "condition": {"above": "<"},
}


@pytest.mark.parametrize("kind", SLIPS)
def test_kind_is_named(kind):
    """Is a slip in a learner's own way of writing named by its kind, with the sentence for it?"""
    check = check_of(RIGHT)
    assert verdict_on(check, AS_LEARNERS.format(**AS_IT_IS)).status == "passed"
    verdict = verdict_on(check, AS_LEARNERS.format(**{**AS_IT_IS, **SLIPS[kind]}))
    assert verdict.misconception == f"slip:{kind}"
    assert verdict.hint == hint_of(f"slip:{kind}")
    assert (verdict.status, verdict.points) == ("failed", 0)


# One reference and one learner's version for kinds that need their own.
PAIRS = {
    "axis": ("return x.mean(axis=0) * 2 + y.max()", "return np.mean(x, 1) * 2 + np.max(y)"),
    "term": ("return x @ y.T + x.sum() * 0.5", "return np.dot(x, y.T)"),
    "swapped": ("return x + 1, np.exp(y)", "return np.exp(y), 1 + x"),
    "name": ("z = x + y\n    return np.tanh(z) * y", "return np.tanh(x + y) * x"),
    "function": ("return np.tanh(x.sum(axis=0)) * y", "return np.tanh(np.mean(x, axis=0)) * y"),
    "operation": ("return (x + 1) * y.sum()", "return (x + 1) / np.sum(y)"),
    "brackets": ("return (1 - x**2) * y", "return (1 - x) ** 2 * y"),
    "option": ("return np.std(x, ddof=1) * y", "return x.std() * y"),
    "filling": (
        "return np.pad(x[0], 2, constant_values=0.5) * y[0, 0]",
        "return np.concatenate([[0, 0], x[0], [0, 0]]) * y[0, 0]",
    ),
    "item": ("return np.concatenate([x[0], y[0], x[1]])", "return np.append(x[0], y[0])"),
    "statement": (
        "kept = [x[0]]\n    kept.append(y[0])\n    kept.append(x[1])\n    return np.concatenate(kept)",
        "return np.concatenate([x[0], x[1]])",
    ),
    "order": (
        "seen, s = [], x[0]\n    for row in y:\n        s = s * row\n        seen.append(s)\n"
        "    return seen",
        "seen, s = [], x[0]\n    for i in range(4):\n        seen.append(s)\n        s = s * y[i]\n"
        "    return seen",
    ),
    "placement": (
        "s = x[0]\n    for row in y:\n        s = s * row\n    return s",
        "for row in y:\n        s = x[0]\n        s = s * row\n    return s",
    ),
    "twice": (
        "s = x[0] * 1\n    s *= y[1]\n    return s + 1",
        "s = x[0] * y[1] ** 2\n    return s + 1",
    ),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_every_other_kind_is_named(kind):
    """Is each kind of slip named, and by no other name?"""
    right, wrong = (f"def f(x, y):\n    {body}\n" for body in PAIRS[kind])
    verdict = verdict_on(check_of(right), wrong)
    assert verdict.misconception == f"slip:{kind}", verdict.text()


def test_a_transposition_too_many_is_named():
    """Is a transposition named where shapes hide it?"""
    square = lambda rng: {"x": rng.normal(size=(3, 3)), "y": rng.normal(size=(3, 3))}  # noqa: E731
    verdict = verdict_on(
        check_of("def f(x, y):\n    return x @ np.tanh(y) + 1\n", [square]),
        "def f(x, y):\n    return np.dot(x.T, np.tanh(y)) + 1\n",
    )
    assert verdict.misconception == "slip:transposed"


def test_another_entry_is_named():
    """Is it named when a weight is taken for another one?"""
    weights = lambda rng: {"p": {k: rng.normal(size=(2, 3)) for k in ("W", "U", "b")}}  # noqa: E731
    right = "def f(p):\n    return np.tanh(p['W']) * p['U'] + p['b']\n"
    wrong = "def f(p):\n    W, U, b = p['W'], p['U'], p['b']\n    return np.tanh(W) * W + b\n"
    assert verdict_on(check_of(right, [weights]), wrong).misconception == "slip:entry"


def test_a_slip_in_one_round_is_named():
    """Where the reference loops over names and a learner writes them out: one line is wrong."""
    weights = lambda rng: {"p": {k: rng.normal(size=3) for k in ("Wf", "bf", "Wi", "bi")}}  # noqa: E731
    right = 'def f(p):\n    return {n: np.tanh(p["W" + n]) + p["b" + n] for n in ("f", "i")}\n'
    wrong = 'def f(p):\n    return {"f": np.tanh(p["Wf"]) + p["bf"], "i": np.tanh(p["Wi"])}\n'
    assert verdict_on(check_of(right, [weights]), wrong).misconception == "slip:term"


def test_failed_cases_alone_name_nothing():
    """Is nothing named where a slip agrees with what failed, and not with what passed?"""
    right = "def f(x, y):\n    return np.sum(x, axis=0) + y[0]\n"
    slip = "def f(x, y):\n    return np.sum(x, axis=0)\n"
    only_there = (
        "def f(x, y):\n    s = np.sum(x, axis=0)\n    return s if x.min() < 0 else s + y[0]\n"
    )
    check = check_of(right)
    assert verdict_on(check, slip).misconception == "slip:term"
    assert verdict_on(check, only_there).misconception is None


def test_two_kinds_that_agree_say_less():
    """Is only the family named where two of its kinds agree, and nothing where they are far apart?"""
    alike = "def f(x, y):\n    s = x.sum(axis=0)\n    s = s + y[0]\n    return s\n"
    verdict = verdict_on(check_of(alike), "def f(x, y):\n    return np.sum(x, axis=0)\n")
    assert verdict.misconception == "slip:left_out"
    assert FAMILIES["left_out"] in verdict.hint
    apart = "def f(x, y):\n    z = np.sum(x, axis=0) + y[0]\n    z = z - y[0]\n    return z * 2\n"
    wrong = "def f(x, y):\n    return (np.sum(x, axis=0) + y[0]) * 2\n"
    assert verdict_on(check_of(apart), wrong).misconception == "slip:left_out"
    apart = "def f(x, y):\n    u, v = x + 1, x - 1\n    return np.tanh(u) * y + v\n"
    wrong = "def f(x, y):\n    return np.tanh(x - 1) * y + x - 1\n"  # a sign, or v for u
    generic = verdict_on(check_of(apart), wrong)
    assert generic.misconception is None
    assert "by hand" in generic.hint


def test_names_and_families():
    """Does every kind have a sentence, and does each family say what its kinds have in common?"""
    for kind, (family, sentence) in KINDS.items():
        assert name_of([kind]) == f"slip:{kind}"
        assert sentence in hint_of(f"slip:{kind}")
        assert family in FAMILIES or family == kind
    assert name_of(["term", "statement"]) == "slip:left_out"
    assert name_of(["term", "axis"]) is None
    assert name_of([]) is None


def test_a_declared_mistake_goes_first():
    """Is a declared mistake named as declared, though it is a slip, too?"""

    def forgets_y(x, y):
        return np.sum(x, axis=0)

    declared = Written("f", "forgets_y", "Where is y?", (), forgets_y)
    right = "def f(x, y):\n    return np.sum(x, axis=0) + y[0]\n"
    check = check_of(right, misconceptions=[declared])
    verdict = verdict_on(check, "def f(x, y):\n    return x.sum(axis=0)\n")
    assert (verdict.misconception, verdict.hint) == ("forgets_y", "Where is y?")


def test_too_little_is_no_sign():
    """Is a yes or no, which many slips give, not taken for one of them?"""
    right = "def f(x, y):\n    return bool(x.sum() > y.sum())\n"
    verdict = verdict_on(check_of(right), "def f(x, y):\n    return bool(x.sum() < y.sum())\n")
    assert (verdict.status, verdict.misconception) == ("failed", None)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("return np.exp(x - x.max()) * y.max()", "return np.exp(0 * x) * np.max(y)"),
        ("return x * np.dot(x[0], y[0])", "return x * np.sum(x[0] ** 2)"),
        ("i = j = 0\n    for _ in y:\n        i += 1\n        j += 2\n    return x[0] * i",
         "return x[0] * 2 * len(y)"),
        ("return x.mean(axis=0) + y", "return np.prod(x, axis=0) + y"),
    ],
)  # fmt: skip
def test_what_many_mistakes_give_is_no_slip(right, wrong):
    """Is `z - z`, a vector by itself, or a counter that no learner has, not what a learner has done?"""
    right, wrong = (f"def f(x, y):\n    {body}\n" for body in (right, wrong))
    assert verdict_on(check_of(right), wrong).misconception is None


def test_an_error_alone_is_no_sign_of_a_slip():
    """Where all that is wrong ends in an error, as many mistakes do, is no slip named that ends so, too?"""

    def empty(rng):
        return {"x": np.zeros((0, 3)), "y": rng.normal(size=(2, 3))}

    right = "def f(x, y):\n    return x[0] + y[0] if len(x) else y[0]\n"
    wrong = "def f(x, y):\n    return x[0] + y[0]\n"
    verdict = verdict_on(check_of(right, makes=(matrices, positive, empty)), wrong)
    assert (verdict.status, verdict.misconception) == ("error", None)
    assert "IndexError" in verdict.hint


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("return x.mean(axis=0)", "return x.mean(axis=0, keepdims=True)", "keepdims"),
        ("return x.mean(axis=(0, 1)) * y[0]", "return [x.mean() * y[0]]", "keepdims"),
    ],
)
def test_a_form_is_told_as_a_form(right, wrong, words):
    """Where the numbers are right and the shape is not, is that said, and no slip that does it, too?"""
    right, wrong = (f"def f(x, y):\n    {body}\n" for body in (right, wrong))
    verdict = verdict_on(check_of(right), wrong)
    assert verdict.misconception is None
    assert words in verdict.hint


def test_information_counts_what_is_seen():
    """Do fractions say more than flags, and errors nothing?"""
    fractions = {"parts": [np.array([0.1234, 0.5678, 0.9101])]}
    assert information(fractions) > ENOUGH > information({"parts": [True, False, "passes"]})
    assert information({"parts": [np.zeros(1000)]}) < ENOUGH
    assert information({"error": ["ValueError", "x" * 50]}) == 0
    missed = [{"parts": [side, "fails", "outside", "ValueError"]} for side in ("low", "high")]
    assert [information(each) for each in missed] == [1.0, 1.0]  # Many mistakes miss a property.
    assert information({"parts": ["the cat sat"]}) > 2  # A text that was the result says more.
    # A third or two sevenths are counts, for all their digits; 0.3125 has its digits.
    assert information({"parts": [1 / 3, 2 / 7]}) < ENOUGH < information({"parts": [0.3125]})


def test_slips_of_an_alternative_are_known():
    """Is a slip named that only another way of writing has?"""
    right = "def f(x, y):\n    return np.array([*map(np.prod, x.T)]) + y[0]\n"

    def step_by_step(x, y):
        out = np.zeros(x.shape[1])
        for j in range(x.shape[1]):
            out[j] = np.prod(x[:, j]) + y[0, j]
        return out

    wrong = (
        "def f(x, y):\n    out = np.zeros(x.shape[1])\n    for j in range(1, x.shape[1]):\n"
        "        out[j] = np.prod(x[:, j]) + y[0, j]\n    return out\n"
    )
    without, with_it = (
        check_of(right, alternatives=alternatives)
        for alternatives in ([], [Written("f", "step_by_step", "", (), step_by_step)])
    )
    assert verdict_on(without, wrong).misconception is None
    assert verdict_on(with_it, wrong).misconception == "slip:boundary"


# ------------------------------------------------------------------------------- what it costs


def test_nothing_is_computed_for_a_right_answer():
    """Is the reference asked for nothing more when an answer is right, and once for two like mistakes?"""
    check = check_of(RIGHT)
    reference = check.slips.reference
    made = reference.asked
    verdict_on(check, RIGHT)
    assert reference.asked == made
    wrong = RIGHT.replace("- 0.5", "+ 0.5")
    first = verdict_on(check, wrong)
    needed = reference.asked
    assert needed > made
    assert verdict_on(check, wrong).hint == first.hint
    assert reference.asked == needed


def test_budget_holds():
    """Are no more slips tried than there is time for, and is nothing named when it is up?"""
    ticks = iter(range(10**9))
    check = check_of(RIGHT)
    reference, cases = check.slips.reference, check.cases
    slips = SlipsOfReference("f", reference, cases, seconds=40, clock=lambda: next(ticks))
    check = replace(check, slips=slips)
    before = reference.asked
    wrong = RIGHT.replace("- 0.5", "- 0.25")
    assert verdict_on(check, wrong).misconception is None
    tried = reference.asked - before
    assert 0 < tried <= 45  # the reference itself is looked at, too
    verdict_on(check, wrong)
    assert reference.asked - before == tried
    assert verdict_on(check_of(RIGHT), wrong).misconception == "slip:constant"


def test_slips_that_never_end_are_stopped():
    """Does a loop end whose step a slip leaves out, and is a mistake of that reference still named?"""
    right = (
        "def f(x, y):\n    t, total = 0, x[0] * 0\n    while t < len(x):\n"
        "        total = total + x[t] * y[t]\n        t += 1\n    return total\n"
    )
    check = check_of(right)
    wrong = "def f(x, y):\n    return (x * y)[1:].sum(axis=0)\n"
    assert verdict_on(check, wrong).misconception == "slip:constant"
    slips = check.slips.answers[0].slips
    ended = [slip.signatures[check.cases[0].name] for slip in slips]
    assert ["timeout", ""] in [signature.get("error") for signature in ended]


def test_the_notebook_is_left_as_it_was():
    """Are names of the reference what they were before slips were tried?"""
    check = check_of(RIGHT)
    reference = check.slips.reference
    before = dict(reference.namespace)
    verdict_on(check, RIGHT.replace("- 0.5", "+ 0.5"))
    assert reference.namespace == before


def test_every_slip_changes_the_program():
    """Is each slip another program than the reference, and does the tree end as it began?"""
    source = Path(__file__).read_text(encoding="utf-8")  # any program will do
    source = ast.unparse(next(n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)))
    right = ast.unparse(counted(source))
    seen = [(kind, ast.unparse(tree)) for kind, tree in slips_of(source, {})]
    assert len(seen) > 3
    assert all(text != right for _, text in seen)
    assert {kind for kind, _ in seen} <= set(KINDS)


# --------------------------------------------------------------------------- in real exercises

REAL = [
    ("w1_recurrent_cells", "gru_cell_forward", "term", '+ parameters["bu"]', ""),
    ("w1_recurrent_cells", "gru_cell_forward", "entry", 'parameters["Wr"]', 'parameters["Wu"]'),
    ("w1_recurrent_cells", "rnn_cell_backward", "brackets", "(1 - a_next**2)", "(1 - a_next) ** 2"),
    ("w1_dinosaur_names", "perplexity", "constant", "len(name) + 1", "len(name) + 2"),
    (
        "w3_emoji_sentiment",
        "model",
        "boundary",
        "range(num_iterations)",
        "range(num_iterations - 1)",
    ),
]


@pytest.mark.parametrize(("assignment_id", "name", "kind", "old", "new"), REAL)
def test_real_exercises_name_the_kind(assignment_id, name, kind, old, new):
    """Is the kind named in an exercise of the course, with secret inputs and with the public ones?"""
    course = Course()
    assignment = course.declaration(assignment_id)
    reference = assignment.reference()
    source = reference.cells[name]
    assert old in source
    wrong = reference.define(name, source.replace(old, new))
    bundle = json.loads(course.bundle(assignment_id).read_text(encoding="utf-8"))
    checks = [assignment.exercises[name].check(reference, 11), read_checks(bundle)[name]]
    for check in (replace(checks[0], hints={}), *checks):  # The first as if nobody had declared it.
        verdict = judge_exercise(check, lambda e, p, _: reference.observe(e, p, wrong))
        assert verdict.misconception in {f"slip:{kind}", *check.hints}, verdict.text()


MEAN_OF_BOTH = """
def f(x, y):
    ### BEGIN SOLUTION
    both = x.mean(axis=0) + 2 * y.mean(axis=0)
    return np.tanh(both) - y[0]
    ### END SOLUTION
"""
EDITS = {
    "sums_x": ("x.mean", "x.sum"),
    "forgets_the_two": ("2 * y", "y"),
    "forgets_the_tanh": ("np.tanh(both)", "both"),
    "adds_the_first": ("- y[0]", "+ y[0]"),
    "never_ends": ("    both =", "    while True:\n        pass\n    both ="),
}


def check_with_slips(names=tuple(EDITS)):
    reference = OneCell(MEAN_OF_BOTH)
    slips = [Slip("f", n, f"Hint of {n}.", (), (EDITS[n],), 1, lambda: reference) for n in names]
    exercise = Exercise("f", 1)
    exercise.cases = [Case(make.__name__, "it is right", make) for make in (matrices, positive)]
    exercise.misconceptions = [each for each in slips if each.name != "never_ends"]
    check = exercise.check(reference, seed=3)
    check.slips.misconceptions = slips
    return check


@pytest.mark.parametrize(
    ("body", "names"),
    [
        # In one and the same number, where neither is seen by itself.
        ("return np.tanh(x.sum(0) + y.mean(0)) - y[0]", ("sums_x", "forgets_the_two")),
        ("z = 2 * np.average(y, axis=0)\n    return z + np.average(x, axis=0) + y[0]",
         ("forgets_the_tanh", "adds_the_first")),
    ],
)  # fmt: skip
def test_two_declared_slips_at_once_are_both_named(body, names):
    """Are two known mistakes found that hide each other, whatever the learner's code looks like?"""
    verdict = verdict_on(check_with_slips(), f"def f(x, y):\n    {body}\n")
    one, other = names
    assert verdict.misconception == one
    words = f"First: Hint of {one}. Second: Hint of {other}."
    assert verdict.hint == f"There are two things to mend, at least. {words}"


@pytest.mark.parametrize(
    "body",
    [
        "return np.tanh(x.sum(0) + y.mean(0)) - y[1]",  # one of them with one that nobody knows
        "return x.sum(0) + y.mean(0) - y[0]",  # three
    ],
)
def test_what_no_two_give_names_none(body):
    """Is nothing said of twos where no two of them give all that is seen?"""
    check = check_with_slips()
    verdict = verdict_on(check, f"def f(x, y):\n    {body}\n")
    assert "Hint of" not in verdict.hint


def test_no_slip_leaves_equals_to_the_processor():
    """Does each slip of a stable sort stay one? Other sorts order equals as the processor's kernels do."""
    source = "def f(x, y):\n    return np.argsort(-x, axis=0, kind='stable')\n"
    texts = [ast.unparse(tree) for _, tree in slips_of(source, {})]
    assert any("axis" not in text for text in texts)
    assert all("stable" in text for text in texts if "argsort" in text)


def test_twos_keep_to_the_time():
    """Is no two believed where there was no time to try all of them?"""
    check = check_with_slips()
    check.slips.left = 0.0
    verdict = verdict_on(check, "def f(x, y):\n    return np.tanh(x.sum(0) + y.mean(0)) - y[0]\n")
    assert verdict.misconception is None


def test_twos_that_say_the_same_of_one_name_that_one():
    """Where several twos fit, is only that named which all of them have?"""
    check = check_with_slips(("sums_x", "forgets_the_two", "adds_the_first"))
    twin = replace(check.slips.misconceptions[1], name="its_twin")
    check.slips.misconceptions.append(twin)
    verdict = verdict_on(check, "def f(x, y):\n    return np.tanh(x.sum(0) + y.mean(0)) - y[0]\n")
    assert verdict.hint == "There is more than one thing to mend. One of them: Hint of sums_x."
