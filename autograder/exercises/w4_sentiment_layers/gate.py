"""`not_gate`: a net that is set by hand, judged on every sentence there is."""

import numpy as np

from autograder.checks.expectations import RightOnAll
from autograder.checks.probes import ManyInputs
from autograder.checks.recipes import Function, Made
from autograder.declaration.exercise import Trial

from .inputs import not_gate, reference

# Four kinds, 0 to 40 other words around them, the words in two orders: 328 sentences, that is all bags.
SENTENCES = Made("""
def make():
    rows = []
    for others in range(41):
        for kind in ([2], [1, 2], [3], [1, 3]):
            for row in (kind + [4] * others, [4] * others + kind[::-1]):
                rows.append(row + [0] * (42 - len(row)))
    return np.array(rows)
""")
CASES = Made("""
def make():
    kinds = ["happy", "not happy", "sad", "not sad"]
    names = [kind for _ in range(41) for kind in kinds for _ in range(2)]
    others = [n for n in range(41) for _ in range(8)]
    labels = [int(name in ("not happy", "sad")) for name in names]
    return {
        "labels": np.array(labels),
        "groups": np.array(names),
        "words": lambda i: f"{names[i]!r} among {others[i]} other words (0: positive, 1: negative)",
    }
""")
NETWORK = Function("""
def network(weights, ids):
    E, W1, b1, W2, b2 = (np.asarray(w, dtype=float) for w in weights)
    if b1.shape != W1.shape[1:] or b2.shape != (2,):
        raise ValueError(f"b1 and b2 have shapes {b1.shape} and {b2.shape}, expected (u,) and (2,)")
    if E.shape[0] != 5:
        raise ValueError(f"E has shape {E.shape}, expected five rows")
    real = (ids != 0)[..., None]
    mean = (E[ids] * real).sum(axis=1) / real.sum(axis=1)
    scores = np.maximum(mean @ W1 + b1, 0) @ W2 + b2
    if scores.shape != (len(ids), 2):
        raise ValueError(f"scores have shape {scores.shape}, expected two columns")
    tie = scores[:, 0] == scores[:, 1]
    return np.where(tie[:, None], np.nan, scores)
""")


@not_gate.case("All four kinds, among 0 to 40 other words.")
def every_sentence(rng):
    hint = (
        "The score of positive is the larger one for happy and not sad, the other one for the rest."
    )
    return Trial(ManyInputs({}, SENTENCES, NETWORK, batch_size=400), [RightOnAll(CASES, hint)])


# ------------------------------------------------------------------------ other right answers


@not_gate.alternative
def with_two_dimensions():
    E = [[0, 0], [0, 1], [1, 0], [-1, 0], [0, 0]]
    # |n + v| - |n - v| has the sign of a good word that is denied, with v from bad to good.
    W1 = [[1, -1, 1, -1, 1, -1], [1, -1, -1, 1, 0, 0]]
    W2 = np.array([[-1, -1, 1, 1, 1, -1], [0, 0, 0, 0, 0, 0]]).T
    return np.array(E), np.array(W1), np.zeros(6), W2, np.zeros(2)


@not_gate.alternative
def with_a_unit_for_each_kind():
    E = np.zeros((5, 3))
    E[1], E[2], E[3] = np.eye(3)
    happy, sad, no = 1, 2, 0
    W1 = np.zeros((3, 4))
    W1[[happy, no], 0] = 1, -1
    W1[[sad, no], 1] = 1, -1
    W1[[no, sad], 2] = 1, -1
    W1[[no, happy], 3] = 1, -1
    W2 = np.array([[1.0, 0], [0, 1], [0, 1], [1, 0]])
    return E.tolist(), W1, [0, 0, 0, 0], W2, [0.0, 0.0]


@not_gate.alternative
def with_other_scales():
    E, W1, b1, W2, b2 = reference.not_gate()
    return 7 * E, W1.astype("float32") / 3, b1, 100 * W2, b2


# ------------------------------------------------------------------------------- known mistakes


@not_gate.misconception(
    "*Not* has no say: happy and not happy get the same answer. Some units must subtract it."
)
def reads_the_word_alone():
    E, W1, b1, W2, b2 = reference.not_gate()
    return E * [0, 1, 1], W1, b1, W2, b2


@not_gate.misconception(
    "*Not* turns happy round, and leaves sad as it is. Both need a unit that *not* switches off."
)
def turns_happy_alone():
    E, W1, b1, W2, b2 = reference.not_gate()
    return E, W1 * [[1, 0, 1, 1], [1] * 4, [1] * 4], b1, W2, b2


@not_gate.misconception(
    "*Not* turns sad round, and leaves happy as it is. Both need a unit that *not* switches off."
)
def turns_sad_alone():
    E, W1, b1, W2, b2 = reference.not_gate()
    return E, W1 * [[0, 1, 1, 1], [1] * 4, [1] * 4], b1, W2, b2


@not_gate.misconception(
    "Everything is turned round: the two columns of W2 have changed places. Column 0 is positive."
)
def turns_the_columns_round():
    E, W1, b1, W2, b2 = reference.not_gate()
    return E, W1, b1, W2[:, ::-1], b2


@not_gate.misconception(
    "Right for short sentences alone: the mean divides by the number of words, and a bias that does not "
    "shrink along wins over it in the end. Biases of 0 change no order."
)
def hangs_on_the_length():
    E, W1, b1, W2, b2 = reference.not_gate()
    return E, W1, b1 - [0.05, 0.05, 0.05, 0.05], W2, b2


@not_gate.misconception(
    "The other words have a say: their vector is zeros, so that they only make the mean smaller."
)
def gives_other_words_a_say():
    E, W1, b1, W2, b2 = reference.not_gate()
    return np.vstack([E[:4], [[0, 0.4, 0]]]), W1, b1, W2, b2


UNITS = "W1 = np.array([[-1, -1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]], float)"
SCORES = "W2 = np.array([[1, -1], [-1, 1], [0, 1], [1, 0]], float)"
RETURNED = "return (E, W1, np.zeros(4), W2, {bias})"
for right, others in {
    UNITS: (
        "[[-2, -1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]]",
        "[[-1, -2, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]]",
        "[[-1, -1, 0, 0], [1, -1, 1, 0], [0, 1, 0, 1]]",
        "[[-1, -1, 0, 0], [1, 0, 1, -1], [0, 1, 0, 1]]",
        "[[-1, -1, 0, 0], [1, 0, 1, 0], [-1, 1, 0, 1]]",
        "[[-1, -1, 0, 0], [1, 0, 1, 0], [0, 1, -1, 1]]",
    ),
    SCORES: (
        "[[2, -1], [-1, 1], [0, 1], [1, 0]]",
        "[[1, -2], [-1, 1], [0, 1], [1, 0]]",
        "[[1, -1], [-2, 1], [0, 1], [1, 0]]",
        "[[1, -1], [-1, 2], [0, 1], [1, 0]]",
    ),
}.items():
    for other in others:
        start = right.split("[", 1)[0]
        not_gate.equivalent(
            f"{right} -> {start}{other}, float)", "These weights are right on all sentences, too."
        )
not_gate.equivalent(
    f"{RETURNED.format(bias='np.zeros(2)')} -> {RETURNED.format(bias='np.zeros(1)')}",
    "A single zero is added to both scores all the same.",
)
