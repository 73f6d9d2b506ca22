"""Course tools by topic: data, baselines, evaluation, training, plotting. No answers in here."""
