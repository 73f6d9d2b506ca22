"""What feedback page and report have in common: they need no other file, and nothing in them is live."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.checks.verdict import clean

MAX_CODE_CHARACTERS = 20_000


@cache
def page_environment(folder: Path) -> Environment:
    """Returns what makes pages of the templates in a folder; text is escaped as it is put in.

    Filters: `points` (as short as a number can be), `clean` (no control characters) and `prose`.

    Args:
        folder: Where the templates are.
    """
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["points"] = lambda value: f"{round(value, 2):g}"
    environment.filters["clean"] = cleaned
    environment.filters["prose"] = prose
    return environment


def cleaned(value: Any) -> str:
    """Returns the text of a value without control characters."""
    return clean(str(value))


def prose(value: str) -> Markup:
    """Returns escaped text in which backticks mark code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(clean(value)))))


def code_html(source: str) -> Markup:
    """Returns Python as HTML; the highlighter escapes it."""
    source = clean(source)[:MAX_CODE_CHARACTERS]
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))


@cache
def code_css() -> Markup:
    """Returns the colours of code, for light and for dark."""
    light = HtmlFormatter(style="default").get_style_defs(".code")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".code")
    return Markup(f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}")
