"""Makes the bank of spoken words: espeak-ng says each, three Ogg files and an index keep them.

    python data/trigger_words/make.py            says all words anew, writes files and card
    python data/trigger_words/make.py --check    compares files, index and card; needs no espeak-ng

espeak-ng 1.51 (`apt install espeak-ng`) made the files that are committed. Another version speaks
a little differently: the card's checksums change with it.
"""

import argparse
import csv
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

FOLDER = Path(__file__).resolve().parent
SAMPLE_RATE = 16_000  # Hz
ESPEAK_RATE = 22_050  # Hz, what espeak-ng writes
BYTES = 1_000_000  # all sound files together stay below
TRIGGER = "hey listen"
KINDS = ("trigger", "confusable", "plain")
FIELDS = ("split", "kind", "word", "voice", "start", "stop")
GAP = 160  # samples of silence between two words: 10 ms
MARKS = ("<!-- figures: written by make.py, do not edit -->", "<!-- end of figures -->")
QUALITY = 0.965  # of libsndfile, 0 to 1: higher is smaller and worse; about 15 kbit a second
QUIET = 0.02  # of a word's largest sample; what is below at either end is cut off


# Ways of pronouncing English, as exchanges of espeak-ng's phonemes (`espeak-ng -x` prints them). In
# training a voice takes one of each row, which makes some thousand accents out of four.
PRONUNCIATIONS = (
    (("eI", "eI"), ("eI", "e:"), ("eI", "E"), ("eI", "aI"), ("eI", "E:"), ("eI", "e")),
    (("h", "h"), ("h", "h"), ("h", "")),
    (("I", "I"), ("I", "I"), ("I", "I2"), ("I", "i:")),
    (("@n", "@n"), ("@n", "n-"), ("@n", "In")),
    (("'", "'"), ("'", "'"), ("' '", "' "), ("' '", " '")),  # The second or first stress goes.
)


@dataclass(frozen=True)
class Split:
    """What one split says, and who says it.

    Args:
        voices: espeak-ng's name of an accent, "+", its name of a speaker.
        speeds: Words a minute; the trigger is said at each.
        confusables: Word groups that sound like the trigger in part.
        plain: Words that do not.
        triggers_each: How often a voice says the trigger.
        confusables_each: How many of the confusables a voice says.
        plain_each: Likewise.
        varied: Whether all but a voice's first trigger and every other word get a pronunciation
            out of `PRONUNCIATIONS`.
    """

    voices: tuple[str, ...]
    speeds: tuple[int, ...]
    confusables: tuple[str, ...]
    plain: tuple[str, ...]
    triggers_each: int
    confusables_each: int
    plain_each: int
    varied: bool = False


def _voices(accents: str, speakers: str) -> tuple[str, ...]:
    """Pairs accents and speakers off: each speaker meets `len(accents)` or fewer accents."""
    accents, speakers = accents.split(), speakers.split()
    count = max(len(accents), len(speakers))
    return tuple(f"{accents[i % len(accents)]}+{speakers[i % len(speakers)]}" for i in range(count))


SPLITS = {
    "train": Split(
        _voices(
            "en-us en-gb en-029 en-gb-x-rp",
            "m1 m3 m4 m7 m8 f1 f2 f3 Alex Andy Annie aunty Denis ed klatt klatt4 linda Mike"
            " norbert quincy steph zac iven michel adam benjamin caleb Diogo marcelo Jacky"
            " miguel Nguyen paul pablo m2 m6 f5 Alicia Marco anika david victor shelby john edward"
            " Storm",
        ),
        (135, 175, 155, 190),
        (
            "hey lisa|hey leslie|hey mister|hey|listen|a lesson|hay and linen|they listed|pay listing|"
            "hailing|hey lillian|the list|hey nelson|glisten|hey clinton|hate listening|they lifted|"
            "hey winston|christen|hey little one|hey lisbon|hey mason|go listen|please listen|"
            "hey lemon|hey lipstick|hey linus|hey kitten|hey visitor|hey risen|hey lawson|"
            "hey lassen|hey limit|hey you|hey listed|hey mitten|hey lift it|you listen|hey there|"
            "hello|hey listerine|hey luton|hey nissan|listen hey|who listens|hey sister|hey lesson|hey lessen"
        ).split("|"),
        (
            "banana|window|tomorrow|seven|yesterday|kitchen|follow me|computer|market|umbrella|"
            "good morning|potato|sister|isn't it|station|crocodile|paper bag|nothing|butterfly|"
            "what time is it|never mind|thank you|hospital"
        ).split("|"),
        5,
        6,
        2,
        True,
    ),
    "validation": Split(
        _voices("en-gb-x-gbcwmd", "m5 f4 Gene belinda klatt2 robert grandma Lee"),
        (140, 180),
        (
            "hey lizzy|a listener|hey liston|missing|hey linda|stay with him|hey wilson|let us in"
        ).split("|"),
        "pineapple|garden|seventy|mountain|how are you|festival".split("|"),
        2,
        5,
        3,
    ),
    "test": Split(
        _voices(
            "en-gb-scotland en-gb-x-gbclan en-us-nyc",
            "Andrea Henrique Hugo Mario Michael antonio boris gustave max pedro sandro travis",
        ),
        (145, 175),
        (
            "hey kristen|hey melissa|hey lincoln|moisten|grey listing|hey lettuce|stay and listen|"
            "hey liverpool"
        ).split("|"),
        "elephant|harbour|wednesday|library|see you soon|calendar".split("|"),
        2,
        5,
        3,
    ),
}


def pronounced(text: str, voice: str, rng: np.random.Generator) -> str:
    """Writes text in espeak-ng's phonemes, in one of the ways of `PRONUNCIATIONS`.

    Args:
        text: What to say.
        voice: Who says it; the accent decides what is exchanged.
        rng: Source of the choice.

    Returns:
        Phonemes in double brackets, as espeak-ng wants them.
    """
    command = ["espeak-ng", "-q", "-x", "-v", voice, text]
    phonemes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    for ways in PRONUNCIATIONS:
        old, new = ways[int(rng.integers(len(ways)))]
        if old == "' '":
            first, _, rest = phonemes.partition(" ")
            if rest:
                off = (
                    (first, rest.replace("'", ""))
                    if new == "' "
                    else (first.replace("'", ""), rest)
                )
                phonemes = " ".join(off)
        else:
            phonemes = re.sub(
                rf"(?<![a-zA-Z@]){old}" if old == "I" else re.escape(old), new, phonemes
            )
    return f"[[{phonemes}]]"


def say(text: str, voice: str, speed: int, pitch: int) -> np.ndarray:
    """Lets espeak-ng say a word.

    Args:
        text: What to say.
        voice: As in `Split.voices`.
        speed: Words a minute.
        pitch: 0 to 99; 50 is the speaker's own.

    Returns:
        Float array `(samples,)` at 16 kHz, silence at the ends cut off, loudest sample 0.9; a
        whole number of milliseconds long.
    """
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        options = ["-v", voice, "-s", str(speed), "-p", str(pitch), "-w", file.name]
        subprocess.run(["espeak-ng", *options, text], check=True)
        sound, rate = soundfile.read(file.name)
    if rate != ESPEAK_RATE:
        raise SystemExit(f"espeak-ng wrote {rate} Hz, expected {ESPEAK_RATE}.")
    sound = resample_poly(sound, 320, 441)  # 22,050 Hz times 320/441 is 16,000 Hz.
    loud = np.flatnonzero(np.abs(sound) > QUIET * np.abs(sound).max())
    sound = sound[loud[0] : loud[-1] + 1]
    sound = np.pad(sound, (0, -len(sound) % (SAMPLE_RATE // 1000)))
    return 0.9 * sound / np.abs(sound).max()


def words_of(split: Split) -> list[tuple[str, str, str, int, int]]:
    """Returns what is said in a split: kind, text, voice, speed and pitch."""
    said = []
    for number, voice in enumerate(split.voices):
        pitch = 35 + (number * 13) % 31
        for turn in range(split.triggers_each):
            speed = split.speeds[(number + turn) % len(split.speeds)]
            said.append(("trigger", TRIGGER, voice, speed, pitch))
        for kind, words, each in (
            ("confusable", split.confusables, split.confusables_each),
            ("plain", split.plain, split.plain_each),
        ):
            for turn in range(each):
                word = words[(number * each + turn) % len(words)]
                speed = split.speeds[(number + turn) % len(split.speeds)]
                said.append((kind, word, voice, speed, pitch))
    return said


def make(folder: Path) -> None:
    """Says everything and writes `<split>.ogg` and `index.tsv`."""
    rows = []
    for name, split in SPLITS.items():
        parts, start = [], GAP
        rng = np.random.default_rng(0)
        spoken = ""
        for turn, (kind, text, voice, speed, pitch) in enumerate(words_of(split)):
            is_first = voice != spoken
            spoken = voice
            is_varied = split.varied and not is_first and (kind == "trigger" or turn % 2)
            saying = pronounced(text, voice, rng) if is_varied else text
            word = say(saying, voice, speed, pitch)
            rows.append((name, kind, text, voice, start, start + len(word)))
            parts += [np.zeros(GAP), word]
            start += len(word) + GAP
        sound = np.concatenate([*parts, np.zeros(GAP)])
        with soundfile.SoundFile(
            folder / f"{name}.ogg",
            "w",
            SAMPLE_RATE,
            1,
            subtype="OPUS",
            format="OGG",
            compression_level=QUALITY,
        ) as file:
            for place in range(0, len(sound), SAMPLE_RATE):  # In one piece it may crash.
                file.write(sound[place : place + SAMPLE_RATE])
        print(f"{name}: {len(sound) / SAMPLE_RATE:.0f} s of sound")
    with (folder / "index.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(rows)


def read_index(folder: Path) -> list[dict]:
    """Returns the lines of `index.tsv` as dictionaries, `start` and `stop` as numbers."""
    with (folder / "index.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [{**row, "start": int(row["start"]), "stop": int(row["stop"])} for row in rows]


def problems(folder: Path) -> list[str]:
    """Returns what is wrong with files and index, a sentence each."""
    rows, found = read_index(folder), []
    for one in SPLITS:
        for other in SPLITS:
            if one < other:
                found += _shared(rows, one, other)
    for name in SPLITS:
        frames = soundfile.info(folder / f"{name}.ogg").frames
        mine = [row for row in rows if row["split"] == name]
        if {row["kind"] for row in mine} != set(KINDS):
            found.append(f"{name} has not all of the kinds {', '.join(KINDS)}.")
        for row in mine:
            if not 0 <= row["start"] < row["stop"] <= frames:
                found.append(f"{name}: {row['word']} lies outside the {frames} samples.")
            if (row["stop"] - row["start"]) % (SAMPLE_RATE // 1000):
                found.append(f"{name}: {row['word']} is no whole number of milliseconds long.")
            if (row["word"] == TRIGGER) != (row["kind"] == "trigger"):
                found.append(f"{name}: {row['word']} is called {row['kind']}.")
    size = sum((folder / f"{name}.ogg").stat().st_size for name in SPLITS)
    if size >= BYTES:
        found.append(f"The sound files have {size:,} bytes, at most {BYTES:,} are wanted.")
    return found


def _shared(rows: list[dict], one: str, other: str) -> list[str]:
    """Says which voice, accent, speaker or negative word stands in two splits."""

    def of(split: str, what) -> set[str]:
        return {what(row) for row in rows if row["split"] == split} - {TRIGGER}

    ways = {
        "accent": lambda row: row["voice"].partition("+")[0],
        "speaker": lambda row: row["voice"].partition("+")[2],
        "word": lambda row: row["word"],
    }
    return [
        f"The {way} {shared} stands in {one} and in {other}."
        for way, what in ways.items()
        for shared in sorted(of(one, what) & of(other, what))
    ]


def figures(folder: Path) -> str:
    """Returns the part of the card that is computed."""
    rows = read_index(folder)
    lines = [
        "| file | words | trigger | confusable | plain | speakers | accents | seconds | bytes |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name in SPLITS:
        mine = [row for row in rows if row["split"] == name]
        counts = [sum(row["kind"] == kind for row in mine) for kind in KINDS]
        speakers = {row["voice"].partition("+")[2] for row in mine}
        accents = {row["voice"].partition("+")[0] for row in mine}
        seconds = sum(row["stop"] - row["start"] for row in mine) / SAMPLE_RATE
        size = (folder / f"{name}.ogg").stat().st_size
        cells = [len(mine), *counts, len(speakers), len(accents), f"{seconds:.0f}", f"{size:,}"]
        lines.append(f"| `{name}.ogg` | " + " | ".join(map(str, cells)) + " |")
    names = [*(f"{name}.ogg" for name in SPLITS), "index.tsv"]
    sums = [f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}" for n in names]
    return "\n".join([*lines, "", "```text", *sums, "```"])


def main(arguments: list[str] | None = None, folder: Path = FOLDER) -> int:
    """Makes or checks; returns 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args(arguments)
    if not options.check:
        if shutil.which("espeak-ng") is None:
            raise SystemExit("There is no espeak-ng: sudo apt install espeak-ng, then again.")
        make(folder)
    found = problems(folder)
    card = folder / "README.md"
    text = card.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(MARKS[0])}.*{re.escape(MARKS[1])}", re.DOTALL)
    written = pattern.sub(lambda _: f"{MARKS[0]}\n\n{figures(folder)}\n\n{MARKS[1]}", text)
    if options.check and written != text:
        found.append("The figures of the card are not those of the files: run make.py.")
    if not options.check:
        card.write_text(written, encoding="utf-8")
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
