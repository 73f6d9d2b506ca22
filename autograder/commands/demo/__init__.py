"""The demonstration: an invented class, derived from the declarations and graded for real."""
