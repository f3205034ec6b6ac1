"""Recorded and saved requests: HAR 1.2 files and Postman collections v2.1, judged where they stand.

From the top: `judge` puts it together; `har` and `postman` read the two forms into the records of
`records`; `urls` says which requests are the contract's, `transport` what is wrong with how they
are sent, `embedded` what is wrong with a text that is a string of the file; `container` is the file
itself.
"""

from contractkit.linting.recordings.check import Recorded, check_recording

__all__ = ["Recorded", "check_recording"]
