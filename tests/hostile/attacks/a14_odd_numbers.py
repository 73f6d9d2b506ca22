"""Returns NaN, infinities, negatives, huge and empty arrays, arrays of objects.

Would gain: `abs(nan - x) > tolerance` is False, an empty array has no wrong entry, a negative or
NaN score counts as full in stock nbgrader.
Must not: shape and finiteness are compared as such, never vacuously.
"""

from tests.hostile.gallery import attack


def returning(double, total, average, centred):
    """Returns sources that give these values."""
    return {
        "double": f"def double(x):\n    return {double}",
        "total": f"def total(xs):\n    return {total}",
        "average": f"def average(xs):\n    return {average}",
        "centred": f"import numpy as np\n\ndef centred(table):\n    return {centred}",
    }


FAILS = dict.fromkeys(("double", "total", "average", "centred"), "failed")
EITHER = dict.fromkeys(("double", "total", "average", "centred"), ("failed", "error"))


@attack(**FAILS)
def not_numbers(shop):
    """NaN everywhere."""
    return shop.solved(
        **returning("float('nan')", "float('nan')", "np.float32('nan')", "table * np.nan")
    )


@attack(**FAILS)
def infinities(shop):
    """Infinities of both signs."""
    return shop.solved(**returning("float('inf')", "-float('inf')", "1e308 * 10", "table + np.inf"))


@attack(**FAILS)
def negatives_and_scores(shop):
    """Negative numbers, scores beyond the points."""
    return shop.solved(**returning("-1", "-1e9", "10**9", "-np.ones((4, 3))"))


@attack(**EITHER)
def empty(shop):
    """Arrays and lists without an entry."""
    return shop.solved(**returning("[]", "np.zeros(0)", "{}", "np.zeros((0, 3))"))


@attack(**EITHER)
def broadcasts(shop):
    """Shapes that would be broadcast to the expected ones."""
    return shop.solved(
        **returning("np.zeros((1, 1, 1))", "np.float64()", "np.zeros((1, 0))", "np.zeros((1, 3))")
    )


@attack(**EITHER)
def objects(shop):
    """Arrays of objects, of text, of records, of times, complex ones."""
    return shop.solved(
        **returning(
            "np.array([{}], dtype=object)",
            "np.array('1', dtype='S1')",
            "np.zeros(1, dtype=[('a', 'f8')])",
            "table.astype(complex)",
        )
    )


@attack(double=("failed", "error", "crashed"), total=("failed", "error", "crashed"),
        average=("failed", "error", "crashed"), centred=("failed", "error", "crashed"))  # fmt: skip
def oversized(shop):
    """An array beyond the frame, a number beyond 64 bits, a text of megabytes, ten dimensions."""
    return shop.solved(
        **returning("np.zeros(10**7)", "10**5000", "'x' * 10**7", "np.zeros((1,) * 32)")
    )


@attack(tally="failed")
def keys_of_megabytes(shop):
    """A dict whose keys fill the report, if the report shows them whole."""
    return shop.solved(
        tally="def tally(words):\n    return {'k' * 3_000_000 + str(i): 1 for i in range(5)}"
    )
