"""Runs a program as a user without privileges, for tests that root runs.

Python and the repository may lie where only root may look (`/root`). In a mount namespace of the
program's own, such a folder is covered by one that shows just what the program needs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.runner.jail import linux

USER = 65534
NEEDED = (sys.prefix, sys.base_prefix, str(Path(__file__).resolve().parents[1]))


def is_possible() -> bool:
    """Tells whether this process may become somebody else."""
    return sys.platform == "linux" and os.getuid() == 0


def as_plain_user(command: list[str], seconds: float = 240.0) -> subprocess.CompletedProcess:
    """Runs a command as nobody, in a home folder of its own."""
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, USER, USER)
        environment = {"PATH": os.environ["PATH"], "HOME": home, "TF_CPP_MIN_LOG_LEVEL": "3"}
        return subprocess.run(
            [sys.executable, "-m", "tests.plain_user", home, *command],
            cwd=NEEDED[2], env=environment, capture_output=True, text=True, timeout=seconds,
        )  # fmt: skip


def main(home: str, *command: str) -> None:
    """Uncovers what is needed, gives up being root and becomes the command."""
    linux.unshare(linux.NEW_MOUNTS)
    linux.keep_mounts_private()
    for place in NEEDED:
        blocked = next((p for p in reversed(Path(place).parents) if not _is_open(p)), None)
        if blocked is not None:
            _uncover(Path(place), blocked)
    os.setgroups([])
    os.setgid(USER)
    os.setuid(USER)
    os.chdir(home)
    os.execv(command[0], command)


def _is_open(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o001)


def _uncover(place: Path, blocked: Path) -> None:
    """Covers a folder that nobody may enter with one in which a single place can be reached."""
    source = os.open(place, os.O_PATH)
    linux.mount("tmpfs", str(blocked), "tmpfs", options="mode=755")
    place.mkdir(parents=True, exist_ok=True)
    linux.bind(f"/proc/self/fd/{source}", str(place))
    os.close(source)


if __name__ == "__main__":
    main(*sys.argv[1:])
