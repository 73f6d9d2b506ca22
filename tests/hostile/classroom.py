"""A class of attackers with honest neighbours: handed in, graded by one path, looked at."""

from __future__ import annotations

import html
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.checks.verdict import STATUSES, Verdict
from tests import plain_user
from tests.hostile import course as hostile
from tests.hostile.canaries import Canaries, run
from tests.hostile.gallery import FIFO, Attack, Handed, Link, Shop

# Every way to grade a class; a new one is added here, and the whole gallery runs through it.
PATHS: dict[str, Callable[[Path, str, int], list[str]]] = {}
HEADLINES = {
    Verdict("x", 0, 0, status).headline().removeprefix("x: "): status for status in STATUSES
}


def grading_path(name: str) -> Callable:
    """Enters a function from (folder, assignment, workers) to a command into the paths."""

    def enter(command: Callable[[Path, str, int], list[str]]) -> Callable:
        PATHS[name] = command
        return command

    return enter


def _grade(how: str, folder: Path, assignment: str, workers: int) -> list[str]:
    options = json.dumps({"workers": workers})
    return [sys.executable, "-m", "tests.hostile.grade", how, str(folder), assignment, options]


def _as_plain_user(folder: Path, command: list[str]) -> list[str]:
    return [sys.executable, "-m", "tests.plain_user", str(folder), *command]


@grading_path("fork")
def by_fork(folder: Path, assignment: str, workers: int) -> list[str]:
    """Grades as `autograder grade` does: children of a template."""
    return _grade("fork", folder, assignment, workers)


@grading_path("spawn")
def by_spawn(folder: Path, assignment: str, workers: int) -> list[str]:
    """Grades with a process for each submission that imports everything itself."""
    return _grade("spawn", folder, assignment, workers)


@grading_path("cluster")
def by_cluster(folder: Path, assignment: str, workers: int) -> list[str]:
    """Grades by a cluster of `dask.distributed`, on this machine."""
    return _grade("cluster", folder, assignment, workers)


@grading_path("nbgrader")
def by_nbgrader(folder: Path, assignment: str, workers: int) -> list[str]:
    """Grades by nbgrader's own command."""
    return [sys.executable, "-m", "nbgrader", "autograde", "--force", assignment]


if plain_user.is_possible():  # Anybody else is a plain user already.

    @grading_path("plain user")
    def by_a_plain_user(folder: Path, assignment: str, workers: int) -> list[str]:
        """Grades as `autograder grade` does, by somebody who is not root."""
        return _as_plain_user(folder, _grade("fork", folder, assignment, workers))


@dataclass
class Outcome:
    """What became of one submission.

    Args:
        points: From exercise to points.
        statuses: From exercise to status.
        report: All words that were said about it.
    """

    points: dict[str, float] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    report: str = ""


@dataclass
class Classroom:
    """A class on its way through a grading path.

    Args:
        folder: Of the course, which is made.
        path: Name of the grading path.
        assignment: Which assignment.
    """

    folder: Path
    path: str
    assignment: str = hostile.ASSIGNMENT
    expected: dict[str, dict[str, Any]] = field(default_factory=dict)
    neighbours: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        root = self.folder / "course"
        make = hostile.make_course
        if self.assignment == hostile.KINDS:
            make = hostile.make_kinds_course
        self.course = make(root)
        self.canaries = Canaries(self.folder / "around", root)
        self.shop = Shop(self.course, self.assignment)
        self.exercises = self.course.declaration(self.assignment).exercises

    # ---------------------------------------------------------------------------- handing in

    def hand_in(self, student: str, handed: Handed) -> None:
        """Lays out what a student hands in."""
        folder = self.course.folder / "submitted" / student / self.assignment
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in handed.beside.items():
            self._write(folder / name, content, student)
        name = handed.file_name or f"{self.assignment}.ipynb"
        self._write(folder / name, handed.content, student)

    def _write(self, path: Path, content: Any, student: str) -> None:
        if content is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is FIFO:
            os.mkfifo(path)
        elif isinstance(content, Link):
            path.symlink_to(self.filled(content.target, student))
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_text(self.filled(text, student), encoding="utf-8")

    def filled(self, text: str, student: str = "") -> str:
        """Returns a text with the values of this place in it."""
        values = {**self._tokens, "STUDENT": re.sub(r"\W", "", student)}
        return re.sub(r"@([A-Z_]+)@", lambda m: values.get(m[1], m[0]), text)

    @cached_property
    def _tokens(self) -> dict[str, str]:
        return self.canaries.tokens()

    def attack_with(self, attacks: Iterable[Attack]) -> None:
        """Hands in attacks, with an honest neighbour before the first and after each number."""
        self._add_neighbour(0, 0)
        for attack in attacks:
            self.hand_in(attack.student, attack.handed(self.shop))
            self.expected[attack.student] = self._statuses(attack.earns)
            neighbour = f"a{attack.number:02}_zz_neighbour"
            if neighbour not in self.neighbours:
                self._add_neighbour(attack.number, len(self.neighbours))

    def _add_neighbour(self, number: int, turn: int) -> None:
        student = f"a{number:02}_zz_neighbour" if number else "a00_neighbour"
        notebook, earns = self._honest(turn)
        if not number:  # Something that only this student may see again.
            self.private_words = self.canaries.new_secret()
            words = f"Private: {self.private_words}"
            notebook.cells.append(
                NotebookNode(cell_type="markdown", source=words, metadata={}, id="own")
            )
        self.hand_in(student, Handed(notebook))
        self.expected[student] = self._statuses(earns)
        self.neighbours.append(student)

    def _honest(self, turn: int) -> tuple[NotebookNode, dict[str, Any]]:
        """Returns one of several honest notebooks: who mixes neighbours up is found out."""
        if self.assignment == hostile.KINDS:
            return hostile.kinds_solved(self.course), {}
        sources, earns = hostile.NEIGHBOURS[turn % len(hostile.NEIGHBOURS)]
        return (self.shop.blank() if sources is None else self.shop.solved(**sources)), earns

    def _statuses(self, earns: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        """Returns what may stand for each exercise; what is not named is honest.

        An honest exercise that calls an attacked one keeps its points, as an error carried forward.
        """
        otherwise = "missing" if self.assignment == hostile.KINDS and earns else "passed"
        named = {}
        for name, exercise in self.exercises.items():
            below_is_lost = any(earns.get(n, "passed") != "passed" for n in exercise.depends_on)
            honest = "carried" if below_is_lost and otherwise == "passed" else otherwise
            named[name] = earns.get(name, honest)
        return {name: (s,) if isinstance(s, str) else tuple(s) for name, s in named.items()}

    # -------------------------------------------------------------------------------- grading

    def grade(self, workers: int = 2, seconds: float = 550.0) -> None:
        """Has the class graded in a process of its own and looks at what is left afterwards."""
        if self.path == "plain user":
            self._give_to_nobody()
        before = self.canaries.snapshot()
        command = PATHS[self.path](self.course.folder, self.assignment, workers)
        start = time.monotonic()
        self.status, self.output, self.left_running = run(
            command, self.course.folder, self.canaries.environment(), seconds
        )
        self.seconds = time.monotonic() - start
        after = self.canaries.snapshot()
        self.changed = sorted(
            path for path in {*before, *after} if before.get(path) != after.get(path)
        )
        self.marks = self.canaries.marks()
        self.leftovers = self.canaries.leftovers()

    def _give_to_nobody(self) -> None:
        """Makes nobody the owner of the course and its surroundings, and opens the way there."""
        for parent in self.folder.parents:
            if parent != Path("/") and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
        for folder, folders, files in os.walk(self.folder):
            for name in [".", *folders, *files]:
                os.chown(
                    os.path.join(folder, name),
                    plain_user.USER,
                    plain_user.USER,
                    follow_symlinks=False,
                )

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Returns what the gradebook, and grades.json where there is one, say of each student."""
        found: dict[str, Outcome] = {}
        with Gradebook(f"sqlite:///{self.course.folder}/gradebook.db") as book:
            for submission in book.assignment_submissions(self.assignment):
                outcome = found.setdefault(submission.student.id, Outcome())
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        outcome.points[grade.name.removeprefix("check_")] = grade.auto_score
                    for comment in notebook.comments:
                        self._read_comment(outcome, comment)
        for record in self.records:
            outcome = found.setdefault(record["student"], Outcome())
            outcome.statuses[record["exercise"]] = record["status"]
            outcome.report += "\n".join(["", record["hint"], *record["flags"]])
        if not self.records:
            for student, outcome in found.items():
                said = [line for line in self.output.split("\n") if f"{student}: " in line]
                outcome.report += "\n".join(["", *said])
        return found

    def _read_comment(self, outcome: Outcome, comment: Any) -> None:
        text = html.unescape(re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", comment.auto_comment or ""))
        outcome.report += "\n" + text
        headline = re.match(rf"\*\*{comment.name}: (.*)\*\*", text)
        if headline:
            outcome.statuses[comment.name] = HEADLINES[headline[1]]

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """Returns `grades.json`, which nbgrader's own command does not write."""
        path = self.course.folder / "grades.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []

    def written_about(self, student: str) -> str:
        """Returns all text that grading wrote about one student."""
        texts = [self.outcomes[student].report] if student in self.outcomes else []
        texts += [
            json.dumps(r, ensure_ascii=False) for r in self.records if r["student"] == student
        ]
        for part in ("autograded", "feedback"):
            for path in sorted((self.course.folder / part / student).rglob("*")):
                if path.is_file() and not path.is_symlink():
                    texts.append(path.read_text(encoding="utf-8", errors="replace"))
        return "\n".join(texts)
