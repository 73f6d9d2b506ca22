"""Gradescope's autograder: `pack` writes the archive that is uploaded, `grade` runs in its container.

After Gradescope's specification (https://gradescope-autograders.readthedocs.io/en/latest/specs/, read in
November 2026). It was tried in a folder laid out like theirs, not at Gradescope.
"""
