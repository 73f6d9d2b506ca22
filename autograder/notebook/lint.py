"""The form of a notebook as a program: what makes fifteen assignments one course.

Each rule has a short name, which stands behind its message. What a build could not do without is
no matter of form: `source` refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from autograder.declaration.region import without_solution
from autograder.declaration.source import UNGRADED_TAGS, Source, SourceCell, read_source
from autograder.notebook.lint_code import lint_code
from autograder.notebook.lint_prose import headings, lint_headings, lint_prose, without_code
from autograder.notebook.lint_reader import lint_for_readers
from autograder.notebook.minutes import LINES
from autograder.notebook.problem import Problem
from autograder.notebook.release import UNRELEASED, release_values
from autograder.notebook.transform import leaked_lines

if TYPE_CHECKING:
    from autograder.declaration.course import Course
    from autograder.declaration.exercise import Assignment

LEARNERS_NAMES = "from autograder import begin, check, failing, restore, scoreboard"
SUMMARY_BULLETS = 5
HINTS = 3

_BOX = re.compile(r"Exercise +(\d+) of (\d+)\b")
_IN_AND_OUT = re.compile(r"\*\*In:\*\*.*\*\*Out:\*\*", re.DOTALL)
_POINTS = re.compile(r"(\d+(?:\.\d+)?) points?\b|\bbonus\b")
_TABLE_HEAD = re.compile(r"\|\s*symbol\s*\|\s*code\s*\|\s*shape\s*\|\s*meaning\s*\|", re.IGNORECASE)
_DETAILS = re.compile(r"<details\b.*?</details>", re.DOTALL)
_ANSWER = re.compile(r"<summary>[^<]*\bAnswer", re.IGNORECASE)
_BULLET = re.compile(r"^[-*] ", re.MULTILINE)
_THINK = re.compile(r"\*\*Think\b|^#+ Think\b", re.MULTILINE)
_LINK = re.compile(r"https?://")


def lint_source(source: Source, assignment: Assignment) -> list[Problem]:
    """Finds where a source is not in the form of the course's notebooks.

    Args:
        source: Cells of the assignment.
        assignment: Its declaration: exercises in order, with points.

    Returns:
        The problems, cell by cell in the order of the notebook.
    """
    problems = [
        *_lint_opening(source, assignment),
        *lint_headings([cell for cell in source if cell.kind == "markdown"]),
        *_lint_order(source),
        *_lint_exercises(source, assignment),
        *_lint_hidden(source),
        *_lint_closing(source),
        *lint_for_readers(source, assignment),
    ]
    for cell in source:
        problems += lint_code(cell) if cell.kind == "code" else lint_prose(cell)
        problems += _lint_tags(cell)
    place = {cell.id: number for number, cell in enumerate(source)}
    return sorted(problems, key=lambda problem: place[problem.cell_id])


def lint_assignment(course: Course, assignment_id: str) -> list[Problem]:
    """Finds where an assignment's source is not in the form of the course's notebooks."""
    source = read_source(course.source(assignment_id))
    return lint_source(source, course.declaration(assignment_id))


def _lint_opening(source: Source, assignment: Assignment) -> Iterator[Problem]:
    """Title, result, points and minutes, then one setup cell."""
    first = source[0]
    if first.kind != "markdown" or not first.source.startswith("# "):
        yield Problem(first.id, "title", "the notebook begins with its title: # ...")
    setup = source.cell("setup")
    opening = source.cells[: source.cells.index(setup)]
    text = "\n".join(cell.source for cell in opening)
    if not any(cell.picture for cell in opening):
        message = "no picture of the result stands before the setup cell"
        yield Problem(first.id, "result-first", message)
    points = sum(exercise.points for exercise in assignment.exercises.values())
    if not re.search(rf"\b{points:g} points\b", text):
        yield Problem(first.id, "opening", f'does not say "{points:g} points" before setup')
    if not re.search(r"\bminutes?\b", text):
        yield Problem(first.id, "opening", "does not say how many minutes it takes before setup")
    if release_values(setup.source) != [UNRELEASED]:
        message = f'needs the line RELEASE = "{UNRELEASED}" once, which the build fills'
        yield Problem("setup", "setup", message)
    if LEARNERS_NAMES not in setup.source.split("\n"):
        yield Problem("setup", "setup", f"does not have the line: {LEARNERS_NAMES}")
    if f'begin("{assignment.id}")' not in setup.source:
        yield Problem("setup", "setup", f'does not call begin("{assignment.id}")')


def _lint_order(source: Source) -> Iterator[Problem]:
    """Prose between code cells, the triple of stub, check and picture excepted."""
    for above, below in zip(source.cells, source.cells[1:], strict=False):
        if above.kind == "markdown" or below.kind == "markdown":
            continue
        stub_and_check = above.exercise is not None and below.check == above.exercise
        check_and_picture = above.check is not None and bool({"plot", "train"} & set(below.tags))
        if not (stub_and_check or check_and_picture):
            message = f'follows the code cell "{above.id}" without a word between them'
            yield Problem(below.id, "adjacent-code", message)


def _lint_tags(cell: SourceCell) -> Iterator[Problem]:
    for tag in sorted(set(cell.tags) - UNGRADED_TAGS):
        known = ", ".join(sorted(UNGRADED_TAGS))
        yield Problem(cell.id, "tags", f"has the tag {tag!r}; known are {known}")


def _lint_exercises(source: Source, assignment: Assignment) -> Iterator[Problem]:
    """What stands around each exercise: table, box and hints above it, a question below."""
    boxes: dict[str, str] = {}
    numbers = {cell.id: number for number, cell in enumerate(source)}
    starts = [numbers[name] for name in source.exercises] + [len(source)]
    for index, name in enumerate(source.exercises):
        if name not in assignment.exercises:
            yield Problem(name, "declaration", f"{name} is not declared")
            continue
        cell = source.cell(name)
        above = _prose_above(source, starts[index])
        points = assignment.exercises[name].points
        box = _box_line(above)
        number = f"{index + 1} of {len(source.exercises)}"
        yield from _lint_box(cell, box, number, points)
        if box:
            boxes[name] = _shape(box, name)
        yield from _lint_above(cell, above)
        below = source.cells[starts[index] + 1 : starts[index + 1]]
        if not any(_THINK.search(c.source) for c in below if c.kind == "markdown"):
            yield Problem(name, "think", "no question (**Think ...**) follows the check")
    common = max(boxes.values(), key=list(boxes.values()).count, default="")
    for name, shape in boxes.items():
        if shape != common:
            message = f"the box is written {shape!r}, others {common!r}"
            yield Problem(name, "box", message)


def _prose_above(source: Source, number: int) -> str:
    """Returns the Markdown between the code cell before and this cell."""
    start = number
    while start > 0 and source[start - 1].kind == "markdown":
        start -= 1
    return "\n\n".join(cell.source for cell in source.cells[start:number])


def _box_line(markdown: str) -> str | None:
    """Returns the line that begins an exercise box, without the quote mark."""
    lines = [line for line in markdown.split("\n") if _BOX.search(line) and _POINTS.search(line)]
    return lines[-1].strip() if lines else None


def _shape(box: str, name: str) -> str:
    """Returns the markup of a box's head: what it says about number, id and points left out."""
    points = _POINTS.search(box)
    head = box[: points.end()] if points else box
    head = re.sub(rf"\b{re.escape(name)}\b", "id", head)
    head = _BOX.sub("Exercise N of M", head)
    return _POINTS.sub("P points", head)


def _lint_box(cell: SourceCell, box: str | None, number: str, points: float) -> Iterator[Problem]:
    """The box names number, id and points, and they are the declared ones."""
    if box is None:
        message = f'no box "Exercise {number} ... {points:g} points" stands above it'
        yield Problem(cell.id, "box", message)
        return
    found_number, found_points = _BOX.search(box), _POINTS.search(box)
    if found_number and found_number[0].partition(" ")[2].strip() != number:
        message = f'the box says "{found_number[0]}", it is {number}'
        yield Problem(cell.id, "box", message)
    if found_points and float(found_points[1] or 0) != points:
        message = f"the box says {found_points[1]} points, declared are {points:g}"
        yield Problem(cell.id, "box", message)
    if cell.id not in re.findall(r"\w+", box):
        yield Problem(cell.id, "box", f"the box does not name {cell.id}")


def _lint_above(cell: SourceCell, above: str) -> Iterator[Problem]:
    """Symbol table, what goes in and out, size of the task, folded hints."""
    if not _TABLE_HEAD.search(above):
        message = "no table | symbol | code | shape | meaning | stands directly above it"
        yield Problem(cell.id, "symbol-table", message)
    if not LINES.search(above):
        yield Problem(cell.id, "box", 'the box does not say "about N lines"')
    if not _IN_AND_OUT.search(above):
        yield Problem(
            cell.id, "box", "the box does not say what goes **In:** and what comes **Out:**"
        )
    hints = [folded for folded in _DETAILS.findall(above) if not _ANSWER.search(folded)]
    if len(hints) != HINTS:
        message = f"has {len(hints)} folded hints (<details>), wanted are {HINTS}"
        yield Problem(cell.id, "hints", message)
    for number, hint in enumerate(hints, start=1):
        if "<summary>" not in hint:
            yield Problem(cell.id, "hints", f"hint {number} has no <summary>")


def _lint_hidden(source: Source) -> Iterator[Problem]:
    """No line of a solution stands anywhere else."""
    seen = [
        (cell.id, cell.source if cell.exercise is None else without_solution(cell.source))
        for cell in source
    ]
    for cell_id, line in leaked_lines(source, seen):
        yield Problem(cell_id, "hidden", f'"{line}" gives away a line of a solution')


def _lint_closing(source: Source) -> Iterator[Problem]:
    """Summary in five bullets, what comes next with papers, scoreboard last."""
    last = source[-1]
    if last.source.strip() != "scoreboard()" or "explore" not in last.tags:
        message = 'the last cell is # %% id="scoreboard" tags=["explore"] with scoreboard()'
        yield Problem(last.id, "scoreboard", message)
    summary = _section(source, "summary")
    bullets = len(_BULLET.findall(summary or ""))
    if bullets != SUMMARY_BULLETS:
        message = f'"## Summary" has {bullets} bullets, wanted are {SUMMARY_BULLETS}'
        yield Problem(last.id, "summary", message)
    further = _section(source, "going further")
    if further is None or not _LINK.search(further):
        message = 'there is no "## Going further" with links to papers'
        yield Problem(last.id, "going-further", message)


def _section(source: Source, heading: str) -> str | None:
    """Returns the Markdown from a heading on to the next one, over several cells."""
    found: list[str] | None = None
    for cell in source:
        if cell.kind != "markdown":
            continue
        for block in re.split(r"^(?=#{1,6} )", cell.source, flags=re.MULTILINE):
            titles = headings(block)
            if found is not None and titles:
                return "\n".join(found)
            if found is not None:
                found.append(block)
            elif titles and heading in titles[0][1].lower():
                found = [without_code(block)]
    return None if found is None else "\n".join(found)
