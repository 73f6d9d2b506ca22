"""Makes a kernel look like Colab's: IPython runs this file in the replica before the first cell.

`google.colab` is there, as Colab's own kernel imports it, and github.com is a server on this
machine. Nothing in a notebook knows of it: `urlretrieve` runs as it is.
"""

import os
import sys
import types
import urllib.error
import urllib.request
from pathlib import Path


class _Loopback(urllib.request.HTTPSHandler):
    """Fetches from the replica's server what is asked of github.com, and nothing else."""

    def https_open(self, request):
        if request.host != "github.com":
            raise urllib.error.URLError(f"the replica has no way to {request.full_url}")
        return self.parent.open(os.environ["COLAB_REPLICA_GITHUB"] + request.selector)


def _mount(mountpoint, force_remount=False):
    """Mounts a Drive: here, a folder that outlives the machine."""
    Path(mountpoint).parent.mkdir(parents=True, exist_ok=True)
    if not Path(mountpoint).exists():
        os.symlink(os.environ["COLAB_REPLICA_DRIVE"], mountpoint)
    print(f"Mounted at {mountpoint}")


urllib.request.install_opener(urllib.request.build_opener(_Loopback))
_colab, _drive = types.ModuleType("google.colab"), types.ModuleType("google.colab.drive")
_drive.mount = _mount
_colab.drive = _drive
sys.modules["google.colab"], sys.modules["google.colab.drive"] = _colab, _drive
