"""The page a learner gets back: for each exercise the answer, the verdict and what to do."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.verdict import clean

if TYPE_CHECKING:
    from autograder.exercise import Assignment
    from autograder.gradebook import Review
    from autograder.grading import Graded

MAX_CODE_CHARACTERS = 20_000


def feedback_page(assignment: Assignment, graded: Graded, review: Review) -> str:
    """Returns the feedback on one submission as a page that needs no other file.

    Everything that came from a learner is escaped by the template.

    Args:
        assignment: The declaration.
        graded: The graded submission.
        review: What the gradebook says about it, a person's grades and comments included.
    """
    sources = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in graded.notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    exercises = [
        {
            "verdict": verdict,
            "score": review.scores.get(verdict.exercise, verdict.points),
            "comment": review.comments.get(verdict.exercise, ""),
            "code": _code(sources.get(verdict.exercise, "")),
        }
        for verdict in graded.verdicts
    ]
    return _template().render(
        title=assignment.title,
        student=graded.student,
        graded=graded,
        exercises=exercises,
        total=review.total,
        penalty=review.penalty,
        max_points=assignment.points,
        flags=graded.reading_flags,
        code_css=_code_css(),
    )


def _code(source: str) -> Markup:
    """Returns Python as HTML; the highlighter escapes it."""
    source = clean(source)[:MAX_CODE_CHARACTERS]
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))


@cache
def _code_css() -> Markup:
    light = HtmlFormatter(style="default").get_style_defs(".code")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".code")
    return Markup(f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: f"{value:g}"
    environment.filters["clean"] = _cleaned
    environment.filters["prose"] = _prose
    return environment.get_template("feedback.html.j2")


def _cleaned(value: Any) -> str:
    return clean(str(value))


def _prose(value: str) -> Markup:
    """Returns escaped text in which backticks mark code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(clean(value)))))
