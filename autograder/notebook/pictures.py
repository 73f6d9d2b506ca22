"""Pictures inside a notebook: a file becomes part of the text, so that Colab shows it too."""

from __future__ import annotations

import base64
import re
from pathlib import Path

MAX_PICTURE_BYTES = 150_000  # A notebook is read in diffs and mailed around; larger ones hurt.

MEDIA_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


class PictureError(ValueError):
    """Says in one line why a picture cannot be put into a notebook."""


def inline_picture(markdown: str, picture: Path) -> str:
    """Puts a picture into the Markdown that names it.

    Args:
        markdown: Text with `![what the picture shows](name.png)` in it, once.
        picture: The file of that name.

    Returns:
        The Markdown with the file's content, as a data URI, in the place of its name.

    Raises:
        PictureError: If the Markdown does not name the file once with alternative text, if
            there is no such file, or if it is larger than `MAX_PICTURE_BYTES`.
    """
    named = re.compile(r"!\[([^\]]*)\]\(" + re.escape(picture.name) + r"\)")
    found = named.findall(markdown)
    if len(found) != 1:
        raise PictureError(
            f"must show ![what one sees]({picture.name}) once; it does so {len(found)} times."
        )
    if not found[0].strip():
        raise PictureError(f"{picture.name} needs alternative text: ![what one sees](...).")
    uri = data_uri(picture)
    return named.sub(lambda match: f"![{match[1]}]({uri})", markdown)


def data_uri(picture: Path) -> str:
    """Returns the content of a picture's file as a data URI; raises `PictureError`."""
    media_type = MEDIA_TYPES.get(picture.suffix.lower())
    if media_type is None:
        raise PictureError(f"{picture.name} is not one of {', '.join(sorted(MEDIA_TYPES))}.")
    if not picture.is_file():
        raise PictureError(f"there is no picture {picture}.")
    content = picture.read_bytes()
    if len(content) > MAX_PICTURE_BYTES:
        raise PictureError(
            f"{picture.name} has {len(content):,} bytes, at most {MAX_PICTURE_BYTES:,} are "
            "allowed; save it with fewer pixels or colours."
        )
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"
