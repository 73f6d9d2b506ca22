"""What `autograder doctor` finds."""

import importlib.metadata

import pytest

from autograder import doctor
from autograder.course import Course


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
    assert all(finding.mend for finding in found if finding.state != "ok")


def test_the_runner_starts_and_answers(course):
    """Does the process that runs submissions work here?"""
    (finding,) = doctor._runner(course)
    assert finding.state == "ok", finding.message


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
    assert found["numpy"].mend.startswith('pip install "numpy')


def test_tensorflow_and_its_text_package_must_match(course, monkeypatch):
    """Is the pair that breaks at import noticed before the import?"""
    versions = {"tensorflow": "2.20.0", "tensorflow-text": "2.21.0"}
    monkeypatch.setattr(importlib.metadata, "version", versions.__getitem__)
    (finding,) = doctor._tensorflow_pair()
    assert finding.state == "problem"
    assert "2.20" in finding.mend


def test_a_folder_without_configuration_gets_one_command(course):
    """Does the doctor say how a course folder is made?"""
    found = findings(doctor._folder, course)
    assert found["nbgrader_config.py"].state == "problem"
    assert found["nbgrader_config.py"].mend.startswith("cp ")
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
