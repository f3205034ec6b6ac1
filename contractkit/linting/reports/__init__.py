"""The formats of lint reports: each format has the module of its name.

The streamed formats are written file by file, by `write_full` and `write_concise`; the others need
the whole run at once, and have a function `write(report)`.
"""

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
STREAMED = frozenset({"full", "concise"})
# The formats of `--statistics`, and those that hold the edits of a fix.
WITH_STATISTICS = STREAMED | {"json"}
WITH_EDITS = frozenset({"sarif"})
