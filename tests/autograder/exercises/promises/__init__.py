"""What the docstrings of the exercises promise, and which cases ask it: a module an assignment.

Each module holds two tables. `PROMISES` goes from an exercise to the sentences of its docstring, and
from each to the names of the cases that ask it. `NOTHING_PROMISED` holds the sentences that no case
can ask: a definition, a source, leave that is given to the learner.
"""

import ast
import re

_HEADING = re.compile(r"(Args|Attributes|Returns|Yields|Raises|Examples?|Sources?):$")
_LIST_ITEM = re.compile(r"(\d+\.|[-*])\s+")
_NAMED_ENTRY = re.compile(r"[*`]*\w+`?(, [*`]*\w+`?)*: ")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`])")


def sentences(docstring: str) -> list[str]:
    """Splits a docstring into its sentences, each on one line.

    A paragraph, an item of a list and an entry of `Args`, `Returns` or `Raises` are split for
    themselves. An item loses its number; an entry's first sentence keeps its "name:". Headings and
    doctests are left out.
    """
    found = []
    for entry in _entries(docstring):
        found += _SENTENCE_END.split(" ".join(entry.split()))
    return found


def docstrings(solution: str, name: str) -> str:
    """Returns the docstring of a function in a solution cell; of a class, its methods' too."""
    (exercise,) = (node for node in ast.parse(solution).body if getattr(node, "name", "") == name)
    documented = [exercise, *exercise.body] if isinstance(exercise, ast.ClassDef) else [exercise]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    texts = [ast.get_docstring(node) or "" for node in documented if isinstance(node, kinds)]
    return "\n\n".join(text for text in texts if text)


def _entries(docstring: str) -> list[str]:
    """Returns paragraphs, list items and named entries, without headings and doctests."""
    entries: list[list[str]] = []
    grows, in_doctest, section = False, False, ""
    for line in docstring.splitlines():
        text = line.strip()
        heading = _HEADING.match(text)
        if not text or heading:
            grows = in_doctest = False
            section = heading[1] if heading else section
            continue
        if line[:1].strip():  # Text that is not indented stands in no section.
            section = ""
        in_doctest = in_doctest or text.startswith(">>>")
        if in_doctest:  # Its output, too, as far as the next empty line.
            grows = False
            continue
        item = _LIST_ITEM.match(text)
        named = section in {"Args", "Attributes", "Returns", "Yields", "Raises"}
        if item or (named and _NAMED_ENTRY.match(text)) or not grows:
            entries.append([])
        entries[-1].append(text[item.end() :] if item else text)
        grows = True
    return ["\n".join(lines) for lines in entries]
