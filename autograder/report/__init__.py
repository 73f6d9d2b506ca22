"""What a graded class looks like: tables, files of grades, notebooks and feedback pages."""
