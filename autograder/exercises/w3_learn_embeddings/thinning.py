"""`keep_probability`: frequent words are thinned out."""

import numpy as np

from .inputs import keep_probability as exercise


def _counts(rng, size, low=1, high=400):
    return rng.choice(np.arange(low, high), size, replace=False)


@exercise.case("Three words: one is always kept, one half of the time, one a quarter of the time.")
def on_paper(rng):
    return {"counts": rng.permutation([1, 4, 16]), "threshold": 1 / 21}


@exercise.case("Shares above and below the threshold.")
def above_and_below(rng):
    counts = _counts(rng, 6, 20, 90)
    return {"counts": counts, "threshold": float(np.sort(counts / counts.sum())[2] * 1.02)}


@exercise.case("All words are below the threshold: all are kept.")
def all_below(rng):
    size = int(rng.integers(2, 7))
    return {"counts": rng.integers(20, 30, size), "threshold": 0.9}


@exercise.case("A word that was never read.")
def never_read(rng):
    counts = _counts(rng, 7, 10)
    counts[rng.permutation(7)[:2]] = 0
    return {"counts": counts, "threshold": 0.02}


@exercise.case("Counts in a list.")
def a_list(rng):
    return {"counts": _counts(rng, 5, 10).tolist(), "threshold": 0.05}


@exercise.case("Counts that are floats already, and stay as they are.")
def floats(rng):
    return {"counts": _counts(rng, 4, 10).astype(float), "threshold": 0.04}


@exercise.case("Counts of a real text, and the threshold for it.")
def large_counts(rng):
    return {"counts": _counts(rng, 3, 10**6, 10**7) * [1, 10, 1000], "threshold": 1e-5}


# ------------------------------------------------------------------------ other right answers


@exercise.alternative
def word_by_word(counts, threshold):
    total = sum(counts)
    found = []
    for count in counts:
        if count == 0:
            found.append(1.0)
        else:
            found.append(min(1.0, (threshold * total / count) ** 0.5))
    return np.array(found)


@exercise.alternative
def with_a_smallest_share(counts, threshold):
    f = np.array(counts) / np.sum(counts)
    return np.minimum(1, np.sqrt(threshold / np.maximum(f, 1e-300)))


@exercise.alternative
def by_the_root_first(counts, threshold):
    f = np.asarray(counts, dtype=float)
    f = np.maximum(f / f.sum(), threshold)
    return np.sqrt(threshold) / np.sqrt(f)


# ------------------------------------------------------------------------------- known mistakes

CHANCES = "np.sqrt(threshold / np.maximum(shares, threshold))"

exercise.slip(
    "chance_to_drop",
    "These are the chances to be dropped. Those to be kept are asked for: 1 minus that.",
    CHANCES,
    "1 - np.sqrt(threshold / np.maximum(shares, threshold))",
)
exercise.slip(
    "forgets_the_root",
    "The root is missing: frequent words are thinned out too much.",
    CHANCES,
    "threshold / np.maximum(shares, threshold)",
)
exercise.slip(
    "above_one",
    "A chance is larger than 1, or infinite: rare words are kept always, which is 1.",
    CHANCES,
    "np.sqrt(threshold / shares)",
)
exercise.slip(
    "takes_counts_for_shares",
    "The counts were compared with the threshold. It is about shares: divide by the number of words read.",
    "shares = counts / counts.sum()",
    "shares = counts",
)
exercise.slip(
    "upside_down",
    "The fraction is upside down: rare words are dropped, and frequent ones kept.",
    CHANCES,
    "np.minimum(1, np.sqrt(shares / threshold))",
)
exercise.slip(
    "keeps_or_drops",
    "Every word is either kept or dropped. A frequent word is kept now and then, with a chance.",
    CHANCES,
    "np.where(shares <= threshold, 1.0, 0.0)",
)
exercise.slip(
    "shares_of_the_most_frequent",
    "The shares are those of the most frequent word. They are those of the whole text.",
    "counts.sum()",
    "counts.max()",
)


@exercise.misconception(
    "This is the formula of the original program, (sqrt(f / s) + 1) s / f. The one of the paper is asked "
    "for: the root of s / f."
)
def as_the_program_has_it(counts, threshold):
    f = np.maximum(np.asarray(counts, dtype=float) / np.sum(counts), 1e-300)
    return np.minimum(1, (np.sqrt(f / threshold) + 1) * threshold / f)


@exercise.misconception(
    "A word that was never read is never kept. Its chance is 1, as of all rare words."
)
def drops_words_never_read(counts, threshold):
    counts = np.asarray(counts, dtype=float)
    shares = np.maximum(counts / counts.sum(), threshold)
    return np.where(counts > 0, np.sqrt(threshold / shares), 0.0)


exercise.equivalent(
    "counts = np.asarray(counts, dtype=float) -> counts = np.asarray(counts)",
    "A division makes floats of whole numbers.",
)
