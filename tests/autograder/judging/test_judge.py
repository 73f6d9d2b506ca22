"""The trusted side: fair to honest work, and not to be talked into points."""

import inspect
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.batch.cluster import ClusterJudgePool
from autograder.batch.judges import JudgePool
from autograder.checks.cells import RunnableCell
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.judge import CellJudge, Judge, judge_safely
from autograder.judging.judge_process import JudgeProcess
from autograder.runner import process
from tests.autograder import small_course as small

pytestmark = pytest.mark.timeout(120)
SETUP = "import math\n\ndef scale(x, factor):\n    return x * factor"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The small course: double (10), total (20), average (30)."""
    return small.make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def judge(course):
    """A judge whose inputs are secret."""
    with Judge(course, small.ASSIGNMENT, cell_seconds=5.0) as made:
        yield made


@pytest.fixture(autouse=True)
def short_grace(monkeypatch):
    """Saves most of the wait between interrupt and kill."""
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.5)


def cells(extra=(), **replaced):
    """The cells of a submission: right answers, some replaced, and some added at the end."""
    answers = {**small.SOLUTIONS, **replaced}
    made = [("setup", SETUP, "release"), *((n, s, "solution") for n, s in answers.items())]
    made += [(f"extra{i}", source, "added") for i, source in enumerate(extra)]
    return [RunnableCell(*each) for each in made]


def points(graded):
    return {verdict.exercise: verdict.points for verdict in graded.verdicts}


FULL = {"double": 10, "total": 20, "average": 30}


def test_right_answers_earn_all(judge):
    """Does honest work get all points, with no cell in error?"""
    graded = judge.grade(cells())
    assert points(graded) == FULL
    assert graded.cell_errors == []
    assert graded.seconds > 0


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("def double(x):\n    return x + 2", "failed"),
        ("def double(x):\n    return x * x", "failed"),
        ("def double(x):\n    raise NotImplementedError('Write it.')", "missing"),
        ("double = 4", "missing"),
        ("", "missing"),
        ("def double(x):\n    raise KeyError(x)", "error"),
        ("def double(x:\n    return 2 * x", "error"),
        ("import os\ndef double(x):\n    os._exit(0)", "crashed"),
        ("import sys\ndef double(x):\n    sys.exit(0)", "error"),
        ("def double(x):\n    return 'x' * (1 << 23)", "crashed"),
        ("def double(x):\n    return object()", "error"),
        ("def double(x):\n    return float('nan')", "failed"),
    ],
)
def test_one_wrong_exercise_costs_itself(judge, source, status):
    """Whatever one function does: is it named rightly, with 0 points, and all others whole?"""
    graded = judge.grade(cells(double=source))
    assert points(graded) == {**FULL, "double": 0}
    assert graded.verdicts[0].status == status
    assert graded.verdicts[0].hint


def test_known_mistake_is_recognised_in_a_grade(judge):
    """Does the hint of a declared mistake reach a learner who made it, on secret inputs too?"""
    verdict = judge.grade(cells(double="def double(n):\n    return n ** 2")).verdicts[0]
    assert verdict.misconception == "squares"
    assert verdict.hint == "You squared the number: double means times two."


def test_cell_that_does_not_run_says_why(judge):
    """Does an exercise whose cell has a mistake in its grammar hear that, and not "not defined"?"""
    graded = judge.grade(cells(double="def double(x:\n    return 2 * x"))
    assert graded.verdicts[0].hint.startswith("The cell of double does not run: SyntaxError")
    assert [error.cell_id for error in graded.cell_errors] == ["double"]


def test_cell_that_stops_says_what_is_here_instead(judge):
    """Is a name that is gone named with the one that is there, also where a whole cell stops?"""
    graded = judge.grade(
        cells(double="import math\nmath.tamh(3)\ndef double(x):\n    return 2 * x")
    )
    assert "There is `math.tanh`, but no `math.tamh`." in graded.verdicts[0].hint


def test_endless_loop_costs_its_time_once(course):
    """Does a function that never ends cost its own exercise one time limit, and nothing else?"""
    with Judge(course, small.ASSIGNMENT) as judge:
        for check in judge.checks:
            object.__setattr__(check, "time_limit", 0.4)
        graded = judge.grade(cells(double="def double(x):\n    while True: pass"))
    assert points(graded) == {**FULL, "double": 0}
    assert graded.verdicts[0].status == "timeout"


def test_one_exercise_alone_is_judged_alike(judge):
    """Is an exercise that is judged alone judged as among the others, and nothing else?"""
    wrong = cells(double="def double(n):\n    return n ** 2")
    (alone,) = judge.grade_alone(wrong, ["double"]).verdicts
    among = judge.grade(wrong).verdicts[0]
    assert (alone.exercise, alone.misconception, alone.points) == ("double", "squares", 0)
    assert alone.hint == among.hint


def test_a_slow_exercise_takes_nothing_from_those_behind(course):
    """Do right exercises behind one that is slow, but never stopped, keep their points?"""
    with Judge(course, small.ASSIGNMENT, time_limit=3.0) as judge:
        case = judge.checks[0].cases[0]
        judge.checks[0] = replace(judge.checks[0], cases=[case] * 41, order=())
        slow = "import time\ndef double(x):\n    time.sleep(0.2)\n    return 2 * x"
        graded = judge.grade(cells(double=slow))
    assert points(graded) == {**FULL, "double": 0}
    assert graded.verdicts[0].status == "timeout"
    assert "ran longer than 1 seconds" in graded.verdicts[0].hint


FORGERIES = {
    "redefines check": "def check(name):\n    return 'passed'\nscoreboard = check",
    "patches numpy": "import numpy as np\nnp.allclose = np.array_equal = lambda *a, **k: True\n"
                     "np.abs = lambda x: 0 * x",
    "patches the runner": "import autograder.checks.probes, autograder.runner.child as child\n"
                          "child.observe = autograder.checks.probes.observe = "
                          "lambda *a: {'result': 1, 'arguments': {}, 'passed': True}",
    "patches compare": "import autograder.checks.compare as c, autograder.checks.exercise_check as s\n"
                       "c.compare = lambda *a, **k: None\ns.evaluate = lambda *a: []",
    "lies in equality": "class Yes(float):\n    __eq__ = __le__ = __ge__ = lambda *a: True\n"
                        "    __hash__ = None\n    __sub__ = __rsub__ = lambda *a: 0\n"
                        "def double(x):\n    return Yes(0)",
    "lies as an array": "import numpy as np\nclass Yes(np.ndarray):\n    __eq__ = lambda *a: True\n"
                        "    __array__ = lambda self, *a, **k: self\n"
                        "def double(x):\n    return np.zeros(1).view(Yes)",
    "reads the caller": "import sys\ndef double(x):\n    frame = sys._getframe()\n    while frame:\n"
                        "        for v in frame.f_locals.values():\n"
                        "            if isinstance(v, dict) and 'expectations' in v: return v\n"
                        "        frame = frame.f_back\n    return 0",
    "claims a verdict": "def double(x):\n    return {'status': 'passed', 'points': 10, 'seen': 1}",
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_forgeries_earn_nothing(judge, name):
    """Can the learner's process talk itself into points for a wrong `double`?"""
    wrong = "def double(x):\n    return x + 2"
    graded = judge.grade(cells([FORGERIES[name]], double=wrong))
    assert points(graded)["double"] == 0
    assert sum(points(graded).values()) <= 50


def test_same_seed_repeats_a_grade(course):
    """Do two judges with one seed use the same inputs, and judges without a seed different ones?"""

    def inputs(seed):
        with Judge(course, small.ASSIGNMENT, seed=seed) as judge:
            return str([case.probe.describe() for check in judge.checks for case in check.cases])

    assert inputs(3) == inputs(3)
    assert len({inputs(seed) for seed in (1, 2, 3)}) == 3
    assert inputs(None) != inputs(None)


def test_inputs_are_not_the_public_ones(judge, course):
    """Does a table of the public cases earn nothing in a grade?"""
    from autograder.declaration.public_cases import PUBLIC_SEED

    public = (
        course.declaration(small.ASSIGNMENT)
        .exercises["double"]
        .check(course.declaration(small.ASSIGNMENT).reference(), PUBLIC_SEED)
    )
    table = {case.probe.arguments["x"]: 2 * case.probe.arguments["x"] for case in public.cases}
    secret = [case.probe.arguments["x"] for case in judge.checks[0].cases]
    assert [x for x in secret if x in table] == []


def test_look_ahead_changes_no_verdict(course):
    """Do processes that were started ahead grade the same, each submission in one of its own?"""
    leave = ["import sys\nsys.modules['left_behind'] = sys"]
    look = "import sys\ndef double(x):\n    return 0 if 'left_behind' in sys.modules else 2 * x"
    with Judge(course, small.ASSIGNMENT, look_ahead=2) as judge:
        assert points(judge.grade(cells(leave))) == FULL
        assert points(judge.grade(cells(double=look))) == FULL


def test_refusal_covers_every_exercise(judge):
    """Does a file that cannot be read give one verdict an exercise, without points?"""
    verdicts = judge.assignment.refused("It is no notebook.")
    assert [(v.exercise, v.points, v.max_points, v.status) for v in verdicts] == [
        ("double", 0, 10, "refused"), ("total", 0, 20, "refused"), ("average", 0, 30, "refused"),
    ]  # fmt: skip
    assert {v.hint for v in verdicts} == {"It is no notebook."}


def test_there_is_one_kind_of_cell_that_runs_and_one_form_of_judge():
    """Do reader, wire and reference speak of the same cells, and can every judge stand for another?"""
    text = "\n".join(
        path.read_text("utf-8") for path in (REPOSITORY_ROOT / "autograder").rglob("*.py")
    )
    assert len(re.findall(r"^    origin: str\b", text, re.MULTILINE)) == 1
    for kind in (Judge, JudgeProcess, JudgePool, ClusterJudgePool):
        assert issubclass(kind, CellJudge)
        assert inspect.signature(kind.grade) == inspect.signature(CellJudge.grade)


def test_unknown_assignment_is_told(course):
    """Does a judge for an assignment that is not there say so at once?"""
    with pytest.raises(CourseError, match="w9"):
        Judge(course, "w9")


BROKEN = """
from dataclasses import dataclass

from autograder.checks.expectations import Expectation
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial


@dataclass(frozen=True)
class Broken(Expectation):
    def judge(self, observation):
        return observation["no such key"]


@double.case("it has a broken expectation")
def broken(rng):
    return Trial(Call({"x": 2}), [Broken()])


@total.case("it has a measure that nobody wrote")
def unmeasured(rng):
    return Trial(Call({"xs": [1.0]}), [Broken()], measure="nothing")
"""


@pytest.fixture(scope="module")
def broken_judge(tmp_path_factory):
    """A judge of the small course with an expectation and a measure that raise."""
    course = small.make_course(tmp_path_factory.mktemp("broken"), name="w0_broken")
    declaration = course.root / "autograder" / "exercises" / "w0_broken" / "__init__.py"
    declaration.write_text(declaration.read_text() + BROKEN)
    with Judge(Course(course.root), "w0_broken") as made:
        yield made


def test_a_check_that_fails_itself_asks_for_a_person(broken_judge):
    """Is a fault of ours told from a wrong answer, for a person, while all else is judged?"""
    graded = broken_judge.grade(cells())
    assert [(v.status, v.points) for v in graded.verdicts] == [
        ("unjudged", 0), ("unjudged", 0), ("passed", 30),
    ]  # fmt: skip
    assert "not yours" in graded.verdicts[0].hint
    assert "KeyError" not in graded.verdicts[0].hint
    faults = [flag for flag in graded.flags if "a person must look" in flag]
    assert faults[0].startswith("The check of double itself failed (KeyError: 'no such key';")
    assert faults[1].startswith("The check of total itself failed (KeyError: 'nothing';")


def test_a_wrong_answer_is_wrong_before_a_check_can_fail(broken_judge):
    """Is what is not written, or raises, told as ever, whatever is wrong with the check?"""
    graded = broken_judge.grade(cells(double="def double(x):\n    raise ValueError(x)", total=""))
    assert [v.status for v in graded.verdicts] == ["error", "missing", "passed"]


DEEP: list = []
for _ in range(400):  # as deep as a frame may be
    DEEP = [DEEP]
STRANGE = [
    None, 3, "text", [], {1: 2}, {}, {"result": None}, {"seen": {}}, {"error": None}, {"error": 3},
    {"error": {"type": 3, "message": None, "line": "x", "bases": 3}}, {"error": {}, "result": 10},
    {"missing": None}, {"missing": ["a"]}, {"crashed": None}, {"timeout": "soon"}, {"timeout": None},
    {"result": 2, "seconds": np.nan}, {"result": 2, "seconds": "x"}, {"result": 2, "arguments": 3},
    {"draws": {}}, {"outputs": []}, {"result": np.zeros((0, 4)), "given": 3, "measured": 4},
    {"result": {"__recipe__": 3}},
    {"result": {"__recipe__": "Repeated", "with": {"values": [1]}}}, {"result": DEEP},
    {"missing": "", "result": 2}, {"result": np.array(1)},
]  # fmt: skip


@pytest.mark.parametrize("reply", STRANGE, ids=str)
def test_strange_replies_cost_their_exercise_only(reply):
    """Whatever a process answers: is there a verdict, without points and with words, for each kind?"""
    course = Course(Path(__file__).parents[2] / "fixtures" / "course")
    assignment = course.declaration("w0_every_kind")
    for exercise in assignment.exercises.values():
        if exercise.name == "classifier":
            continue  # building its model takes seconds
        verdict = judge_safely(check_of(exercise, assignment), lambda *_: reply)
        assert verdict.points == 0
        assert not verdict.is_right
        assert verdict.status != "unjudged"
        assert isinstance(verdict.hint, str)
        json.dumps(verdict.record())
        verdict.comment()


_SHEETS = {}


def check_of(exercise, assignment):
    """Makes each check once."""
    if exercise.name not in _SHEETS:
        _SHEETS[exercise.name] = exercise.check(assignment.reference(), 1)
    return _SHEETS[exercise.name]
