"""The examples in docstrings."""

import doctest
import importlib
import pkgutil

import pytest

import autograder
import utils


def modules():
    """Returns the names of all modules but the command's entry and the declarations."""
    found = []
    for package in (autograder, utils):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__") and ".exercises" not in module.name:
                found.append(module.name)
    return found


@pytest.mark.parametrize("name", modules())
def test_examples_do_what_they_say(name):
    """Does every example in a docstring of the module give the result that it shows?"""
    result = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert result.failed == 0
