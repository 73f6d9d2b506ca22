"""The gallery of attacks through every grading path: nothing gained, nobody harmed.

For each path the whole gallery is handed in as one class, honest neighbours among it, and graded
once in a process of its own. The tests then look at what came out and at what is left outside.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time

import pytest

from tests.hostile import course as hostile
from tests.hostile.canaries import Canaries, adopted_orphans, children, left_running
from tests.hostile.classroom import PATHS, Classroom
from tests.hostile.gallery import NOT_TRIED, NUMBERS, gallery, of_assignment

pytestmark = pytest.mark.timeout(600)
_rooms: dict[tuple[str, str], Classroom] = {}
# nbgrader looks for names that end in .ipynb, in small letters.
UNSEEN = {("nbgrader", "a46_capitals")}
BOTH = [hostile.ASSIGNMENT, hostile.KINDS]


@pytest.fixture(scope="session")
def room(tmp_path_factory, jail):
    """Returns a function that grades a class by a path, once a session."""

    def graded(path, assignment):
        if (path, assignment) not in _rooms:
            folder = tmp_path_factory.mktemp(f"{path}-{assignment}")
            made = _rooms[path, assignment] = Classroom(folder, path, assignment)
            made.attack_with(of_assignment(assignment))
            made.grade()
            print(f"\n{path}, {assignment}: {len(made.expected)} in {made.seconds:.0f} s")
        return _rooms[path, assignment]

    yield graded
    for made in _rooms.values():
        made.canaries.close()
    _rooms.clear()


# A minute or two each: in every run by one path, by the others where the engine has changed, and in
# turn. What they have of their own is also asked, with fewer attacks, by tests/autograder/runner.
ALWAYS = "fork"
by_path = pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path,
            marks=[
                pytest.mark.xdist_group(f"attacks by {path}"),
                *([] if path == ALWAYS else [pytest.mark.proof("engine", f"attacks by {path}")]),
            ],
        )
        for path in PATHS
    ],
)
by_assignment = pytest.mark.parametrize("assignment", BOTH)


def by_attack(check):
    """Asks a question of every attack."""
    return pytest.mark.parametrize(
        "attack", gallery(), ids=[f"a{one.number:02}-{one.name}" for one in gallery()]
    )(check)


def test_every_number_is_there():
    """Is each entry of the list of attacks tried, at least in one way?"""
    assert sorted({one.number for one in gallery()}) == list(NUMBERS)
    assert len({one.student for one in gallery()}) == len(gallery())


@by_path
@by_assignment
def test_the_batch_ends_with_a_grade_for_everybody(room, path, assignment):
    """Does the batch end by itself, without an error, and with a grade or a reason for all?"""
    made = room(path, assignment)
    assert made.status == 0, made.output[-3000:]
    assert "Traceback" not in made.output
    assert {(path, student) for student in set(made.expected) - set(made.outcomes)} <= UNSEEN
    for student, outcome in made.outcomes.items():
        assert set(outcome.statuses) == set(made.exercises), student
    assert not [s for s, o in made.outcomes.items() if "Grading stopped with" in o.report]


@by_path
@by_attack
def test_an_attacker_gets_what_its_honest_cells_earn(room, path, attack):
    """Does the attack gain nothing, and does the honest rest keep its points?"""
    made = room(path, attack.assignment)
    if (path, attack.student) in UNSEEN:
        pytest.skip("not found by this path's own search for notebooks")
    outcome, expected = made.outcomes[attack.student], made.expected[attack.student]
    wrong = {
        name: (outcome.statuses.get(name), allowed)
        for name, allowed in expected.items()
        if outcome.statuses.get(name) not in allowed
    }
    assert not wrong, f"{wrong}\n{outcome.report}"
    for name, exercise in made.exercises.items():
        earned = outcome.statuses[name] in ("passed", "carried")
        assert outcome.points[name] == (exercise.points if earned else 0)


@by_path
@by_attack
def test_the_report_says_what_happened(room, path, attack):
    """Does a person read in hints and flags what was tried, and was it tried at all?"""
    made = room(path, attack.assignment)
    if (path, attack.student) in UNSEEN:
        pytest.skip("not found by this path's own search for notebooks")
    report = made.outcomes[attack.student].report
    assert NOT_TRIED not in report
    for words in attack.says:
        assert re.search(words, report), f"{words!r} is not in:\n{report}"
    lost = [n for n, s in made.outcomes[attack.student].statuses.items() if s != "passed"]
    assert not lost or len(report.strip()) > 20  # Who loses points reads why.


@by_path
@by_assignment
def test_every_neighbour_is_graded_right(room, path, assignment):
    """Do honest submissions before, between and after the attacks get their own right grades?"""
    made = room(path, assignment)
    assert len(made.neighbours) > 3
    for student in made.neighbours:
        outcome, expected = made.outcomes[student], made.expected[student]
        statuses = {name: (outcome.statuses[name],) for name in expected}
        assert statuses == expected, f"{student}: {outcome.report}"


@by_path
@by_assignment
def test_nothing_outside_has_changed(room, path, assignment):
    """Are course, home folder, canaries and Python's packages as before, and no mark anywhere?"""
    made = room(path, assignment)
    assert made.changed == []
    assert made.marks == []
    assert made.leftovers == []


@by_path
@by_assignment
def test_nobody_stays_and_nobody_called(room, path, assignment):
    """Does nothing run on when the batch is over, and did no canary hear a call?"""
    made = room(path, assignment)
    assert made.left_running == {}
    assert made.canaries.calls == []


@by_path
@by_assignment
def test_no_secret_gets_out(room, path, assignment):
    """Does no secret, planted where only the instructor may look, stand in any output?"""
    made = room(path, assignment)
    everything = [made.output, (made.course.folder / "gradebook.db").read_bytes().decode("latin-1")]
    for student in made.outcomes:
        text = made.written_about(student)
        assert "LOOT SECRET" not in text, student
        if student != "a00_neighbour":
            everything.append(text)
            assert made.private_words not in text
    for secret in set(made.canaries.secrets) - {made.private_words}:
        assert not [text[:80] for text in everything if secret in text]


LIVE = re.compile(r"<(?:script>alert|img src=x|iframe src='javascript)", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


@by_path
@by_assignment
def test_strangers_text_is_inert(room, path, assignment):
    """Is there no live tag, terminal escape or formula of a learner's in any output?"""
    made = room(path, assignment)
    folder = made.course.folder
    for page in (folder / "feedback").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not LIVE.search(text), page
        assert not CONTROL.search(text), page
    for path_of in (folder / "autograded").rglob("*.ipynb"):
        for cell in json.loads(path_of.read_text(encoding="utf-8"))["cells"]:
            shown = [o.get("data", {}).get("text/html", "") for o in cell.get("outputs", [])]
            shown += [cell["source"]] * (cell["cell_type"] == "markdown")
            shown = ["".join(text) for text in shown]
            assert not [text for text in shown if LIVE.search(text)], path_of
    if (folder / "grades.csv").is_file():
        text = (folder / "grades.csv").read_text(encoding="utf-8")
        assert not CONTROL.search(text)
        assert not re.search(r'(?:^|,)"?[=+\-@](?!\d)', text, re.MULTILINE)
    shown = made.output.replace("\r\n", "\n")
    for student in made.expected:  # Its folder's name, which the instructor gave, nbgrader shows.
        shown = shown.replace(student, "")
    assert not CONTROL.search(shown)


@by_path
def test_no_report_is_filled_by_a_learner(room, path):
    """Does a learner's text take a bounded place in the reports, whatever its length?"""
    made = room(path, hostile.ASSIGNMENT)
    sizes = {student: len(outcome.report) for student, outcome in made.outcomes.items()}
    assert max(sizes.values()) < 40_000, max(sizes, key=sizes.get)


@by_path
def test_inputs_of_the_last_try_are_worth_nothing(tmp_path, jail, path):
    """Does a table of the inputs that the first try was told earn nothing in the second?"""
    from tests.hostile.attacks.a07_inputs_of_the_last_try import FIRST, second_try
    from tests.hostile.gallery import Handed

    made = Classroom(tmp_path, path)
    made.hand_in("eve", Handed(made.shop.solved(double=FIRST)))
    made.grade(workers=1)
    inputs = {int(text) for text in re.findall(r"INPUT (\d+)", made.written_about("eve"))}
    assert inputs  # A learner is told what failed: that is what feedback is for.
    made.hand_in("eve", Handed(made.shop.solved(double=second_try(inputs))))
    again = Classroom.__new__(Classroom)
    again.__dict__.update({k: v for k, v in vars(made).items() if k not in ("outcomes", "records")})
    again.grade(workers=1)
    assert again.outcomes["eve"].statuses["double"] == "failed"
    assert again.outcomes["eve"].statuses["total"] == "passed"
    made.canaries.close()


# ------------------------------------------------------------------ the harness itself can fail

# What an attack wins from a grader that trusts: at least this exercise. Only such as just cheat.
WINS = {
    "a01_frames_stack_and_objects": ("double", "total"),
    "a02_solutions_declarations_and_neighbours": ("double",),
    "a03_modules": ("total", "average"),
    "a12_numpy_says_yes": ("centred",),
    "a13_equal_to_everything": ("double", "total", "tally"),
    "a14_not_numbers": ("double", "total", "average"),
    "a19_mutated_inputs": ("total", "tally"),
    "a20_tables": ("double", "total", "average", "tally"),
}


def test_the_attacks_have_teeth(tmp_path):
    """Do attacks win where a grader holds the answers beside it, and believes what it sees?"""
    made = Classroom(tmp_path, "fork")
    attacks = [one for one in gallery() if one.student in WINS]
    notebooks = []
    for attack in attacks:
        made.hand_in(attack.student, attack.handed(made.shop))
        folder = made.course.folder / "submitted" / attack.student / hostile.ASSIGNMENT
        notebooks.append(str(folder / f"{hostile.ASSIGNMENT}.ipynb"))
    command = [sys.executable, "-m", "tests.hostile.naive", str(made.course.root), *notebooks]
    done = subprocess.run(
        command, env=made.canaries.environment(), cwd=made.course.folder, capture_output=True,
        text=True, timeout=120, check=True,
    )  # fmt: skip
    made.canaries.close()
    for attack, line in zip(attacks, done.stdout.splitlines(), strict=True):
        won = {name for name, passed in json.loads(line).items() if passed}
        assert set(WINS[attack.student]) <= won, attack.student
        assert not {n for n in WINS[attack.student] if "passed" in attack.earns[n]}


def test_canaries_sing(tmp_path):
    """Does each canary notice what it is there for?"""
    course = tmp_path / "course"
    (course / "solutions").mkdir(parents=True)
    (course / "solutions" / "answers.py").write_text("42")
    canaries = Canaries(tmp_path / "around", course)
    try:
        before = canaries.snapshot()
        assert canaries.snapshot() == before
        (course / "solutions" / "answers.py").write_text("43")
        (canaries.home / ".keras" / "keras.json").write_text("{}")
        (canaries.outside / "touched").write_text("")
        after = canaries.snapshot()
        changed = {path for path in after if after[path] != before.get(path)}
        assert {path.rpartition("/")[2] for path in changed} == {
            "answers.py",
            "keras.json",
            "touched",
        }
        canaries.call_all()
        assert sorted(canaries.calls) == ["ABSTRACT", "SOCKET", "TCP", "UDP"]
        (canaries.temporary / canaries.mark).write_text("")
        assert canaries.marks() == [str(canaries.temporary / canaries.mark)]
        assert canaries.leftovers() == [canaries.mark]
    finally:
        canaries.close()


def test_a_daemon_is_found(tmp_path):
    """Is a process found that detached itself from everything, and is it ended?"""
    source = (
        "import os, time\n"
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(60)\n"
        "    os._exit(0)"
    )
    with adopted_orphans():
        before = children()
        subprocess.run([sys.executable, "-c", source], check=True)
        time.sleep(0.2)
        assert len(left_running(before, seconds=0.5)) == 1
        assert left_running(before, seconds=5) == {}
