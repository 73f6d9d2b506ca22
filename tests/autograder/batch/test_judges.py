"""Tests judges in processes of their own: the same grades, whatever happens to the processes."""

import json
import os
import signal
import time

import pytest

from autograder.batch import grade_class, run
from autograder.batch.judges import MEMORY, JudgePool, how_many
from autograder.checks.cells import RunnableCell
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging import judge_process
from autograder.judging.config import JudgeConfig
from autograder.judging.judge import Judge
from autograder.judging.judge_process import JudgeFailed, JudgeLost, JudgeProcess, Order
from tests.autograder import small_course as small
from tests.autograder.batch.test_resume import hand_in_class, results_of

NAME = small.ASSIGNMENT
ODD = "\ud800 \x1b[1m \x00 é \N{LINE SEPARATOR} \n"
WRONG = "def double(x):\n    return x + 1"
# What a misconception gives is computed by the judge when a learner's answer is wrong.
DEADLY = """

@double.misconception("You added one.")
def adds_one(x):
    import os
    from pathlib import Path

    mark = Path({mark!r})
    if {always} or not mark.exists():
        mark.touch()
        os._exit(7)
    return x + 1
"""


@pytest.fixture
def course(tmp_path, gradebook_version):
    """Makes the small course in a folder of its own."""
    return small.make_course(tmp_path / "course")


@pytest.fixture
def made(monkeypatch):
    """Collects the judges of all batches."""
    found = []

    class Watched(JudgePool):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            found.append(self)

    monkeypatch.setattr(run, "JudgePool", Watched)
    return found


def order_for(course, **changes):
    return Order.of(course, NAME, JudgeConfig(**{"seed": 3, "time_limit": 60.0, **changes}))


def cells_of(course, **replaced):
    """Returns the cells of a submission, as a judge wants them."""
    notebook = small.solved(course, **replaced)
    kept = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kinds = dict.fromkeys(small.SOLUTIONS, "solution")
    return [
        RunnableCell(cell.id, cell.source, kinds.get(cell.id, "release"))
        for cell in kept
        if not cell.id.startswith(("check", "plot", "scoreboard"))
    ]


def has_ended(number):
    """Tells whether there is no such process any more, within some seconds."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    ("submissions", "workers", "memory", "wanted"),
    [
        (1, 8, None, 1),
        (7, 2, None, 1),  # two judges would start for four submissions each
        (8, 2, None, 2),
        (1000, 1, None, 1),
        (1000, 8, None, 8),
        (20, 8, None, 5),
        (1000, 8, 3 * MEMORY, 3),
        (1000, 8, MEMORY // 2, 1),
        (0, 8, None, 1),
    ],
)
def test_no_more_judges_than_pay(submissions, workers, memory, wanted):
    """Are there as many as wanted, but not more than submissions and memory are enough for?"""
    assert how_many(submissions, workers, memory) == wanted


@pytest.mark.timeout(300)
def test_the_same_grades_as_one_judge(course, tmp_path, made, gradebook_version):
    """Is everything that two judges leave behind what one leaves behind, odd submissions included?"""
    hand_in_class(course)
    small.hand_in(course, "odd", small.solved(course, double=f"raise ValueError({ODD!r})"))
    small.hand_in(course, "half", small.solved(course, total=f"x = '{ODD[0]}'"))
    found = []
    for workers in (1, 2):
        grade_class(course, NAME, config=JudgeConfig(seed=5), workers=workers, again=True)
        found.append(results_of(course.folder))
    assert found[0] == found[1]
    assert [len(judges.usage()) for judges in made] == [1, 2]
    used = made[1].usage()
    assert all(one["cpu"] > 0 and one["peak"] > 1 << 20 and one["processes"] >= 2 for one in used)


def test_a_judge_in_a_process_judges_as_one_here(course):
    """Do the same order and cells give the same verdicts here and there, texts and numbers alike?"""
    order = order_for(course)
    cells = cells_of(course, double=WRONG, total=f"raise KeyError({ODD!r})")
    with Judge(Course(course.root), NAME, seed=order.seed, look_ahead=1) as here:
        expected = here.grade(cells)
    there = JudgeProcess(order)
    try:
        found = there.grade(cells)
    finally:
        there.close()
    assert [vars(v) | {"seconds": 0} for v in found.verdicts] == [
        vars(v) | {"seconds": 0} for v in expected.verdicts
    ]
    assert found.cell_errors == expected.cell_errors
    assert found.flags == expected.flags
    assert has_ended(there.number)


def test_a_judge_that_cannot_judge_says_why(course, tmp_path):
    """Is a fault of the course said in words, and a process that never began told from one that did?"""
    declaration = course.root / "autograder" / "exercises" / NAME / "__init__.py"
    text = declaration.read_text()
    declaration.write_text(text.replace('return {"x": int', 'raise OSError("no data")  # '))
    judge = JudgeProcess(order_for(course))
    with pytest.raises(JudgeLost, match="no data"):
        judge.wait_until_ready()
    judge.close()
    declaration.write_text("1 / 0\n")
    judge = JudgeProcess(order_for(course))
    with pytest.raises(JudgeLost, match="ZeroDivisionError"):
        judge.wait_until_ready()
    judge.close()


def test_one_submission_that_cannot_be_judged_leaves_the_judge_as_it_was(course, monkeypatch):
    """Is an error of judging told from the loss of the judge, which goes on?"""
    judge = JudgeProcess(order_for(course))
    try:
        monkeypatch.setattr(
            judge_process, "_line", lambda cells: json.dumps([cells[0][:1]]).encode() + b"\n"
        )
        with pytest.raises(JudgeFailed, match="TypeError"):
            judge.grade(cells_of(course))
        monkeypatch.undo()
        assert judge.grade(cells_of(course)).verdicts[0].is_right
    finally:
        judge.close()


@pytest.mark.timeout(300)
def test_a_killed_judge_is_replaced(course, made):
    """Do all submissions get their grades when a judge is killed in the middle?"""
    for number in range(9):
        mistake = {"double": WRONG} if number % 3 == 0 else {}
        small.hand_in(course, f"student{number}", small.solved(course, **mistake))
    killed = []

    def kill_one(done, _all, _who):
        if done == 3 and not killed:
            killed.append(made[0]._all[0].number)
            os.kill(killed[0], signal.SIGKILL)

    result = grade_class(course, NAME, config=JudgeConfig(seed=5), workers=2, progress=kill_one)
    assert len(killed) == 1
    assert [row.outcome for row in result.rows] == ["graded"] * 9
    assert [row.points for row in result.rows] == [50, 60, 60] * 3
    assert 2 <= len(made[0].usage()) <= 3  # The new one may not have come to anything.


@pytest.mark.timeout(300)
@pytest.mark.parametrize("always", [False, True])
def test_a_submission_that_takes_its_judge_with_it(course, tmp_path, made, always):
    """Is it tried once more by another judge, then marked with a reason, and the batch finished?"""
    declaration = course.root / "autograder" / "exercises" / NAME / "__init__.py"
    text = declaration.read_text()
    deadly = DEADLY.format(mark=str(tmp_path / "mark"), always=always)
    declaration.write_text(text.replace("\n\n@total.case", deadly + "\n\n@total.case", 1))
    course = Course(course.root)
    for number in range(8):
        mistake = {"double": WRONG} if number == 2 else {}
        small.hand_in(course, f"student{number}", small.solved(course, **mistake))
    result = grade_class(course, NAME, config=JudgeConfig(seed=5), workers=2)
    others = [row.points for row in result.rows if row.student != "student2"]
    assert others == [60] * 7
    it = [record for record in result.records if record["student"] == "student2"]
    if always:
        assert [record["status"] for record in it] == ["crashed"] * 3
        assert "ended with status 7" in it[0]["hint"]
        assert "another one" in it[0]["hint"]
    else:
        assert [record["misconception"] for record in it] == ["adds_one", None, None]
        assert [record["points"] for record in it] == [0, 20, 30]
    # What is no fault of the submission is tried again by the next batch.
    assert result.unchanged == 0
    assert 3 <= len(made[0].usage()) <= 4


def test_nothing_is_begun_after_the_end(course):
    """Is whoever waits for a judge told that the batch has ended, and no new judge started?"""
    judges = JudgePool(course, NAME, JudgeConfig(seed=3, time_limit=60.0), workers=2)
    judges.prepare(20)
    numbers = [judge.number for judge in judges._all]
    assert len(numbers) == 2
    judges.close()
    with pytest.raises(JudgeLost):
        judges.grade(cells_of(course))
    assert all(map(has_ended, numbers))
    assert judges._all == []


def test_no_jail_is_said_at_the_start(course, monkeypatch):
    """Does a batch of several judges end at once, in words, where there can be no jail?"""
    monkeypatch.setattr(JudgeProcess, "_receive", lambda self, _: {"refused": "No namespaces."})
    judges = JudgePool(course, NAME, JudgeConfig(seed=3, time_limit=60.0), workers=2)
    with pytest.raises(CourseError, match="No namespaces"):
        judges.prepare(20)
    judges.close()
