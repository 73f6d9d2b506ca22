"""Makes the course's word vectors, from the lexicon to the card's figures.

From this folder or any other:

    python data/word_vectors/make_vectors.py            write corpus, train (minutes), write all files
    python data/word_vectors/make_vectors.py --card     write groups.json and the card, do not train
    python data/word_vectors/make_vectors.py --report   measure the vectors as they are; change nothing
    python data/word_vectors/make_vectors.py --check    fail if a file or a figure is stale
    python data/word_vectors/make_vectors.py --corpus   print the sentences that were trained on

`lexicon/` and the programs are edited by hand; words.txt, the two .npy files, groups.json and the
figures of README.md are made from them. The corpus is the same on every machine; trained vectors
differ in the last digits from machine to machine, so `--check` does not train: it compares the
vectors with the hashes in the card, and measures them again.
"""

import argparse
import collections
import hashlib
import io
import json
import sys
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))  # The modules beside this one, also where a test loads it.

from grammar import shuffle_facts, write_corpus  # noqa: E402
from groups import SETS, make_groups  # noqa: E402
from lexicon import load_lexicon  # noqa: E402
from measure import gender_cosines, interval, pole_agreement, solved_by_kind  # noqa: E402

SEED = 20
FIGURES_BEGIN = "<!-- figures: written by make_vectors.py, do not edit -->"
FIGURES_END = "<!-- end of figures -->"
MATRICES = {"facts": "vectors.npy", "shuffled": "vectors_shuffled.npy"}


def make_corpora():
    """Writes both corpora.

    Returns:
        Lexicon; dictionary from `"facts"` and `"shuffled"` to the list of sentences.
    """
    classes = load_lexicon()
    shuffled = shuffle_facts(classes, SEED)
    return classes, {
        "facts": write_corpus(classes, SEED),
        "shuffled": write_corpus(shuffled, SEED),
    }


def train_all(corpora, report=print):
    """Trains on both corpora, with the same settings.

    Args:
        corpora: Dictionary from name to list of sentences.
        report: Function that is called with lines of progress.

    Returns:
        Words of both, by their frequency in the first; dictionary from name to float16 matrix.
    """
    from trainer import index_words, train

    tables = {}
    for name, sentences in corpora.items():
        report(f"{name}: {len(sentences):,} sentences")
        words, counts, ids = index_words(sentences)
        tables[name] = words, train(ids, counts, SEED, report)
    common = set(tables["facts"][0]).intersection(tables["shuffled"][0])
    chosen = [word for word in tables["facts"][0] if word in common]
    matrices = {}
    for name, (words, matrix) in tables.items():
        row = {word: number for number, word in enumerate(words)}
        matrices[name] = matrix[[row[word] for word in chosen]].astype(np.float16)
    return chosen, matrices


def load_made(folder=FOLDER):
    """Reads the words and both matrices back.

    Args:
        folder: Path.

    Returns:
        List of words; dictionary from name to float32 matrix.
    """
    words = (folder / "words.txt").read_text(encoding="utf-8").splitlines()
    matrices = {
        name: np.load(folder / file, allow_pickle=False).astype(np.float32)
        for name, file in MATRICES.items()
    }
    return words, matrices


def sha256(content):
    """Returns the hash of bytes, or of a text's UTF-8."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def corpus_lines(classes, corpora, words):
    """Describes the lexicon and the corpora for the card."""
    counts = collections.Counter(word for text in corpora["facts"] for word in text.split())
    forms = {w for c in classes for x in c.lexemes for w in x.forms.values()}
    known = set(words)
    rare = sum(1 for word in counts if word not in known)
    return [
        "| | |",
        "|---|---:|",
        f"| classes of words | {len(classes):,} |",
        f"| entries in the lexicon | {sum(len(c.lexemes) for c in classes):,} |",
        f"| forms that are spoken of (the rest are facts and patterns) | {len(forms):,} |",
        f"| sentences | {len(corpora['facts']):,} |",
        f"| words in them | {counts.total():,} |",
        f"| different words | {len(counts):,} |",
        f"| without a vector, being too rare | {rare:,} |",
        f"| **words with a vector** | **{len(words):,}** |",
        f"| occurrences of the median word | {int(np.median([counts[w] for w in words])):,} |",
    ]


def analogy_lines(groups, index, matrices):
    """Measures the analogies for the card."""
    lines = [
        "| kind | for example | held out: solved | 95 % | facts shuffled | not held out: solved |",
        "|---|---|---:|---:|---:|---:|",
    ]
    held_out = [asked for asked in groups["analogies"] if asked["held_out"]]
    stated = [asked for asked in groups["analogies"] if not asked["held_out"]]
    first = {asked["kind"]: asked for asked in reversed(held_out)}
    right = solved_by_kind(matrices["facts"], index, held_out)
    baseline = solved_by_kind(matrices["shuffled"], index, held_out)
    told = solved_by_kind(matrices["facts"], index, stated)
    for kind, (hits, count) in right.items():
        low, high = interval(hits, count)
        a, b, c = first[kind]["question"]
        lines.append(
            f"| {kind} | {a} : {b} = {c} : {first[kind]['answer']} "
            f"| {hits} of {count} = {hits / count:.2f} | {low:.2f} to {high:.2f} "
            f"| {baseline[kind][0] / count:.2f} | {told[kind][0] / told[kind][1]:.2f} |"
        )
    return lines


def bias_lines(groups, index, matrices):
    """Measures the planted bias for the card."""

    def cosines(name, words):
        return gender_cosines(matrices[name], index, groups["gender_pairs"], words)

    lines = [
        "| words | planted share of women | number | mean cosine | mean of its size "
        "| facts shuffled: mean cosine | mean of its size |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    rows = [
        ("professions", lean, [w for w, own in groups["professions"].items() if own == lean])
        for lean in sorted(set(groups["professions"].values()), reverse=True)
    ]
    leans = {x.forms["n"]: x.lean for c in load_lexicon() if c.name in SETS for x in c.lexemes}
    rows += [(name, leans[groups[name][0]], groups[name]) for name in SETS]
    rows += [
        ("female names", 1.0, groups["female_names"]),
        ("male names", 0.0, groups["male_names"]),
    ]
    for name, lean, words in rows:
        own, fair = cosines("facts", words), cosines("shuffled", words)
        lines.append(
            f"| {name} | {lean:g} | {len(words)} | {own.mean():+.3f} | {np.abs(own).mean():.3f} "
            f"| {fair.mean():+.3f} | {np.abs(fair).mean():.3f} |"
        )
    planted = np.array(list(groups["professions"].values()))
    correlations = [
        np.corrcoef(planted, cosines(name, list(groups["professions"])))[0, 1] for name in MATRICES
    ]
    own, fair = (np.abs(cosines(name, list(groups["professions"]))).mean() for name in MATRICES)
    return [
        *lines,
        "",
        f"All {len(planted)} professions: mean size of the cosine {own:.3f}, with shuffled facts "
        f"{fair:.3f}; its correlation with the planted share {correlations[0]:.2f}, with shuffled "
        f"facts {correlations[1]:+.2f}.",
    ]


def measure_all(classes, corpora, words, matrices):
    """Writes the part of the card that is measured.

    Args:
        classes: List of `WordClass`.
        corpora: Dictionary from name to list of sentences.
        words: List of words.
        matrices: Dictionary from name to float32 matrix.

    Returns:
        String, Markdown without the marker lines.
    """
    index = {word: row for row, word in enumerate(words)}
    groups = make_groups(classes, set(words))
    agreement, number = pole_agreement(
        matrices["facts"], index, groups["positive"], groups["negative"]
    )
    return "\n".join(
        [
            *corpus_lines(classes, corpora, words),
            "",
            *analogy_lines(groups, index, matrices),
            "",
            *bias_lines(groups, index, matrices),
            "",
            f"Of {number} words of feeling, praise and blame, {agreement:.1%} have a word of their "
            "own pole, positive or negative, as the nearest of these words.",
        ]
    )


def make_files(folder=FOLDER):
    """Makes, in memory, every file that follows from the lexicon and the vectors as they are.

    Args:
        folder: Path with `words.txt`, the matrices and `README.md`.

    Returns:
        Dictionary from file name to text.

    Raises:
        ValueError: If the card has no place for the figures.
    """
    card = (folder / "README.md").read_text(encoding="utf-8")
    before, begin, rest = card.partition(FIGURES_BEGIN)
    _, end, after = rest.partition(FIGURES_END)
    if not (begin and end):
        raise ValueError(f"README.md must hold the lines {FIGURES_BEGIN!r} and {FIGURES_END!r}.")
    classes, corpora = make_corpora()
    words, matrices = load_made(folder)
    groups = json.dumps(make_groups(classes, set(words)), indent=1) + "\n"
    joined = {name: "".join(f"{line}\n" for line in text) for name, text in corpora.items()}
    hashes = [f"{sha256(text)}  corpus, {name}" for name, text in joined.items()]
    hashes += [
        f"{sha256((folder / name).read_bytes())}  {name}"
        for name in ("words.txt", *MATRICES.values())
    ]
    hashes.append(f"{sha256(groups)}  groups.json")
    figures = measure_all(classes, corpora, words, matrices)
    figures += "\n\n```text\n" + "\n".join(hashes) + "\n```"
    return {
        "groups.json": groups,
        "README.md": f"{before}{begin}\n\n{figures}\n\n{end}{after}",
    }


def main(arguments=None, folder=FOLDER):
    """Runs the program.

    Args:
        arguments: List of command-line words, or None for the process's own.
        folder: Path of the data's folder.

    Returns:
        Int, the exit status: 0 if all is well.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--report", action="store_true", help="measure, change nothing")
    choice.add_argument("--card", action="store_true", help="write all but the vectors")
    choice.add_argument("--check", action="store_true", help="compare, change nothing")
    choice.add_argument("--corpus", action="store_true", help="print the sentences")
    chosen = parser.parse_args(arguments)
    if chosen.corpus:
        print("\n".join(make_corpora()[1]["facts"]))
        return 0
    if chosen.report:
        classes, corpora = make_corpora()
        print(measure_all(classes, corpora, *load_made(folder)))
        return 0
    if not (chosen.check or chosen.card):
        _, corpora = make_corpora()
        words, matrices = train_all(corpora)
        (folder / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8", newline="\n")
        for name, file in MATRICES.items():
            buffer = io.BytesIO()
            np.save(buffer, matrices[name])
            (folder / file).write_bytes(buffer.getvalue())
    files = make_files(folder)
    stale = [
        name
        for name, text in files.items()
        if not (folder / name).exists() or (folder / name).read_bytes() != text.encode("utf-8")
    ]
    if chosen.check:
        if stale:
            print(f"Stale: {', '.join(stale)}. Run python {Path(__file__).name}.", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (folder / name).write_text(files[name], encoding="utf-8", newline="\n")
    print(f"Written: {', '.join(stale)}." if stale else "All files are up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
