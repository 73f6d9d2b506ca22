"""The names of a solution that a slip may take for each other."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

import numpy as np

NUMBER = "number"  # what kind of value one is


@dataclass
class Scope:
    """The names that a slip may take for each other.

    Args:
        names: Arguments and local variables of the solution.
        keys: Texts that stand in brackets: `parameters["Wu"]`.
        kinds: Of those whose value was seen, name to what kind of value it is. Only values of one kind
            are taken for each other: an array for an array, say. A list that came to stand in
            itself could keep NumPy busy for ever.
        counters: Of those numbers that are counted up or down. They are this solution's own: a
            learner who never had them has not taken one for another.
    """

    names: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    kinds: dict[str, Any] = field(default_factory=dict)
    counters: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, tree: ast.AST, kinds: dict[str, Any]) -> Scope:
        """Collects the names of a solution cell, in the order of the code."""
        names: dict[str, None] = {}
        keys: dict[str, None] = {}
        counters = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                if isinstance(node.value, ast.Constant):
                    counters.add(node.target.id)
            if isinstance(node, ast.arg) and node.arg not in ("self", "cls"):
                names[node.arg] = None
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names[node.id] = None
            elif isinstance(node, ast.Subscript) and is_text(node.slice):
                keys[node.slice.value] = None  # type: ignore[attr-defined]
        counters = {name for name in counters if kinds.get(name) == NUMBER}
        return cls(list(names), list(keys), kinds, counters)

    def others(self, name: str) -> list[str]:
        """Returns the names that one may be taken for."""
        kind = self.kinds.get(name)
        if kind is None or name not in self.names or name in self.counters:
            return []
        found = [n for n in self.names if n != name and self.kinds.get(n) == kind]
        return [n for n in found if n not in self.counters]


def kind_of_value(value: Any) -> Any:
    """Returns what kind of value a variable holds; None for what no other is taken for."""
    if isinstance(value, np.ndarray):
        return "array", value.ndim
    if isinstance(value, (bool, int, float, np.number)):
        return NUMBER
    return type(value).__name__ if isinstance(value, (str, dict)) else None


def is_text(node: ast.AST) -> bool:
    """Tells whether a node is a text."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
