"""The demonstration: its class is graded once, and every outcome is looked at."""

import io
import json

import pytest
from rich.console import Console

from autograder.checks.verdict import RIGHT
from autograder.commands.demo.kit import Handed, Kit, Outcome
from autograder.commands.demo.run import compare, run_demo, set_up
from autograder.commands.demo.students import CLASS
from autograder.declaration.course import Course
from autograder.errors import CourseError

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ASSIGNMENT = "w1_dinosaur_names"
LEAST_SUBMISSIONS = 12


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The demonstration, run once: its folder, its records, what it printed, its verdict."""
    folder = tmp_path_factory.mktemp("course") / "demo"
    output = io.StringIO()
    as_expected = run_demo(folder, ASSIGNMENT, Console(file=output, width=120))
    records = json.loads((folder / "grades.json").read_text(encoding="utf-8"))
    return folder, records, output.getvalue(), as_expected


@pytest.fixture(scope="module")
def kit():
    """The assignment as the demonstration's students have it."""
    return Kit(Course(), ASSIGNMENT)


@pytest.mark.parametrize("student", CLASS, ids=lambda student: student.name)
def test_each_submission_comes_out_as_it_must(graded, kit, student):
    """Does grading reach the outcome that stands beside the submission's derivation?"""
    _, records, _, _ = graded
    own = [record for record in records if record["student"] == student.name]
    assert compare(own, {student.name: student.hand_in(kit)}) == []


def test_the_demonstration_says_that_all_is_as_expected(graded):
    """Do the summary and the exit status agree with the outcomes?"""
    _, records, output, as_expected = graded
    assert as_expected, output
    assert f"All {len(records)} outcomes are as expected" in output


def test_the_demonstration_shows_the_class_and_says_where_feedback_lies(graded):
    """Does somebody who runs it see every student and find the pages?"""
    folder, _, output, _ = graded
    assert all(student.name in output for student in CLASS)
    assert "feedback" in output
    page = folder / "feedback" / CLASS[0].name / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert page.is_file()


def test_the_class_is_large_and_varied():
    """Are there enough submissions, all by different people, in order of their names?"""
    names = [student.name for student in CLASS]
    assert len(names) >= LEAST_SUBMISSIONS
    assert names == sorted(set(names))


def test_every_alternative_and_two_misconceptions_an_exercise_are_handed_in(kit):
    """Does the class use what the declarations offer, rather than a few cases?"""
    everything = "".join(student.hand_in(kit).content for student in CLASS)
    for exercise in kit.assignment.exercises.values():
        for variant in [*exercise.alternatives[:1], *exercise.misconceptions[:2]]:
            assert (
                json.dumps(
                    variant.source_for_notebook(kit.references[exercise.name]), ensure_ascii=False
                )[1:-1]
                in everything
            )


def record(**changes):
    """Returns a record of `grades.json`."""
    base = {
        "student": "ada",
        "exercise": "clip",
        "status": "passed",
        "points": 10,
        "max_points": 10,
        "misconception": None,
        "flags": [],
    }
    return {**base, **changes}


@pytest.mark.parametrize(
    ("outcome", "found", "words"),
    [
        (Outcome(RIGHT), record(), None),
        (Outcome(RIGHT), record(status="failed", points=0), "'failed' where passed or carried"),
        (Outcome(RIGHT), record(points=9), "9 points where 10"),
        (Outcome(("failed",)), record(status="failed", points=3), "3 points where 0"),
        (Outcome(("failed",), "swapped"), record(status="failed", points=0), "not recognised"),
    ],
)
def test_an_outcome_complains_about_what_differs(outcome, found, words):
    """Would a wrong grade be noticed, and in which words?"""
    complaint = outcome.complaint(found)
    assert (complaint is None) if words is None else (words in complaint)


def test_missing_and_surplus_records_are_noticed():
    """Would a student whom grading lost, or invented, be noticed?"""
    handed = {"ada": Handed("", {"clip": Outcome()})}
    assert compare([], handed) == ["ada, clip: there is no record."]
    (complaint,) = compare([record(), record(student="eve")], handed)
    assert "nobody handed this in" in complaint


def test_a_flag_that_must_or_must_not_be_there_is_noticed():
    """Would a submission that nobody is told about be noticed, and a false alarm?"""
    must = {"ada": Handed("", {"clip": Outcome()}, flagged=True)}
    must_not = {"ada": Handed("", {"clip": Outcome()}, flagged=False)}
    assert compare([record()], must)
    assert not compare([record(flags=["look"])], must)
    assert compare([record(flags=["look"])], must_not)


def test_a_folder_that_is_no_demonstration_is_left_alone(tmp_path, kit):
    """Is somebody's own folder safe from being replaced?"""
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(CourseError, match="not a demonstration"):
        set_up(tmp_path, kit, CLASS[:1])
    assert (tmp_path / "thesis.txt").exists()
