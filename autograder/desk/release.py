"""Packs what learners get of an assignment: its folder, and the code and data that it needs."""

from __future__ import annotations

import ast
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat

from autograder.checks.repository import REPOSITORY_ROOT, is_public
from autograder.checks.syntax import parse
from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from autograder.errors import CourseError
from autograder.notebook.release import release_id
from autograder.notebook.transform import leaked_lines

FOLDER = "releases"
OWN = ("autograder", "utils")  # packages of ours that a notebook imports
DATE = (1980, 1, 1, 0, 0, 0)  # the same in every archive, so that two of one release are equal


@dataclass(frozen=True)
class Release:
    """An archive for learners.

    Args:
        path: The .zip file.
        files: Paths inside, sorted.
    """

    path: Path
    files: list[str]


def pack_release(course: Course, assignment_id: str, target: Path | None = None) -> Release:
    """Writes the archive that learners get.

    It holds the assignment's folder, the modules of `autograder` and `utils` that the notebook
    comes to import and no other, `data/`, and what to do with it.

    Args:
        course: The course.
        assignment_id: The assignment.
        target: The file; `releases/<id>-<release>.zip` in the course folder by default.

    Raises:
        CourseError: If the assignment is not built, or a line of a solution would be inside.
    """
    course.declaration(assignment_id)
    notebook = course.release_notebook(assignment_id)
    if not notebook.is_file():
        raise CourseError(f"{notebook} is missing; run: autograder build {assignment_id}")
    found = dict(_files(course, assignment_id))
    found["README.txt"] = _readme(assignment_id, found).encode()
    _refuse_answers(course, assignment_id, found)
    path = target or course.folder / FOLDER / f"{assignment_id}-{release_id()}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(found):
                info = zipfile.ZipInfo(name, DATE)
                info.external_attr = 0o644 << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, found[name])
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return Release(path, sorted(found))


def _files(course: Course, assignment_id: str) -> Iterator[tuple[str, bytes]]:
    """Yields path and content of every file of the archive."""
    notebook = course.release_notebook(assignment_id)
    for path in sorted(notebook.parent.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            yield f"assignments/{assignment_id}/{path.name}", path.read_bytes()
    root = code_root(course)
    cells = nbformat.read(notebook, as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    sources.append("from autograder import check")  # What every check cell calls.
    for path in needed_modules(root, sources):
        yield path.relative_to(root).as_posix(), path.read_bytes()
    for path in sorted((root / "data").rglob("*")):
        inside = path.relative_to(root).as_posix()
        hidden = "/." in inside or not is_public(inside)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield inside, path.read_bytes()
    licence = root / "LICENSE"
    if licence.is_file():
        yield "LICENSE", licence.read_bytes()


def code_root(course: Course) -> Path:
    """Returns where the code is that notebooks import: the course, or this repository."""
    has_code = (course.root / "autograder" / "__init__.py").is_file()
    return course.root if has_code else REPOSITORY_ROOT


def needed_modules(root: Path, sources: list[str]) -> list[Path]:
    """Returns the modules of ours that pieces of code come to import, sorted.

    Imports inside functions count. What only a type checker reads does not.

    Args:
        root: Holds the packages.
        sources: Of the notebook's cells.
    """
    waiting = [name for text in sources for name in imported(text)]
    found: dict[str, Path] = {}
    while waiting:
        name = waiting.pop()
        if name in found or name.split(".")[0] not in OWN:
            continue
        path = root.joinpath(*name.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if not file.is_file():
            continue  # a name in a module
        found[name] = file
        package = name if path.is_dir() else name.rpartition(".")[0]
        waiting += [package, name.rpartition(".")[0], *imported(file.read_text("utf-8"), package)]
    return sorted(set(found.values()))


def imported(source: str, package: str = "") -> list[str]:
    """Returns the modules that a piece of code may import, and names that may be modules."""
    try:
        tree = parse(re.sub(r"(?m)^\s*[%!].*$", "", source))
    except SyntaxError:
        return []
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for part in node.body
        for inner in ast.walk(part)
    }
    names: list[str] = []
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join(filter(None, (*parts, base)))
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # Imported by name where it is needed first, as `import_quietly("keras")` does.
            if re.fullmatch(r"(autograder|utils)(\.\w+)+", node.value):
                names.append(node.value)
    return names


def _readme(assignment_id: str, found: dict[str, bytes]) -> str:
    """Returns what a learner should do with the archive."""
    sources = [data.decode() for name, data in found.items() if name.endswith(".py")]
    notebook = found[f"assignments/{assignment_id}/{assignment_id}.ipynb"].decode()
    cells = nbformat.reads(notebook, as_version=4).cells
    sources += [cell.source for cell in cells if cell.cell_type == "code"]
    packages = {name.split(".")[0] for text in sources for name in imported(text)}
    packages.update(re.findall(r"""import_quietly\(["'](\w+)""", "\n".join(sources)))
    known = _distributions()
    foreign = packages - set(OWN) - set(sys.stdlib_module_names)
    wanted = sorted({known[name][0].lower() for name in foreign if name in known})
    return (
        f"{assignment_id}, release {release_id()}\n\n"
        f"1. Unpack this archive into a folder of its own and keep its layout.\n"
        f"2. Python 3.11, 3.12 or 3.13 with: {' '.join(dict.fromkeys([*wanted, 'jupyterlab']))}\n"
        f"3. jupyter lab assignments/{assignment_id}/{assignment_id}.ipynb\n"
        f"4. Solve, check, save, and hand in that file only.\n"
    )


@cache
def _distributions() -> Mapping[str, list[str]]:
    """Returns the names that packages are installed by, which takes a second to find."""
    return packages_distributions()


def _refuse_answers(course: Course, assignment_id: str, found: dict[str, bytes]) -> None:
    """Raises if an answer or a file of the instructor's would be inside."""
    own = ("LICENSE", "README.txt")
    folder = f"assignments/{assignment_id}/"
    wrong = [n for n in found if n not in own and not n.startswith(folder) and not is_public(n)]
    texts = [
        (name, cell.source)
        for name, data in found.items()
        if name.endswith(".ipynb")
        for cell in nbformat.reads(data.decode("utf-8", "replace"), as_version=4).cells
    ]
    leaks = leaked_lines(read_source(course.source(assignment_id)), texts)
    if wrong or leaks:
        where = ", ".join(dict.fromkeys([*wrong, *(name for name, _ in leaks)]))
        what = f" (for example: {leaks[0][1][:80]})" if leaks else ""
        raise CourseError(
            f"The release of {assignment_id} would give something away, in {where}{what}. Nothing "
            f"was written; run autograder build {assignment_id}, and look at the source."
        )
