"""Which URLs are the operation's, which are nearly so, and which are another's."""

import pytest

from contractkit.contracts.loading import load
from contractkit.linting.recordings.urls import match_url

OPERATION = load().data["operation"]
HOST = "https://api.us.webexconnect.io"
RIGHT, NEAR, OTHER = True, False, None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{HOST}/resources/v1/messaging", RIGHT),
        ("HTTPS://API.US.webexconnect.io:443/resources/v1/messaging?x=/y#z", RIGHT),
        ("https://user:pw@api.imiconnect.io/resources/v1/messaging", RIGHT),
        ("http://127.0.0.1:8000/resources/v1/messaging", RIGHT),
        ("api.us.webexconnect.io/resources/v1/messaging", RIGHT),
        (f"{HOST}/resources/v1/%6Dessaging", RIGHT),
        ("https://{YourRegion}.webexconnect.io/resources/v1/messaging", RIGHT),
        ("https://{{host}}/resources/v1/messaging", RIGHT),
        ("{{baseUrl}}/resources/v1/messaging", RIGHT),
        ("{{baseUrl}}/v1/messaging", RIGHT),
        ("${BASE}/v1/messaging", RIGHT),
        ("{{baseUrl}}/resources/:version/messaging", RIGHT),
        (f"{HOST}/resources/{{{{version}}}}/messaging", RIGHT),
        (f"{HOST}/resources/v1/messaging/", NEAR),
        (f"{HOST}//resources/v1/messaging", NEAR),
        (f"{HOST}/Resources/V1/Messaging", NEAR),
        (f"{HOST}/resources/v2/messaging", NEAR),
        (f"{HOST}/resource/v1/messaging", NEAR),
        (f"{HOST}/resources/v1/messages", NEAR),
        (f"{HOST}/v1/messaging", NEAR),
        (f"{HOST}/api/resources/v1/messaging", NEAR),
        ("{{baseUrl}}/resources/v2/messaging", NEAR),
        (f"{HOST}/v2/messages", OTHER),
        (f"{HOST}/v1/messages", OTHER),
        (f"{HOST}/resources/v1/voice", OTHER),
        (f"{HOST}/", OTHER),
        (HOST, OTHER),
        ("{{baseUrl}}/messaging", OTHER),
        ("{{baseUrl}}/v2/messages", OTHER),
        ("{{endpoint}}", OTHER),
        ("https://example.com/resources/v2/messaging", OTHER),
        ("https://example.com/", OTHER),
        ("", OTHER),
        ("data:text/plain,resources/v1/messaging", OTHER),
    ],
)
def test_url_is_met(url: str, expected: bool | None) -> None:
    match = match_url(OPERATION, url)
    assert (match.has_right_path if match else None) is expected


@pytest.mark.parametrize("url", ["{{endpoint}}", "{{endpoint}}?x=1", "{{base}}/messaging"])
def test_url_that_says_too_little_is_met_where_the_rest_is_plain(url: str) -> None:
    assert match_url(OPERATION, url, lambda: True)


@pytest.mark.parametrize("url", ["{{base}}/other", f"{HOST}/messaging", "https://example.com"])
def test_url_that_says_something_else_is_never_met(url: str) -> None:
    assert match_url(OPERATION, url, lambda: True) is None
