"""Notebooks: from source to release, and from a learner's file to cells that can be run.

`source` reads `solutions/<id>/<id>.py`, `lint` judges its form, `build` turns it into what
instructors and learners open, and `submission` reads what learners hand in.
"""
