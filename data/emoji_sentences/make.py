"""Checks the emoji sentences and keeps the card's figures true.

From this folder or any other:

    python data/emoji_sentences/make.py            write the figures into README.md
    python data/emoji_sentences/make.py --check    change nothing; fail if a figure is stale

The `.tsv` files are edited by hand, `independent.tsv` never. Needs only the standard library.
"""

import argparse
import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
LABELS = ("love", "sport", "joy", "sadness", "food", "travel")
FIELDS = {"train": 2, "validation": 2, "independent": 2, "unseen_words": 3, "same_bag": 4}
FIGURES_BEGIN = "<!-- figures: written by make.py, do not edit -->"
FIGURES_END = "<!-- end of figures -->"

# Written before the words that have vectors were known; a later change would make that untrue.
INDEPENDENT_SHA256 = "d14e5c14869d48bf4852645c2d3ba43284ab00f7b72249164c8c0e7a24c2301b"


def words_of(sentence):
    """Splits a sentence into its words, in lower case.

    Args:
        sentence: String.

    Returns:
        List of strings.

    Example:
        >>> words_of("Good soup, isn't it?")
        ['good', 'soup', "isn't", 'it']
    """
    return re.findall(r"[a-z0-9]+(?:['-][a-z]+)*", sentence.lower())


def read_rows(texts):
    """Splits the files into rows and checks their form.

    Args:
        texts: Dictionary from a set's name to the text of its file.

    Returns:
        Dictionary from a set's name to a list of rows, and a list of sentences about what is wrong.
    """
    rows, problems = {}, []
    for name, fields in FIELDS.items():
        rows[name] = [line.split("\t") for line in texts[name].splitlines()]
        for number, row in enumerate(rows[name], start=1):
            labels = row[0:4:2] if fields == 4 else row[:1]
            if len(row) != fields or not set(labels) <= set(LABELS) or "" in map(str.strip, row):
                problems.append(
                    f"{name}.tsv, line {number}: not {fields} fields with right labels."
                )
    return rows, problems


def labelled(rows):
    """Lists a set's sentences with their labels, the two of a pair one after the other.

    Args:
        rows: Dictionary from a set's name to its rows.

    Returns:
        Dictionary from a set's name to a list of pairs, label and sentence.
    """
    return {
        name: [(row[k], row[k + 1]) for row in lines for k in range(0, 2 * (FIELDS[name] // 2), 2)]
        for name, lines in rows.items()
    }


def find_problems(rows):
    """Says in words what is wrong with the sentences.

    Args:
        rows: Dictionary from a set's name to its rows, all of the right form.

    Returns:
        List of sentences; empty if all is well.
    """
    sets = labelled(rows)
    problems = []
    first_place = {}
    for name, pairs in sets.items():
        for _, sentence in pairs:
            key = " ".join(words_of(sentence))
            if key in first_place:
                where = first_place[key]
                problems.append(f"{name}.tsv: {sentence!r} stands twice (first in {where}.tsv).")
            first_place.setdefault(key, name)
    learned = {
        word for name in ("train", "validation") for _, s in sets[name] for word in words_of(s)
    }
    for _, sentence, decisive in rows["unseen_words"]:
        for word in decisive.split():
            if word in learned:
                problems.append(f"unseen_words.tsv: {word!r} stands in a sentence to learn from.")
            if word not in words_of(sentence):
                problems.append(f"unseen_words.tsv: {word!r} does not stand in {sentence!r}.")
    for one, first, other, second in rows["same_bag"]:
        if one == other or Counter(words_of(first)) != Counter(words_of(second)):
            problems.append(f"same_bag.tsv: {first!r} and {second!r} are no pair.")
    return problems


def card_figures(texts, rows):
    """Writes the part of the card that is measured.

    Args:
        texts: Dictionary from a set's name to the text of its file.
        rows: Dictionary from a set's name to its rows.

    Returns:
        String, Markdown between the two marker lines, markers included.
    """
    sets = labelled(rows)
    learned = {word for _, sentence in sets["train"] for word in words_of(sentence)}
    head = " | ".join(LABELS)
    lines = [
        FIGURES_BEGIN,
        "",
        f"| file | sentences | {head} | words a sentence | words not in training |",
        "|---|---:|" + "---:|" * len(LABELS) + "---:|---:|",
    ]
    for name, pairs in sets.items():
        counts = Counter(label for label, _ in pairs)
        words = [word for _, sentence in pairs for word in words_of(sentence)]
        new = sum(word not in learned for word in words) / len(words)
        cells = " | ".join(str(counts[label]) for label in LABELS)
        lines.append(
            f"| `{name}.tsv` | {len(pairs)} | {cells} | {len(words) / len(pairs):.1f} | {new:.0%} |"
        )
    lines += ["", "```text"]
    for name in FIELDS:
        lines.append(f"{hashlib.sha256(texts[name].encode('utf-8')).hexdigest()}  {name}.tsv")
    return "\n".join([*lines, "```", "", FIGURES_END])


def make_card(folder):
    """Makes the card, in memory, from the sentences and the card's own prose.

    Args:
        folder: Path of the folder with the `.tsv` files and `README.md`.

    Returns:
        String, the text of README.md.

    Raises:
        ValueError: If a sentence is not as it must be; the message lists all that are not.
    """
    texts = {name: (folder / f"{name}.tsv").read_bytes().decode("utf-8") for name in FIELDS}
    rows, problems = read_rows(texts)
    problems = problems or find_problems(rows)
    if hashlib.sha256(texts["independent"].encode("utf-8")).hexdigest() != INDEPENDENT_SHA256:
        problems.append("independent.tsv was changed: it is not independent any more.")
    if problems:
        raise ValueError("\n".join(problems))
    card = (folder / "README.md").read_text(encoding="utf-8")
    before, begin, rest = card.partition(FIGURES_BEGIN)
    _, end, after = rest.partition(FIGURES_END)
    if not (begin and end):
        raise ValueError(f"README.md must hold the lines {FIGURES_BEGIN!r} and {FIGURES_END!r}.")
    return before + card_figures(texts, rows) + after


def main(arguments=None, folder=FOLDER):
    """Runs the program.

    Args:
        arguments: List of command-line words, or None for the process's own.
        folder: Path of the data's folder.

    Returns:
        Int, the exit status: 0 if all is well.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, only compare")
    check = parser.parse_args(arguments).check
    try:
        card = make_card(folder)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    path = folder / "README.md"
    stale = path.read_text(encoding="utf-8") != card
    if check and stale:
        print(f"README.md is stale. Run python {Path(__file__).name}.", file=sys.stderr)
        return 1
    if stale:
        path.write_text(card, encoding="utf-8", newline="\n")
    print("Written: README.md." if stale else "All figures are as the sentences want them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
