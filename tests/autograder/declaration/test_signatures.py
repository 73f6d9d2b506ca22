"""Tests the signatures of known mistakes: a prescreen may save work, and must change no recognition."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.checks.exercise_check import ARBITRARY, CheckCase, _alike, signature_of
from autograder.checks.expectations import Between, Different, Raises, Same, Shape
from autograder.checks.probes import ModelOutputs
from autograder.declaration.exercise import Exercise
from autograder.declaration.signatures import Signatures
from autograder.declaration.variant import Written

LABELS = ("base", "future", "past", "longer")
INPUTS = {label: np.zeros(2) for label in LABELS}
TRAIN = {"inputs": np.zeros(2), "targets": np.zeros(2), "loss": "mse", "steps": 1}
EXPECTED = [
    Shape("outputs.base", [2]),
    Same("outputs.base", "outputs.future", "It sees the future.", by_value=True),
    Different("outputs.base", "outputs.past", "It forgets."),
    Same("outputs.base", "outputs.longer", "It depends on the length."),
    Different("outputs.base", "trained.base", "It does not learn."),
    Between("parameters", 2, 9, "It has too many weights."),
]


class Observer:
    """Observes made-up models: what each gives for an input is drawn once."""

    def __init__(self, rng):
        self.rng, self.models, self.looks = rng, {}, []

    def observe(self, _exercise, probe, function):
        """Returns what the probe asks for, and nothing else."""
        name = function.__name__
        if name not in self.models:
            draw = lambda: self.rng.integers(0, 2, int(self.rng.choice([2, 2, 2, 3]))) * 1.0  # noqa: E731
            self.models[name] = {label: draw() for label in (*LABELS, "trained")}
            self.models[name]["parameters"] = int(self.rng.integers(1, 4))
        model = self.models[name]
        self.looks.append((name, len(probe.inputs), probe.train is not None))
        if name.startswith("e") and "past" in probe.inputs:
            return {"error": {"type": "ValueError", "message": "no past"}}
        seen = {"outputs": {label: model[label] for label in probe.inputs}, "seconds": 0.1}
        if probe.train is not None:
            seen["trained"] = {"base": model["trained"]}
        return {**seen, "parameters": model["parameters"]}


def made_up(names):
    """Returns variants with functions of these names."""
    functions = []
    for name in names:
        functions.append(lambda: None)
        functions[-1].__name__ = name
    return [Written("f", function.__name__, "A hint.", (), function) for function in functions]


def test_a_glimpse_rules_out_only_what_the_whole_does():
    """Is nothing ruled out that is alike when all is computed, and much without computing it?"""
    rng = np.random.default_rng(5)
    ruled_out = alike = different = 0
    for _ in range(200):
        probe = ModelOutputs({"units": 1}, inputs=INPUTS, train=TRAIN)
        case = CheckCase("c", "it works", probe, EXPECTED)
        reference = Observer(rng)
        variants = made_up(["learner", "m1", "m2", "m3", "e1"])
        mine = signature_of(case, reference.observe("f", probe, variants[0].function))
        if "error" in mine or all(type(d) is str and d == "passes" for d in mine["parts"]):
            continue
        signatures = Signatures("f", variants, case, reference)
        for name in signatures:
            before = len(reference.looks)
            is_out = signatures.rules_out(name, mine)
            looked = reference.looks[before:]
            assert all(count < len(LABELS) and not trained for _, count, trained in looked)
            assert signatures.rules_out(name, mine) == is_out
            assert len(reference.looks) == before + len(looked)  # The second time it knows.
            is_alike = _alike(case, mine, signatures[name])
            assert not (is_out and is_alike), name
            ruled_out, alike = ruled_out + is_out, alike + is_alike
            different += not is_alike
    assert alike > 100  # the learner's own, each time
    assert ruled_out > different / 2


def test_where_a_glimpse_tells_nothing():
    """Is nothing ruled out by a part where the part may mean something else than the whole?"""
    reference = Observer(np.random.default_rng(1))
    variants = made_up(["m1"])
    probe = ModelOutputs({"units": 1}, inputs=INPUTS, train=TRAIN)
    failing = {"parts": ["fails"] * len(EXPECTED)}
    for case in (
        CheckCase("c", "it works", probe, [Raises("ValueError")]),
        CheckCase("c", "it works", probe, EXPECTED, measure="memory_of_gru"),
        CheckCase("c", "it works", probe, EXPECTED[4:]),  # Only training, or the weights, show it.
    ):
        assert not Signatures("f", variants, case, reference).rules_out("m1", failing)
    case = CheckCase("c", "it works", probe, EXPECTED)
    assert not Signatures("f", variants, case, reference).rules_out(
        "m1", {"error": ["ValueError", ""]}
    )
    assert reference.looks == []


def test_what_is_arbitrary_is_not_computed():
    """Is a mistake left alone on the cases where what it returns would hang on the processor?"""
    reference = Observer(np.random.default_rng(1))
    [variant] = made_up(["m1"])
    probe = ModelOutputs({"units": 1}, inputs=INPUTS, train=TRAIN)
    variant = replace(variant, arbitrary_in=("c",))
    signatures = Signatures("f", [variant], CheckCase("c", "it works", probe, EXPECTED), reference)
    assert not signatures.rules_out("m1", {"parts": ["fails"] * len(EXPECTED)})
    assert signatures["m1"] == ARBITRARY
    assert reference.looks == []
    other = Signatures("f", [variant], CheckCase("d", "it works", probe, EXPECTED), reference)
    assert other["m1"] != ARBITRARY


def test_arbitrary_is_said_of_cases_that_there_are():
    """Is a slip in the name of a case noticed when the mistake is declared?"""
    exercise = Exercise("f", 1)
    exercise.case("It works.")(lambda rng: {})
    with pytest.raises(ValueError, match="f has no case few"):
        exercise.misconception("A hint.", arbitrary_in=("few",))
    exercise.misconception("A hint.", arbitrary_in=("<lambda>",))(print)
    assert exercise.misconceptions[0].arbitrary_in == ("<lambda>",)
