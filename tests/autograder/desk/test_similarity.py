"""Submissions that are alike: copies are found, independent right solutions are not."""

import ast
from functools import cache

import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from autograder.desk.base_code import known_programs, references, released_code
from autograder.desk.similarity import (
    Pair,
    groups,
    normalised,
    similar_pairs,
    solution_code,
)

COURSE = Course()
ASSIGNMENTS = COURSE.assignment_ids()


class _Renamed(ast.NodeTransformer):
    """Gives every name that is assigned to in a piece of code another one."""

    def __init__(self, tree):
        stored = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
        own = sorted({n.id for n in stored if isinstance(n.ctx, ast.Store)})
        self.names = {name: f"mine_{number}" for number, name in enumerate(own)}

    def visit_Name(self, node):
        node.id = self.names.get(node.id, node.id)
        return node


def disguised(source):
    """Returns code with other names, layout, quotes and comments, which does the same."""
    tree = ast.parse(source)
    text = ast.unparse(_Renamed(tree).visit(tree)).replace("    ", "  ")
    return "# all my own work\n" + text.replace("\n", "  # mine\n")


@cache
def independent(assignment_id):
    """Returns right programs that have no exercise's text in common, the solution among them."""
    right = references(COURSE, assignment_id)
    exercises = COURSE.declaration(assignment_id).exercises
    declared = {
        n: [a.source_for_notebook(right[n]) for a in e.alternatives] for n, e in exercises.items()
    }
    count = min(len(texts) for texts in declared.values() if texts)
    programs = {f"right{i}": {n: t[i] for n, t in declared.items() if t} for i in range(count)}
    return {"solution": right, **programs}


@pytest.mark.parametrize("assignment_id", ASSIGNMENTS)
def test_independent_right_solutions_are_no_pair(assignment_id):
    """Is no pair reported of people who solved everything, each in another way?"""
    programs = independent(assignment_id)
    assert len(programs) >= 4
    assert similar_pairs(programs, released_code(COURSE, assignment_id)) == []


@pytest.mark.parametrize("assignment_id", ASSIGNMENTS)
@pytest.mark.parametrize("part", [1.0, 0.7])
def test_a_disguised_copy_is_found(assignment_id, part):
    """Is a copy with other names, layout and comments found, also where some of it is replaced?"""
    programs = dict(independent(assignment_id))
    copied = programs["right0"]
    chosen = list(copied)[: round(part * len(copied))]
    programs["copy"] = {**programs["right1"], **{n: disguised(copied[n]) for n in chosen}}
    found = similar_pairs(programs, released_code(COURSE, assignment_id))
    assert [(p.first, p.second) for p in found][0] == ("copy", "right0")


def test_two_untouched_notebooks_share_nothing_of_their_own():
    """Is released code subtracted, so that who wrote nothing copied nothing?"""
    released = released_code(COURSE, ASSIGNMENTS[0])
    stubs = {c.exercise: c.source for c in read_source(COURSE.source(ASSIGNMENTS[0])) if c.exercise}
    blank = {str(i): text for i, text in enumerate(released)}
    assert similar_pairs({"a": blank, "b": dict(blank)}, released) == []
    assert stubs


def test_what_everybody_writes_is_out_of_line_with_nothing():
    """Are pairs of a class in which all have the same text left alone?"""
    right = references(COURSE, ASSIGNMENTS[0])
    everybody = {f"s{i}": right for i in range(12)}
    assert similar_pairs(everybody, released_code(COURSE, ASSIGNMENTS[0])) == []


def test_a_mistake_that_is_declared_is_no_sign_of_copying():
    """Does a known way to err, made by two, weigh less than an unknown one?"""
    programs = independent("w1_dinosaur_names")
    known = known_programs(COURSE, "w1_dinosaur_names")
    released = released_code(COURSE, "w1_dinosaur_names")
    pair = {**programs, "a": dict(programs["right0"]), "b": dict(programs["right0"])}
    bits = {bool(k): max(p.bits for p in similar_pairs(pair, released, k)) for k in ([], known)}
    assert bits[False] > 0
    # Weights are of shares: more programs that lack a run make it rarer, one that has it less so.
    alone = similar_pairs(pair, released, [{}] * len(known))
    assert bits[True] < max(p.bits for p in alone)


def test_layout_comments_docstrings_and_own_names_do_not_count():
    """Do two ways to write the same tokens come out the same, and other calls not?"""
    one = 'def f(x):\n    """Doubles."""\n    y = np.sum(x)  # all\n    return y * 2'
    two = "def g( values ) :\n  total=np.sum(\n     values\n  )\n  return total*2"
    other = "def f(x):\n    y = np.mean(x)\n    return y * 2"
    assert normalised(one) == normalised(two)
    assert normalised(one) != normalised(other)


def test_broken_code_and_endless_code_are_read_too():
    """Does text that is no Python, or too much of it, stop nothing?"""
    mess = {"a": {"x": "def (:\n '''"}, "b": {"x": "\x00\ud800" * 10}, "c": {"x": "x=1\n" * 30_000}}
    assert similar_pairs(mess) == []
    assert similar_pairs({}) == []
    assert similar_pairs({"a": {"x": "a = 1"}}) == []


def test_three_who_are_alike_are_one_group():
    """Are pairs joined, so that ten who share one text are one line and not forty-five?"""
    pairs = [Pair("a", "b", 0.9, 90, 1), Pair("c", "d", 0.8, 80, 1), Pair("b", "e", 0.6, 60, 1)]
    found = groups(pairs)
    assert [g.members for g in found] == [["a", "b", "e"], ["c", "d"]]
    assert [g.least for g in found] == [0.6, 0.8]
    assert groups([]) == []


def test_answers_and_added_cells_are_a_learners_code():
    """Is what a learner moved into a cell of their own compared, and a check cell not?"""
    cells = [
        {
            "cell_type": "code",
            "id": "f",
            "metadata": {"nbgrader": {"solution": True, "grade_id": "f"}},
            "source": ["a\n", "b"],
        },
        {"cell_type": "code", "id": "added_1", "metadata": {}, "source": "c"},
        {"cell_type": "code", "id": "setup", "metadata": {}, "source": "d"},
        {"cell_type": "markdown", "id": "added_2", "metadata": {}, "source": "e"},
    ]
    assert solution_code({"cells": cells}) == {"f": "a\nb", "added_1": "c"}
