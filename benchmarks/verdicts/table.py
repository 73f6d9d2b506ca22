"""What the verdicts come to: two error rates, four kinds of hints, with intervals."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.verdicts.variants import Variant

OURS = "this engine"
KINDS = {
    "names": "names the mistake",
    "kind": "names its kind",
    "generic": "says only what differs",
    "wrong": "names another mistake",
}
Z = 1.959964  # of a normal distribution, for 95 %
BEGIN, END = "<!-- verdicts: begin -->", "<!-- verdicts: end -->"


def wilson(count: int, of: int) -> tuple[float, float]:
    """Returns the ends of Wilson's interval of 95 % for a share.

    Source:
        Wilson, 1927, https://doi.org/10.1080/01621459.1927.10502953.

    Args:
        count: How often.
        of: Out of how many.
    """
    if of == 0:
        return 0.0, 1.0
    share, weight = count / of, Z**2 / of
    middle = (share + weight / 2) / (1 + weight)
    half = Z * math.sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def rate(count: int, of: int) -> str:
    """Returns a share in words: "3 of 200: 1.5 % (0.5 to 4.3)"."""
    if of == 0:
        return "-"
    low, high = (100 * end for end in wilson(count, of))
    return f"{count} of {of:,}: {100 * count / of:.1f} % ({low:.1f} to {high:.1f})"


def errors(
    variants: Iterable[Variant], verdicts: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[str]]:
    """Returns the ids of right ones that failed and of wrong ones that passed.

    Args:
        variants: All of them.
        verdicts: Id to what became of it.
    """
    found: dict[str, list[str]] = {"right_failed": [], "wrong_passed": []}
    for variant in variants:
        if variant.is_right != verdicts[variant.id]["passed"]:
            found["right_failed" if variant.is_right else "wrong_passed"].append(variant.id)
    return found


def hints_to_read(
    variants: Iterable[Variant],
    verdicts: Mapping[str, Mapping[str, Any]],
    judged: Mapping[tuple[str, str], str],
) -> list[dict[str, Any]]:
    """Returns a record for each wrong variant that was caught: mistake beside hint, for a reader.

    Args:
        variants: All of them.
        verdicts: This engine's.
        judged: What `read_judgements` returns; what has been read once is filled in.
    """
    records = []
    for variant in variants:
        verdict = verdicts[variant.id]
        if variant.is_right or verdict["passed"]:
            continue
        records.append(
            {
                "id": variant.id,
                "mistake": variant.mistake,
                "hint": verdict["hint"],
                "failed_case": verdict["failed_case"],
                "source": variant.source,
                "judgement": judged.get((variant.id, verdict["hint"]), ""),
            }
        )
    return records


def read_judgements(records: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Returns id and hint to the reader's judgement, of records as `hints_to_read` returns them.

    A hint that has changed since is unread again.

    Raises:
        ValueError: If a judgement is none of `KINDS`.
    """
    found = {}
    for record in records:
        judgement = record.get("judgement", "")
        if judgement and judgement not in KINDS:
            raise ValueError(
                f"{record['id']}: the judgement {judgement!r} is none of {', '.join(KINDS)}."
            )
        if judgement:
            found[record["id"], record["hint"]] = judgement
    return found


def table(
    variants: Sequence[Variant],
    by_grader: Mapping[str, Mapping[str, Mapping[str, Any]]],
    hints: Sequence[Mapping[str, Any]],
) -> str:
    """Returns the tables as Markdown.

    Args:
        variants: All that were graded.
        by_grader: Name of a grader to id to what became of it.
        hints: What `hints_to_read` returned.
    """
    right = sum(variant.is_right for variant in variants)
    lines = ["|  | right, failed | wrong, passed |", "|---|---:|---:|"]
    for grader, verdicts in by_grader.items():
        found = errors(variants, verdicts)
        cells = (
            rate(len(found["right_failed"]), right),
            rate(len(found["wrong_passed"]), len(variants) - right),
        )
        lines.append(f"| {grader} | {' | '.join(cells)} |")
    lines += ["", f"| the hint, {OURS} | of the wrong ones that were caught |", "|---|---:|"]
    counts = Counter(record["judgement"] for record in hints)
    read = len(hints) - counts[""]
    lines += [f"| {words} | {rate(counts[kind], read)} |" for kind, words in KINDS.items()]
    if counts[""]:
        lines.append(f"| not read yet | {counts['']} of {len(hints):,} |")
    lines += ["", *_by_assignment(variants, by_grader.get(OURS, {}))]
    return "\n".join(lines)


def _by_assignment(
    variants: Sequence[Variant], verdicts: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """Returns this engine's errors, assignment by assignment."""
    if not verdicts:
        return []
    lines = [f"| {OURS} | right, failed | wrong, passed |", "|---|---:|---:|"]
    for assignment in dict.fromkeys(variant.assignment for variant in variants):
        some = [variant for variant in variants if variant.assignment == assignment]
        right = sum(variant.is_right for variant in some)
        found = {kind: len(ids) for kind, ids in errors(some, verdicts).items()}
        lines.append(
            f"| {assignment} | {found['right_failed']} of {right} | "
            f"{found['wrong_passed']} of {len(some) - right} |"
        )
    return lines


def written_into(readme: str, text: str) -> str:
    """Returns a README with a text between the marks, in place of what stood there.

    Raises:
        ValueError: If the marks are not there.
    """
    if BEGIN not in readme or END not in readme:
        raise ValueError(f"There is no place for the table: {BEGIN} ... {END}.")
    before, rest = readme.split(BEGIN, 1)
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END, 1)[1]}"
