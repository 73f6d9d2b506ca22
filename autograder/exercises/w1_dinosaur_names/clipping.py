"""`clip`: gradients within bounds."""

import numpy as np

from autograder.checks.expectations import Between, Matches
from autograder.checks.probes import Steps
from autograder.checks.recipes import Earlier, Made
from autograder.declaration.exercise import Trial

from .inputs import clip, make_gradient, make_gradients


@clip.case("Values beyond the limit are cut to it, above and below.")
def beyond_the_limit(rng):
    shapes = {"dWaa": (2, 2), "dby": (3, 1)}  # Small enough for paper.
    gradients = {name: np.round(make_gradient(rng, s, 5.0), 1) for name, s in shapes.items()}
    return {"gradients": gradients, "max_value": 5.0}


@clip.case("Values within the limit stay as they are, in every array.")
def within_the_limit(rng):
    gradients = {name: 0.45 * g for name, g in make_gradients(rng, 5.0).items()}
    gradients["dby"] = make_gradient(rng, (4, 1), 5.0)
    return {"gradients": gradients, "max_value": 5.0}


@clip.case("The limit is the one that is passed in, and float32 stays float32.")
def another_limit(rng):
    limit = float(rng.choice([0.5, 1.5, 2.5]))
    gradients = make_gradients(rng, limit, 2, 5, 7)
    gradients = {name: g.astype(np.float32) for name, g in gradients.items()}
    gradients["dWya"][0, 0] = rng.choice([-np.inf, np.inf])
    return {"gradients": gradients, "max_value": limit}


@clip.case("Any names and any number of arrays, of any shapes.")
def other_names(rng):
    shapes = [(2, 1, 3), (5,), (1, 4), (6,)]
    names = rng.permutation(["dU", "dv", "bias", "x", "dWf", "dWaa"])[:4].tolist()
    limit = float(np.round(rng.uniform(0.2, 30.0), 2))
    gradients = {
        name: make_gradient(rng, shape, limit) for name, shape in zip(names, shapes, strict=True)
    }
    return {"gradients": gradients, "max_value": limit}


# Arrays in memory of this kind are recognised, whether an array or a view of it comes back.
ON_BYTES = """
def on_bytes(arrays):
    return {
        name: np.frombuffer(bytearray(array.tobytes()), array.dtype).reshape(array.shape)
        for name, array in arrays.items()
    }
"""
IS_NEW = """
def is_new(array):
    while isinstance(array, np.ndarray):
        array = array.base
    return 0 if isinstance(getattr(array, "obj", array), bytearray) else 1
"""


@clip.case("Each array is new, also where nothing had to be cut.")
def new_arrays(rng):
    limit = float(np.round(rng.uniform(1.0, 9.0), 1))
    within, beyond = rng.permutation(["dWaa", "db"]).tolist()
    arrays = {
        within: 0.45 * make_gradient(rng, (3, 2), limit),
        beyond: make_gradient(rng, (5, 1), limit),
    }
    steps, expectations = [], []
    handed_on = (
        "An array within the limit came back as it was handed in, the very same or a view of it. "
        "Whoever changes the one then changes the other: return a new array in every case, as np.clip "
        "does."
    )
    for name in arrays:
        # `get` of a key that is not there gives its second argument back.
        asked = Made(IS_NEW, {"array": Earlier(str(len(steps)))})
        steps += [["get", {"key": name}], ["get", {"key": "no such name", "default": asked}]]
        expected = np.clip(arrays[name], -limit, limit)
        where = f"the result[{name!r}]"
        expectations += [
            Matches(expected, f"results.{len(steps) - 2}", where),
            Between(f"results.{len(steps) - 1}", 1, 1, handed_on),
        ]
    probe = Steps({"gradients": Made(ON_BYTES, {"arrays": arrays}), "max_value": limit}, steps)
    return Trial(probe, expectations)


@clip.alternative
def clip_by_comprehension(gradients, max_value):
    return {name: np.clip(g, -max_value, max_value) for name, g in gradients.items()}


@clip.alternative
def clip_with_minimum_and_maximum(gradients, max_value):
    clipped = {}
    for name in gradients:
        clipped[name] = np.maximum(np.minimum(gradients[name], max_value), -max_value)
    return clipped


@clip.alternative
def clip_a_deep_copy(gradients, max_value):
    import copy

    clipped = copy.deepcopy(gradients)
    for g in clipped.values():
        g[g > max_value] = max_value
        g[g < -max_value] = -max_value
    return clipped


@clip.alternative
def clip_number_by_number(gradients, max_value):
    clipped = {}
    for name, g in gradients.items():
        flat = [min(max(float(v), -max_value), max_value) for v in g.ravel()]
        clipped[name] = np.array(flat, dtype=g.dtype).reshape(g.shape)
    return clipped


@clip.alternative
def clip_with_copy(gradients, max_value):
    result = dict(gradients)
    for key in result.keys():
        result[key] = result[key].copy().clip(min=-max_value, max=max_value)
    return result


clip.slip(
    "clips_in_place",
    "Your function changes what came in. `out=` and `g[...] =` write into the caller's arrays, and "
    "`gradients[name] = ...` into the caller's dictionary; `dict(gradients)` copies the dictionary, not "
    "the arrays. Start a new dictionary and fill it with new arrays.",
    "max_value)",
    "max_value, out=gradient)",
)

clip.slip(
    "clips_only_above",
    "Large negative values stay: clip at -max_value as well as at max_value.",
    "np.clip(gradient, -max_value, max_value)",
    "np.minimum(gradient, max_value)",
)

clip.slip(
    "clips_only_below",
    "Large positive values stay: clip at max_value as well as at -max_value.",
    "np.clip(gradient, -max_value, max_value)",
    "np.maximum(gradient, -max_value)",
)

clip.slip(
    "clips_from_zero",
    "Negative gradients became zero. The lower limit is -max_value, not 0: a gradient may point "
    "either way.",
    "-max_value",
    "0",
)

clip.slip(
    "clips_by_norm",
    "You scaled the arrays by their norm. That is clipping by norm, another remedy; here each number is "
    "limited on its own.",
    "np.clip(gradient, -max_value, max_value)",
    "gradient * min(1, max_value / np.linalg.norm(gradient))",
)

clip.slip(
    "zeroes_large_values",
    "Values beyond the limit became 0. Clipping moves them to the limit, so that the step keeps "
    "its direction.",
    "np.clip(gradient, -max_value, max_value)",
    "np.where(np.abs(gradient) > max_value, 0, gradient)",
)

clip.slip(
    "clips_and_returns_nothing",
    "Nothing came back: the last line must return the new dictionary.",
    "return {",
    "clipped = {",
)

clip.slip(
    "clips_at_five",
    "The limit is fixed at 5 in your code: use max_value.",
    "-max_value, max_value",
    "-5, 5",
)


clip.slip(
    "hands_on_what_is_within",
    "An array within the limit was handed on as it came: it belongs to the caller still, and whoever "
    "changes the one changes the other. Return a new array in every case.",
    "np.clip(gradient, -max_value, max_value)",
    "gradient if abs(gradient).max() <= max_value else np.clip(gradient, -max_value, max_value)",
)

clip.slip(
    "loses_the_sign",
    "Large negative values became large positive ones. They are cut to -max_value: the sign stays.",
    "np.clip(gradient, -max_value, max_value)",
    "np.where(abs(gradient) > max_value, gradient.dtype.type(max_value), gradient)",
)

clip.slip(
    "takes_the_size",
    "The signs are gone: abs makes every gradient positive. Clip the numbers as they are.",
    "np.clip(gradient",
    "np.clip(abs(gradient)",
)

clip.slip(
    "scales_by_the_largest",
    "You shrank whole arrays until their largest entry fitted. Here each number is limited on its own, "
    "and those within the limit stay as they are.",
    "np.clip(gradient, -max_value, max_value)",
    "gradient * min(1, max_value / abs(gradient).max())",
)

clip.slip(
    "squashes",
    "You squashed the values (tanh or the like), those within the limit too. Only what lies beyond the "
    "limit is moved, to the limit.",
    "np.clip(gradient, -max_value, max_value)",
    "max_value * np.tanh(gradient / max_value)",
)

clip.slip(
    "cuts_the_limit_to_a_whole_number",
    "The limit lost its decimals (int or round): it is a float, such as 2.5. Use it as it comes.",
    "-max_value, max_value",
    "-int(max_value), int(max_value)",
)


@clip.misconception(
    "Your function knows five names only. The dictionary may hold any names: go through its items."
)
def knows_five_names(gradients, max_value):
    dWaa, dWax, dWya = gradients["dWaa"], gradients["dWax"], gradients["dWya"]
    db, dby = gradients["db"], gradients["dby"]
    dWaa, dWax, dWya, db, dby = (
        np.clip(g, -max_value, max_value) for g in (dWaa, dWax, dWya, db, dby)
    )
    return {"dWaa": dWaa, "dWax": dWax, "dWya": dWya, "db": db, "dby": dby}


clip.slip(
    "forgets_the_biases",
    "The biases (db and dby) are not clipped: go through all five gradients.",
    "np.clip(",
    'gradient.copy() if name in ("db", "dby") else np.clip(',
)
