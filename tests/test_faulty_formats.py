"""What the servers of documents take as a date, an address and so on."""

import pytest

from tests import faulty_formats

RIGHT = {
    "date": ["2024-02-29", "2000-02-29", "0000-01-01", "9999-12-31", "2023-04-30"],
    "time": [
        "00:00:00Z", "23:59:59z", "08:30:06.283185Z", "12:00:00+14:00", "23:59:60Z",
        "01:29:60+01:30", "15:59:60-08:00",
    ],
    "date_time": ["2024-05-02T09:30:00+02:00", "1998-12-31t23:59:60z", "0001-01-01T00:00:00.5Z"],
    "duration": ["P4DT12H30M5S", "P4Y", "PT0S", "P2W", "P1M", "PT1M", "P1Y2M3DT4H5M6S"],
    "uuid": ["2EB8AA08-AA98-11EA-B4AA-73B441D16380", "00000000-0000-0000-0000-000000000000"],
    "ipv4": ["192.0.2.17", "0.0.0.0", "255.255.255.255", "87.10.0.1"],  # noqa: S104
    "ipv6": ["::", "::1", "2001:db8::8a2e:370:7334", "::ffff:192.0.2.1"],
    "email": [
        "a@b", "joe.bloggs@example.com", '"joe bloggs"@example.com', '"joe@blo\\"ggs"@example.com',
        "te~st!#$%&'*+/=?^_`{|}@example.com", "x@[127.0.0.1]", "x@[IPv6:::1]", "x@a-b.c0",
        "a" * 64 + "@b",
    ],
    "uri": [
        "https://ada.example/", "http://foo.bar?q=Test%20URL#a?/", "urn:oasis:names:1", "a:", "a:/",
        "mailto:a@b.example", "ldap://[2001:db8::7]/c=GB?one", "http://u:p@h:80/-.~_!$&'()*+,;=:@",
        "file:///etc/fstab", "tel:+1-816-555-1212", "http://[v1.fe]/", "http://:80", "a://",
    ],
}  # fmt: skip
WRONG = {
    "date": [
        "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-01", "2023-01-00", "2023-04-31",
        "2023-1-01", "2023-01-01Z", "20230101", "", "٢٠٢٣-01-01", "2023-01-01\n",
    ],
    "time": [
        "08:30:06", "24:00:00Z", "00:60:00Z", "00:00:61Z", "22:59:60Z", "23:59:60+01:00",
        "01:02:03+24:00", "01:02:03+00:60", "01:02:03+0030", "01:02:03.Z", "1:02:03Z", "08:30Z",
    ],
    "date_time": [
        "2024-05-02", "2024-05-02T09:30:00", "2024-05-02 09:30:00Z", "2023-02-29T00:00:00Z",
        "2024-05-02T24:00:00Z", "1998-12-31T23:58:60Z", "2024-05-02T09:30Z",
    ],
    "duration": ["P", "PT", "P1YT", "PT1D", "P1D2H", "P2D1Y", "P2S", "P1Y2W", "1D", "P1", "PT0.5S"],
    "uuid": [
        "2eb8aa08aa9811eab4aa73b441d16380", "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}", "",
        "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
    ],
    "ipv4": ["256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4/24", "0x7f.0.0.1", ""],
    "ipv6": ["", ":::", "12345::", "::1%eth0", "1::2::3", "::1/64"],
    "email": [
        "", "2962", "@example.com", "a@", ".a@b", "a.@b", "a..b@c", "a@-b", "a@b-", "a@b..c",
        "a b@c", "a@b c", "ä@b", "a@[256.0.0.1]", "a@[::1]", "a" * 65 + "@b", "a@" + "b" * 64,
        'a"b"@c', "a@b.", "a@b\n",
    ],
    "uri": [
        "", "ada.example/", "/a", "//a/b", "http://a b", "http:// x", "1a:b", "a:\\b", "a:%zz",
        "http://[::1", "http://[x]/", "http://a:b/", "a:{b}", "a:b#c#d", "http://ä.example", ":a",
        "http://a/<b>", "a:b\n", 'a:"',
    ],
}  # fmt: skip


def listed(texts: dict[str, list[str]], verdict: bool) -> list[tuple[str, str, bool]]:
    return [(name, text, verdict) for name, some in texts.items() for text in some]


@pytest.mark.parametrize(
    ("name", "text", "expected"), [*listed(RIGHT, verdict=True), *listed(WRONG, verdict=False)]
)
def test_a_format_is_what_its_rfc_says(name: str, text: str, expected: bool) -> None:
    assert getattr(faulty_formats, f"is_{name}")(text) is expected
