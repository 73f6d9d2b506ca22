"""Canaries: what an attack would touch, read, call or leave, laid out before and looked at after.

Files outside hold secrets; listeners on loopback write down who calls; the course, the home
folder and Python's packages are compared with what they were; whoever still runs is found,
because this process adopts the orphans of the grader.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import secrets
import signal
import socket
import stat
import subprocess
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.judging.config import WITHOUT_JAIL

OUTPUTS = ("autograded", "feedback", "gradebook.db", "grades.json", "grades.csv", ".autograder",
           "result.json", "gradebook.db-journal")  # fmt: skip
SHARED = ("/dev/shm", "/tmp", "/var/tmp", "/run", "/etc", "/etc/cron.d", "/", "/opt",
          "/usr/bin", "/usr/local/bin", "/var/spool/cron", "/dev/mqueue")  # fmt: skip
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


class Canaries:
    """What is watched while a class is graded.

    Args:
        root: An empty folder of its own, outside the course.
        course: The course folder.
    """

    def __init__(self, root: Path, course: Path):
        self.root, self.course = root, course
        self.mark = "hostile" + secrets.token_hex(6)
        self.home, self.temporary, self.outside = root / "home", root / "tmp", root / "outside"
        for folder in (self.home, self.temporary, self.outside):
            folder.mkdir(parents=True)
        self.secrets: list[str] = []
        self._plant()
        self.calls: list[str] = []
        self._listeners = [self._listen(*one) for one in self._addresses()]

    def _plant(self) -> None:
        """Puts a secret of its own into every place that somebody might read."""
        (self.course / "private").mkdir(exist_ok=True)
        places = [self.home / ".ssh" / "id_rsa", self.home / "secret.txt"]
        places += [self.outside / "secret.txt", self.course / "private" / "secret.txt"]
        for place in places:
            place.parent.mkdir(exist_ok=True)
            place.write_text(f"{self.new_secret()}\n", encoding="ascii")
        startup = self.home / ".ipython" / "profile_default" / "startup"
        startup.mkdir(parents=True)
        (startup / "first.py").write_text("# as it was\n")
        # What libraries would write at their first start is there already.
        settings = {"floatx": "float32", "epsilon": 1e-07, "backend": "tensorflow"}
        texts = {".keras/keras.json": json.dumps(settings | {"image_data_format": "channels_last"})}
        texts |= {".jupyter/migrated": "", ".config/matplotlib/matplotlibrc": ""}
        for name, text in texts.items():
            (self.home / name).parent.mkdir(parents=True)
            (self.home / name).write_text(text)

    def new_secret(self) -> str:
        """Returns a secret that must not appear in any output."""
        self.secrets.append("SECRET-" + secrets.token_hex(8))
        return self.secrets[-1]

    def _addresses(self) -> Iterator[tuple]:
        yield "TCP", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)
        yield "UDP", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)
        yield "ABSTRACT", socket.AF_UNIX, socket.SOCK_STREAM, "\0" + self.mark + "abstract"
        yield "SOCKET", socket.AF_UNIX, socket.SOCK_STREAM, str(self.outside / "socket")

    def _listen(self, name: str, family: int, kind: int, address: object) -> socket.socket:
        listener = socket.socket(family, kind)
        listener.bind(address)
        if kind == socket.SOCK_STREAM:
            listener.listen()
        threading.Thread(target=self._write_down, args=(name, listener), daemon=True).start()
        return listener

    def _write_down(self, name: str, listener: socket.socket) -> None:
        """Notes every call and answers it, so that the caller knows that it came through."""
        while True:
            try:
                if listener.type == socket.SOCK_STREAM:
                    connection, caller = listener.accept()
                    with connection:
                        self.calls.append(name)
                        connection.sendall(b"hello")
                else:
                    _, caller = listener.recvfrom(1000)
                    self.calls.append(name)
                    listener.sendto(b"hello", caller)
            except OSError:
                if listener.fileno() < 0:
                    return

    def call_all(self) -> None:
        """Calls every listener once, to see that they write it down."""
        for listener in self._listeners:
            with socket.socket(listener.family, listener.type) as caller:
                caller.settimeout(5)
                caller.connect(listener.getsockname())
                if listener.type == socket.SOCK_DGRAM:
                    caller.send(b"hello")
                caller.recv(10)

    def tokens(self) -> dict[str, str]:
        """Returns what stands for `@NAME@` in what is handed in."""
        tcp, udp = (one.getsockname()[1] for one in self._listeners[:2])
        return {
            "COURSE": str(self.course), "HOME": str(self.home), "TMP": str(self.temporary),
            "CANARY": str(self.outside), "MARK": self.mark, "TCP": str(tcp), "UDP": str(udp),
            "ABSTRACT": self.mark + "abstract", "SOCKET": str(self.outside / "socket"),
            "PID_NAMESPACE": os.readlink("/proc/self/ns/pid"), "REPOSITORY": str(REPOSITORY_ROOT),
        }  # fmt: skip

    def environment(self) -> dict[str, str]:
        """Returns the environment of the grader, with secrets in it."""
        unjailed = {name: os.environ[name] for name in (WITHOUT_JAIL,) if name in os.environ}
        programs = os.path.dirname(os.path.abspath(sysconfig.get_path("scripts") + "/x"))
        return unjailed | {
            "PATH": os.pathsep.join([programs, os.environ.get("PATH", os.defpath)]),
            "HOME": str(self.home), "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(REPOSITORY_ROOT), "LANG": "C.UTF-8", "MPLBACKEND": "Agg",
            "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1",
            "HOSTILE_TOKEN": self.new_secret(), "HOSTILE_MARK": self.mark,
        }  # fmt: skip

    # --------------------------------------------------------------------- before and after

    def snapshot(self) -> dict[str, str]:
        """Returns what must be the same afterwards: contents of own folders, lists of others."""
        seen = _contents(self.course, skip=OUTPUTS)
        seen |= _contents(self.home, skip=(".cache",)) | _contents(self.outside)
        for folder in _python_folders():
            seen |= _names_and_times(folder)
        return seen

    def marks(self) -> list[str]:
        """Returns the places all over the machine that bear this run's mark, in name."""
        folders = [*map(Path, SHARED), Path.home(), self.temporary, REPOSITORY_ROOT, Path.cwd()]
        found = []
        for folder in folders:
            try:
                names = os.listdir(folder)
            except OSError:
                continue
            found += [str(folder / name) for name in names if self.mark in name]
        return found

    def leftovers(self) -> list[str]:
        """Returns what the grader has left in its folder for temporary files."""
        return sorted(os.listdir(self.temporary))

    def close(self) -> None:
        """Closes the listeners."""
        for listener in self._listeners:
            listener.close()


def _contents(root: Path, skip: tuple[str, ...] = ()) -> dict[str, str]:
    """Returns from every path below a folder to its kind, rights and content."""
    found = {}
    for folder, folders, files in os.walk(root):
        if Path(folder) == root:
            folders[:] = [name for name in folders if name not in skip]
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in [*folders, *files]:
            path = os.path.join(folder, name)
            if Path(folder) == root and name in skip:
                continue
            status = os.lstat(path)
            what = f"{stat.filemode(status.st_mode)}"
            if stat.S_ISREG(status.st_mode):
                what += hashlib.sha256(Path(path).read_bytes()).hexdigest()
            elif stat.S_ISLNK(status.st_mode):
                what += os.readlink(path)
            found[path] = what
    return found


def _python_folders() -> list[Path]:
    paths = sysconfig.get_paths()
    return [Path(paths[name]) for name in ("purelib", "stdlib", "scripts")]


def _names_and_times(root: Path) -> dict[str, str]:
    """Returns what lies in a folder of Python's and in the packages that attacks know."""
    found = {}
    inner = [root / name for name in ("numpy", "numpy/__pycache__", "json", "json/__pycache__")]
    for folder in [root, *inner]:
        if not folder.is_dir():
            continue
        for entry in os.scandir(folder):
            if entry.name == "__pycache__":
                continue
            status = entry.stat(follow_symlinks=False)
            time_of = status.st_mtime_ns if entry.is_file(follow_symlinks=False) else 0
            found[entry.path] = f"{stat.filemode(status.st_mode)}{status.st_size}/{time_of}"
    return found


# ------------------------------------------------------------------------------- processes


@contextmanager
def adopted_orphans() -> Iterator[None]:
    """Makes this process the parent of all orphans below it, so that none gets lost."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_ADOPT_ORPHANS, 0, 0, 0, 0)


def _offspring() -> Iterator[tuple[int, bool, str]]:
    """Yields the children of this process: number, whether it lives, command."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            text = (place / "stat").read_text()
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ")[:200]
        except OSError:
            continue
        name, _, rest = text.partition("(")[2].rpartition(")")
        state, parent = rest.split()[:2]
        if int(parent) == os.getpid():
            yield int(place.name), state != "Z", f"{name}: {command.decode('utf-8', 'replace')}"


def children() -> set[int]:
    """Returns the numbers of this process's children, dead ones that wait included."""
    return {number for number, _, _ in _offspring()}


def left_running(before: set[int], seconds: float = 15.0) -> dict[int, str]:
    """Returns the processes that the grader has left, after they had time to end; ends them.

    Args:
        before: Children that were there before and are none of the grader's.
        seconds: How long they may take to end.
    """
    deadline = time.monotonic() + seconds
    while True:
        new = [one for one in _offspring() if one[0] not in before]
        left = {number: text for number, lives, text in new if lives}
        for number, lives, _ in new:
            if not lives:
                os.waitpid(number, os.WNOHANG)
        if not left or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    for number in left:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    return left


def run(command: list[str], folder: Path, environment: dict[str, str], seconds: float) -> tuple:
    """Runs a grader to its end.

    Returns:
        Its exit status (None if it did not end in time), what it printed, and what it left
        running.
    """
    with adopted_orphans(), tempfile.TemporaryFile() as output:
        before = children()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        left = left_running(before)
        output.seek(0)
        return code, output.read().decode("utf-8", "replace"), left
