"""Fakes checksums, the time of handing in, and what says which release it was made from.

Would gain: cells that pass for unchanged; a submission from before the deadline, or from the
year 9999; a grade against an easier release.
Must not: checksums decide nothing; what is no time is no time; every submission is judged by the
release that the course has.
"""

from tests.hostile.gallery import Handed, Link, attack


@attack(double="failed")
def checksums(shop):
    """Gives every cell the checksum of nothing."""
    notebook = shop.solved(double="def double(x):\n    return None")
    for cell in notebook.cells:
        cell.metadata.setdefault("nbgrader", {})["checksum"] = "d41d8cd98f00b204e9800998ecf8427e"
    notebook.metadata["signature"] = "sha256:" + "0" * 64
    return notebook


@attack(double="failed", says=["9999.0"])
def release(shop):
    """Says that it was made from a release that there is not."""
    notebook = shop.solved(double="def double(x):\n    return None")
    notebook.metadata["autograder"] = {"release": "9999.0", "assignment": "another"}
    return notebook


def with_time(shop, text):
    """Returns right answers with a file that tells when they were handed in."""
    return Handed(shop.solved(), beside={"timestamp.txt": text})


@attack()
def no_time(shop):
    """A timestamp that is none, with terminal escapes."""
    return with_time(shop, b"\xff\xfe yesterday \x1b[2J\x00")


@attack()
def far_away(shop):
    """A time that no calendar has."""
    return with_time(shop, "9999-12-31 23:59:59.999999 UTC+99:99")


@attack()
def before_the_course(shop):
    """A time before there were computers."""
    return with_time(shop, "0001-01-01 00:00:00 UTC")


@attack()
def without_end(shop):
    """A timestamp of megabytes."""
    return with_time(shop, "2026-01-01 00:00:00 " + "0" * (4 << 20))


@attack()
def link(shop):
    """A timestamp that is a link to a secret."""
    return with_time(shop, Link("@CANARY@/secret.txt"))
