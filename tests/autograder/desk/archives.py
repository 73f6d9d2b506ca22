"""Archives as an LMS writes them, and as nobody should."""

import io
import json
import zipfile

NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def notebook(mark):
    """Returns a notebook that differs from others by a mark."""
    return NOTEBOOK.replace(b'"metadata": {}', b'"metadata": {"mark": "%s"}' % mark.encode())


def make_zip(path, files, date=(2026, 3, 1, 12, 0, 0)):
    """Writes an archive; the files are pairs of a name, or an entry, and bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = name
            if isinstance(name, str):
                info = zipfile.ZipInfo(name, date)
                info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


def link(name, target):
    """Returns an entry that is a symbolic link, and its content."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info, target.encode()


def lying_sizes(path, name, data):
    """Writes an archive whose directory says that a large file is small."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    raw = bytearray(buffer.getvalue())
    at = raw.rfind(b"PK\1\2")
    raw[at + 24 : at + 28] = (100).to_bytes(4, "little")
    path.write_bytes(raw)
    return path
