"""`entity_spans`: where entities begin and end, as conlleval reads tags."""

from .inputs import entity_spans, reference, some_tags


def kinds(rng, count):
    return [str(kind) for kind in rng.permutation(["per", "geo", "org", "tim"])[:count]]


@entity_spans.case("A name of two words, a gap, a name of one word.")
def on_paper(rng):
    a, b = kinds(rng, 2)
    return {"tags": [f"B-{a}", f"I-{a}", "O", f"B-{b}"]}


@entity_spans.case("B- begins a new name, right behind one of its own type, too.")
def neighbours(rng):
    a, b = kinds(rng, 2)
    return {"tags": [f"B-{a}", f"B-{a}", f"I-{a}", f"B-{b}", f"B-{b}", "O"]}


@entity_spans.case("I- behind O, or at the start, begins a name.")
def orphans(rng):
    a, b = kinds(rng, 2)
    return {"tags": [f"I-{a}", f"I-{a}", "O", f"I-{b}", "O", f"I-{a}", f"I-{a}"]}


@entity_spans.case("I- of another type begins a name.")
def type_changes(rng):
    a, b, c = kinds(rng, 3)
    return {"tags": ["O", f"B-{a}", f"I-{b}", f"I-{b}", f"I-{c}", "O", f"I-{a}", f"I-{b}"]}


@entity_spans.case("The last name may end with the sentence.")
def up_to_the_end(rng):
    a, b = kinds(rng, 2)
    return {"tags": ["O", "O", f"B-{a}", "O", f"B-{b}", f"I-{b}", f"I-{b}"]}


@entity_spans.case("No name: an empty list.")
def none(rng):
    return {"tags": ["O"] * int(rng.integers(2, 6))}


@entity_spans.case("No word: an empty list.")
def empty(rng):
    return {"tags": []}


@entity_spans.case("One word that is a name.")
def one_word(rng):
    return {"tags": [f"B-{kinds(rng, 1)[0]}"]}


@entity_spans.case("Thirty tags in any order.")
def many(rng):
    return {"tags": some_tags(rng, 30)}


@entity_spans.case("Types that begin or end alike are different types.")
def alike(rng):
    short, long, end = "per", "person", "on"
    tags = [
        f"B-{short}",
        f"I-{long}",
        f"I-{short}",
        f"B-{long}",
        f"I-{short}",
        f"I-{end}",
        f"I-{long}",
    ]
    return {"tags": tags + ["O"] * int(rng.integers(0, 3)) + some_tags(rng, 8, (short, long, end))}


@entity_spans.case("Types may begin with I or B.")
def beginning_like_marks(rng):
    kinds = [str(k) for k in rng.permutation(["Item", "Band", "BI"])]
    tags = [
        f"B-{kinds[0]}",
        f"I-{kinds[0]}",
        f"I-{kinds[1]}",
        "O",
        f"B-{kinds[2]}",
        f"I-{kinds[2]}",
    ]
    return {"tags": tags + some_tags(rng, 6, kinds)}


@entity_spans.case("Types may have any name, also one with the letters O, B and I.")
def other_names(rng):
    kind, other = (str(k) for k in rng.permutation(["LOCATION", "I", "BOI", "product"])[:2])
    every = [f"B-{kind}", f"I-{kind}", "O", f"I-{other}", f"I-{other}", f"B-{other}"]
    return {"tags": every + some_tags(rng, 9, (kind, other, "painting"))}


# ------------------------------------------------------------------------ other right answers


@entity_spans.alternative
def by_beginnings(tags):
    begins = []
    for i, tag in enumerate(tags):
        before = tags[i - 1] if i else "O"
        if tag != "O" and (tag[0] == "B" or before == "O" or before[2:] != tag[2:]):
            begins.append(i)
    spans = []
    for start in begins:
        end = start + 1
        while end < len(tags) and tags[end] != "O" and end not in begins:
            end += 1
        spans.append((start, end, tags[start][2:]))
    return spans


@entity_spans.alternative
def with_a_while(tags):
    spans, i = [], 0
    while i < len(tags):
        if tags[i] == "O":
            i += 1
            continue
        kind, start = tags[i].split("-", 1)[1], i
        i += 1
        while i < len(tags) and tags[i] == "I-" + kind:
            i += 1
        spans.append([start, i, kind])
    return spans


@entity_spans.alternative
def with_open_lists(tags):
    found = []
    for i, tag in enumerate(tags):
        mark, kind = tag[0], tag[2:]
        if mark == "I" and found and found[-1][1] == i and found[-1][2] == kind:
            found[-1][1] = i + 1
        elif mark in "BI":
            found.append([i, i + 1, kind])
    return [tuple(span) for span in found]


# ------------------------------------------------------------------------------- known mistakes

APPEND = "spans.append((start, place, kind))"

entity_spans.slip(
    "includes_the_end",
    "The end is one too small. It is excluded, as in a slice: `words[start:end]` are the words of the name.",
    APPEND,
    "spans.append((start, place - 1, kind))",
)
entity_spans.slip(
    "gives_lengths",
    "In the second place stands how long the name is. It is to be where it ends.",
    APPEND,
    "spans.append((start, place - start, kind))",
)
entity_spans.slip(
    "loses_the_last",
    "A name at the end of the sentence is lost. It has to be closed when the tags are over.",
    '[*tags, "O"]',
    "tags",
)
entity_spans.slip(
    "merges_neighbours",
    "Two names of one type side by side became one. `B-` begins a new name always.",
    'mark != "I" or here != kind',
    'mark == "O" or here != kind',
)
entity_spans.slip(
    "misses_the_change_of_type",
    "`I-` of another type went on with the name before. It begins a name of its own.",
    'mark != "I" or here != kind',
    'mark != "I"',
)
entity_spans.slip(
    "drops_orphans",
    "`I-` without a `B-` before it was left out. As conlleval counts, it begins a name.",
    'mark != "O" and kind is None',
    'mark == "B" and kind is None',
)
entity_spans.slip(
    "puts_the_type_first",
    "The three stand in another order: start, end, type.",
    "(start, place, kind)",
    "(kind, start, place)",
)
entity_spans.slip(
    "keeps_the_mark",
    "The third place holds a tag. It is to be the type alone, what stands behind `B-` or `I-`.",
    APPEND,
    'spans.append((start, place, "B-" + kind))',
)


@entity_spans.misconception(
    "A change of type within a name ended it, and what follows was lost: `I-` of another type begins a name."
)
def drops_what_changed(tags):
    found = []
    for start, end, kind in reference.entity_spans(tags):
        changed = tags[start][0] == "I" and start and tags[start - 1] != "O"
        if not changed:
            found.append((start, end, kind))
    return found


@entity_spans.misconception(
    "An `I-` that begins a sentence was left out. It begins a name there as well as behind `O`."
)
def forgets_the_start(tags):
    found = reference.entity_spans(tags)
    return found[1:] if tags and tags[0][0] == "I" else found


@entity_spans.misconception(
    "These are single words. A name is one span, however many words it has."
)
def word_by_word(tags):
    return [(i, i + 1, tag[2:]) for i, tag in enumerate(tags) if tag != "O"]


@entity_spans.misconception("Words of `O` came back as spans, too. Only names do.")
def keeps_o(tags):
    own = [(i, i + 1, "O") for i, tag in enumerate(tags) if tag == "O"]
    return sorted(own + reference.entity_spans(tags))


for first in (1, -1):
    entity_spans.equivalent(
        f"spans, start, kind = ([], 0, None) -> spans, start, kind = ([], {first}, None)",
        "It is set before it is read.",
    )
