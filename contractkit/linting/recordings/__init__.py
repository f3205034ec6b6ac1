"""Judges recorded and saved requests: HAR 1.2 files and Postman collections v2.1.

From the top: `check` judges a file; `har` and `postman` list its requests, in the records of
`requests`; `urls` says which requests are the contract's, `transport` what is wrong with how they
are sent, `embedded` what is wrong with the bodies, which are strings of the file.
"""

from contractkit.linting.recordings.check import CheckedRecording, check_recording

__all__ = ["CheckedRecording", "check_recording"]
