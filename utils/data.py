"""Loads the course's data sets from the repository's `data` folder."""

from dataclasses import dataclass
from pathlib import Path

DATA_FOLDER = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Dinosaurs:
    """Dinosaur genera in lower case, in three splits that share no name.

    Attributes:
        train: List of names to learn from.
        validation: List of names to choose by: order, epochs, temperature.
        test: List of names to score once, at the end.
    """

    train: list[str]
    validation: list[str]
    test: list[str]

    @property
    def all_names(self) -> list[str]:
        """Returns the names of all three splits, sorted."""
        return sorted(self.train + self.validation + self.test)


def load_dinosaurs(folder: str | Path | None = None) -> Dinosaurs:
    """Loads the names of dinosaurs.

    Args:
        folder: Folder with `train.txt`, `validation.txt` and `test.txt`; `data/dinosaurs` of
            this repository if None.

    Returns:
        The three splits, each a sorted list of names of the letters a to z.

    Raises:
        FileNotFoundError: If a file is missing; the message says where it was looked for.

    Example:
        >>> "tyrannosaurus" in load_dinosaurs().all_names
        True
    """
    folder = DATA_FOLDER / "dinosaurs" if folder is None else Path(folder)
    return Dinosaurs(
        train=_read_lines(folder / "train.txt"),
        validation=_read_lines(folder / "validation.txt"),
        test=_read_lines(folder / "test.txt"),
    )


def _read_lines(path: Path) -> list[str]:
    """Reads a text file's lines, with an error that helps if it is not there."""
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {path}. The data lies in the repository's data folder, beside "
            "utils: work in a whole copy of the repository, or install it with "
            "'pip install -e .', which leaves the files where they are."
        )
    return path.read_text(encoding="utf-8").splitlines()
