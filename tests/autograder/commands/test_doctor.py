"""What `autograder doctor` finds."""

import importlib.metadata

import pytest

from autograder.commands import doctor
from autograder.declaration.course import Course
from autograder.runner.jail.enter import JailRefused


def findings(look, course):
    """Returns the findings of one look by subject."""
    return {finding.subject: finding for finding in look(course)}


@pytest.fixture
def course(tmp_path):
    """A course whose folder holds nothing yet."""
    return Course(folder=tmp_path)


def test_every_problem_says_how_to_mend_it(course):
    """Is there a way out of everything that the doctor complains about?"""
    found = list(doctor.examine(course))
    assert found
    assert all(finding.fix for finding in found if finding.state != "ok")


def test_the_runner_starts_and_answers(course):
    """Does the process that runs submissions work here?"""
    runner, *_ = doctor._runner(course)
    assert runner.state == "ok", runner.message


def test_the_jail_is_attacked_and_holds(course):
    """Does the doctor try the jail and say how many attacks it held, or why there is none?"""
    _, jail = doctor._runner(course)
    if "attacks" not in jail.message:
        assert jail.fix
        pytest.skip(f"no jail on this machine: {jail.message}")
    assert jail.state == "ok", jail.message


def test_an_attack_that_gets_through_is_a_problem(course, monkeypatch):
    """Is a jail that does not hold named by what a submission can do?"""
    tried = [("read a file of the instructor's", False), ("become root", True)]
    monkeypatch.setattr("autograder.runner.self_test.attack", lambda *_: iter(tried))
    _, jail = doctor._runner(course)
    assert (jail.state, jail.subject) == ("problem", "jail")
    assert "can read a file of the instructor's" in jail.message


def test_a_machine_without_jails_is_told_how_to_allow_them(course, monkeypatch):
    """Does the doctor say what is missing, and how to allow it?"""

    def refuse(*_):
        raise JailRefused("The kernel refused a jail (Operation not permitted). Allow it: sysctl x")
        yield

    monkeypatch.setattr("autograder.runner.self_test.attack", refuse)
    _, jail = doctor._runner(course)
    assert (jail.state, jail.subject) == ("problem", "jail")
    assert "Operation not permitted" in jail.message
    assert "sysctl x" in jail.fix


def test_a_missing_package_and_a_wrong_version_are_told_apart(course, monkeypatch):
    """Does the doctor compare what is installed with the tested ranges?"""
    versions = {"numpy": "1.20.0"}

    def version(name):
        if name == "rich":
            raise importlib.metadata.PackageNotFoundError(name)
        return versions.get(name, "99")

    monkeypatch.setattr(importlib.metadata, "version", version)
    found = findings(doctor._packages, course)
    assert "not installed" in found["rich"].message
    assert "1.20.0 is outside" in found["numpy"].message
    assert found["numpy"].fix.startswith('pip install "numpy')


def test_tensorflow_and_its_text_package_must_match(course, monkeypatch):
    """Is the pair that breaks at import noticed before the import?"""
    versions = {"tensorflow": "2.20.0", "tensorflow-text": "2.21.0"}
    monkeypatch.setattr(importlib.metadata, "version", versions.__getitem__)
    (finding,) = doctor._tensorflow_pair()
    assert finding.state == "problem"
    assert "2.20" in finding.fix


def test_a_folder_without_configuration_gets_one_command(course):
    """Does the doctor say how a course folder is made?"""
    found = findings(doctor._folder, course)
    assert found["nbgrader_config.py"].state == "problem"
    assert found["nbgrader_config.py"].fix.startswith("cp ")
    (course.folder / "nbgrader_config.py").touch()
    assert findings(doctor._folder, course)["nbgrader_config.py"].state == "ok"


def test_a_folder_that_is_not_there_is_a_problem_of_the_folder(tmp_path):
    """Is a wrong --folder reported, with everything else still looked at?"""
    found = findings(doctor._folder, Course(folder=tmp_path / "nowhere"))
    assert found["course folder"].state == "problem"


def test_an_unforeseen_fault_hides_nothing(course, monkeypatch):
    """Does the doctor reach the end when one of its looks breaks?"""

    def broken(course):
        raise RuntimeError("a look broke")
        yield

    monkeypatch.setattr(doctor, "_python", broken)
    found = list(doctor.examine(course))
    assert any("a look broke" in finding.message for finding in found)
    assert any(finding.subject == "runner" for finding in found)


def test_every_requirement_is_looked_at():
    """Do the ranges come from requirements.txt, comments left out?"""
    named = {requirement.name: str(requirement.specifier) for requirement in doctor.requirements()}
    assert {"tensorflow", "nbgrader", "numpy", "typer"} <= set(named)
    assert all(named.values())
