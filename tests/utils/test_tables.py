"""Do tables stay tables, wherever they are shown?"""

from IPython.core.formatters import DisplayFormatter

from utils.tables import Columns

TEXT = "model   <b>\nnet    1.00"


def test_a_table_is_shown_as_it_is_written():
    """Does IPython get the plain text without quotes, and HTML in which no line is wrapped?"""
    shown, _ = DisplayFormatter().format(Columns(TEXT))
    assert shown["text/plain"] == TEXT
    assert "white-space: pre;" in shown["text/html"]
    assert "&lt;b&gt;\nnet    1.00" in shown["text/html"]


def test_a_table_is_a_text():
    """Can it be printed, split and searched like any other?"""
    assert str(Columns(TEXT)) == TEXT
    assert Columns(TEXT).splitlines()[1].split() == ["net", "1.00"]
