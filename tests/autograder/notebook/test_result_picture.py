"""Tests the maker of the pictures that open notebooks."""

import matplotlib.pyplot as plt
from PIL import Image

from autograder.notebook.result_picture import value_of_cell, write_result

SOURCE = """
# %% [markdown] id="title"
# # A picture

# %% id="setup"
import matplotlib.pyplot as plt

# %% id="numbers"
heights = [1, 3, 2]

# %% id="draw" tags=["plot"]
figure, axes = plt.subplots(figsize=(4, 2))
axes.bar(range(3), heights, color="tab:red")
figure
"""


def test_the_last_cell_is_kept_as_a_picture(tmp_path):
    """Does the picture show what the cell draws, with few colours, beside the source?"""
    source = tmp_path / "w0_picture.py"
    source.write_text(SOURCE.lstrip())
    said = write_result(source, ("numbers", "draw"), colours=16)
    assert not plt.get_fignums()
    with Image.open(tmp_path / "result.png") as picture:
        assert picture.size == (440, 220)
        found = picture.convert("RGB").getcolors()
    assert len(found) <= 16
    assert any(r > 180 and g < 90 and b < 90 and count > 5000 for count, (r, g, b) in found)
    assert "440 x 220" in said


def test_a_cell_has_the_value_of_its_last_line():
    """Is that what a notebook shows: an expression's value, and nothing after an assignment?"""
    space = {}
    assert value_of_cell("a = 3\na + 1", space) == 4
    assert value_of_cell("b = a", space) is None
    assert value_of_cell("", space) is None
    assert space["b"] == 3
