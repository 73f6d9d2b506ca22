"""Makes a program round as another processor might: each product and each sum by a few last digits.

Kernels add up in another order, so two numbers that are equal in one are not in another, and `argmax`
takes another one of them. Moving the inputs does not show it: there the two stay equal.
"""

from __future__ import annotations

import ast
import copy
import math
from functools import lru_cache
from typing import Any

import numpy as np

ROUND = "__round_otherwise__"
LAST_DIGITS = 4  # times the distance of two floats
# What libraries compute in an order of their own, or by series of their own.
ROUNDED = frozenset(
    "dot vdot inner matmul tensordot einsum sum mean average std var prod cumsum trace norm convolve "
    "exp expm1 log log1p log2 log10 tanh sinh cosh sqrt power softmax log_softmax logsumexp sigmoid "
    "solve inv pinv lstsq svd qr eigh eig".split()
)


class _Rounds(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return _rounded(node) if isinstance(node.op, ast.MatMult) else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = getattr(node.func, "attr", getattr(node.func, "id", None))
        return _rounded(node) if name in ROUNDED else node


def _rounded(node: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(ROUND, ast.Load()), [node], [])


def rounding(tree: ast.Module) -> ast.Module:
    """Returns a copy of a program that hands each product and sum to a function called `ROUND`."""
    return ast.fix_missing_locations(_Rounds().visit(copy.deepcopy(tree)))


class Rounding:
    """Moves floats by a few last digits, each entry of an array by another part.

    Args:
        sign: 1 or -1. Of two equal entries one is the larger with the one, the other with the other.
    """

    def __init__(self, sign: int = 1):
        self.sign = sign

    def __call__(self, value: Any) -> Any:
        """Returns the value moved; whole numbers, and what holds no floats, as they are."""
        if type(value) in (tuple, list):
            return type(value)(self(item) for item in value)
        if isinstance(value, (float, np.floating)):
            return type(value)(self(np.asarray(value))[()])
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
            return value
        moved = np.asarray(value * _factors(value.shape, value.dtype, self.sign))
        np.copyto(moved, value, where=value == np.floor(value))
        return moved


@lru_cache(maxsize=1000)
def _factors(shape: tuple[int, ...], dtype: np.dtype, sign: int) -> np.ndarray:
    """Returns what each entry is multiplied by: no two entries by the same."""
    size = math.prod(shape)
    parts = np.linspace(0.5, 1.0, max(1, size))[:size].reshape(shape)
    return (1 + sign * LAST_DIGITS * np.finfo(dtype).eps * parts).astype(dtype)
