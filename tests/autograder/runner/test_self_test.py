"""The doctor's attacks: each must succeed where there is no jail, or it would show nothing."""

import pytest

from autograder.runner import self_test
from autograder.runner.launcher import Launcher
from autograder.runner.public_root import make_public_root
from tests.autograder.runner.test_process import ROOT

HARMLESS = (
    "read a file of the instructor's",
    "read the course or a home folder",
    "reach a service on this machine",
    "reach a socket by name",
    "see or signal another process",
)


@pytest.mark.parametrize("aim", HARMLESS)
def test_attacks_succeed_without_a_jail(tmp_path, aim):
    """Does an attack whose success does no damage get through when nothing holds it?"""
    attempt = next(attempt for attempt in self_test.ATTEMPTS if attempt.aim == aim)
    launcher = Launcher(make_public_root(ROOT, tmp_path), jail=False)
    with self_test._bait([str(ROOT)]) as bait:
        assert self_test._succeeds(launcher, attempt, bait)
