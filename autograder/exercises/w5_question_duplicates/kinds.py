"""`triplet_kind`: easy, semi-hard, hard. All numbers are multiples of 1/16, exact in every type."""

from .inputs import triplet_kind

STEP = 1 / 16
HAIR = 2.0**-9  # of a step: about a ten-thousandth, and exact


def _case(cos_ap, cos_an, margin):
    """Makes arguments of numbers of sixteenths."""
    return {"cos_ap": cos_ap * STEP, "cos_an": cos_an * STEP, "margin": margin * STEP}


@triplet_kind.case("A triplet far from all borders.")
def far_from_borders(rng):
    positive, margin = int(rng.integers(-2, 3)), int(rng.integers(4, 7))
    return _case(positive, positive + int(rng.choice([3, -2, -margin - 3])), margin)


@triplet_kind.case("Another one.")
def another(rng):
    positive, margin = int(rng.integers(-2, 3)), int(rng.integers(4, 7))
    return _case(positive, positive + int(rng.choice([2, -1, -margin - 2])), margin)


@triplet_kind.case("A hard one.")
def hard(rng):
    positive = int(rng.integers(-8, 5))
    return _case(positive, positive + int(rng.integers(1, 9)), int(rng.integers(2, 7)))


@triplet_kind.case("A hard one, by more than the margin.")
def very_hard(rng):
    positive = int(rng.integers(-8, 1))
    return _case(positive, positive + int(rng.integers(6, 15)), int(rng.integers(2, 6)))


@triplet_kind.case("A semi-hard one: in the right order, within the margin.")
def semi_hard(rng):
    positive, margin = int(rng.integers(0, 9)), int(rng.integers(3, 8))
    return _case(positive, positive - int(rng.integers(1, margin)), margin)


@triplet_kind.case("A semi-hard one below 0.")
def semi_hard_below_zero(rng):
    positive, margin = int(rng.integers(-7, -2)), int(rng.integers(3, 8))
    return _case(positive, positive - int(rng.integers(1, margin)), margin)


@triplet_kind.case("An easy one, with both cosines above 0.")
def easy(rng):
    positive, margin = int(rng.integers(13, 17)), int(rng.integers(2, 6))
    return _case(positive, positive - margin - int(rng.integers(1, 5)), margin)


@triplet_kind.case("Equal cosines are hard.")
def equal(rng):
    positive = int(rng.integers(-8, 9))
    return _case(positive, positive, int(rng.integers(1, 7)))


@triplet_kind.case("Farther by exactly the margin is easy.")
def exactly_the_margin(rng):
    positive, margin = int(rng.integers(1, 17)), int(rng.integers(2, 8))
    return _case(positive, positive - margin, margin)


@triplet_kind.case("A hair farther than the positive: semi-hard.")
def a_hair_below(rng):
    positive, margin = int(rng.integers(1, 13)), int(rng.integers(2, 6))
    return _case(positive, positive - HAIR, margin)


@triplet_kind.case("A hair less than the margin farther: still semi-hard.")
def a_hair_within(rng):
    positive, margin = int(rng.integers(5, 15)), int(rng.integers(2, 6))
    return _case(positive, positive - margin + HAIR, margin)


@triplet_kind.case("Without a margin, equal cosines are hard all the same.")
def equal_without_a_margin(rng):
    positive = int(rng.integers(-8, 9))
    return _case(positive, positive, 0)


@triplet_kind.case("Without a margin, all that is not hard is easy.")
def easy_without_a_margin(rng):
    positive = int(rng.integers(-4, 9))
    return _case(positive, positive - int(rng.integers(1, 5)), 0)


# ------------------------------------------------------------------------ other right answers


@triplet_kind.alternative
def easy_first(cos_ap, cos_an, margin):
    if cos_ap - cos_an >= margin and cos_an < cos_ap:
        return "easy"
    return "semi-hard" if cos_ap > cos_an else "hard"


@triplet_kind.alternative
def by_a_table(cos_ap, cos_an, margin):
    wrong_order, too_near = not cos_an < cos_ap, cos_ap < cos_an + margin
    return {(True, True): "hard", (True, False): "hard", (False, True): "semi-hard"}.get(
        (bool(wrong_order), bool(too_near)), "easy"
    )


@triplet_kind.alternative
def by_the_difference(cos_ap, cos_an, margin):
    lead = cos_ap - cos_an
    return "hard" if lead <= 0 else "semi-hard" if lead < margin else "easy"


# ------------------------------------------------------------------------------- known mistakes

triplet_kind.slip(
    "equal_is_not_hard",
    "Equal cosines are hard: the negative is as near as the positive. Look at the equal sign.",
    "cos_an >= cos_ap",
    "cos_an > cos_ap",
)
triplet_kind.slip(
    "the_margin_is_not_easy",
    "Farther by exactly the margin is easy: the loss is 0 there. Look at the equal sign.",
    "cos_an + margin <= cos_ap",
    "cos_an + margin < cos_ap",
)
triplet_kind.slip(
    "easy_without_the_margin",
    "All that is in the right order was called easy, and semi-hard never comes. The margin is missing, or "
    "stands on the wrong side: an easy negative is farther than the positive by the margin.",
    "cos_an + margin <= cos_ap",
    "cos_an < cos_ap",
)
triplet_kind.slip(
    "hard_beyond_the_margin",
    "Hard does not hang on the margin: the negative is at least as near as the positive.",
    "cos_an >= cos_ap",
    "cos_an >= cos_ap + margin",
)
triplet_kind.slip(
    "hard_within_the_margin",
    "All that costs something was called hard. Within the margin, but in the right order, is semi-hard.",
    "cos_an >= cos_ap",
    "cos_an + margin > cos_ap",
)
triplet_kind.slip(
    "exchanges_hard_and_easy",
    "Hard and easy are exchanged: cosines are large where two are alike.",
    ('"hard"', '"nearly"'),
    ('"easy"', '"hard"'),
    ('"nearly"', '"easy"'),
)


@triplet_kind.misconception("Sizes were compared: a cosine below 0 is smaller than one above.")
def compares_sizes(cos_ap, cos_an, margin):
    cos_ap, cos_an = abs(cos_ap), abs(cos_an)
    if cos_an >= cos_ap:
        return "hard"
    return "easy" if cos_an + margin <= cos_ap else "semi-hard"


@triplet_kind.misconception(
    "It was asked for easy first: with a margin of 0, equal cosines are hard and not easy."
)
def asks_for_easy_first(cos_ap, cos_an, margin):
    if cos_an + margin <= cos_ap:
        return "easy"
    return "hard" if cos_an >= cos_ap else "semi-hard"


@triplet_kind.misconception(
    "The size of the difference was judged without its sign: which of the two is nearer counts."
)
def difference_without_sign(cos_ap, cos_an, margin):
    if abs(cos_ap - cos_an) >= margin:
        return "easy"
    return "hard" if cos_an >= cos_ap else "semi-hard"
