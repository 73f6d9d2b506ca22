"""Does a quiet import keep chatter to itself, and speak up when something fails?"""

import subprocess
import sys

import pytest

from utils.quiet import import_quietly

CHATTY = "import os\nos.write(2, b'found no driver\\n')\nvalue = 3\n"


def run(program, folder):
    """Runs a program in a folder with the repository on its path."""
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{program}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_what_compiled_code_writes_is_kept_back(tmp_path):
    """Is text written to the descriptor hidden during the import, and only then?"""
    (tmp_path / "chatty.py").write_text(CHATTY)
    program = (
        "import os; sys.path.insert(0, '.'); from utils.quiet import import_quietly\n"
        "print(import_quietly('chatty').value); os.write(2, b'afterwards')"
    )
    finished = run(program, tmp_path)
    assert finished.stdout == "3\n"
    assert finished.stderr == "afterwards"


def test_a_call_is_quiet_until_it_fails(tmp_path):
    """Is what a call writes to the descriptor kept back, and shown where the call fails?"""
    program = (
        "import os; from utils.quiet import quietly\n"
        "with quietly(): os.write(2, b'kept back')\n"
        "with quietly(): os.write(2, b'told'); 1 / 0"
    )
    finished = run(program, tmp_path)
    assert "kept back" not in finished.stderr
    assert "told" in finished.stderr
    assert "ZeroDivisionError" in finished.stderr


def test_a_failing_import_shows_everything(tmp_path):
    """Does an import that fails show what was written before it failed?"""
    (tmp_path / "broken.py").write_text(CHATTY + "raise ImportError('no such library')\n")
    program = (
        "sys.path.insert(0, '.'); from utils.quiet import import_quietly; import_quietly('broken')"
    )
    finished = run(program, tmp_path)
    assert finished.returncode == 1
    assert "found no driver" in finished.stderr
    assert "no such library" in finished.stderr


def test_it_imports_where_nothing_can_be_written(tmp_path):
    """Does the import go on where standard error is closed and no file can be made?"""
    (tmp_path / "chatty.py").write_text("value = 3\n")
    program = (
        "import os, tempfile; sys.path.insert(0, '.'); from utils.quiet import import_quietly\n"
        "os.close(2); print(import_quietly('chatty').value)\n"
        "def refuse(): raise OSError\n"
        "tempfile.TemporaryFile = refuse; del sys.modules['chatty']\n"
        "print(import_quietly('chatty').value)"
    )
    assert run(program, tmp_path).stdout == "3\n3\n"


def test_a_module_that_is_not_there_is_an_import_error():
    """Is a missing module reported as `import` reports it?"""
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        import_quietly("no_such_module")


def test_an_imported_module_is_returned():
    """Does a second import give the same module?"""
    assert import_quietly("sys") is sys
