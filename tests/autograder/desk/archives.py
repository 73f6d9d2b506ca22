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


def other_notebook(assignment, *names):
    """Returns a notebook that says it is an assignment's, with named graded cells."""
    cells = [
        {
            "cell_type": "code",
            "source": f"def {name}(): pass",
            "id": name,
            "metadata": {"nbgrader": {"grade_id": name}},
            "outputs": [],
            "execution_count": None,
        }
        for name in names
    ]
    metadata = {"autograder": {"assignment": assignment}} if assignment else {}
    return json.dumps(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    ).encode()


def zipped(*files):
    """Returns the bytes of an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def blackboard(user, date, file, data, name="", assignment="Small tasks_1"):
    """Returns what Blackboard has of an attempt: the file, and its note if there is a name."""
    stem = f"{assignment}_{user}_attempt_{date}"
    note = f"Name: {name} ({user})\nAssignment: {assignment}\n\nFilename: x\n"
    return [(f"{stem}_{file}", data)] + [(f"{stem}.txt", note.encode())] * bool(name)


def gradescope(*submissions, root="assignment_77_export"):
    """Returns Gradescope's export; a submission is a number, its submitters, and its files."""
    text, files = "---\n", []
    for number, submitters, own in submissions:
        text += f"submission_{number}:\n  :submitters:\n"
        for name, sid, email in submitters:
            text += f"  - :name: {name}\n    :sid: '{sid}'\n    :email: {email}\n"
        text += "  :created_at: 2026-06-10 14:05:06.123456000 Z\n  :score: 1.0\n"
        text += "  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess\n    a: |\n"
        text += "      submission_1:\n        :submitters: nobody\n"
        files += [(f"{root}/submission_{number}/{name}", data) for name, data in own]
    return [*files, (f"{root}/submission_metadata.yml", text.encode())]
