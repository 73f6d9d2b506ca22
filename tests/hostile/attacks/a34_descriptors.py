"""Opens files, pipes and sockets without end.

Would gain: a machine on which nobody can open a file.
Must not: there is a cap for each process. It stops by itself at fifty thousand.
"""

from tests.hostile.gallery import GUARD, attack


@attack(needs_jail=True, double=("error", "crashed"), says=[r"OPENED \d{1,4}\b|ended"])
def every_kind(shop):
    """Opens devices, pipes with something in them and sockets until it may not."""
    return shop.solved(
        double=GUARD
        + """
import os, socket


def double(x):
    opened = []
    try:
        while len(opened) < 50_000:
            opened.append(os.open("/dev/null", os.O_RDONLY))
            pair = socket.socketpair()
            opened += [pair[0].detach(), pair[1].detach()]
            os.set_blocking(opened[-1], False)
            try:
                while os.write(opened[-1], b"x" * 65536):
                    pass
            except BlockingIOError:
                pass
            opened += os.pipe()
    except OSError:
        pass
    for fd in opened:
        os.close(fd)
    raise RuntimeError(f"OPENED {len(opened)}")
"""
    )
