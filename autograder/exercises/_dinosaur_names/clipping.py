"""`clip`: gradients within bounds."""

import numpy as np

from autograder.exercises._dinosaur_names.inputs import clip, make_gradients


@clip.case("Values beyond the limit are cut to it, above and below.")
def beyond_the_limit(rng):
    return {"gradients": make_gradients(rng, 10.0), "max_value": 5.0}


@clip.case("Values within the limit stay as they are, in every array.")
def within_the_limit(rng):
    gradients = make_gradients(rng, 1.0)
    gradients = {name: np.clip(g, -4.5, 4.5) for name, g in gradients.items()}
    gradients["dby"] = np.array([[0.25], [7.0], [-9.0]])
    return {"gradients": gradients, "max_value": 5.0}


@clip.case("The limit is the one that is passed in, and float32 stays float32.")
def another_limit(rng):
    gradients = {k: g.astype(np.float32) for k, g in make_gradients(rng, 3.0, 2, 5, 7).items()}
    gradients["dWya"][0, 0] = np.inf
    return {"gradients": gradients, "max_value": float(rng.choice([0.5, 1.5, 2.5]))}


@clip.case("Any names and any number of arrays, of any shapes.")
def other_names(rng):
    return {
        "gradients": {"dU": 4 * rng.standard_normal((2, 3, 4)), "dv": 4 * rng.standard_normal(5)},
        "max_value": 2.0,
    }


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


@clip.misconception(
    "Your function changes what came in. `out=` and `g[...] =` write into the caller's arrays, and "
    "`gradients[name] = ...` into the caller's dictionary; `dict(gradients)` copies the dictionary, not "
    "the arrays. Start a new dictionary and fill it with new arrays."
)
def clips_in_place(gradients, max_value):
    for g in gradients.values():
        np.clip(g, -max_value, max_value, out=g)
    return gradients


@clip.misconception("Large negative values stay: clip at -max_value as well as at max_value.")
def clips_only_above(gradients, max_value):
    return {name: np.minimum(g, max_value) for name, g in gradients.items()}


@clip.misconception("Large positive values stay: clip at max_value as well as at -max_value.")
def clips_only_below(gradients, max_value):
    return {name: np.maximum(g, -max_value) for name, g in gradients.items()}


@clip.misconception(
    "Negative gradients became zero. The lower limit is -max_value, not 0: a gradient may point "
    "either way."
)
def clips_from_zero(gradients, max_value):
    return {name: np.clip(g, 0, max_value) for name, g in gradients.items()}


@clip.misconception(
    "You scaled the arrays by their norm. That is clipping by norm, another remedy; here each number is "
    "limited on its own."
)
def clips_by_norm(gradients, max_value):
    clipped = {}
    for name, g in gradients.items():
        norm = np.linalg.norm(g)
        clipped[name] = g * (max_value / norm) if norm > max_value else g.copy()
    return clipped


@clip.misconception(
    "Values beyond the limit became 0. Clipping moves them to the limit, so that the step keeps "
    "its direction."
)
def zeroes_large_values(gradients, max_value):
    return {name: np.where(np.abs(g) > max_value, 0, g) for name, g in gradients.items()}


@clip.misconception("Nothing came back: the last line must return the new dictionary.")
def clips_and_returns_nothing(gradients, max_value):
    clipped = {name: np.clip(g, -max_value, max_value) for name, g in gradients.items()}
    clipped.clear()


@clip.misconception("The limit is fixed at 5 in your code: use max_value.")
def clips_at_five(gradients, max_value):
    return {name: np.clip(g, -5.0, 5.0).astype(g.dtype) for name, g in gradients.items()}


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


@clip.misconception("The biases (db and dby) are not clipped: go through all five gradients.")
def forgets_the_biases(gradients, max_value):
    biases = ("db", "dby")
    return {
        name: g.copy() if name in biases else np.clip(g, -max_value, max_value)
        for name, g in gradients.items()
    }
