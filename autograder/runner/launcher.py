"""Starts the processes of submissions: from a fork server that is forked, or each from nothing.

`"fork"` is fast, `"spawn"` is the fallback, and the oracle of the tests: a fresh interpreter that
imports everything itself, after it was locked in. Both serve in the same jail. Without a jail there
is only `"spawn"`, with a copy of the public files for each.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.runner.fork_server import FORKED, MAX_MESSAGE
from autograder.runner.jail.enter import JailRefused
from autograder.runner.jail.limits import Limits
from autograder.runner.process import Runner, RunnerDied
from autograder.runner.public_root import make_public_root
from autograder.runner.wire import Pipe

IMPORT_SECONDS = 90.0  # a cold machine takes long to import TensorFlow
FORK_SECONDS = 20.0
MAX_FAILURES = 2  # of fork servers in a row, before each process is started from nothing
JAIL_HOME = "/tmp"

_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from autograder.runner.fork_server import main; main(int(sys.argv[2]))"
)
_ENVIRONMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "OPENBLAS_NUM_THREADS": "1",  # a thread before the fork would be missing after it
    "OMP_NUM_THREADS": "1",
}


class ForkServerBroken(Exception):  # noqa: N818 - an outcome: another one is made
    """A fork server that does not come up, has threads, or has ended."""


class ForkServer:
    """A fork server process, seen from the judge.

    Args:
        root: Folder with the public part of the course, first on its path.
        order: What `autograder.runner.fork_server.main` is told first.
    """

    def __init__(self, root: Path, order: dict[str, Any]):
        self._errors: IO[bytes] = tempfile.TemporaryFile()
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _BOOT, str(root), str(theirs.fileno())],
                cwd="/",
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._socket.sendall(json.dumps(order).encode())
        self._is_ready = False

    def fork(self, home: str) -> tuple[Pipe, socket.socket]:
        """Forks a child and returns the ways to it and to its warden.

        Args:
            home: Its folder, seen from inside.

        Raises:
            ForkServerBroken: If the fork server cannot.
            JailRefused: If there can be no jail.
        """
        self._wait_until_ready()
        to_child, from_judge = os.pipe()
        to_judge, from_child = os.pipe()
        control, wardens = socket.socketpair()
        given = (to_child, from_child, wardens.fileno())
        try:
            message = json.dumps({"home": home}).encode()
            socket.send_fds(self._socket, [message], given)
            self._socket.settimeout(FORK_SECONDS)
            if self._socket.recv(1) != FORKED:
                raise ForkServerBroken("The fork server has threads or is gone.")
        except (OSError, ForkServerBroken) as error:
            control.close()
            os.close(from_judge)
            os.close(to_judge)
            raise ForkServerBroken(str(error)) from None
        finally:
            os.close(to_child)
            os.close(from_child)
            wardens.close()
        return Pipe(to_judge, from_judge), control

    def _wait_until_ready(self) -> None:
        if self._is_ready:
            return
        self._socket.settimeout(IMPORT_SECONDS)
        try:
            answer = json.loads(self._socket.recv(MAX_MESSAGE))
        except (OSError, ValueError):
            raise ForkServerBroken(f"The fork server did not start: {self._last_words()}") from None
        if "refused" in answer:
            raise JailRefused(answer["refused"])
        if answer["tasks"] != 1:
            raise ForkServerBroken(
                f"The fork server has {answer['tasks']} threads after its imports."
            )
        self._is_ready = True

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read()[-2000:].decode("utf-8", "replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "it said nothing")[:300]

    def close(self) -> None:
        """Ends the fork server; the children that it has forked live on."""
        self._socket.close()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:  # still importing
            self._process.kill()
            self._process.wait()
        self._errors.close()


class Launcher:
    """Starts processes for the submissions of one assignment.

    Args:
        public_root: Folder from `make_public_root`.
        imports: Modules that are imported ahead.
        start_method: `"fork"` or `"spawn"`.
        jail: Whether each is locked in.
        hidden: Places that must not be seen from a jail, wherever they lie.
        limits: What each may use.
        spares: How many are started ahead of need.
    """

    def __init__(
        self,
        public_root: Path,
        imports: Sequence[str] = (),
        *,
        start_method: str = "fork",
        jail: bool = True,
        hidden: Sequence[str] = (),
        limits: Limits | None = None,
        spares: int = 0,
    ):
        if start_method not in ("fork", "spawn"):
            raise ValueError(f'A process is started by "fork" or "spawn", not by {start_method!r}.')
        self.public_root, self.imports = Path(public_root), list(imports)
        self.limits = limits or Limits()
        self.start_method = start_method if jail else "spawn"
        self.jail, self.hidden = jail, list(hidden)
        self.spares = spares
        self._waiting: list[Runner] = []
        self.notes: list[str] = []
        self.started = 0  # processes so far
        self._fork_server: ForkServer | None = None
        self._failures = 0
        self._lock = threading.RLock()

    def warm_up(self) -> None:
        """Starts what takes long, and does not wait for it."""
        with self._lock:
            if self.start_method == "fork" and self._fork_server is None:
                self._fork_server = ForkServer(self.public_root, self._order(self.imports, ()))

    def take(self) -> Runner:
        """Returns a process that is ready.

        Raises:
            RunnerDied: If none comes up.
            JailRefused: If there can be no jail on this machine.
        """
        for _ in range(MAX_FAILURES + 1):
            with self._lock:
                runner = self._waiting.pop(0) if self._waiting else self.launch()
                while len(self._waiting) < self.spares:
                    self._waiting.append(self.launch())
            try:
                runner.start()
            except RunnerDied:
                self._template_failed("A forked process did not answer.")
                continue
            self._failures = 0
            return runner
        raise RunnerDied("The process for the submission did not start.")

    def launch(self) -> Runner:
        """Starts a process and does not wait until it is ready.

        Raises:
            JailRefused: If it is known already that there can be no jail.
        """
        with self._lock:
            self.started += 1
            while self.start_method == "fork":
                self.warm_up()
                try:
                    return Runner(*self._fork_server.fork(JAIL_HOME))  # type: ignore[union-attr]
                except ForkServerBroken as reason:
                    self._template_failed(str(reason))
        return self._spawn()

    def _template_failed(self, reason: str) -> None:
        with self._lock:
            if self._fork_server is not None:
                self._fork_server.close()
                self._fork_server = None
            self._failures += 1
            if self.start_method == "fork" and self._failures >= MAX_FAILURES:
                self.start_method = "spawn"
                self.notes.append(f"Processes are started from nothing, which is slow: {reason}")

    def _spawn(self) -> Runner:
        root, home = self.public_root, None
        if not self.jail:
            home = tempfile.mkdtemp(prefix="submission-")
            # A copy of its own: what a submission writes there, no other one imports.
            root = Path(shutil.copytree(root, os.path.join(home, "course")))
        try:
            fork_server = ForkServer(root, self._order((), self.imports))
            try:
                pipe, control = fork_server.fork(home or JAIL_HOME)
            finally:
                fork_server.close()
        except ForkServerBroken as reason:
            if home is not None:
                shutil.rmtree(home, ignore_errors=True)
            raise RunnerDied(str(reason)) from None
        return Runner(pipe, control, home)

    def _order(self, imports: Sequence[str], late: Sequence[str]) -> dict[str, Any]:
        return {
            "imports": list(imports),
            "late_imports": list(late),
            "jail": self.jail,
            "shown": [str(self.public_root)],
            "hidden": self.hidden,
            "limits": self.limits.describe(),
            "environment": {"MPLCONFIGDIR": _font_cache()},
        }

    def close(self) -> None:
        """Ends what waits; processes that were taken live on."""
        with self._lock:
            for runner in self._waiting:
                runner.kill()
            self._waiting.clear()
            if self._fork_server is not None:
                self._fork_server.close()
                self._fork_server = None


def _font_cache() -> str:
    """Returns where matplotlib keeps its list of fonts, which takes seconds to make."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = os.path.join(base, "autograder", "matplotlib")
    with contextlib.suppress(OSError):
        os.makedirs(folder, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    return tempfile.gettempdir()


def why_no_jail() -> str | None:
    """Returns why this machine lets no jail be made, after trying it; None if it does."""
    with tempfile.TemporaryDirectory(prefix="course-") as folder:
        os.chmod(folder, 0o755)
        launcher = Launcher(make_public_root(REPOSITORY_ROOT, Path(folder)), start_method="spawn")
        try:
            launcher.take().kill()
        except (JailRefused, RunnerDied) as reason:
            return str(reason)
    return None
