"""Names of the notebook that a probe patches, and stand-ins made of public code."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import numpy as np
import pytest

from autograder.checks import probes, recipes
from autograder.checks.plain import from_json, to_json
from autograder.checks.probes import Call, observe
from autograder.checks.recipes import Function, Layer, Made
from autograder.runner.wire import decode, encode

CELL = """
factor = 3

def times(x):
    return factor * x
"""


@pytest.fixture
def notebook():
    namespace: dict = {}
    exec(CELL, namespace)
    return namespace


def see(notebook, probe):
    travelled = probes.from_description(decode(encode(probe.describe())))
    return observe(lambda: notebook["times"], travelled, notebook)


def test_a_lent_name_stands_during_the_probe_and_no_longer(notebook):
    """Does the function see what was patched, and the notebook its own value afterwards?"""
    assert see(notebook, Call({"x": 2}, patches={"factor": 10}))["result"] == 20
    assert notebook["factor"] == 3
    assert notebook["times"](2) == 6


def test_a_name_that_was_not_there_is_gone_again(notebook):
    """Is nothing left behind?"""
    del notebook["factor"]
    assert see(notebook, Call({"x": 2}, patches={"factor": 10}))["result"] == 20
    assert "factor" not in notebook


def test_names_come_back_after_an_error(notebook):
    """Is the notebook as it was after a learner's function has failed?"""
    assert "error" in see(notebook, Call({"x": None}, patches={"factor": {}}))
    assert notebook["factor"] == 3


def test_a_second_run_has_other_names(notebook):
    """Does the same call show what it gives with other values?"""
    seen = see(notebook, Call({"x": 2}, patches={"factor": 10}, second_patches={"factor": 5}))
    assert (seen["result"], seen["second_run"]["result"]) == (20, 10)


def test_a_learner_who_shadows_the_name_is_seen(notebook):
    """Is a function that has a value of its own told by the second run?"""
    exec("def times(x):\n    factor = 7\n    return factor * x", notebook)
    seen = see(notebook, Call({"x": 2}, patches={"factor": 10}, second_patches={"factor": 5}))
    assert seen["result"] == seen["second_run"]["result"] == 14


def test_lent_recipes_are_built_afresh_each_time(notebook):
    """Can one call not spoil the next through a patched list?"""
    exec("def times(x):\n    factor.append(x)\n    return len(factor)", notebook)
    probe = Call({"x": 2}, patches={"factor": [1]}, second_patches={"factor": [1]})
    assert see(notebook, probe)["second_run"]["result"] == 2
    assert see(notebook, probe)["result"] == 2


def test_a_probe_that_lends_nothing_is_written_as_before():
    """Do the bundles of other assignments stay as they are?"""
    assert set(Call({"x": 1}).describe()) == {"probe", "arguments"}


def test_lent_layers_share_and_keep_their_weights():
    """Is a patched layer built with its weights, and one without weights by its first call?"""
    config = {"module": "keras.layers", "class_name": "Dense", "config": {"units": 2}}
    dense = Layer(json.dumps(config), [None, 3], [np.ones((3, 2)), np.zeros(2)])
    flat = Layer(
        json.dumps({"module": "keras.layers", "class_name": "Flatten", "config": {}}), None, []
    )
    built = recipes.build(from_json(to_json(recipes.describe({"dense": dense, "flat": flat}))))
    assert np.asarray(built["dense"](np.ones((1, 3)))).tolist() == [[3.0, 3.0]]
    assert built["flat"](np.ones((2, 3, 4))).shape == (2, 12)


def test_made_is_what_the_function_returns():
    """Does a recipe of a call travel with its arguments, recipes among them?"""
    inner = Function("def twice(x):\n    return 2 * x")
    made = Made("def make(f, n):\n    return lambda x: f(x) + n", {"f": inner, "n": 1})
    built = recipes.build(decode(encode(recipes.describe({"it": made}))))
    assert built["it"](4) == 9


@dataclass
class Cell:
    id: str
    source: str
    origin: str


WRONG = """
def one_step_attention(a, s_prev):
    return keras.ops.mean(a, axis=1, keepdims=True)
"""
STUB = """
def one_step_attention(a, s_prev):
    raise NotImplementedError("Replace this line.")
"""


@pytest.mark.slow
@pytest.mark.parametrize("attention", [WRONG, STUB], ids=["wrong", "unwritten"])
def test_a_right_network_on_a_wrong_attention_is_carried(attention: str):
    """Does it keep its points, with public code in place of what cannot travel?"""
    from autograder.declaration.course import Course
    from autograder.declaration.source import read_source, reference_cells
    from autograder.judging.judge import Judge

    name = "w6_date_translation"
    with Judge(Course(), name, seed=5) as judge:
        cells = [
            Cell(
                c.id,
                attention if c.id == "one_step_attention" else c.source,
                "solution" if c.exercise else "release",
            )
            for c in reference_cells(read_source(judge.course.source(name)))
        ]
        verdicts = {verdict.exercise: verdict for verdict in judge.grade(cells).verdicts}
    assert verdicts["one_step_attention"].points == 0
    network = verdicts["modelf"]
    assert (network.status, network.points) == ("carried", 30), network.text()
    assert "one_step_attention" in network.hint


def test_stand_ins_hold_no_answer():
    """Is a stand-in's source no more than what learners can import anyway?"""
    from autograder.declaration.course import Course

    assignment = Course().declaration("w6_date_translation")
    check = assignment.exercises["modelf"].check(assignment.reference(), 1)
    for case in check.cases:
        for recipe in case.probe.stand_ins.values():
            words = set(re.findall(r"\w+", recipe.source))
            assert not {"repeater", "concatenator", "densor1", "activator", "dotor"} & words
