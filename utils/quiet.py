"""Quiet imports and calls of packages that write to the terminal before anything has gone wrong."""

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
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # Fatal errors alone.
    with quietly():
        return importlib.import_module(name)


@contextlib.contextmanager
def quietly():
    """Keeps back what compiled code writes to standard error meanwhile; shows it after an error.

    TensorFlow's compiler tells of its first work, say, whatever its log level.

    Example:
        >>> with quietly():
        ...     _ = os.write(2, b"Compiled cluster")
    """
    with contextlib.ExitStack() as stack:
        # Where there is no room for a file, or no standard error, there is nothing to keep back.
        with contextlib.suppress(OSError):
            said = stack.enter_context(tempfile.TemporaryFile())
            stack.enter_context(_standard_error_into(said))
        yield


@contextlib.contextmanager
def _standard_error_into(file):
    """Sends what the process writes to standard error into a file; shows it after an error."""
    before = os.dup(STANDARD_ERROR)
    os.dup2(file.fileno(), STANDARD_ERROR)
    failed = True
    try:
        yield
        failed = False
    finally:
        os.dup2(before, STANDARD_ERROR)
        os.close(before)
        if failed:
            file.seek(0)
            sys.stderr.write(file.read().decode("utf-8", errors="replace"))
