"""One set of settings, whole from the command line to every judge."""

import dataclasses
import inspect
import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from autograder.batch import grade_class
from autograder.batch.cluster import ClusterJudgePool
from autograder.batch.judges import JudgePool
from autograder.declaration.course import Course
from autograder.judging.config import JudgeConfig
from autograder.judging.judge import Judge
from autograder.judging.judge_process import Order
from tests.autograder import small_course as small

SETTINGS = {field.name for field in dataclasses.fields(JudgeConfig)}


def test_settings_are_spelled_out_once():
    """Does nobody who hands settings on name them one by one, so that a new one is forgotten?"""
    for function in (grade_class, Judge, JudgePool, ClusterJudgePool):
        parameters = set(inspect.signature(function).parameters)
        assert "config" in parameters
        assert not parameters & SETTINGS


def test_what_is_left_open_is_decided_once():
    """Is a seed drawn, and a jail wanted or not, only where nobody has said?"""
    first, second = JudgeConfig().settled(), JudgeConfig().settled()
    assert first.seed != second.seed
    assert first.jail is not None
    given = JudgeConfig(seed=0, jail=False, start_method="spawn")
    assert given.settled() == given


NAMES = st.sampled_from([f"exercise_{i}" for i in range(20)])
LIMITS = st.dictionaries(NAMES, st.floats(0.1, 1000), min_size=1)


@given(LIMITS, st.floats(1, 10_000))
def test_time_is_shared_out(limits, seconds):
    """Has each exercise a time of its own, longer where a case may take longer, all of it bounded?"""
    shares = JudgeConfig(time_limit=seconds).shares(limits)
    assert set(shares) == set(limits)
    assert sum(shares.values()) <= seconds + 0.05 * len(limits) + 1e-6
    ordered = sorted(limits, key=limits.get)
    assert all(shares[a] <= shares[b] for a, b in itertools.pairwise(ordered))


def test_every_case_of_ours_has_time_to_reach_its_limit():
    """Is an exercise's share, as it is by default, as long as one of its cases may take?"""
    course = Course()
    for assignment_id in course.assignment_ids():
        exercises = course.declaration(assignment_id).exercises
        limits = {name: exercise.time_limit for name, exercise in exercises.items()}
        shares = JudgeConfig().shares(limits)
        assert all(shares[name] >= limits[name] for name in limits), assignment_id


def test_an_order_crosses_as_text(tmp_path):
    """Does every setting arrive at a judge that is made elsewhere, with the course?"""
    course = small.make_course(tmp_path)
    config = JudgeConfig(
        seed=4, time_limit=7.0, cell_seconds=3.0, look_ahead=9, start_method="spawn", jail=False
    )
    order = Order.of(course, small.ASSIGNMENT, config)
    arrived = Order(**json.loads(json.dumps(dataclasses.asdict(order))))
    assert arrived == order
    judge = arrived.judge()
    assert {name: getattr(judge.config, name) for name in SETTINGS} == {
        **vars(config), "look_ahead": 1,
    }  # fmt: skip
    assert (judge.course.root, judge.seed, judge.jail) == (course.root, 4, False)
