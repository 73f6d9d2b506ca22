"""Writes where the instructor's programs will read and run it later.

Would gain: code that runs with the instructor's rights: at the next start of Python, IPython or
Keras, or as the next reference solution.
Must not: nothing outside its own folders can be written.
"""

from tests.hostile.gallery import GUARD, attack

WRITER = '''
import glob, os, site, sys, sysconfig

LINE = b"# @MARK@\\n"


def written(*places):
    """Appends a harmless comment wherever there is a folder to write into, and counts."""
    done = 0
    for place in places:
        try:
            if not os.path.isdir(os.path.dirname(place)):
                continue
            with open(place, "ab") as file:
                file.write(LINE)
            done += 1
        except OSError:
            continue
    return done
'''


@attack(
    needs_jail=True,
    double="failed",
    total="failed",
    average="failed",
    centred="failed",
    tally="failed",
)
def start_up_files(shop):
    """Course, site-packages, the standard library, home folders, the system's own folders."""
    return shop.solved(
        double=GUARD
        + WRITER
        + """
def double(x):
    places = ["@COURSE@/solutions/w0_hostile/w0_hostile.py", "@COURSE@/nbgrader_config.py",
              "@COURSE@/autograder/exercises/w0_hostile/__init__.py", "@COURSE@/assignments/@MARK@",
              "@COURSE@/submitted/a00_neighbour/w0_hostile/w0_hostile.ipynb"]
    return 2 * x if written(*places) else None
""",
        total="""
def total(xs):
    folders = [*site.getsitepackages(), *(p for p in sys.path if p and os.path.isdir(p))]
    folders += [sysconfig.get_paths()["stdlib"], os.path.dirname(sys.executable)]
    folders = [f for f in folders if not f.startswith("/tmp")]
    names = ("@MARK@.pth", "sitecustomize_@MARK@.py", "usercustomize_@MARK@.py")
    return sum(xs) if written(*(f"{f}/{n}" for f in folders for n in names)) else None
""",
        average="""
def average(xs):
    names = (".keras/@MARK@.json", ".ipython/profile_default/startup/@MARK@.py", ".@MARK@rc",
             ".jupyter/@MARK@.py", ".local/lib/python3.11/site-packages/@MARK@.pth", ".ssh/@MARK@")
    homes = ["@HOME@", "/root", *glob.glob("/home/*")]
    return sum(xs) / len(xs) if written(*(f"{h}/{n}" for h in homes for n in names)) else None
""",
        centred="""
def centred(table):
    places = [f"{folder}/@MARK@" for folder in
              ("/etc", "/etc/cron.d", "/usr/local/bin", "/usr/bin", "/var/spool/cron", "/var/tmp",
               "/opt", "/", "/lib", "/run", "/dev", "/proc", "/sys/fs/cgroup", "@REPOSITORY@",
               "@REPOSITORY@/autograder", "@CANARY@")]
    return table - table.mean(axis=0) if written(*places) else None
""",
        tally='''
def tally(words):
    """Takes the way around: links, other names, a mount of its own."""
    try:
        os.symlink("@COURSE@/solutions", "way")
    except OSError:
        pass
    places = ["way/@MARK@", "/proc/self/root@COURSE@/@MARK@", "/proc/1/root@COURSE@/@MARK@",
              "/proc/self/cwd/../../..@COURSE@/@MARK@", "/proc/sys/kernel/core_pattern"]
    import ctypes
    ctypes.CDLL(None).mount(b"none", b"/", None, 32 | 4096, None)  # Read-write again?
    places += ["/usr/@MARK@", os.path.dirname(os.__file__) + "/@MARK@"]
    return {w: words.count(w) for w in words} if written(*places) else None
''',
    )


@attack(needs_jail=True, double="failed")
def library_in_place(shop):
    """Changes a library that is there already: its source, its compiled form, its rights."""
    return shop.solved(
        double=GUARD
        + """
import os
import numpy
import autograder


def double(x):
    for module in (numpy, autograder, os):
        for path in (module.__file__, getattr(module, "__cached__", None) or module.__file__):
            for change in (lambda: open(path, "ab").write(b""), lambda: os.utime(path),
                           lambda: os.chmod(path, 0o777), lambda: os.rename(path, path + "@MARK@")):
                try:
                    change()
                except OSError:
                    continue
                if os.path.exists(path + "@MARK@"):
                    os.rename(path + "@MARK@", path)
                return 2 * x
"""
    )
