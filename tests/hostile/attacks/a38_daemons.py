"""Leaves a process behind that lives on when the submission is over.

Would gain: time: to wait for the answers, the gradebook, the next submission.
Must not: nothing of it lives when its submission ends. It ends by itself after a minute.
"""

from tests.hostile.gallery import GUARD, attack

DAEMON = '''
import os, signal, socket, sys, time


def haunt():
    """Detaches itself in every known way, then touches the canaries again and again."""
    if os.fork():
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    os.closerange(0, 200)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with open("@CANARY@/touched", "a") as file:
                file.write("38")
        except OSError:
            pass
        try:
            socket.create_connection(("127.0.0.1", int("@TCP@")), 0.5).close()
        except OSError:
            pass
        time.sleep(0.2)
    os._exit(0)
'''


@attack(needs_jail=True, double="failed")
def beside_a_wrong_answer(shop):
    """Starts it from a function, and answers wrong."""
    return shop.solved(double=GUARD + DAEMON + "\n\ndef double(x):\n    haunt()\n    return None")


@attack(needs_jail=True)
def beside_right_answers(shop):
    """Starts five from a cell; the right answers keep their points."""
    return shop.with_added(GUARD + DAEMON + "\n\nfor _ in range(5):\n    haunt()")


@attack(needs_jail=True, double=("crashed", "failed"))
def orphan(shop):
    """Starts it and dies at once, so that nobody knows whose it is."""
    return shop.solved(
        double=GUARD + DAEMON + "\n\ndef double(x):\n    haunt()\n    os.kill(os.getpid(), 9)"
    )


@attack(needs_jail=True, double=("failed", "error"))
def another_program(shop):
    """Starts another program: a shell with `nohup`, a new Python."""
    return shop.solved(
        double=GUARD
        + """
import subprocess, sys


def double(x):
    code = "import time; time.sleep(60)  # @MARK@"
    subprocess.Popen(["/bin/sh", "-c", "nohup sleep 60 & sleep 60 &"], start_new_session=True)
    subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    return None
"""
    )
