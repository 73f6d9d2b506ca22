"""Where this code lies, and which part of it learners get: said here, and nowhere else.

The archive of a release, the folder that a submission's process sees and the setup cell that
fetches the course in Colab all take their lists from here.
"""

from __future__ import annotations

from pathlib import Path

REPOSITORY_ROOT = Path(__file__).resolve().parents[2]

# Of `autograder/`, what a notebook imports: no declaration, nothing that judges for a grade.
PUBLIC_CODE = ("autograder/__init__.py", "autograder/checks", "autograder/learner", "utils")
PUBLIC_DATA = ("data",)
NEVER_PUBLIC = ("exercises", "solutions", "tests", "__pycache__")  # whatever they lie in


def is_public(path: str) -> bool:
    """Tells whether a file of the repository may reach a learner, an assignment's folder aside.

    Args:
        path: Relative to the repository, with slashes.
    """
    if set(path.split("/")) & set(NEVER_PUBLIC):
        return False
    return any(path == part or path.startswith(f"{part}/") for part in PUBLIC_CODE + PUBLIC_DATA)
