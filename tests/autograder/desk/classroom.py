"""What the students of the desk's class hand in."""

from tests.autograder import small_course as small

EVIL = "evil<script>alert(1)</script>"
SQUARES = "def double(x):\n    return x * x"
NAIVE = "def total(xs):\n    result = 0.0\n    for x in xs:\n        result = result + x\n    return result"
FIRST_ONLY = "def total(xs):\n    return xs[0]"
DIES = "def average(xs):\n    import os\n    os._exit(0)"
WRONG = "def average(xs):\n    return max(xs)"
STUB = "def total(xs):\n    raise NotImplementedError"

# From student to the cells that differ from the right ones.
STUDENTS = {
    "ada": {},
    "bob": {"double": SQUARES},
    "cleo": {"double": SQUARES, "total": FIRST_ONLY},
    "dan": {"double": SQUARES, "total": FIRST_ONLY, "average": WRONG},
    "eva": {"average": DIES},
    "fay": {"total": NAIVE},
    "gus": {"total": STUB},
    "hana": {"total": FIRST_ONLY},
    "ivo": {"average": WRONG},
    "jo": {},
    "kim": {"average": WRONG, "total": STUB},
}
REFUSED = ("picture", "nothing")  # the first gets points from a person


def hand_in_all(course):
    """Hands in for everybody: right, wrong, deadly, unreadable."""
    for student, cells in STUDENTS.items():
        small.hand_in(course, student, small.solved(course, **cells))
    small.hand_in(course, "picture", b"\x89PNG no notebook")
    small.hand_in(course, "nothing", b"{}")
