"""Grades a class in a process of its own: `python -m tests.hostile.grade PATH FOLDER ASSIGNMENT`.

The tests of this folder let it be attacked, so it must not be pytest's own process. PATH is
`fork`, `spawn` or `cluster`. Options follow as JSON.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.batch import grade_class
from autograder.batch.cluster import Cluster
from autograder.declaration.course import Course
from autograder.judging.config import JudgeConfig
from tests.dask_cluster import dask_cluster


def main(path: str, folder: str, assignment: str, options: dict[str, Any]) -> None:
    """Grades everything that was handed in and shows the table, as the command line does."""
    with contextlib.ExitStack() as stack:
        if path == "cluster":
            place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            made = stack.enter_context(dask_cluster(place, options.pop("workers")))
            options |= {"cluster": Cluster(str(made.scheduler_file)), "workers": None}
        else:
            options["config"] = JudgeConfig(start_method=path)
        result = grade_class(Course(folder), assignment, **options)
    Console(width=160, highlight=False).print(result.table())
    about = {"seed": result.seed, "seconds": result.seconds, "outcomes": {}}
    about["outcomes"] = {row.student: row.outcome for row in result.rows}
    with open(f"{folder}/result.json", "w", encoding="utf-8") as file:
        json.dump(about, file)


if __name__ == "__main__":
    main(*sys.argv[1:4], json.loads(sys.argv[4]) if len(sys.argv) > 4 else {})
