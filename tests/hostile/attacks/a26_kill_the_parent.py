"""Kills or stops the judge, the template, the warden, its process group, everything in reach.

Would gain: a batch without an end, or a judge that takes the silence for success.
Must not: in its process namespace it reaches itself only; who watches it is in another group.
"""

from tests.hostile.gallery import GUARD, attack

LOST = ("failed", "crashed", "timeout", "error")


def strikes(signal_name):
    """Returns the cells that send a signal to all that might be a parent."""
    return {
        "double": GUARD
        + f"""
import os, signal

NUMBER = signal.{signal_name}


def strike(*targets):
    for target in targets:
        try:
            target()
        except OSError:
            continue


def double(x):
    strike(lambda: os.kill(os.getppid(), NUMBER), lambda: os.kill(os.getsid(0), NUMBER))
""",
        "total": """
def total(xs):
    strike(lambda: os.killpg(os.getpgid(0), NUMBER), lambda: os.killpg(os.getpgid(os.getppid()), NUMBER))
""",
        "centred": """
def centred(table):
    for number in range(2, 400):
        if number != os.getpid():
            strike(lambda: os.kill(number, NUMBER))
""",
        "tally": """
def tally(words):
    strike(lambda: os.kill(0, NUMBER), lambda: os.kill(-1, NUMBER))
""",
    }


LOSES = {
    "double": LOST,
    "total": LOST,
    "centred": LOST,
    "tally": LOST,
    "average": ("carried", *LOST),
}


@attack(needs_jail=True, **LOSES)
def kill(shop):
    """Sends SIGKILL."""
    return shop.solved(**strikes("SIGKILL"))


@attack(needs_jail=True, **LOSES)
def stop(shop):
    """Sends SIGSTOP: what is stopped cannot watch any more."""
    return shop.solved(**strikes("SIGSTOP"))


@attack(needs_jail=True, **LOSES)
def interrupt(shop):
    """Sends SIGINT: whoever catches it as Control-C ends the batch."""
    return shop.solved(**strikes("SIGINT"))


@attack(needs_jail=True, double=("error", "crashed", "failed", "timeout"))
def stop_the_group_and_eat(shop):
    """Stops its own group, the watching process perhaps with it, from a child that goes on."""
    return shop.solved(
        double=GUARD
        + """
import os, signal, time


def double(x):
    if os.fork() == 0:
        os.setpgid(0, 0)
        time.sleep(20)
        os._exit(0)
    os.kill(0, signal.SIGSTOP)
"""
    )
