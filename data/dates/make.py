"""Takes the formats of dates out of Babel, and keeps the card's figures true.

From this folder or any other, in the repository's environment:

    python data/dates/make.py            write formats.json anew from the installed Babel
    python data/dates/make.py --check    change nothing; fail if a figure of the card is stale

The file is committed and read without Babel, so that everybody has the same formats, whatever the
Babel at hand knows. `--check` needs no Babel either.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[1]))

from utils import dates  # noqa: E402

LOCALES = ("en_GB", "en_US", "fr", "de", "es", "it", "pt", "nl", "sv", "pl")
CLDR_BEFORE_IT_WAS_SAID = {"2.17": "46"}  # From Babel's list of changes.
LENGTHS = ("short", "medium", "long", "full")
FIGURES_BEGIN = "<!-- figures: written by make.py, do not edit -->"
FIGURES_END = "<!-- end of figures -->"


def cldr_version(babel):
    """Returns the release of CLDR that a Babel carries.

    Args:
        babel: The package; releases before 2.18 do not say it themselves.

    Returns:
        Text such as `"47"`.
    """
    if hasattr(babel.core, "get_cldr_version"):
        return babel.core.get_cldr_version()
    series = ".".join(babel.__version__.split(".")[:2])
    if series not in CLDR_BEFORE_IT_WAS_SAID:
        raise SystemExit(
            f"Babel {babel.__version__} does not say which CLDR it carries: install 2.18 or newer."
        )
    return CLDR_BEFORE_IT_WAS_SAID[series]


def formats_from_babel():
    """Reads patterns and names out of Babel.

    Returns:
        Dictionary as it stands in `formats.json`.
    """
    import babel
    from babel.dates import get_date_format

    entries = {}
    for code in LOCALES:
        locale = babel.Locale.parse(code)
        months = locale.months["format"]
        entries[code] = {
            "language": locale.get_display_name("en"),
            "patterns": {length: get_date_format(length, code).pattern for length in LENGTHS},
            "months": [months["wide"][month] for month in range(1, 13)],
            "short_months": [months["abbreviated"][month] for month in range(1, 13)],
            "weekdays": [locale.days["format"]["wide"][day] for day in range(7)],  # From Monday.
        }
    return {"babel": babel.__version__, "cldr": cldr_version(babel), "locales": entries}


def find_collisions(formats):
    """Lists texts that two formats give to different dates.

    Args:
        formats: List of `DateFormat`.

    Returns:
        Dictionary from a text, in lower case, to the set of its dates: only those with several.
    """
    readings, collisions = {}, {}
    for day in dates.all_days():
        for form in formats:
            # Two formats may well agree on a date; what counts is a second date.
            known = readings.setdefault(form.write(day).lower(), day)
            if known is not day:
                collisions.setdefault(form.write(day).lower(), {known}).add(day)
    return collisions


def card_figures(folder):
    """Writes the part of the card that is measured.

    Args:
        folder: Folder with `formats.json`.

    Returns:
        Markdown text.
    """
    formats = dates.load_date_formats(folder)
    sets = dates.load_dates(folder)
    day = dates.date(2026, 9, 30)
    lines = ["| locale | short | medium | long | full |", "|---|---|---|---|---|"]
    for code in LOCALES:
        own = {form.length: form for form in formats if form.locale == code}
        cells = [f"`{own[length].pattern}`" for length in LENGTHS]
        lines.append(f"| {code} | " + " | ".join(cells) + " |")
    lines += ["", f"30 September 2026, longest: `{sets.longest(formats, day)}`.", ""]
    lines += ["| set | texts | dates | formats | characters |", "|---|---:|---:|---:|---|"]
    for name, group in sets.groups().items():
        sizes = [len(text) for text in group.texts]
        lines.append(
            f"| `{name}` | {len(group):,} | {len(set(group.days)):,} | "
            f"{len(set(group.formats))} | {min(sizes)} to {max(sizes)} |"
        )
    scored = find_collisions(sets.scored(formats))
    everything = find_collisions(formats)
    lines += [
        "",
        f"Texts with two dates among the scored formats: {len(scored)}. With the",
        f"American `M/d/yy` among them it would be {len(everything):,}.",
        "",
        "```text",
    ]
    lines += [f"{checksum(folder / 'formats.json')}  formats.json"]
    lines += [f"{text_checksum(group)}  {name}" for name, group in sets.groups().items()]
    return "\n".join([*lines, "```"])


def checksum(path):
    """Returns the SHA-256 of a file as hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def text_checksum(group):
    """Returns the SHA-256 of a set, written as lines of text, tab, date."""
    rows = zip(group.texts, group.targets, strict=True)
    return hashlib.sha256("".join(f"{a}\t{b}\n" for a, b in rows).encode()).hexdigest()


def main(arguments=None, folder=FOLDER):
    """Writes or checks; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    options = parser.parse_args(arguments)
    if not options.check:
        text = json.dumps(formats_from_babel(), ensure_ascii=False, indent=1) + "\n"
        (folder / "formats.json").write_text(text, encoding="utf-8")
    card = (folder / "README.md").read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(FIGURES_BEGIN)}.*{re.escape(FIGURES_END)}", re.DOTALL)
    figures = f"{FIGURES_BEGIN}\n\n{card_figures(folder)}\n\n{FIGURES_END}"
    if not pattern.search(card):
        print("README.md has no place for the figures.", file=sys.stderr)
        return 1
    fresh = pattern.sub(lambda _: figures, card)
    if options.check and fresh != card:
        print("The figures in README.md are stale: run make.py.", file=sys.stderr)
        return 1
    if not options.check:
        (folder / "README.md").write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
