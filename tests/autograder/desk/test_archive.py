"""Archives from outside: what is in them is read within bounds, or refused in words."""

import io
import struct
import zipfile

import pytest

from autograder.desk import archive as archives
from autograder.desk.archive import Archive, EntryError
from autograder.errors import CourseError
from tests.autograder.desk.archives import link, lying_sizes, make_zip


def entries(path):
    """Returns the entries by name."""
    archive = Archive(path)
    return archive, {entry.name: entry for entry in archive.entries()}


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../../etc/cron.d/x", "leads out"),
        ("/etc/passwd", "leads out"),
        ("a/../../b.ipynb", "leads out"),
        ("..\\..\\b.ipynb", "leads out"),
        ("C:\\Windows\\b.ipynb", "leads out"),
        ("x" * 2000 + ".ipynb", "2006 characters"),
    ],
)
def test_paths_that_lead_out_are_refused(tmp_path, name, word):
    """Is a path with `..`, from the root, of another system or without end never read?"""
    archive, [entry] = Archive(make_zip(tmp_path / "a.zip", [(name, b"x")])), [None]
    [entry] = archive.entries()
    assert word in entry.problem
    with pytest.raises(EntryError, match=word):
        archive.read(entry)


def test_links_and_devices_are_no_files(tmp_path):
    """Is a symbolic link refused, and a device, whatever they are called?"""
    device = zipfile.ZipInfo("ann_1_2_device.ipynb")
    device.external_attr = 0o020666 << 16
    path = make_zip(tmp_path / "a.zip", [link("ann_1_2_hw.ipynb", "/etc/passwd"), (device, b"")])
    _, found = entries(path)
    assert found["ann_1_2_hw.ipynb"].problem == "it is a link"
    assert found["ann_1_2_device.ipynb"].problem == "it is not a regular file"


def test_a_bomb_is_stopped_by_what_comes_out_not_by_what_it_says(tmp_path, monkeypatch):
    """Does a file that unpacks to far more than it says end at the limit?"""
    monkeypatch.setattr(archives, "MAX_BYTES", 1 << 16)
    honest = make_zip(tmp_path / "a.zip", [("a.ipynb", bytes(1 << 20))])
    lying = lying_sizes(tmp_path / "b.zip", "a.ipynb", bytes(1 << 20))
    for path in (honest, lying):
        archive, found = entries(path)
        with pytest.raises(EntryError):
            archive.read(found["a.ipynb"])


def test_many_files_below_the_limit_are_one_limit(tmp_path, monkeypatch):
    """Is there an end to what a whole archive may unpack to?"""
    monkeypatch.setattr(archives, "MAX_READ_BYTES", 5000)
    archive, found = entries(
        make_zip(tmp_path / "a.zip", [(f"{i}.ipynb", bytes(2000)) for i in range(4)])
    )
    first, second, third, _ = found.values()
    assert len(archive.read(first)) == len(archive.read(second)) == 2000
    with pytest.raises(EntryError, match="more than"):
        archive.read(third)


def test_a_directory_that_names_millions_is_refused_before_it_is_read(tmp_path):
    """Is a giant count met with one sentence, without the memory it asks for?"""
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 60_000, 60_000, 22, 0, 0)
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(22) + end)
    with pytest.raises(CourseError, match="60000 files"):
        Archive(path)


def test_many_files_are_counted_also_when_the_directory_says_few(tmp_path, monkeypatch):
    """Does a wrong count at the end of an archive not open the door?"""
    path = make_zip(tmp_path / "a.zip", [(f"{i}", b"") for i in range(30)])
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"PK\5\6")
    raw[at + 8 : at + 12] = struct.pack("<2H", 1, 1)
    path.write_bytes(raw)
    monkeypatch.setattr(archives, "MAX_ENTRIES", 20)
    with pytest.raises(CourseError, match="30 files"):
        Archive(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive", b"PK\5\6" + b"\xff" * 18])
def test_what_is_no_archive_is_said_in_one_sentence(tmp_path, content):
    """Does a file that is no zip, or half of one, end in words?"""
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(CourseError, match=r"cannot be read as a zip archive|lists"):
        Archive(path)


def test_a_damaged_file_is_skipped_and_the_next_one_read(tmp_path):
    """Does one bad checksum cost only its own file?"""
    path = make_zip(tmp_path / "a.zip", [("a.ipynb", b"a" * 100), ("b.ipynb", b"b" * 100)])
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"PK\1\2", 0, raw.rfind(b"PK\1\2"))
    raw[at + 16] ^= 0xFF  # the checksum that the directory has for the first
    path.write_bytes(raw)
    archive, found = entries(path)
    with pytest.raises(EntryError, match="damaged"):
        archive.read(found["a.ipynb"])
    assert archive.read(found["b.ipynb"]) == b"b" * 100


def test_two_files_of_one_name_are_not_guessed_between(tmp_path):
    """Is neither of two different files of the same name taken, and one of two equal ones?"""
    with pytest.warns(UserWarning, match="Duplicate"):
        path = make_zip(tmp_path / "a.zip", [("a", b"1"), ("a", b"2"), ("b", b"3"), ("b", b"3")])
    archive, found = entries(path)
    assert "2 different files" in found["a"].problem
    assert archive.read(found["b"]) == b"3"


def test_names_in_utf8_are_read_with_and_without_the_mark(tmp_path):
    """Is `Zoë` Zoë, also where a program forgot to say that its names are UTF-8?"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Zoë.ipynb", b"x")
    raw = bytearray(buffer.getvalue())
    with_mark, without = tmp_path / "a.zip", tmp_path / "b.zip"
    with_mark.write_bytes(raw)
    for sign, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        raw[raw.find(sign) + offset + 1] &= ~0x08
    without.write_bytes(raw)
    for path in (with_mark, without):
        _, found = entries(path)
        assert list(found) == ["Zoë.ipynb"]


def test_what_a_mac_leaves_behind_is_not_reported(tmp_path):
    """Are the files that whoever zipped again did not mean to add passed over?"""
    names = ["__MACOSX/._ann_1_2_a.ipynb", ".DS_Store", "ann_1_2_a.ipynb"]
    _, found = entries(make_zip(tmp_path / "a.zip", [(name, b"") for name in names]))
    assert list(found) == ["ann_1_2_a.ipynb"]
