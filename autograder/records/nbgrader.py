"""The seam to nbgrader: its commands and formgrader's button grade with our judge.

`nbgrader_config.py` calls `configure`. From then on `nbgrader autograde`:

1. reads a submission with our reader, which restores it to the release's form (`exporter_class`),
2. has it judged in place of executing it and believing its outputs (`autograde_preprocessors`),
3. writes the verdicts where nbgrader keeps grades and comments.

Nothing here starts an event loop or forks: formgrader runs it inside Jupyter's server.
"""

from __future__ import annotations

import glob
import logging
import os
import re
import stat
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearSolutions,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
)
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograder.checks.files import writable
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.declaration.source import UNGRADED_TAGS
from autograder.judging.config import wants_jail
from autograder.judging.grading import Graded, Grader
from autograder.judging.judge import Judge
from autograder.notebook.transform import CODE_STUB
from autograder.records import gradebook as books
from autograder.records.folder import (
    LEFT_OUT,
    left_out_by_nbgrader,
    read_timestamp,
    unread_time,
)
from autograder.records.lateness import LatePenalty, apply_lateness
from autograder.records.source import ClearAnswers, is_own_folder, provide_source

# Beside the notebooks: answers, and what they were made from. Never for learners.
IGNORED = [
    ".ipynb_checkpoints",
    "__pycache__",
    "feedback",
    "*.py",
    "*.pyc",
    "*.png",
    "*.svg",
    "*.md",
]
MAX_LISTED_FILES = 10_000
VALIDATE_SECONDS = 300  # for one cell; nbgrader's 30 end the import of TensorFlow on a busy machine


def configure(config: Config, root: str | os.PathLike[str]) -> None:
    """Plugs the judge into nbgrader.

    Args:
        config: What `get_config()` returns in `nbgrader_config.py`.
        root: The course folder.
    """
    config.CourseDirectory.root = os.path.abspath(root)
    # formgrader lists what lies there; see `autograder.records.source`.
    is_own = is_own_folder(Path(config.CourseDirectory.root))
    config.CourseDirectory.source_directory = "source" if is_own else "solutions"
    # Ours is `assignments`; nbgrader empties the folder that it releases to.
    config.CourseDirectory.release_directory = "release"
    config.CourseDirectory.ignore = list(IGNORED)
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.GenerateAssignment.preprocessors = [
        ClearAnswers if step is ClearSolutions else step
        for step in GenerateAssignment.preprocessors.default_args[0]
    ]
    # `nbgrader validate` and JupyterLab's button: what does not run for a grade does not run there.
    config.AssignLatePenalties.plugin_class = LatePenalty
    config.Execute.on_cell_start = leave_out_ungraded
    config.Execute.timeout = VALIDATE_SECONDS
    config.Autograde.exporter_class = SubmissionExporter
    config.Autograde.autograde_preprocessors = [
        JudgeSubmission,  # In place of Execute.
        IgnorePattern,
        ClearMetadataPreprocessor,
        LimitOutput,
        SaveVerdicts,  # In place of SaveAutoGrades, which believes outputs.
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    # nbgrader's own order of adding a submission draws a screenful of warnings.
    warnings.filterwarnings("ignore", message="Object of type <Submitted", category=SAWarning)
    # A learner's timestamp.txt that is no time would end the grading of that submission.
    CourseDirectory.get_existing_timestamp = lambda self, path: read_timestamp(path)


def leave_out_ungraded(cell: NotebookNode, cell_index: int) -> None:
    """Has a cell that trains, plots or explores passed over, as it is in grading.

    nbgrader gives each cell some seconds and then interrupts it, which ends a right notebook's
    training, and now and then the kernel.
    """
    tags = cell.metadata.get("tags", [])
    if cell.metadata.get("nbgrader", {}).get("grade"):
        return  # A check counts, whatever somebody has written on it.
    if UNGRADED_TAGS.intersection(tags):
        cell.metadata["tags"] = [*tags, "skip-execution"]  # nbclient's own mark


def course_of(folder: str | os.PathLike[str]) -> Course:
    """Returns the course of a course folder: its own, or the one of this repository."""
    folder = Path(os.path.abspath(folder))
    own = (folder / "autograder" / "exercises").is_dir()
    return Course(folder if own else REPOSITORY_ROOT, folder=folder)


def ready_judge(course: Course, assignment_id: str) -> Judge:
    """Returns a judge that is warm, for a while the same one.

    formgrader's button grades one submission a run: it must not wait for imports and for the
    reference's answers each time. A judge is not kept when anything that it was made from has
    changed, and not for long, because its inputs stay the same.
    """
    made_from = (course.source(assignment_id), course.release_notebook(assignment_id))
    stamps = tuple(path.stat().st_mtime_ns for path in made_from if path.is_file())
    key = (str(course.root), str(course.folder), assignment_id, stamps, wants_jail())
    with _JUDGES_LOCK:
        for old in [
            k for k, (_, born) in _JUDGES.items() if time.monotonic() - born > KEPT_SECONDS
        ]:
            _JUDGES.pop(old)[0].close()
        if key not in _JUDGES:
            judge = Judge(course, assignment_id)
            judge.prepare()
            _JUDGES[key] = (judge, time.monotonic())
        return _JUDGES[key][0]


KEPT_SECONDS = 600.0
_JUDGES: dict[tuple, tuple[Judge, float]] = {}
_JUDGES_LOCK = threading.Lock()


class SubmissionExporter(NotebookExporter):
    """Reads submissions for `nbgrader autograde`, whatever their form or name.

    One exporter serves one run of nbgrader, so it holds what a batch has in common: the judge.
    """

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self._graders: dict[str, Grader] = {}
        self._graded: dict[tuple[str, str], Graded] = {}
        converter = self.parent
        if converter is not None and hasattr(converter, "pre_convert_hook"):
            if _harmless not in converter.log.filters:
                converter.log.addFilter(_harmless)
            self._own_hook = converter.pre_convert_hook
            self._own_ignore = list(converter.coursedir.ignore)
            converter.pre_convert_hook = self.admit
            self._say_left_out()

    @property
    def _converter(self) -> Any:
        """Returns nbgrader's Autograde, which made this exporter."""
        return self.parent

    def _say_left_out(self) -> None:
        """Names, once a run, the folders that nbgrader's own search passes over."""
        assignment = self._converter.coursedir.assignment_id
        for student in left_out_by_nbgrader(self._submitted(assignment, "*")):
            self._converter.log.warning("%s: %s", student, LEFT_OUT)

    def admit(self, assignment: str, student: str, notebooks: list[str]) -> None:
        """Prepares a submission, called by nbgrader before it looks into the folder.

        Enters the assignment into the gradebook when it is missing, puts the one expected name in
        place of those found (so that a renamed notebook is not skipped), and has links and devices
        passed over where nbgrader copies files.
        """
        if self._own_hook:
            self._own_hook(assignment=assignment, student=student, notebooks=notebooks)
        folder = os.path.dirname(notebooks[0])
        assignment = self._assignment_of(folder)  # What nbgrader passes may be a pattern.
        grader = self.grader(assignment)
        with books.open_gradebook(self._converter.coursedir.db_url) as gradebook:
            if not books.is_registered(gradebook, assignment):
                books.register_assignment(gradebook, grader.assignment, grader.template)
        directory = self._converter.coursedir
        source = directory.format_path(directory.source_directory, ".", assignment)
        provide_source(grader.course, Path(source), assignment)
        self._graded.clear()  # Of a class, one submission is kept at a time.
        directory.ignore = [*self._own_ignore, *_not_plain(folder)]
        notebooks[:] = [os.path.join(folder, f"{assignment}.ipynb")]

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Converts a file; a submitted one is first graded and restored."""
        about = (resources or {}).get("nbgrader")
        if about is None or not self._is_submitted(filename, about):
            return super().from_filename(filename, resources=resources, **kw)
        notebook = self.graded(about["assignment"], about["student"]).notebook
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def _is_submitted(self, filename: str, about: dict[str, str]) -> bool:
        return Path(filename).parent == self._submitted(about["assignment"], about["student"])

    def _assignment_of(self, folder: str) -> str:
        directory = self._converter.coursedir
        pattern = directory.format_path(
            directory.submitted_directory, ".*", "(?P<assignment>.*)", escape=True
        )
        match = re.fullmatch(pattern, folder)
        return match["assignment"] if match else os.path.basename(folder)

    def _submitted(self, assignment: str, student: str) -> Path:
        directory = self._converter.coursedir
        return Path(directory.format_path(directory.submitted_directory, student, assignment))

    def grader(self, assignment: str) -> Grader:
        """Returns the grader of an assignment, made once a run.

        Raises:
            CourseError: If there is no such assignment, or submissions can be run in no jail.
        """
        if assignment not in self._graders:
            course = course_of(self._converter.coursedir.root)
            grader = Grader(course, ready_judge(course, assignment), assignment)
            self._graders[assignment] = grader
        return self._graders[assignment]

    def graded(self, assignment: str, student: str) -> Graded:
        """Returns the graded submission, judged on first use."""
        key = (assignment, student)
        if key not in self._graded:
            folder = self._submitted(assignment, student)
            self._graded[key] = self.grader(assignment).grade_folder(student, folder)
            for flag in self._graded[key].flags:
                self.log.warning("%s: %s", student, flag)
            if unread := unread_time(folder):
                self.log.warning(
                    "%s: timestamp.txt says no time that is understood: %r", student, unread
                )
        return self._graded[key]


class JudgeSubmission(NbGraderPreprocessor):
    """Judges the submission; no cell is executed here and no output of it counts."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict]:
        """Returns the notebook with the verdicts as outputs of the check cells."""
        about = resources["nbgrader"]
        graded = self.parent.graded(about["assignment"], about["student"])
        return nbformat.from_dict(graded.notebook), resources


class SaveVerdicts(NbGraderPreprocessor):
    """Writes the verdicts into the gradebook."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict]:
        """Writes points for every grade cell that the gradebook knows, and hints."""
        about = resources["nbgrader"]
        graded = self.parent.graded(about["assignment"], about["student"])
        with books.open_gradebook(about["db_url"]) as gradebook:
            books.save_verdicts(
                gradebook,
                about["assignment"],
                about["student"],
                graded.verdicts,
                needs_person=graded.needs_person,
                new_submission=False,
            )
            root = Path(self.parent.parent.coursedir.root)
            apply_lateness(gradebook, self.config, root, about["assignment"], about["student"])
        return nb, resources


def _harmless(record: logging.LogRecord) -> bool:
    """Keeps terminal escapes in a learner's file names out of the instructor's terminal."""
    record.msg, record.args = writable(record.getMessage()), ()
    return True


def _not_plain(folder: str) -> Iterator[str]:
    """Yields the names, as patterns, of links, pipes and devices in a submission."""
    seen = 0
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            seen += 1
            mode = os.lstat(os.path.join(parent, name)).st_mode
            if seen > MAX_LISTED_FILES or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                yield glob.escape(name)
