"""Replaces what observes a learner's object by a function of the inputs alone.

Would gain: models and functions that are not there have all the properties that are asked for.
Must not: values are demanded that hang on weights and inputs which only the judge knows.
"""

import nbformat

from tests.hostile.course import EXERCISES, KINDS, cell_of
from tests.hostile.gallery import attack

# What a causal, sure and attentive model shows, out of a hash: an output hangs on what came before it,
# padding aside, words of one vector are one word, outputs that are probabilities sum to 1.
FORGED = """
import hashlib

import numpy as np

from autograder.checks import recipes
from autograder.checks.probes import models, sequence_models


def drawn(shape, *seen):
    text = b"|".join(np.asarray(part).tobytes() for part in seen)
    seed = np.frombuffer(hashlib.sha256(text).digest(), dtype=np.uint32)
    return np.random.default_rng(seed).standard_normal(shape)


def probabilities(shape, *seen):
    powers = np.exp(drawn(shape, *seen))
    return powers / powers.sum(axis=-1, keepdims=True)


def outputs_of(given, value, when):
    several = value if isinstance(value, list) else [value]
    first = np.asarray(several[0])
    form = "float32"
    if "Ty" in given:
        shape = given["machine_vocab_size"]
        rows = [[probabilities(shape, step, *(part[i] for part in several), when)
                 for i in range(len(first))] for step in range(given["Ty"])]
        return [np.array(row, form) for row in rows]
    if "vocabulary_size" in given:
        size = given["vocabulary_size"]
        return np.array([[drawn(size, ids[: t + 1][ids[: t + 1] > 0], when)
                          for t in range(len(ids))] for ids in first], form)
    if "word_to_index" in given:
        vectors = {i: given["word_to_vec_map"].get(w) for w, i in given["word_to_index"].items()}
        return np.array([probabilities(6, *(vectors.get(int(i), i) for i in ids if i), when)
                         for ids in first], form)
    if "input_shape" in given:
        return np.array([[[1 / (1 + np.exp(drawn((), clip[: 4 * t + 16], when)))]
                          for t in range((len(clip) - 16) // 4 + 1)] for clip in first], form)
    size = given.get("classes", first.shape[-1])
    return np.array([probabilities(size, row, when) for row in first], form)


def counted(given):
    size = sum(v for k, v in given.items() if isinstance(v, int) and k not in ("Tx", "Ty"))
    return 24 if set(given) == {"units"} else 10 * size * size


def forged(self, function):
    given = recipes.build(recipes.describe(self.arguments))
    seen = {"parameters": counted(given), "weights_loaded": True, "loaded": {}}
    if self.other_arguments is not None:
        seen["other_parameters"] = counted(self.other_arguments)
    if self.around is not None:
        return {**seen, "outputs": {k: np.ones((1, 1), "float32") for k in self.inputs}}
    for when in ("outputs", "trained"):
        seen[when] = {k: outputs_of(given, v, when) for k, v in self.inputs.items()}
    seen["losses"] = [1.0, 0.5, 0.25]
    if getattr(self, "gradients", None):
        asked = self.gradients["inputs"]
        seen["gradients"] = drawn((self.gradients["numbers"], *asked[0].shape)).astype("float32")
        seen["at_gradients"] = outputs_of(given, asked, "outputs")
    return seen


models.ModelOutputs.run = sequence_models.SequenceModel.run = forged
"""
UNWRITTEN = "def {name}(*arguments, **named):\n    return None"
NOTHING = ("failed", "error", "crashed", "missing")


@attack(assignment=KINDS, classifier=NOTHING, stacked=NOTHING)
def models_that_are_not_there(shop):
    """Writes no model, and says what models show."""
    notebook = shop.blank()
    for name in ("classifier", "stacked"):
        cell_of(notebook, name).source = UNWRITTEN.format(name=name)
    notebook.cells.append(nbformat.v4.new_code_cell(FORGED.strip()))
    return notebook


@attack(double="failed", total="failed", average=NOTHING, centred="failed", tally="failed")
def every_probe(shop):
    """Has each probe say something that hangs on kinds and shapes of the arguments."""
    return shop.with_added(
        """
import numpy as np

from autograder.checks import probes, recipes


def guessed(value):
    if isinstance(value, np.ndarray):
        return value - value.mean()
    if isinstance(value, list) and value and isinstance(value[0], str):
        return {word: 1 for word in value}
    return 2.0 * len(value) if isinstance(value, list) else 2 * 500_000


def forged(self, function):
    given = recipes.build(recipes.describe(self.arguments))
    return {"result": guessed(next(iter(given.values()))), "arguments": given}


for probe in probes.PROBES.values():
    probe.run = forged
""",
        **{name: UNWRITTEN.format(name=name) for name in EXERCISES},
    )
