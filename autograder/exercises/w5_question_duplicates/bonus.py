"""`one_shot` and `area_under_curve`: the nearest of a few examples, and a score for all thresholds."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.checks.recipes import Made
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .inputs import area_under_curve, f32, floats, one_shot, reference

# ------------------------------------------------------------------------------ one_shot

# An encoder is handed in as a function, which refuses what is no batch.
ENCODER = """
def make(W, shape, as_tensors):
    def encoder(x):
        x = np.asarray(x)
        if x.shape[1:] != tuple(shape):
            raise ValueError(
                f"The encoder takes a batch, (n, {', '.join(map(str, shape))}); "
                f"this has the shape {x.shape}."
            )
        vectors = x.reshape(len(x), -1).astype("float32") @ W
        if as_tensors:
            import tensorflow as tf
            return tf.constant(vectors)
        return vectors
    return encoder
"""


def _encoder(W, shape, as_tensors=False):
    return Made(ENCODER, {"W": f32(W), "shape": list(shape), "as_tensors": as_tensors})


def _places(support, query, W):
    """Returns which example each way of looking would choose, and how clear the right choice is."""
    raw = support.reshape(len(support), -1).astype(float)
    rows, v = raw @ W, query.ravel().astype(float) @ W
    cosines = rows @ v / (np.linalg.norm(rows, axis=1) * np.linalg.norm(v))
    raw_cosines = raw @ query.ravel() / np.linalg.norm(raw, axis=1)
    ways = {
        "cosine": cosines,
        "product": rows @ v,
        "distance": -np.linalg.norm(rows - v, axis=1),
        "raw": raw_cosines,
    }
    ordered = np.sort(cosines)
    gap = ordered[-1] - ordered[-2] if len(ordered) > 1 else 1.0
    return {name: int(np.argmax(values)) for name, values in ways.items()}, gap, cosines


def _drawn(rng, k, shape, d, accept=lambda places, cosines: True):
    """Draws examples, a query and an encoder, such that the nearest is clear, until they will do."""
    size = int(np.prod(shape))

    def make():
        sizes = rng.choice([0.5, 1.0, 2.0, 4.0], (k, *[1] * len(shape)))
        support = f32(floats(rng, (k, *shape)) * sizes)
        return support, floats(rng, shape), floats(rng, (size, d))

    def fits(made):
        places, gap, cosines = _places(*made)
        lengths = np.linalg.norm(made[0].reshape(k, -1) @ made[2], axis=1)
        return gap > 0.05 and lengths.min() > 0.1 and accept(places, cosines)

    return draw_until(make, fits)


def _case(rng, k, shape, d, accept=lambda places, cosines: True, as_tensors=False):
    support, query, W = _drawn(rng, k, shape, d, accept)
    return {"encoder": _encoder(W, shape, as_tensors), "support": support, "query": query}


@one_shot.case("Three examples of two numbers, encoded as they are.")
def on_paper(rng):
    accepted = lambda places, cosines: places["cosine"] != 0  # noqa: E731
    support, query, _ = draw_until(
        lambda: (floats(rng, (3, 2), 2), floats(rng, 2, 2), np.eye(2)),
        lambda made: (
            np.linalg.norm(made[0], axis=1).min() > 0.3
            and np.linalg.norm(made[1]) > 0.3
            and _places(*made)[1] > 0.05
            and accepted(*_places(*made)[::2])
        ),
    )
    return {"encoder": _encoder(np.eye(2), (2,)), "support": support, "query": query}


@one_shot.case("The longest vector is not the nearest, nor is the one next to it in space.")
def lengths(rng):
    return _case(
        rng, 6, (5,), 3,
        lambda at, cosines: len({at["cosine"], at["product"], at["distance"]}) == 3,
    )  # fmt: skip


@one_shot.case("Vectors shorter than 1 have a direction like all others.")
def short_vectors(rng):
    asked = _drawn(
        rng, 6, (5,), 3,
        lambda at, cosines: len({at["cosine"], at["product"], at["distance"]}) == 3,
    )  # fmt: skip
    support, query, W = asked
    return {"encoder": _encoder(W * 2.0**-8, (5,)), "support": support, "query": query}


@one_shot.case("Examples that are alike before they are encoded are not alike after it.")
def in_the_encoders_space(rng):
    return _case(rng, 5, (6,), 3, lambda at, cosines: at["cosine"] != at["raw"])


@one_shot.case("Each example is a table, as sounds are.")
def tables(rng):
    return _case(
        rng, 7, (4, 3), 5, lambda at, cosines: at["cosine"] not in (at["raw"], at["product"])
    )


@one_shot.case("All cosines are below 0.")
def below_zero(rng):
    return _case(
        rng, 4, (3,), 2, lambda at, cosines: cosines.max() < -0.05 and at["cosine"] not in (0, 3)
    )


@one_shot.case("The nearest is the last one.")
def the_last(rng):
    return _case(rng, 5, (4,), 3, lambda at, cosines: at["cosine"] == 4 != at["product"])


@one_shot.case("The encoder returns tensors, as Keras models do.")
def tensors(rng):
    return _case(
        rng, 5, (3, 4), 4, lambda at, cosines: at["cosine"] != at["distance"], as_tensors=True
    )


@one_shot.case("A single class.")
def one_class(rng):
    return _case(rng, 1, (4,), 3)


@one_shot.alternative
def in_one_batch(encoder, support, query):
    rows = np.array(encoder(np.concatenate([support, query[None]])), dtype=float)
    rows = rows / np.sqrt((rows**2).sum(axis=1, keepdims=True))
    return np.argmax(rows[:-1] @ rows[-1])


@one_shot.alternative
def one_after_the_other(encoder, support, query):
    from math import sqrt

    wanted = np.asarray(encoder(np.expand_dims(query, 0)))[0].tolist()
    best, nearest = -2.0, 0
    for place in range(len(support)):
        row = np.asarray(encoder(support[place : place + 1]))[0].tolist()
        product = sum(a * b for a, b in zip(row, wanted, strict=True))
        cosine = product / sqrt(sum(a * a for a in row)) / sqrt(sum(b * b for b in wanted))
        if cosine > best:
            best, nearest = cosine, place
    return nearest


@one_shot.alternative
def by_distance_at_length_one(encoder, support, query):
    rows, v = np.asarray(encoder(support)), np.asarray(encoder(query[np.newaxis]))
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    v = v / np.linalg.norm(v)
    return int(np.argmin(np.square(rows - v).sum(axis=-1)))


@one_shot.alternative
def with_keras(encoder, support, query):
    import keras

    rows, v = (keras.ops.convert_to_tensor(encoder(x)) for x in (support, query[None]))
    return int(keras.ops.argmin(keras.losses.cosine_similarity(rows, v)))


COSINES = "rows @ v / np.linalg.norm(rows, axis=1)"

one_shot.slip(
    "compares_products",
    "Products of vectors were compared, so that long vectors win. Take cosines: divide each by its length.",
    COSINES,
    "rows @ v",
)
one_shot.slip(
    "compares_distances",
    "The nearest in space came. A vector of another length may still point the same way: take cosines.",
    COSINES,
    "-np.linalg.norm(rows - v, axis=1)",
)
one_shot.slip(
    "takes_the_least_alike",
    "The least similar example came. Alike is where the cosine is largest.",
    "np.argmax",
    "np.argmin",
)
one_shot.slip(
    "largest_without_sign",
    "Signs were left out: what points the opposite way is not alike.",
    COSINES,
    f"np.abs({COSINES})",
)
one_shot.slip(
    "returns_the_cosine",
    "The cosine itself came. Which example it is, is wanted: its place.",
    "np.argmax",
    "np.max",
)
one_shot.slip(
    "counts_from_one",
    "Places were counted from 1. The first example has the place 0.",
    "return int(np.argmax(cosines))",
    "return int(np.argmax(cosines)) + 1",
)
one_shot.slip(
    "encodes_the_query_alone",
    "The query was encoded without an axis for the batch: `query[None]` has one.",
    "query[None]",
    "query",
)


@one_shot.misconception(
    "Nothing was encoded: the inputs themselves were compared. Compare what the encoder makes of them."
)
def compares_inputs(encoder, support, query):
    raw = np.asarray(support).reshape(len(support), -1)
    return int(np.argmax(raw @ np.ravel(query) / np.linalg.norm(raw, axis=1)))


@one_shot.misconception(
    "The examples were encoded, the query was not, or the other way round. Both go through the same encoder."
)
def encodes_one_side(encoder, support, query):
    rows = np.asarray(encoder(support))
    v = np.resize(np.ravel(query), rows.shape[1])
    return int(np.argmax(rows @ v / np.linalg.norm(rows, axis=1)))


@one_shot.misconception(
    "The best so far began at 0, so that a cosine below 0 never wins. Begin below -1, or with the first."
)
def begins_at_zero(encoder, support, query):
    rows, v = np.asarray(encoder(support)), np.asarray(encoder(query[None]))[0]
    best, place = 0.0, 0
    for k, row in enumerate(rows):
        cosine = row @ v / np.linalg.norm(row) / np.linalg.norm(v)
        if cosine > best:
            best, place = cosine, k
    return place


@one_shot.misconception(
    "Vectors shorter than 1 were left as they are. Divide each by its length, however short."
)
def leaves_short_ones(encoder, support, query):
    rows, v = np.asarray(encoder(support)), np.asarray(encoder(query[None]))[0]
    return int(np.argmax(rows @ v / np.maximum(np.linalg.norm(rows, axis=1), 1)))


one_shot.equivalent(
    "v = np.asarray(encoder(query[None]))[0] -> v = np.asarray(encoder(query[None]))[-1]",
    "A batch of one has a single row.",
)

# -------------------------------------------------------------------------- area_under_curve

STEP = 1 / 16


def _pairs(rng, count, accept, levels=17):
    """Draws scores and labels of both kinds, until they will do."""

    def make():
        scores = rng.integers(0, levels, count)
        is_duplicate = scores + rng.integers(-6, 7, count) > rng.integers(4, levels - 3)
        return scores * STEP, is_duplicate

    def fits(made):
        scores, truth = made
        high, low = scores[truth], scores[~truth]
        return len(high) > 1 and len(low) > 1 and len(high) != len(low) and accept(high, low)

    return draw_until(make, fits)


def _share(high, low):
    gaps = high[:, None] - low[None]
    return float(np.mean(np.where(gaps > 0, 1.0, np.where(gaps == 0, 0.5, 0.0))))


def _asked(scores, is_duplicate):
    return {"scores": scores, "is_duplicate": is_duplicate}


@area_under_curve.case("Five pairs, no two scores equal.")
def five_pairs(rng):
    def make():
        scores = rng.choice(np.arange(1, 10), 5, replace=False) / 10
        return scores, rng.permutation([True, True, False, False, False])

    scores, is_duplicate = draw_until(
        make, lambda made: 0 < _share(made[0][made[1]], made[0][~made[1]]) < 0.99
    )
    return _asked(scores, is_duplicate)


@area_under_curve.case("Ties between a duplicate and one that is none count one half.")
def ties(rng):
    def accept(high, low):
        share = np.mean(high[:, None] == low[None])
        return share > 0.1 and 0.3 < _share(high, low) < 0.9

    return _asked(*_pairs(rng, 14, accept, levels=9))


@area_under_curve.case("Lists, 0 and 1 for the labels, scores below 0 among them.")
def lists(rng):
    scores, is_duplicate = _pairs(rng, 15, lambda high, low: 0.5 < _share(high, low) < 0.95)
    return _asked((scores - 0.5).tolist(), [int(label) for label in is_duplicate])


@area_under_curve.case("Scores that differ by a millionth are no tie.")
def nearly_equal(rng):
    def accept(high, low):
        return 0.3 < _share(high, low) < 0.9

    scores, is_duplicate = _pairs(rng, 12, accept)
    return _asked(0.5 + scores * 2.0**-20, is_duplicate)


@area_under_curve.case("Few duplicates among many pairs.")
def few_duplicates(rng):
    def accept(high, low):
        return 4 * len(high) < len(low) and 0.5 < _share(high, low) < 0.95

    return _asked(*_pairs(rng, 40, accept))


@area_under_curve.case("Every duplicate is above every other pair.")
def all_in_order(rng):
    scores = rng.permutation(17)[:9] * STEP
    return _asked(scores, scores > np.sort(scores)[int(rng.integers(2, 6))])


@area_under_curve.case("The wrong way round: an area below one half.")
def wrong_way_round(rng):
    scores, is_duplicate = _pairs(rng, 15, lambda high, low: 0.6 < _share(high, low) < 0.95)
    return _asked(1 - scores, is_duplicate)


@area_under_curve.case("All scores are equal.")
def all_equal(rng):
    is_duplicate = rng.permutation([True] * 3 + [False] * 5)
    return _asked(np.full(8, float(rng.integers(1, 9)) / 8), is_duplicate)


@area_under_curve.case("Without duplicates it is an error.")
def no_duplicate(rng):
    return Trial(
        Call(_asked(rng.integers(0, 9, 5) * STEP, np.zeros(5, dtype=bool))),
        [Raises("ValueError", because="There is nothing to compare with.")],
    )


@area_under_curve.case("With nothing but duplicates it is an error, too.")
def all_duplicates(rng):
    return Trial(
        Call(_asked(rng.integers(0, 9, 4) * STEP, np.ones(4, dtype=bool))),
        [Raises("ValueError", because="There is nothing to compare with.")],
    )


@area_under_curve.alternative
def with_loops(scores, is_duplicate):
    high = [s for s, same in zip(scores, is_duplicate, strict=True) if same]
    low = [s for s, same in zip(scores, is_duplicate, strict=True) if not same]
    if not high or not low:
        raise ValueError("both kinds are needed")
    total = 0.0
    for a in high:
        for b in low:
            total += 1 if a > b else 0.5 if a == b else 0
    return total / (len(high) * len(low))


@area_under_curve.alternative
def by_ranks(scores, is_duplicate):
    from scipy.stats import rankdata

    truth = np.asarray(is_duplicate, bool)
    n, others = truth.sum(), (~truth).sum()
    if not n or not others:
        raise ValueError("one kind only")
    return (rankdata(scores)[truth].sum() - n * (n + 1) / 2) / (n * others)


@area_under_curve.alternative
def under_the_curve(scores, is_duplicate):
    scores, truth = np.asarray(scores, float), np.asarray(is_duplicate, bool)
    if truth.all() or not truth.any():
        raise ValueError("both kinds")
    found, false = [], []
    for tau in [np.inf, *np.unique(scores)[::-1]]:
        found.append(np.mean(scores[truth] >= tau))
        false.append(np.mean(scores[~truth] >= tau))
    steps, heights = np.diff(false), np.array(found)
    return float(np.sum(steps * (heights[1:] + heights[:-1]) / 2))


@area_under_curve.alternative
def with_scikit_learn(scores, is_duplicate):
    from sklearn.metrics import roc_auc_score

    if len(set(map(bool, is_duplicate))) < 2:
        raise ValueError("one kind only")
    return roc_auc_score(is_duplicate, scores)


MEAN = "np.mean((gaps > 0) + 0.5 * (gaps == 0))"

area_under_curve.slip(
    "ties_count_nothing",
    "Ties were counted as lost. They count one half.",
    MEAN,
    "np.mean(gaps > 0)",
)
area_under_curve.slip(
    "ties_count_whole", "Ties were counted as won. They count one half.", MEAN, "np.mean(gaps >= 0)"
)
area_under_curve.slip(
    "counts_without_dividing",
    "This is a number of comparisons. Divide by how many there are: it is a share.",
    MEAN,
    "np.sum((gaps > 0) + 0.5 * (gaps == 0))",
)
area_under_curve.slip(
    "the_wrong_way_round",
    "Duplicates should score above the others: it was counted how often they score below.",
    "high[:, None] - low[None]",
    "low[None] - high[:, None]",
)
area_under_curve.slip(
    "means_of_gaps",
    "By how much duplicates score higher was averaged. It only counts how often they do.",
    MEAN,
    "np.mean(gaps)",
)
area_under_curve.slip(
    "does_not_refuse",
    "With one kind of pairs alone, a number or NaN came. Raise a `ValueError`.",
    'raise ValueError("An area needs duplicates and pairs that are none.")',
    "return 0.5",
)


@area_under_curve.misconception(
    "This is the share of pairs that the best threshold gets right. The area asks every duplicate against "
    "every other pair, and no threshold."
)
def share_at_the_best_threshold(scores, is_duplicate):
    truth = np.asarray(is_duplicate, bool)
    if truth.all() or not truth.any():
        raise ValueError("both kinds")
    tau = reference.choose_threshold(scores, truth)
    return float(np.mean((np.asarray(scores) > tau) == truth))


@area_under_curve.misconception(
    "Duplicates were compared with all pairs, other duplicates among them. Compare with pairs that are none."
)
def against_all(scores, is_duplicate):
    scores, truth = np.asarray(scores, float), np.asarray(is_duplicate, bool)
    if truth.all() or not truth.any():
        raise ValueError("both kinds")
    gaps = scores[truth][:, None] - scores[None]
    return float(np.mean((gaps > 0) + 0.5 * (gaps == 0)))


@area_under_curve.misconception(
    "The curve's steps were taken without their slopes: where scores are equal, the curve rises and moves "
    "on at once."
)
def corners_of_the_curve(scores, is_duplicate):
    scores, truth = np.asarray(scores, float), np.asarray(is_duplicate, bool)
    if truth.all() or not truth.any():
        raise ValueError("both kinds")
    order = np.argsort(-scores, kind="stable")
    found, area = 0, 0
    for same in truth[order]:
        found += same
        area += found * (not same)
    return area / (truth.sum() * (~truth).sum())


area_under_curve.equivalent(
    "scores = np.asarray(scores, dtype=float) -> scores = np.asarray(scores)",
    "Floats are floats without it.",
)


@area_under_curve.misconception(
    "Scores that are nearly equal were counted as ties. A tie is where both are the same number."
)
def nearly_ties(scores, is_duplicate):
    scores, truth = np.asarray(scores, float), np.asarray(is_duplicate, bool)
    if truth.all() or not truth.any():
        raise ValueError("both kinds")
    high, low = scores[truth][:, None], scores[~truth][None]
    return float(np.mean(np.where(np.isclose(high, low, atol=1e-3), 0.5, high > low)))
