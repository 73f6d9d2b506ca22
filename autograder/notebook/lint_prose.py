"""Form of a Markdown cell: headings, formulas, pictures and folded hints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.declaration.source import SourceCell
from autograder.notebook.problem import Problem

MAX_STORY_WORDS = 120

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_HEADING = re.compile(r"^(#{1,6}) +(.+?)\s*$", re.MULTILINE)
# A story ends where a formula, a table, a box, a folded hint, a picture or a list begins.
_NOT_STORY = re.compile(r"\$\$|\||>|<|!\[|[-*] |\d+\. |\*\*(Exercise|Think)")


def lint_prose(cell: SourceCell) -> Iterator[Problem]:
    """Yields what is wrong with one Markdown cell on its own."""
    text = without_code(cell.source)
    yield from _lint_formulas(cell, text)
    for tag in ("details", "summary", "table"):
        opened, closed = len(re.findall(rf"<{tag}\b", text)), len(re.findall(rf"</{tag}>", text))
        if opened != closed:
            message = f"opens <{tag}> {opened} times and closes it {closed} times"
            yield Problem(cell.id, "html", message)
    for alternative, target in _IMAGE.findall(text):
        if not alternative.strip():
            yield Problem(cell.id, "alt-text", f"the picture {target} has no alternative text")
        if target != cell.picture and not target.startswith("data:"):
            message = f'the picture {target} is not inlined; mark the cell picture="{target}"'
            yield Problem(cell.id, "picture", message)
    for heading, story in stories(cell.source):
        words = len(story.split())
        if words > MAX_STORY_WORDS:
            message = f'the story of "{heading}" has {words} words, at most {MAX_STORY_WORDS}'
            yield Problem(cell.id, "story", message)


def lint_headings(cells: list[SourceCell]) -> Iterator[Problem]:
    """Yields what is wrong with the headings of a notebook: one title, no level left out."""
    level = 0
    for cell in cells:
        for depth, heading in headings(cell.source):
            if depth == 1 and level:
                yield Problem(cell.id, "headings", f'"{heading}" is a second title')
            if depth > level + 1:
                message = f'"{heading}" is of level {depth} below one of level {level}'
                yield Problem(cell.id, "headings", message)
            level = depth


def without_code(markdown: str) -> str:
    """Returns Markdown without code spans and blocks."""
    return _CODE.sub("", markdown)


def headings(markdown: str) -> list[tuple[int, str]]:
    """Returns level and text of each heading."""
    return [(len(marks), text) for marks, text in _HEADING.findall(without_code(markdown))]


def stories(markdown: str) -> list[tuple[str, str]]:
    """Returns each heading with the paragraphs below it, up to what is not prose."""
    parts = _HEADING.split(without_code(markdown))
    return [
        (heading, _first_paragraphs(body))
        for heading, body in zip(parts[2::3], parts[3::3], strict=True)
    ]


def _first_paragraphs(text: str) -> str:
    kept = []
    for line in text.strip().split("\n"):
        if _NOT_STORY.match(line.strip()):
            break
        kept.append(line)
    return "\n".join(kept)


def _lint_formulas(cell: SourceCell, text: str) -> Iterator[Problem]:
    """Yields a problem where a dollar sign or a brace has no partner."""
    text = text.replace(r"\$", "")
    displayed = text.split("$$")
    if len(displayed) % 2 == 0:
        yield Problem(cell.id, "formula", "has a $$ without a partner")
        return
    formulas = displayed[1::2]
    # A formula within a line does not go on in the next paragraph.
    for paragraph in re.split(r"\n\s*\n", " ".join(displayed[::2])):
        pieces = paragraph.split("$")
        if len(pieces) % 2 == 0:
            start = " ".join(paragraph.split())[:50]
            yield Problem(cell.id, "formula", f'has a $ without a partner near "{start}"')
        formulas += pieces[1::2]
    for formula in formulas:
        plain = formula.replace(r"\{", "").replace(r"\}", "")
        if plain.count("{") != plain.count("}"):
            yield Problem(cell.id, "formula", f'"{formula.strip()}" has a brace without a partner')
