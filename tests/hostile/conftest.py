"""Attacks are let loose only where a jail holds them."""

import pytest


@pytest.fixture(scope="session")
def jail(request):
    """Skips where this machine lets no jail be made, and says what is missing."""
    if request.config.stash_of_jail:
        pytest.skip(request.config.stash_of_jail)
