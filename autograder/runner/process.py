"""Starts a learner's process, talks to it within time limits, and ends it for certain."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.runner.wire import Pipe, TimeUp, WireError

START_SECONDS = 60.0  # a cold machine needs seconds to start Python and import NumPy
MAX_CALLS = 5000  # of other exercises, in one case
GRACE_SECONDS = 2.0  # between the soft interrupt and the kill
PUBLIC_PARTS = ("autograder", "utils", "data")
PRIVATE_NAMES = ("exercises", "__pycache__", "*.pyc")

_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from autograder.runner.child import main; main(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])"
)


Answer = Callable[[str, Any, Any], dict[str, Any]]


class RunnerDied(Exception):  # noqa: N818 - an outcome, not an error of ours
    """The learner's process has ended or sent rubbish; the text says which."""


class RunnerStuck(Exception):  # noqa: N818
    """The learner's process did not stop when its time was up, and was killed."""


def make_public_root(course_root: Path, target: Path) -> Path:
    """Copies what a learner's code may see into `target`: no declarations, no solutions."""
    for part in PUBLIC_PARTS:
        if (course_root / part).is_dir():
            ignore = shutil.ignore_patterns(*PRIVATE_NAMES)
            shutil.copytree(course_root / part, target / part, ignore=ignore, dirs_exist_ok=True)
    return target


class Runner:
    """One learner's process.

    Args:
        public_root: Folder from `make_public_root`; a copy is first on the process's path.
        imports: Modules that the process imports before it is ready.
    """

    def __init__(self, public_root: Path, imports: Sequence[str] = ()):
        self.public_root, self.imports = public_root, list(imports)
        self._process: subprocess.Popen | None = None
        self._pipe: Pipe | None = None
        self._home: str | None = None

    def launch(self) -> Runner:
        """Starts the process and does not wait for it."""
        self._home = tempfile.mkdtemp(prefix="submission-")
        # A copy of its own: what a submission writes there, no other one imports.
        root = os.path.join(self._home, "course")
        shutil.copytree(self.public_root, root)
        to_child, from_judge = os.pipe()
        to_judge, from_child = os.pipe()
        command = [
            sys.executable,
            "-I",
            "-c",
            _BOOT,
            root,
            str(to_child),
            str(from_child),
        ]
        command += self.imports
        try:
            self._process = subprocess.Popen(
                command,
                cwd=self._home,
                env=_environment(self._home),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(to_child, from_child),
                start_new_session=True,
            )
        finally:
            os.close(to_child)
            os.close(from_child)
        self._pipe = Pipe(to_judge, from_judge)
        return self

    def start(self) -> None:
        """Starts the process, unless it was launched before, and waits until it is ready.

        Raises:
            RunnerDied: If it does not come up.
        """
        if self._pipe is None:
            self.launch()
        try:
            self._pipe.receive(START_SECONDS)  # type: ignore[union-attr]
        except (TimeUp, WireError):
            self.kill()
            raise RunnerDied("The process for the submission did not start.") from None

    def request(
        self, seconds: float, answer: Answer | None = None, **request: Any
    ) -> dict[str, Any]:
        """Sends a request and returns what was seen.

        Args:
            seconds: Time for it; then a soft interrupt, then a kill.
            answer: Answers calls of the names that the request says are answered.
            **request: `do` and what belongs to it.

        Raises:
            RunnerDied: If the process ended or answered with something else.
            RunnerStuck: If it had to be killed.
        """
        if self._pipe is None or self._process is None:
            raise RunnerDied("The process is not running.")
        nonce = secrets.token_hex(8)
        try:
            self._pipe.send({**request, "seconds": seconds, "nonce": nonce}, seconds)
            return self._answer(nonce, seconds, answer, request.get("answered", ()))
        except TimeUp:
            return self._interrupt(nonce, seconds)
        except WireError as error:
            reason = self._reason(str(error))
            self.kill()
            raise RunnerDied(reason) from None

    def _answer(
        self,
        nonce: str,
        seconds: float,
        answer: Answer | None = None,
        answered: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Waits for what was seen; meanwhile answers calls of other exercises."""
        deadline = time.monotonic() + seconds
        calls = 0
        while self._pipe is not None:
            reply = self._pipe.receive(max(0.0, deadline - time.monotonic()))
            if not isinstance(reply, dict) or reply.get("to") != nonce:
                break
            if isinstance(reply.get("seen"), dict):
                return reply["seen"]
            calls += 1
            if answer is None or reply.get("asks") not in answered or calls > MAX_CALLS:
                break
            called = answer(reply["asks"], reply.get("arguments"), reply.get("named"))
            self._pipe.send(called, max(0.0, deadline - time.monotonic()))
        raise WireError("The process answered something that was not asked.")

    def _interrupt(self, nonce: str, seconds: float) -> dict[str, Any]:
        with contextlib.suppress(OSError):
            os.kill(self._process.pid, signal.SIGINT)  # type: ignore[union-attr]
        try:
            self._answer(nonce, GRACE_SECONDS)
        except (TimeUp, WireError):
            self.kill()
            raise RunnerStuck(f"It ran longer than {seconds:g} seconds and did not stop.") from None
        return {"timeout": seconds}

    def _reason(self, fallback: str) -> str:
        if self._process is None:
            return fallback
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(0.5)
            if code < 0:
                known = {member.value: member.name for member in signal.Signals}
                return f"The process was ended by {known.get(-code, f'signal {-code}')}."
            return f"The process ended itself with exit status {code}."
        return fallback

    def kill(self) -> None:
        """Ends the process and all that it started in its session; removes its folder."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None

    def __enter__(self) -> Runner:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.kill()


def _environment(home: str) -> dict[str, str]:
    """Returns the whole environment of a learner's process; nothing of ours passes on."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": home,
        "TMPDIR": home,
        "MPLCONFIGDIR": home,
        "MPLBACKEND": "Agg",
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
