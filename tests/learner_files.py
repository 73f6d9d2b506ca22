"""A folder with what a learner gets of the repository, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.checks.repository import NEVER_PUBLIC, PUBLIC_CODE, PUBLIC_DATA, REPOSITORY_ROOT


def copy_learner_files(target: Path) -> Path:
    """Copies the public code and data, and all released assignments."""
    ignore = shutil.ignore_patterns(*NEVER_PUBLIC)
    for part in (*PUBLIC_CODE, *PUBLIC_DATA, "assignments"):
        source, copy = REPOSITORY_ROOT / part, target / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=ignore)
        else:
            shutil.copyfile(source, copy)
    return target
