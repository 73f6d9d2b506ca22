"""Is documentation read as promised: prose only, without imports, each sentence once?"""

import sys
from importlib import metadata

import pytest

from utils import documentation
from utils.documentation import (
    CODE,
    docstrings,
    load_documentation,
    package_folder,
    paragraphs,
    prose,
    read_library,
    source_files,
)

MODULE = '''"""Reads the tables of a file.

A table is a list of rows, and each row holds numbers.

    >>> table = read("a.csv")

Parameters
----------
"""
raise RuntimeError("This file was run.")

class Table:
    """A table is a list of rows, and each row holds numbers."""

    def read(self, path, axis):
        """Opens the file with ``open`` and reads it (all of it).

        Args:
            path: The path of the file to read, as a
                string of letters.
            axis: The axis of 3 numbers is left out here.
        """
        x = "Not a docstring, though it looks like one."
'''


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of two files, one of them broken, and a folder of tests."""
    folder = tmp_path / "tables_of_text"
    (folder / "tests").mkdir(parents=True)
    (folder / "__init__.py").write_text(MODULE, encoding="utf-8")
    (folder / "broken.py").write_text('def :\n    """Broken code is no Python at all."""')
    (folder / "tests" / "test_it.py").write_text('"""What stands in tests is not read at all."""')
    monkeypatch.syspath_prepend(tmp_path)
    return "tables_of_text"


def test_a_library_is_read_and_not_run(package):
    """Are the sentences those of the docstrings, once each, and nothing imported?"""
    library = read_library(package, package)
    words = [" ".join(sentence.words) for sentence in library.sentences]
    assert words == [
        "reads the tables of a file",
        "a table is a list of rows , and each row holds numbers",
        f"opens the file with {CODE} and reads it",
        "the path of the file to read , as a string of letters",
    ]
    assert package not in sys.modules
    assert library.version == "unknown"
    assert library.sentences[2].text == "Opens the file with ``open`` and reads it (all of it)."
    assert library.sentences[2].place == "tables_of_text/__init__.py:16"


def test_a_library_that_is_missing():
    """Is a missing library told apart, and said in words where it is needed?"""
    assert read_library("no_such_package", "no-such-package").version is None
    assert package_folder("no_such_package.inner") is None
    with pytest.raises(ModuleNotFoundError, match="pip install no-such"):
        load_documentation(None, validation={"no_such_package": "no-such-package"})


def test_parts_share_no_sentence(package):
    """Is what stands in the test part not learned from, and the card complete?"""
    lines = []
    found = load_documentation(
        lines.append,
        training={package: package, "no_such_package": "gone", "joblib": "joblib"},
        validation={"traitlets": "traitlets"},
        test={package: package},
    )
    assert found.missing == ["gone"]
    assert len(found.sentences("test")) == 4
    learned = {tuple(s) for s in found.sentences("training")}
    assert not learned & {tuple(s) for s in found.sentences("test")}
    card = found.card()
    assert metadata.version("joblib") in card
    assert "Not read: gone." in card
    assert any("joblib read" in line for line in lines)


def test_time_is_bounded(package):
    """Are training libraries left out and named where time is up?"""
    parts = {"validation": {package: package}, "test": {package: package}}
    with pytest.raises(ModuleNotFoundError, match="pip install numpy"):
        load_documentation(None, -1.0, training={"joblib": "joblib"}, **parts)


@pytest.mark.parametrize(
    "text",
    [
        "Too short here.",
        "This sentence has 3 numbers in it.",
        "this one does not begin with a capital.",
        "This one has no full stop",
        "The sum a + b is taken over all.",
        "See http: //example for all of it.",
        "A list_of_names is what it wants.",
        "Word " * 61 + ".",
    ],
)
def test_what_is_no_prose(text):
    """Are code, numbers, fragments and lists left out?"""
    assert list(prose(text)) == []


def test_sentences_are_cut():
    """Are sentences cut at full stops, short forms aside, and code spans one word?"""
    text = "It returns the array, e.g. a copy of it. If `axis` is None, :func:`sum` does\nit."
    assert [" ".join(words) for _, words in prose(text)] == [
        "it returns the array , eg a copy of it",
        f"if {CODE} is none , {CODE} does it",
    ]


def test_paragraphs():
    """Do lines of one depth stay together, and names of arguments go?"""
    text = "One line\nand another.\n\n    Deeper.\n\nname: The text\n    goes on\n    here.\nother: The end."
    assert paragraphs(text) == [
        "One line\nand another.",
        "    Deeper.",
        "The text\n    goes on\n    here.",
        "The end.",
    ]


def test_docstrings_are_found_where_they_stand():
    """Are those of modules, classes, functions, and behind conditions found, and no others?"""
    source = b'"""A"""\nif x:\n  def f():\n    """B"""\n    y = """C"""\nclass D:\n  """E"""\n'
    assert [text for _, text in docstrings(source)] == ["A", "B", "E"]
    assert list(docstrings(b"def :")) == []


def test_large_files_and_tests_are_left_out(tmp_path, monkeypatch):
    """Are generated files and tests passed over?"""
    monkeypatch.setattr(documentation, "LONGEST_FILE", 10)
    for name in ("a.py", "b_pb2.py", "test_c.py", "d_test.py", "gen_e.py", "notes.txt"):
        (tmp_path / name).write_text("x = 1")
    (tmp_path / "long.py").write_text("x = 1" * 10)
    assert [path.name for path in source_files(tmp_path)] == ["a.py"]
