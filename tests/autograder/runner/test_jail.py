"""The jail's parts: what is shown and hidden, what is refused, and what is said when there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.checks.probes import Call
from autograder.errors import CourseError
from autograder.judging.config import wants_jail
from autograder.judging.judge import Judge, private_places
from autograder.runner.jail import enter, filesystem
from autograder.runner.jail.enter import JailRefused
from autograder.runner.jail.limits import Limits
from autograder.runner.launcher import ForkServer, ForkServerBroken, Launcher
from autograder.runner.process import RunnerDied
from autograder.runner.public_root import make_public_root
from autograder.runner.warden import descendants, memory_of
from tests.autograder import small_course as small

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform != "linux", reason="jails are made of Linux's namespaces"),
]


@pytest.fixture(scope="module")
def public_root(tmp_path_factory):
    """What a learner's code may see."""
    return make_public_root(ROOT, tmp_path_factory.mktemp("public"))


def jailed(public_root, **options):
    """Returns a launcher whose jails work here, or skips."""
    launcher = Launcher(public_root, **options)
    try:
        launcher.take().kill()
    except JailRefused as reason:
        pytest.skip(f"no jail on this machine: {reason}")
    return launcher


def value_of(launcher, expression, before="pass"):
    """Evaluates an expression in a jail."""
    source = f"import ctypes, os, socket, sys\n{before}\ndef value():\n    return {expression}"
    with launcher.take() as runner:
        seen = runner.request(20.0, do="cell", id="c", source=source)
        assert seen == {"ok": True}, seen
        return runner.request(20.0, do="probe", exercise="value", probe=Call({}).describe())


# --------------------------------------------------------------------------------- what is seen


def test_places_are_hidden_inside_shown_ones(tmp_path, public_root):
    """Is a course that lies inside a folder that must be shown, as /usr/src may, empty in a jail?"""
    shown = tmp_path / "shown"
    course = shown / "course"
    (course / "solutions").mkdir(parents=True)
    (course / "solutions" / "answers.py").write_text("secret")
    (course / "venv").mkdir()
    (course / "venv" / "module.py").write_text("needed")
    (shown / "gradebook.db").write_text("secret")
    (shown / "library.py").write_text("needed")
    for folder in (tmp_path, shown, course, course / "venv"):
        folder.chmod(0o755)
    plan = filesystem.entries(
        [str(shown), str(course / "venv")], [str(course), str(shown / "gradebook.db")], 1 << 20, 1 << 20
    )  # fmt: skip
    kinds = {entry.path: entry.kind for entry in plan}
    assert kinds[str(course)] == "hidden"
    assert kinds[str(course / "venv")] == "shown"
    launcher = jailed(public_root, hidden=[str(course), str(shown / "gradebook.db")])
    launcher.close()
    launcher._order = lambda *names: {  # shows more than a batch would
        **Launcher._order(launcher, *names),
        "shown": [str(public_root), str(shown), str(course / "venv")],
    }
    looked = value_of(
        launcher,
        "[sorted(os.listdir(a)), sorted(os.listdir(b)), open(a + '/library.py').read(), "
        "open(b + '/venv/module.py').read(), open(a + '/gradebook.db').read(), written()]",
        before=f"a, b = {str(shown)!r}, {str(course)!r}\n"
        "def written():\n"
        "    try:\n        open(b + '/new', 'w')\n    except OSError as error:\n"
        "        return error.strerror\n",
    )["result"]
    launcher.close()
    assert looked[0] == ["course", "gradebook.db", "library.py"]
    assert looked[1] == ["venv"]
    assert looked[2:5] == ["needed", "needed", ""]
    assert looked[5] in ("Read-only file system", "Permission denied")


def test_python_in_the_course_folder_hides_nothing_less(tmp_path, monkeypatch):
    """When the environment was made in the course folder itself: are its answers still hidden?"""
    course = small.make_course(tmp_path)
    monkeypatch.setattr(filesystem, "python_places", lambda: [str(tmp_path)])
    plan = filesystem.entries([], private_places(course), 1 << 20, 1 << 20)
    kinds = {entry.path: entry.kind for entry in plan}
    assert kinds[str(tmp_path)] == "shown"
    assert kinds[str(tmp_path / "solutions")] == "hidden"
    assert kinds[str(tmp_path / "autograder" / "exercises")] == "hidden"


def test_a_jail_shows_no_course_and_no_home(public_root):
    """Do this repository (its environment apart) and all home folders lie outside the jail?"""
    launcher = jailed(public_root, hidden=[str(ROOT)])
    seen = value_of(launcher, f"os.listdir({str(ROOT)!r}) if os.path.isdir({str(ROOT)!r}) else []")
    assert set(seen["result"]) <= {Path(sys.prefix).name}
    for place in ("/home", "/var", "/mnt", "/srv", "/run", "/sys"):
        assert value_of(launcher, f"os.path.exists({place!r})")["result"] is False
    launcher.close()


def test_next_submission_finds_nothing_of_the_last(public_root):
    """Are /tmp, /dev/shm and every message queue of a submission gone with it?"""
    launcher = jailed(public_root)
    leave = (
        "for place in ('/tmp', '/dev/shm'):\n    open(place + '/left', 'w').write('x')\n"
        "import multiprocessing.shared_memory as m\nm.SharedMemory('left2', True, 100)"
    )
    assert value_of(launcher, "os.path.exists('/tmp/left')", before=leave)["result"] is True
    assert value_of(launcher, "[os.listdir('/dev/shm'), os.path.exists('/tmp/left')]")[
        "result"
    ] == [
        [],
        False,
    ]
    launcher.close()


# -------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "expression",
    [
        "libc.ptrace(0, 0, 0, 0)",
        "libc.unshare(0x10000000)",
        "libc.mount(b'x', b'/tmp', b'tmpfs', 0, None)",
        "libc.umount2(b'/tmp', 2)",
        "libc.chroot(b'/tmp')",
        "libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0)",  # clone with a user namespace (x86-64)
        "libc.setns(0, 0)",
        "libc.syscall(425, 4, 0)",  # io_uring_setup: one number everywhere
        "libc.syscall(435, 0, 0)",  # clone3
        "libc.setuid(0)",
        "libc.personality(0x0400000) if False else libc.reboot(0)",
    ],
)
def test_dangerous_calls_are_refused(public_root, expression):
    """Does a call that could open the jail, or a hole of the kernel, end in an error?"""
    if "syscall(56" in expression and os.uname().machine != "x86_64":
        pytest.skip("the number of clone is that of x86-64")
    launcher = jailed(public_root)
    seen = value_of(launcher, expression, before="libc = ctypes.CDLL(None)")
    launcher.close()
    assert seen["result"] == -1


@pytest.mark.parametrize("family", [16, 17, 40])
def test_other_networks_are_refused(public_root, family):
    """Are netlink, packet and virtual-machine sockets, which no namespace holds, refused?"""
    launcher = jailed(public_root)
    seen = value_of(launcher, f"socket.socket({family}, socket.SOCK_DGRAM).close()")
    launcher.close()
    assert seen["error"]["type"] == "OSError"


def test_ordinary_programs_still_work(public_root):
    """Do threads, subprocesses, pools, temporary files and loopback work in a jail?"""
    launcher = jailed(public_root)
    before = (
        "import subprocess, tempfile, threading, concurrent.futures as f\n"
        "def pool():\n"
        "    with f.ProcessPoolExecutor(2) as p:\n        return list(p.map(abs, [-1, 2]))\n"
        "def talk():\n"
        "    server = socket.create_server(('127.0.0.1', 0))\n"
        "    one = socket.create_connection(server.getsockname())\n"
        "    one.sendall(b'hello')\n    return server.accept()[0].recv(9).decode()\n"
        "def threads():\n"
        "    out = []\n    many = [threading.Thread(target=out.append, args=[i]) for i in range(9)]\n"
        "    [t.start() for t in many]\n    [t.join() for t in many]\n    return sorted(out)\n"
    )
    seen = value_of(
        launcher,
        "[pool(), talk(), threads(), tempfile.NamedTemporaryFile().name[:5],"
        " subprocess.run([sys.executable, '-c', 'print(7)'], capture_output=True).stdout.decode()]",
        before=before,
    )
    launcher.close()
    assert seen.get("result") == [[1, 2], "hello", list(range(9)), "/tmp/", "7\n"], seen


# --------------------------------------------------------------------------------- what is used up


def test_memory_of_all_processes_counts_together(public_root):
    """Is a submission ended that spreads over processes what no single one may use, and told so?"""
    launcher = jailed(public_root, limits=Limits(memory=400 << 20))
    source = (
        "import os, time\n"
        "for _ in range(6):\n"
        "    if os.fork() == 0:\n"
        "        x = bytearray(150 << 20)\n        time.sleep(60)\n"
        "time.sleep(60)"
    )
    with launcher.take() as runner, pytest.raises(RunnerDied, match=r"more than 0\.391 GiB"):
        runner.request(30.0, do="cell", id="c", source=source)
    launcher.close()


def test_processes_stop_at_the_cap(public_root):
    """Does a fork bomb end at the limit, and die with the submission?"""
    launcher = jailed(public_root, limits=Limits(processes=40))
    before = (
        "import time\ncount = 0\n"
        "try:\n"
        "    while count < 400:\n"
        "        if os.fork() == 0:\n            time.sleep(60)\n            os._exit(0)\n"
        "        count += 1\n"
        "except OSError:\n    pass"
    )
    seen = value_of(launcher, "count", before=before)["result"]
    launcher.close()
    if not enter._kernel_counts_for_jail():
        pytest.skip("this kernel counts processes of a user, not of a jail")
    assert 10 < seen < 40


def test_disk_and_files_stop_at_their_limits(public_root):
    """Do /tmp, one large file and open descriptors end where they should?"""
    launcher = jailed(public_root, limits=Limits(temporary=8 << 20, descriptors=64))
    before = (
        "def fill():\n"
        "    for i in range(1000):\n"
        "        try:\n            open(f'/tmp/{i}', 'wb').write(bytes(1 << 20))\n"
        "        except OSError as error:\n            return [i, error.strerror]\n"
        "def keep():\n"
        "    kept = []\n"
        "    try:\n        while True: kept.append(os.open('/dev/null', 0))\n"
        "    except OSError:\n        return len(kept)\n"
        "def many():\n"
        "    try:\n"
        "        for i in range(10**6): os.mkdir(f'/dev/shm/{i}')\n"
        "    except OSError:\n        return i\n"
    )
    seen = value_of(launcher, "[fill(), keep(), many()]", before=before)["result"]
    launcher.close()
    assert seen[0][0] < 9
    assert seen[0][1] == "No space left on device"
    assert seen[1] < 64
    assert seen[2] <= filesystem.MAX_FILES


def test_the_warden_sees_all_processes():
    """Are children of children found, and is their memory counted?"""
    code = (
        "import subprocess, sys\nx = bytearray(60 << 20)\n"
        "print(subprocess.Popen([sys.executable, '-c', 'x = bytearray(80 << 20); print(1, flush=True); "
        "input()']).pid, flush=True)\ninput()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    lines = [child.stdout.readline() for _ in range(2)]
    found = descendants(child.pid)
    used = memory_of(child.pid)
    child.kill()
    child.stdin.close()
    child.wait()
    assert len(found) == 2
    assert child.pid in found
    assert any(int(line) in found for line in lines)
    assert 140 << 20 <= used < 400 << 20


# ------------------------------------------------------------------------------ when there is none


def test_refusal_says_what_to_allow(tmp_path, monkeypatch):
    """Where no jail can be made: is a batch stopped before its first submission, with advice?"""
    course = small.make_course(tmp_path)
    words = f"The kernel refused a jail for submissions (no). {enter.ADVICE}"

    def refuse(self, home):
        raise JailRefused(words)

    monkeypatch.setattr(ForkServer, "fork", refuse)
    with Judge(course, small.ASSIGNMENT, jail=True) as judge, pytest.raises(CourseError) as error:
        judge.prepare()
    assert "sysctl" in str(error.value)
    assert "--without-jail" in str(error.value)


def test_refusal_comes_from_the_kernel(public_root):
    """Is a kernel that allows no namespaces noticed in the process that would need them?"""
    code = (
        "import sys\nsys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from autograder.runner.jail import linux\n"
        "from autograder.runner.jail.enter import JailRefused\n"
        "from autograder.runner.launcher import Launcher\n"
        "from autograder.runner.jail.syscalls import Filter\n"
        "Filter().enforce()\n"  # refuses `unshare`, as a container does
        "for how in ('fork', 'spawn'):\n"
        "    try:\n        Launcher(Path(sys.argv[1]), start_method=how).take()\n"
        "    except JailRefused as reason:\n        print(reason)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.count("refused a jail") == 2, done.stderr
    assert done.stdout.count("sysctl") >= 2


def test_without_a_jail_only_when_somebody_says_so(tmp_path, monkeypatch):
    """Is the jail the default, the variable what takes it away, and the record what tells it?"""
    monkeypatch.delenv("AUTOGRADER_WITHOUT_JAIL", raising=False)
    assert wants_jail()
    for value, wanted in {"": True, "0": True, "1": False}.items():
        monkeypatch.setenv("AUTOGRADER_WITHOUT_JAIL", value)
        assert wants_jail() is wanted
    course = small.make_course(tmp_path)
    with Judge(course, small.ASSIGNMENT) as judge:
        graded = judge.grade([])
    assert any("without a jail" in flag for flag in graded.flags)


# -------------------------------------------------------------------------------------- fork servers


def test_a_fork_server_with_threads_is_replaced_and_then_given_up(tmp_path):
    """Is a process that has threads never forked, and are submissions then started from nothing?"""
    root = make_public_root(ROOT, tmp_path)
    (root / "utils" / "busy.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=[600], daemon=True).start()"
    )
    launcher = Launcher(root, ["utils.busy"])
    try:
        with launcher.take() as runner:
            assert runner.request(20.0, do="cell", id="c", source="x = 1") == {"ok": True}
    except JailRefused as reason:
        pytest.skip(f"no jail on this machine: {reason}")
    assert launcher.start_method == "spawn"
    assert "threads" in launcher.notes[0]
    launcher.close()


def test_a_dead_fork_server_is_replaced(public_root):
    """After the fork server was killed: does the next submission get a process, from a new one?"""
    launcher = jailed(public_root)
    first = launcher._fork_server
    first._process.kill()
    first._process.wait()
    with launcher.take() as runner:
        assert runner.request(20.0, do="cell", id="c", source="x = 1") == {"ok": True}
    assert launcher.start_method == "fork"
    assert launcher._fork_server is not first
    launcher.close()


def test_a_child_that_never_answers_is_given_up(tmp_path, monkeypatch):
    """Is a forked process that hangs before its first answer replaced by one from nothing?"""
    monkeypatch.setattr("autograder.runner.process.START_SECONDS", 3.0)
    root = make_public_root(ROOT, tmp_path)
    child = root / "autograder" / "runner" / "child.py"
    begin = "    np.random.seed()"
    assert begin in child.read_text()
    hang = (
        "    import time\n    time.sleep(0 if imports else 600)\n"  # only what is spawned imports
    )
    child.write_text(child.read_text().replace(begin, hang + begin))
    launcher = Launcher(root, ["json.tool"])
    try:
        with launcher.take() as runner:
            assert runner.request(20.0, do="cell", id="c", source="x = 1") == {"ok": True}
    except JailRefused as reason:
        pytest.skip(f"no jail on this machine: {reason}")
    assert launcher.start_method == "spawn"
    launcher.close()


def test_a_judge_that_is_killed_takes_everything_with_it(public_root, tmp_path):
    """When the judge dies without a word: do fork server, wardens and submissions end by themselves?"""
    code = (
        "import sys, time\nsys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from autograder.runner.launcher import Launcher\n"
        "launcher = Launcher(Path(sys.argv[2]))\nrunner = launcher.take()\n"
        "print('ready', flush=True)\n"
        "runner.request(60.0, do='cell', id='c', source='while True: pass')\n"
    )
    own = make_public_root(ROOT, tmp_path / "own")
    tmp_path.chmod(0o755)
    judge = subprocess.Popen(
        [sys.executable, "-c", code, str(ROOT), str(own)], stdout=subprocess.PIPE, text=True
    )
    from tests.autograder.runner.test_process import alive, settled

    if judge.stdout.readline() != "ready\n":
        pytest.skip("no jail on this machine")
    assert len(alive(f"{own} ")) >= 3  # fork server, warden, submission
    judge.kill()
    judge.wait()
    judge.stdout.close()
    assert settled(f"{own} ", 0)


def test_fork_server_broken_is_said_with_its_last_words(tmp_path):
    """Does a fork server that cannot import say why?"""
    (tmp_path / "autograder").mkdir()
    (tmp_path / "autograder" / "__init__.py").write_text("raise RuntimeError('no such library')")
    fork_server = ForkServer(tmp_path, {})
    with pytest.raises(ForkServerBroken, match="no such library"):
        fork_server.fork("/tmp")
    fork_server.close()


def test_unknown_way_to_start_is_told(public_root):
    """Is a misspelt way to start processes an error in words?"""
    with pytest.raises(ValueError, match='"fork" or "spawn"'):
        Launcher(public_root, start_method="thread")
