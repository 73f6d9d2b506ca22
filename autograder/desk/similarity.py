"""Finds pairs of submissions that share more code than the class gives reason for.

A short function is written alike by many, so that likeness alone says little. What counts is likeness
in what hardly anybody else writes:

1. Code becomes tokens without layout, comments and docstrings, and without the names that a learner
   chose (Pygments does the reading). What is called behind a dot, and built-in names, stay.
2. A submission is the set of its runs of `RUN` tokens, less those of the release: given code and
   signatures are nobody's work.
3. A run weighs `log2(n / d)` bits, where `d` of the `n` known programs have it. Among these are, beside
   the class, the declared solutions and mistakes: what a mistake that everybody makes looks like is
   no secret, in a small class too.
4. Of a pair, `bits` is the weight of the runs in common, `likeness` its part of the smaller one's
   weight. A pair is reported where it shares much (`MIN_BITS`), for the most part (`MIN_LIKENESS`),
   far more than pairs of this class do (`FAR` median deviations above the median), and in more than
   one exercise: two may hit on the second best way to write one function.

It is a reason for a person to look, and nothing else. scikit-learn counts and compares.

`copydetect`, made for this, was tried and left aside: its last release is of March 2024; its
fingerprints rest on Python's salted `hash`, so that two runs may differ; it compares characters, and
knows no class. Its subtraction of given code takes `assume_unique` for granted where runs repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from pygments.lexers import PythonLexer
from pygments.token import Token
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

RUN = 9  # tokens
RARE = 0.4  # part of the programs at most; what more of them have is usual
FEW = 3  # programs that are rare among however few
MIN_RARE_BITS = 40.0  # of one exercise that counts as shared
MIN_EXERCISES = 2
MIN_BITS = 150.0  # some five lines that hardly anybody else has
MIN_LIKENESS = 0.5
FAR = 6.0  # median absolute deviations: four standard deviations, were it a normal distribution
MAX_PAIRS = 10_000
SOLUTION = ""  # stands for the course's own solution among students, who all have an id
MAX_CHARACTERS = 20_000  # of one cell
MAX_CODE = 100_000  # of one submission

_NOTHING = (Token.Text, Token.Comment, Token.Literal.String.Doc, Token.Error)
_KEPT_NAMES = (Token.Name.Builtin, Token.Name.Exception)


@dataclass(frozen=True)
class Pair:
    """Two submissions for a person to look at.

    Args:
        first: Id of a student.
        second: Id of the other.
        likeness: Part of the smaller one's unusual code that both have, in [0, 1].
        bits: How much that is.
        typical: The class's median of it.
        exercises: Exercises with the most unusual code in common, most first.
    """

    first: str
    second: str
    likeness: float
    bits: float
    typical: float
    exercises: list[str] = field(default_factory=list)


def normalised(source: str) -> list[str]:
    """Returns the tokens of Python code without layout, comments, docstrings and chosen names."""
    tokens: list[str] = []
    for kind, text in PythonLexer().get_tokens(source[:MAX_CHARACTERS]):
        if any(kind in nothing for nothing in _NOTHING):
            continue
        if kind in Token.Literal.String:
            if tokens[-1:] != ["s"]:  # A string comes in parts.
                tokens.append("s")
        elif kind in Token.Name and not any(kind in kept for kept in _KEPT_NAMES):
            # A learner cannot rename what a library calls its own.
            tokens.append(text if tokens[-1:] == ["."] else "v")
        else:
            tokens.extend(text.split())
    return tokens


@lru_cache(maxsize=20_000)  # A class has many equal cells: stubs, and what nobody changed.
def runs(source: str) -> frozenset[str]:
    """Returns the runs of tokens of one piece of code; a shorter piece has none."""
    tokens = normalised(source)
    return frozenset(" ".join(tokens[i : i + RUN]) for i in range(len(tokens) - RUN + 1))


@dataclass(frozen=True)
class Group:
    """Submissions that are alike, pair by pair.

    Args:
        members: Ids of the students, sorted; `SOLUTION` among them where it is one.
        closest: The two that share most.
        least: Likeness of the pair of the group that is least alike, of those that were reported.
    """

    members: list[str]
    closest: Pair
    least: float


def groups(pairs: Sequence[Pair]) -> list[Group]:
    """Joins pairs that have a submission in common; the group that shares most comes first."""
    names = sorted({name for pair in pairs for name in (pair.first, pair.second)})
    place = {name: i for i, name in enumerate(names)}
    edges = ([place[p.first] for p in pairs], [place[p.second] for p in pairs])
    graph = coo_array((np.ones(len(pairs)), edges), shape=(len(names), len(names)))
    _, labels = connected_components(graph, directed=False)
    found: dict[int, list[Pair]] = {}
    for pair in pairs:  # The first pair of a group is the one that shares most.
        found.setdefault(int(labels[place[pair.first]]), []).append(pair)
    return [
        Group(
            sorted({name for p in own for name in (p.first, p.second)}),
            own[0],
            min(p.likeness for p in own),
        )
        for own in found.values()
    ]


Code = Mapping[str, str]  # From exercise, or the name of an added cell, to source.


def similar_pairs(
    submissions: Mapping[str, Code],
    released: Iterable[str] = (),
    known: Sequence[Code] = (),
) -> list[Pair]:
    """Returns the pairs that a person should look at, the most alike first.

    Args:
        submissions: From student to code.
        released: What everybody was given.
        known: Programs that the instructor has written: solutions and mistakes.
    """
    given: set[str] = set().union(*(runs(text) for text in released), set())
    names = sorted(submissions)
    pieces = {name: {k: runs(s) - given for k, s in submissions[name].items()} for name in names}
    whole = [set().union(*pieces[name].values(), set()) for name in names]
    common = [set().union(*(runs(s) for s in code.values()), set()) - given for code in known]
    if len(names) < 2 or not any(whole):
        return []
    counter = CountVectorizer(analyzer=list, binary=True, dtype=np.float64)
    counts = counter.fit_transform([*whole, *common])
    share = np.asarray(counts.sum(axis=0)).ravel() / counts.shape[0]
    weights = dict(zip(counter.get_feature_names_out(), -np.log2(share), strict=True))
    own = counts[: len(names)]
    weighted = own.multiply(-np.log2(share)).tocsr()
    shared = (weighted @ own.T).toarray()
    least = -np.log2(max(RARE, FEW / counts.shape[0]))
    found: list[Pair] = []
    for i, j, likeness, typical in _outliers(shared):
        if len(found) == MAX_PAIRS:
            break
        parts = _shared_parts(pieces[names[i]], whole[j], weights, least)
        written = sum(len(piece) >= 2 * RUN for piece in pieces[names[i]].values())
        if sum(bits >= MIN_RARE_BITS for bits in parts.values()) >= min(MIN_EXERCISES, written):
            order = sorted(parts, key=lambda name: -parts[name])
            found.append(Pair(names[i], names[j], likeness, float(shared[i, j]), typical, order))
    return found


def _outliers(shared: np.ndarray) -> list[tuple[int, int, float, float]]:
    """Returns the places of pairs that are out of line, with likeness and the class's median."""
    own = shared.diagonal()
    first, second = np.triu_indices(len(shared), 1)
    bits = shared[first, second]
    smaller = np.minimum(own[first], own[second])
    likeness = np.divide(bits, smaller, out=np.zeros_like(bits), where=smaller > 0)
    median = float(np.median(bits))
    spread = float(np.median(np.abs(bits - median)))
    is_far = bits > median + FAR * spread
    chosen = np.flatnonzero(is_far & (bits >= MIN_BITS) & (likeness >= MIN_LIKENESS))
    chosen = chosen[np.argsort(-bits[chosen] * likeness[chosen], kind="stable")]
    return [(int(first[c]), int(second[c]), float(likeness[c]), median) for c in chosen]


def _shared_parts(
    pieces: Mapping[str, Set[str]],
    other: Set[str],
    weights: Mapping[str, float],
    least: float,
) -> dict[str, float]:
    """Returns how much of each part of one submission the other one has, of runs of `least` bits."""
    parts = {
        name: sum(weights[run] for run in own & other if weights[run] >= least)
        for name, own in pieces.items()
    }
    return {name: bits for name, bits in parts.items() if bits > 0}


def solution_code(notebook: Mapping) -> dict[str, str]:
    """Returns a learner's code in a notebook that was restored for grading: answers, added cells."""
    code: dict[str, str] = {}
    room = MAX_CODE
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        marks = cell["metadata"].get("nbgrader", {})
        source = "".join(cell["source"])  # In a file it is a list of lines.
        if marks.get("solution"):
            name = marks["grade_id"]
        elif re.fullmatch(r"added_\d+", cell.get("id", "")):
            name = cell["id"]
        else:
            continue
        code[name] = source[: min(room, MAX_CHARACTERS)]
        room -= len(code[name])
    return code
