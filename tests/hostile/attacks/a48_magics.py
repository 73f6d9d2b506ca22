"""Leaves Python: magics, shell lines, whole cells of bash, code in disguise.

Would gain: a shell beside the grader; code that a filter of words does not see.
Must not: magics and shell lines are left out and reported; disguised code is code like any other,
in a jail.
"""

from tests.hostile.gallery import attack

SHELL = "touch @CANARY@/touched; curl -s http://127.0.0.1:@TCP@/"


@attack(double="failed", says=["Left out"])
def lines(shop):
    """Lines with `!`, `%` and `!!`, in front of and inside a function."""
    return shop.solved(
        double=f"""
!{SHELL}
%env SECRET
%load_ext evil
files = !ls @COURSE@
%run @COURSE@/solutions/w0_hostile/w0_hostile.py
%cd @COURSE@


def double(x):
    !{SHELL}
    found = %sx cat @COURSE@/solutions/w0_hostile/w0_hostile.py
    return None
"""
    )


@attack(says=["whole cell was left out"])
def cells(shop):
    """Whole cells of other languages; the right answers around them keep their points."""
    return shop.with_added(
        f"%%bash\n{SHELL}", f"%%script sh\n{SHELL}", f"%%!\n{SHELL}", f"%%sh\n{SHELL}",
        "%%writefile @COURSE@/grades.json\n[]", "%%javascript\nJupyter.notebook.kernel.execute('1')",
        "%%python\nimport os", "%%capture\nx = 1", "%%time\ny = 2", "%%html\n<script>alert(1)</script>",
        before="double",
    )  # fmt: skip


@attack(double="failed", total="failed", average="failed")
def disguised(shop):
    """Encoded, marshalled and compiled code that does what a shell line would."""
    return shop.solved(
        double="""
import base64, codecs, zlib

BODY = "import os, subprocess\\nstate = os.system('touch @CANARY@/touched')\\n"


def double(x):
    space = {}
    exec(base64.b64decode(base64.b64encode(BODY.encode())), space)
    exec(codecs.decode(codecs.encode(BODY, "rot13"), "rot13"), space)
    return 2 * x if space["state"] == 0 else None
""",
        total="""
def total(xs):
    import marshal
    space = {}
    exec(marshal.loads(marshal.dumps(compile(BODY, "x", "exec"))), space)
    return sum(xs) if space["state"] == 0 else None
""",
        average="""
def average(xs):
    import ctypes
    state = ctypes.CDLL(None).system(b"touch @CANARY@/touched")
    return sum(xs) / len(xs) if state == 0 else None
""",
    )


@attack(double="failed")
def through_the_shell_object(shop):
    """Asks IPython's shell, or what stands for it, to run a magic."""
    return shop.solved(
        double=f'''
def double(x):
    shell = get_ipython()
    if shell is not None:
        shell.system("{SHELL}")
        shell.run_line_magic("sx", "{SHELL}")
    return None
'''
    )
