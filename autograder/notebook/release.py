"""The release id and the repository: which edition a notebook belongs to, and where that is.

The id is the package's version with a `v` in front, like the tag of the repository. The version
stands once, in `autograder/__init__.py`; the repository's address once, in `pyproject.toml`. The
build writes them into the metadata (the id, which grading reads), into the lines `RELEASE = "..."`
and `COURSE = "..."` of the setup cell, which tell Colab what to fetch, and into the badges.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from autograder import __version__
from autograder.course import REPOSITORY_ROOT, CourseError

UNRELEASED = "unreleased"  # What the source says where the build writes the release id.

_RELEASE_LINE = re.compile(r'^RELEASE = "([^"\n]*)"', re.MULTILINE)
_COURSE_LINE = re.compile(r'^COURSE = "[^"\n]*"', re.MULTILINE)


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
            f"{path}: Repository is {address!r}; wanted is https://github.com/OWNER/NAME, "
            "where Colab finds notebooks."
        )
    return address


def release_values(setup_source: str) -> list[str]:
    """Returns what the lines `RELEASE = "..."` of a setup cell say, in order."""
    return _RELEASE_LINE.findall(setup_source)


def fill_release(setup_source: str, release: str) -> str:
    """Writes release id and repository into the setup cell.

    Args:
        setup_source: Source of the setup cell, with the lines `RELEASE = "unreleased"` and
            `COURSE = "unreleased"`. What lacks a line comes back without it.
        release: The release id.

    Returns:
        The source with both in place.
    """
    source = _RELEASE_LINE.sub(lambda _: f'RELEASE = "{release}"', setup_source)
    return _COURSE_LINE.sub(lambda _: f'COURSE = "{repository_url()}"', source)
