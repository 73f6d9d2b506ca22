"""Makes nbgrader grade with this repository's judge; see autograder/nbgrader.py.

Copy this file into a course folder of your own to grade there.
"""

from pathlib import Path

from autograder.nbgrader import configure

c = get_config()  # noqa: F821 - nbgrader provides it
configure(c, root=Path(__file__).parent)
