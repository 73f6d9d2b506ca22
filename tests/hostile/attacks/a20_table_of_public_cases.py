"""Answers the public cases from a table, and nothing else.

Would gain: full marks from a grader that uses the cases which learners have.
Must not: a grade uses fresh secret inputs.
"""

from autograder.checks.plain import from_json
from tests.hostile.gallery import attack


def public_arguments(shop, exercise):
    """Returns the public inputs of an exercise: one list of arguments a case."""
    (entry,) = [e for e in shop.public_cases()["exercises"] if e["name"] == exercise]
    return [[from_json(value) for _, value in case["arguments"]] for case in entry["cases"]]


@attack(double="failed", total="failed", average="failed", tally="failed")
def tables(shop):
    """Looks the public inputs up; each answer in the table is right."""
    doubled = {x: 2 * x for (x,) in public_arguments(shop, "double")}
    summed = {tuple(xs): sum(xs) for (xs,) in public_arguments(shop, "total")}
    means = {tuple(xs): sum(xs) / len(xs) for (xs,) in public_arguments(shop, "average")}
    counts = {tuple(w): {x: w.count(x) for x in w} for (w,) in public_arguments(shop, "tally")}
    return shop.solved(
        double=f"def double(x):\n    return {doubled!r}.get(x)",
        total=f"def total(xs):\n    return {summed!r}.get(tuple(xs))",
        average=f"def average(xs):\n    return {means!r}.get(tuple(xs))",
        tally=f"def tally(words):\n    return {counts!r}.get(tuple(words))",
    )
