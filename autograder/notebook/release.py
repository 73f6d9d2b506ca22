"""The release id and the repository: which edition a notebook belongs to, and where that is.

The id is the package's version with a `v` in front, like the tag of the repository. The version
stands once, in `autograder/__init__.py`; the repository's address once, in `pyproject.toml`. The
build writes them into the metadata (the id, which grading reads), into the lines `RELEASE = "..."`,
`COURSE = "..."` and `NEEDED = "..."` of the setup cell, which tell Colab what to fetch, and into the
badges.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from functools import lru_cache

from autograder import __version__
from autograder.checks.repository import PUBLIC_CODE, PUBLIC_DATA, REPOSITORY_ROOT
from autograder.errors import CourseError

UNRELEASED = "unreleased"  # What the source says where the build writes the release id.

_RELEASE_LINE = re.compile(r'^RELEASE = "([^"\n]*)"', re.MULTILINE)
_COURSE_LINE = re.compile(r'^COURSE = "[^"\n]*"', re.MULTILINE)
_NEEDED_LINE = re.compile(r'^NEEDED = "[^"\n]*"', re.MULTILINE)


def release_id() -> str:
    """Returns the id of the current release, for example `v0.1.0`."""
    return f"v{__version__}"


@lru_cache(maxsize=1)
def repository_url() -> str:
    """Returns the address of the repository on GitHub, as `pyproject.toml` has it.

    Raises:
        CourseError: If the file is missing or names none there.
    """
    path = REPOSITORY_ROOT / "pyproject.toml"
    try:
        project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
        address = project["urls"]["Repository"].rstrip("/")
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise CourseError(
            f"{path} does not say where the course is published ({type(error).__name__}: {error}); "
            'write Repository = "https://github.com/OWNER/NAME" below [project.urls].'
        ) from None
    if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", address):
        raise CourseError(
            f"{path}: Repository is {address!r}; expected is https://github.com/OWNER/NAME, "
            "where Colab finds notebooks."
        )
    return address


def release_values(setup_source: str) -> list[str]:
    """Returns what the lines `RELEASE = "..."` of a setup cell say, in order."""
    return _RELEASE_LINE.findall(setup_source)


def fill_release(setup_source: str, release: str, assignment_id: str) -> str:
    """Writes release id, repository and what to fetch of it into the setup cell.

    Args:
        setup_source: Source of the setup cell, with the lines `RELEASE = "unreleased"`,
            `COURSE = "unreleased"` and `NEEDED = "unreleased"`. What lacks a line comes back
            without it.
        release: The release id.
        assignment_id: The assignment.

    Returns:
        The source with all three in place.
    """
    source = _RELEASE_LINE.sub(lambda _: f'RELEASE = "{release}"', setup_source)
    source = _COURSE_LINE.sub(lambda _: f'COURSE = "{repository_url()}"', source)
    needed = [f"assignments/{assignment_id}/", *map(_as_prefix, PUBLIC_CODE + PUBLIC_DATA)]
    lines = textwrap.fill(", ".join(f'"{part}"' for part in needed), 68).split("\n")
    return _NEEDED_LINE.sub(lambda _: "NEEDED = (" + "\n          ".join(lines) + ")", source)


def _as_prefix(part: str) -> str:
    """Returns how the paths of a part begin: a folder's with its slash."""
    return part if part.endswith(".py") else f"{part}/"
