"""Grading again: whose points changed, and why."""

import csv

import pytest

from autograder.batch import grade_class
from autograder.checks.verdict import Verdict
from autograder.desk.regrade import finish_regrade, read_before, why
from autograder.judging.config import JudgeConfig
from autograder.records.gradebook import open_gradebook
from tests.autograder import small_course as small

NAME = small.ASSIGNMENT


def regrade(course):
    """Grades again with the earlier inputs."""
    before = read_before(course, NAME)
    result = grade_class(
        course, NAME, config=JudgeConfig(seed=before.seed()), workers=2, feedback=False
    )
    return before, finish_regrade(course, NAME, before, result)


def test_nothing_changes_where_nothing_changed(graded_copy):
    """Is a class that is graded again by the same checks without a single change?"""
    before, done = regrade(graded_copy)
    assert before.seed() == 7
    assert done.changes == []
    assert done.totals == {}
    assert not done.is_checked_anew
    assert done.result.unchanged == len(done.result.rows)


def test_a_mended_check_changes_those_it_had_wronged(graded_copy):
    """Are exactly those listed who gain or lose, with reasons, and do a person's points stay?"""
    path = graded_copy.root / "autograder" / "exercises" / NAME / "__init__.py"
    text = path.read_text(encoding="utf-8")
    # Two squared is two doubled: the fixed check lets the squares pass.
    text = text.replace('{"x": int(rng.integers(5, 1000))}', '{"x": 2}')
    # The mean of one number is its largest, and total is worth less.
    text = text.replace("rng.normal(size=4)", "rng.normal(size=1)")
    path.write_text(text.replace('"total", points=20', '"total", points=10'), encoding="utf-8")
    _, done = regrade(graded_copy)
    assert done.is_checked_anew
    changed = {(c.student, c.exercise): c for c in done.changes}
    up = {key for key, c in changed.items() if c.score_before < c.score_now}
    assert up == {
        *((name, "double") for name in ("bob", "cleo", "dan")),
        *((name, "average") for name in ("dan", "ivo", "kim")),
    }
    gain = changed["bob", "double"]
    assert (gain.points_before, gain.points_now) == (0, 10)
    assert gain.why == (
        'Before: not right yet at "it works for any whole number": You squared the number: double '
        "means times two. Now: passed."
    )
    assert "worth 10 points now, 20 before" in changed["ada", "total"].why
    assert done.totals["dan"] == (0.0, 40.0)
    with open_gradebook(f"sqlite:///{graded_copy.folder}/gradebook.db") as gradebook:
        submission = gradebook.find_submission(NAME, "hana")
        assert submission.score == done.totals.get("hana", (0, 52.0))[1]
    assert not any(student == "picture" for student, _ in changed)
    with open(done.path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["student"], row["exercise"]) for row in rows} == set(changed)


def record(**values):
    """Returns a record with the given fields."""
    usual = {"points": 0, "max_points": 10, "status": "failed", "hint": "", "notebook_sha256": "a"}
    return {**usual, **values}


@pytest.mark.parametrize(
    ("old", "new", "stays", "words"),
    [
        (
            record(),
            record(points=10, status="passed"),
            False,
            "Before: not right yet. Now: passed.",
        ),
        (record(), record(points=10, status="passed"), True, "A person's points stay."),
        (record(), record(notebook_sha256="b"), False, "Another file was handed in since."),
        (None, record(status="missing"), False, "is new. not written yet."),
        (record(), None, False, "no longer part"),
        (record(max_points=5), record(), False, "worth 10 points now, 5 before"),
    ],
)
def test_reasons_in_words(old, new, stays, words):
    """Does every way to change have its reason?"""
    assert words in why(old, new, None, None, stays)


def test_a_reason_names_the_case():
    """Is the case at which it fails now part of the reason?"""
    verdict = Verdict("f", 0, 10, "failed", failed_case="empty lists work")
    text = why(record(status="passed"), record(hint="Look again."), None, verdict, False)
    assert text == 'Before: passed. Now: not right yet at "empty lists work": Look again.'
