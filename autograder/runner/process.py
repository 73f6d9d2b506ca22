"""Talks to a submission's process within time limits, and ends it for certain."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import signal
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

from autograder.runner.jail.enter import JailRefused
from autograder.runner.warden import CPU_TIME, INTERRUPT
from autograder.runner.wire import Pipe, TimeUp, WireError

START_SECONDS = 60.0  # a process that imports for itself takes seconds, on a cold machine many
END_SECONDS = 5.0  # until a warden has killed everything and says so
MAX_CALLS = 5000  # of other exercises, in one case
GRACE_SECONDS = 2.0  # between the soft interrupt and the kill
PATIENCE = 3.0  # times the limit: on a busy machine, a process gets its time in processor seconds

Answer = Callable[[str, Any, Any], dict[str, Any]]


class RunnerDied(Exception):  # noqa: N818 - an outcome, not an error of ours
    """The learner's process has ended or sent rubbish; the text says which."""


class RunnerStuck(Exception):  # noqa: N818
    """The learner's process did not stop when its time was up, and was killed."""


class WardenLine:
    """What judge and warden say to each other about one submission.

    Args:
        control: Socket to the warden.
    """

    MAX_WAITING = 50  # answers that nobody has read

    def __init__(self, control: socket.socket):
        self._control = control
        self._read = b""
        self._asked = self._answered = 0
        self._interrupts = self._delivered = 0
        self._work: float | None = None
        self._report: dict[str, Any] | None = None

    def send(self, order: bytes) -> None:
        """Sends an order; a warden that has gone has said why."""
        with contextlib.suppress(OSError):
            self._control.send(order)

    def ask_for_work(self) -> None:
        """Asks how much work was done so far; the answer is read when it is needed."""
        if self._asked - self._answered >= self.MAX_WAITING:
            self.cpu_seconds()
        self._asked += 1
        self.send(CPU_TIME)

    def interrupt(self) -> None:
        """Has the process interrupted, softly."""
        self._interrupts += 1
        self.send(INTERRUPT)

    def is_interrupted(self, seconds: float) -> bool:
        """Waits until every interrupt has reached the process; tells whether they all have.

        A busy machine may hold one back. It must not meet what the process is asked next.
        """
        deadline = time.monotonic() + seconds
        while self._delivered < self._interrupts:
            if not self._next(deadline - time.monotonic()):
                return False
        return True

    def cpu_seconds(self) -> float | None:
        """Returns the answer to the last such question, in processor seconds; None for none."""
        while self._answered < self._asked and self._next(1.0):
            pass
        return self._work

    def report(self, seconds: float) -> dict[str, Any] | None:
        """Returns what the warden says at the end; None if it has not come to that in time."""
        while self._report is None and self._next(seconds):
            pass
        return self._report

    def _next(self, seconds: float) -> bool:
        """Reads the next line; tells whether one came."""
        deadline = time.monotonic() + seconds
        try:
            while b"\n" not in self._read:
                self._control.settimeout(max(0.0, deadline - time.monotonic()))
                part = self._control.recv(4096)
                if not part:
                    return False
                self._read += part
        except OSError:
            return False
        line, _, self._read = self._read.partition(b"\n")
        said = json.loads(line)
        if "exit" in said:
            self._report = said
        elif "interrupted" in said:
            self._delivered += 1
        else:
            self._answered += 1
            self._work = said["work"]
        return True

    def wait_for_the_end(self) -> None:
        """Tells the warden to end everything, and waits until it has."""
        deadline = time.monotonic() + END_SECONDS
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
            while (left := deadline - time.monotonic()) > 0:
                self._control.settimeout(left)
                if not self._control.recv(4096):
                    return

    def close(self) -> None:
        """Hangs up."""
        self._control.close()


class _Clock:
    """Counts the time of one request: wall seconds, or work where the machine is busy.

    Args:
        seconds: The limit.
        warden: Knows how much work was done; it was asked when the request began.
    """

    def __init__(self, seconds: float, warden: WardenLine):
        self.seconds, self.warden = seconds, warden
        self.start = time.monotonic()
        self.deadline = self.start + seconds
        self.before: float | None = None

    def left(self) -> float:
        """Returns the seconds until somebody must look again."""
        return self.deadline - time.monotonic()

    def extend(self) -> None:
        """Gives a process that had to share the machine the rest of its time.

        Raises:
            TimeUp: If it had its time, or several times as long on the wall.
        """
        if self.before is None:
            self.before = self.warden.cpu_seconds()
        self.warden.ask_for_work()
        now = self.warden.cpu_seconds()
        if self.before is None or now is None:
            raise TimeUp
        missing = self.seconds - (now - self.before)
        rest = self.start + PATIENCE * self.seconds - time.monotonic()
        if missing < 0.05 * self.seconds or rest <= 0:
            raise TimeUp
        self.deadline = time.monotonic() + min(missing, rest)


class Runner:
    """One submission's process, as the judge sees it.

    Args:
        pipe: To the process.
        control: To its warden.
        home: Folder outside a jail that is its own, removed at its end.
    """

    def __init__(self, pipe: Pipe, control: socket.socket, home: str | None = None):
        self._pipe: Pipe | None = pipe
        self._warden, self._home = WardenLine(control), home
        self._is_ready = False

    def start(self) -> None:
        """Waits until the process is ready.

        Raises:
            RunnerDied: If it does not come up.
            JailRefused: If it cannot be locked in on this machine.
        """
        if self._is_ready or self._pipe is None:
            return
        try:
            answer = self._pipe.receive(START_SECONDS)
        except (TimeUp, WireError):
            self.kill()
            raise RunnerDied("The process for the submission did not start.") from None
        if isinstance(answer, dict) and "refused" in answer:
            self.kill()
            raise JailRefused(str(answer["refused"]))
        self._is_ready = True

    def request(
        self, seconds: float, answer: Answer | None = None, **request: Any
    ) -> dict[str, Any]:
        """Sends a request and returns what was seen.

        Args:
            seconds: Time for it, in processor seconds where the machine is so busy that the
                process does not get them at once; then a soft interrupt, then a kill.
            answer: Answers calls of the names that the request says are answered.
            **request: `do` and what belongs to it.

        Raises:
            RunnerDied: If the process ended or answered with something else.
            RunnerStuck: If it had to be killed.
        """
        if self._pipe is None:
            raise RunnerDied("The process is not running.")
        nonce = secrets.token_hex(8)
        self._warden.ask_for_work()
        try:
            self._pipe.send({**request, "seconds": seconds, "nonce": nonce}, seconds)
            return self._answer(nonce, seconds, answer, request.get("answered", ()))
        except TimeUp:
            return self._interrupt(nonce, seconds)
        except WireError as error:
            reason = self._end_reason(1.0) or str(error)
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
        clock = _Clock(seconds, self._warden)
        calls = 0
        while self._pipe is not None:
            while not self._pipe.wait(clock.left()):
                clock.extend()
            reply = self._pipe.receive(seconds)
            if not isinstance(reply, dict) or reply.get("to") != nonce:
                break
            if isinstance(reply.get("seen"), dict):
                return reply["seen"]
            calls += 1
            if answer is None or reply.get("asks") not in answered or calls > MAX_CALLS:
                break
            called = answer(reply["asks"], reply.get("arguments"), reply.get("named"))
            self._pipe.send(called, seconds)
        raise WireError("The process answered something that was not asked.")

    def _interrupt(self, nonce: str, seconds: float) -> dict[str, Any]:
        self._warden.interrupt()
        try:
            self._answer(nonce, GRACE_SECONDS)
            if not self._warden.is_interrupted(GRACE_SECONDS):
                raise TimeUp
        except (TimeUp, WireError):
            reason = self._end_reason(0.0)  # it may have been ended for another reason meanwhile
            self.kill()
            if reason is not None:
                raise RunnerDied(reason) from None
            raise RunnerStuck(f"It ran longer than {seconds:g} seconds and did not stop.") from None
        return {"timeout": seconds}

    def _end_reason(self, seconds: float) -> str | None:
        """Returns why the warden ended the process, or how it ended; None while it runs."""
        report = self._warden.report(seconds)
        if report is None:
            return None
        if report["reason"]:
            return str(report["reason"])
        code = int(report["exit"])
        if code < 0:
            known = {member.value: member.name for member in signal.Signals}
            return f"The process was ended by {known.get(-code, f'signal {-code}')}."
        return f"The process ended itself with exit status {code}."

    def kill(self) -> None:
        """Ends the process and all that it started; removes its folder."""
        if self._pipe is None:
            return
        self._pipe.close()
        self._pipe = None
        if self._home is not None:
            self._warden.wait_for_the_end()
            shutil.rmtree(self._home, ignore_errors=True)
        self._warden.close()  # it kills when nobody listens any more

    def __enter__(self) -> Runner:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.kill()
