"""The command line."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from autograder import __version__
from autograder.commands.cli import app, main
from autograder.notebook.problem import Problem

COMMANDS = ["build", "grade", "check", "doctor", "demo"]


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the command line in this process; returns exit status, output and error output."""

    def run_with(*arguments):
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "100")
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return stopped.value.code or 0, captured.out, captured.err

    return run_with


def test_help_lists_every_command_with_a_sentence(run):
    """Does `autograder --help` tell what there is?"""
    status, output, _ = run("--help")
    assert status == 0
    for command in COMMANDS:
        line = next(line for line in output.splitlines() if f" {command} " in line)
        assert len(line.split(command, 1)[1].strip(" │")) > 12


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_explains_its_options(run, command):
    """Does every command say what it does, and every option what it is for?"""
    status, output, _ = run(command, "--help")
    assert status == 0
    assert f"Usage: autograder {command}" in output
    registered = next(item for item in app.registered_commands if item.callback.__name__ == command)
    assert len(registered.callback.__doc__) > 100


def test_version(run):
    """Is the version the package's?"""
    status, output, _ = run("--version")
    assert (status, output.strip()) == (0, f"autograder {__version__}")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "w0_nothing"], ["no assignment 'w0_nothing'", "w1_dinosaur_names"]),
        (["grade", "w0_nothing"], ["no assignment 'w0_nothing'", "w1_dinosaur_names"]),
        (["check", "nowhere.ipynb"], ["no notebook nowhere.ipynb"]),
    ],
)
def test_what_is_missing_is_said_in_one_line(run, arguments, words):
    """Does a user who names something wrong get one line and status 2, no stack trace?"""
    status, output, error = run(*arguments)
    assert status == 2
    assert not output.strip()
    assert len(error.strip().splitlines()) == 1
    assert all(word in error for word in words)


def test_a_file_that_is_no_notebook_is_refused_in_words(run, tmp_path):
    """Is `autograder check` calm about a file that is not a notebook?"""
    path = tmp_path / "w1_dinosaur_names.ipynb"
    path.write_text("not a notebook", encoding="utf-8")
    status, _, error = run("check", path)
    assert status == 2
    assert "is no notebook" in error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("options", "problems", "expected"), [([], 1, 0), (["--check"], 1, 1), (["--check"], 0, 0)]
)
def test_a_build_says_what_is_out_of_form(run, monkeypatch, options, problems, expected):
    """Does an author read what the lint finds, as a warning; and does `--check` fail on it?"""
    found = [Problem("clip", "docstring", "clip has [no] docstring")] * problems
    monkeypatch.setattr("autograder.notebook.lint.lint_assignment", lambda *_: found)
    monkeypatch.setattr("autograder.notebook.build.stale_reasons", lambda *_: [])
    monkeypatch.setattr("autograder.notebook.build.build_assignment", lambda *_: [])
    monkeypatch.setattr("autograder.notebook.badges.write_badges", lambda _: False)
    monkeypatch.setattr("autograder.commands.terminal.import_tensorflow_quietly", lambda: None)
    status, _, said = run("build", "w1_dinosaur_names", *options)
    assert status == expected
    line = 'w1_dinosaur_names, cell "clip": clip has [no] docstring (docstring)'
    assert (line in said) == bool(problems)


@pytest.mark.parametrize(("faults", "expected"), [({}, 0), ({"ada": ["double"]}, 1)])
def test_a_fault_of_the_grader_shows_in_the_exit_status(run, monkeypatch, faults, expected):
    """Does a script learn that a person must look, because a check failed itself?"""
    result = SimpleNamespace(faults=faults)
    monkeypatch.setattr("autograder.commands.terminal.grade_with_progress", lambda *a, **k: result)
    assert run("grade", "w1_dinosaur_names")[0] == expected


def test_module_and_command_are_the_same():
    """Does `python -m autograder` work without the script on PATH?"""
    command = [sys.executable, "-m", "autograder", "--version"]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == f"autograder {__version__}"


def test_help_is_quick_because_nothing_heavy_is_imported():
    """Does the command line leave TensorFlow and nbgrader alone until they are needed?"""
    code = (
        "import sys, autograder.commands.cli; "
        "print(sorted({'tensorflow', 'keras', 'nbgrader', 'nbconvert'} & set(sys.modules)))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert finished.stdout.strip() == "[]"
