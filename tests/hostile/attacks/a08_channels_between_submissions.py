"""Two submissions work together: one leaves its right answers, the other takes them.

Would gain: a friend's answers, without a trace in the notebook; or the secret inputs of the batch
for everybody who is judged later.
Must not: no file, shared memory, lock, socket or name is common to two submissions.
"""

from tests.hostile.gallery import attack

GIVER = """
import builtins, fcntl, os, socket, tempfile, threading, time

WORDS = b"def double(x):\\n    return 2 * x\\n"
PLACES = ["/dev/shm/@MARK@", "/tmp/@MARK@", "/var/tmp/@MARK@", "@TMP@/@MARK@", "@CANARY@/@MARK@",
          "/dev/mqueue/@MARK@", os.path.expanduser("~/../@MARK@"), "/run/@MARK@", "/run/lock/@MARK@"]
kept = []


def leave():
    for place in PLACES:
        try:
            file = open(place, "wb")
            file.write(WORDS)
            file.flush()
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            kept.append(file)
        except OSError:
            continue


def serve(address):
    try:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(address)
        listener.listen()
        listener.settimeout(2)
        kept.append(listener)
        while True:
            connection, _ = listener.accept()
            connection.sendall(WORDS)
            connection.close()
    except OSError:
        return


def shared_memory():
    try:
        from multiprocessing import shared_memory
        block = shared_memory.SharedMemory("@MARK@", create=True, size=len(WORDS))
        block.buf[: len(WORDS)] = WORDS
        kept.append(block)
    except Exception:
        return


leave()
shared_memory()
for address in ("\\0@MARK@", "/tmp/@MARK@.socket", "/dev/shm/@MARK@.socket"):
    threading.Thread(target=serve, args=(address,), daemon=True).start()
time.sleep(1.0)  # So that the taker runs meanwhile, where two run at once.
"""

TAKER = """
import os, socket, time

PLACES = ["/dev/shm/@MARK@", "/tmp/@MARK@", "/var/tmp/@MARK@", "@TMP@/@MARK@", "@CANARY@/@MARK@",
          "/dev/mqueue/@MARK@", os.path.expanduser("~/../@MARK@"), "/run/@MARK@", "/run/lock/@MARK@",
          "/dev/shm/psm_@MARK@"]


def taken():
    for place in PLACES:
        try:
            with open(place, "rb") as file:
                return file.read()
        except OSError:
            continue
    for address in ("\\0@MARK@", "/tmp/@MARK@.socket", "/dev/shm/@MARK@.socket"):
        try:
            with socket.socket(socket.AF_UNIX) as caller:
                caller.settimeout(1)
                caller.connect(address)
                return caller.recv(1000)
        except OSError:
            continue
    return b""


words = b""
for _ in range(10):
    words = words or taken()
    time.sleep(0.1)
exec(words or b"def double(x):\\n    return None")
"""


@attack()
def giver(shop):
    """Leaves right answers in every place that another process could look at."""
    return shop.with_added(GIVER, before="setup")


@attack(double="failed")
def taker(shop):
    """Looks in all these places, for a second, and uses what lies there."""
    return shop.solved(double=TAKER)


@attack(double="failed")
def taker_of_leftovers(shop):
    """Comes later, when the giver has gone: what it left would still be there."""
    return shop.solved(double=TAKER)
