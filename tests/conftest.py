"""Finds out once whether this machine lets jails be made; where it does not, tests run without."""

import os
import signal

from autograder.judge import WITHOUT_JAIL
from autograder.runner.launcher import why_no_jail


def pytest_configure(config):
    """Grades without a jail where there can be none: the jail's own tests then skip and say so."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Left so by a shell that started this in the background; some tests interrupt for real.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.stash_of_jail = why_no_jail()
    if config.stash_of_jail:
        os.environ[WITHOUT_JAIL] = "1"


def pytest_report_header(config):
    """Says so at the top."""
    problem = config.stash_of_jail
    return f"jail: none, its tests are skipped. {problem}" if problem else "jail: works here"


def pytest_addoption(parser):
    """Adds the option that lets the long tests run."""
    parser.addoption("--long", action="store_true", help="run the tests marked long, too")


def pytest_collection_modifyitems(config, items):
    """Leaves the long tests out, unless they are asked for."""
    if not config.getoption("--long"):
        config.hook.pytest_deselected(items=[i for i in items if i.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]
