"""The replica of Colab's image: its Python, its packages, a fresh home, GitHub on loopback."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.checks.repository import REPOSITORY_ROOT
from tests.colab.notebooks import archive_path, write_archive

HERE = Path(__file__).parent
REQUIREMENTS = REPOSITORY_ROOT / "tests" / "colab-requirements.txt"
ENVIRONMENT = REPOSITORY_ROOT / "build" / "colab-replica"
FONTS = ENVIRONMENT / "matplotlib"  # Colab's image has matplotlib's list of fonts, too.
WANTED = "3.13"  # Colab's Python.


def find_python() -> str | None:
    """Returns a Python of Colab's version, found by running it; None if there is none."""
    candidates = [os.environ.get("PYTHON", ""), f"python{WANTED}", "python3", "python"]
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates += [str(path / "bin" / "python") for path in sorted(versions.glob(f"{WANTED}*"))]
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        root = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=True)
        versions = Path(root.stdout.strip()) / "versions"
        candidates += [str(path / "bin/python") for path in sorted(versions.glob(f"{WANTED}*"))]
    ask = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    for candidate in filter(None, candidates):
        with contextlib.suppress(OSError):
            said = subprocess.run([candidate, "-c", ask], capture_output=True, text=True)
            if said.returncode == 0 and said.stdout.strip() == WANTED:
                return candidate
    return None


def make_environment(python: str) -> Path:
    """Makes the environment with the image's versions, unless it is there; returns its Python."""
    inside = ENVIRONMENT / "venv" / "bin" / "python"
    stamp = ENVIRONMENT / "installed"
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if inside.exists() and stamp.is_file() and stamp.read_text() == digest:
        return inside
    print(f"Installing {REQUIREMENTS.name} into {ENVIRONMENT / 'venv'} ...", flush=True)
    subprocess.run([python, "-m", "venv", "--clear", ENVIRONMENT / "venv"], check=True)
    install = [inside, "-m", "pip", "install", "--quiet", "--no-input", "-r", REQUIREMENTS]
    subprocess.run(install, check=True, env=_without_python_settings())
    list_fonts = [inside, "-c", "import matplotlib.font_manager"]
    subprocess.run(list_fonts, check=True, env={"MPLCONFIGDIR": str(FONTS)})
    stamp.write_text(digest)
    return inside


def _without_python_settings() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}


@dataclass
class Run:
    """What became of a notebook.

    Args:
        notebook: With its outputs.
        seconds: Time of each cell by its number, code cells only.
    """

    notebook: NotebookNode
    seconds: dict[int, float]


@dataclass
class Machine:
    """A machine as Colab lends it: an empty `content`, an empty home. It can be taken away."""

    python: Path
    github: str
    folder: Path

    @property
    def content(self) -> Path:
        """Where notebooks run, and where the setup cell puts what it fetches."""
        return self.folder / "content"

    @property
    def drive(self) -> Path:
        """The learner's Drive, which stays when the machine goes."""
        return self.folder / "drive of the learner"

    def start(self) -> None:
        """Gives out a fresh machine: nothing of an earlier one is left but the Drive."""
        for part in ("content", "home"):
            shutil.rmtree(self.folder / part, ignore_errors=True)
        startup = self.folder / "home" / ".ipython" / "profile_default" / "startup"
        startup.mkdir(parents=True)
        shutil.copy(HERE / "startup.py", startup / "00-colab.py")
        self.content.mkdir()
        (self.drive / "MyDrive").mkdir(parents=True, exist_ok=True)

    def run(self, notebook: NotebookNode) -> Run:
        """Runs a notebook from top to bottom in a fresh kernel."""
        source, target, seconds = (self.folder / name for name in ("in.ipynb", "out.ipynb", "s"))
        nbformat.write(notebook, source)
        command = [self.python, HERE / "in_replica.py", source, target, seconds]
        subprocess.run(command, cwd=self.content, env=self._environment(), check=True)
        times = {int(k): v for k, v in json.loads(seconds.read_text()).items()}
        return Run(nbformat.read(target, as_version=nbformat.NO_CONVERT), times)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.python.parent}:/usr/bin:/bin",
            "HOME": str(self.folder / "home"),
            "LANG": "en_US.UTF-8",
            "CLICOLOR": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # As in Colab; else each kernel writes warnings.
            "COLAB_RELEASE_TAG": "replica",
            "COLAB_REPLICA_GITHUB": self.github,
            "COLAB_REPLICA_DRIVE": str(self.drive),
            "MPLCONFIGDIR": str(FONTS),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "TF2_BEHAVIOR": "1",
        }


@contextlib.contextmanager
def github(folder: Path) -> Iterator[str]:
    """Serves the archive of the working tree as github.com would; yields the address."""
    content = write_archive(folder / "archive.zip").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != archive_path():
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/zip")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keeps the terminal for the report."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
