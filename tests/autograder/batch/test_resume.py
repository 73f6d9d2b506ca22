"""Tests what a later batch makes of an earlier one: killed, unchanged, changed, still at work."""

import contextlib
import gc
import itertools
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.batch import grade_class, jobs
from autograder.batch.journal import Journal
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.config import JudgeConfig
from autograder.records.folder import STATE, only_batch
from tests.autograder import small_course as small
from tests.autograder.batch.test_run import FakeJudge

NAME = small.ASSIGNMENT
KILLS = 20
ENDED = 9
CLASS = 12


@pytest.fixture
def course(tmp_path, gradebook_version):
    """Makes the small course in a folder of its own."""
    return small.make_course(tmp_path / "course")


def hand_in_class(course):
    """Hands in right, wrong, untouched, renamed, unreadable and interfering notebooks."""
    for number in range(CLASS - 5):
        mistake = {"double": f"def double(x):\n    return x * {number}"} if number % 2 else {}
        small.hand_in(course, f"student{number:02}", small.solved(course, **mistake))
    small.hand_in(course, "blank", small.blank(course))
    small.hand_in(course, "damaged", "no notebook")
    small.hand_in(course, "ends", small.solved(course, total="import os\nos._exit(0)"))
    small.hand_in(course, "raises", small.solved(course, average="raise ValueError('\\x1b[1m')"))
    path = small.hand_in(course, "renamed", small.solved(course), "Copy of mine.ipynb")
    (path.parent / "timestamp.txt").write_text("2026-02-03 10:00:00 UTC")


def grade_in_a_process(folder, alembic_version, seed=None):
    """Grades the class in a process that may be killed at any moment."""
    import nbgrader.api

    nbgrader.api.get_alembic_version = lambda: alembic_version
    grade_class(Course(folder), NAME, workers=2, config=JudgeConfig(seed=seed))


def results_of(folder):
    """Returns everything that a batch leaves in a course folder, but for seconds and random ids."""
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and STATE not in path.parts and "__pycache__" not in path.parts
    }
    del files["gradebook.db"]
    records = json.loads(files.pop("grades.json"))
    records = [{**record, "seconds": None} for record in records]
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        entries = []
        for submission in book.assignment_submissions(NAME):
            notebook = submission.notebooks[0]
            grades = [(g.name, g.auto_score, g.needs_manual_grade) for g in notebook.grades]
            comments = [(c.name, c.auto_comment) for c in notebook.comments]
            entries.append(
                (submission.student.id, submission.timestamp, sorted(grades), sorted(comments))
            )
    return {"files": files, "records": records, "gradebook": sorted(entries)}


def journal_lines(folder):
    """Returns what the journal says, as far as its lines are whole; nothing if there is none."""
    path = folder / STATE / f"{NAME}.jsonl"
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in lines]


def undisturbed_run(course, target, seed):
    """Grades a copy of the class at one go."""
    shutil.copytree(course.root, target)
    grade_class(Course(target), NAME, workers=1, config=JudgeConfig(seed=seed))
    return results_of(target)


def last_change(batch, folder):
    """Waits for a batch; returns the seconds until its last journal entry and until its end."""
    begin = time.perf_counter()
    batch.start()
    last, size = 0.0, 0
    while batch.is_alive():
        batch.join(0.01)
        path = folder / STATE / f"{NAME}.jsonl"
        if path.exists() and path.stat().st_size > size:  # It shrinks when all is done.
            last, size = time.perf_counter() - begin, path.stat().st_size
    assert batch.exitcode == 0
    return last, time.perf_counter() - begin


@pytest.mark.proof("engine", "kills")
@pytest.mark.timeout(900)
def test_killed_at_any_moment_and_started_again(course, tmp_path, _known_version):  # noqa: PT019
    """Do 20 batches killed at random moments, started again, end as one that nobody disturbed?

    The moments are other ones in each run; a failure says which it was.
    """
    hand_in_class(course)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])

    def new_batch(folder):
        shutil.copytree(course.root, folder)
        return context.Process(target=grade_in_a_process, args=(folder, _known_version))

    whole = tmp_path / "whole"
    last, longest = last_change(new_batch(whole), whole)
    for number in range(KILLS):
        folder = tmp_path / f"killed{number}"
        batch = new_batch(folder)
        # Three of four while submissions are judged and written, the rest also while it ends.
        moment = random.uniform(0, longest if number % 4 == 0 else last)
        batch.start()
        batch.join(moment)
        batch.kill()
        batch.join()
        lines = journal_lines(folder)
        judged = sum(line.get("is") == "judged" for line in lines)
        seeds = {line["seed"] for line in lines if line.get("is") in ("begun", "judged")}
        print(f"killed after {moment:.3f} s of {last:.3f}, {longest:.3f} s; {judged} judged")

        result = grade_class(Course(folder), NAME, workers=2)
        assert len(result.rows) == CLASS
        assert result.unchanged == judged
        assert seeds <= {result.seed}
        assert result.notes == []
        expected = undisturbed_run(course, tmp_path / f"undisturbed{number}", result.seed)
        assert results_of(folder) == expected


def grade_until(folder, alembic_version, steps):
    """Grades and ends, as by SIGKILL, before the step that would be one more on the disk."""
    import nbgrader.api

    nbgrader.api.get_alembic_version = lambda: alembic_version
    taken = 0

    def counted(step):
        def take(*arguments, **named):
            nonlocal taken
            taken += 1
            if taken > steps:
                os._exit(ENDED)
            return step(*arguments, **named)

        return take

    os.fsync, os.replace = counted(os.fsync), counted(os.replace)
    course = Course(folder)
    grade_class(course, NAME, judge=FakeJudge(course))


@pytest.mark.proof("engine", "kills")
def test_ended_before_every_step(course, tmp_path, _known_version):  # noqa: PT019
    """Does a batch that ended before any one of its steps come out the same when started again?"""
    small.hand_in(course, "ann", small.solved(course, double="EVIL = 1"))
    path = small.hand_in(course, "ben", small.solved(course))
    (path.parent / "timestamp.txt").write_text("2026-02-03 10:00:00 UTC")
    shutil.copytree(course.root, tmp_path / "undisturbed")
    grade(Course(tmp_path / "undisturbed"))
    expected = results_of(tmp_path / "undisturbed")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    ended = []
    for steps in itertools.count():
        folder = tmp_path / f"after{steps}"
        shutil.copytree(course.root, folder)
        batch = context.Process(target=grade_until, args=(folder, _known_version, steps))
        batch.start()
        batch.join()
        judged = sum(line.get("is") == "judged" for line in journal_lines(folder))
        ended.append(judged)
        result, judge = grade(Course(folder))
        assert len(judge.asked) == 2 - judged, steps
        assert result.notes == [], steps
        assert results_of(folder) == expected, steps
        if batch.exitcode != ENDED:
            assert batch.exitcode == 0
            break
    assert set(ended) == {0, 1, 2}
    assert len(ended) > 15


def grade(course, **options):
    """Grades with a judge that notes what it is asked; returns the result and that judge."""
    judge = FakeJudge(course, seed=options.pop("judge_seed", 1))
    return grade_class(course, NAME, judge=judge, **options), judge


def test_unchanged_submissions_are_left_alone(course):
    """Does a second batch judge nothing and write nothing, and say the same?"""
    for student in ("ann", "ben"):
        small.hand_in(course, student, small.solved(course))
    small.hand_in(course, "cleo", "no notebook")
    first, judge = grade(course)
    assert (first.unchanged, len(judge.asked)) == (0, 2)
    pages = sorted((course.root / "feedback").rglob("*.html"))
    before = [path.stat().st_ino for path in pages]
    second, judge = grade(course)
    assert (second.unchanged, judge.asked) == (3, [])
    assert [path.stat().st_ino for path in pages] == before
    assert second.rows == first.rows
    assert second.records == first.records


def test_the_seed_stays_until_something_is_judged(course):
    """Has each batch a secret seed of its own, which is told only when it was used?"""
    small.hand_in(course, "ann", small.solved(course, double="def double(x): return x * x"))
    first = grade_class(course, NAME)
    assert grade_class(course, NAME).seed == first.seed
    small.hand_in(course, "ben", small.solved(course))
    third = grade_class(course, NAME)
    assert (third.unchanged, third.seed != first.seed) == (1, True)
    assert grade_class(course, NAME, again=True).seed not in (first.seed, third.seed)


@pytest.mark.parametrize(
    ("change", "judged"),
    [
        (lambda course: small.hand_in(course, "ann", small.blank(course)), ["ann"]),
        (lambda course: small.hand_in(course, "ann", small.blank(course), "b.ipynb"), ["ann"]),
        (lambda course: (submitted(course) / "timestamp.txt").write_text("2026-02-03"), ["ann"]),
        (lambda course: (submitted(course) / "notes.txt").write_text("no notebook"), []),
        (lambda course: touch(course, f"autograder/exercises/{NAME}", "__init__.py"), ["ann", "ben"]),
        (lambda course: touch(course, f"autograder/exercises/{NAME}", "part.py"), ["ann", "ben"]),
        (lambda course: touch(course, "autograder/exercises/w9_other", "__init__.py"), []),
        (lambda course: touch(course, f"solutions/{NAME}", f"{NAME}.py"), ["ann", "ben"]),
        (lambda course: touch(course, f"assignments/{NAME}", f"{NAME}.ipynb"), ["ann", "ben"]),
        (lambda course: touch(course, "utils", "words.py"), ["ann", "ben"]),
    ],
    ids=[
        "notebook", "second notebook", "time", "other file", "declaration", "its package",
        "other declaration", "solution", "release", "utils",
    ],
)  # fmt: skip
def test_what_makes_a_submission_judged_again(course, change, judged):
    """Is judged again whose file, checks, release or helpers have changed, and nobody else?"""
    for student in ("ann", "ben"):
        small.hand_in(
            course, student, small.solved(course, double=f"# {student}\ndef double(x): 1")
        )
    grade(course)
    change(course)
    result, judge = grade(Course(course.root))
    assert [name for name in ("ann", "ben") if any(f"# {name}" in a for a in judge.asked)] == [
        name for name in judged if name != "ann" or f"# {name}" in submitted_text(course)
    ]
    assert result.unchanged == 2 - len(judged)


def submitted(course):
    """Returns the folder that ann handed in."""
    return course.folder / "submitted" / "ann" / NAME


def submitted_text(course):
    """Returns the text of the notebook that ann handed in."""
    return (submitted(course) / f"{NAME}.ipynb").read_text()


def touch(course, folder, name):
    """Adds a line end to a file, which is made when it is missing."""
    path = course.root / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + "\n")


def test_another_seed_and_the_option_judge_all_anew(course):
    """Are all judged again with a chosen other seed, or when that is asked for?"""
    for student in ("ann", "ben"):
        small.hand_in(course, student, small.solved(course))
    grade(course, judge_seed=1)
    result, judge = grade(course, judge_seed=2)
    assert (len(judge.asked), result.seed) == (2, 2)
    result, judge = grade(course, judge_seed=2)
    assert judge.asked == []
    result, judge = grade(course, judge_seed=2, again=True)
    assert len(judge.asked) == 2
    result, judge = grade(course, judge_seed=2, config=JudgeConfig(time_limit=9))
    assert judge.asked == []  # The judge that is given has a limit of its own.


def test_a_jail_is_reason_to_judge_again(course):
    """Is judged again what was judged without a jail, once there is one, and not the reverse?"""
    small.hand_in(course, "ann", small.solved(course))
    outside = FakeJudge(course, jail=False)
    grade_class(course, NAME, judge=outside)
    grade_class(course, NAME, judge=outside)
    assert len(outside.asked) == 1
    for judge, asked in ((FakeJudge(course), 1), (FakeJudge(course, jail=False), 0)):
        grade_class(course, NAME, judge=judge)
        assert len(judge.asked) == asked


def test_a_persons_work_in_the_gradebook_is_taken_over(course):
    """Do points, a comment and a later date from formgrader reach page and CSV, unjudged?"""
    for student in ("ann", "ben"):
        path = small.hand_in(course, student, small.solved(course))
        (path.parent / "timestamp.txt").write_text("2026-02-03 10:00:00 UTC")
    grade(course)
    page = course.root / "feedback" / "ann" / NAME / f"{NAME}.html"
    others = course.root / "feedback" / "ben" / NAME / f"{NAME}.html"
    before = others.stat().st_ino
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        book.find_grade("check_total", NAME, NAME, "ann").manual_score = 3.0
        book.find_comment("total", NAME, NAME, "ann").manual_comment = "Neatly done"
        book.db.commit()
    result, judge = grade(course)
    assert judge.asked == []
    assert result.rows[0].points == 43
    assert "Neatly done" in page.read_text()
    assert "ann,43.0" in (course.root / "grades.csv").read_text()
    assert others.stat().st_ino == before


def test_a_date_set_later_takes_off_and_gives_back(course):
    """Is lateness seen when only the date in the gradebook has changed, both ways?"""
    (course.root / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "from nbgrader.plugins import BasePlugin\n"
        "class TenOff(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, seconds):\n"
        "        return 10.0\n"
        "c.AssignLatePenalties.plugin_class = TenOff\n"
    )
    path = small.hand_in(course, "ann", small.solved(course))
    (path.parent / "timestamp.txt").write_text("2026-02-03 10:00:00 UTC")
    assert grade(course)[0].rows[0].points == 60
    for date, points in (("2026-02-01", 50), ("2026-02-05", 60)):
        with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
            book.update_or_create_assignment(NAME, duedate=date)
        result, judge = grade(course)
        assert (result.rows[0].points, judge.asked) == (points, [])


@pytest.mark.parametrize("lost", ["autograded", "feedback", "gradebook.db", "feedback/ann"])
def test_what_was_lost_is_written_again(course, lost):
    """Is what somebody deleted or changed made again, without judging?"""
    for student in ("ann", "ben"):
        small.hand_in(course, student, small.solved(course))
    small.hand_in(course, "cleo", "no notebook")
    grade(course)
    expected = results_of(course.root)
    path = course.root / lost
    path.unlink() if path.is_file() else shutil.rmtree(path)
    result, judge = grade(course)
    assert judge.asked == []
    assert result.unchanged == 3
    assert results_of(course.root) == expected


def test_pages_are_made_up_for(course):
    """Are pages written when an earlier batch was told to leave them out?"""
    small.hand_in(course, "ann", small.solved(course))
    grade(course, feedback=False)
    assert not (course.root / "feedback").exists()
    _, judge = grade(course)
    assert judge.asked == []
    assert (course.root / "feedback" / "ann" / NAME / f"{NAME}.html").exists()


def test_two_batches_at_once(course):
    """Is the second told in one line who is at work, and left alone when that one is done?"""
    small.hand_in(course, "ann", small.solved(course))
    with only_batch(course.root, "w0_other"), pytest.raises(CourseError, match="w0_other"):
        grade(course)
    assert not (course.root / "gradebook.db").exists()
    assert grade(course)[0].rows[0].points == 60


class Interrupted(FakeJudge):
    """Is interrupted at its third submission."""

    def grade(self, cells):
        """Does as a person at the keyboard would."""
        if len(self.asked) == 2:
            raise KeyboardInterrupt
        return super().grade(cells)


def test_interrupted_by_a_person(course):
    """Is what was done kept and written, and the rest done by the next batch?"""
    for student in ("ann", "ben", "cleo", "dan"):
        small.hand_in(course, student, small.solved(course))
    with pytest.raises(KeyboardInterrupt):
        grade_class(course, NAME, judge=Interrupted(course))
    records = json.loads((course.root / "grades.json").read_text())
    assert {record["student"] for record in records} == {"ann", "ben"}
    result, judge = grade(course)
    assert (len(judge.asked), result.unchanged) == (2, 2)
    assert [row.points for row in result.rows] == [60, 60, 60, 60]


class Slow(FakeJudge):
    """Holds each submission until another one is at work, so that it needs two threads."""

    def prepare(self, submissions):
        """Makes the place where they meet."""
        self.barrier = threading.Barrier(2, timeout=60)
        self.threads = set()

    def grade(self, cells):
        """Waits for the other one."""
        self.threads.add(threading.get_ident())
        self.barrier.wait()
        return super().grade(cells)


@pytest.mark.parametrize("moment", ["judged", "written"])
def test_interrupted_while_a_submission_is_written(course, monkeypatch, moment):
    """Do journal, gradebook, pages and grades say the same when Ctrl-C comes amid the writing?"""
    for student in ("ann", "bob", "cleo"):
        small.hand_in(course, student, small.solved(course))

    def add(self, entry, then=Journal.add):
        then(self, entry)
        if type(entry).__name__.lower() == moment and entry.student == "bob":
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Journal, "add", add)
    with pytest.raises(KeyboardInterrupt):
        grade_class(course, NAME, judge=FakeJudge(course))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    written = {
        line["student"] for line in journal_lines(course.root) if line.get("is") == "written"
    }
    assert {"ann", "bob"} <= written
    records = json.loads((course.root / "grades.json").read_text())
    assert {record["student"] for record in records} == written
    assert {path.parents[1].name for path in course.root.glob("feedback/*/*/*.html")} == written
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        assert {s.student.id for s in book.assignment_submissions(NAME)} == written


def test_two_are_judged_at_a_time_and_one_writes(course):
    """Are two submissions judged at once, in threads that are not the one which writes?"""
    students = [f"student{number}" for number in range(6)]
    for student in students:
        small.hand_in(course, student, small.solved(course))
    judge = Slow(course)
    seen = []
    result = grade_class(
        course, NAME, judge=judge, workers=2, progress=lambda *step: seen.append(step)
    )
    assert [row.student for row in result.rows] == students
    assert [row.points for row in result.rows] == [60] * 6
    assert len(judge.threads) == 2
    assert threading.get_ident() not in judge.threads
    assert [step[:2] for step in seen] == [(done, 6) for done in range(7)]
    assert seen[0][2] == "student0, student1"
    assert result.workers == 2


def test_no_notebook_is_kept(course, monkeypatch):
    """Are no more notebooks held at any time than are at work, however large the class?"""
    held = weakref.WeakValueDictionary()
    most = []
    judge_one = jobs.JobGrader.grade

    def watched(self, job):
        done = judge_one(self, job)
        held[job.student] = done.graded
        return done

    def progress(*step):
        gc.collect()
        most.append(len(held))

    monkeypatch.setattr(jobs.JobGrader, "grade", watched)
    for number in range(12):
        small.hand_in(course, f"student{number}", small.solved(course))
    gc.freeze()  # What the tests hold is not looked through each time.
    try:
        grade(course, workers=2, progress=progress)
        gc.collect()
    finally:
        gc.unfreeze()
    assert len(held) == 0
    assert max(most) <= 5  # Twice the threads, and the one that was just written.


GRADE = """
import sys
from pathlib import Path
from autograder.commands import cli
from autograder.declaration.course import Course

root = Path(sys.argv.pop(1))
cli.Course = lambda folder: Course(root, folder=folder)
cli.main()
"""


def processes_of(words):
    """Returns the processes whose command holds some words, such as a folder; not this one."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(words).encode() in path.read_bytes():
                found.add(int(path.parent.name))
    return found - {os.getpid()}


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="Processes are looked for in /proc.")
@pytest.mark.parametrize("quick", [2, 8])  # One judge in the batch's own process; two in theirs.
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_ended_while_submissions_run(course, tmp_path, quick, end):
    """Is what is done on disk, and is nothing left running or lying about, after Ctrl-C or SIGKILL?"""
    done = [f"ann{number}" for number in range(quick)]
    for student in done:
        small.hand_in(course, student, small.solved(course))
    for student in ("zoe1", "zoe2"):  # They run for as long as they may.
        endless = "def double(x):\n    while True:\n        try:\n            while True: pass\n"
        endless += "        except BaseException: pass"
        small.hand_in(course, student, small.solved(course, double=endless))
    place = tmp_path / "temporary"
    place.mkdir()
    place.chmod(0o755)
    batch = subprocess.Popen(
        [sys.executable, "-c", GRADE, course.root, "grade", NAME, "--folder", course.root,
         "--workers", "2"],
        env={**os.environ, "TMPDIR": str(place), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        while sum(line.get("is") == "written" for line in journal_lines(course.root)) < quick:
            assert batch.poll() is None, batch.communicate()
            time.sleep(0.05)
        judges = processes_of("judge_process") & processes_of(course.root)
        assert len(judges) == (0 if quick == 2 else 2)
        assert processes_of(place) != set()
        batch.send_signal(end)
        out, error = batch.communicate(timeout=60)
    finally:
        batch.kill()
    if end == signal.SIGINT:
        assert batch.returncode == 130, error
        assert len(error.strip().splitlines()) == 1
        assert "goes on from there" in error
        records = json.loads((course.root / "grades.json").read_text())
        assert {record["student"] for record in records} == set(done)
    deadline = time.monotonic() + 60
    while (processes_of(place) or processes_of(course.root)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_of(place) == set()
    assert processes_of(course.root) == set()
    if quick == 2 and end == signal.SIGKILL:
        return  # Nobody is left who could remove the public part of the course.
    while list(place.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [path.name for path in place.iterdir()] == []
