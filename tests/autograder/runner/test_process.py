"""The learner's process: what it can see, what ends it, and that the judge outlives it all."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from autograder.checks.cells import RunnableCell
from autograder.checks.probes import Call
from autograder.runner import process
from autograder.runner.jail.enter import JailRefused
from autograder.runner.launcher import _ENVIRONMENT, Launcher
from autograder.runner.process import RunnerDied, RunnerStuck
from autograder.runner.public_root import make_public_root
from autograder.runner.session import Session
from autograder.runner.warden import INTERRUPT

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def public_root(tmp_path_factory):
    """What a learner's code may see."""
    return make_public_root(ROOT, tmp_path_factory.mktemp("public"))


WAYS = {
    "fork": {"start_method": "fork"},
    "spawn": {"start_method": "spawn"},
    "free": {"start_method": "spawn", "jail": False},
}


@pytest.fixture(scope="module", params=WAYS)
def launcher(request, public_root):
    """Each way to start a process: forked and jailed, started from nothing and jailed, not jailed."""
    made = Launcher(public_root, hidden=[str(ROOT)], **WAYS[request.param])
    try:
        made.take().kill()
    except JailRefused as reason:
        pytest.skip(f"no jail on this machine: {reason}")
    yield made
    made.close()


@pytest.fixture
def runner(launcher):
    """A learner's process."""
    with launcher.take() as started:
        yield started


@pytest.fixture(autouse=True)
def short_grace(monkeypatch):
    """Saves most of the wait between interrupt and kill."""
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.5)


def run(runner, source, seconds=20.0):
    """Runs a cell and returns what was seen of it."""
    return runner.request(seconds, do="cell", id="c", source=source)


def call(runner, name, seconds=20.0, **arguments):
    """Calls a function of the learner's."""
    return runner.request(seconds, do="probe", exercise=name, probe=Call(arguments).describe())


def value_of(runner, expression):
    """Evaluates an expression in the learner's process."""
    run(runner, f"def value():\n    import gc, inspect, json, os, sys\n    return {expression}")
    return call(runner, "value")["result"]


def cell(source, cell_id="c", origin="solution"):
    return RunnableCell(cell_id, source, origin)


def session_of(launcher, *cells, cell_seconds=20.0, total_seconds=100.0):
    return Session(launcher.take, list(cells), cell_seconds, total_seconds)


def alive(mark):
    """Returns the processes of this machine with a text on their command line (not dead ones)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if mark in line and state not in "ZX" and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def settled(mark, count):
    """Waits until so many processes with a text on their command line are left."""
    for _ in range(300):
        if len(alive(mark)) == count:
            return True
        time.sleep(0.02)
    return False


def kept_for_next(launcher):
    """Returns how many processes belong to no submission: the template."""
    return int(launcher.start_method == "fork")


def mark_of(launcher):
    """Returns a text on the command line of all processes of a launcher."""
    return str(launcher.public_root) if launcher.jail else "/submission-"


# ------------------------------------------------------------------------------ what it does


def test_cells_share_their_names(runner):
    """Do cells run in one namespace, as `__main__`, and functions answer with plain values?"""
    run(runner, "import numpy as np\nscale = 3")
    run(runner, "def triple(x):\n    return scale * np.asarray(x)")
    seen = call(runner, "triple", x=[1.0, 2.0])
    assert seen["result"].tolist() == [3.0, 6.0]
    assert value_of(runner, "__name__ + str(sys.modules['__main__'].scale)") == "__main__3"


def test_missing_and_misused_names(runner):
    """Are a name that does not exist and one that holds a number told apart, in words?"""
    run(runner, "taken = 3")
    assert call(runner, "absent") == {"missing": "The notebook defines no absent."}
    assert "value of type int" in call(runner, "taken")["missing"]
    run(runner, "def Halve_It(x):\n    return x / 2")
    assert "no halve_it, but Halve_It" in call(runner, "halve_it")["missing"]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import sys; sys.exit(0)", "SystemExit"),
        ("raise SystemExit", "SystemExit"),
        ("def broken(:", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("def f(): f()\nf()", "RecursionError"),
        ("class E(BaseException): pass\nraise E", "E"),
        ("return 3", "SyntaxError"),
        ("x = '\0'", "SyntaxError"),
    ],
)
def test_failing_cell_leaves_the_process(runner, source, kind):
    """Does a cell that exits, fails or does not parse tell its error, with the process at work?"""
    seen = run(runner, source)
    assert seen["error"]["type"] in (kind, "ValueError")  # Python 3.11 calls a null byte that.
    assert run(runner, "ok = True") == {"ok": True}


def test_exit_handlers_and_endings(runner):
    """Does a function that calls `sys.exit` give an error as its answer?"""
    run(runner, "import sys\ndef leave():\n    sys.exit(0)")
    assert call(runner, "leave")["error"]["type"] == "SystemExit"


def test_flood_of_output_goes_nowhere(runner, capfd):
    """Does a cell that writes without end to every stream fill neither pipe nor screen?"""
    source = (
        "import os, sys\nfor _ in range(200):\n"
        "    print('x' * 10**5); sys.stderr.write('y' * 10**5)\n"
        "    os.write(1, b'z' * 10**5); os.write(2, b'z' * 10**5)"
    )
    assert run(runner, source) == {"ok": True}
    assert capfd.readouterr() == ("", "")


def test_values_that_cannot_be_sent(runner):
    """Is an answer that does not go through the pipe an error in words, with the process at work?"""
    run(runner, "def strange():\n    return '\\ud800'\ndef fine():\n    return 1")
    assert "cannot be sent" in call(runner, "strange")["error"]["message"]
    assert call(runner, "fine")["result"] == 1


# --------------------------------------------------------------------------------- time limits


def test_endless_loop_is_interrupted(runner):
    """Does an endless loop end in time, with the process and its names still there after it?"""
    run(runner, "def loop():\n    while True:\n        pass\ndef fine():\n    return 1")
    assert call(runner, "loop", seconds=0.3) == {"timeout": 0.3}
    assert call(runner, "fine")["result"] == 1
    assert run(runner, "while True: pass", 0.3) == {"timeout": 0.3}
    assert call(runner, "fine")["result"] == 1


@pytest.mark.parametrize(
    "body",
    [
        "while True:\n        try:\n            for _ in iter(int, 1): str()\n"
        "        except BaseException: pass",
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n    while True: pass",
        "sum(range(10**13))",
        "import time\n    try:\n        time.sleep(99)\n    finally:\n        time.sleep(99)",
    ],
    ids=["catches everything", "ignores the signal", "never looks up", "will not leave"],
)
def test_stubborn_loop_is_killed(launcher, runner, body):
    """Is a function that cannot be interrupted killed soon after its time?"""
    run(runner, f"def stubborn():\n    {body}")
    start = time.monotonic()
    with pytest.raises(RunnerStuck, match=r"longer than 0\.3 seconds"):
        call(runner, "stubborn", seconds=0.3)
    assert time.monotonic() - start < 30  # and not the 99 seconds, or for ever
    assert settled(mark_of(launcher), kept_for_next(launcher))
    with pytest.raises(RunnerDied, match="not running"):
        run(runner, "pass")


def test_process_that_stops_reading_cannot_hold_the_judge(runner):
    """Does a large request to a process that is busy behind our back end in time?"""
    run(runner, (
        "import ctypes, threading, time\n"
        "def halt():\n    time.sleep(0.2); ctypes.PyDLL(None).sleep(99)\n"
        "threading.Thread(target=halt, daemon=True).start()"
    ))  # fmt: skip
    time.sleep(0.5)
    with pytest.raises(RunnerStuck):
        call(runner, "anything", seconds=0.5, x=np.zeros(10**6))


def test_busy_machine_costs_nobody_time(launcher, runner):
    """Does work that gets a part of a processor have its seconds, where sleep of that length has not?"""
    run(runner, (
        "import time\n"
        "def work():\n"
        "    start = time.process_time()\n"
        "    while time.process_time() - start < 0.6: pass\n"
        "    return 'done'\n"
        "def doze():\n"
        "    for _ in range(60): time.sleep(0.1)\n"
        "    return 'done'"
    ))  # fmt: skip
    if runner._warden.cpu_seconds() is None:
        pytest.skip("this system does not say how much work a process has done")
    burn = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(burn) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        assert call(runner, "work", seconds=0.8).get("result") == "done"
    finally:
        for one in busy:
            one.kill()
            one.wait()
    assert call(runner, "doze", seconds=0.3) == {"timeout": 0.3}


# ---------------------------------------------------------------------------------------- ends


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("os._exit(0)", "exit status 0"),
        ("os._exit(7)", "exit status 7"),
        ("os.abort()", "ended by SIG"),
        ("ctypes.string_at(8)", "ended by SIGSEGV"),
        ("os.closerange(3, 64)", "."),
    ],
)
def test_process_that_ends_itself(runner, source, words):
    """Is a process that ends itself, by whatever way, reported with the way and no result?"""
    with pytest.raises(RunnerDied, match=words):
        run(runner, f"import ctypes, os\n{source}")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP, 40])
def test_process_cannot_signal_itself_out_of_a_jail(launcher, runner, number):
    """Is a signal to itself without effect in a jail, as for every first process, and deadly outside?"""
    source = f"import os\nos.kill(os.getpid(), {int(number)})"
    if launcher.jail:
        assert run(runner, source) == {"ok": True}
        return
    with pytest.raises((RunnerDied, RunnerStuck)):
        run(runner, source, 0.5)


PIPE_END = (
    "import os, struct\n"
    "def out():\n"
    "    for fd in range(3, 64):\n"
    "        try:\n"
    "            os.write(fd, b'')\n"
    "            if os.readlink(f'/proc/self/fd/{fd}').startswith('pipe:'): return fd\n"
    "        except OSError: pass\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xff\xff\xff",
        b"\0\0\0\1\xc1",
        b"\0\0\0\1\1",
        b"\0\0\0\5hello" * 100,
        b"\0\0\0\6\x82\xa2to\xc0\xa4seen\x80",
    ],
)
def test_rubbish_on_the_pipe(runner, raw):
    """Does a process that writes rubbish to the pipe end itself and nothing else?"""
    with pytest.raises(RunnerDied):
        run(runner, PIPE_END + f"os.write(out(), {raw!r})")


def test_answering_ahead_wins_nothing(runner):
    """Is an answer that was written before the question, in the right form, refused?"""
    forge = PIPE_END + (
        "from autograder.runner.wire import encode\n"
        "def ahead():\n"
        "    body = encode({'to': 'guess', 'seen': {'result': 42}})\n"
        "    os.write(out(), struct.pack('>I', len(body)) + body)\n"
        "    return 1\n"
    )
    assert run(runner, forge) == {"ok": True}
    with pytest.raises(RunnerDied, match="not asked"):
        call(runner, "ahead")


def test_replayed_answer_wins_nothing(runner):
    """Is the right answer of an earlier question refused as the answer to a later one?"""
    replay = PIPE_END + (
        "import sys\n"
        "from autograder.runner.wire import encode\n"
        "def twice():\n"
        "    frame = sys._getframe()\n"
        "    while 'request' not in frame.f_locals: frame = frame.f_back\n"
        "    body = encode({'to': frame.f_locals['request']['nonce'], 'seen': {'result': 42}})\n"
        "    os.write(out(), (struct.pack('>I', len(body)) + body) * 2)\n"
        "    return 1\n"
    )
    run(runner, replay)
    # It may say of itself what it likes, which is as good as returning it.
    assert call(runner, "twice")["result"] == 42
    with pytest.raises(RunnerDied, match="not asked"):
        call(runner, "twice")


def test_children_die_with_the_session(launcher):
    """Does what a submission started in the background end with it, sessions of their own included?"""
    mark = f"mark{os.getpid()}of{launcher.start_method}{launcher.jail}"
    code = f"import time; time.sleep(600) # {mark}"
    source = (
        "import os, subprocess, sys\n"
        f"subprocess.Popen([sys.executable, '-c', {code!r}], start_new_session=True)\n"
        f"if os.fork() == 0:\n    os.setsid()\n    os.execv(sys.executable, ['python', '-c', {code!r}])\n"
    )
    with session_of(launcher, cell(source)) as session:
        session.ask("absent", Call({}), 5.0)
        assert settled(mark, 2)
    assert settled(mark, 0)
    assert settled(mark_of(launcher), kept_for_next(launcher))


def test_leftovers_of_what_ran_too_long_are_not_the_next_ones(launcher):
    """Does an exercise get a process of its own when the one before was stopped at its time?"""
    mark = f"leftover{os.getpid()}of{launcher.start_method}{launcher.jail}"
    code = f"import time; time.sleep(600) # {mark}"
    source = (
        "import subprocess, sys, time\n"
        "def slow():\n"
        f"    subprocess.Popen([sys.executable, '-c', {code!r}])\n"
        "    time.sleep(60)\n"
        "def quick():\n    return 5\n"
    )
    with session_of(launcher, cell(source)) as session:
        assert session.ask("slow", Call({}), 2.0)["timeout"] == 2.0
        assert settled(mark, 1)
        assert session.ask("quick", Call({}), 20.0)["result"] == 5
        assert settled(mark, 0)


# ------------------------------------------------------------------------------ what it can see


@pytest.mark.parametrize(
    "module",
    ["autograder.exercises", "autograder.exercises.w1_dinosaur_names", "solutions",
     "solutions.w1_dinosaur_names", "tests", "tests.autograder"],
)  # fmt: skip
def test_answers_cannot_be_imported(runner, module):
    """Is there a way to import declarations or solutions, in an editable installation too?"""
    assert run(runner, f"import {module}")["error"]["type"] == "ModuleNotFoundError"
    assert run(runner, f"import importlib\nimportlib.import_module({module!r})")["error"][
        "type"
    ] == ("ModuleNotFoundError")


def test_public_root_holds_no_answers(tmp_path):
    """Does what is copied for a learner's process hold a declaration or a solution?"""
    make_public_root(ROOT, tmp_path)
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert {
        "autograder/checks/probes/base.py",
        "autograder/learner/checking.py",
        "utils/data.py",
    } <= names
    assert [name for name in names if "exercises" in name or "solutions" in name] == []


def test_code_comes_from_the_public_copy(launcher, runner, public_root):
    """Do `autograder` and `utils` come from the copy, and not from the repository?"""
    root = str(public_root) if launcher.jail else value_of(runner, "os.getcwd()")
    run(runner, "import autograder, utils")
    places = value_of(runner, "[autograder.__file__, *utils.__path__]")
    assert places
    assert [place for place in places if not place.startswith(root)] == []


def test_environment_is_clean(launcher, monkeypatch):
    """Does nothing of the judge's environment pass on, secrets least of all?"""
    monkeypatch.setenv("SECRET_TOKEN", "hidden")
    fresh = Launcher(launcher.public_root, start_method=launcher.start_method, jail=launcher.jail)
    with fresh.take() as runner:
        seen = value_of(runner, "dict(os.environ)")
        own = {"HOME", "TMPDIR", "MPLCONFIGDIR"}
        assert set(seen) <= {*_ENVIRONMENT, *own, "LC_CTYPE"}
        assert {seen[name] for name in own} == {value_of(runner, "os.getcwd()")}
        assert not seen["HOME"].startswith(str(ROOT))
        first = value_of(runner, "open('/proc/self/environ').read()")
        assert "hidden" not in first
    fresh.close()


def test_no_descriptors_but_its_own(launcher, tmp_path):
    """Does the process hold two pipe ends and nothing that judge or fork server have open?"""
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    handle = os.open(secret, os.O_RDONLY)
    os.set_inheritable(handle, True)
    try:
        with launcher.take() as one, launcher.take() as other:
            for runner in (one, other):
                opened = value_of(
                    runner,
                    "[os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')"
                    " if os.path.exists(f'/proc/self/fd/{n}') or"
                    " os.path.lexists(f'/proc/self/fd/{n}')]",
                )
                pipes = [name for name in opened if name.startswith("pipe:")]
                assert len(pipes) == 2
                assert set(opened) - set(pipes) <= {"/dev/null"} | {
                    name for name in opened if name.startswith("/proc/")
                }
    finally:
        os.close(handle)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's peak")
def test_peak_is_that_of_one_process():
    """Is the peak that a process tells its own, whatever the one that started it holds?"""
    held = b"x" * (600 << 20)
    code = (
        "from autograder.runner.warden import peak_memory\n"
        "block = b'x' * (100 << 20)\n"
        "del block\n"
        "print(peak_memory() >> 20)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert len(held) > 400 << 20
    assert 100 < int(told) < 300


def test_memory_holds_nothing_of_the_judge(runner):
    """Do stack, modules and live objects hold declarations, expectations or a judge?"""
    names = value_of(runner, "sorted(sys.modules)")
    private = (
        "autograder.judging.judge",
        "autograder.declaration.exercise",
        "autograder.checks.expectations",
        "autograder.checks.exercise_check",
    )
    assert [name for name in names if name.startswith(private)] == []
    kinds = value_of(runner, "sorted({type(o).__name__ for o in gc.get_objects()})")
    assert {"Exercise", "ExerciseCheck", "Judge", "Matches", "Verdict"}.isdisjoint(kinds)
    files = value_of(runner, "[f.filename for f in inspect.stack()]")
    assert [name for name in files if name.startswith(str(ROOT / "autograder"))] == []


def test_interrupts_between_requests_are_harmless(runner):
    """Does an interrupt that comes too late, after the answer, leave the process at work?"""
    for number in range(5):
        runner._warden.interrupt()
        assert runner._warden.is_interrupted(20.0)
        assert value_of(runner, str(number)) == number


def test_interrupt_that_is_held_back_never_meets_the_next_request(runner, monkeypatch):
    """Is what comes after a time-out spared, though a busy warden passes the interrupt on late?"""
    monkeypatch.setattr(process, "GRACE_SECONDS", 20.0)
    run(runner, "import time\ndef slow():\n    time.sleep(0.6)\n    return 1")
    send = runner._warden.send

    def send_late(order):
        if order == INTERRUPT:
            threading.Timer(0.6, send, [order]).start()
        else:
            send(order)

    monkeypatch.setattr(runner._warden, "send", send_late)
    assert call(runner, "slow", seconds=0.1) == {"timeout": 0.1}
    assert call(runner, "slow")["result"] == 1


# ------------------------------------------------------------------------------------- sessions


def test_endless_cell_does_not_stop_the_next(launcher):
    """Do the cells after one that loops for ever still load?"""
    cells = [
        cell("def one():\n    return 1", "one"),
        cell("while True:\n    pass", "loop"),
        cell("def two():\n    return 2", "two"),
    ]
    with session_of(launcher, *cells, cell_seconds=0.4) as session:
        assert session.ask("two", Call({}), 5.0)["result"] == 2
        assert session.ask("one", Call({}), 5.0)["result"] == 1
        assert list(session.cell_errors) == ["loop"]
        assert "longer than 0.4 seconds" in session.cell_errors["loop"]


@pytest.mark.parametrize("deadly", [
    "import os; os._exit(0)",
    "while True:\n    try:\n        for _ in iter(int, 1): str()\n    except BaseException: pass",
    "import ctypes; ctypes.string_at(8)",
])  # fmt: skip
def test_deadly_cell_is_left_out(launcher, deadly):
    """After a cell that ends its process: are all others run again in a fresh one, without it?"""
    cells = [
        cell("def one():\n    return 1", "one"),
        cell(deadly, "deadly"),
        cell("def two():\n    return one() + 1", "two"),
    ]
    with session_of(launcher, *cells, cell_seconds=0.5) as session:
        assert session.ask("two", Call({}), 5.0)["result"] == 2
        assert list(session.cell_errors) == ["deadly"]


def test_failing_cell_is_reported(launcher):
    """Does a cell with an error leave its error under its name, and the names it had made?"""
    cells = [cell("def one():\n    return 1\nunknown", "half"), cell("x = (", "broken")]
    with session_of(launcher, *cells) as session:
        assert session.ask("one", Call({}), 5.0)["result"] == 1
        assert session.cell_errors["half"].startswith("NameError: name 'unknown'")
        assert session.cell_errors["broken"].startswith("SyntaxError")


def test_death_in_a_case_costs_that_case(launcher):
    """After a function that kills the process: do the other exercises get a fresh one?"""
    cells = [cell("import os\ndef die():\n    os._exit(1)\ndef live():\n    return 1\ndef hang():\n"
                  "    while True:\n        try:\n            for _ in iter(int, 1): str()\n"
                  "        except BaseException: pass")]  # fmt: skip
    with session_of(launcher, *cells) as session:
        assert "exit status 1" in session.ask("die", Call({}), 5.0)["crashed"]
        assert session.ask("live", Call({}), 5.0)["result"] == 1
        assert session.ask("hang", Call({}), 0.3) == {"timeout": 0.3}
        assert session.ask("live", Call({}), 5.0)["result"] == 1
        assert session.cell_errors == {}


def test_many_endless_cells_stay_within_the_submissions_time(launcher):
    """Can a submission of many endless cells take as many times the limit of one cell?"""
    loops = [cell("while True:\n    pass", f"loop{i}") for i in range(100)]
    start = time.monotonic()
    with session_of(launcher, *loops, cell_seconds=0.5, total_seconds=2.0) as session:
        session.ask("anything", Call({}), 5.0)
        seen = session.ask("anything", Call({}), 5.0)
    assert time.monotonic() - start < 20  # where each cell's own limit would give 50
    assert set(seen) == {"missing"}  # What has run is asked all the same.
    assert len(session.cell_errors) == 100
    assert session.cell_errors["loop99"] == "No time was left for this cell."


SLOW = cell("import time\ndef slow():\n    time.sleep(0.4)\ndef quick():\n    return 1")


def test_an_exercise_uses_up_its_own_time_only(launcher):
    """Does one that is slow, each time within its limit, leave those behind it their whole time?"""
    with session_of(launcher, SLOW) as session:
        session.begin(0.9)
        seen = [session.ask("slow", Call({}), 5.0) for _ in range(4)]
        session.begin(0.9)
        after = session.ask("quick", Call({}), 5.0)
    assert "result" in seen[0]
    assert seen[-1] == {"timeout": 0.9}  # All of it was too long, and that is what is said.
    assert after["result"] == 1


def test_cells_and_other_peoples_work_take_no_time_of_an_exercise(launcher):
    """Does an exercise's clock stand still while cells run and while nobody waits for it?"""
    cells = [cell("import time\ntime.sleep(0.5)", "dozes"), SLOW]
    with session_of(launcher, *cells) as session:
        session.begin(0.4)
        time.sleep(0.5)
        assert session.ask("quick", Call({}), 5.0)["result"] == 1


def test_process_that_never_starts(tmp_path):
    """Is a process that does not come up an observation, and no error of the judge's?"""
    (tmp_path / "autograder").mkdir()
    (tmp_path / "autograder" / "__init__.py").write_text("raise SystemExit(3)")
    broken = Launcher(tmp_path)
    with session_of(broken, cell("x = 1")) as session:
        assert "did not start" in session.ask("f", Call({}), 1.0)["crashed"]
    broken.close()


def test_imports_ahead_are_there_and_may_fail(launcher):
    """Are the stated modules and names there before the first cell, and is a missing one no matter?"""
    names = ["json.tool", "no_such_module", "no.such.module", "autograder.begin", "json.nothing"]
    ahead = Launcher(
        launcher.public_root, names, start_method=launcher.start_method, jail=launcher.jail
    )
    with ahead.take() as runner:
        assert value_of(
            runner, "'json.tool' in sys.modules and 'autograder.learner.checking' in sys.modules"
        )
    ahead.close()
