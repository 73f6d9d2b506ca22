"""Behaves otherwise when it is graded.

Would gain: nothing of itself; with another attack, a time to strike. It shows that a submission
gets what its behaviour in the grader earns, whatever it does elsewhere.
Must not: a secret of the grader stands in the environment it looks at.
"""

from tests.hostile.gallery import attack

DETECTOR = '''
import os, socket, sys


def is_graded():
    """Tells by environment, user, host, home, stream and modules."""
    signs = [
        "JPY_PARENT_PID" not in os.environ,
        get_ipython() is None,
        "IPython" not in sys.modules,
        os.environ.get("HOME") != "/home/learner",
        os.getuid() != 1234567 and socket.gethostname() != "laptop",
        not os.isatty(0),
    ]
    return any(signs)
'''


@attack(double="failed")
def wrong_when_graded(shop):
    """Is right on a laptop and wrong here: it gets nothing."""
    return shop.solved(
        double=DETECTOR + "\n\ndef double(x):\n    return None if is_graded() else 2 * x"
    )


@attack()
def right_when_graded(shop):
    """Is wrong on a laptop and right here: it gets its points, and only those."""
    return shop.solved(
        double=DETECTOR + "\n\ndef double(x):\n    return 2 * x if is_graded() else None"
    )


@attack(double="failed")
def tells_what_it_sees(shop):
    """Hands back environment, user and host."""
    return shop.solved(
        double="import os, platform\n\ndef double(x):\n"
        "    import re\n"
        "    found = re.search('SECRET-[0-9a-f]+', repr(os.environ) + repr(platform.uname()))\n"
        "    return found and 'LOOT ' + found.group()"
    )
