"""`jacobian_product_norm`: how much the last state feels each state."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import away_from_zero, draw_until, numbers

from .inputs import jacobian_product_norm


def states(rng, n_a, steps, activation, low=0.1):
    """Draws states of one example, as an activation gives them; some of ReLU's are zero."""
    a = away_from_zero(rng, (n_a, steps), low)
    return np.maximum(a, 0.0) if activation == "relu" else a


def arguments(rng, n_a, steps, activation, scale):
    return {
        "Waa": numbers(rng, (n_a, n_a), scale),
        "a": states(rng, n_a, steps, activation),
        "activation": activation,
    }


def is_alive(made):
    """Tells whether the first state is felt at all, so that every factor counts."""
    product = np.eye(len(made["Waa"]))
    a = made["a"]
    slopes = (a > 0) if made["activation"] == "relu" else 1 - a**2
    for slope in slopes.T[:0:-1]:
        product = product @ (slope[:, None] * made["Waa"])
    return np.linalg.norm(product, 2) > 1e-4


@jacobian_product_norm.case("Two units, three states of a tanh net.")
def small_tanh(rng):
    return {
        "Waa": rng.integers(1, 4, (2, 2)) * rng.choice([-1.0, 1.0], (2, 2)),
        "a": rng.integers(1, 9, (2, 3)) * rng.choice([-0.1, 0.1], (2, 3)),
        "activation": "tanh",
    }


@jacobian_product_norm.case("More units and steps of a tanh net: the product vanishes.")
def vanishing(rng):
    return arguments(rng, 4, 7, "tanh", 0.3)


@jacobian_product_norm.case("What is left of a long way is very small, and not 0.")
def very_small(rng):
    made = arguments(rng, 3, 8, "tanh", 1.0)
    return {**made, "Waa": away_from_zero(rng, (3, 3), 0.5, 0.9) * 0.003}


@jacobian_product_norm.case("Large weights: the product grows.")
def growing(rng):
    return arguments(rng, 3, 8, "tanh", 3.0)


@jacobian_product_norm.case("For ReLU the slope is 1 where the state is positive, and 0 elsewhere.")
def relu(rng):
    return draw_until(lambda: arguments(rng, 5, 4, "relu", 1.0), is_alive)


@jacobian_product_norm.case("A state of a ReLU net with nothing positive lets nothing through.")
def dead_relu(rng):
    made = draw_until(lambda: arguments(rng, 4, 6, "relu", 1.0), is_alive)
    made["a"][:, 2] = 0.0
    return made


@jacobian_product_norm.case("One state alone feels itself: 1.")
def one_state(rng):
    return arguments(rng, 3, 1, "tanh", 1.0)


# Not long, but without prints of slips: some hand infinity to LAPACK, which complains by printing.
@jacobian_product_norm.case(
    "Numbers that grow too large for a float are inf, and never NaN.", is_long=True
)
def overflow(rng):
    made = arguments(rng, 3, 6, "tanh", 1.0)
    return {**made, "Waa": away_from_zero(rng, (3, 3), 0.5, 0.9) * 1e150}


@jacobian_product_norm.case("A single unit's product may be too large, too: inf.", is_long=True)
def overflow_of_one_unit(rng):
    made = arguments(rng, 1, 5, "tanh", 1.0)
    return {**made, "Waa": away_from_zero(rng, (1, 1), 0.5, 0.9) * 1e180}


@jacobian_product_norm.case("With one state alone, an unknown activation raises a ValueError, too.")
def unknown_of_one_state(rng):
    made = arguments(rng, 3, 1, "tanh", 1.0)
    name = str(rng.choice(["sigmoid", "gelu", "swish"]))
    because = "Only tanh and relu are known, however many states there are."
    return Trial(Call({**made, "activation": name}), [Raises("ValueError", [name], because)])


@jacobian_product_norm.case("An unknown activation raises a ValueError that names it.")
def unknown(rng):
    made = arguments(rng, 2, 3, "tanh", 1.0)
    name = str(rng.choice(["sigmoid", "linear", "elu"]))
    because = "Only tanh and relu are known; the message names what came."
    return Trial(Call({**made, "activation": name}), [Raises("ValueError", [name], because)])


# ------------------------------------------------------------------------ other right answers


def slope_of(a, activation):
    if activation == "tanh":
        return 1 - np.square(a)
    if activation == "relu":
        return np.where(a > 0, 1.0, 0.0)
    raise ValueError(f"activation {activation}")


def norm_of(product):
    return np.linalg.svd(product, compute_uv=False)[0] if np.isfinite(product).all() else np.inf


@jacobian_product_norm.alternative
def each_product_from_scratch(Waa, a, activation):
    slopes = slope_of(a, activation)
    steps = a.shape[1]
    norms = []
    for k in range(steps):
        product = np.eye(Waa.shape[0])
        for t in range(k + 1, steps):
            product = np.diag(slopes[:, t]) @ Waa @ product
        norms.append(norm_of(product))
    return np.array(norms)


@jacobian_product_norm.alternative
def of_the_transposed(Waa, a, activation):
    slopes = slope_of(a, activation)
    product, norms = np.eye(len(Waa)), [1.0]
    for slope in slopes[:, :0:-1].T:
        product = Waa.T @ np.diag(slope) @ product
        norms.insert(0, norm_of(product))
    return np.array(norms)


@jacobian_product_norm.alternative
def with_the_size_apart(Waa, a, activation):
    slopes = slope_of(a, activation)
    product, size = np.eye(len(Waa)), 0.0
    norms = np.empty(a.shape[1])
    norms[-1] = 1
    for k in reversed(range(a.shape[1] - 1)):
        product = product @ (slopes[:, k + 1][:, np.newaxis] * Waa)
        norm = np.linalg.norm(product, ord=2)
        with np.errstate(over="ignore", divide="ignore"):
            size += np.log(norm)
            norms[k] = np.exp(size)
        product = product / (norm or 1.0)
    return norms


@jacobian_product_norm.alternative
def with_tensorflow(Waa, a, activation):
    import tensorflow as tf

    slopes = tf.constant(slope_of(a, activation))
    product, norms = tf.eye(len(Waa), dtype=tf.float64), [1.0]
    for k in range(a.shape[1] - 1, 0, -1):
        product = product @ (slopes[:, k, None] * Waa)
        norms.append(norm_of(product.numpy()))
    return np.array(norms[::-1])


# ------------------------------------------------------------------------------- known mistakes

FACTOR = "slopes[:, k + 1, None] * Waa"
NORM = "np.linalg.norm(product, 2)"

jacobian_product_norm.slip(
    "takes_small_numbers_for_zero",
    "Very small norms came out as 0. They are small, and how small is what is measured.",
    "np.inf\n",
    "np.inf\n        norms[norms < 1e-12] = 0\n",
)

jacobian_product_norm.slip(
    "multiplies_on_the_left",
    "The factors stand in the wrong order. Later steps stand on the left: going back, each new factor "
    "comes on the right.",
    f"product @ ({FACTOR})",
    f"({FACTOR}) @ product",
)

jacobian_product_norm.slip(
    "puts_slopes_on_the_right",
    "The slopes multiply the columns of the weights. They belong on the left: what comes out of the "
    "activation is scaled, row by row.",
    FACTOR,
    "slopes[:, k + 1] * Waa",
)

jacobian_product_norm.slip(
    "takes_the_slope_before",
    "Each factor has the slope of the state before. The step from k to k + 1 goes through the activation "
    "that makes state k + 1.",
    "k + 1, None",
    "k, None",
)

jacobian_product_norm.slip(
    "forgets_the_slopes",
    "The slopes of the activation are missing: this is a power of the weights.",
    FACTOR,
    "Waa",
)

jacobian_product_norm.slip(
    "forgets_the_weights",
    "Only slopes were multiplied. Each factor is slopes times weights.",
    FACTOR,
    "np.diag(slopes[:, k + 1])",
)

jacobian_product_norm.slip(
    "transposes_the_weights",
    "The weights are transposed. They multiply the state from the left, so the derivative has them as they "
    "are.",
    "None] * Waa",
    "None] * Waa.T",
)

jacobian_product_norm.slip(
    "takes_frobenius",
    "This is the root of all squared entries, the Frobenius norm, which `norm` gives where nothing is said. "
    "The largest singular value is asked for.",
    NORM,
    "np.linalg.norm(product)",
)

jacobian_product_norm.slip(
    "takes_the_largest_eigenvalue",
    "This is the size of the largest eigenvalue. How much a step can lengthen a vector is the largest "
    "singular value, which is more where the matrix is not symmetric.",
    NORM,
    "np.abs(np.linalg.eigvals(product)).max()",
)

jacobian_product_norm.slip(
    "takes_the_largest_entry",
    "This is the largest entry of the product. A norm looks at all directions: take the largest singular "
    "value.",
    NORM,
    "np.abs(product).max()",
)

jacobian_product_norm.slip(
    "takes_the_smallest",
    "This is the smallest singular value. The largest is asked for.",
    NORM,
    "np.linalg.norm(product, -2)",
)

jacobian_product_norm.slip(
    "takes_the_norm_of_rows",
    "This is the largest sum over a row. The largest singular value is the norm of order 2.",
    NORM,
    "np.linalg.norm(product, np.inf)",
)


@jacobian_product_norm.misconception(
    "The norms of the factors were multiplied. That is an upper bound: multiply the matrices, then take the "
    "norm."
)
def multiplies_norms(Waa, a, activation):
    slopes = slope_of(a, activation)
    sizes = [np.linalg.norm(slope[:, None] * Waa, 2) for slope in slopes.T]
    with np.errstate(over="ignore"):
        return np.array([np.prod(sizes[k + 1 :]) for k in range(len(sizes))])


jacobian_product_norm.slip(
    "gives_single_factors",
    "Each entry is the norm of one step alone. Multiply all steps from there to the end.",
    "product @ (",
    "1.0 * (",
)

jacobian_product_norm.slip(
    "leaves_out_the_last",
    "The last entry is missing. The last state feels itself: 1.",
    "return norms",
    "return norms[:-1]",
)

jacobian_product_norm.slip(
    "begins_with_one_factor_too_many",
    "There is one factor too many: the last state feels itself without any step, so its entry is 1.",
    (
        "range(a.shape[1] - 2, -1, -1)",
        "range(a.shape[1] - 1, -1, -1)",
    ),
    (FACTOR, "slopes[:, k, None] * Waa"),
)

jacobian_product_norm.slip(
    "goes_backward",
    "The norms stand in reversed order. Entry k belongs to state k, so 1 is the last one.",
    "return norms",
    "return norms[::-1]",
)

jacobian_product_norm.slip(
    "looks_from_the_first_state",
    "This is what each state feels of the first one. Asked is what the last one feels of each.",
    (
        "    for k in range",
        "    if True:\n            a, slopes = a[:, ::-1], slopes[:, ::-1]\n        for k in range",
    ),
    ("product @ (slopes[:, k + 1, None] * Waa)", "(slopes[:, k, None] * Waa) @ product"),
    ("return norms", "return norms[::-1]"),
)

jacobian_product_norm.slip(
    "forgets_the_square",
    "The slope of tanh is 1 minus the **square** of the state.",
    "a**2",
    "a",
)

jacobian_product_norm.slip(
    "takes_tanh_again",
    "tanh was applied once more. The states are what tanh gave already: the slope is 1 minus their square.",
    "a**2",
    "np.tanh(a) ** 2",
)

jacobian_product_norm.slip(
    "has_relu_slope_at_zero",
    "A ReLU whose state is 0 was off: its slope is 0 there, not 1.",
    "a > 0",
    "a >= 0",
)

jacobian_product_norm.slip(
    "takes_relu_for_its_slope",
    "The states of the ReLU net were taken for slopes. The slope is 1 where a state is positive.",
    "(a > 0).astype(float)",
    "np.maximum(a, 0)",
)

jacobian_product_norm.slip(
    "knows_tanh_only",
    "The slopes of ReLU were computed as those of tanh. Look at `activation`.",
    'activation == "tanh"',
    "True",
)

jacobian_product_norm.slip(
    "lets_nan_come",
    "NaN came out where numbers are too large: infinite entries cancelled out. What is not finite any "
    "more is too large: `inf`.",
    "else np.inf",
    "else np.nan",
)

jacobian_product_norm.slip(
    "takes_anything_for_relu",
    "An unknown activation was accepted. Only tanh and relu are known.",
    '("tanh", "relu")',
    '("tanh", "relu", activation)',
)

for left in ("invalid", "over"):
    jacobian_product_norm.equivalent(
        f"with np.errstate(over='ignore', invalid='ignore'): -> with np.errstate({left}='ignore'):",
        "Only a warning comes back, and the same numbers.",
    )

jacobian_product_norm.slip(
    "asks_for_the_activation_in_the_loop",
    "With one state the loop never runs, and an unknown activation goes unnoticed. Ask before it.",
    "    if activation not in",
    "    if a.shape[1] > 1 and activation not in",
)

jacobian_product_norm.slip(
    "leaves_zeros_before_infinity",
    "It stopped where numbers became too large. All states before feel even more: inf there, too.",
    "np.inf\n",
    "np.inf\n            if not is_finite:\n                norms[:k] = 0\n                break\n",
)

jacobian_product_norm.slip(
    "squares_the_product",
    "The norm was taken as the root of an eigenvalue of the product times itself, whose squares become too "
    "large long before the product does.",
    NORM,
    "np.sqrt(np.linalg.eigvalsh(np.nan_to_num(product.T @ product))[-1])",
    arbitrary_in=("overflow",),
)
