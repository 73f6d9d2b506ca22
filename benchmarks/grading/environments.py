"""Environments of their own for the graders that this engine is compared with.

Each is a fresh virtual environment with the grader and its own dependencies from the package
registry. What the course's notebooks import (TensorFlow above all) comes from the project's
environment through a path file, behind the grader's own packages: all graders run the same
TensorFlow, and some two gigabytes are not installed three times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

# Packages that both sides bring, and that TensorFlow must find in the version it was tested with.
_SHARED = ("numpy", "pandas", "scipy", "pillow")
_WANTED = {"nbgrader": "nbgrader==0.9.6", "otter-grader": "otter-grader[grading]"}
_INSTALL_SECONDS = 1200


class NotInstalled(Exception):  # noqa: N818 - an outcome: the others are measured
    """An environment cannot be made; the text says why."""


@dataclass(frozen=True)
class Environment:
    """One grader's own environment.

    Args:
        grader: Name of its package.
        folder: Of the environment.
        version: Of the grader in it.
    """

    grader: str
    folder: Path
    version: str

    @property
    def python(self) -> str:
        """Returns its interpreter."""
        return str(self.folder / "bin" / "python")


def make_environment(grader: str, below: Path) -> Environment:
    """Makes a grader's environment, or takes the one that was made before.

    Args:
        grader: `"nbgrader"` or `"otter-grader"`.
        below: Folder in which environments are kept.

    Raises:
        NotInstalled: If the registry cannot be reached, or has nothing that runs here.
    """
    folder = below / f"{grader}-py{sys.version_info.major}.{sys.version_info.minor}"
    stamp = folder / "made-for.json"
    made_for = {"packages": sysconfig.get_path("purelib"), "wanted": _WANTED[grader], **_shared()}
    if not stamp.is_file() or json.loads(stamp.read_text(encoding="utf-8")) != made_for:
        _install(grader, folder)
        stamp.write_text(json.dumps(made_for), encoding="utf-8")
    ask = f"from importlib.metadata import version; print(version({grader!r}))"
    return Environment(grader, folder, _run([str(folder / "bin" / "python"), "-c", ask]).strip())


def _install(grader: str, folder: Path) -> None:
    print(f"Making an environment for {grader} in {folder} ...", file=sys.stderr)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _run([sys.executable, "-m", "venv", "--clear", str(folder)])
    constraints = folder / "constraints.txt"
    lines = [f"{name}=={number}\n" for name, number in _shared().items()]
    constraints.write_text("".join(lines), encoding="utf-8")
    python = str(folder / "bin" / "python")
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "-c", str(constraints)]
    _run([python, "-m", "pip", "install", *options, _WANTED[grader]])
    own = _run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip()
    # Written last: pip would take what the project has for installed here.
    path_file = Path(own) / "packages_of_the_course.pth"
    path_file.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")


def _shared() -> dict[str, str]:
    return {name: version(name) for name in _SHARED}


def _run(command: list[str]) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_INSTALL_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise NotInstalled(f"{' '.join(command)} took too long.") from None
    if done.returncode != 0:
        raise NotInstalled(f"{' '.join(command)} failed:\n{done.stderr[-1500:]}")
    return done.stdout
