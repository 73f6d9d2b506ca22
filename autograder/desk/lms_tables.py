"""The tables of learning platforms: read as people save them, written harmless to a spreadsheet.

That is CSV in any of Excel's ways, tabs, or a workbook.

What a table is, its first bytes say, never its name: Blackboard's `.xls` is text in UTF-16. What
cannot be read for certain is refused by name, because a name that is read wrong is another learner.
"""

from __future__ import annotations

import codecs
import csv
import importlib.util
import io
import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.records.grades import harmless_field

MAX_BYTES = 20 << 20
MAX_WORKBOOK_BYTES = 200 << 20  # what its parts unpack to
MAX_FIELD_CHARACTERS = 1 << 20
SAVE_AS = 'Save it as "CSV UTF-8" (in Excel: File, Save As) and pass that file.'
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEPARATORS = ",;\t"
# In a name of Western Europe no such sign stands beside a letter, and no word is of such letters
# alone: that is how Excel's code pages of other languages look when they are read as this one.
_SIGNS = "¡-©«¬®-±´-¸»-¿×÷†‡ˆ‰‹•˜™›€ƒ„¤\x80-\x9f�"
_STRANGE = re.compile(
    rf"(?<=\w)[{_SIGNS}²³¹]|[{_SIGNS}²³¹](?=\w)|(?<=\w)[“‚](?=\w)|[À-ÖØ-öø-ÿ]{{3,}}"
)


def field(value: Any) -> Any:
    """Returns a field that no spreadsheet takes for a formula; numbers and a lone dash stay."""
    if not isinstance(value, str) or value == "-" or re.fullmatch(r"[+-]?\d+([.,]\d+)?", value):
        return value
    return harmless_field(value)


def number_of(text: str) -> float | None:
    """Returns a number that a platform wrote, None if it is none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def read_table(path: Path) -> list[list[str]]:
    """Returns the lines of a table, each a list of fields; empty lines are left out.

    Args:
        path: A CSV file with commas, semicolons or tabs, in UTF-8, UTF-16 or Western Europe's code
            page, or an .xlsx workbook, of which the first sheet is read.

    Raises:
        CourseError: If it cannot be read, or what it says is not certain.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}).") from error
    if len(data) > MAX_BYTES:
        raise CourseError(
            f"{path} is larger than {MAX_BYTES >> 20} MiB: it is no table of a class."
        )
    table = _workbook(data, path) if data.startswith(b"PK\3\4") else _text_table(data, path)
    table = [line for line in table if any(field.strip() for field in line)]
    if not table:
        raise CourseError(f"{path} is empty.")
    return table


def _text_table(data: bytes, path: Path) -> list[list[str]]:
    if data.startswith(_OLD_EXCEL):
        raise CourseError(f"{path} is a workbook of an old or locked kind. {SAVE_AS}")
    text = _decoded(data, path).replace("\0", "")
    first, _, rest = text.partition("\n")
    # Excel's own way to say what separates, in a line before the table.
    told = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    if told:
        text, separator = rest, told[1]
    else:
        head = re.sub(r'"[^"]*"', "", next((s for s in text.splitlines() if s.strip()), ""))
        separator = max(_SEPARATORS, key=head.count)
    old = csv.field_size_limit(MAX_FIELD_CHARACTERS)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except (csv.Error, ValueError, TypeError) as error:
        raise CourseError(f"{path} cannot be read as CSV ({error}).") from error
    finally:
        csv.field_size_limit(old)


def _decoded(data: bytes, path: Path) -> str:
    name = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _guess(data)
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        if name != "utf-8":
            raise CourseError(f"{path} is damaged: no text in {name.upper()}. {SAVE_AS}") from None
    text = data.decode("cp1252", "replace")  # as Excel writes it in Europe and America
    strange = _STRANGE.search(text)
    if strange:
        start = max(0, text.rfind("\n", 0, strange.start()) + 1, strange.start() - 12)
        shown = text[start : strange.end() + 12].splitlines()[0]
        raise CourseError(
            f"{path} is in a code page that is not known; as Western Europe's it reads {shown!r}. "
            f"{SAVE_AS}"
        )
    return text


def _guess(data: bytes) -> str:
    """Returns UTF-16 for text without a mark whose every other byte is nothing, else UTF-8."""
    head = data[:2000]
    if head[1::2].count(0) > len(head) * 0.4:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > len(head) * 0.4 else "utf-8"


def _workbook(data: bytes, path: Path) -> list[list[str]]:
    """Returns the first sheet of an .xlsx workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            sizes = {info.filename: info.file_size for info in parts.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise CourseError(f"{path} is a damaged workbook or archive. {SAVE_AS}") from error
    if "xl/workbook.xml" not in sizes or sum(sizes.values()) > MAX_WORKBOOK_BYTES:
        raise CourseError(f"{path} is no table: neither CSV nor an .xlsx workbook. {SAVE_AS}")
    if importlib.util.find_spec("openpyxl") is None:
        raise CourseError(
            f"{path} is an Excel workbook, which needs a package that is not installed; run: "
            f"pip install openpyxl. Or: {SAVE_AS}"
        )
    import pandas as pd

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, about styles
            sheet = pd.read_excel(
                io.BytesIO(data), header=None, dtype=str, keep_default_na=False, engine="openpyxl"
            )
    except Exception as error:  # It has a hundred ways to fail on a stranger's file.
        raise CourseError(
            f"{path} cannot be read as a workbook ({type(error).__name__}). {SAVE_AS}"
        ) from error
    return [["" if field is None else str(field) for field in line] for line in sheet.to_numpy()]
