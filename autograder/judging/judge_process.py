"""A judge in a process of its own: a submission's cells go in, verdicts come out, as plain values.

The piece of which a batch takes several, so that all cores are at work; whoever spreads a class
over machines can take the same one. A learner's code never runs in this process, nor in the one
that asks: the judge has it run in a jail (`autograder.runner`). What crosses is one JSON object a
line, as the journal keeps it: numbers, text, lists and dicts, and nothing else.

The process is started from nothing and not by a fork, whatever the one that asks has imported. It
ends when nobody asks any more, however that came: then nothing of it is left behind.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import queue
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, NoReturn

from autograder.checks.cells import RunnableCell
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.config import JudgeConfig
from autograder.judging.judge import GradedCells, Judge
from autograder.runner.warden import peak_memory

READY_SECONDS = 300.0  # for imports and the reference's answers, on a cold and busy machine
END_SECONDS = 5.0
MAX_LINE = 64 << 20  # bytes
STUCK = 10.0  # times the time of a submission, after which a judge that says nothing is given up

# Where nbgrader is installed, jsonschema builds a grammar for a form of addresses that no notebook
# has, which takes more time than all other imports of a judge; without it, it does without.
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); sys.modules['rfc3987_syntax'] = None; "
    "from autograder.judging.judge_process import main; main(int(sys.argv[2]))"
)


class JudgeLost(Exception):  # noqa: N818 - an outcome: the submission is given to another one
    """The process of a judge has ended or is stuck; the text says which."""


class JudgeFailed(Exception):  # noqa: N818
    """A judge is there, but cannot judge this submission; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Order(JudgeConfig):
    """A judge's settings with what it judges, as it is sent to where the judge is made.

    Args:
        root: Of the course.
        folder: The course folder.
        assignment: Its id.
    """

    root: str
    folder: str
    assignment: str

    @classmethod
    def of(cls, course: Course, assignment_id: str, config: JudgeConfig) -> Order:
        """Makes the order for a judge that starts one process ahead of need."""
        settled = dataclasses.replace(config.settled(), look_ahead=1)
        return cls(
            root=str(course.root),
            folder=str(course.folder),
            assignment=assignment_id,
            **vars(settled),
        )

    def course(self) -> Course:
        """Returns the course, as it is where this is called."""
        return Course(self.root, folder=self.folder)

    def judge(self) -> Judge:
        """Makes the judge, in the process in which it is called."""
        return Judge(self.course(), self.assignment, self)


class JudgeProcess:
    """A judge's process, seen from the one that asks; it judges one submission at a time.

    Args:
        order: What the judge is made from. The process begins at once with what takes seconds.
    """

    def __init__(self, order: Order):
        self.order = order
        self.notes: list[str] = []
        self.usage: dict[str, float] = {}  # processor seconds, peak bytes, processes started
        self._is_ready = False
        self._errors: IO[bytes] = tempfile.TemporaryFile()
        # Both sides remove it: the one that ends last, however the other one ended.
        self._place = tempfile.mkdtemp(prefix="judge-")
        os.chmod(self._place, 0o755)
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _BOOT, str(REPOSITORY_ROOT), str(theirs.fileno()),
                 order.assignment, order.root],  # the last two for people who look
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C is for the one who asks.
            )  # fmt: skip
        self._lines = self._socket.makefile("rb")
        path = [entry for entry in sys.path if os.path.isabs(entry)]
        first = {"path": path, "place": self._place, "order": dataclasses.asdict(order)}
        with contextlib.suppress(OSError):  # If it is gone, that is found when it is asked.
            self._socket.sendall(_line(first))

    @property
    def number(self) -> int:
        """Returns the process's number."""
        return self._process.pid

    def wait_until_ready(self) -> None:
        """Waits for the imports and the reference's answers.

        Raises:
            CourseError: If the judge says that it cannot judge, such as for want of a jail.
            JudgeLost: If it does not come up.
        """
        if self._is_ready:
            return
        said = self._receive(READY_SECONDS)
        if "refused" in said:
            raise CourseError(said["refused"])
        if "failed" in said:
            raise JudgeLost(f"It did not start: {said['failed']}")
        self._take_note(said)
        self._is_ready = True

    def grade(self, cells: Sequence[RunnableCell]) -> GradedCells:
        """Judges a submission; as `Judge.grade`.

        Args:
            cells: In the order in which they run.

        Raises:
            JudgeLost: If the process has ended or is stuck: another one may do it.
            JudgeFailed: If judging stopped with an error: no other one would do better.
        """
        self.wait_until_ready()
        try:
            self._socket.settimeout(READY_SECONDS)
            self._socket.sendall(_line([cell.sent() for cell in cells]))
        except OSError:
            raise JudgeLost(self._last_words()) from None
        said = self._receive(STUCK * self.order.time_limit)
        self._take_note(said)
        if "failed" in said:
            raise JudgeFailed(said["failed"])
        return GradedCells.from_dict(said["graded"])

    def _receive(self, seconds: float) -> dict[str, Any]:
        self._socket.settimeout(seconds)
        try:
            line = self._lines.readline(MAX_LINE)
            return json.loads(line)
        except TimeoutError:
            raise JudgeLost(f"The judge said nothing for {seconds:g} seconds.") from None
        except (OSError, ValueError):  # cut off, or closed meanwhile
            raise JudgeLost(self._last_words()) from None

    def _take_note(self, said: dict[str, Any]) -> None:
        self.notes, self.usage = said["notes"], said["usage"]

    def _last_words(self) -> str:
        """Returns how the process ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        code = self._process.poll()
        ended = "is out of reach" if code is None else f"ended with status {code}"
        words = ""
        with contextlib.suppress(OSError, ValueError):
            self._errors.seek(0)
            lines = self._errors.read()[-2000:].decode("utf-8", "replace").split("\n")
            words = next((line for line in reversed(lines) if line.strip()), "")[:200]
        return f"The process of the judge {ended}. {words}".strip()

    def hang_up(self) -> None:
        """Has the process end, and does not wait for it; who waits for an answer is told."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends the process."""
        self.hang_up()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._lines.close()
        self._socket.close()
        self._errors.close()
        shutil.rmtree(self._place, ignore_errors=True)


def _line(value: Any) -> bytes:
    # Half characters, which a stranger's text may hold, survive as escapes.
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


# ------------------------------------------------------------------------ in the judge's process


def main(descriptor: int) -> NoReturn:
    """Makes a judge and answers until nobody asks any more.

    Args:
        descriptor: Of the socket to the one that asks.
    """
    link = socket.socket(fileno=descriptor)
    lines = link.makefile("rb")
    first = json.loads(lines.readline(MAX_LINE))
    sys.path[:], tempfile.tempdir = first["path"], first["place"]
    judge = Order(**first["order"]).judge()
    asked: queue.SimpleQueue[list] = queue.SimpleQueue()
    # A thread of its own: also while something is judged, it is noticed when nobody wants it.
    threading.Thread(target=_listen, args=(lines, asked, judge), daemon=True).start()
    with contextlib.suppress(OSError):
        _serve(link, judge, asked)
    _leave(judge)


def _serve(link: socket.socket, judge: Judge, asked: queue.SimpleQueue[list]) -> None:
    try:
        judge.prepare()
    except CourseError as reason:
        link.sendall(_line({"refused": str(reason)}))
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, the one that asks says it
        link.sendall(_line({"failed": f"{type(error).__name__}: {error}"[:2000]}))
        return
    link.sendall(_line(_about(judge)))
    while True:
        fields = asked.get()
        reply: dict[str, Any]
        try:
            cells = [RunnableCell(*each) for each in fields]
            reply = {"graded": dataclasses.asdict(judge.grade(cells))}
        except Exception as error:  # noqa: BLE001 - one submission must never end a batch
            reply = {"failed": f"{type(error).__name__}: {error}"[:2000]}
        link.sendall(_line({**reply, **_about(judge)}))


def _about(judge: Judge) -> dict[str, Any]:
    """Returns what the judge has to say about itself, with every answer."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    usage = {
        "cpu": used.ru_utime + used.ru_stime,
        "peak": peak_memory(),
        "processes": judge.launcher.started,
    }
    return {"notes": judge.notes(), "usage": usage}


def _listen(lines: IO[bytes], asked: queue.SimpleQueue[list], judge: Judge) -> None:
    with contextlib.suppress(OSError, ValueError):
        while line := lines.readline(MAX_LINE):
            asked.put(json.loads(line))
    _leave(judge)


def _leave(judge: Judge) -> NoReturn:
    """Ends soon; fork server and wardens end when this process has, and submissions with them."""
    closing = threading.Thread(target=judge.close, daemon=True)
    closing.start()
    closing.join(END_SECONDS / 2)  # It waits where a process is just being started.
    shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
    os._exit(0)
