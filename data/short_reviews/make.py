"""Writes the generated reviews, checks the written ones, and keeps the card's figures true.

From this folder or any other:

    python data/short_reviews/make.py            write what is generated, and README.md's figures
    python data/short_reviews/make.py --check    change nothing; fail if a file or figure is stale

`generated.tsv`, `negation.tsv` and `quartets.tsv` are generated; the other files were written by
hand, `independent.tsv` first, and it never changes. Needs only the standard library.
"""

import argparse
import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

import grammar

FOLDER = Path(__file__).resolve().parent
SEED = 2026  # Settings of the notebook were chosen with seeds 1 to 3.
LABELS = (grammar.POSITIVE, grammar.NEUTRAL, grammar.NEGATIVE)
HEADS = {
    "independent": "label\ttext",
    "train": "label\ttext",
    "validation": "label\ttext",
    "same_bag": "label_a\ttext_a\tlabel_b\ttext_b",
    "blind_labels": "text\tlabel",
    "generated": "label\tturned_by\tword\ttext",
    "negation": "label\tturned_by\tword\ttext",
    "quartets": "label\tturned_by\tword\ttext",
}
GENERATED = ("generated", "negation", "quartets")
FIGURES_BEGIN = "<!-- figures: written by make.py, do not edit -->"
FIGURES_END = "<!-- end of figures -->"

# Closed before any model was trained; a later change would make that untrue.
INDEPENDENT_SHA256 = "466bd916efc541b65daa83ecdd5ac9a75c99b294297e1ab6c46dde846e7f43ab"


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
    return re.findall(r"[a-z0-9]+(?:['-][a-z]+)*", sentence.lower().replace("\u2019", "'"))


def generated_texts():
    """Returns name to the text of each file that is generated."""
    sets = grammar.generate(SEED)
    return {
        name: "\n".join([HEADS[name], *map("\t".join, rows)]) + "\n" for name, rows in sets.items()
    }


def read_rows(texts):
    """Splits the files into rows and checks their form.

    Args:
        texts: Dictionary from a set's name to the text of its file.

    Returns:
        Dictionary from a set's name to a list of rows, and a list of sentences about what is wrong.
    """
    rows, problems = {}, []
    for name, head in HEADS.items():
        first, *lines = texts[name].splitlines()
        rows[name] = [line.split("\t") for line in lines]
        fields = head.split("\t")
        places = [i for i, field in enumerate(fields) if field.startswith("label")]
        if first != head:
            problems.append(f"{name}.tsv begins with {first!r}, not {head!r}.")
        for number, row in enumerate(rows[name], start=2):
            if len(row) != len(fields) or not {row[i] for i in places} <= set(LABELS):
                problems.append(
                    f"{name}.tsv, line {number}: not {len(fields)} fields, right labels."
                )
    return rows, problems


def labelled(rows):
    """Lists the sets' reviews with their labels, the two of a pair one after the other.

    Args:
        rows: Dictionary from a set's name to its rows.

    Returns:
        Dictionary from a set's name to a list of pairs, label and text; blind labels excepted.
    """
    sets = {name: [(row[0], row[-1]) for row in lines] for name, lines in rows.items()}
    sets["same_bag"] = [(row[k], row[k + 1]) for row in rows["same_bag"] for k in (0, 2)]
    del sets["blind_labels"]
    return sets


def find_problems(rows):
    """Says in words what is wrong with the reviews.

    Args:
        rows: Dictionary from a set's name to its rows, all of the right form.

    Returns:
        List of sentences; empty if all is well.
    """
    problems, first_place = [], {}
    for name, pairs in labelled(rows).items():
        for _, text in pairs:
            key = " ".join(words_of(text))
            if key in first_place:
                problems.append(f"{name}.tsv: {text!r} stands twice ({first_place[key]}.tsv).")
            first_place.setdefault(key, name)
    for one, first, other, second in rows["same_bag"]:
        if one == other or Counter(words_of(first)) != Counter(words_of(second)):
            problems.append(f"same_bag.tsv: {first!r} and {second!r} are no pair.")
    texts = {text for _, text in rows["independent"]}
    if lost := [text for text, _ in rows["blind_labels"] if text not in texts]:
        problems.append(f"blind_labels.tsv: {lost[0]!r} is no independent review.")
    return problems


def agreement(rows):
    """Counts how often the second labels of independent reviews are the first ones.

    Args:
        rows: Dictionary from a set's name to its rows.

    Returns:
        Number of equal labels, number of all, and Cohen's kappa.

    Source:
        Cohen, 1960, https://doi.org/10.1177/001316446002000104.
    """
    first = {text: label for label, text in rows["independent"]}
    pairs = [(first[text], label) for text, label in rows["blind_labels"]]
    count, equal = len(pairs), sum(one == other for one, other in pairs)
    by_chance = sum(
        sum(one == label for one, _ in pairs) * sum(other == label for _, other in pairs)
        for label in LABELS
    )
    chance = by_chance / count**2
    return equal, count, (equal / count - chance) / (1 - chance)


def with_shared_run(pairs, train, length=4):
    """Lists the texts that share a run of words with a text to learn from.

    Args:
        pairs: List of pairs, label and text.
        train: Likewise, to learn from.
        length: Int, words in a run.

    Returns:
        List of strings.
    """
    known = {run for _, text in train for run in _runs(text, length)}
    return [text for _, text in pairs if not known.isdisjoint(_runs(text, length))]


def _runs(text, length):
    words = words_of(text)
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def card_figures(texts, rows):
    """Writes the part of the card that is measured.

    Args:
        texts: Dictionary from a set's name to the text of its file.
        rows: Dictionary from a set's name to its rows.

    Returns:
        String, Markdown between the two marker lines, markers included.
    """
    sets = labelled(rows)
    learned = {word for _, text in sets["train"] for word in words_of(text)}
    lines = [
        FIGURES_BEGIN,
        "",
        f"| file | reviews | {' | '.join(LABELS)} | words a review "
        "| words not in `train.tsv` | share a run of four words with it |",
        "|---|---:|" + "---:|" * len(LABELS) + "---:|---:|---:|",
    ]
    for name, pairs in sets.items():
        counts = Counter(label for label, _ in pairs)
        words = [word for _, text in pairs for word in words_of(text)]
        new = sum(word not in learned for word in words) / len(words)
        cells = " | ".join(str(counts[label]) for label in LABELS)
        mean = len(words) / len(pairs)
        shared = len(with_shared_run(pairs, sets["train"]))
        row = f"| `{name}.tsv` | {len(pairs)} | {cells} | {mean:.1f} | {new:.0%} | "
        lines.append(row + ("" if name == "train" else f"{shared}") + " |")
    equal, count, kappa = agreement(rows)
    turned = {word for _, by, word, _ in rows["generated"] if by != "-"}
    never = {word for _, _, word, _ in rows["negation"]} - turned
    lines += [
        "",
        f"- Second, blind labels: {equal} of {count} are the first ones (Cohen's kappa {kappa:.2f}).",
        f"- Words of feeling in the generated reviews: {len(turned)} are turned round in",
        f"  `generated.tsv`, {len(never)} others in `negation.tsv` and `quartets.tsv` alone.",
        "",
        "```text",
    ]
    for name in HEADS:
        lines.append(f"{hashlib.sha256(texts[name].encode('utf-8')).hexdigest()}  {name}.tsv")
    return "\n".join([*lines, "```", "", FIGURES_END])


def make_files(folder):
    """Makes all that is generated, in memory.

    Args:
        folder: Path of the folder with the written files and `README.md`.

    Returns:
        Dictionary from a file's name to its text.

    Raises:
        ValueError: If a review is not as it must be; the message lists all that are not.
    """
    made = generated_texts()
    written = [name for name in HEADS if name not in GENERATED]
    texts = {name: (folder / f"{name}.tsv").read_bytes().decode("utf-8") for name in written}
    texts |= made
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
    files = {f"{name}.tsv": text for name, text in made.items()}
    return {**files, "README.md": before + card_figures(texts, rows) + after}


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
        files = make_files(folder)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    stale = [
        name
        for name, text in files.items()
        if not (folder / name).is_file() or (folder / name).read_bytes().decode("utf-8") != text
    ]
    if check and stale:
        print(f"Stale: {', '.join(stale)}. Run python {Path(__file__).name}.", file=sys.stderr)
        return 1
    for name in stale:
        (folder / name).write_text(files[name], encoding="utf-8", newline="\n")
    print(f"Written: {', '.join(stale)}." if stale else "All files are as they should be.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
