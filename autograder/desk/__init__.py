"""The instructor's desk: collects what an LMS hands over, reports on a class, exports, releases."""
