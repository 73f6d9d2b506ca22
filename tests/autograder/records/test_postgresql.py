"""Tests nbgrader's gradebook in PostgreSQL: the same grades as in a file, and a person's stay."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time

import pytest
from nbgrader.api import Gradebook

from autograder.batch import grade_class
from autograder.declaration.course import Course
from autograder.judging.config import JudgeConfig
from tests.autograder import small_course as small
from tests.autograder.batch.test_judges import ODD
from tests.autograder.batch.test_resume import hand_in_class

NAME = small.ASSIGNMENT
pytestmark = pytest.mark.timeout(300)


def owner():
    """Returns who runs the server: PostgreSQL refuses to be run by root."""
    if os.getuid() != 0:
        return getpass.getuser()
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("PostgreSQL does not run as root, and there is no other user")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def server():
    """Starts a PostgreSQL server of its own with an empty database; yields its address."""
    pytest.importorskip("psycopg", reason="needs psycopg: pip install 'psycopg[binary]'")
    found = shutil.which("initdb") or shutil.which("postgres")
    if found is None:
        pytest.skip("no PostgreSQL on PATH (on Debian: apt install postgresql)")
    programs = os.path.dirname(os.path.realpath(found))
    user, port = owner(), free_port()
    # Sockets have short paths, and the user must be able to go there.
    folder = tempfile.mkdtemp(prefix="postgresql-", dir="/tmp")
    shutil.chown(folder, user)
    as_user = {"user": user} if os.getuid() == 0 else {}
    run = {"check": True, "capture_output": True, "text": True, "cwd": folder, **as_user}
    process = None
    try:
        subprocess.run(
            [f"{programs}/initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "instructor",
             "-E", "UTF8", "--no-sync"], **run,
        )  # fmt: skip
        process = subprocess.Popen(
            [f"{programs}/postgres", "-D", f"{folder}/data", "-p", str(port), "-k", folder,
             "-c", "listen_addresses=127.0.0.1", "-F"],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_user,
        )  # fmt: skip
        address = ["-h", "127.0.0.1", "-p", str(port), "-U", "instructor"]
        deadline = time.monotonic() + 60
        while subprocess.run([f"{programs}/pg_isready", *address], capture_output=True).returncode:
            assert time.monotonic() < deadline, "the server does not come up"
            time.sleep(0.1)
        subprocess.run([f"{programs}/createdb", *address, "gradebook"], **run)
        yield f"postgresql+psycopg://instructor@127.0.0.1:{port}/gradebook"
    finally:
        if process is not None:
            process.terminate()
            process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def entries(address):
    """Returns points and comments of all students, without what differs from one book to another."""
    with Gradebook(address) as book:
        found = []
        for submission in book.assignment_submissions(NAME):
            notebook = submission.notebooks[0]
            grades = [(g.name, g.auto_score, g.manual_score) for g in notebook.grades]
            comments = [(c.name, c.auto_comment, c.manual_comment) for c in notebook.comments]
            found.append((submission.student.id, sorted(grades), sorted(comments)))
    return sorted(found)


def test_the_same_grades_as_in_a_file(server, tmp_path, gradebook_version):
    """Does a server keep what a file keeps, odd texts included, and later what a person gave?"""
    course = small.make_course(tmp_path / "course")
    hand_in_class(course)
    small.hand_in(course, "odd", small.solved(course, double=f"raise ValueError({ODD!r})"))
    small.hand_in(course, "null", small.solved(course, double="def double(x):\n    return '\\0a'"))
    grade_class(course, NAME, config=JudgeConfig(seed=5))
    expected = entries(f"sqlite:///{course.folder}/gradebook.db")
    shutil.rmtree(course.folder / ".autograder")
    (course.folder / "gradebook.db").unlink()
    (course.folder / "nbgrader_config.py").write_text(
        f'c = get_config()\nc.CourseDirectory.db_url = "{server}"\n'
    )
    result = grade_class(Course(course.root), NAME, config=JudgeConfig(seed=5))
    assert entries(server) == expected
    assert not (course.folder / "gradebook.db").exists()
    assert "gradebook" not in result.files
    with Gradebook(server) as book:
        book.find_grade("check_double", NAME, NAME, "blank").manual_score = 7.0
        book.db.commit()
    result = grade_class(Course(course.root), NAME, config=JudgeConfig(seed=5), again=True)
    assert {row.student: row.points for row in result.rows}["blank"] == 7
    assert grade_class(Course(course.root), NAME).unchanged == len(result.rows)
