"""The doctor's attacks: each must succeed where there is no jail, or it would show nothing."""

import pytest

from autograder.runner import trial
from autograder.runner.launcher import Launcher
from autograder.runner.process import make_public_root
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
    attempt = next(attempt for attempt in trial.ATTEMPTS if attempt.aim == aim)
    launcher = Launcher(make_public_root(ROOT, tmp_path), jail=False)
    with trial._bait([str(ROOT)]) as bait:
        assert trial._succeeds(launcher, attempt, bait)
