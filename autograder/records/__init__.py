"""What is kept of a grade: the course folder, nbgrader's gradebook, grades and feedback as files.

`nbgrader` is the seam: what `nbgrader_config.py` plugs in.
"""
