"""Models are judged as the trusted side builds them: what is said of them is not believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.checks.cells import RunnableCell
from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.judging.judge import Judge

FIXTURES = Path(__file__).parents[2] / "fixtures" / "course"
NAME = "w0_every_kind"
STUB = "def classifier(features, classes):\n    raise NotImplementedError\n"

# An added cell. It answers for every model, whatever the function is, from its inputs alone.
OBSERVER = """
import numpy as np
from autograder.checks import probes

def outputs_of(probe):
    found = {}
    for label, value in (getattr(probe, "inputs", None) or {}).items():
        powers = np.exp(np.asarray(value)[:, :2])
        found[label] = (powers / powers.sum(axis=1, keepdims=True)).astype("float32")
    return {"outputs": found, "parameters": 8, "result": None, "models": MODELS}

for kind in probes.PROBES.values():
    if kind.__name__.endswith(("Models", "ModelOutputs", "SequenceModel")):
        kind.run = lambda self, function: outputs_of(self)
"""
MADE_UP = {
    "no word of models": "None",
    "nothing": "None",
    "no model": "[]",
    "words": "['a model']",
    "settings that are none": "[{'kind': 'Functional', 'config': '{}', 'weights': {}}]",
    "code": "[{'kind': 'Sequential', 'config': '{\"layers\": [{\"module\": \"keras.layers\", "
    '"class_name": "Lambda", "config": {}}]}\', \'weights\': {}}]',
}
OF_ITS_OWN = """
import keras

class Own(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.classes), name="kernel")

    def call(self, x):
        import tensorflow as tf

        return tf.nn.softmax(tf.matmul(x, self.kernel)SCALE)


def classifier(features, classes):
    layer = Own()
    layer.classes = classes
    return keras.Sequential([keras.Input((features,)), layer])
"""


@pytest.fixture(scope="module")
def judge():
    with Judge(Course(FIXTURES), NAME, seed=5) as made:
        yield made


def grade(judge, classifier=None, added=None):
    """Returns the verdict on the model, written so, with a cell added before it."""
    cells = [
        RunnableCell(c.id, classifier if classifier and c.id == "classifier" else c.source)
        for c in reference_cells(read_source(judge.course.source(NAME)))
    ]
    if added is not None:
        cells.insert(1, RunnableCell("added", added))
    graded = judge.grade(cells)
    return {verdict.exercise: verdict for verdict in graded.verdicts}["classifier"], graded


def test_right_models_pass(judge):
    """Do models pass however they are written: functional, sequential, a class of their own?"""
    own_class = """
import keras

def classifier(features, classes):
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.head = keras.layers.Dense(classes)

        def call(self, x):
            return keras.ops.softmax(self.head(x))

    return Own()
"""
    for source in (None, own_class):
        verdict, _ = grade(judge, source)
        assert verdict.status == "passed", verdict.text()


@pytest.mark.parametrize("models", MADE_UP.values(), ids=MADE_UP)
def test_answers_of_a_replaced_observer_earn_nothing(judge, models, request):
    """Does a stub stay without points when the observer in its process is another one?"""
    added = OBSERVER.replace("MODELS", models)
    if request.node.callspec.id == "no word of models":
        added = added.replace(', "models": None', "")
        assert '"models"' not in added
    verdict, graded = grade(judge, STUB, added)
    assert verdict.points == 0
    assert verdict.status != "unjudged", graded.flags
    # The others are judged as they are, and by the same process that builds models afterwards.
    assert grade(judge)[0].status == "passed"


def test_what_only_the_learners_process_can_run_is_for_a_person(judge):
    """Is a model with code of its own neither believed nor lost, and seen to be wrong where it is?"""
    verdict, _ = grade(judge, OF_ITS_OWN.replace("SCALE", ""))
    assert (verdict.status, verdict.points) == ("unjudged", 0)
    assert "a person has to look" in verdict.hint
    verdict, _ = grade(judge, OF_ITS_OWN.replace("SCALE", " * 0.0"))
    assert verdict.status == "failed"
    assert "do not depend on the inputs" in verdict.hint


def test_a_model_that_is_too_large_costs_its_own_exercise_only(judge):
    """Does a giant size end in a verdict, with the next submission judged as ever?"""
    giant = """
import keras

def classifier(features, classes):
    return keras.Sequential([keras.Input((features,)), keras.layers.Dense(30_000),
                             keras.layers.Dense(30_000), keras.layers.Dense(classes)])
"""
    verdict, graded = grade(judge, giant)
    assert verdict.points == 0
    others = [v for v in graded.verdicts if v.exercise != "classifier"]
    assert all(v.status == "passed" for v in others)
    assert grade(judge)[0].status == "passed"
