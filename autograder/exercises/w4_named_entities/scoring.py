"""`entity_scores`: exact spans, counted over all sentences."""

from .inputs import entity_scores, reference, some_tags


def pair(rng, lengths, changed):
    """Draws tags and a tagger's answer that changes so many of them in each sentence."""
    true = [some_tags(rng, n) for n in lengths]
    predicted = [list(row) for row in true]
    for row in predicted:
        for place in rng.permutation(len(row))[:changed]:
            row[place] = some_tags(rng, 1)[0]
    return {"true": true, "predicted": predicted}


@entity_scores.case("Three names, two said, one of them right.")
def on_paper(rng):
    a, b = (str(kind) for kind in rng.permutation(["per", "geo", "org"])[:2])
    true = [[f"B-{a}", "O", f"B-{b}", f"I-{b}"], ["O", f"B-{a}"]]
    predicted = [[f"B-{a}", "O", f"B-{b}", "O"], ["O", "O"]]
    return {"true": true, "predicted": predicted}


@entity_scores.case("Sentences of different lengths: names are counted over all of them.")
def different_sentences(rng):
    true = [["B-per", "O"], some_tags(rng, 14), ["O", "O", "O"], some_tags(rng, 9)]
    predicted = [["O", "O"], *([*row] for row in true[1:])]
    predicted[1][0] = "O" if true[1][0] != "O" else "B-geo"
    predicted[2][1] = "B-tim"
    return {"true": true, "predicted": predicted}


@entity_scores.case("Part of a name is not the name, and a name of another type is wrong.")
def nearly_right(rng):
    kinds = [str(kind) for kind in rng.permutation(["per", "geo", "org", "tim"])]
    a, b, c, d = kinds
    true = [["B-" + a, "I-" + a, "O", "B-" + b, "O", "B-" + c, "I-" + c, "B-" + d]]
    predicted = [["O", "B-" + a, "O", "B-" + c, "O", "B-" + c, "I-" + c, "B-" + d]]
    return {"true": true, "predicted": predicted}


@entity_scores.case("The same span in another sentence does not count.")
def same_place_elsewhere(rng):
    kind = str(rng.choice(["per", "geo", "org"]))
    true = [["B-" + kind, "O", "O"], ["O", "O", "O"], ["O", "B-tim", "O"]]
    predicted = [["O", "O", "O"], ["B-" + kind, "O", "O"], ["O", "B-tim", "O"]]
    return {"true": true, "predicted": predicted}


@entity_scores.case("Many sentences.")
def many(rng):
    return pair(rng, [8, 3, 12, 5, 1, 7], 2)


@entity_scores.case("Another sort of errors.")
def many_wrong(rng):
    return pair(rng, [9, 4, 6, 11], 4)


@entity_scores.case("All right: three times 1.")
def all_right(rng):
    tags = [["B-per", *some_tags(rng, 5)], some_tags(rng, 3)]
    return {"true": tags, "predicted": [list(row) for row in tags]}


@entity_scores.case("Nothing said: precision is 0, and so is F1.")
def nothing_said(rng):
    return {"true": [["B-per", *some_tags(rng, 4)], ["O"]], "predicted": [["O"] * 5, ["O"]]}


@entity_scores.case("Names said where there are none: recall is 0.")
def nothing_there(rng):
    return {"true": [["O"] * 4, ["O"]], "predicted": [["B-geo", *some_tags(rng, 3)], ["O"]]}


@entity_scores.case("No name on either side: three times 0.")
def nothing_at_all(rng):
    count = int(rng.integers(1, 4))
    return {"true": [["O", "O"]] * count, "predicted": [["O", "O"]] * count}


@entity_scores.case("No name right: F1 is 0.")
def nothing_right(rng):
    kind = str(rng.choice(["geo", "org"]))
    return {
        "true": [["B-per", "O", "B-" + kind]],
        "predicted": [["B-" + kind, "O", "O"]],
    }


# ------------------------------------------------------------------------ other right answers


@entity_scores.alternative
def with_one_set(true, predicted):
    def spans(rows):
        return {(i, *span) for i, row in enumerate(rows) for span in reference.entity_spans(row)}

    a, b = spans(true), spans(predicted)
    hits = len(a & b)
    precision, recall = hits / max(1, len(b)), hits / max(1, len(a))
    return precision, recall, 2 * hits / max(1, len(a) + len(b))


@entity_scores.alternative
def by_loops(true, predicted):
    right = said = there = 0
    for i in range(len(true)):
        a, b = reference.entity_spans(true[i]), reference.entity_spans(predicted[i])
        there += len(a)
        said += len(b)
        for span in b:
            if span in a:
                right += 1
    precision = right / said if said > 0 else 0
    recall = right / there if there > 0 else 0
    f1 = 2 * precision * recall / (precision + recall) if right else 0
    return [precision, recall, f1]


@entity_scores.alternative
def with_numpy(true, predicted):
    import numpy as np

    counts = np.zeros(3)
    for one, other in zip(true, predicted, strict=True):
        a, b = set(reference.entity_spans(one)), set(reference.entity_spans(other))
        counts += [len(a & b), len(a), len(b)]
    hits, there, said = counts
    precision, recall = hits / (said or 1), hits / (there or 1)
    return np.array([precision, recall, 2 / (1 / precision + 1 / recall) if hits else 0.0])


# ------------------------------------------------------------------------------- known mistakes

entity_scores.slip(
    "exchanges_precision_and_recall",
    "Precision and recall have changed places. Precision is the share of what was **said**.",
    ("hits / said", "hits / found_later"),
    ("hits / there", "hits / said"),
    ("hits / found_later", "hits / there"),
)
entity_scores.slip(
    "takes_the_mean",
    "F1 is not the mean of precision and recall, but twice their product over their sum.",
    "2 * precision * recall / (precision + recall)",
    "(precision + recall) / 2",
)
entity_scores.slip(
    "forgets_the_two",
    "F1 is half of what it should be: it is **twice** the product over the sum.",
    "2 * precision * recall",
    "precision * recall",
)


def _from(hits, there, said):
    precision, recall = hits / said if said else 0.0, hits / there if there else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


@entity_scores.misconception(
    "These are means of the sentences' own scores. Count over all sentences first, then divide once."
)
def mean_of_sentences(true, predicted):
    each = [reference.entity_scores([a], [b]) for a, b in zip(true, predicted, strict=True)]
    return tuple(sum(column) / len(each) for column in zip(*each, strict=True))


@entity_scores.misconception(
    "Single words are counted. A name counts once, and only when its beginning, end and type are right."
)
def counts_words(true, predicted):
    pairs = [
        (a, b)
        for one, other in zip(true, predicted, strict=True)
        for a, b in zip(one, other, strict=True)
    ]
    hits = sum(a == b != "O" for a, b in pairs)
    return _from(hits, sum(a != "O" for a, _ in pairs), sum(b != "O" for _, b in pairs))


@entity_scores.misconception("The type is not looked at: a city that is called a person is wrong.")
def ignores_types(true, predicted):
    hits = there = said = 0
    for one, other in zip(true, predicted, strict=True):
        a, b = ({s[:2] for s in reference.entity_spans(tags)} for tags in (one, other))
        hits, there, said = hits + len(a & b), there + len(a), said + len(b)
    return _from(hits, there, said)


@entity_scores.misconception(
    "All sentences went into one set, and a span of one was found in another. Each sentence for itself."
)
def one_set_for_all(true, predicted):
    a, b = (
        {s for tags in rows for s in reference.entity_spans(tags)} for rows in (true, predicted)
    )
    return _from(len(a & b), len(a), len(b))


@entity_scores.misconception(
    "These are means of the types' own scores (macro). Count names of all types together (micro)."
)
def by_type(true, predicted):
    found = {}
    for one, other in zip(true, predicted, strict=True):
        a, b = (set(reference.entity_spans(tags)) for tags in (one, other))
        for place, spans in enumerate((a & b, a, b)):
            for span in spans:
                found.setdefault(span[2], [0, 0, 0])[place] += 1
    each = [_from(*counts) for counts in found.values()] or [(0.0, 0.0, 0.0)]
    return tuple(sum(column) / len(each) for column in zip(*each, strict=True))


@entity_scores.misconception(
    "A name is counted as right when it begins at the right word. It has to end there, too."
)
def looks_at_beginnings(true, predicted):
    hits = there = said = 0
    for one, other in zip(true, predicted, strict=True):
        a, b = (reference.entity_spans(tags) for tags in (one, other))
        begins = {(s[0], s[2]) for s in a}
        hits += sum((s[0], s[2]) in begins for s in b)
        there, said = there + len(a), said + len(b)
    return _from(hits, there, said)


@entity_scores.misconception(
    "Where there is nothing to find, the scores are 1. Here 0 / 0 is 0.0, as seqeval has it."
)
def nothing_is_all_right(true, predicted):
    precision, recall, f1 = reference.entity_scores(true, predicted)
    said = any(tag != "O" for row in predicted for tag in row)
    there = any(tag != "O" for row in true for tag in row)
    return precision if said else 1.0, recall if there else 1.0, f1 if said or there else 1.0


@entity_scores.misconception(
    "Where nothing is said, or nothing is there, it divides by zero. Such a share is 0.0."
)
def divides_by_zero(true, predicted):
    counts = [0, 0, 0]
    for one, other in zip(true, predicted, strict=True):
        a, b = (set(reference.entity_spans(tags)) for tags in (one, other))
        counts = [n + len(s) for n, s in zip(counts, (a & b, a, b), strict=True)]
    precision, recall = counts[0] / counts[2], counts[0] / counts[1]
    return precision, recall, 2 * precision * recall / (precision + recall)


ZIP = "for one, other in zip(true, predicted, strict=True):"
for changed in ("zip(true, predicted)", "zip(true, predicted, strict=False)"):
    entity_scores.equivalent(
        f"{ZIP} -> for one, other in {changed}:", "Both lists are equally long, says the docstring."
    )


entity_scores.slip(
    "skips_sentences_without_a_true_name",
    "Sentences without a true name were left out. What is said to be a name there is wrong, and counts.",
    "        hits += len(a & b)",
    "        if not a:\n            continue\n        hits += len(a & b)",
)


@entity_scores.misconception(
    "All sentences were put in one row, so that a name goes on from one into the next. Each for itself."
)
def all_in_one_row(true, predicted):
    one, other = ([tag for tags in every for tag in tags] for every in (true, predicted))
    return reference.entity_scores([one], [other])
