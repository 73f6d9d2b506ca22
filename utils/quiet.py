"""Imports packages that write to the terminal before anything has gone wrong."""

import contextlib
import importlib
import os
import sys
import tempfile

STANDARD_ERROR = 2  # The file descriptor, which compiled code writes to past `sys.stderr`.


def import_quietly(name):
    """Imports a module and keeps to itself what its compiled parts write to standard error.

    TensorFlow says at each start which instructions and drivers it found. If the import fails,
    everything it wrote is shown.

    Args:
        name: Name of the module, such as `"keras"`.

    Returns:
        The module.

    Raises:
        ImportError: If there is no such module, as `import` does.

    Example:
        >>> import_quietly("json").dumps([1])
        '[1]'
    """
    if name in sys.modules:
        return sys.modules[name]
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with tempfile.TemporaryFile() as said:
        try:
            with _standard_error_into(said):
                return importlib.import_module(name)
        except BaseException:
            said.seek(0)
            sys.stderr.write(said.read().decode("utf-8", errors="replace"))
            raise


@contextlib.contextmanager
def _standard_error_into(file):
    """Sends what the process writes to standard error into a file."""
    sys.stderr.flush()
    before = os.dup(STANDARD_ERROR)
    os.dup2(file.fileno(), STANDARD_ERROR)
    try:
        yield
    finally:
        os.dup2(before, STANDARD_ERROR)
        os.close(before)
