"""Checks the dinosaur genera, splits them three ways and keeps the card's figures true.

From this folder or any other:

    python data/dinosaurs/make.py            write train.txt, validation.txt, test.txt and the card
    python data/dinosaurs/make.py --check    change nothing; fail if a file or a figure is stale

`genera.txt` is edited by hand; all else is made from it. Needs only the standard library.
"""

import argparse
import hashlib
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SPLITS = ("train", "validation", "test")
TEST_SHARE = 0.12
VALIDATION_SHARE = 0.10
FIGURES_BEGIN = "<!-- figures: written by make.py, do not edit -->"
FIGURES_END = "<!-- end of figures -->"

# Animals of the deep past that are often taken for dinosaurs, or once were. None may be listed.
NOT_DINOSAURS = {
    "relatives of mammals, and mammals": (
        "dimetrodon edaphosaurus cotylorhynchus moschops gorgonops inostrancevia lystrosaurus "
        "cynognathus thrinaxodon placerias diictodon estemmenosuchus titanophoneus "
        "basilosaurus mammuthus smilodon megatherium"
    ),
    "pterosaurs": (
        "pteranodon pterodactylus quetzalcoatlus rhamphorhynchus dimorphodon eudimorphodon "
        "tapejara tupandactylus nyctosaurus pterodaustro anhanguera ornithocheirus hatzegopteryx "
        "dsungaripterus tropeognathus sordes anurognathus jeholopterus darwinopterus "
        "zhejiangopterus thalassodromeus istiodactylus germanodactylus ctenochasma "
        "arambourgiania cryodrakon caiuajara"
    ),
    "marine reptiles": (
        "ichthyosaurus plesiosaurus mosasaurus elasmosaurus liopleurodon kronosaurus pliosaurus "
        "ophthalmosaurus shonisaurus stenopterygius temnodontosaurus cymbospondylus mixosaurus "
        "nothosaurus placodus henodus tylosaurus platecarpus clidastes globidens plotosaurus "
        "prognathodon cryptoclidus thalassomedon styxosaurus rhomaleosaurus mesosaurus "
        "tanystropheus archelon keichousaurus atopodentatus albertonectes"
    ),
    "crocodile-line archosaurs and their kin": (
        "postosuchus desmatosuchus rutiodon sarcosuchus deinosuchus saurosuchus prestosuchus "
        "effigia shuvosaurus poposaurus arizonasaurus ticinosuchus ornithosuchus teratosaurus "
        "hesperosuchus terrestrisuchus saltoposuchus erythrosuchus proterosuchus euparkeria "
        "phytosaurus typothorax stagonolepis metriorhynchus dakosaurus kaprosuchus simosuchus "
        "razanandrongobe mahajangasuchus purussaurus champsosaurus rauisuchus batrachotomus"
    ),
    "near relatives of dinosaurs, or of disputed rank": (
        "silesaurus asilisaurus sacisaurus lewisuchus eucoelophysis kwanasaurus technosaurus "
        "diodorus ignotosaurus gondwanax marasuchus lagosuchus lagerpeton dromomeron ixalerpeton "
        "scleromochlus saltopus spondylosoma nyasasaurus pisanosaurus agnosphitys teleocrater"
    ),
    "birds and their nearest kin": (
        "archaeopteryx jeholornis confuciusornis sapeornis hesperornis ichthyornis rahonavis "
        "balaur enantiornis iberomesornis gargantuavis gastornis titanis phorusrhacos "
        "dinornis aepyornis raphus wellnhoferia longipteryx patagopteryx protoavis"
    ),
    "amphibians, fish and other reptiles": (
        "eryops diplocaulus koolasuchus mastodonsaurus ichthyostega tiktaalik acanthostega "
        "seymouria hylonomus scutosaurus pareiasaurus hyperodapedon trilophosaurus longisquama "
        "sharovipteryx megalania titanoboa dunkleosteus megalodon drepanosaurus hypuronector"
    ),
    "published with their names withdrawn, never formally named, or not of an animal": (
        "ubirajara archaeoraptor nurosaurus sugiyamasaurus tonouchisaurus sanchusaurus "
        "thotobolosaurus megacervixosaurus aachenosaurus angloposeidon"
    ),
}


def not_dinosaurs():
    """Returns the set of all names that must not be listed."""
    return {name for names in NOT_DINOSAURS.values() for name in names.split()}


def find_problems(names):
    """Says in words what is wrong with a list of genera.

    Args:
        names: List of strings, the lines of `genera.txt` in their order.

    Returns:
        List of sentences; empty if all is well.
    """
    problems = [
        f"Line {number}: {name!r} is not a word of lower-case letters a to z."
        for number, name in enumerate(names, start=1)
        if not re.fullmatch(r"[a-z]{2,}", name)
    ]
    for number, (name, following) in enumerate(zip(names, names[1:], strict=False), start=2):
        if name == following:
            problems.append(f"Line {number}: {name!r} stands twice.")
        elif name > following:
            problems.append(f"Line {number}: {following!r} belongs before {name!r}; sort the list.")
    problems += [
        f"{name!r} is not a dinosaur (or not surely one): see NOT_DINOSAURS."
        for name in sorted(not_dinosaurs().intersection(names))
    ]
    return problems


def split_of(name):
    """Tells which split a name belongs to.

    The answer depends on the name alone, by a hash that is the same on every machine, so a
    genus added to the list moves no other.

    Args:
        name: String, a genus in lower case.

    Returns:
        `"train"`, `"validation"` or `"test"`.
    """
    digest = hashlib.sha256(f"dinosaur genus {name}".encode()).digest()
    position = int.from_bytes(digest[:8], "big") / 2**64  # Uniform in [0, 1).
    if position < TEST_SHARE:
        return "test"
    return "validation" if position < TEST_SHARE + VALIDATION_SHARE else "train"


def edit_distance(first, second, limit):
    """Counts the letters to insert, delete or replace to turn one word into the other.

    Args:
        first: String.
        second: String.
        limit: Int, the largest distance of interest.

    Returns:
        Int, the Levenshtein distance; `limit + 1` if it is more than `limit`.
    """
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(second, start=1):
            cheapest = min(row[j] + 1, row[j - 1] + 1, diagonal + (letter != other))
            diagonal, row[j] = row[j], cheapest
        if min(row) > limit:  # No later row can hold less.
            return limit + 1
    return min(row[-1], limit + 1)


def distance_to_nearest(name, others, limit=2):
    """Measures how far the nearest other word is.

    Args:
        name: String.
        others: List of strings.
        limit: Int, the largest distance of interest.

    Returns:
        Int, the smallest edit distance; `limit + 1` if every word is farther than `limit`.
    """
    near = [other for other in others if abs(len(other) - len(name)) <= limit]
    return min((edit_distance(name, other, limit) for other in near), default=limit + 1)


def describe(names, training_names):
    """Collects a split's figures.

    Args:
        names: List of strings, the split.
        training_names: List of strings, or None for no comparison.

    Returns:
        List of strings, the cells of the split's row in the card.
    """
    lengths = [len(name) for name in names]
    endings = sum(name.endswith("saurus") for name in names)
    row = [
        f"{len(names):,}",
        f"{sum(lengths):,}",
        f"{min(lengths)} to {max(lengths)}, mean {sum(lengths) / len(names):.1f}",
        f"{endings / len(names):.1%}",
    ]
    if training_names is None:
        return [*row, "", ""]
    distances = [distance_to_nearest(name, training_names) for name in names]
    for limit in (1, 2):
        count = sum(distance <= limit for distance in distances)
        row.append(f"{count} ({count / len(names):.1%})")
    return row


def card_figures(contents):
    """Writes the part of the card that is measured.

    Args:
        contents: Dictionary from file name to text, `genera.txt` and the three splits.

    Returns:
        String, Markdown between the two marker lines, markers included.
    """
    training_names = contents["train.txt"].split()
    lines = [
        FIGURES_BEGIN,
        "",
        "| file | names | letters | letters a name | ending in -saurus | 1 edit from training |"
        " at most 2 edits |",
        "|---|---:|---:|---|---:|---:|---:|",
    ]
    for name, text in contents.items():
        held_out = name in ("validation.txt", "test.txt")
        row = describe(text.split(), training_names if held_out else None)
        lines.append(f"| `{name}` | " + " | ".join(row) + " |")
    lines += ["", "```text"]
    for name, text in contents.items():
        lines.append(f"{hashlib.sha256(text.encode('ascii')).hexdigest()}  {name}")
    lines += ["```", "", FIGURES_END]
    return "\n".join(lines)


def make_files(folder):
    """Makes, in memory, every file that follows from `genera.txt`.

    Args:
        folder: Path of the folder with `genera.txt` and `README.md`.

    Returns:
        Dictionary from file name to text.

    Raises:
        ValueError: If the list or the card is not as it must be; the message says where.
    """
    genera = (folder / "genera.txt").read_bytes().decode("utf-8")
    names = genera.splitlines()
    problems = find_problems(names)
    if not genera.endswith("\n"):
        problems.append("The last line does not end with a newline.")
    if "\r" in genera:
        problems.append("Lines end with a carriage return; a newline alone is wanted.")
    if problems:
        raise ValueError("genera.txt:\n  " + "\n  ".join(problems))
    files = {
        f"{split}.txt": "".join(f"{name}\n" for name in names if split_of(name) == split)
        for split in SPLITS
    }
    card = (folder / "README.md").read_text(encoding="utf-8")
    before, begin, rest = card.partition(FIGURES_BEGIN)
    _, end, after = rest.partition(FIGURES_END)
    if not (begin and end):
        raise ValueError(f"README.md must hold the lines {FIGURES_BEGIN!r} and {FIGURES_END!r}.")
    figures = card_figures({"genera.txt": genera, **files})
    return {**files, "README.md": before + figures + after}


def find_stale(folder, files):
    """Names the files on disk that differ from what they should be.

    Args:
        folder: Path.
        files: Dictionary from file name to the right text.

    Returns:
        List of file names.
    """
    return [
        name
        for name, text in files.items()
        if not (folder / name).exists() or (folder / name).read_bytes() != text.encode("utf-8")
    ]


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
    stale = find_stale(folder, files)
    if check and stale:
        print(f"Stale: {', '.join(stale)}. Run python {Path(__file__).name}.", file=sys.stderr)
        return 1
    for name in stale:
        (folder / name).write_text(files[name], encoding="utf-8", newline="\n")
    print(f"Written: {', '.join(stale)}." if stale else "All files are as genera.txt wants them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
