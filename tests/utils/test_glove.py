"""GloVe's text format, the download and the hash, on small files and a server of the test's own."""

import functools
import gzip
import http.server
import threading
import warnings

import numpy as np
import pytest

from utils import glove
from utils.embeddings import load_glove
from utils.glove import fetch_glove, parse_glove


def write(path, *lines):
    """Writes lines of bytes."""
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def many_lines(count, dimension, seed=0):
    """Makes lines that are well formed, and what they say."""
    values = np.random.default_rng(seed).normal(size=(count, dimension)).round(5)
    words = [f"word{row}" for row in range(count)]
    lines = [
        (word + " " + " ".join(f"{x:.5f}" for x in row)).encode()
        for word, row in zip(words, values, strict=True)
    ]
    return lines, words, values.astype(np.float32)


@pytest.mark.parametrize("count", [1, 1999, 2000, 2001, 4500])
def test_well_formed_lines_are_read_as_python_reads_them(tmp_path, count):
    """Do words and numbers agree with `float` of each field, whatever the number of blocks?"""
    lines, words, values = many_lines(count, 3)
    found, matrix = parse_glove(write(tmp_path / "v.txt", *lines), 3)
    assert found == words
    assert matrix.dtype == np.float32
    assert np.array_equal(matrix, values)


def test_notation_of_numbers(tmp_path):
    """Are signs, exponents, integers and long fractions read as `float` reads them?"""
    fields = "1 -2 +3 4e-3 -5E2 .5 6. 0.12345678901234567890 -0 1e-40"
    _, matrix = parse_glove(write(tmp_path / "v.txt", b"a " + fields.encode()), 10)
    assert np.array_equal(matrix[0], np.array(list(map(float, fields.split())), dtype=np.float32))


def test_words_that_are_not_ascii_or_look_like_breaks(tmp_path):
    """Are é, Japanese, a no-break space and the 'next line' character words like others?"""
    words = ["é", "日本", "\xa0", "a\x85b", "\u2028", "#", '"', "'s", "0", "1,000", "nan"]
    lines = [f"{word} {row} 0.5".encode() for row, word in enumerate(words)]
    found, matrix = parse_glove(write(tmp_path / "v.txt", *lines), 2)
    assert found == words
    assert matrix[:, 0].tolist() == list(range(len(words)))


def test_of_duplicates_the_first_counts(tmp_path):
    """Does a word that stands twice, near or far, keep its first vector and one row?"""
    lines, words, values = many_lines(3000, 2)
    path = write(tmp_path / "v.txt", *lines, b"word0 9 9", b"word2999 9 9", b"new 8 8")
    found, matrix = parse_glove(path, 2)
    assert found == [*words, "new"]
    assert np.array_equal(matrix[:-1], values)
    assert matrix[-1].tolist() == [8, 8]


MALFORMED = {
    "too few numbers": b"bad 1",
    "none": b"bad",
    "empty": b"",
    "no number": b"bad 1 x",
    "not finite": b"bad nan 1",
    "infinite": b"bad inf 1",
    "too large for float64": b"bad 1e999 1",
    "no word": b" 1 2",
    "not UTF-8": b"\xff\xfe 1 2",
    "cut in the middle": b"bad 1 0.",
    "a tab": b"bad\t1\t2",
}


@pytest.mark.parametrize("place", [0, 700, 1499])
@pytest.mark.parametrize("line", [line for name, line in MALFORMED.items() if "cut" not in name])
def test_malformed_lines_are_left_out_with_a_warning(tmp_path, line, place):
    """Does one bad line, wherever it stands, cost its word and no other?"""
    lines, words, values = many_lines(1500, 2)
    path = write(tmp_path / "v.txt", *lines[:place], line, *lines[place:])
    with pytest.warns(UserWarning, match="1 malformed lines"):
        found, matrix = parse_glove(path, 2)
    assert found == words
    assert np.array_equal(matrix, values)


def test_two_errors_that_cancel_are_noticed(tmp_path):
    """Is a number too many in one line never taken for the one that lacks in the next?"""
    lines, words, values = many_lines(1500, 2)
    path = write(tmp_path / "v.txt", b"b1 1 2 3", b"b2 1", *lines)
    with pytest.warns(UserWarning, match="malformed"):
        found, matrix = parse_glove(path, 2)
    assert found == ["b1 1", *words]  # The last two numbers are the vector, the rest is the word.
    assert np.array_equal(matrix[1:], values)


def test_words_with_spaces_and_trailing_blanks(tmp_path):
    """Are '. . .' of larger GloVe files, blanks before the newline and Windows lines read?"""
    path = write(tmp_path / "v.txt", b". . . 1 2", b"a 3 4 ", b"b 5 6\r")
    found, matrix = parse_glove(path, 2)
    assert found == [". . .", "a", "b"]
    assert matrix.tolist() == [[1, 2], [3, 4], [5, 6]]


def test_the_last_line_may_lack_its_newline(tmp_path):
    """Is the last word read from a file that does not end with a newline?"""
    (tmp_path / "v.txt").write_bytes(b"a 1 2\nb 3 4")
    assert parse_glove(tmp_path / "v.txt", 2)[0] == ["a", "b"]


def test_word2vec_head_and_compression(tmp_path):
    """Are the head '2 3' of word2vec's format and gzip recognised, and is a word '2' no head?"""
    body = b"a 1 2 3\nb 4 5 6\n"
    with gzip.open(tmp_path / "v.gz", "wb") as file:
        file.write(b"2 3\n" + body)
    found, matrix = parse_glove(tmp_path / "v.gz", 3)
    assert found == ["a", "b"]
    assert matrix.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert parse_glove(write(tmp_path / "v.txt", b"2 3 4", b"a 1 2"), 2)[0] == ["2", "a"]


@pytest.mark.parametrize("limit", [1, 1999, 2500, 9999])
@pytest.mark.parametrize("head", [[], [b"3000 2"]])
def test_a_limit_reads_the_first_lines(tmp_path, limit, head):
    """Are they the first, as many as asked, with or without a head?"""
    lines, words, values = many_lines(3000, 2)
    found, matrix = parse_glove(write(tmp_path / "v.txt", *head, *lines), 2, limit)
    assert found == words[:limit]
    assert np.array_equal(matrix, values[:limit])


@pytest.mark.parametrize(
    "content", [b"", b"\n\n\n", b"<html>\n<body>\nNot found\n", b"PK\x03\x04\x00\xff" * 99]
)
def test_another_kind_of_file_is_refused(tmp_path, content):
    """Is an error page or an archive told from word vectors, in words?"""
    (tmp_path / "v.txt").write_bytes(content)
    with pytest.raises(ValueError, match="does not look like a file of word vectors"):
        parse_glove(tmp_path / "v.txt", 50)


def test_another_dimension_is_refused(tmp_path):
    """Is a file of 50 numbers a line no file of 100?"""
    lines, _, _ = many_lines(20, 50)
    with pytest.raises(ValueError, match="20 of 20 lines are malformed"):
        parse_glove(write(tmp_path / "v.txt", *lines), 100)


@pytest.fixture
def server(tmp_path):
    """A server on this machine; returns the address pattern and the folder it serves."""
    folder = tmp_path / "served"
    folder.mkdir()
    lines, _, _ = many_lines(30, 50)
    with gzip.open(folder / "glove-50.gz", "wb") as file:
        file.write(b"30 50\n" + b"\n".join(lines) + b"\n")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

        def end_headers(self):
            if "short" in self.path:
                self.send_header("Content-Length", "100000")
            super().end_headers()

        def do_GET(self):
            if "short" in self.path:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"half")
            else:
                super().do_GET()

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}/", folder
        httpd.shutdown()
        thread.join()


def test_it_is_fetched_once_and_checked_ever_after(server, tmp_path):
    """Is there one download, a recorded hash, a quiet second use, and an error when bytes change?"""
    address, _ = server
    said = []
    path = fetch_glove(50, tmp_path / "cache", address + "glove-{0}.gz", said.append)
    assert any("Fetching" in line for line in said)
    assert any("100 %" in line for line in said)
    assert any("recorded" in line for line in said)
    said.clear()
    nowhere = "http://127.0.0.1:9/{0}"
    assert fetch_glove(50, tmp_path / "cache", nowhere, said.append) == path
    assert not said
    vectors = load_glove(50, cache=tmp_path / "cache")
    assert (len(vectors), vectors.dimension) == (30, 50)
    assert "GloVe" in vectors.name
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ValueError, match="not the file that was used at first"):
        fetch_glove(50, tmp_path / "cache", nowhere, said.append)


@pytest.mark.parametrize("name", ["none-{0}.gz", "short-{0}.gz"])
def test_a_failed_download_leaves_nothing_and_says_what_to_do(server, tmp_path, name):
    """After a missing or a broken transfer, is there no half file, and a way on?"""
    address, _ = server
    with pytest.raises(ConnectionError, match="load_course_vectors"):
        fetch_glove(50, tmp_path / "cache", address + name, lambda line: None)
    assert not list((tmp_path / "cache").iterdir())


def test_without_internet_one_is_told(tmp_path):
    """Is a machine that cannot connect told of the course's vectors and of the file by hand?"""
    with pytest.raises(ConnectionError, match=r"glove\.6B\.50d\.txt"):
        fetch_glove(50, tmp_path, "http://127.0.0.1:9/{0}", lambda line: None)


def test_a_file_put_there_by_hand_is_used_and_checked(tmp_path):
    """Does Stanford's own text file serve, without internet, held to its hash as well?"""
    lines, words, _ = many_lines(5, 50)
    path = write(tmp_path / "glove.6B.50d.txt", *lines)
    assert load_glove(50, cache=tmp_path).words == tuple(words)
    assert load_glove(50, limit=2, cache=tmp_path).words == tuple(words[:2])
    write(path, *lines[1:])
    with pytest.raises(ValueError, match="SHA-256"):
        load_glove(50, cache=tmp_path)


def test_the_cache_folder_can_be_named(monkeypatch, tmp_path):
    """Does the environment variable move the cache, and lies it in the home folder without?"""
    monkeypatch.setenv(glove.CACHE_VARIABLE, str(tmp_path))
    assert glove.cache_folder() == tmp_path
    monkeypatch.delenv(glove.CACHE_VARIABLE)
    assert glove.cache_folder().is_relative_to(glove.Path.home())


def test_a_clean_file_warns_of_nothing(tmp_path):
    """Is a learner spared NumPy's own warnings?"""
    lines, _, _ = many_lines(10, 4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parse_glove(write(tmp_path / "v.txt", *lines), 4)
