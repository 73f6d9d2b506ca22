"""Shows verdicts: as HTML in a notebook, as text in a terminal.

The HTML takes its text colour from the page and tints its background, so that it reads well on
light and on dark themes: no colour of letters does on both.
"""

from __future__ import annotations

import html
import re
import sys
from typing import Any

from autograder.checks.verdict import RIGHT, Verdict, clean

GREEN, RED, BLUE, GREY = "46, 125, 50", "198, 40, 40", "25, 105, 190", "128, 128, 128"
_MARKS = {"passed": "✓", "carried": "✓", "unjudged": "?", None: "·"}


def verdict(found: Verdict) -> None:
    """Shows one verdict."""
    _display(verdict_html(found), found.text())


def message(title: str, text: str) -> None:
    """Shows a short note."""
    body = f"<div>{_text(text)}</div>"
    _display(_box(BLUE, _text(title), body), f"{title}\n  {text}")


def scoreboard(title: str, rows: list[tuple[str, float, str | None]], next_step: str) -> None:
    """Shows all exercises with their points.

    Args:
        title: Of the assignment.
        rows: Exercise, its points, its status or None where it was not checked yet.
        next_step: What to do next, a sentence.
    """
    earned = sum(points for _, points, status in rows if status in RIGHT)
    total = sum(points for _, points, _ in rows)
    heading = f"{title}: {earned:g} of {total:g} points"
    lines = [heading]
    cells = []
    for name, points, status in rows:
        right = status in RIGHT
        mark = _MARKS.get(status, "✗")
        words = (
            "passed"
            if right
            else {
                None: "not checked yet",
                "missing": "not written yet",
                "unjudged": "could not be checked",
            }.get(status, "not right yet")
        )
        got = f"{points if right else 0:g} / {points:g}" if points else "bonus"
        lines.append(f"  {mark} {name:<28} {got:>11} {words}")
        color = GREEN if right else (GREY if status in (None, "unjudged") else RED)
        cells.append(
            '<tr style="background:none">'
            f'<td style="background:rgba({color},.25);font-weight:bold;text-align:left">{mark}</td>'
            f'<td style="text-align:left"><code>{_text(name)}</code></td>'
            f'<td style="text-align:right">{got}</td>'
            f'<td style="text-align:left">{words}</td></tr>'
        )
    share = 100 * earned / total if total else 0
    bar = (
        f'<div style="height:6px;background:rgba({GREY},.25);border-radius:3px;margin:6px 0">'
        f'<div style="height:6px;width:{share:.0f}%;background:rgb({GREEN});border-radius:3px"></div></div>'
    )
    table = f'<table style="border:none">{"".join(cells)}</table>'
    _display(
        _box(
            GREEN if earned == total else BLUE,
            _text(heading),
            bar + table + f"<div>{_text(next_step)}</div>",
        ),
        "\n".join([*lines, f"  {next_step}"]),
    )


def released_cell(name: str, text: str, stub: str, unfolded: bool) -> None:
    """Shows the cell of an exercise as it was released, to be copied.

    Args:
        name: Of the exercise.
        text: What to do with it.
        stub: Source of the cell.
        unfolded: Whether to show it at once, as there is no other way to it.
    """
    title = f"The released cell of {name}"
    code = (
        '<pre style="margin:.4em 0;padding:.4em .6em;overflow-x:auto;color:inherit;'
        f'background:rgba({GREY},.12)">{html.escape(clean_lines(stub))}</pre>'
    )
    body = f"<div>{_text(text)}</div><details{' open' * unfolded}><summary>Its text</summary>{code}</details>"
    plain = f"{title}\n  {text}\n" + (f"\n{stub}\n" if unfolded else "")
    _display(_box(BLUE, _text(title), body), plain)


def verdict_html(found: Verdict) -> str:
    """Returns the verdict as HTML in which nothing of the learner's is live."""
    points = found.worth()
    title = f"{found.mark} {_text(found.headline())}"
    title += f' <span style="font-weight:normal;opacity:.75">· {points}</span>'
    if found.is_right:
        items = "".join(f"<li>{_text(item)}</li>" for item in found.verified)
        return _box(GREEN, title, f'<ul style="margin:.3em 0">{items}</ul>')
    parts = []
    if found.hint:
        parts.append(f'<div style="margin:.4em 0">{_text(found.hint)}</div>')
    if found.failed_case and found.status != "missing":
        parts.append(f'<div style="opacity:.75">Checked: {_text(found.failed_case)}</div>')
    rows = "".join(_row(line) for line in found.explanation)
    if rows:
        parts.append(f'<table style="border:none;margin:.3em 0">{rows}</table>')
    if found.verified:
        count = len(found.verified)
        parts.append(
            f'<div style="opacity:.75">{count} other case{"s" * (count > 1)} passed.</div>'
        )
    color = BLUE if found.status in ("missing", "unjudged") else RED
    return _box(color, title, "".join(parts))


def _row(line: str) -> str:
    label, _, rest = line.partition(": ")
    style = "text-align:left;vertical-align:top;padding:1px 8px 1px 0"
    return (
        f'<tr style="background:none"><td style="{style};opacity:.75">{_text(label)}</td>'
        f'<td style="{style};font-family:monospace;white-space:pre-wrap;overflow-wrap:anywhere">'
        f"{_code(rest)}</td></tr>"
    )


def _box(color: str, title: str, body: str) -> str:
    return (
        f'<div style="border-left:4px solid rgb({color});background:rgba({color},.08);'
        f'padding:.6em 1em;border-radius:3px;line-height:1.5">'
        f'<div style="font-weight:bold">{title}</div>{body}</div>'
    )


def _text(text: str) -> str:
    """Makes text inert; what stands between backticks becomes code, and between pairs of stars bold."""
    parts = re.split(r"`([^`\n]+)`", html.escape(clean(text)))
    parts[::2] = (re.sub(r"\*\*(\w(?:[^*\n]*\w)?)\*\*", r"<b>\1</b>", part) for part in parts[::2])
    parts[1::2] = (f"<code>{part}</code>" for part in parts[1::2])
    return "".join(parts)


def _code(text: str) -> str:
    return html.escape(clean(text))


def _display(as_html: str, as_text: str) -> None:
    shell = _shell()
    if shell is not None and hasattr(shell, "kernel"):
        from IPython.display import display

        display({"text/html": as_html, "text/plain": clean_lines(as_text)}, raw=True)
    else:
        print(clean_lines(as_text))


def clean_lines(text: str) -> str:
    """Removes control characters from text of several lines."""
    return "\n".join(clean(line) for line in text.split("\n"))


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None
