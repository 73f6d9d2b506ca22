"""Item analysis against pandas and SciPy, and on classes that say nothing."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from autograder.desk.classdata import load_class
from autograder.desk.items import (
    correlation,
    hardest_cases,
    item_analysis,
    mistakes,
    upper_lower,
)
from tests.autograder import small_course as small
from tests.autograder.desk.classroom import REFUSED, STUDENTS


def test_discrimination_is_the_point_biserial_correlation_of_scipy():
    """Is the correlation with the rest score SciPy's point-biserial one?"""
    rng = np.random.default_rng(3)
    item = pd.Series(rng.integers(0, 2, 40), dtype=float)
    rest = pd.Series(rng.normal(size=40) + item)
    expected = stats.pointbiserialr(item.astype(int), rest).statistic
    assert correlation(item, rest) == pytest.approx(expected)
    assert correlation(item, rest) == pytest.approx(item.corr(rest))


@pytest.mark.parametrize("count", [100, 200])
def test_upper_lower_is_the_difference_of_the_outer_quantiles(count):
    """Without ties and with a whole group size, is it the plain difference of means?"""
    rng = np.random.default_rng(count)
    total = pd.Series(rng.permutation(count), dtype=float)
    item = pd.Series((total + rng.normal(0, count / 4, count) > count / 2).astype(float))
    size = round(0.27 * count)
    order = total.sort_values().index
    expected = item[order[-size:]].mean() - item[order[:size]].mean()
    assert upper_lower(item, total) == pytest.approx(expected)


def test_upper_lower_does_not_depend_on_the_order_of_equals():
    """Do students with equal totals count alike, however the list is sorted?"""
    rng = np.random.default_rng(5)
    total = pd.Series(rng.integers(0, 4, 37), dtype=float)
    item = pd.Series(rng.integers(0, 2, 37), dtype=float)
    shuffled = rng.permutation(37)
    again = upper_lower(
        item[shuffled].reset_index(drop=True), total[shuffled].reset_index(drop=True)
    )
    assert upper_lower(item, total) == pytest.approx(again)
    assert -1 <= again <= 1


def test_small_and_uniform_classes_have_no_discrimination():
    """Is nothing said where nine handed in, where all are right, and where all have the same?"""
    nine, right = pd.Series([0.0, 1.0] * 4 + [1.0]), pd.Series([1.0] * 20)
    varied = pd.Series(np.arange(20.0))
    assert correlation(nine, pd.Series(np.arange(9.0))) is None
    assert correlation(right, varied) is None
    assert correlation(varied, right) is None
    assert upper_lower(nine, nine) is None
    assert upper_lower(varied, right) is None


def test_a_class_with_refused_crashed_and_changed_grades(graded):
    """Do figures count each graded submission, and a refused one only where a person gave points?"""
    data = load_class(graded, small.ASSIGNMENT)
    counted = {name for name, student in data.students.items() if student.is_graded}
    assert counted == {*STUDENTS, "picture"}
    assert set(data.students) == {*STUDENTS, *REFUSED}
    items = {item.exercise: item for item in item_analysis(data)}
    # By hand, from the class: who has the points of each exercise.
    right = {
        "double": len(STUDENTS) - 3 + 4 / 10,  # and 4 of 10 for the picture
        "total": len(STUDENTS) - 5 + 12 / 20,  # and 12 of 20 for hana
        "average": len(STUDENTS) - 4,
    }
    for name, sum_of_parts in right.items():
        assert items[name].count == len(counted)
        assert items[name].facility == pytest.approx(sum_of_parts / len(counted)), name
    table = pd.DataFrame(data.scores)
    for name, item in items.items():
        rest = table.drop(columns=name).sum(axis=1)
        assert item.discrimination == pytest.approx(table[name].corr(rest))
    assert items["average"].statuses["crashed"] == 1
    assert items["total"].by_person == 1


def test_totals_are_those_that_count(graded):
    """Does a person's grade replace the judge's in the points, and nothing else?"""
    data = load_class(graded, small.ASSIGNMENT)
    points = {name: student.points for name, student in data.students.items()}
    assert points["ada"] == 60
    assert points["hana"] == 10 + 12 + 30
    assert points["picture"] == 4
    assert data.students["hana"].by_person == ["total"]


def test_mistakes_are_counted_with_their_hints(graded):
    """Is each recognised mistake there with who made it, and what was not recognised set apart?"""
    found = mistakes(load_class(graded, small.ASSIGNMENT))
    assert found[0].name == "squares"
    assert found[0].students == ["bob", "cleo", "dan"]
    assert found[0].hint == "You squared the number: double means times two."
    assert found[0].part == pytest.approx(3 / 12)
    others = {(m.exercise, m.name): m.students for m in found[1:]}
    assert others[("total", "")] == ["cleo", "dan", "hana"]
    assert others[("average", "")] == ["dan", "ivo", "kim"]


def test_hardest_cases_count_who_failed_there_first(graded):
    """Is a case named with all who failed at it, and stubs left out of who reached it?"""
    cases = {case.exercise: case for case in hardest_cases(load_class(graded, small.ASSIGNMENT))}
    assert cases["double"].students == ["bob", "cleo", "dan"]
    assert cases["double"].verifies == "it works for any whole number"
    assert cases["total"].students == ["cleo", "dan", "hana"]
