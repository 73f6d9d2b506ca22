"""Do imports go only where the house allows them?"""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

from autograder.checks.repository import REPOSITORY_ROOT


def lint(folder: Path) -> subprocess.CompletedProcess:
    """Runs import-linter as `make lint` does, with the contracts in pyproject.toml."""
    program = Path(sys.executable).with_name("lint-imports")
    config = REPOSITORY_ROOT / "pyproject.toml"
    return subprocess.run(
        [program, "--no-cache", "--no-logo", "--config", config], cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_every_arrow_between_rooms_goes_down():
    """Does every room import only what lies below it, and what learners get nothing else?"""
    done = lint(REPOSITORY_ROOT)
    assert done.returncode == 0, done.stdout
    assert "5 kept, 0 broken" in done.stdout


def test_no_module_takes_what_another_keeps_to_itself():
    """Is what two modules share where both may see it, and no private name of one of them?"""
    for path in (REPOSITORY_ROOT / "autograder").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("autograder"):
                private = [name.name for name in node.names if re.match(r"_[a-z]", name.name)]
                assert not private, f"{path} imports {private} from {node.module}"
