"""The desk's commands, as they are typed, and the guide that shows them."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.commands import cli, term
from autograder.commands.desk import app
from autograder.declaration.course import Course
from autograder.records.gradebook import open_gradebook
from tests.autograder import small_course as small
from tests.autograder.desk.archives import make_zip, notebook
from tests.autograder.desk.classroom import STUDENTS

GUIDE = REPOSITORY_ROOT / "docs" / "instructors.md"
DESK = ["collect", "report", "release", "regrade"]
TERM = ["new", "due", "groups", "feedback", "gradescope"]
COMMANDS = [*DESK, *TERM]
NAME = small.ASSIGNMENT


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the command line in this process, on a course; returns status, output, errors."""

    def run_with(arguments, course=None):
        if course is not None:
            monkeypatch.chdir(course.folder)
            make = lambda root=None, folder=None: Course(course.root, folder=folder)  # noqa: E731
            monkeypatch.setattr("autograder.commands.desk.Course", make)
            monkeypatch.setattr("autograder.commands.cli.Course", make)
            monkeypatch.setattr("autograder.commands.term.Course", make)
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "100")
        status = 0
        try:
            cli.main()
        except SystemExit as stopped:
            status = stopped.code or 0
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_with


def test_help_lists_the_commands(run):
    """Are the desk's commands beside the others, each with a sentence?"""
    status, output, _ = run(["--help"])
    assert status == 0
    for command in COMMANDS:
        line = next(line for line in output.splitlines() if f" {command} " in line)
        assert len(line.split(command, 1)[1].strip(" │")) > 12


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_explains_it(run, command):
    """Does every command say what it reads and writes, with an example?"""
    status, output, _ = run([command, "--help"])
    assert status == 0
    assert f"Example: autograder {command}" in " ".join(output.split()).replace("`", "")
    all_of_them = [*app.registered_commands, *term.app.registered_commands]
    registered = next(item for item in all_of_them if item.callback.__name__ == command)
    assert len(registered.callback.__doc__) > 200


def test_collecting_is_told_and_problems_end_in_status_1(run, small_root, tmp_path):
    """Does who collects see counts, late marks and reasons, and a script notice what is left?"""
    course = Course(small_root, folder=tmp_path)
    make_zip(
        tmp_path / "s.zip",
        [("leeann_LATE_1_2_w0_small.ipynb", notebook("a")), ("bob_2_3_photo[1].png", b"x")],
    )
    status, output, _ = run(["collect", "s.zip", "-a", NAME], course)
    assert status == 1
    assert "1 collected" in output
    assert "1 marked late by Canvas: leeann_1." in output
    assert "bob_2: bob_2_3_photo[1].png: it is no .ipynb file" in output
    assert f"autograder grade {NAME}" in output


def test_a_dry_run_says_what_a_run_would_do_and_writes_nothing(run, small_root, tmp_path):
    """Are the lines those of the run itself, moves among them, and is the folder as before?"""
    course = Course(small_root, folder=tmp_path / "folder")
    course.folder.mkdir()
    archive = make_zip(
        tmp_path / "s.zip",
        [("leeann_1_2_w0_small.ipynb", notebook("a")), ("bob_2_3_x.png", b"x")],
    )
    (tmp_path / "roster.csv").write_text("student,canvas\nann,1\nbob,2\n", encoding="utf-8")
    arguments = ["collect", archive, "-a", NAME]
    with_roster = [*arguments, "--roster", tmp_path / "roster.csv"]
    for line in (arguments, with_roster):
        before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
        status, tried, _ = run([*line, "--dry-run"], course)
        after = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
        assert after == before
        assert "nothing was written" in tried
        done_status, done, _ = run(line, course)
        assert done_status == status == 1
        told = tried.splitlines()[1:]
        assert told == done.splitlines()[: len(told)]
    assert "leeann_1 is ann from now on" in tried
    assert (course.folder / "submitted" / "ann" / NAME / f"{NAME}.ipynb").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["collect", "none.zip", "-a", NAME], "no file none.zip"),
        (["collect", "none.zip", "-a", "w9_none"], "no assignment"),
        (["collect", "none.zip", "-a", NAME, "--from", "sakai"], "canvas or moodle"),
        (["collect", "none.zip", "-a", NAME, "--roster", "none.csv"], "none.csv cannot be read"),
        (["collect", "none.zip", "-a", NAME, "--timezone", "Mars"], "no time zone 'Mars'"),
        (["report", NAME], "autograder grade"),
        (["report", "w9_none"], "no assignment"),
        (["regrade", NAME], "autograder grade"),
        (["release", "w9_none"], "no assignment"),
        (["report"], "Say which assignment, or --all"),
        (["report", "--all"], "autograder grade --all"),
        (["grade"], "Say which assignment, or --all"),
        (["grade", NAME, "--all"], "Say which assignment, or --all"),
        (["grade", "--all"], "no submissions of any assignment"),
        (["grade", "--all", "-s", "ann"], "not with --all"),
        (["due", NAME, "tomorrow"], "'tomorrow' is no time"),
        (["due", NAME, "2026-06-10 12:00", "-s", "ann"], "has no due date yet"),
        (["due", "w9_none"], "no assignment"),
        (["groups", NAME, "none.csv"], "none.csv cannot be read"),
        (["feedback", NAME, "--for", "moodle"], "nothing to pack for Moodle"),
        (["feedback", NAME, "--for", "ilias"], "canvas or moodle"),
        (["gradescope", "w9_none"], "no assignment"),
        (["gradescope-run", NAME, "--root", "nowhere"], "no folder"),
    ],
)
def test_what_is_missing_is_said_in_one_line(run, small_root, tmp_path, arguments, words):
    """Does every wrong name end in one line and status 2?"""
    status, _, error = run(arguments, Course(small_root, folder=tmp_path))
    assert status == 2
    assert len(error.strip().splitlines()) == 1
    assert words in error


def test_the_commands_of_the_guide_run(run, graded_copy, tmp_path, monkeypatch):
    """Does every `autograder` command of docs/instructors.md do what it is there for?"""
    folder = graded_copy.folder
    make_zip(
        folder / "submissions.zip",
        [("Ann Lee_11_assignsubmission_file_/w0_small.ipynb", notebook("a"))],
    )
    (folder / "roster.csv").write_text("student,name\nann,Ann Lee\n", encoding="utf-8")
    (folder / "worksheet.csv").write_text(
        "Identifier,Full name,Email address,Last modified (submission)\n"
        'Participant 11,Ann Lee,ann@uni.edu,"Wednesday, 10 June 2026, 2:14 PM"\n',
        encoding="utf-8",
    )
    (folder / "groups.csv").write_text("group,student\nA,ann\nA,bo\n", encoding="utf-8")
    with open_gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        for student in ("ann", "bo"):
            gradebook.add_student(student)
    shutil.copy(REPOSITORY_ROOT / "nbgrader_config.py", folder)
    from autograder.notebook.build import build_assignment

    build_assignment(Course(graded_copy.root), NAME)  # With its public checks, as released.
    monkeypatch.setattr("autograder.commands.terminal.import_tensorflow_quietly", lambda: None)
    shown = re.findall(r"^autograder .*$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {shlex.split(line)[1] for line in shown} == {*COMMANDS, "grade"}
    for line in shown:
        arguments = shlex.split(line.replace("w1_dinosaur_names", NAME))[1:]
        status, output, error = run(arguments, graded_copy)
        assert (status, error) == (0, ""), line
        assert output.strip(), line
    assert (folder / "reports" / f"{NAME}.html").is_file()
    assert (folder / "reports" / f"{NAME}-regrade.csv").is_file()
    assert list((folder / "releases").glob("*.zip"))
    # Collected without a roster, with one, and with a worksheet: it is one learner all the time.
    for student in ("ann", "bo"):
        assert (folder / "submitted" / student / NAME / f"{NAME}.ipynb").is_file()
    assert not list((folder / "submitted").glob("Ann*"))
    assert (folder / "spring" / "source" / NAME / f"{NAME}.ipynb").is_file()
    assert (folder / "source" / NAME / f"{NAME}.ipynb").is_file()  # formgrader's list, of collect
    assert f"{NAME},ann,2026-06-14 21:59:00 UTC" in (folder / "extensions.csv").read_text("utf-8")
    for name in (f"{NAME}-anonymous", "course"):
        assert (folder / "reports" / f"{name}.html").is_file()
    assert (folder / "uploads" / f"{NAME}-moodle.zip").is_file()
    assert list((folder / "gradescope").glob("*.zip"))
    exports_of_the_guide_run(folder)


def exports_of_the_guide_run(folder):
    """Asserts that each `nbgrader export` of the guide writes what it names, in a course folder."""
    lines = re.findall(r"^nbgrader export .*$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(line)], cwd=folder, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY_ROOT)}, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert (folder / line.rpartition("--to=")[2]).is_file(), line


def test_the_exports_of_the_guide_are_plugins():
    """Is every exporter that the guide names one that nbgrader can load?"""
    from nbgrader.plugins import ExportPlugin

    from autograder.desk import exports

    text = GUIDE.read_text(encoding="utf-8")
    named = set(re.findall(r"autograder\.desk\.exports\.(\w+)", text))
    assert named == {"PlainExporter", "CanvasExporter", "MoodleExporter"}
    assert all(issubclass(getattr(exports, name), ExportPlugin) for name in named)
    for kind, option in re.findall(r"--(\w+Exporter)\.(\w+)=", text):
        assert getattr(exports, kind).class_traits()[option].metadata["config"]


def test_regrade_shows_who_gains_and_why(run, graded_copy):
    """Does the terminal show names, points before and after, and the reason?"""
    path = graded_copy.root / "autograder" / "exercises" / NAME / "__init__.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("int(rng.integers(5, 1000))", "2"), encoding="utf-8")
    keep = ("ada", "bob")
    for student in {*STUDENTS, "picture", "nothing"} - set(keep):
        shutil.rmtree(graded_copy.folder / "submitted" / student)
    status, output, _ = run(["regrade", NAME], graded_copy)
    assert status == 0
    assert "1 have more points now, 0 have fewer." in output
    assert "bob: 50 → 60 points" in output
    assert "double 0 → 10  Before: not right yet" in output
