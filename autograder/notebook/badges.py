"""The badges that open an assignment in Colab: in each notebook, and in README's table."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.checks.files import write_atomically
from autograder.notebook.release import release_id, repository_url

BADGE_PICTURE = "https://colab.research.google.com/assets/colab-badge.svg"  # Google's own.

_ROW = re.compile(r"^(\|.*\]\(assignments/(\w+)/\2\.ipynb\).*\|)[^|\n]*\|$", re.MULTILINE)


def colab_url(assignment_id: str, release: str) -> str:
    """Returns the address under which Colab opens a release's notebook."""
    repository = repository_url().removeprefix("https://github.com/")
    notebook = f"assignments/{assignment_id}/{assignment_id}.ipynb"
    return f"https://colab.research.google.com/github/{repository}/blob/{release}/{notebook}"


def badge(assignment_id: str, release: str | None = None) -> str:
    """Returns the badge of an assignment as Markdown; its text stands where no picture loads.

    Args:
        assignment_id: Name of the assignment.
        release: The release that it opens; None for the current one.
    """
    url = colab_url(assignment_id, release or release_id())
    return f"[![Open in Colab]({BADGE_PICTURE})]({url})"


def with_badges(readme: str) -> str:
    """Returns README's text with the badge of its assignment at the end of each table row."""
    return _ROW.sub(lambda row: f"{row[1]} {badge(row[2])} |", readme)


def write_badges(readme: Path) -> bool:
    """Brings the badges of a file up to date; returns whether that changed anything."""
    old = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    new = with_badges(old)
    if new != old:
        write_atomically(readme, new)
    return new != old
