"""The benchmark of verdicts: does it count what it says, and grade as the graders grade?"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.declaration.public_cases import make_bundle
from benchmarks.grading.environments import Environment
from benchmarks.grading.graders import Nbgrader
from benchmarks.verdicts import __main__ as command
from benchmarks.verdicts import peers
from benchmarks.verdicts.public_asserts import assert_close
from benchmarks.verdicts.table import (
    BEGIN,
    END,
    OURS,
    errors,
    hints_to_read,
    read_judgements,
    table,
    wilson,
    written_into,
)
from benchmarks.verdicts.variants import Variant, VariantError, read_variants
from tests.autograder.small_course import ASSIGNMENT, make_course

RIGHT = "def double(x):\n    return x + x"
SQUARES = "def double(x):\n    return x * x"
FORGETS_ONE = "def total(xs):\n    return sum(xs[1:])"
# Right on the public case, and on that alone: who has only public cases cannot tell.
TABLE = "def double(x):\n    return {public}.get(x)"
RECORDS = [
    ("double", RIGHT, True, ""),
    ("double", SQUARES, False, "squares"),
    ("total", FORGETS_ONE, False, "leaves the first number out"),
    ("average", "def average(xs:\n    return 1", False, "a bracket is missing"),
    ("average", "import math\ndef average(xs):\n    while True: pass", False, "never ends"),
]


def records_of(*rows):
    names = ("exercise", "source", "is_right", "mistake")
    return [{**dict(zip(names, row, strict=True)), "by": "the tests"} for row in rows]


@pytest.fixture
def place(tmp_path):
    """The small course with variants in a folder, one of them a table of the public case."""
    tmp_path.chmod(0o755)
    course = make_course(tmp_path / "course")
    bundle = make_bundle(course, ASSIGNMENT)
    course.bundle(ASSIGNMENT).write_text(json.dumps(bundle), encoding="utf-8")
    (entry,) = [e for e in bundle["exercises"] if e["name"] == "double"]
    known = {case["arguments"][0][1]: 2 * case["arguments"][0][1] for case in entry["cases"]}
    table_of_public = ("double", TABLE.format(public=known), False, "knows one number only")
    path = tmp_path / "variants" / f"{ASSIGNMENT}.json"
    path.parent.mkdir()
    path.write_text(json.dumps(records_of(*RECORDS, table_of_public)), encoding="utf-8")
    return SimpleNamespace(course=course, path=path, folder=tmp_path)


@pytest.mark.timeout(120)
def test_variants_are_graded_and_counted(place, capsys):
    """Are errors and hints those of the variants, from the file to the table in the README?"""
    readme = place.folder / "README.md"
    readme.write_text(f"# Figures\n\n{BEGIN}\n\nnothing yet\n\n{END}\n\nmore\n", encoding="utf-8")
    work = place.folder / "work"
    options = ["--variants", str(place.path.parent), "--course", str(place.course.root),
               "--work", str(work), "--no-nbgrader", "--no-otter", "--seed", "5",
               "--readme", str(readme)]  # fmt: skip
    command.main(options)
    results = json.loads((work / "results.json").read_text(encoding="utf-8"))
    verdicts = {name.split("/")[1]: [] for name in results["graders"][OURS]}
    for name, verdict in results["graders"][OURS].items():
        verdicts[name.split("/")[1]].append((verdict["status"], verdict["misconception"]))
    assert verdicts["double"] == [("passed", None), ("failed", "squares"), ("failed", None)]
    assert verdicts["total"] == [("failed", None)]
    assert verdicts["average"] == [("error", None), ("timeout", None)]
    hints = json.loads((work / "hints.json").read_text(encoding="utf-8"))
    assert [record["mistake"] for record in hints] == [r[3] for r in RECORDS[1:]] + [
        "knows one number only"
    ]
    for record in hints:
        record["judgement"] = "names" if record["mistake"] == "squares" else "generic"
    read = place.folder / "read.json"
    read.write_text(json.dumps(hints), encoding="utf-8")
    command.main([*options, "--show", "--judgements", str(read), "--write"])
    text = readme.read_text(encoding="utf-8")
    assert "| this engine | 0 of 1: 0.0 %" in text
    assert "names the mistake | 1 of 5: 20.0 %" in text
    assert "nothing yet" not in text
    assert text.endswith("\n\nmore\n")
    assert "not read yet" not in capsys.readouterr().out.rpartition("names the mistake")[2]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_stock_nbgrader_is_given_the_public_cases(place):
    """Does it tell right from wrong by them, and is it fooled by a table of them?"""
    setting = peers.VerdictSetting(place.course, ASSIGNMENT, place.folder / "runs")
    variants = read_variants(place.path, setting.kit.assignment.exercises)[:3]
    variants += read_variants(place.path, setting.kit.assignment.exercises)[-1:]
    grader = Nbgrader(Environment("nbgrader", Path(sys.prefix), version("nbgrader")))
    found = peers.grade(grader, setting, variants)
    assert [found[variant.id]["passed"] for variant in variants] == [True, False, False, True]


def variant(exercise, source, is_right=False, mistake="some"):
    return Variant("w0", exercise, source, is_right, mistake, "the tests")


EXERCISES = {
    name: SimpleNamespace(name=name, depends_on=depends)
    for name, depends in {"cell": (), "loop": ("cell",), "other": (), "third": ()}.items()
}


def test_variants_share_a_notebook_only_where_none_sees_another():
    """Are those kept apart that call each other, share a name, or do not parse?"""
    loop, cell = variant("loop", "def loop(): pass"), variant("cell", "def cell(): pass")
    other = variant("other", "def helper(): pass\ndef other(): pass")
    same_helper = variant("third", "helper = 1\ndef third(): pass")
    broken = variant("third", "def third(:")
    several = [loop, cell, other, same_helper, broken]
    together = peers.packed(several, EXERCISES)
    assert together == [[loop, other], [cell, same_helper], [broken]]


@given(st.lists(st.sampled_from(list(EXERCISES)), max_size=30))
def test_no_variant_is_lost_in_packing(names):
    """Does each stand in one notebook, and each exercise at most once in a notebook?"""
    variants = [variant(name, f"def {name}(): return {i}") for i, name in enumerate(names)]
    notebooks = peers.packed(variants, EXERCISES)
    assert sorted(v.id for some in notebooks for v in some) == sorted(v.id for v in variants)
    for some in notebooks:
        assert len({v.exercise for v in some}) == len(some)
        assert not {"cell", "loop"} <= {v.exercise for v in some}


@pytest.mark.parametrize(
    ("received", "expected", "agrees"),
    [
        (np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-9]), True),
        (np.array([1.0, 2.0]), np.array([1.0, 2.1]), False),
        ([1.0, "a"], (1.0, "a"), True),
        ({"a": 1.0}, {"b": 1.0}, False),
        ({"a": [1, None]}, {"a": [1, None]}, True),
        ([1.0], [1.0, 1.0], False),
        (None, 1.0, False),
        (np.zeros((2, 3)), np.zeros((3, 2)), False),
    ],
)
def test_asserts_compare_values(received, expected, agrees):
    """Do asserts hold for equal values, whatever holds them, and for no others?"""
    try:
        assert_close(received, expected, relative=1e-7)
    except (AssertionError, TypeError):
        assert not agrees
    else:
        assert agrees


def test_intervals_are_wilsons():
    """Are they those of the paper's formula, at the ends and where others have tabled them?"""
    assert wilson(0, 0) == (0.0, 1.0)
    for count, of, low, high in (
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (81, 263, 0.2553, 0.3662),
    ):
        assert wilson(count, of) == pytest.approx((low, high), abs=1e-3)


@given(st.integers(1, 1000), st.integers(0, 1000))
def test_intervals_hold_the_share(of, count):
    """Does an interval hold the share that was seen, and shrink with more of the same?"""
    count = min(count, of)
    low, high = wilson(count, of)
    assert -1e-9 <= low <= count / of + 1e-9
    assert count / of - 1e-9 <= high <= 1 + 1e-9
    more = wilson(10 * count, 10 * of)
    assert more[1] - more[0] < high - low


def test_a_hint_that_has_changed_is_unread():
    """Does a reader's judgement hold for the hint that was read, and for no other?"""
    wrong = variant("cell", "def cell(): return 1")
    verdict = {"passed": False, "hint": "one", "failed_case": ""}
    (record,) = hints_to_read([wrong], {wrong.id: verdict}, {})
    judged = read_judgements([{**record, "judgement": "kind"}])
    assert hints_to_read([wrong], {wrong.id: verdict}, judged)[0]["judgement"] == "kind"
    changed = {wrong.id: {**verdict, "hint": "two"}}
    (unread,) = hints_to_read([wrong], changed, judged)
    assert unread["judgement"] == ""
    text = table([wrong], {OURS: changed}, [unread])
    assert "| not read yet | 1 of 1 |" in text
    with pytest.raises(ValueError, match="none of names"):
        read_judgements([{**record, "judgement": "good"}])


def test_both_kinds_of_errors_are_told_apart():
    """Is a right one that failed no wrong one that passed, and is a caught one no error?"""
    good, bad, caught = (variant("cell", str(i), i == 0) for i in range(3))
    verdicts = {good.id: {"passed": False}, bad.id: {"passed": True}, caught.id: {"passed": False}}
    found = errors([good, bad, caught], verdicts)
    assert found == {"right_failed": [good.id], "wrong_passed": [bad.id]}


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"mistake": ""}, "must be said"),
        ({"exercise": "halve"}, "no exercise 'halve'"),
        ({"is_right": "yes"}, "true or false"),
        ({"note": "more"}, "expected the keys"),
    ],
)
def test_a_record_that_cannot_be_used_is_named(tmp_path, record, words):
    """Does whoever wrote a record wrong read which one, and why?"""
    good = records_of(("double", SQUARES, False, "squares"))[0]
    path = tmp_path / "w0_small.json"
    path.write_text(json.dumps([good, {**good, "source": "x", **record}]), encoding="utf-8")
    with pytest.raises(VariantError, match=words) as error:
        read_variants(path, ["double"])
    assert "record 1" in str(error.value)
    path.write_text(json.dumps([good, good]), encoding="utf-8")
    with pytest.raises(VariantError, match="twice"):
        read_variants(path, ["double"])


def test_the_readme_keeps_its_place():
    """Is there a place for the table in the README, and is a missing one said?"""
    readme = (Path(command.README)).read_text(encoding="utf-8")
    assert "\n\nfresh\n\n" in written_into(readme, "fresh")
    with pytest.raises(ValueError, match="no place"):
        written_into("# nothing", "fresh")
