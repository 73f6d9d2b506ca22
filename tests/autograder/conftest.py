"""Fixtures for all tests of the grader."""

import pytest


@pytest.fixture(scope="session")
def _known_version():
    """Asks nbgrader once for the version of a gradebook: it starts a program to find out."""
    import nbgrader.api

    from autograder.records.gradebook import program_path

    with program_path():
        return nbgrader.api.get_alembic_version()


@pytest.fixture
def gradebook_version(_known_version, monkeypatch):
    """Saves the seconds that each new gradebook takes."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: _known_version)
