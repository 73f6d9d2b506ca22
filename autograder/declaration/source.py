"""Reads the source of an assignment: a notebook as text, with its solutions.

The format is jupytext's py:percent. Markers behind `# %%` say what a cell is for:

- `id="setup"`: the cell's name, unique in the notebook. The first code cell is `setup`.
- `exercise="clip"`: what the learner writes, one `def` or `class` of that name, with its
  solution between `### BEGIN SOLUTION` and `### END SOLUTION`. The cell's id is `clip`.
- `check="clip"`: the one line `check("clip")`. The cell's id is `check_clip`.
- `tags=["train"]`: `train`, `plot` and `explore` mark cells that never run for a grade.
- `picture="result.png"`: the build puts this file where the Markdown cell names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.checks.syntax import parse
from autograder.declaration.region import CUT_WORDS, RegionError, require_region
from autograder.errors import CourseError

UNGRADED_TAGS = frozenset({"train", "plot", "explore"})

_MARKERS = {"id", "exercise", "check", "tags", "picture"}
_JUPYTEXT_NOISE = {"lines_to_next_cell", "lines_to_end_of_cell_marker"}
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # What nbformat 4.5 allows.


class SourceError(CourseError):
    """Says in one line which file and cell of a source is wrong, and how to fix it."""


@dataclass(frozen=True)
class SourceCell:
    """One cell of a source.

    Attributes:
        id: Name of the cell, unique in the notebook.
        kind: `"code"` or `"markdown"`.
        source: Text of the cell, with the solution.
        exercise: Name of the exercise that is written here, else None.
        check: Name of the exercise that is checked here, else None.
        tags: Tags, in the order written.
        picture: File name of the picture that the build inlines, else None.
        line: Line of the file where the cell begins; 0 if unknown.
    """

    id: str
    kind: str
    source: str
    exercise: str | None = None
    check: str | None = None
    tags: tuple[str, ...] = ()
    picture: str | None = None
    line: int = 0


@dataclass(frozen=True)
class Source:
    """A notebook as text: its path and its cells, over which it iterates."""

    path: Path
    cells: tuple[SourceCell, ...]

    def __iter__(self) -> Iterator[SourceCell]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, index: int) -> SourceCell:
        return self.cells[index]

    @property
    def exercises(self) -> list[str]:
        """Names of the exercises, in order."""
        return [cell.exercise for cell in self.cells if cell.exercise is not None]

    def cell(self, cell_id: str) -> SourceCell:
        """Returns the cell of that id; `KeyError` if there is none."""
        for cell in self.cells:
            if cell.id == cell_id:
                return cell
        raise KeyError(cell_id)


def read_source(path: Path | str) -> Source:
    """Reads a source and makes sure that it can be built and graded.

    Args:
        path: The file `solutions/<id>/<id>.py`.

    Returns:
        The cells in order.

    Raises:
        SourceError: If a cell or the order of cells is not as the module's text says.
    """
    import jupytext  # Learners do not have these two, and they take a second to import.
    import nbformat

    path = Path(path)
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file.")
    try:
        notebook = jupytext.read(path)
    except (ValueError, nbformat.ValidationError) as error:
        reason = str(error).partition("\n")[0]
        raise SourceError(f"{path}: a marker behind # %% cannot be read: {reason}.") from None
    lines = _marker_lines(path, len(notebook.cells))
    cells = tuple(
        _read_cell(raw, _Place(path, number, line))
        for number, (raw, line) in enumerate(zip(notebook.cells, lines, strict=True), start=1)
    )
    source = Source(path, cells)
    _require_unique_ids(source)
    _require_setup(source)
    _require_checks(source)
    return source


def reference_cells(source: Source) -> list[SourceCell]:
    """Returns the code cells that run for a grade: neither checks nor train, plot, explore."""
    return [cell for cell in source if runs_for_grade(cell.kind, cell.check is not None, cell.tags)]


def runs_for_grade(kind: str, is_check: bool, tags: Iterable[str]) -> bool:
    """Tells whether a cell of the release runs for a grade; of solution cells, their answers do.

    Only the release has a say: a tag or a name that a learner gave changes nothing.

    Args:
        kind: `"code"` or `"markdown"`.
        is_check: Whether it checks an exercise.
        tags: Its tags in the release.
    """
    return kind == "code" and not is_check and not UNGRADED_TAGS.intersection(tags)


@dataclass(frozen=True)
class _Place:
    """Where a cell stands, for messages."""

    path: Path
    number: int
    line: int
    id: str | None = None

    def error(self, message: str) -> SourceError:
        """Returns the error that names file, cell and line."""
        name = f'cell "{self.id}"' if self.id else f"cell {self.number}"
        line = f" (line {self.line})" if self.line else ""
        return SourceError(f"{self.path}, {name}{line}: {message}")


def _place(source: Source, cell: SourceCell) -> _Place:
    return _Place(source.path, source.cells.index(cell) + 1, cell.line, cell.id)


def _marker_lines(path: Path, count: int) -> list[int]:
    """Returns the line of each `# %%`, or zeros where text in a string looks like one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if line.startswith("# %%")]
    return found if len(found) == count else [0] * count


def _read_cell(raw: Any, place: _Place) -> SourceCell:
    """Turns jupytext's cell into ours; raises `SourceError` where a marker is wrong."""
    markers = {key: value for key, value in raw.metadata.items() if key not in _JUPYTEXT_NOISE}
    _require_known_markers(markers, raw.cell_type, place)
    cell_id = _cell_id(markers, place)
    cell = SourceCell(
        id=cell_id,
        kind=raw.cell_type,
        source=raw.source,
        exercise=markers.get("exercise"),
        check=markers.get("check"),
        tags=tuple(markers.get("tags", ())),
        picture=markers.get("picture"),
        line=place.line,
    )
    _require_sound_text(cell, _Place(place.path, place.number, place.line, cell_id))
    return cell


def _require_known_markers(markers: dict[str, Any], kind: str, place: _Place) -> None:
    unknown = sorted(set(markers) - _MARKERS)
    if unknown:
        raise place.error(
            f"unknown marker {unknown[0]!r}; known are {', '.join(sorted(_MARKERS))}."
        )
    if kind not in ("code", "markdown"):
        raise place.error(f"is a {kind} cell; only code and markdown are known.")
    if kind == "markdown" and {"exercise", "check"} & set(markers):
        raise place.error("an exercise or a check is a code cell, not markdown.")
    if kind == "code" and "picture" in markers:
        raise place.error("a picture stands in a markdown cell.")


def _cell_id(markers: dict[str, Any], place: _Place) -> str:
    names = [key for key in ("id", "exercise", "check") if key in markers]
    if not names:
        raise place.error('has no id; write # %% id="...", or exercise="..." or check="...".')
    if len(names) > 1:
        raise place.error(f"has {names[0]}= and {names[1]}=; one of them names the cell.")
    value = markers[names[0]]
    if names[0] != "id" and not (isinstance(value, str) and value.isidentifier()):
        raise place.error(f"{names[0]}={value!r} is not the name of a function or class.")
    cell_id = f"check_{value}" if names[0] == "check" else value
    if not isinstance(cell_id, str) or not _CELL_ID.fullmatch(cell_id):
        raise place.error(f"id {cell_id!r} must be 1 to 64 letters, digits, _ or -.")
    return cell_id


def _require_sound_text(cell: SourceCell, place: _Place) -> None:
    """Raises `SourceError` if the text of a cell does not do what its markers say."""
    if cell.exercise is None and (found := CUT_WORDS.search(cell.source)):
        raise place.error(f'"{found[0]}" may stand in an exercise cell only.')
    if cell.kind == "markdown":
        return
    try:
        parse(cell.source)
    except SyntaxError as error:
        raise place.error(
            f"is not Python ({error.msg}, line {error.lineno} of the cell); "
            "magics and ! lines do not run for a grade."
        ) from None
    if cell.exercise is not None:
        try:
            require_region(cell.source, cell.exercise)
        except RegionError as error:
            raise place.error(str(error)) from None
    if cell.check is not None and cell.source.strip() != f'check("{cell.check}")':
        raise place.error(f'a check cell is exactly the line check("{cell.check}").')


def _require_unique_ids(source: Source) -> None:
    seen: dict[str, SourceCell] = {}
    for cell in source:
        if cell.id in seen:
            raise _place(source, cell).error(
                f"this id stands already at line {seen[cell.id].line}; ids are unique."
            )
        seen[cell.id] = cell


def _require_setup(source: Source) -> None:
    code = [cell for cell in source if cell.kind == "code"]
    if not any(cell.id == "setup" for cell in code):
        raise SourceError(f'{source.path}: there is no setup cell; write # %% id="setup".')
    if code[0].id != "setup":
        raise _place(source, code[0]).error("stands before setup, the first code cell.")


def _require_checks(source: Source) -> None:
    written: set[str] = set()
    for cell in source:
        if cell.exercise is not None:
            written.add(cell.exercise)
        if cell.check is not None and cell.check not in written:
            raise _place(source, cell).error(f"no exercise {cell.check!r} stands above it.")
    checked = {cell.check for cell in source}
    for cell in source:
        if cell.exercise is not None and cell.exercise not in checked:
            raise _place(source, cell).error(
                f'has no check; write # %% check="{cell.exercise}" in a cell below it.'
            )
