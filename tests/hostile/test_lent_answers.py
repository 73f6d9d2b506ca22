"""What the judge lends, so that an error is carried forward, must not be turned against it.

When an exercise is judged again with a right dependency, the learner's code calls the reference,
with arguments of its own choice: values for which it never ends, of types that it never heard of.
"""

from __future__ import annotations

import json
import sys
import time
from types import SimpleNamespace

import pytest

from autograder.declaration.course import Course
from autograder.judging.judge import Judge
from autograder.notebook.build import build_assignment
from tests.hostile.canaries import Canaries, run

NAME = "w0_lent"
DECLARATION = '''
"""An exercise whose reference ends only for the numbers that it is made for."""

from autograder.declaration.exercise import Assignment

assignment = Assignment("w0_lent", title="What is lent", week=0)
steps = assignment.exercise("steps", points=10, time_limit=2.0)
longest = assignment.exercise("longest", points=20, depends_on=("steps",), time_limit=2.0)


@steps.case("It counts the steps.")
def some_number(rng):
    return {"n": int(rng.integers(5, 100))}


@longest.case("It finds the longest way.")
def some_numbers(rng):
    return {"ns": [int(n) for n in rng.integers(5, 100, 5)]}
'''
SOURCE = '''
# %% [markdown] id="title"
# # What is lent
#
# Halve what is even; of what is odd, take three times as much and one more.

# %% id="setup"
import math

# %% exercise="steps"
def steps(n):
    """Returns in how many steps the whole number n >= 1 comes down to 1."""
    ### BEGIN SOLUTION
    count = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count
    ### END SOLUTION

# %% check="steps"
check("steps")

# %% exercise="longest"
def longest(ns):
    """Returns the most steps that one of the whole numbers ns takes."""
    ### BEGIN SOLUTION
    return max(steps(n) for n in ns)
    ### END SOLUTION

# %% check="longest"
check("longest")
'''
WRONG = "def steps(n):\n    return -1"
WAYS = {
    "without an end": "def longest(ns):\n    return steps(0)",
    "again and again": "def longest(ns):\n    while True:\n        steps(97)",
    "out of every type": (
        "def longest(ns):\n"
        "    for odd in (None, 'x', [], {}, 1.5, float('nan'), -5, [[]] * 9, (1,), 2.0**70):\n"
        "        try:\n            steps(odd)\n        except Exception:\n            continue"
    ),
}


def make_course(root):
    """Writes and builds the course."""
    for part, text in ((f"autograder/exercises/{NAME}/__init__.py", DECLARATION),
                       (f"solutions/{NAME}/{NAME}.py", SOURCE)):  # fmt: skip
        (root / part).parent.mkdir(parents=True)
        (root / part).write_text(text.lstrip())
    build_assignment(Course(root), NAME, bundle=False)


def main(root: str, longest: str) -> None:
    """Judges one submission, in a process that can be ended."""
    cells = [SimpleNamespace(id=f"c{n}", source=source, origin="solution")
             for n, source in enumerate((WRONG, longest))]  # fmt: skip
    with Judge(Course(root), NAME, time_limit=20.0) as judge:
        found = {v.exercise: v.status for v in judge.grade(cells).verdicts}
    print(json.dumps(found))


@pytest.mark.parametrize("way", WAYS)
def test_what_is_lent_has_a_time_limit(tmp_path, jail, way):
    """Does a question that the reference cannot answer cost the one who asked, and nobody else?"""
    make_course(tmp_path / "course")
    canaries = Canaries(tmp_path / "around", tmp_path / "course")
    arguments = [str(tmp_path / "course"), WAYS[way]]
    source = f"from tests.hostile.test_lent_answers import main; main(*{arguments!r})"
    start = time.monotonic()
    status, output, left = run(
        [sys.executable, "-c", source], tmp_path, canaries.environment(), seconds=60.0
    )
    canaries.close()
    assert status == 0, f"{output[-2000:]}\nafter {time.monotonic() - start:.0f} s"
    found = json.loads(output.splitlines()[-1])
    assert found["steps"] == "failed"
    assert found["longest"] in ("failed", "error", "timeout", "crashed")
    assert left == {}


def test_an_honest_loop_is_carried(tmp_path, jail):
    """Is what is lent there for whom it is meant?"""
    make_course(tmp_path)
    longest = "def longest(ns):\n    return max(steps(n) for n in ns)"
    cells = [SimpleNamespace(id=f"c{n}", source=source, origin="solution")
             for n, source in enumerate((WRONG, longest))]  # fmt: skip
    with Judge(Course(tmp_path), NAME) as judge:
        found = {v.exercise: v.status for v in judge.grade(cells).verdicts}
    assert found == {"steps": "failed", "longest": "carried"}
