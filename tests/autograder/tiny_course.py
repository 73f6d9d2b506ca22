"""A small assignment to build, read and judge: two exercises, in a course folder of its own."""

from __future__ import annotations

import base64
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.declaration.course import Course

# The smallest valid PNG: one transparent pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

TINY = '''\
# %% [markdown] id="title" picture="result.png"
# # Half of everything
#
# ![Two bars, one half as tall as the other.](result.png)

# %% id="setup"
import math

RELEASE = "unreleased"

from autograder import begin, check, scoreboard

begin("tiny")

# %% [markdown] id="about_halve"
# ## Halve
#
# The half of $x$ is $x / 2$.

# %% exercise="halve"
def halve(x):
    """Halves a number.

    Args:
        x: Float.

    Returns:
        Float, half of it.
    """
    # 1. Divide by two.
    ### BEGIN SOLUTION
    divided_by_two = x / 2
    return divided_by_two
    ### END SOLUTION

# %% check="halve"
check("halve")

# %% id="plot_halves" tags=["plot"]
print([halve(x) for x in range(3)])

# %% [markdown] id="about_root"
# ## Root

# %% id="given"
START = 1.0

# %% exercise="Root"
class Root:
    """Remembers the root of a number."""

    def __init__(self, x):
        """Keeps the number."""
        self.x = x

    def value(self):
        """Returns the root."""
        # 1. Take the root.
        ### BEGIN SOLUTION
        if self.x > 0:
            return math.sqrt(halve(2 * self.x))
        return 0.0
        ### END SOLUTION

# %% check="Root"
check("Root")

# %% id="scoreboard" tags=["explore"]
scoreboard()
'''


class TinyCourse(Course):
    """A course of one assignment, declared here and not in a file."""

    points = {"halve": 30, "Root": 70}

    def declaration(self, assignment_id: str) -> SimpleNamespace:
        """Returns as much of a declaration as the build reads."""
        exercises = {
            name: SimpleNamespace(name=name, points=points) for name, points in self.points.items()
        }
        return SimpleNamespace(id=assignment_id, exercises=exercises, points=100)


@pytest.fixture(scope="session")
def tiny_source() -> str:
    """The source of the small assignment."""
    return TINY


@pytest.fixture(scope="session")
def pixel() -> bytes:
    """The smallest valid PNG."""
    return PIXEL


@pytest.fixture
def course(tmp_path: Path) -> TinyCourse:
    """A course folder with the small assignment's source and picture."""
    course = TinyCourse(tmp_path)
    path = course.source("tiny")
    path.parent.mkdir(parents=True)
    path.write_text(TINY, encoding="utf-8")
    (path.parent / "result.png").write_bytes(PIXEL)
    return course
