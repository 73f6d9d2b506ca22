"""What all tests share: is there a jail, what is proved anew, which tests keep together."""

import gc
import os
import signal
from pathlib import Path

import pytest

from autograder.judging.config import WITHOUT_JAIL
from autograder.runner.launcher import why_no_jail
from tests.proofs import Proofs


def pytest_configure(config):
    """Grades without a jail where there can be none: the jail's own tests then skip and say so."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Left so by a shell that started this in the background; some tests interrupt for real.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.stash_of_jail = why_no_jail()
    if config.stash_of_jail:
        os.environ[WITHOUT_JAIL] = "1"
    config.proofs = Proofs(config)
    config.pluginmanager.register(config.proofs)


def pytest_report_header(config):
    """Says so at the top."""
    problem = config.stash_of_jail
    return f"jail: none, its tests are skipped. {problem}" if problem else "jail: works here"


def pytest_addoption(parser):
    """Adds the options that let more tests run."""
    parser.addoption("--long", action="store_true", help="run the tests marked long, too")
    parser.addoption("--all-proofs", action="store_true", help="prove what stands proved, too")
    parser.addoption(
        "--only-proofs",
        metavar="SUBJECTS",
        help="run nothing but proofs: exercise,notebook,data,engine, or notebook:w3_debiasing",
    )
    parser.addoption(
        "--note-proofs", action="store_true", help="write what is proved to tests/proved.json"
    )


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(config, items):
    """Leaves out the long tests and what stands proved; keeps together what shares its setup."""
    if not config.getoption("--long"):
        config.hook.pytest_deselected(items=[i for i in items if i.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    config.proofs.select(items)
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(_company(item)))
    # What takes long begins first, so that no core waits for it at the end.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _company(item):
    """Returns the name of the tests that run in one process: an exercise's, else a file's."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    place, file = params.get("place"), Path(str(item.fspath)).name
    if hasattr(place, "assignment_id"):
        return f"{file}-{place.assignment_id}-{place.name}"
    return f"{file}-{params['assignment_id']}" if "assignment_id" in params else file


def pytest_collection_finish():
    """Sets what was collected aside for good: the garbage collector need not look through it again.

    It looks at what is old only when a quarter as much has come anew. Models that lie in circles are
    few objects with much memory: beside so many old ones they came to 17 GB before it looked.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Gives memory back once a test has left much behind."""
    before = _memory()
    result = yield
    if _memory() > before + 300:
        gc.collect()
    return result


def _memory():
    """Returns the megabytes that this process holds; 0 where that cannot be read."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def pytest_runtest_logreport(report):
    """Says at once which test has failed: a run that is cut off has no summary at its end."""
    if report.failed and hasattr(report, "node"):  # where workers of xdist report to
        crash = getattr(report.longrepr, "reprcrash", None)
        words = str(crash.message if crash else report.longrepr).strip().splitlines() or [""]
        writer = report.node.config.get_terminal_writer()
        writer.write(f"\nFAILED {report.nodeid} - {words[0][:150]}\n", flush=True)


def pytest_sessionfinish(session):
    """Lets a worker of xdist tell what it has left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["proofs"] = session.config.proofs.share()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """Hears it."""
    if shared := getattr(node, "workeroutput", {}).get("proofs"):
        node.config.proofs.take(shared)


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    """Says what was proved, and what was left out."""
    ended = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    lines = config.proofs.note(has_ended=exitstatus in ended)
    if lines:
        terminalreporter.section("proofs")
        for line in lines:
            terminalreporter.write_line(line)
