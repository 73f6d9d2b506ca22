"""Who is who over a term: one rule for whatever arrives, in whatever order.

A learner has a *number* at the platform: Canvas's of the user, Moodle's of the participant (anonymous
or not), Blackboard's username, Brightspace's of the user, Gradescope's address. Names are for people;
two learners may share one, and one learner may change it. Canvas's, Blackboard's, Brightspace's and
Gradescope's numbers hold for a course, Moodle's (and those of Canvas's anonymous grading) for one
assignment. The *id* is ours: a folder, and what grades are filed under.

1. The number decides. The ledger remembers which id a number has; where a number holds for the course,
   the ledgers of the other assignments are asked, too.
2. Who is not known yet gets the id that roster or worksheet give, else one made of the archive.
3. Who is known keeps that id where no table is passed, and where it no longer lists them (then a
   person is told). So a roster may be left out later.
4. A table that gives a known learner another id *changes* it. The work moves to the new id in every
   assignment where the number holds, unless something there is graded, or the new id or its folder
   is taken. Then the change is refused by name, the learner's newest work is taken under the old id,
   and a person is told.
5. An id belongs to one number of a platform. A second learner who would get it is refused by name;
   the first one loses nothing. To hand an id on, move its folder out of `submitted/`.
6. Moodle's names are no numbers: where another assignment knows the name under another id, nothing
   is guessed without a table; with one, a person is told that the course has two ids for it.

Nothing is merged, nothing replaced but by a newer attempt of the same number, and what stops one
learner stops nobody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.desk.collected import Collected, Ledger
from autograder.desk.formats import LASTING, Handed
from autograder.desk.people import (
    Person,
    Roster,
    described,
    look_up,
    made_of,
    plain_name,
    spellings,
)
from autograder.records.folder import STATE, CourseFolder
from autograder.records.grades import read_json

Number = tuple[str, str]  # a platform, and what it knows somebody by


class Memory:
    """What the ledgers of a course folder know.

    Args:
        folder: The course folder.
        ledger: That of the assignment at hand.
        assignment_id: The assignment at hand.
    """

    def __init__(self, folder: CourseFolder, ledger: Ledger, assignment_id: str):
        self.folder, self.assignment_id = folder, assignment_id
        self.ledgers = {assignment_id: ledger}
        for path in sorted((folder.root / STATE / "collected").glob("*.json")):
            if path.stem != assignment_id:
                self.ledgers[path.stem] = Ledger(folder.root, path.stem)
        self._graded = {
            (str(record.get("assignment")), str(record.get("student")))
            for record in read_json(folder.root / "grades.json")
        }

    def _ledgers_of(self, number: Number) -> dict[str, Ledger]:
        """Returns the ledgers in which a number means the same learner."""
        return self.ledgers if is_lasting(number) else {self.assignment_id: self._own}

    @property
    def _own(self) -> Ledger:
        return self.ledgers[self.assignment_id]

    def id_of(self, number: Number) -> str | None:
        """Returns the id that a number has, in this assignment before others."""
        for ledger in self._ledgers_of(number).values():
            for entry in ledger.entries.values():
                if (entry.lms, entry.user) == number:
                    return entry.student
        return None

    def holder(self, student: str, number: Number) -> Number | None:
        """Returns which other number of the platform has an id, as far as the two may meet."""
        for assignment, ledger in self._ledgers_of(number).items():
            for entry in ledger.entries.values():
                other = (entry.lms, entry.user)
                if entry.student.casefold() != student.casefold() or other == number:
                    continue
                # Where the work was moved away by hand, the id is free again.
                if entry.lms == number[0] and self.place(student, assignment).exists():
                    return other
        return None

    def places(self, number: Number, student: str) -> list[str]:
        """Returns the assignments in which a number has an id."""
        return [
            assignment
            for assignment, ledger in self._ledgers_of(number).items()
            if (entry := ledger.entries.get(student)) and (entry.lms, entry.user) == number
        ]

    def place(self, student: str, assignment_id: str) -> Path:
        """Returns the folder of what is graded."""
        return self.folder.submitted(student, assignment_id)

    def is_graded(self, student: str, assignment_id: str) -> bool:
        """Tells whether there are results of a submission."""
        results = (self.folder.autograded, self.folder.feedback)
        return (assignment_id, student) in self._graded or any(
            path(student, assignment_id).exists() for path in results
        )

    def namesakes(self, name: str) -> dict[str, str]:
        """Returns which ids Moodle's name has in other assignments, and in which of them."""
        wanted = plain_name(name)
        if not wanted:
            return {}
        return {
            entry.student: assignment
            for assignment, ledger in self.ledgers.items()
            for entry in ledger.entries.values()
            if assignment != self.assignment_id
            and entry.lms == "moodle"
            and wanted in spellings(entry.name)
        }


def is_lasting(number: Number) -> bool:
    """Tells whether a number means the same learner in the next assignment."""
    return number[0] in LASTING and not number[1].startswith("anon_")


@dataclass
class Claim:
    """What one learner handed in, and the id that they are to have.

    Args:
        number: Of the learner.
        files: What was handed in.
        person: With the id.
        known: The id that the ledger has for the number.
        looks: What a person should know.
        refused: Why nothing of it is taken, in words.
    """

    number: Number
    files: list[Handed]
    person: Person = field(default_factory=lambda: Person(""))
    known: str | None = None
    looks: list[str] = field(default_factory=list)
    refused: str = ""

    @property
    def moves_from(self) -> str | None:
        """Returns the id that the learner has had so far, where it changes."""
        return self.known if self.known not in (None, self.person.id) else None

    def keep_known(self, why: str) -> None:
        """Refuses the change of an id: the learner goes on under the old one."""
        self.looks.append(
            f"{described(self.files[0])} stays {self.known} and does not become {self.person.id}: "
            f"{why}"
        )
        self.person = replace(self.person, id=str(self.known))


def settle(
    handed: Iterable[Handed], roster: Roster | None, worksheet: Roster | None, memory: Memory
) -> list[Claim]:
    """Decides who is who in an archive, by the rule above.

    Returns:
        A claim for each learner, by id, those that are refused among them.
    """
    by_number: dict[Number, list[Handed]] = defaultdict(list)
    for file in handed:
        by_number[file.lms, file.user].append(file)
    claims = [
        _claim(number, files, roster, worksheet, memory) for number, files in by_number.items()
    ]
    _one_id_each([claim for claim in claims if not claim.refused])
    _settle_moves([claim for claim in claims if not claim.refused], memory)
    for claim in claims:
        if not claim.refused and claim.known is None:
            _admit(claim, claims, memory)
    return sorted(claims, key=lambda claim: claim.person.id)


def _claim(
    number: Number,
    files: list[Handed],
    roster: Roster | None,
    worksheet: Roster | None,
    memory: Memory,
) -> Claim:
    """Says which id one learner would have, if there were no others."""
    first, claim = files[0], Claim(number, files, known=memory.id_of(number))
    names = {plain_name(file.name) for file in files if file.name}
    if len(names) > 1:
        both = " and ".join(sorted({file.name for file in files if file.name})[:3])
        claim.refused = f"{number[0]} {number[1]} is called {both} in one archive"
        return claim
    said = look_up(first, roster, worksheet)
    if isinstance(said, Person):
        claim.person = said
        if number[0] == "moodle" and claim.known is None:
            others = memory.namesakes(first.name)
            if others and said.id not in others:
                other, assignment = next(iter(others.items()))
                claim.looks.append(
                    f"{described(first)} is {said.id} here and {other} in {assignment}: collect "
                    f"that one with the same roster, too"
                )
    elif claim.known is not None:
        claim.person = replace(made_of(first), id=claim.known)
        if said is not None:
            claim.looks.append(f"{said}; collected as {claim.known}, as before")
    elif said is not None:
        claim.refused = said
    else:
        claim.person = made_of(first)
        _mind_namesakes(claim, memory)
    if not claim.refused and not claim.person.id:
        claim.refused = f"no id can be made of the name of {described(first)}"
    return claim


def _mind_namesakes(claim: Claim, memory: Memory) -> None:
    """Refuses an id made of a name that other assignments know under another id."""
    first = claim.files[0]
    if claim.number[0] != "moodle" or first.is_anonymous:
        return
    others = memory.namesakes(first.name)
    if others and claim.person.id not in others:
        other, assignment = next(iter(others.items()))
        claim.refused = (
            f"{described(first)} has the id {other} in {assignment}: pass the --roster or "
            f"--worksheet that says whether it is the same learner"
        )


def _one_id_each(claims: Sequence[Claim]) -> None:
    """Lets no two learners of an archive have one id; some file systems fold case."""
    same: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        same[claim.person.id.casefold()].append(claim)
    for rivals in same.values():
        if len(rivals) < 2:
            continue
        users = ", ".join(claim.number[1] for claim in rivals)
        why = (
            f"{len(rivals)} learners ({rivals[0].number[0]} {users}) would get the id "
            f"{rivals[0].person.id}: pass a --roster or --worksheet that tells them apart"
        )
        for claim in rivals:
            if claim.moves_from is not None:
                claim.keep_known(why)
            elif claim.known is None:
                claim.refused = why


def _settle_moves(claims: Sequence[Claim], memory: Memory) -> None:
    """Refuses the changes of ids that cannot be made; one may free the id that another needs."""
    pending = [claim for claim in claims if claim.moves_from is not None]
    for claim in pending:
        old = str(claim.moves_from)
        places = memory.places(claim.number, old)
        graded = next((a for a in places if memory.is_graded(old, a)), None)
        taken = next(
            (a for a in places if _is_there(memory.place(claim.person.id, a), old, claim)), None
        )
        if graded is not None:
            claim.keep_known(f"{graded} is graded under that id")
        elif taken is not None:
            claim.keep_known(f"{memory.place(claim.person.id, taken)} is there already")
    # An id that is held in the ledger, or by who stays in this archive, is nobody else's.
    for claim in pending:
        if claim.moves_from is None:
            continue
        other = memory.holder(claim.person.id, claim.number)
        if other is not None:
            claim.keep_known(f"that is {other[0]} {other[1]}")
    _one_id_each(claims)  # Who stays may have the id that another was to get.


def _is_there(place: Path, old: str, claim: Claim) -> bool:
    """Tells whether a folder stands where work would move to; a change of case is no other one."""
    return place.exists() and old.casefold() != claim.person.id.casefold()


def _admit(claim: Claim, claims: Sequence[Claim], memory: Memory) -> None:
    """Refuses a newcomer whose id another number has."""
    wanted = claim.person.id.casefold()
    other = memory.holder(claim.person.id, claim.number)
    if other is None:
        own = (c for c in claims if c is not claim and not c.refused and c.known is not None)
        other = next((c.number for c in own if c.person.id.casefold() == wanted), None)
    if other is not None:
        place = memory.place(claim.person.id, memory.assignment_id)
        claim.refused = (
            f"{described(claim.files[0])} would get the id {claim.person.id}, which {other[0]} "
            f"{other[1]} has: pass a --roster or --worksheet that tells them apart, or, if it is "
            f"the same learner, move {place} away first"
        )


def moved(entry: Collected, student: str) -> Collected:
    """Returns an entry of a ledger under another id."""
    return replace(entry, student=student)
