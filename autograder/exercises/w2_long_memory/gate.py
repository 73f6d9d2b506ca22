"""`half_life`: how long a gate holds."""

import math

import numpy as np

from autograder.declaration.inputs import numbers

from .inputs import half_life


@half_life.case("The bias of Keras's LSTM, 1, or a smaller one: a few steps.")
def a_number(rng):
    return {"bias": float(rng.choice([0.5, 1.0, 1.5, 2.0, 2.5]))}


@half_life.case("A bias of 0 keeps half at each step: 1 step.")
def zero(rng):
    return {"bias": 0.0}


@half_life.case("An array of biases gives as many numbers, not rounded.")
def several(rng):
    return {"bias": numbers(rng, (3, 4), 2.0)}


@half_life.case("Biases below 0 keep less than half: fewer than one step.")
def negative(rng):
    return {"bias": -np.round(rng.uniform(0.5, 6.0, 5), 2)}


@half_life.case("A bias of 5 to 12 is large, and exp(-b) still not to be left out beside 1.")
def rather_large(rng):
    return {"bias": np.round(rng.uniform([5.0, 5.5, 6.5], [5.4, 6.4, 12.0]), 2)}


@half_life.case("A large bias holds long, as long as 1 + exp(-b) is no longer told from 1.")
def large(rng):
    return {
        "bias": np.round(rng.uniform([36.0, 50.0, 100.0, 300.0], [40.0, 90.0, 300.0, 650.0]), 1)
    }


@half_life.case("Far out below, exp(-b) is too large for a float, the half-life is not.")
def far_below(rng):
    return {"bias": np.round(-rng.uniform(750.0, 850.0, 3), 1)}


@half_life.case("Far out above, the half-life is too large for a float: inf.")
def far_above(rng):
    return {"bias": np.array([800.0, np.round(rng.uniform(760.0, 900.0), 1)])}


@half_life.case("One number far out below is a number, too.")
def a_number_far_below(rng):
    return {"bias": -800.0}


# ------------------------------------------------------------------------ other right answers


@half_life.alternative
def by_two_formulas(bias):
    bias = np.asarray(bias, dtype=float)
    with np.errstate(all="ignore"):
        upper = np.log(2) / np.log1p(np.exp(-np.maximum(bias, 0)))
        lower = np.log(2) / (-np.minimum(bias, 0) + np.log1p(np.exp(np.minimum(bias, 0))))
    return np.where(bias > 0, upper, lower)


@half_life.alternative
def number_by_number(bias):
    def one(b):
        if b < -700:
            return math.log(2) / -b
        small = math.log1p(math.exp(-b))
        return math.log(2) / small if small > 0 else math.inf

    array = np.asarray(bias, dtype=float)
    return (
        np.array([one(b) for b in array.ravel()]).reshape(array.shape) if array.ndim else one(bias)
    )


@half_life.alternative
def with_scipy(bias):
    from scipy.special import log_expit

    with np.errstate(divide="ignore"):
        return np.log(0.5) / log_expit(np.asarray(bias, dtype=float))


@half_life.alternative
def with_tensorflow(bias):
    import tensorflow as tf

    return tf.math.log(tf.constant(2.0, tf.float64)) / tf.nn.softplus(
        -tf.constant(bias, tf.float64)
    )


# ------------------------------------------------------------------------------- known mistakes

HALF = "np.log(2) / np.logaddexp(0, -np.asarray(bias))"
ARRAY = "np.asarray(bias)"

half_life.slip(
    "forgets_ln_2",
    "This is the time until 1/e is left, not a half. Divide the logarithm of 2.",
    "np.log(2) /",
    "1 /",
)

half_life.slip(
    "takes_the_forgotten_share",
    "This counts how long until the share that is **forgotten** has been halved: the sign of the bias. "
    "The keep gate is at sigmoid(bias).",
    f"-{ARRAY}",
    ARRAY,
)

half_life.slip(
    "takes_the_sigmoid_twice",
    "The sigmoid was applied twice. `bias` is what goes into the gate, and it does so once.",
    ARRAY,
    f"1 / (1 + np.exp(-{ARRAY}))",
)

half_life.slip(
    "takes_the_bias_for_the_share",
    "The bias itself was taken for the share that is kept. The gate is at sigmoid(bias).",
    HALF,
    f"np.log(0.5) / np.log({ARRAY})",
)

half_life.slip(
    "overflows",
    "Right for small biases. Far out below, exp(-b) is infinite, and far out above, 1 + exp(-b) is 1. Look "
    "for a function that computes this logarithm as a whole.",
    HALF,
    f"np.log(2) / np.log(1 + np.exp(-{ARRAY}))",
)

half_life.slip(
    "overflows_below",
    "Right above, but far out below exp(-b) is infinite: `log1p` helps on one side only.",
    HALF,
    f"np.log(2) / np.log1p(np.exp(-{ARRAY}))",
)

half_life.slip(
    "limits_the_bias",
    "The bias was cut off at some limit so that nothing overflows. The half-life is right for every bias: "
    "far out, it goes on falling below and is infinite above.",
    ARRAY,
    f"np.clip({ARRAY}, -500, 500)",
)

half_life.slip(
    "limits_the_bias_early",
    "The bias was cut off early: some of those that are asked for lie beyond that limit.",
    ARRAY,
    f"np.clip({ARRAY}, -30, 30)",
)

half_life.slip(
    "adds_a_small_number",
    "A small number was added so that nothing is divided by zero. Far out it is larger than what it is "
    "added to.",
    f"np.logaddexp(0, -{ARRAY})",
    f"(np.logaddexp(0, -{ARRAY}) + 1e-9)",
)

half_life.slip(
    "rounds",
    "Steps were rounded up. They are wanted as they are, with decimals.",
    HALF,
    f"np.ceil({HALF})",
)

half_life.slip(
    "multiplies",
    "Two logarithms were multiplied. Solve keep to the power h = 1/2 for h: one is divided by the other.",
    "np.log(2) /",
    "np.log(2) *",
)

half_life.slip(
    "turns_the_fraction_round",
    "The fraction is upside down: this is one over the half-life.",
    HALF,
    f"np.logaddexp(0, -{ARRAY}) / np.log(2)",
)

half_life.slip(
    "approximates",
    "This holds for long half-lives only: exp(b) times ln 2. Near 0 and below, it is wrong.",
    HALF,
    f"np.log(2) * np.exp({ARRAY})",
)

for left in ("divide", "over"):
    half_life.equivalent(
        f"with np.errstate(divide='ignore', over='ignore'): -> with np.errstate({left}='ignore'):",
        "Only a warning comes back, and the same numbers.",
    )

half_life.slip(
    "leaves_out_the_1",
    "From some bias on `exp(bias)` was taken for the number of steps, times ln 2. At a bias of 5 that is off "
    "by a third of a percent: nothing has to be left out.",
    HALF,
    "np.where(np.asarray(bias) > 5, np.log(2) * np.exp(bias), " + HALF + ")",
)

half_life.slip(
    "counts_in_single_precision",
    "The result is inf where the number of steps still fits a float: it was computed in float32.",
    HALF,
    "np.log(2) / np.logaddexp(np.float32(0), -np.asarray(bias, np.float32))",
)

half_life.slip(
    "takes_it_for_linear",
    "Half of the share that is kept was divided by what is forgotten in a step. Each step takes its share of "
    "what is **left**: that is a power, so a logarithm undoes it.",
    HALF,
    "0.5 / (1 - 1 / (1 + np.exp(-np.asarray(bias, dtype=float))))",
)

half_life.slip(
    "makes_infinity_finite",
    "Where the number of steps is too large for a float, inf is asked for. Here it was replaced.",
    HALF,
    f"np.nan_to_num({HALF})",
)
