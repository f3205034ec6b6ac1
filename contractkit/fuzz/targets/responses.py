"""Responses as they are read from a connection."""

from http.client import HTTPException, HTTPResponse, parse_headers

FINAL, MOST_INTERIM = 200, 100
INTERIM = range(102, FINAL)


class FinalResponse(HTTPResponse):
    """Passes over the interim answers (1xx) that may come before the final one.

    The standard class passes over 100 only. What follows 101 is another protocol.
    """

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MOST_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status not in INTERIM:
                return version, status, reason
            parse_headers(self.fp)
        raise HTTPException("interim answers without end")
