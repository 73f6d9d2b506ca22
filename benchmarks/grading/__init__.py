"""Grades the same classes by this engine, stock nbgrader and otter-grader, and compares them."""
