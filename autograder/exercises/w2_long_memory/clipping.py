"""`clip_by_global_norm`: all gradients shortened together."""

import numpy as np

from autograder.checks.expectations import Between
from autograder.checks.probes import BeforeAfter
from autograder.checks.recipes import Made, Own
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import away_from_zero

from .inputs import clip_by_global_norm


def gradients(rng, scale=1.0, dtype=float):
    """Draws gradients of four shapes, whose sizes differ much."""
    shapes = {"dWax": (3, 2), "dWaa": (3, 4), "dba": (5, 1), "dv": (6,)}
    sizes = (1.0, 0.3, 2.0, 0.6)
    return {
        name: (scale * size * away_from_zero(rng, shape, 0.2)).astype(dtype)
        for (name, shape), size in zip(shapes.items(), sizes, strict=True)
    }


@clip_by_global_norm.case("Two arrays whose common norm is 10 are scaled to 5.")
def on_paper(rng):
    signs = rng.choice([-1.0, 1.0], 4)
    one = np.array([[1.0], [1.0]]) * signs[:2, None]  # 1 + 1 + 49 + 49 = 100.
    other = np.array([[7.0, 7.0]]) * signs[2:]
    return {"gradients": {"dW": other, "db": one}, "max_norm": 5.0}


@clip_by_global_norm.case("Four arrays of different shapes and sizes get one factor.")
def four_arrays(rng):
    return {"gradients": gradients(rng, 4.0), "max_norm": float(np.round(rng.uniform(0.5, 3), 1))}


@clip_by_global_norm.case("Gradients within the limit stay as they are.")
def within(rng):
    return {"gradients": gradients(rng, 0.2), "max_norm": 7.0}


@clip_by_global_norm.case("Other names and float32: names and number types are kept.")
def single_precision(rng):
    made = gradients(rng, 3.0, np.float32)
    names = rng.permutation(["w", "bias", "dU", "x"]).tolist()
    renamed = dict(zip(names, made.values(), strict=True))
    return {"gradients": renamed, "max_norm": 2.5}


@clip_by_global_norm.case("Two number types in one dictionary.")
def two_types(rng):
    made = gradients(rng, 2.0)
    return {"gradients": {**made, "dWaa": made["dWaa"].astype(np.float32)}, "max_norm": 1.5}


@clip_by_global_norm.case("Gradients that are all zero stay zero.")
def all_zero(rng):
    return {"gradients": {"dW": np.zeros((2, 3)), "db": np.zeros((4, 1))}, "max_norm": 2.0}


@clip_by_global_norm.case("An infinite entry: all gradients are zeros, and the norm is inf.")
def an_infinite_entry(rng):
    made = gradients(rng, 3.0)
    made["dWaa"][1, 2] = rng.choice([-np.inf, np.inf])
    return {"gradients": made, "max_norm": 4.0}


@clip_by_global_norm.case(
    "A NaN: all gradients are zeros, and the norm is NaN. float32 stays float32."
)
def a_nan(rng):
    made = gradients(rng, 0.1, np.float32)
    made["dba"][3, 0] = np.nan
    return {"gradients": made, "max_norm": 4.0}


@clip_by_global_norm.case("A very small limit is kept as exactly as any other.")
def a_small_limit(rng):
    return {"gradients": gradients(rng, 1e-5), "max_norm": float(rng.choice([2e-6, 3e-6, 5e-6]))}


@clip_by_global_norm.case("Large float32 numbers: their squares are too large for float32.")
def beyond_single_precision(rng):
    made = gradients(rng, 1e21, np.float32)
    return {"gradients": made, "max_norm": float(rng.choice([2e20, 3e20, 5e20]))}


# Arrays in memory of this kind are recognised, whether an array or a view of it comes back.
HELD = """
def held(arrays, made):
    class Gradients(dict):
        pass
    gradients = Gradients(arrays)
    gradients.made = made[0]
    return gradients
"""
ON_BYTES = """
def on_bytes(arrays):
    return {
        name: np.frombuffer(bytearray(array.tobytes()), array.dtype).reshape(array.shape)
        for name, array in arrays.items()
    }
"""
HANDED_ON = """
def make():
    def look(gradients, max_norm):
        count = 0
        for array in gradients.made.values():
            while isinstance(array, np.ndarray):
                array = array.base
            count += isinstance(getattr(array, "obj", array), bytearray)
        return float(count)
    return look
"""
WIDTH = """
def make(salt):
    def look(gradients, max_norm):
        return float(len(gradients)) * salt
    return look
"""


@clip_by_global_norm.case("Each array is new, also where nothing is to be clipped.")
def new_arrays(rng):
    made, salt = gradients(rng, 0.1), round(float(rng.uniform(2, 9)), 4)
    given = {"gradients": Made(ON_BYTES, {"arrays": made}), "max_norm": 9.0}
    held = Made(HELD, {"arrays": made, "made": Own(given)})
    handed_on = (
        "Arrays came back as they were handed in, the very same or views of them. Whoever changes the one "
        "then changes the other: return new arrays in a new dictionary."
    )
    looks = {"handed_on": Made(HANDED_ON, {}), "width": Made(WIDTH, {"salt": salt})}
    return Trial(
        BeforeAfter({"gradients": held, "max_norm": 9.0}, looks),
        [
            Between("before.handed_on", 0, 0, handed_on),
            Between("before.width", 4 * salt - 0.01, 4 * salt + 0.01, "There are four arrays."),
        ],
    )


# ------------------------------------------------------------------------ other right answers


@clip_by_global_norm.alternative
def as_one_long_vector(gradients, max_norm):
    flat = np.concatenate([np.ravel(g).astype(float) for g in gradients.values()])
    norm = np.linalg.norm(flat)
    if np.isnan(norm) or np.isinf(norm):
        return {k: np.zeros(g.shape, g.dtype) for k, g in gradients.items()}, norm
    factor = 1.0 if norm <= max_norm else max_norm / norm
    return {k: np.asarray(g * factor, dtype=g.dtype) for k, g in gradients.items()}, norm


@clip_by_global_norm.alternative
def with_a_loop(gradients, max_norm):
    total = 0.0
    for g in gradients.values():
        for value in g.ravel():
            total += float(value) ** 2
    norm = total**0.5
    clipped = {}
    for name, g in gradients.items():
        new = g.copy()
        if not np.isfinite(norm):
            new[...] = 0
        elif norm > max_norm:
            new *= max_norm / norm
        clipped[name] = new
    return clipped, norm


@clip_by_global_norm.alternative
def with_a_norm_of_norms(gradients, max_norm):
    norm = np.linalg.norm([np.linalg.norm(g.astype(float)) for g in gradients.values()])
    factor = min(1, max_norm / (norm + 1e-30)) if np.isfinite(norm) else 0
    return {
        name: (np.nan_to_num(g, posinf=0, neginf=0) * factor).astype(g.dtype)
        for name, g in gradients.items()
    }, float(norm)


@clip_by_global_norm.alternative
def with_tensorflow(gradients, max_norm):
    import tensorflow as tf

    doubles = [tf.constant(g, tf.float64) for g in gradients.values()]
    clipped, norm = tf.clip_by_global_norm(doubles, max_norm)
    if not np.isfinite(norm.numpy()):
        clipped = [tf.zeros_like(g) for g in doubles]
    return {
        name: c.numpy().astype(g.dtype)
        for (name, g), c in zip(gradients.items(), clipped, strict=True)
    }, float(norm)


# ------------------------------------------------------------------------------- known mistakes

SCALE = "max_norm / max(norm, max_norm)"
NORM = "float(np.sqrt(np.sum(squares)))"


@clip_by_global_norm.misconception(
    "Each array was clipped by its own norm. There is one norm, over all of them, and one factor: else "
    "the step is turned."
)
def clips_each_array(gradients, max_norm):
    norms = {name: np.sqrt(np.sum(np.square(g))) for name, g in gradients.items()}
    total = float(np.linalg.norm(list(norms.values())))
    if not np.isfinite(total):
        return {name: np.zeros_like(g) for name, g in gradients.items()}, total
    return {
        name: (g * (max_norm / max(norms[name], max_norm))).astype(g.dtype)
        for name, g in gradients.items()
    }, total


clip_by_global_norm.slip(
    "clips_each_entry",
    "Each entry was limited for itself. That is clipping by value, which turns the step; here everything "
    "is multiplied by one factor.",
    "(scale * g).astype(g.dtype)",
    "np.clip(g, -max_norm, max_norm)",
)

clip_by_global_norm.slip(
    "scales_up_too",
    "Short gradients were made longer. The factor is never above 1.",
    SCALE,
    "max_norm / (norm or 1.0)",
)

clip_by_global_norm.slip(
    "takes_the_squared_norm",
    "The root is missing: the norm is the root of the sum of squares.",
    NORM,
    "float(np.sum(squares))",
)

clip_by_global_norm.slip(
    "adds_up_norms",
    "The norms of the arrays were added up. Add up their squares, and take one root at the end.",
    NORM,
    "float(np.sum(np.sqrt(squares)))",
)

clip_by_global_norm.slip(
    "takes_the_mean_square",
    "Squares were averaged. They are added up: the norm is a length.",
    "np.sum(np.square(g, dtype=float))",
    "np.mean(np.square(g, dtype=float))",
)

clip_by_global_norm.slip(
    "adds_up_sizes",
    "Sizes of entries were added up, without squares.",
    (
        "np.sum(np.square(g, dtype=float))",
        "np.sum(np.abs(g))",
    ),
    (NORM, "float(np.sum(squares))"),
)

clip_by_global_norm.slip(
    "takes_the_largest_norm",
    "The largest of the arrays' norms was taken. All arrays together have one norm.",
    NORM,
    "float(np.sqrt(np.max(squares)))",
)

clip_by_global_norm.slip(
    "takes_the_last_array",
    "The norm is that of one array alone: it was overwritten in the loop. Add all of them up.",
    NORM,
    "float(np.sqrt(squares[-1]))",
)

clip_by_global_norm.slip(
    "spreads_nan",
    "A single bad entry has spread: gradients are NaN, and the weights would be so for ever. Ask whether "
    "the norm is finite before you scale.",
    "    if not np.isfinite(norm):\n"
    "        return {name: np.zeros_like(g) for name, g in gradients.items()}, norm\n",
    "",
)

clip_by_global_norm.slip(
    "skips_nan_only",
    "An infinite gradient was not skipped: `isnan` does not see it.",
    "not np.isfinite(norm)",
    "np.isnan(norm)",
)

clip_by_global_norm.slip(
    "skips_inf_only",
    "A NaN was not skipped: `isinf` does not see it.",
    "not np.isfinite(norm)",
    "np.isinf(norm)",
)

clip_by_global_norm.slip(
    "zeroes_only_the_bad_array",
    "Only arrays with a bad entry became zeros. The whole step is skipped: all arrays.",
    "np.zeros_like(g) for",
    "g * 0 if np.isfinite(g).sum() < 0 else np.where(np.isfinite(g).all(), g, 0).astype(g.dtype) for",
)


@clip_by_global_norm.misconception(
    "Bad entries were replaced, and the rest was used for a step. A step with infinity or NaN is skipped "
    "whole, and the norm tells of it."
)
def repairs_bad_entries(gradients, max_norm):
    good = {k: np.where(np.isfinite(g), g, 0).astype(g.dtype) for k, g in gradients.items()}
    norm = float(np.sqrt(sum(np.sum(np.square(g, dtype=float)) for g in good.values())))
    return {
        k: (g * (max_norm / max(norm, max_norm))).astype(g.dtype) for k, g in good.items()
    }, norm


clip_by_global_norm.slip(
    "gives_zero_for_a_bad_norm",
    "The norm of a skipped step was given as 0. It is to come back as it came out, so that one sees why.",
    "for name, g in gradients.items()}, norm",
    "for name, g in gradients.items()}, 0.0",
)

clip_by_global_norm.slip(
    "returns_the_norm_afterwards",
    "The second result is the norm after clipping. Asked is the one before, which tells of an explosion.",
    "return clipped, norm",
    "return clipped, min(norm, max_norm)",
)

clip_by_global_norm.slip(
    "returns_the_factor",
    "The second result is the factor. Asked is the norm before clipping.",
    "return clipped, norm",
    "return clipped, scale",
)

clip_by_global_norm.slip(
    "changes_what_came",
    "Your function changes what came in: `*=` writes into the caller's arrays. Make new ones.",
    "(scale * g).astype(g.dtype)",
    "np.multiply(g, scale, out=g)",
)

clip_by_global_norm.slip(
    "adds_an_epsilon",
    "Something small was added to the norm. Where the limit is as small, every number is off: the norm is "
    "not zero where it is divided by.",
    SCALE,
    "max_norm / max(norm + 1e-6, max_norm)",
)

clip_by_global_norm.slip(
    "overflows_in_squares",
    "The squares were too large for the arrays' number type, so a finite step was thrown away. Add up in "
    "double precision.",
    "np.square(g, dtype=float)",
    "np.square(g)",
)


@clip_by_global_norm.misconception(
    "Where nothing is to be clipped, what came was handed back. Whoever changes the one then changes the "
    "other: return new arrays in a new dictionary."
)
def hands_on_what_came(gradients, max_norm):
    norm = float(np.sqrt(sum(np.sum(np.square(g, dtype=float)) for g in gradients.values())))
    if not np.isfinite(norm):
        return {name: np.zeros_like(g) for name, g in gradients.items()}, norm
    if norm <= max_norm:
        return gradients, norm
    return {k: (max_norm / norm * g).astype(g.dtype) for k, g in gradients.items()}, norm


clip_by_global_norm.slip(
    "makes_everything_double",
    "float32 became float64. Each array keeps its own number type.",
    "astype(g.dtype)",
    "astype(float)",
)

clip_by_global_norm.slip(
    "scales_to_one",
    "Gradients that are too long were scaled to a norm of 1. `max_norm` says to which.",
    SCALE,
    "1 / norm if norm > max_norm else 1.0",
)
