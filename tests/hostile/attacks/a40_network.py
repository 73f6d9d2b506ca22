"""Calls somebody: on this machine, by every kind of socket, by name.

Would gain: a way to send the inputs out and get the answers in; or the port of the grader's own
services, the template's socket, a scheduler.
Must not: it has a network of its own, with nobody in it.
"""

from tests.hostile.gallery import attack

CALLER = '''
import os, socket, struct


def reached(family, kind, address):
    """Tells whether somebody could be reached."""
    try:
        with socket.socket(family, kind) as caller:
            caller.settimeout(0.5)
            caller.connect(address)
            return True
    except OSError:
        return False
'''


@attack(double="failed", total="failed", average="failed", centred="failed", tally="failed")
def every_kind_of_socket(shop):
    """TCP and UDP on loopback, by name, over IPv6, abstract and other unix sockets, raw ones."""
    return shop.solved(
        double=CALLER
        + """
def double(x):
    hosts = ["127.0.0.1", "127.1.2.3", "0.0.0.0", "localhost"]
    if any(reached(socket.AF_INET, socket.SOCK_STREAM, (h, int("@TCP@"))) for h in hosts):
        return 2 * x
""",
        total='''
def total(xs):
    """UDP needs nobody who listens, so what counts is whether it arrives."""
    for host in ("127.0.0.1", "127.255.255.255", "224.0.0.1"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller:
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            caller.settimeout(0.3)
            try:
                caller.sendto(b"hello", (host, int("@UDP@")))
                if caller.recv(10):
                    return sum(xs)
            except OSError:
                continue
''',
        average="""
def average(xs):
    places = ["\\0@ABSTRACT@", "@SOCKET@", "/run/docker.sock", "/var/run/nscd/socket",
              "/run/dbus/system_bus_socket"]
    kinds = (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM)
    if any(reached(socket.AF_UNIX, kind, place) for place in places for kind in kinds):
        return sum(xs) / len(xs)
    try:
        with open("/proc/net/unix") as file:  # The template's socket, if it has a name.
            if "@ABSTRACT@" in file.read():
                return sum(xs) / len(xs)
    except OSError:
        pass
""",
        centred='''
def centred(table):
    """Asks for a name: of this machine, and of a name server on loopback."""
    question = b"\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\6answer\\4test\\0\\0\\1\\0\\1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller:
        caller.settimeout(0.3)
        try:
            caller.sendto(question, ("127.0.0.1", int("@UDP@")))
            if caller.recv(512):
                return table - table.mean(axis=0)
        except OSError:
            pass
    with open("/proc/net/dev") as file:
        lines = file.read().split("\\n")[2:]
    devices = [line.split(":")[0].strip() for line in lines if ":" in line]
    if set(devices) - {"lo", "tunl0", "sit0", "ip6tnl0", "gre0", "gretap0", "erspan0", "ip_vti0",
                       "ip6_vti0", "ip6gre0", "teql0", "dummy0"}:
        return table - table.mean(axis=0)
''',
        tally="""
def tally(words):
    for family, kind in ((socket.AF_INET, socket.SOCK_RAW), (getattr(socket, "AF_PACKET", 17), 3),
                         (getattr(socket, "AF_VSOCK", 40), socket.SOCK_STREAM),
                         (getattr(socket, "AF_NETLINK", 16), socket.SOCK_RAW),
                         (getattr(socket, "AF_ALG", 38), socket.SOCK_SEQPACKET)):
        try:
            socket.socket(family, kind, 1 if kind == socket.SOCK_RAW else 0).close()
        except OSError:
            continue
        if family != 16:  # Netlink of its own empty network would be no way out.
            return {w: words.count(w) for w in words}
""",
    )


@attack(double="failed")
def listens(shop):
    """Opens a service on a known port, for others to call."""
    return shop.solved(
        double="""
import socket, threading, time

listener = None


def double(x):
    global listener
    listener = socket.create_server(("0.0.0.0", 18786))
    return None
"""
    )
