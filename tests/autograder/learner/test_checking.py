"""The learner's side: what `check`, `begin` and `scoreboard` say, whatever the notebook holds."""

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from autograder.checks.bundle import read_checks
from autograder.declaration.public_cases import make_bundle
from autograder.learner import checking as learner
from autograder.learner import show
from tests.autograder import small_course as small
from tests.learner_files import copy_learner_files

ROOT = Path(__file__).resolve().parents[3]
ID = small.ASSIGNMENT
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return x + 2\n"
STUB = 'def double(x):\n    """Doubles <x>."""\n    # 1. Double.\n    raise NotImplementedError\n'


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The public cases of the small assignment, with a short time limit."""
    course = small.make_course(tmp_path_factory.mktemp("course"))
    made = json.loads(json.dumps(make_bundle(course, ID)))
    for entry in made["exercises"]:
        entry["time_limit"] = 0.4
    made["stubs"] = {"double": STUB}
    return made


class Notebook:
    """A notebook in a folder: runs cells and returns what they print."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        self.names = {}
        self.run("from autograder import begin, check, scoreboard")

    def run(self, source):
        self.capsys.readouterr()
        exec(source, self.names)
        return self.capsys.readouterr().out

    def begin(self):
        return self.run(f'begin("{ID}")')


@pytest.fixture
def fresh(tmp_path, bundle, monkeypatch, capsys):
    """A notebook beside its checks.json, before its setup cell has run."""
    (tmp_path / "checks.json").write_text(json.dumps(bundle))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(learner, "_opened", None)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return Notebook(tmp_path, capsys)


@pytest.fixture
def notebook(fresh):
    """A notebook whose setup cell has run."""
    fresh.begin()
    return fresh


# ---------------------------------------------------------------------------- what a check says


def test_right_answer(notebook):
    """Does a right answer pass, with its points and what was verified?"""
    said = notebook.run(RIGHT + 'check("double")')
    assert said == "✓ double: passed (10 of 10 points)\n  · it works for any whole number\n"


def test_wrong_answer(notebook):
    """Does a wrong answer hear what was called, expected and received, and no stack trace?"""
    said = notebook.run(WRONG + 'check("double")')
    assert said.startswith("✗ double: not right yet (0 of 10 points)\n  Checked: it works for any")
    for part in (
        "Called: double(x=",
        "Expected: the result = ",
        "Received: the result = ",
        "Hint: ",
    ):
        assert part in said
    assert "Traceback" not in said


def test_known_mistake(notebook):
    """Does a mistake that teachers know get the hint that was written for it?"""
    said = notebook.run('def double(x):\n    return x ** 2\ncheck("double")')
    assert "Hint: You squared the number: double means times two." in said


def test_not_yet_defined(notebook):
    """Does a check before its function's cell say to run that cell?"""
    said = notebook.run('check("double")')
    assert "double: not written yet" in said
    assert "double is not defined yet: run the cell above that defines it" in said


def test_another_name(notebook):
    """Is a function under almost the right name named, with the name that it must have?"""
    said = notebook.run('def Double(x):\n    return 2 * x\ncheck("double")')
    assert "double is not defined, but Double is: give it the name double." in said


def test_another_signature(notebook):
    """Does the released stub give the signature that stands beside the learner's?"""
    said = notebook.run('def double(x, times):\n    return times * x\ncheck("double")')
    assert "The exercise's signature is `double(x)`; yours is `double(x, times)`." in said


def test_stub(notebook):
    """Is the stub as released called unwritten?"""
    said = notebook.run(
        'def double(x):\n    raise NotImplementedError("Write it.")\ncheck("double")'
    )
    assert "double: not written yet" in said


def test_shadowed_by_a_value(notebook):
    """Does a learner who reused the name for a result hear that, and how to fix it?"""
    said = notebook.run(RIGHT + 'double = double(4)\ncheck("double")')
    assert "double now stands for a value of type int, no longer for your function" in said


def test_unknown_and_odd_names(notebook):
    """Does a misspelt exercise list those that exist, and is the function itself understood?"""
    assert 'There are: "double", "total", "average".' in notebook.run('check("dubble")')
    assert "double: passed" in notebook.run(RIGHT + "check(double)")
    assert "There is no exercise None here" in notebook.run("check(None)")
    assert "There is no exercise ['double'] here" in notebook.run('check(["double"])')


CALLABLES = {
    "lambda": "double = lambda x: 2 * x",
    "partial": "from functools import partial\ndouble = partial(lambda k, x: k * x, 2)",
    "object": "class Doubler:\n    def __call__(self, n):\n        return 2 * n\ndouble = Doubler()",
    "method": "class D:\n    def twice(self, n):\n        return 2 * n\ndouble = D().twice",
    "wrapped": "from functools import lru_cache\ndouble = lru_cache(lambda x: 2 * x)",
    "builtin": "double = (2).__mul__",
    "other names": "def double(number, *rest, unit=1):\n    return number + number",
    "numpy": "import numpy as np\ndouble = np.vectorize(lambda x: 2 * x)",
}


@pytest.mark.parametrize("form", CALLABLES)
def test_every_callable_form(notebook, form):
    """Does a right answer pass in whatever form a callable can take?"""
    assert "double: passed" in notebook.run(CALLABLES[form] + '\ncheck("double")')


def test_error_names_the_line(notebook):
    """Does an exception come in a sentence, without a stack trace?"""
    said = notebook.run('def double(x):\n    return x + "2"\ncheck("double")')
    assert "double: stopped with an error" in said
    assert "TypeError: unsupported operand" in said
    assert "Traceback" not in said


def test_print_and_exit_inside(notebook):
    """Is a function's own printing kept out of the verdict, and `exit()` caught?"""
    said = notebook.run('def double(x):\n    print("spam")\n    return 2 * x\ncheck("double")')
    assert "spam" not in said
    said = notebook.run('import sys\ndef double(x):\n    sys.exit(0)\ncheck("double")')
    assert "stopped with an error" in said


def test_checks_in_any_order_and_again(notebook):
    """Do later definitions win, whatever was checked before, in any order and any number of times?"""
    assert "not written yet" in notebook.run('check("average")')
    assert "not right yet" in notebook.run(WRONG + 'check("double")')
    assert "passed" in notebook.run(RIGHT + 'check("double")')
    assert "passed" in notebook.run('check("double")')
    assert "not right yet" in notebook.run(WRONG + 'check("double")')
    assert "passed" in notebook.run(f'import math\n{small.SOLUTIONS["total"]}\ncheck("total")')
    assert "double" in notebook.run("scoreboard()")
    notebook.begin()
    assert "passed" in notebook.run(RIGHT + 'check("double")')


def test_a_check_that_fails_itself_is_no_fault_of_the_learner(notebook, monkeypatch):
    """If the check itself fails: does a learner read so, and no trace of ours?"""

    def broken(*_):
        raise IndexError("ours")

    monkeypatch.setattr(learner, "judge_exercise", broken)
    said = notebook.run(RIGHT + 'check("double")')
    assert "? double: could not be checked" in said
    assert "a fault of the autograder and not yours" in said
    assert "IndexError" not in said
    assert "could not be checked" in notebook.run("scoreboard()")


def test_a_function_is_not_blamed_on_one_that_could_not_be_checked(bundle):
    """If the check of what it calls fails itself: is a learner not sent to fix that?"""
    checks = read_checks(bundle)
    average = dataclasses.replace(checks["average"], depends_on=["double"])
    odd = dataclasses.replace(checks["double"].cases[0], measure="no such measure")
    below = dataclasses.replace(checks["double"], cases=[odd])
    names = {"double": lambda x: 2 * x, "average": lambda xs: 0.0}
    verdict = learner.check_in(average, names)
    found = learner._look_below(verdict, {"average": average, "double": below}, names)
    assert learner.check_in(below, names).status == "unjudged"
    assert found == verdict


# -------------------------------------------------------------------------------- time and signals


def test_endless_loop_is_stopped(notebook):
    """Does a function that never ends give the notebook back, with words?"""
    said = notebook.run('def double(x):\n    while True:\n        pass\ncheck("double")')
    assert "double: took too long" in said
    assert "It ran longer than 0.4 seconds and was stopped." in said


def test_interrupt_by_a_person_passes_through(notebook):
    """Does the stop button stop the check instead of being called too slow?"""
    with pytest.raises(KeyboardInterrupt):
        notebook.run('def double(x):\n    raise KeyboardInterrupt\ncheck("double")')


def test_real_interrupt_passes_through(notebook):
    """Does a real SIGINT, as the stop button sends it, end an endless loop before its time?"""
    checks = learner._opened.checks  # Time enough that the alarm cannot ring before the interrupt.
    checks["double"] = dataclasses.replace(checks["double"], time_limit=60.0)
    timer = threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        notebook.run('def double(x):\n    while True:\n        pass\ncheck("double")')
    timer.join()


def test_signals_are_left_as_they_were(notebook):
    """Is the alarm off after a check, and another's handler back in its place?"""

    def mine(*_):
        raise AssertionError("rang")

    before = signal.signal(signal.SIGALRM, mine)
    try:
        for source in (RIGHT, WRONG, "def double(x):\n    while True: pass\n"):
            notebook.run(source + 'check("double")')
            assert signal.getsignal(signal.SIGALRM) is mine
            assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    finally:
        signal.signal(signal.SIGALRM, before)


def test_works_outside_the_main_thread(notebook):
    """Does a check work where signals do not, as in some notebook servers?"""
    said = []
    thread = threading.Thread(target=lambda: said.append(notebook.run(RIGHT + 'check("double")')))
    thread.start()
    thread.join()
    assert "double: passed" in said[0]


# ------------------------------------------------------------------------------ files and progress


def test_begin_greets(fresh):
    """Does the setup cell say what there is to do?"""
    assert fresh.begin() == "A small assignment\n  3 exercises, 60 points. Good luck!\n"


def test_without_begin(fresh):
    """Do check and scoreboard before the setup cell say to run it?"""
    assert "Run the setup cell at the top first" in fresh.run('check("double")')
    assert "Run the setup cell at the top first" in fresh.run("scoreboard()")


def test_missing_bundle(fresh):
    """Does a notebook that was moved away from its files say what is missing and where it looked?"""
    (fresh.folder / "checks.json").unlink()
    said = fresh.begin()
    assert f"checks.json of {ID} was not found" in said
    assert str(fresh.folder) in said
    assert "No assignment is open" in fresh.run('check("double")')


def test_a_mistyped_name_leaves_the_assignment_open(notebook):
    """Does a second `begin` with a wrong name say so, and leave what was opened as it is?"""
    said = notebook.run('begin("w9_other", state=".")')
    assert "checks.json of w9_other was not found" in said
    assert f"{ID} stays open" in said
    assert "double: passed" in notebook.run(RIGHT + 'check("double")')


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"assignment": "other"}'])
def test_unusable_bundle(fresh, text):
    """Is a file that is cut off, or another assignment's, as good as none?"""
    (fresh.folder / "checks.json").write_text(text)
    assert "was not found" in fresh.begin()


def test_bundle_without_its_parts(fresh):
    """Does a file that names the assignment and lacks the rest say so in words?"""
    (fresh.folder / "checks.json").write_text(json.dumps({"assignment": ID}))
    assert "cannot be read" in fresh.begin()
    assert "No assignment is open" in fresh.run('check("double")')


def test_bundle_of_another_release(fresh, bundle):
    """Does a file of another format say what to fetch?"""
    (fresh.folder / "checks.json").write_text(json.dumps({**bundle, "format": 99}))
    fresh.begin()
    said = fresh.run(RIGHT + 'check("double")')
    assert "does not fit this version" in said
    assert "from one release" in said


def test_bundle_is_found_from_the_course_folder(fresh, monkeypatch):
    """Is the file found from the course's root, and from a folder below it, as from its own?"""
    inside = fresh.folder / "assignments" / ID
    inside.mkdir(parents=True)
    shutil.move(fresh.folder / "checks.json", inside / "checks.json")
    below = fresh.folder / "notes" / "deep"
    below.mkdir(parents=True)
    for place in (fresh.folder, below, inside):
        monkeypatch.chdir(place)
        assert "3 exercises" in fresh.begin()


def test_progress_survives_a_restart(notebook, monkeypatch):
    """Does the scoreboard know, after a restart of the kernel, what was checked before?"""
    notebook.run(RIGHT + 'check("double")')
    notebook.run('def total(xs):\n    return 0.0\ncheck("total")')
    monkeypatch.setattr(learner, "_opened", None)
    again = Notebook(notebook.folder, notebook.capsys)
    again.begin()
    lines = [line.split() for line in again.run("scoreboard()").splitlines()]
    assert lines[0] == "A small assignment: 10 of 60 points".split()
    assert lines[1] == "✓ double 10 / 10 passed".split()
    assert lines[2] == "✗ total 0 / 20 not right yet".split()
    assert lines[3] == "· average 0 / 30 not checked yet".split()
    assert lines[4] == 'Next: look again at total, then run check("total").'.split()


def test_scoreboard_says_what_is_next(notebook, monkeypatch):
    """Does the scoreboard lead from the first exercise to handing in?"""
    assert 'Next: write double, then run check("double").' in notebook.run("scoreboard()")
    notebook.run("import math\n" + "def scale(x, f): return x * f\n")
    for name, source in small.SOLUTIONS.items():
        notebook.run(f'{source}\ncheck("{name}")')
    said = notebook.run("scoreboard()")
    assert "60 of 60 points" in said
    assert f"All checks pass. Save the notebook and hand in {ID}.ipynb." in said
    monkeypatch.setitem(sys.modules, "google.colab", object())
    assert "Download .ipynb and hand in that file." in notebook.run("scoreboard()")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"status": 3}', '{"status": {"x": "passed"}}']
)
def test_damaged_progress_is_forgotten(fresh, text):
    """Does a progress file that is damaged or foreign cost the memory and nothing else?"""
    (fresh.folder / f".{ID}.progress.json").write_text(text)
    assert "Good luck" in fresh.begin()
    assert "0 of 60 points" in fresh.run("scoreboard()")
    assert "double: passed" in fresh.run(RIGHT + 'check("double")')
    assert "10 of 60 points" in fresh.run("scoreboard()")


def test_progress_that_cannot_be_written(fresh):
    """Does a check work where its progress file can be neither read nor written?"""
    (fresh.folder / f".{ID}.progress.json").mkdir()
    fresh.begin()
    assert "double: passed" in fresh.run(RIGHT + 'check("double")')
    assert "10 of 60 points" in fresh.run("scoreboard()")


@pytest.mark.skipif(os.geteuid() == 0, reason="a folder is never read-only for root")
def test_read_only_folder(fresh):
    """Does a check work in a folder that nobody may write to?"""
    fresh.folder.chmod(0o500)
    try:
        fresh.begin()
        assert "double: passed" in fresh.run(RIGHT + 'check("double")')
    finally:
        fresh.folder.chmod(0o700)


def test_begin_says_where_progress_is_kept(fresh, tmp_path):
    """Does the greeting name the file on the Drive, what was passed, and a Drive that is missing?"""
    (tmp_path / "drive").mkdir()
    drive = tmp_path / "drive"
    assert f"Progress is kept in {drive}/{ID}.progress.json, too." in fresh.run(
        f'begin("{ID}", state="{drive}")'
    )
    fresh.run(RIGHT + 'check("double")')
    (fresh.folder / f".{ID}.progress.json").unlink()
    assert "1 passed so far." in fresh.run(f'begin("{ID}", state="{drive}")')
    assert "is the Drive mounted?" in fresh.run(f'begin("{ID}", state="/not/mounted/here")')


# ------------------------------------------------------------------------------ an exercise again


class Shell:
    """IPython with a notebook in front of it: knows the cell that runs, and what may follow it."""

    kernel = object()

    def __init__(self, cell):
        self.user_ns = {"In": ["", cell]}
        self.next = None

    def set_next_input(self, text, replace=False):
        self.next = (text, replace)


@pytest.fixture
def in_cell(notebook, monkeypatch):
    """Runs `restore` in a cell of JupyterLab; returns the shell and what was shown as text."""

    def run(cell, exercise="double"):
        shell, shown = Shell(cell), []
        monkeypatch.setattr(learner, "_shell", lambda: shell)
        monkeypatch.setattr(show, "_display", lambda as_html, as_text: shown.append(as_text))
        learner.restore(exercise)
        return shell, "".join(shown)

    return run


@pytest.mark.parametrize(
    "cell",
    [
        'restore("double")',
        '\n  restore("double")  \n',
        'from autograder import restore\n\nrestore("double")',
        'import autograder\nautograder.restore("double")',
        "restore(double)",
    ],
)
def test_a_cell_that_only_restores_becomes_the_stub(in_cell, cell):
    """Does a cell without anything of the learner's become the exercise's cell again?"""
    shell, said = in_cell(cell)
    assert shell.next == (STUB, True)
    assert "This cell holds the exercise as it was released" in said


@pytest.mark.parametrize(
    "cell",
    [
        RIGHT + 'restore("double")',
        '# def double(x): return 3\nrestore("double")',
        'restore("double"); x = 1\ny = 2',
        'restore("double")\nrestore("total")',
    ],
)
def test_nothing_of_the_learners_is_lost(in_cell, cell):
    """Does the stub come below when there is more in the cell than the call?"""
    shell, said = in_cell(cell)
    assert shell.next == (STUB, False)
    assert "stands in the cell below" in said


def test_where_no_program_writes_cells_the_stub_is_shown(in_cell, notebook, monkeypatch):
    """Is the text shown in Colab and in a terminal, whole and to be copied?"""
    monkeypatch.setitem(sys.modules, "google.colab", object())
    shell, said = in_cell('restore("double")')
    assert shell.next is None
    assert STUB in said
    monkeypatch.delitem(sys.modules, "google.colab")
    monkeypatch.undo()
    assert learner._shell() is None


def test_restore_knows_what_it_cannot_do(fresh):
    """Is it said in words when nothing is open, the name is unknown, or the release is older?"""
    fresh.run("from autograder import restore")
    assert "Run the setup cell" in fresh.run('restore("double")')
    fresh.begin()
    assert '"double", "total", "average"' in fresh.run('restore("dubble")')
    assert "older release" in fresh.run('restore("total")')
    assert STUB in fresh.run('restore("double")')


# ---------------------------------------------------------------------------------- under nbgrader


@pytest.mark.parametrize("mode", ["validate", "autograde"])
@pytest.mark.parametrize(
    ("source", "line"),
    [
        (WRONG + 'check("double")', "double: not right yet. "),
        ('check("double")', "double: not written yet. "),
        ('check("dubble")', "There is no exercise 'dubble'."),
        (
            'def double(x):\n    raise ValueError("long\\n" * 500)\ncheck("double")',
            "double: stopped",
        ),
    ],
)
def test_nbgrader_hears_of_failure(notebook, monkeypatch, mode, source, line):
    """Does a failing check fail its cell under nbgrader, with one short line and no stack trace?"""
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    with pytest.raises(learner.CheckFailed) as caught:
        notebook.run(source)
    text = str(caught.value)
    assert text.startswith(line)
    assert "\n" not in text
    assert len(text) <= 300
    assert caught.value._render_traceback_() == [text]


def test_nbgrader_hears_of_a_missing_setup(fresh, monkeypatch):
    """Does a check without an open assignment fail under nbgrader, too?"""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(learner.CheckFailed, match="No assignment is open"):
        fresh.run('check("double")')


def test_nbgrader_hears_of_success(notebook, monkeypatch):
    """Does a passing check leave its cell in peace under nbgrader?"""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert "double: passed" in notebook.run(RIGHT + 'check("double")')
    assert notebook.run("scoreboard()")


# ------------------------------------------------------------- released files only, as in Colab

PRELUDE = """
import json, os, sys
from importlib.abc import MetaPathFinder

class NotInColab(MetaPathFinder):
    names = {"nbgrader", "jupytext", "typer", "msgpack", "sqlalchemy", "pytest", "hypothesis",
             "nbformat", "nbconvert", "nbclient", "rich", "solutions"}
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.names or name.startswith("autograder.exercises"):
            raise ImportError(f"{name} was asked for")

sys.meta_path.insert(0, NotInColab())
sys.meta_path[:] = [f for f in sys.meta_path if "__editable__" not in getattr(f, "__module__", "")]
sys.path.insert(0, ROOT)
os.chdir(os.path.join(ROOT, "assignments", ID))
"""


@pytest.fixture
def release(tmp_path, bundle):
    """A folder with what a learner is given: no declarations, no solutions."""
    copy_learner_files(tmp_path)
    (tmp_path / "assignments" / ID).mkdir()
    (tmp_path / "assignments" / ID / "checks.json").write_text(json.dumps(bundle))
    return tmp_path


def in_release(release, assignment, script):
    """Runs a script in an isolated process that sees the release only; returns what it printed."""
    source = f"ROOT, ID = {str(release)!r}, {assignment!r}\n{PRELUDE}\n{textwrap.dedent(script)}"
    done = subprocess.run(
        [sys.executable, "-I", "-c", source], capture_output=True, text=True, timeout=100,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(release), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_released_files_suffice(release):
    """Do checks work with the released files, and load neither answers nor the trusted side?"""
    said = in_release(release, ID, """
        import autograder
        light = [m for m in ("numpy", "tensorflow", "scipy", "IPython") if m in sys.modules]
        from autograder import begin, check, scoreboard
        begin(ID)
        def double(x): return 2 * x
        check("double")
        def total(xs): return 0.0
        check("total")
        check("average")
        scoreboard()
        print("LIGHT", light)
        ours = {n: m.__file__ for n, m in sys.modules.items() if n.split(".")[0] in ("autograder", "utils")}
        print("ELSEWHERE", [n for n, f in ours.items() if f and not f.startswith(ROOT)])
        rooms = {n.split(".")[1] for n in ours if n.startswith("autograder.")}
        print("TRUSTED", sorted(rooms - {"checks", "learner"}))
        print("HEAVY", [m for m in ("tensorflow", "keras") if m in sys.modules])
    """)  # fmt: skip
    for part in ("✓ double: passed", "✗ total: not right yet", "✗ average: not written yet",
                 "10 of 60 points", "LIGHT []", "ELSEWHERE []", "TRUSTED []", "HEAVY []"):  # fmt: skip
        assert part in said


def test_released_assignment_checks_its_stub(release):
    """Does a real assignment's public file work in the released folder, right and wrong?"""
    said = in_release(release, "w1_dinosaur_names", """
        import numpy as np
        from autograder import begin, check
        begin(ID)
        check("clip")
        def clip(gradients, max_value):
            return {k: np.clip(g, -max_value, max_value) for k, g in gradients.items()}
        check("clip")
        def clip(gradients, max_value):
            for g in gradients.values(): np.clip(g, -max_value, max_value, out=g)
            return gradients
        check("clip")
    """)  # fmt: skip
    assert [line.split(" (")[0] for line in said.splitlines() if line[0] in "✓✗"] == [
        "✗ clip: not written yet", "✓ clip: passed", "✗ clip: not right yet",
    ]  # fmt: skip


def test_notebook_gets_html_and_terminal_gets_text(release):
    """Is a verdict HTML with a text version in a notebook, plain text in a terminal's IPython?

    In both, the learner's names are found in the shell, and `check` is called from a cell.
    """
    said = in_release(release, ID, """
        from IPython.core.interactiveshell import InteractiveShell
        from IPython.utils.capture import capture_output
        shell = InteractiveShell.instance()
        cells = [
            "from autograder import begin, check, scoreboard\\nbegin('%s')" % ID,
            "def double(x):\\n    '<b>'\\n    return '<script>'",
            "check('double')",
            "def double(x):\\n    return 2 * x",
            "check('double')",
            "scoreboard()",
        ]
        def run_all():
            seen = []
            for cell in cells:
                with capture_output() as captured:
                    shell.run_cell(cell)
                seen.append([captured.stdout, [output.data for output in captured.outputs]])
            return seen
        terminal = run_all()
        os.unlink(f".{ID}.progress.json")
        shell.kernel = object()
        print("SEEN" + json.dumps([terminal, run_all()]))
    """)  # fmt: skip
    terminal, notebook = json.loads(said.split("SEEN")[1])
    for printed, rich in terminal:
        assert rich == []
        assert "<div" not in printed
    assert "✗ double: not right yet" in terminal[2][0]
    assert "✓ double: passed" in terminal[4][0]
    for place in (0, 2, 4, 5):
        printed, (data,) = notebook[place]
        assert printed == ""
        assert set(data) == {"text/html", "text/plain"}
        assert data["text/html"].startswith("<div")
        assert "<script>" not in data["text/html"]
        assert data["text/plain"] + "\n" == terminal[place][0]


def test_nbgrader_in_a_shell_shows_one_line(release):
    """Does a cell whose check fails under nbgrader end in one line, as IPython shows it?"""
    said = in_release(release, ID, """
        os.environ["NBGRADER_EXECUTION"] = "validate"
        from IPython.core.interactiveshell import InteractiveShell
        shell = InteractiveShell.instance()
        shell.run_cell("from autograder import begin, check\\nbegin('%s')" % ID)
        print("FROM HERE")
        result = shell.run_cell("check('double')")
        print("ERROR", type(result.error_in_exec).__name__)
    """)  # fmt: skip
    shown = said.split("FROM HERE\n")[1]
    assert "ERROR CheckFailed" in shown
    assert "Traceback" not in shown
    assert "learner.py" not in shown
    assert shown.count("double: not written yet.") == 1
