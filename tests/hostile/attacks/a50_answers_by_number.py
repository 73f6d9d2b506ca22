"""Answers by the number of the call, as the public cases are answered, one after the other.

Would gain: full marks where the same answers are right in the same order for every seed.
Must not: what right answers hang on is drawn from the secret seed. Which exercises of the
assignments hold out is asked of each by `tests/autograder/exercises/test_forgeries.py`.
"""

from tests.hostile.attacks.a20_table_of_public_cases import public_arguments
from tests.hostile.gallery import attack

COUNTS = """
_calls_of_{name} = iter({answers!r} * 1000)


def {name}(*arguments):
    return next(_calls_of_{name})
"""


def answers_of(shop):
    """Returns exercise to the right answers to its public cases, in their order."""
    return {
        "double": [2 * x for (x,) in public_arguments(shop, "double")],
        "total": [sum(xs) for (xs,) in public_arguments(shop, "total")],
        "average": [sum(xs) / len(xs) for (xs,) in public_arguments(shop, "average")],
        "tally": [{x: w.count(x) for x in w} for (w,) in public_arguments(shop, "tally")],
    }


@attack(double="failed", total="failed", average="failed", tally="failed")
def counters(shop):
    """Looks at no argument."""
    return shop.solved(
        **{n: COUNTS.format(name=n, answers=known) for n, known in answers_of(shop).items()}
    )


@attack(double="failed", total="failed", average="failed", tally="failed")
def counter_of_all_questions(shop):
    """Counts what the process is asked at all, and answers in the place of what was written."""
    known = [answer for answers in answers_of(shop).values() for answer in answers]
    source = f"""
from autograder.checks.probes import Call

_answers = iter({known!r} * 1000)


def _numbered(self, function):
    return {{"result": next(_answers), "arguments": dict(self.arguments)}}


_honest = Call.run
Call.run = lambda self, function: (
    _honest(self, function) if "table" in self.arguments else _numbered(self, function)
)
"""
    names = answers_of(shop)
    return shop.with_added(source, **{n: f"def {n}(*arguments): pass" for n in names})
