"""Files to findings: which files, how each is judged, and what is reported of it."""
