"""Makes the folder that is all of the course that a learner's code may see."""

from __future__ import annotations

import compileall
import os
import shutil
from pathlib import Path

from autograder.checks.repository import NEVER_PUBLIC, PUBLIC_CODE, PUBLIC_DATA


def make_public_root(course_root: Path, target: Path) -> Path:
    """Copies what a learner's code may see into `target`: no declarations, no solutions.

    That is what learners get, and the runner itself, which serves in there. Anybody may read it,
    as the user does that a jail runs as.
    """
    ignore = shutil.ignore_patterns(*NEVER_PUBLIC)
    for part in (*PUBLIC_CODE, *PUBLIC_DATA, "autograder/runner"):
        source, copy = course_root / part, target / part
        if source.is_dir():
            shutil.copytree(source, copy, ignore=ignore, dirs_exist_ok=True)
        elif source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    compileall.compile_dir(target, quiet=2)  # a jail lets nobody write what was compiled
    for folder, _, files in os.walk(target):
        os.chmod(folder, 0o755)
        for name in files:
            os.chmod(os.path.join(folder, name), 0o644)
    return target
