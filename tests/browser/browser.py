"""Headless Chromium and a Jupyter server, for journeys through the real pages."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_SECONDS = 300  # The machine may be busy.


def find_chromium() -> str | None:
    """Returns the path of Chromium: the variable CHROMIUM, or a usual name on PATH."""
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def why_no_browser() -> str | None:
    """Returns what is missing for journeys in a browser, or None."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed: pip install -e '.[browser]'"
    if find_chromium() is None:
        return "no Chromium: apt install chromium, or set CHROMIUM to its path"
    return None


@contextlib.contextmanager
def browser_page(width: int = 1180, height: int = 900) -> Iterator[Any]:
    """Opens a page in headless Chromium."""
    from playwright.sync_api import sync_playwright

    problem = why_no_browser()
    if problem:
        raise SystemExit(problem)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(180_000)
        yield page
        browser.close()


@contextlib.contextmanager
def jupyter_server(folder: Path, home: Path, **environment: str) -> Iterator[str]:
    """Runs JupyterLab on a folder, with a fresh home, as a user starts it; yields its address.

    Args:
        folder: The folder that it shows, and its working directory.
        home: The user's home, for settings.
        environment: More environment variables.
    """
    port = _free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--expose-app-in-browser", f"--port={port}", "--ServerApp.port_retries=0"]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={folder}", "--LabApp.news_url="]
    settings = home / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    # It would ask about news, in front of what is to be seen.
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "MPLBACKEND"))}
    variables |= {"HOME": str(home), "PATH": path, **environment}
    log_file = home / "jupyter.log"
    with log_file.open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)
        try:
            address = f"http://localhost:{port}"
            _wait_for(f"{address}/api", server, log_file)
            yield address
        finally:
            server.terminate()
            server.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.5)
    raise RuntimeError(f"Jupyter does not answer at {url}: {log.read_text()[-2000:]}")
