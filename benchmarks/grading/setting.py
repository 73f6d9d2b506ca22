"""One assignment, made ready for every grader: the same notebooks, the same exercises."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import nbformat

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.commands.demo.kit import Kit
from autograder.declaration.course import Course
from autograder.declaration.exercise import Exercise
from autograder.notebook.build import build_assignment, build_notebooks
from autograder.runner.public_root import make_public_root
from benchmarks.grading.classes import Class, for_otter, hand_in, only_graded, without_ungraded
from benchmarks.grading.environments import Environment
from utils.quiet import import_quietly

FIT_COURSE = Path(__file__).parent / "course"
FIT = "w0_with_fit"

STOCK_CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "benchmark"
c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("Replace this line.")'}
"""

# How an exercise is tested by otter: by the public cases, as `check` does it in a notebook.
OTTER_TEST = """\
OK_FORMAT = False

from otter.test_files import test_case

name = "{name}"
points = {points}


@test_case(points={points})
def test_{name}(env):
    from autograder.learner.checking import check_in
    from sheets_of_the_benchmark import check_of

    verdict = check_in(check_of("{assignment}", "{name}"), env)
    if not verdict.is_right:
        raise AssertionError(verdict.hint)
"""
OTTER_SHEETS = '''\
"""Reads the public cases once a kernel."""

import functools
import json

from autograder.checks.bundle import read_checks
from autograder.learner.checking import find_bundle


@functools.lru_cache
def checks(assignment):
    return read_checks(json.loads(find_bundle(assignment).read_text(encoding="utf-8")))


def check_of(assignment, name):
    return checks(assignment)[name]
'''


@dataclass
class Setting:
    """An assignment with folders for each grader.

    Args:
        course: Where its source and declaration are, built.
        assignment_id: The assignment.
        folder: Where everything is made.
        whole: Whether the peers execute cells that train, plot or explore too.
        cell_seconds: How long stock nbgrader waits for a cell.
        runs: Number of classes handed in so far.
    """

    course: Course
    assignment_id: str
    folder: Path
    whole: bool = False
    cell_seconds: int = 300
    runs: int = field(default=0, init=False)

    @property
    def notebook_name(self) -> str:
        """Returns the file name of the notebook."""
        return f"{self.assignment_id}.ipynb"

    @cached_property
    def kit(self) -> Kit:
        """Returns ways to fill the notebook in."""
        return Kit(self.course, self.assignment_id)

    @cached_property
    def public(self) -> Path:
        """Returns a folder with what learners have: `utils`, `check` and the public cases."""
        target = make_public_root(REPOSITORY_ROOT, self.folder / "public")
        bundle = target / "assignments" / self.assignment_id / "checks.json"
        bundle.parent.mkdir(parents=True)
        shutil.copyfile(self.course.bundle(self.assignment_id), bundle)
        (target / "sheets_of_the_benchmark.py").write_text(OTTER_SHEETS, encoding="utf-8")
        return target

    def environment(self, peer: Environment | None = None) -> dict[str, str]:
        """Returns what a grader's process finds in its environment."""
        left_out = (
            "PYTHONDONTWRITEBYTECODE",
            "PYTHONPATH",
            "MPLBACKEND",
            "AUTOGRADER_WITHOUT_JAIL",
        )
        found = {key: value for key, value in os.environ.items() if key not in left_out}
        found |= {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
        if peer is not None:
            found["PATH"] = f"{peer.folder / 'bin'}{os.pathsep}{found['PATH']}"
            found["PYTHONPATH"] = str(self.public)
            found["IPYTHONDIR"] = str(self.folder / "ipython")
        return found

    def fresh(self, name: str) -> Path:
        """Returns a new empty folder."""
        self.runs += 1
        folder = self.folder / f"{self.runs:03}-{name}"
        folder.mkdir(parents=True)
        return folder

    def class_for_us(self, students: Class) -> Path:
        """Hands a class in to this engine."""
        folder = self.fresh("ours")
        self._hand_in(folder, students)
        return folder

    def class_for_nbgrader(self, students: Class, peer: Environment) -> Path:
        """Hands a class in to stock nbgrader, in a course with a gradebook of its own."""
        folder = self.fresh("nbgrader")
        shutil.copytree(self._stock_course(peer), folder, dirs_exist_ok=True)
        self._hand_in(folder, self.as_peers_have_it(students))
        return folder

    def class_for_otter(self, students: Class) -> tuple[dict[str, str], Path]:
        """Hands a class in to otter; returns the notebooks by student, and the archive of tests."""
        folder = self.fresh("otter")
        kept = self.as_peers_have_it(students)
        paths = self._hand_in(folder, {name: for_otter(handed) for name, handed in kept.items()})
        return paths, self._otter_archive

    def as_peers_have_it(self, students: Class) -> Class:
        """Returns a class without the cells that this engine does not run, unless all are wanted."""
        if self.whole:
            return students
        return {student: only_graded(handed) for student, handed in students.items()}

    def _hand_in(self, folder: Path, students: Class) -> dict[str, str]:
        return {
            student: str(
                hand_in(
                    folder / "submitted" / student / self.assignment_id, self.notebook_name, handed
                )
            )
            for student, handed in students.items()
        }

    def _stock_course(self, peer: Environment) -> Path:
        """Returns a course of stock nbgrader's own that has released the assignment."""
        folder = self.folder / "nbgrader-course"
        if folder.is_dir():
            return folder
        instructor = self.instructors_notebook()
        if not self.whole:
            instructor = without_ungraded(instructor)
        source = folder / "source" / self.assignment_id / self.notebook_name
        source.parent.mkdir(parents=True)
        nbformat.write(instructor, source)
        config = f"{STOCK_CONFIG}c.Execute.timeout = {self.cell_seconds}\n"
        (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
        command = [peer.python, "-m", "nbgrader", "generate_assignment", self.assignment_id]
        done = subprocess.run(
            command,
            cwd=folder,
            env=self.environment(peer),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            shutil.rmtree(folder)
            raise RuntimeError(f"nbgrader cannot release the assignment:\n{done.stderr[-2000:]}")
        return folder

    def instructors_notebook(self) -> nbformat.NotebookNode:
        """Returns the notebook that stock nbgrader releases."""
        return build_notebooks(self.course, self.assignment_id)[0]

    def otter_test(self, exercise: Exercise) -> str:
        """Returns the file with which otter tests an exercise."""
        return OTTER_TEST.format(
            name=exercise.name, points=exercise.points, assignment=self.assignment_id
        )

    @cached_property
    def _otter_archive(self) -> Path:
        path = self.folder / "autograder.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("otter_config.json", "{}")
            for name, exercise in self.kit.assignment.exercises.items():
                archive.writestr(f"tests/{name}.py", self.otter_test(exercise))
        return path


def make_setting(assignment_id: str, folder: Path, whole: bool = False) -> Setting:
    """Makes an assignment of the repository, or of the benchmark's own course, ready.

    Args:
        assignment_id: Its id.
        folder: Where everything is made.
        whole: Whether the peers execute cells that train, plot or explore too.
    """
    if assignment_id != FIT:
        return Setting(Course(), assignment_id, folder, whole)
    root = folder / "course"
    if not root.is_dir():
        shutil.copytree(FIT_COURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
        import_quietly("keras")  # which the reference's answers for the public cases need
        build_assignment(Course(root), assignment_id)
    return Setting(Course(root), assignment_id, folder, whole)
