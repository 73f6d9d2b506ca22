"""The release id: which edition of an assignment a notebook belongs to.

It is the package's version with a `v` in front, like the tag of the repository. The version
stands once, in `autograder/__init__.py`. The build writes it in two places of a notebook: in
the metadata, where grading reads it, and into the line `RELEASE = "..."` of the setup cell,
which tells Colab what to fetch.
"""

from __future__ import annotations

import re

from autograder import __version__

UNRELEASED = "unreleased"  # What the source says where the build writes the release id.

_RELEASE_LINE = re.compile(r'^RELEASE = "([^"\n]*)"', re.MULTILINE)


def release_id() -> str:
    """Returns the id of the current release, for example `v0.1.0`."""
    return f"v{__version__}"


def release_values(setup_source: str) -> list[str]:
    """Returns what the lines `RELEASE = "..."` of a setup cell say, in order."""
    return _RELEASE_LINE.findall(setup_source)


def fill_release(setup_source: str, release: str) -> str:
    """Writes the release id into the setup cell's line `RELEASE = "unreleased"`.

    Args:
        setup_source: Source of the setup cell. A cell without such a line comes back as it is.
        release: The release id.

    Returns:
        The source with the release id in place.
    """
    return _RELEASE_LINE.sub(lambda _: f'RELEASE = "{release}"', setup_source)
