"""Overwrites what an exercise builds on after that was judged.

Would gain: points for `total` from a function that was exchanged later, or for `average` from
the reference's `total`, kept and used for more than it was lent for.
Must not: a verdict is final; what is lent answers only while the exercise that calls it is asked.
"""

from tests.hostile.gallery import attack


@attack(total="failed", average="passed")
def mended_later(shop):
    """Is wrong when it is judged and fixes itself when another exercise runs."""
    return shop.solved(
        total="def total(xs):\n    return 0.0",
        average="""
def average(xs):
    globals()["total"] = sum
    return sum(xs) / len(xs)
""",
    )


@attack(average="failed", tally="failed")
def spoiled_later(shop):
    """Is right when it is judged and spoils all names afterwards."""
    return shop.solved(
        average="""
def average(xs):
    for name in ("double", "total", "centred", "tally"):
        if name != "centred":
            globals()[name] = lambda *a: None
    return None
"""
    )


@attack(total="failed", average="carried", centred="failed", tally="failed")
def lent_function_kept(shop):
    """Keeps the `total` that the judge lends, and asks it about everything."""
    return shop.solved(
        total="""
def total(xs):
    return kept[0](xs) if kept else None


kept = []
""",
        average="""
def average(xs):
    kept.append(total)
    return total(xs) / len(xs)
""",
        centred="""
def centred(table):
    return table - kept[0](table.tolist()) if kept and kept[0] is not total else None
""",
        tally="""
def tally(words):
    return {w: kept[0]([1.0 for x in words if x == w]) for w in words} if len(kept) > 99 else None
""",
    )
