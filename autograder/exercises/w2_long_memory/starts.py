"""`initial_weights`: three ways to start. What is drawn is looked at through its properties."""

import numpy as np

from autograder.checks.expectations import Between, Matches, Raises, Shape
from autograder.checks.probes import BeforeAfter, Call, CallTwice
from autograder.checks.recipes import Made, Own
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import initial_weights

ROOM = 0.04  # relative, of a deviation: six times its own, of 14,000 numbers or more


def arguments(rng, kind, n_a, n_x):
    return {"kind": kind, "n_a": n_a, "n_x": n_x, "rng": seed_from(rng)}


def forms(n_a, n_x):
    text = "Wax is (n_a, n_x): a row for each unit."
    return [
        Shape("result.0", [n_a, n_x], text),
        Shape("result.1", [n_a, n_a], "Waa is (n_a, n_a)."),
        Matches(np.zeros((n_a, 1)), "result.2", "ba"),
    ]


@initial_weights.case("Two units, three inputs: the identity copies the state.")
def a_small_identity(rng):
    probe = Call(arguments(rng, "identity", 2, 3))
    return Trial(probe, [Matches(np.eye(2), "result.1", "Waa"), *forms(2, 3)])


@initial_weights.case("He's start has the right shapes, and biases of zero.")
def a_small_he(rng):
    return Trial(Call(arguments(rng, "he", 4, 2)), forms(4, 2))


@initial_weights.case("The orthogonal start has the right shapes, and biases of zero.")
def a_small_orthogonal(rng):
    return Trial(Call(arguments(rng, "orthogonal", 3, 5)), forms(3, 5))


# A generator that carries what the learner's function drew, so that it can be looked at.
CARRIER = """
def carrier(drawn, seed):
    class Carrier(np.random.Generator):
        pass
    rng = Carrier(np.random.PCG64(seed))
    rng.drawn = [np.asarray(part, dtype=float) for part in drawn]
    return rng
"""
CARRIER_OF_MANY = CARRIER.replace(
    "[np.asarray(part, dtype=float) for part in drawn]",
    "[np.zeros(1), np.array([Waa for _, Waa, _ in drawn], dtype=float), np.zeros(1)]",
)
LOOKS = {
    "mean_of_Wax": "return float(Wax.mean() / Wax.std())",
    "deviation_of_Wax": "return float(Wax.std())",
    "tails_of_Wax": "return float((Wax ** 4).mean() / (Wax ** 2).mean() ** 2)",
    "mean_of_Waa": "return float(Waa.mean() / Waa.std())",
    "deviation_of_Waa": "return float(Waa.std())",
    "tails_of_Waa": "return float((Waa ** 4).mean() / (Waa ** 2).mean() ** 2)",
    "product": "return Waa.T @ Waa",
    "zeros": "return float((Waa == 0).mean())",
}
# Of 60 draws: the mean sign of the first entry, and the mean determinant.
LOOKS_AT_MANY = {
    "first": "return float(np.sign(Waa[:, 0, 0]).mean())",
    "determinant": "return float(np.linalg.det(Waa).mean())",
}

# Properties are the same whatever was drawn: a number of the judge's tells a look from a remembered one.
SALTED = """
def make(salt):
    def look(kind, n_a, n_x, rng):
        return float(len(rng.drawn[0][0])) * salt
    return look
"""


def salt_of(rng):
    return round(float(rng.uniform(2, 9)), 4)


def looked_at(rng, kind, n_a, n_x, labels, salt=1.0):
    """Returns a probe that looks at properties of what was drawn."""
    given = {"kind": kind, "n_a": n_a, "n_x": n_x}
    drawn = Own(arguments(rng, kind, n_a, n_x))
    given["rng"] = Made(CARRIER, {"drawn": drawn, "seed": int(rng.integers(2**31))})
    looks = {label: Made(_source(LOOKS[label]), {}) for label in labels}
    return BeforeAfter(given, {**looks, "width": Made(SALTED, {"salt": salt})})


def _source(code):
    """Returns the source of a function that makes a look."""
    return (
        "def make():\n    def look(kind, n_a, n_x, rng):\n        Wax, Waa, ba = rng.drawn\n"
        f"        {code}\n    return look"
    )


def normal(which, deviation):
    """Expects normal numbers of mean 0 and of a deviation."""
    room = {"relative": ROOM, "absolute": 0.0, "of_scale": 0.0}
    text = f"{which} is not drawn around 0."
    tails = f"{which} is not normal: its far numbers are too few or too many."
    return [
        Matches(
            float(deviation),
            f"before.deviation_of_{which}",
            f"the deviation of {which}",
            tolerance=room,
        ),
        Between(f"before.mean_of_{which}", -0.06, 0.06, text),
        Between(f"before.tails_of_{which}", 2.6, 3.4, tails),
    ]


def labels(*arrays):
    return [f"{what}_of_{which}" for which in arrays for what in ("mean", "deviation", "tails")]


@initial_weights.case("He's deviations fit what goes in: n_a into the state, n_x from the input.")
def deviations_of_he(rng):
    salt = salt_of(rng)
    probe = looked_at(rng, "he", 130, 300, labels("Wax", "Waa"), salt)
    width = Matches(300 * salt, "before.width", "the number of columns of Wax, times a number")
    return Trial(probe, [width, *normal("Wax", np.sqrt(2 / 300)), *normal("Waa", np.sqrt(2 / 130))])


@initial_weights.case("With the identity, the weights of the input have deviation 0.1.")
def deviation_with_the_identity(rng):
    probe = looked_at(rng, "identity", 50, 320, labels("Wax"))
    return Trial(probe, normal("Wax", 0.1))


@initial_weights.case("With orthogonal weights, those of the input are as with He.")
def deviation_with_orthogonal(rng):
    probe = looked_at(rng, "orthogonal", 60, 320, labels("Wax"))
    return Trial(probe, normal("Wax", np.sqrt(2 / 320)))


@initial_weights.case("Orthogonal weights keep lengths: the transposed matrix undoes them.")
def orthogonal(rng):
    probe = looked_at(rng, "orthogonal", 5, 3, ["product", "zeros"])
    return Trial(
        probe,
        [
            Matches(np.eye(5), "before.product", "the transposed Waa times Waa"),
            Matches(0.0, "before.zeros", "the share of entries of Waa that are exactly 0"),
        ],
    )


@initial_weights.case("No orthogonal matrix is likelier than another.")
def signs(rng):
    many = [Own(arguments(rng, "orthogonal", 2, 1)) for _ in range(60)]
    given = {"kind": "orthogonal", "n_a": 2, "n_x": 1}
    given["rng"] = Made(CARRIER_OF_MANY, {"drawn": many, "seed": int(rng.integers(2**31))})
    looks = {label: Made(_source(code), {}) for label, code in LOOKS_AT_MANY.items()}
    text = (
        "Some orthogonal matrices come more often than others. `numpy.linalg.qr` chooses signs of its "
        "own: multiply each column of Q by the sign of R's diagonal."
    )
    turned = (
        "Most matrices have the same determinant: only rotations, or only reflections, are drawn. Signs that "
        "a library chooses can do that, or a correction of the determinant."
    )
    expected = [
        Between(f"before.{label}", -0.75, 0.75, says)
        for label, says in zip(LOOKS_AT_MANY, (text, turned), strict=True)
    ]
    return Trial(BeforeAfter(given, looks), expected)


@initial_weights.case("The generator is the only source of randomness.")
def twice(rng):
    return CallTwice(arguments(rng, "he", 3, 4))


@initial_weights.case("The same holds for orthogonal weights.")
def orthogonal_twice(rng):
    return CallTwice(arguments(rng, "orthogonal", 4, 2))


@initial_weights.case("An unknown kind raises a ValueError that names it.")
def unknown(rng):
    kind = str(rng.choice(["glorot", "zeros", "uniform"]))
    because = "Three kinds are known; the message names what came."
    probe = Call(arguments(rng, kind, 2, 3))
    return Trial(probe, [Raises("ValueError", [kind], because)])


@initial_weights.case("A kind whose name is only like one of the three is unknown, too.")
def unknown_but_alike(rng):
    kind = str(rng.choice(["he_normal", "orthogonals", "identity2"]))
    because = "Three names are known, and whole ones."
    return Trial(Call(arguments(rng, kind, 3, 2)), [Raises("ValueError", [kind], because)])


# ------------------------------------------------------------------------ other right answers


@initial_weights.alternative
def with_standard_normal(kind, n_a, n_x, rng):
    if kind == "identity":
        Waa, size = np.identity(n_a), 0.1
    elif kind == "he":
        Waa, size = rng.standard_normal((n_a, n_a)) * (2 / n_a) ** 0.5, (2 / n_x) ** 0.5
    elif kind == "orthogonal":
        Q, R = np.linalg.qr(rng.standard_normal((n_a, n_a)))
        Waa, size = Q @ np.diag(np.sign(np.diag(R))), (2 / n_x) ** 0.5
    else:
        raise ValueError(f"kind {kind}")
    return size * rng.standard_normal((n_a, n_x)), Waa, np.zeros((n_a, 1))


@initial_weights.alternative
def with_singular_vectors(kind, n_a, n_x, rng):
    kinds = {"identity": 0.1, "he": np.sqrt(2 / n_x), "orthogonal": np.sqrt(2 / n_x)}
    if kind not in kinds:
        raise ValueError(kind)
    Z = rng.normal(size=(n_a, n_a))
    U, _, V = np.linalg.svd(Z)  # U V is the orthogonal matrix that is nearest to Z.
    Waa = {"identity": np.eye(n_a), "he": Z * np.sqrt(2 / n_a), "orthogonal": U @ V}[kind]
    return rng.normal(scale=kinds[kind], size=(n_x, n_a)).T, Waa, np.zeros((n_a, 1))


@initial_weights.alternative
def with_scipy(kind, n_a, n_x, rng):
    from scipy.stats import ortho_group

    ba = np.zeros(n_a).reshape(-1, 1)
    if kind == "identity":
        return rng.normal(0.0, 0.1, size=(n_a, n_x)), np.diag(np.ones(n_a)), ba
    Wax = rng.normal(0.0, np.sqrt(2.0 / n_x), size=(n_a, n_x))
    if kind == "he":
        return Wax, rng.normal(0.0, np.sqrt(2.0 / n_a), size=(n_a, n_a)), ba
    if kind == "orthogonal":
        return Wax, ortho_group.rvs(n_a, random_state=rng) if n_a > 1 else np.eye(1), ba
    raise ValueError(f"{kind} is unknown")


@initial_weights.alternative
def in_single_precision(kind, n_a, n_x, rng):
    if kind not in {"he", "identity", "orthogonal"}:
        raise ValueError(f"unknown: {kind}")
    size = 0.1 if kind == "identity" else (2 / n_x) ** 0.5
    Wax = (size * rng.standard_normal((n_a, n_x), dtype="float32")).astype("float32")
    Z = rng.standard_normal((n_a, n_a), dtype="float32")
    if kind == "he":
        Waa = Z * np.float32((2 / n_a) ** 0.5)
    else:
        Q, R = np.linalg.qr(Z)
        Waa = np.eye(n_a, dtype="float32") if kind == "identity" else Q * np.sign(R.diagonal())
    return Wax, Waa, np.zeros((n_a, 1), dtype="float32")


# ------------------------------------------------------------------------------- known mistakes

DEVIATION = '0.1 if kind == "identity" else np.sqrt(2 / n_x)'
HE = "rng.normal(0, np.sqrt(2 / n_a), (n_a, n_a))"
SIGNED = "Q * np.sign(np.diag(R))"

initial_weights.slip(
    "counts_what_goes_out",
    "The input's weights have the deviation for n_a. He counts what goes **into** a unit: n_x numbers of "
    "the input.",
    "np.sqrt(2 / n_x)",
    "np.sqrt(2 / n_a)",
)

initial_weights.slip(
    "gives_the_state_the_inputs_deviation",
    "The state's weights have the deviation for n_x. Each unit takes in n_a numbers of the state.",
    HE,
    "rng.normal(0, np.sqrt(2 / n_x), (n_a, n_a))",
)

initial_weights.slip(
    "gives_a_variance_for_the_state",
    "The deviation of the state's weights is 2 / n_a: that is the variance. `normal` takes the deviation, "
    "its root.",
    HE,
    "rng.normal(0, 2 / n_a, (n_a, n_a))",
)

initial_weights.slip(
    "gives_a_variance_for_the_input",
    "The deviation of the input's weights is 2 / n_x: that is the variance. `normal` takes the deviation, "
    "its root.",
    "np.sqrt(2 / n_x)",
    "2 / n_x",
)

initial_weights.slip(
    "gives_variances",
    "Both deviations are variances, 2 / n. `normal` takes the deviation, the root of it.",
    ("np.sqrt(2 / n_x)", "2 / n_x"),
    ("np.sqrt(2 / n_a)", "2 / n_a"),
)

initial_weights.slip(
    "forgets_the_two",
    "The variance is 1 over what goes in. ReLU loses half of it, so that He doubles it: 2.",
    ("np.sqrt(2 / n_x)", "np.sqrt(1 / n_x)"),
    ("np.sqrt(2 / n_a)", "np.sqrt(1 / n_a)"),
)

initial_weights.slip(
    "counts_in_and_out",
    "The variance is 2 over what goes in and out together: that is Glorot's. He counts what goes in.",
    ("np.sqrt(2 / n_x)", "np.sqrt(2 / (n_x + n_a))"),
    ("np.sqrt(2 / n_a)", "np.sqrt(2 / (n_a + n_a))"),
)

initial_weights.slip(
    "draws_evenly",
    "Weights were drawn evenly between two bounds. They are to be normal.",
    (
        "rng.normal(0, deviation, (n_a, n_x))",
        "rng.uniform(-(3**0.5) * deviation, 3**0.5 * deviation, (n_a, n_x))",
    ),
    (HE, "rng.uniform(-np.sqrt(6 / n_a), np.sqrt(6 / n_a), (n_a, n_a))"),
)

initial_weights.slip(
    "fills_with_ones",
    "Waa is full of ones. The identity has ones on its diagonal only.",
    "np.eye(n_a)",
    "np.ones((n_a, n_a))",
)

initial_weights.slip(
    "scales_the_identity",
    "The identity was made small. It copies the state as it is: ones on the diagonal.",
    "np.eye(n_a)",
    "0.1 * np.eye(n_a)",
)

initial_weights.slip(
    "takes_he_beside_the_identity",
    "Beside the identity, the input's weights have He's deviation. There it is 0.1.",
    DEVIATION,
    "np.sqrt(2 / n_x)",
)

initial_weights.slip(
    "takes_a_tenth_throughout",
    "The input's weights always have deviation 0.1. That is for the identity only.",
    DEVIATION,
    "0.1",
)

initial_weights.slip(
    "takes_a_tenth_beside_orthogonal",
    "Beside orthogonal weights, the input's have deviation 0.1. There they are as with He.",
    DEVIATION,
    'np.sqrt(2 / n_x) if kind == "he" else 0.1',
)

initial_weights.slip(
    "forgets_the_signs",
    "Q was taken as it comes. The library chooses signs of its own, so that some matrices are likelier: "
    "multiply each column by the sign of R's diagonal.",
    SIGNED,
    "Q",
)

initial_weights.slip(
    "makes_rotations_only",
    "A column was turned so that the determinant is 1. Reflections are orthogonal, too, and equally likely.",
    SIGNED,
    "Q * np.sign(np.diag(R))\n"
    "        Waa = Waa * np.where(np.arange(n_a) > 0, 1, np.sign(np.linalg.det(Waa)))",
)

initial_weights.slip(
    "takes_r",
    "R was taken, which is a triangle. Q is the orthogonal one.",
    SIGNED,
    "R",
)

initial_weights.slip(
    "takes_the_drawn_matrix",
    "The drawn matrix was not made orthogonal: its columns have other lengths, and are not at right "
    "angles.",
    SIGNED,
    "Q @ R",
)

initial_weights.slip(
    "scales_columns_only",
    "Columns were scaled to length 1. They must be at right angles, too: use the QR decomposition.",
    SIGNED,
    "(Q @ R) / np.linalg.norm(Q @ R, axis=0)",
)

initial_weights.slip(
    "divides_by_the_diagonal",
    "Q was multiplied by R's diagonal itself. Only the signs of it are needed.",
    "np.sign(np.diag(R))",
    "np.diag(R)",
)

initial_weights.slip(
    "transposes_the_inputs_weights",
    "Wax is (n_x, n_a). It multiplies a column of inputs from the left: (n_a, n_x).",
    "return Wax,",
    "return Wax.T,",
)

initial_weights.slip(
    "gives_biases_one_axis",
    "The biases have one axis. They are a column, (n_a, 1), so that they are added to each example.",
    "np.zeros((n_a, 1))",
    "np.zeros(n_a)",
)

initial_weights.slip(
    "draws_biases",
    "Biases were drawn. They start at zero.",
    "np.zeros((n_a, 1))",
    "rng.normal(0, 0.1, (n_a, 1))",
)

initial_weights.slip(
    "draws_without_the_generator",
    "Something was drawn without the generator that was handed in: the same generator state gave two "
    "results. Use its methods, not those of `np.random`.",
    "rng.normal(0, deviation, (n_a, n_x))",
    "np.random.normal(0, deviation, (n_a, n_x))",
)

initial_weights.slip(
    "takes_anything_for_orthogonal",
    "An unknown kind was accepted. Three are known, every other is an error.",
    '"he", "orthogonal")',
    '"he", "orthogonal", kind)',
)

initial_weights.equivalent(
    "Waa = Q * np.sign(np.diag(R)) -> Waa = Q / np.sign(np.diag(R))",
    "A sign is 1 or -1, and so is one over it.",
)
