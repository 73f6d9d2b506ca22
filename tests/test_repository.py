"""What the repository promises about itself: commands, links, versions."""

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.commands.cli import app
from autograder.declaration.course import Course

TEXTS = ["README.md", "CONTRIBUTING.md"]
GUIDES = ["docs/learners.md", "docs/formgrader.md", "docs/cluster.md", "docs/instructors.md"]
DOCS = REPOSITORY_ROOT / "docs"
PROJECT = tomllib.loads((REPOSITORY_ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(name):
    """Returns the text of a file of the repository."""
    return (REPOSITORY_ROOT / name).read_text(encoding="utf-8")


def commands(text):
    """Returns the commands of a text's shell blocks and of its code spans."""
    lines = [
        line.partition("#")[0].strip()
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
    ]
    spans = re.findall(r"`((?:make|autograder) [^`]+)`", text)
    return [part.strip() for line in [*lines, *spans] for part in line.split("&&") if part.strip()]


@pytest.mark.parametrize("name", TEXTS)
def test_every_make_target_that_is_named_exists(name):
    """Can a reader type each `make ...` of the text?"""
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = [shlex.split(line)[1:] for line in commands(read(name)) if line.startswith("make ")]
    assert named
    for words in named:
        assert {word for word in words if "=" not in word} <= targets


@pytest.mark.parametrize("name", TEXTS + GUIDES)
def test_every_autograder_command_that_is_named_parses(name):
    """Can a reader type each `autograder ...` of the text?"""
    from typer.main import get_command

    group = get_command(app)
    named = [line for line in commands(read(name)) if line.startswith("autograder ")]
    assert named
    for line in named:
        _, command, *arguments = shlex.split(line)
        assert command in group.commands, line
        group.commands[command].make_context(command, arguments, resilient_parsing=False)


@pytest.mark.parametrize("name", [*TEXTS, *GUIDES, "CHANGELOG.md"])
def test_every_path_that_is_linked_exists(name):
    """Do the links inside the repository lead somewhere?"""
    links = re.findall(r"\]\(([^)#]+)\)", read(name))
    local = [link for link in links if "://" not in link]
    folder = (REPOSITORY_ROOT / name).parent
    missing = [link for link in local if not (folder / link.partition("#")[0]).exists()]
    assert not missing


@pytest.mark.parametrize("name", GUIDES)
def test_every_heading_that_is_linked_exists(name):
    """Do the links to headings, in the guide and in other texts, lead to one?"""
    links = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", read(name))
    for file, anchor in links:
        path = (REPOSITORY_ROOT / name).parent / file if file else REPOSITORY_ROOT / name
        headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        anchors = [
            re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings
        ]
        assert anchor in anchors


def test_learners_are_told_what_the_notebook_says():
    """Are the words that the guide quotes those of a verdict, and its functions those there are?"""
    import autograder

    guide = read("docs/learners.md")
    for cells in re.findall(r"^\| (.+?) \|", guide, re.MULTILINE)[1:]:
        if not set(cells) <= {"-"}:
            assert cells in said_by_verdicts(), cells
    for call in re.findall(r"```python\n(.*?)```", guide, re.DOTALL):
        for node in ast.walk(ast.parse(call)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id in autograder.__all__


def said_by_verdicts():
    """Returns the headlines that a check can have."""
    from autograder.checks.verdict import STATUSES, Verdict

    return [Verdict("x", 0, 1, status).headline().removeprefix("x: ") for status in STATUSES]


# What lies in a course folder or beside a notebook, and is nobody's to commit.
ELSEWHERE = re.compile(
    r"/|(spring|submitted|source|uploads|gradescope|feedback|reports|releases?|autograded|\.autograder)/|\w+://|(grades|checks)\.|"
    r"(lib|mod|app)/.*\.(rb|php)$|"  # Canvas's and Moodle's own sources
    r"extensions\.csv|timestamp\.txt|.*progress\.json|-items\.csv|solutions/<id>/(<id>\.ipynb|checks\.json)$"
)


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{p.name}" for p in DOCS.glob("*.md"))]
)
def test_every_path_that_a_text_names_exists(name):
    """Does a reader find each file and folder in back-ticks, whatever has moved since?"""
    text = re.sub(r"```.*?```", "", read(name), flags=re.DOTALL)
    for span in re.findall(r"`([^`\n ]+)`", text):
        is_path = "/" in span or re.fullmatch(r"[\w.-]+\.(py|md|toml|txt|json|ipynb|csv)", span)
        if is_path and not ELSEWHERE.match(span):
            assert found_anywhere(span), f"{name} names {span}, which does not exist"


def found_anywhere(path):
    """Tells whether a path is there, from the root or, if it begins in no folder there, below."""
    pattern = re.sub(r"<\w+>", "*", path.rstrip("/"))
    first = pattern.partition("/")[0]
    if (REPOSITORY_ROOT / first).exists():
        return any(REPOSITORY_ROOT.glob(pattern))
    code = ("autograder", "tests", "benchmarks", "utils", "docs", "solutions")
    return any(any((REPOSITORY_ROOT / part).rglob(pattern)) for part in code)


def test_the_readme_lists_exactly_the_assignments_that_exist():
    """Does the table keep up with the declarations?"""
    listed = re.findall(r"\]\(assignments/(\w+)/\1\.ipynb\)", read("README.md"))
    assert sorted(listed) == Course().assignment_ids()


def test_one_repository_is_named_everywhere():
    """Do README, notebooks and metadata agree on where the repository and this release are?"""
    address = PROJECT["project"]["urls"]["Repository"]
    path = address.removeprefix("https://github.com/")
    texts = [read(name) for name in TEXTS + GUIDES]
    texts += [path.read_text("utf-8") for path in [*sources(), *releases()]]
    for text in texts:
        for owner_and_name in re.findall(r"github(?:\.com)?/([\w-]+/[\w-]+)", text):
            assert owner_and_name == path


def sources():
    """Returns the sources of all assignments."""
    return sorted((REPOSITORY_ROOT / "solutions").glob("*/*.py"))


def releases():
    """Returns the released notebooks of all assignments."""
    return [Course().release_notebook(assignment_id) for assignment_id in Course().assignment_ids()]


def test_the_readme_has_the_badges_that_the_build_writes():
    """Does each row open this release in Colab, with the week, title and points declared?"""
    from autograder.notebook.badges import badge, with_badges

    readme = read("README.md")
    assert readme == with_badges(readme), "run: autograder build"
    for assignment_id in Course().assignment_ids():
        declared = Course().declaration(assignment_id)
        (row,) = [line for line in readme.splitlines() if f"/{assignment_id}.ipynb) |" in line]
        week, title, _, points, colab = [part.strip() for part in row.strip("|").split(" | ")]
        assert week == str(declared.week)
        assert title.startswith(f"[{declared.title}](")
        assert float(points) == declared.points
        assert colab == badge(assignment_id)


def requirements(name):
    """Returns the requirements of a file by package name."""
    lines = (line.partition("#")[0].strip() for line in read(name).splitlines())
    found = [Requirement(line) for line in lines if line]
    return {requirement.name: requirement.specifier for requirement in found}


def test_the_oldest_constraints_are_the_lower_ends_of_the_ranges():
    """Is what is tested as the older end the end that requirements.txt states?"""
    oldest = requirements("tests/oldest-constraints.txt")
    for name, specifier in requirements("requirements.txt").items():
        (lowest,) = [item.version for item in specifier if item.operator == ">="]
        (tested,) = [item.version for item in oldest[name]]
        assert tested in specifier, name
        # Same series: 2.1 and 2.1.3, not 2.1 and 2.4.
        assert tested.split(".")[: lowest.count(".") + 1] == lowest.split("."), name


def test_colab_has_the_oldest_versions():
    """Are Colab's versions the older end, wherever Colab has the package?"""
    oldest = requirements("tests/oldest-constraints.txt")
    for name, specifier in requirements("tests/colab-requirements.txt").items():
        if (
            name in oldest
            and name not in ("ipykernel", "ipython", "ipywidgets", "nbformat", "nbclient")
            and specifier
        ):
            assert specifier == oldest[name], name


def test_every_requirement_says_what_needs_it():
    """Does each line of requirements.txt have its reason and an upper end?"""
    lines = [line for line in read("requirements.txt").splitlines() if line and line[0] != "#"]
    for line in lines:
        requirement, _, reason = line.partition("#")
        assert reason.strip(), line
        assert "<" in requirement, line


def test_every_imported_package_is_required():
    """Does requirements.txt name what our code imports, not only what brings it along?"""
    providers = packages_distributions()
    required = {name.lower() for name in requirements("requirements.txt")}
    # `google.colab` exists where it is asked for, `distributed` where somebody has a cluster.
    own = {"autograder", "utils", "google", "distributed"}
    for path in python_files("autograder", "utils", "solutions", "data"):
        beside = {neighbour.stem for neighbour in path.parent.glob("*.py")}  # A program's own.
        for package in imported_packages(path) - own - beside - set(sys.stdlib_module_names):
            found = {name.lower() for name in providers.get(package, [])}
            assert found & required, f"{path}: {package}"


def python_files(*folders):
    """Returns all Python files below folders of the repository."""
    return sorted(path for name in folders for path in (REPOSITORY_ROOT / name).rglob("*.py"))


def imported_packages(path):
    """Returns the top-level names that a file imports absolutely."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(str(node.module).partition(".")[0])
    return found


def test_every_test_asks_its_question():
    """Does each test say in its docstring which question it answers?"""
    silent = [
        f"{path.name}: {node.name}"
        for path in python_files("tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not ast.get_docstring(node)
    ]
    assert not silent


def test_this_python_is_one_that_the_project_supports():
    """Do the tests run on a Python that pyproject.toml admits?"""
    version = ".".join(str(part) for part in sys.version_info[:3])
    assert version in SpecifierSet(PROJECT["project"]["requires-python"])


@pytest.mark.parametrize("folder", ["", "a folder with spaces"])
def test_make_finds_python_by_running_it(tmp_path, folder):
    """Does a `python3.13` on PATH that starts nothing lead to the next candidate?"""
    place = tmp_path / folder if folder else tmp_path
    programs = place / "programs"
    programs.mkdir(parents=True)
    shim = programs / "python3.13"
    shim.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    good = programs / "python3.12"
    good.write_text(f'#!/bin/sh\necho "ran $*" >> "{place}/log"\nexit 0\n', encoding="utf-8")
    for program in (shim, good):
        program.chmod(0o755)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path)}
    target = tmp_path / "environment"
    subprocess.run(
        ["make", "-s", "-C", str(REPOSITORY_ROOT), f"VENV={target}", f"{target}/bin/python"],
        env=environment,
        capture_output=True,
        check=True,
    )
    ran = (place / "log").read_text(encoding="utf-8").splitlines()
    assert ran[-1] == f"ran -m venv --clear {target}"


def test_make_says_what_to_do_without_a_usable_python(tmp_path):
    """Is a machine without Python told what to install?"""
    (tmp_path / "bash").symlink_to("/bin/bash")
    finished = subprocess.run(
        [
            "/usr/bin/make",
            "-s",
            "-C",
            str(REPOSITORY_ROOT),
            f"VENV={tmp_path}/v",
            f"{tmp_path}/v/bin/python",
        ],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode != 0
    assert "No usable Python" in finished.stderr
    assert "apt install python3-venv" in finished.stderr
