"""`reservoir` and `ridge_readout`: an echo state network, the bonus."""

import numpy as np

from autograder.checks.expectations import Between, Matches, Shape
from autograder.checks.probes import BeforeAfter, Call, CallTwice
from autograder.checks.recipes import Made, Own
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import numbers, seed_from

from .inputs import reservoir, ridge_readout

# --------------------------------------------------------------------------------- the reservoir


def arguments(rng, units, radius):
    return {"units": units, "spectral_radius": radius, "rng": seed_from(rng)}


ROOM = {"relative": 1e-3}  # eigenvalues in single precision are no better


# A generator that carries what the learner's function drew, so that it can be looked at.
CARRIER = """
def carrier(drawn, seed):
    class Carrier(np.random.Generator):
        pass
    rng = Carrier(np.random.PCG64(seed))
    rng.drawn = np.asarray(drawn, dtype=float)
    return rng
"""
LOOKS = {
    "radius": "return float(np.abs(np.linalg.eigvals(rng.drawn)).max())",
    "mean": "return float(rng.drawn.mean() / rng.drawn.std())",
    "tails": "return float((rng.drawn ** 4).mean() / (rng.drawn ** 2).mean() ** 2)",
    "inner": "s = np.abs(np.linalg.eigvals(rng.drawn))\n        return float((s < 0.75 * s.max()).mean())",
    "mirrored": "return float(np.corrcoef(rng.drawn.ravel(), rng.drawn.T.ravel())[0, 1])",
}


def looked_at(rng, units, radius):
    """Makes a case that looks at the properties of what was drawn."""
    given = {"units": units, "spectral_radius": radius}
    drawn = Own(arguments(rng, units, radius))
    given["rng"] = Made(CARRIER, {"drawn": drawn, "seed": int(rng.integers(2**31))})
    start = "def make():\n    def look(units, spectral_radius, rng):\n        "
    looks = {label: Made(f"{start}{code}\n    return look", {}) for label, code in LOOKS.items()}
    tails = "The numbers are not normal: the far ones are too few or too many."
    sizes = "Eigenvalues have one size: the numbers were not drawn and scaled by one factor."
    mirrored = "The weights are mirrored at the diagonal. Draw each for itself."
    return Trial(
        BeforeAfter(given, looks),
        [
            Matches(
                float(radius), "before.radius", "the largest size of an eigenvalue", tolerance=ROOM
            ),
            Between("before.mean", -0.11, 0.11, "The numbers are not drawn around 0."),
            Between("before.tails", 2.5, 3.5, tails),
            Between("before.mirrored", -0.2, 0.3, mirrored),
            Between("before.inner", 0.15, 0.9, sizes),
        ],
    )


@reservoir.case("Three units: as many rows as columns.")
def three_units(rng):
    probe = Call(arguments(rng, 3, 0.5))
    return Trial(probe, [Shape("result", [3, 3], "A row and a column for each unit.")])


@reservoir.case("The largest size of an eigenvalue is the radius.")
def below_one(rng):
    return looked_at(rng, 60, float(np.round(rng.uniform(0.6, 0.95), 2)))


@reservoir.case("A radius above 1 is as good.")
def above_one(rng):
    return looked_at(rng, 70, float(np.round(rng.uniform(1.2, 2.5), 2)))


@reservoir.case("Every one of ten small nets has the radius that was asked for.")
def ten_small_nets(rng):
    radius = float(np.round(rng.uniform(0.6, 1.4), 2))
    many = [Own(arguments(rng, 9, radius)) for _ in range(10)]
    given = {"units": 9, "spectral_radius": radius}
    given["rng"] = Made(CARRIER, {"drawn": many, "seed": int(rng.integers(2**31))})
    looks = {
        label: Made(
            "def make():\n    def look(units, spectral_radius, rng):\n        "
            f"return float(np.abs(np.linalg.eigvals(rng.drawn)).max(axis=1).{label}())\n    return look",
            {},
        )
        for label in ("min", "max")
    }
    where = {"min": "the smallest radius of ten nets", "max": "the largest radius of ten nets"}
    return Trial(
        BeforeAfter(given, looks),
        [Matches(radius, f"before.{label}", where[label], tolerance=ROOM) for label in looks],
    )


@reservoir.case("A large radius makes the numbers larger than they were drawn.")
def far_above_one(rng):
    return looked_at(rng, 60, float(np.round(rng.uniform(20.0, 40.0), 1)))


@reservoir.case("The generator is the only source of randomness.")
def twice(rng):
    return CallTwice(arguments(rng, 4, 0.9))


@reservoir.alternative
def with_standard_normal(units, spectral_radius, rng):
    W = rng.standard_normal((units, units)) / np.sqrt(units)
    return W * (spectral_radius / max(abs(np.linalg.eigvals(W))))


@reservoir.alternative
def with_scipy(units, spectral_radius, rng):
    from scipy.linalg import eig

    W = rng.normal(0.0, 0.1, units * units).reshape(units, units)
    values, _ = eig(W)
    W *= spectral_radius
    W /= np.sqrt((values * values.conj()).real.max())
    return W


@reservoir.alternative
def of_the_transposed(units, spectral_radius, rng):
    W = rng.standard_normal((units, units)).T
    sizes = np.sort(np.absolute(np.linalg.eig(W.T)[0]))
    return (W / sizes[-1] * spectral_radius).tolist()


LARGEST = "np.abs(np.linalg.eigvals(Z)).max()"

reservoir.slip(
    "takes_the_singular_value",
    "The largest **singular value** was set. It is larger than the eigenvalues, so the echo dies sooner: "
    "use eigenvalues.",
    LARGEST,
    "np.linalg.norm(Z, 2)",
)

reservoir.slip(
    "takes_frobenius",
    "The root of all squares was set to the radius. Take the largest size of an eigenvalue.",
    LARGEST,
    "np.linalg.norm(Z)",
)

reservoir.slip(
    "takes_the_real_part",
    "Eigenvalues are complex, and the largest real part was taken. Their **size** counts.",
    LARGEST,
    "np.linalg.eigvals(Z).real.max()",
)

reservoir.slip(
    "takes_the_smallest",
    "The smallest eigenvalue was set to the radius. It is the largest that decides.",
    ".max()",
    ".min()",
)

reservoir.slip(
    "takes_the_mean",
    "The mean size of the eigenvalues was set. The largest one decides.",
    ".max()",
    ".mean()",
)

reservoir.slip(
    "forgets_the_radius",
    "The radius is 1, whatever is asked for.",
    "spectral_radius / largest",
    "1 / largest",
)

reservoir.slip(
    "forgets_to_scale",
    "The numbers were multiplied by the radius, and not divided by what they had before.",
    "spectral_radius / largest",
    "spectral_radius",
)

reservoir.slip(
    "trusts_the_size",
    "The radius was guessed from the number of units. That is right on average, in large nets: measure "
    "it.",
    LARGEST,
    "np.sqrt(units)",
)

reservoir.slip(
    "divides_by_the_radius",
    "The fraction is upside down: a larger radius gives smaller weights.",
    "spectral_radius / largest",
    "1 / largest / spectral_radius",
)

reservoir.slip(
    "only_shrinks",
    "Numbers whose radius was below the one asked for were left as they were. Scale up, too.",
    "spectral_radius / largest",
    "min(1.0, spectral_radius / largest)",
)


@reservoir.misconception(
    "Each eigenvalue was given the size of the radius. All numbers are scaled by one factor, so that the "
    "largest has it and the others stay in proportion."
)
def sets_every_eigenvalue(units, spectral_radius, rng):
    Z = rng.normal(size=(units, units))
    values, vectors = np.linalg.eig(Z)
    sized = spectral_radius * values / np.abs(values)
    return (vectors @ np.diag(sized) @ np.linalg.inv(vectors)).real


reservoir.slip(
    "draws_evenly",
    "The numbers were drawn evenly between two bounds. They are to be normal.",
    "rng.normal(size=(units, units))",
    "rng.uniform(-1, 1, (units, units))",
)

reservoir.slip(
    "draws_above_zero",
    "The numbers are not drawn around 0: all of them are positive.",
    "rng.normal(size=(units, units))",
    "rng.random((units, units))",
)

reservoir.slip(
    "mirrors",
    "The weights were made symmetric. Each is a number of its own.",
    "    largest",
    "    Z = Z + Z.T\n    largest",
)

reservoir.slip(
    "draws_without_the_generator",
    "The generator that was handed in was not used: the same state of it gave two results.",
    "rng.normal(",
    "np.random.normal(",
)

# ----------------------------------------------------------------------------------- the readout


def fit(rng, n_a, n_y, m, strength):
    return {
        "states": numbers(rng, (n_a, m)),
        "targets": numbers(rng, (n_y, m)),
        "strength": strength,
    }


@ridge_readout.case("Two states, one target, and a matrix that is easy to solve.")
def on_paper(rng):
    a, b = rng.permutation([1.0, 2.0, 3.0])[:2].tolist()
    return {
        "states": np.array([[a, 0.0, 0.0], [0.0, b, 0.0]]),
        "targets": rng.integers(1, 5, (1, 3)).astype(float),
        "strength": 1.0,
    }


@ridge_readout.case("More examples than units.")
def many_examples(rng):
    return fit(rng, 4, 3, 9, 0.5)


@ridge_readout.case("Fewer examples than units: the penalty decides.")
def few_examples(rng):
    return fit(rng, 5, 2, 4, 0.3)


@ridge_readout.case("More targets than units, and states that are not centred.")
def many_targets(rng):
    made = fit(rng, 2, 5, 8, 2.0)
    return {**made, "states": made["states"] + 1.5, "targets": made["targets"] + 2.0}


@ridge_readout.case("A strong penalty makes weights small.")
def strong(rng):
    return fit(rng, 3, 2, 7, 50.0)


@ridge_readout.alternative
def with_longer_rows(states, targets, strength):
    n_a, n_y = len(states), len(targets)
    S = np.hstack([states, np.sqrt(strength) * np.eye(n_a)])
    Y = np.hstack([targets, np.zeros((n_y, n_a))])
    return np.linalg.lstsq(S.T, Y.T, rcond=None)[0].T


@ridge_readout.alternative
def with_an_inverse(states, targets, strength):
    C = np.dot(states, states.T) + strength * np.identity(states.shape[0])
    return targets @ states.T @ np.linalg.inv(C)


@ridge_readout.alternative
def by_examples(states, targets, strength):
    gram = states.T @ states + strength * np.eye(states.shape[1])
    return targets @ np.linalg.solve(gram, states.T)


@ridge_readout.alternative
def with_scikit_learn(states, targets, strength):
    from sklearn.linear_model import Ridge

    model = Ridge(alpha=strength, fit_intercept=False).fit(states.T, targets.T)
    return model.coef_.reshape(len(targets), len(states))


PENALTY = "strength * np.eye(len(states))"

ridge_readout.slip(
    "forgets_the_penalty",
    "The penalty is missing: this is plain least squares.",
    "np.linalg.solve(states @ states.T + penalty, states @ targets.T).T",
    "targets @ np.linalg.pinv(states)",
)

ridge_readout.slip(
    "adds_the_penalty_everywhere",
    "The strength was added to every entry. It belongs on the diagonal.",
    PENALTY,
    "strength",
)

ridge_readout.slip(
    "squares_the_strength",
    "The strength was squared. It is the factor of the squared weights as it is.",
    PENALTY,
    "strength**2 * np.eye(len(states))",
)

ridge_readout.slip(
    "multiplies_by_the_examples",
    "The strength was multiplied by the number of examples. Errors and weights are both summed.",
    PENALTY,
    "strength * states.shape[1] * np.eye(len(states))",
)

ridge_readout.slip(
    "divides_by_the_examples",
    "The strength was divided by the number of examples. Errors and weights are both summed.",
    PENALTY,
    "strength / states.shape[1] * np.eye(len(states))",
)

ridge_readout.slip(
    "doubles_the_strength",
    "The strength counts twice. The factors 2 of both derivatives cancel.",
    PENALTY,
    "2 * strength * np.eye(len(states))",
)

ridge_readout.slip(
    "halves_the_strength",
    "The strength counts half. The factors 2 of both derivatives cancel.",
    PENALTY,
    "strength / 2 * np.eye(len(states))",
)

ridge_readout.slip(
    "subtracts_the_penalty",
    "The penalty was subtracted. It is added: large weights cost something.",
    "states.T + penalty",
    "states.T - penalty",
)

ridge_readout.slip(
    "returns_it_transposed",
    "The weights are (n_a, n_y). They multiply a column of states from the left: (n_y, n_a).",
    "states @ targets.T).T",
    "states @ targets.T)",
)

ridge_readout.slip(
    "centres",
    "Means were subtracted first, or a bias was fitted beside the weights, which comes to the same. Here "
    "nothing is centred, and there is no bias.",
    "    penalty =",
    "    states = states - states.mean(axis=1, keepdims=True)\n"
    "    targets = targets - targets.mean(axis=1, keepdims=True)\n"
    "    penalty =",
)

ridge_readout.slip(
    "forgets_to_divide",
    "This is the product of targets and states alone. Solve with the matrix of the states.",
    "np.linalg.solve(states @ states.T + penalty, states @ targets.T).T",
    "(states @ targets.T).T",
)

ridge_readout.slip(
    "ignores_what_states_share",
    "Each state was fitted for itself. States share what they know: the whole matrix has to be solved.",
    "states @ states.T + penalty",
    "np.diag(np.diag(states @ states.T)) + penalty",
)

ridge_readout.slip(
    "sets_the_diagonal",
    "The strength took the place of the diagonal. It is added to what stands there.",
    "states @ states.T + penalty",
    "states @ states.T * (1 - np.eye(len(states))) + penalty",
)

ridge_readout.slip(
    "leaves_the_first_weight_free",
    "The first weight was spared, as a bias would be. There is no bias: the penalty is on all weights.",
    PENALTY,
    "strength * np.diag((np.arange(len(states)) > 0).astype(float))",
)

ridge_readout.slip(
    "cuts_small_directions",
    "Small singular values were cut off, as `rcond` does. The penalty shrinks all of them, and cuts none.",
    "np.linalg.solve(states @ states.T + penalty, states @ targets.T).T",
    "np.linalg.lstsq(states.T, targets.T, rcond=strength)[0].T",
)

ridge_readout.slip(
    "scales_the_states",
    "States were scaled to one deviation first, so that the weights are those of other states.",
    "    penalty =",
    "    states = states / states.std(axis=1, keepdims=True)\n    penalty =",
)
