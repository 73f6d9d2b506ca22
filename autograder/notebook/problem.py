"""What the lint finds."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One place where a notebook is not in the course's form.

    Attributes:
        cell_id: Where.
        rule: Short name of the rule, such as `line-length`.
        message: What is wrong, in words.
    """

    cell_id: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f'cell "{self.cell_id}": {self.message} ({self.rule})'
