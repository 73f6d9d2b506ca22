"""Makes nbgrader grade with this repository's judge; see autograder/records/nbgrader.py.

`autograder new FOLDER` makes a course folder of your own with such a file.
"""

from pathlib import Path

from autograder.records.nbgrader import configure

c = get_config()  # noqa: F821 - nbgrader provides it
configure(c, root=Path(__file__).parent)
