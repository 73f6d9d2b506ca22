"""Notebooks as Colab rewrites them, and what Colab fetches: the repository's archive."""

from __future__ import annotations

import copy
import random
import re
import subprocess
import zipfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.notebook.release import release_id, repository_url

# What is known of Colab's form: it opens and keeps format 4.5 with its cell ids, and adds ids of
# its own to the metadata; what it makes itself is format 4.0, whose cells have no other ids.
FORMS = ("kept", "format 4.0", "stripped")


def as_colab_saves(notebook: NotebookNode, form: str = "kept", seed: int = 0) -> NotebookNode:
    """Returns a notebook as it comes out of Colab.

    Args:
        notebook: Released or solved, run or not; it stays as it is.
        form: `"kept"`: format 4.5, ids and other people's metadata kept. `"format 4.0"`: ids
            replaced by Colab's. `"stripped"`: nbgrader's metadata, tags and ours lost as well.
        seed: Of Colab's ids.
    """
    rng = random.Random(seed)
    saved = copy.deepcopy(notebook)
    ours = saved.metadata.get("autograder")
    saved.metadata = nbformat.from_dict(
        {
            "accelerator": "GPU",
            "colab": {"gpuType": "T4", "provenance": [], "toc_visible": True},
            "kernelspec": {"display_name": "Python 3", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    if ours and form != "stripped":
        saved.metadata["autograder"] = ours
    for cell in saved.cells:
        if form == "stripped":
            cell.metadata = nbformat.from_dict({})
        colab_id = cell.id if form == "kept" else "".join(rng.choices("abcdefXYZ0123_-", k=12))
        cell.metadata["id"] = colab_id
        if cell.cell_type == "code":
            cell.metadata["colab"] = {"base_uri": "https://localhost:8080/", "height": 35}
            cell.metadata["outputId"] = f"{rng.getrandbits(128):032x}"
        if form != "kept":
            del cell["id"]
    saved.nbformat_minor = 5 if form == "kept" else 0
    return saved


def archive_path() -> str:
    """Returns the path below github.com of the archive of the current release."""
    repository = repository_url().removeprefix("https://github.com/")
    return f"/{repository}/archive/refs/tags/{release_id()}.zip"


def write_archive(target: Path) -> Path:
    """Writes the archive that GitHub would make of the working tree: the files git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY_ROOT, capture_output=True, check=True, text=True
    ).stdout
    # GitHub names the folder after the repository and the tag, without the tag's v.
    top = f"{repository_url().rpartition('/')[2]}-{release_id().removeprefix('v')}"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in filter(None, listed.split("\0")):
            if (REPOSITORY_ROOT / name).is_file():
                archive.write(REPOSITORY_ROOT / name, f"{top}/{name}")
    return target


def documented_cells(text: str, word: str) -> list[str]:
    """Returns the Python blocks of a text that hold a word."""
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return [block for block in blocks if word in block]
