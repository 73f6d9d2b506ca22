"""The desk's commands, as they are typed, and the guide that shows them."""

import re
import shlex
import shutil
import sys

import pytest

from autograder import cli
from autograder.course import REPOSITORY_ROOT, Course
from autograder.desk.commands import app
from tests.autograder import small_course as small
from tests.autograder.desk.archives import make_zip, notebook
from tests.autograder.desk.classroom import STUDENTS

GUIDE = REPOSITORY_ROOT / "docs" / "instructors.md"
COMMANDS = ["collect", "report", "release", "regrade"]
NAME = small.ASSIGNMENT


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the command line in this process, on a course; returns status, output, errors."""

    def run_with(arguments, course=None):
        if course is not None:
            monkeypatch.chdir(course.folder)
            make = lambda root=None, folder=None: Course(course.root, folder=folder)  # noqa: E731
            monkeypatch.setattr("autograder.desk.commands.Course", make)
            monkeypatch.setattr("autograder.cli.Course", make)
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
    registered = next(item for item in app.registered_commands if item.callback.__name__ == command)
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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["collect", "none.zip", "-a", NAME], "no file none.zip"),
        (["collect", "none.zip", "-a", "w9_none"], "no assignment"),
        (["collect", "none.zip", "-a", NAME, "--from", "blackboard"], "canvas or moodle"),
        (["collect", "none.zip", "-a", NAME, "--roster", "none.csv"], "none.csv cannot be read"),
        (["collect", "none.zip", "-a", NAME, "--timezone", "Mars"], "no time zone 'Mars'"),
        (["report", NAME], "autograder grade"),
        (["report", "w9_none"], "no assignment"),
        (["regrade", NAME], "autograder grade"),
        (["release", "w9_none"], "no assignment"),
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
    from autograder.notebook.build import build_assignment

    build_assignment(Course(graded_copy.root), NAME)  # With its public checks, as released.
    monkeypatch.setattr("autograder.terminal.import_tensorflow_quietly", lambda: None)
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
    for student in ("Ann_Lee", "ann", "ann@uni.edu"):
        assert (folder / "submitted" / student / NAME / f"{NAME}.ipynb").is_file()


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
    path = graded_copy.root / "autograder" / "exercises" / f"{NAME}.py"
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
