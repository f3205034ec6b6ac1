"""Judges recorded and saved requests: HAR 1.2 files and Postman collections v2.1.

From the top: `check` judges a file, which `container` reads; `har` and `postman` list its requests,
in the records of `requests`; `urls` says which requests are the contract's, and `exchanges` judges
one of them with its answers: `transport` says what is wrong with how it is sent, `answers` what is
wrong with an answer as a whole, `embedded` what is wrong with the bodies, which are strings of the
file, `lost_bodies` where a body is not there. `queries` finds the requests that are for another
operation, and `answer_kinds` says whether the status of an answer fits what it says.

Of a collection, `postman_scopes` and `postman_auth` say what a request has from the folders that it
is in, `variables` fills in values, of `environments` beside the collection too and of
`dynamic_variables.json`, and `comments` takes comments out of a body.
"""

from contractkit.linting.recordings.check import CheckedRecording, check_recording
from contractkit.linting.recordings.environments import (
    find_environments,
    is_environment,
    read_environment,
)
from contractkit.linting.recordings.variables import Environment

__all__ = [
    "CheckedRecording",
    "Environment",
    "check_recording",
    "find_environments",
    "is_environment",
    "read_environment",
]
