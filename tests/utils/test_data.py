"""Tests of the data loaders, and of the program and card that go with the dinosaurs."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from utils.data import DATA_FOLDER, load_dinosaurs

FOLDER = Path(__file__).resolve().parents[2] / "data" / "dinosaurs"


@pytest.fixture(scope="module")
def make():
    """The program data/dinosaurs/make.py as a module."""
    spec = importlib.util.spec_from_file_location("dinosaurs_make", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(make, tmp_path):
    """A small version of the data's folder, up to date, that a test may spoil."""
    names = (FOLDER / "genera.txt").read_text().split()[::10]
    (tmp_path / "genera.txt").write_text("\n".join(names) + "\n")
    shutil.copy(FOLDER / "README.md", tmp_path)
    assert make.main([], tmp_path) == 0
    return tmp_path


def test_every_genus_is_in_exactly_one_split():
    """Do the three splits divide the list, with no name lost, doubled or shared?"""
    dinosaurs = load_dinosaurs()
    splits = dinosaurs.train + dinosaurs.validation + dinosaurs.test
    assert len(splits) == len(set(splits))
    assert sorted(splits) == (FOLDER / "genera.txt").read_text().split() == dinosaurs.all_names


def test_sizes_are_enough_to_judge_by():
    """Are there the promised 500 genera, with at least 100 to choose by and 100 to score on?"""
    dinosaurs = load_dinosaurs()
    assert len(dinosaurs.all_names) >= 500
    assert len(dinosaurs.validation) >= 100
    assert len(dinosaurs.test) >= 100


def test_some_dinosaurs_are_in_and_some_famous_others_are_not(make):
    """Is Dimetrodon out, and are those in whom everybody knows?"""
    names = set(load_dinosaurs().all_names)
    assert not names & make.not_dinosaurs()
    others = "dimetrodon pteranodon pterodactylus quetzalcoatlus ichthyosaurus plesiosaurus"
    others += " mosasaurus elasmosaurus sarcosuchus postosuchus silesaurus archaeopteryx mammuthus"
    assert not names & set(others.split())
    known = "tyrannosaurus triceratops stegosaurus diplodocus velociraptor iguanodon spinosaurus"
    assert names >= set(known.split())


def test_card_and_splits_are_up_to_date():
    """Do the card's figures and hashes, and the splits, follow from genera.txt as it stands?"""
    command = [sys.executable, str(FOLDER / "make.py"), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", ["train.txt", "test.txt", "README.md"])
def test_check_notices_a_stale_file_and_make_mends_it(make, folder, name, capsys):
    """Does --check name the file that was changed, leave it alone, and does a run restore it?"""
    path = folder / name
    right = path.read_bytes()
    spoiled = right.replace(b"1", b"2").replace(b"saurus\n", b"saura\n", 1)
    path.write_bytes(spoiled)
    assert make.main(["--check"], folder) == 1
    assert f"Stale: {name}" in capsys.readouterr().err
    assert path.read_bytes() == spoiled
    assert make.main([], folder) == 0
    assert path.read_bytes() == right or name == "README.md"  # Prose is not the program's.
    assert make.main(["--check"], folder) == 0


def test_a_new_genus_moves_no_other(make, folder):
    """Does a name keep its split when names are added before it?"""
    before = load_dinosaurs(folder)
    names = sorted([*before.all_names, "aaaanewsaurus", "mmmmnewsaurus"])
    (folder / "genera.txt").write_text("\n".join(names) + "\n")
    assert make.main([], folder) == 0
    after = load_dinosaurs(folder)
    for split in ("train", "validation", "test"):
        assert set(getattr(before, split)) <= set(getattr(after, split))


def test_splits_have_about_the_promised_shares(make):
    """Does the hash spread names evenly: 12 % test and 10 % validation of many?"""
    total = 20_000
    splits = [make.split_of(f"name{number}") for number in range(total)]
    # Six standard deviations of a share are below 0.014 here.
    assert splits.count("test") / total == pytest.approx(make.TEST_SHARE, abs=0.014)
    assert splits.count("validation") / total == pytest.approx(make.VALIDATION_SHARE, abs=0.014)


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        (["Rugops"], "lower-case"),
        (["mei", "mei"], "twice"),
        (["mei", "kol"], "'kol' belongs before 'mei'"),
        (["kol", "mei-long"], "Line 2"),
        (["ichthyosaurus"], "not a dinosaur"),
    ],
)
def test_problems_are_named(make, names, complaint):
    """Is each way to spoil the list refused with its own words?"""
    (problem,) = make.find_problems(names)
    assert complaint in problem


def test_a_wrong_list_stops_the_program(make, folder, capsys):
    """Is nothing written while genera.txt is wrong?"""
    with (folder / "genera.txt").open("a") as file:
        file.write("dimetrodon\n")
    before = (folder / "train.txt").read_bytes()
    assert make.main([], folder) == 1
    message = capsys.readouterr().err
    assert "dimetrodon" in message
    assert "sort the list" in message
    assert (folder / "train.txt").read_bytes() == before


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("", "", 0),
        ("rex", "", 3),
        ("kitten", "sitting", 3),
        ("altirhinus", "latirhinus", 2),
        ("triceratops", "eotriceratops", 2),
        ("bolong", "dolong", 1),
    ],
)
def test_edit_distance_of_known_pairs(make, first, second, distance):
    """Does the distance behind the card's near-duplicate column fit pairs worked out by hand?"""
    assert make.edit_distance(first, second, limit=9) == distance
    assert make.edit_distance(second, first, limit=9) == distance
    assert make.edit_distance(first, second, limit=1) == min(distance, 2)


def test_near_duplicates_are_counted(make):
    """Are held-out names that resemble a training name counted as the card says?"""
    training = ["tyrannosaurus", "mei", "triceratops"]
    names = ["tyrannosaurux", "meiab", "eotriceratops", "yi", "stegosaurus"]
    distances = [make.distance_to_nearest(name, training) for name in names]
    assert distances == [1, 2, 2, 2, 3]
    one, two = make.describe(names, training)[-2:]
    assert one == "1 (20.0%)"
    assert two == "4 (80.0%)"


def test_missing_data_is_explained(tmp_path):
    """Does a copy of utils without the data say what is missing and how to fix it?"""
    with pytest.raises(FileNotFoundError, match=r"train\.txt.*whole copy.*pip install -e"):
        load_dinosaurs(tmp_path)


def test_loading_from_another_folder_needs_no_tensorflow(tmp_path):
    """Can a bare checkout be used from anywhere, quickly?"""
    program = (
        "import sys; from utils.data import load_dinosaurs; load_dinosaurs(); "
        "print('tensorflow' in sys.modules or 'numpy' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(DATA_FOLDER.parent), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "False"
