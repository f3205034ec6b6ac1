"""Texts of each format, and texts that are nearly of it, for people who get a detail wrong."""

from collections.abc import Mapping

# The plainest first: what a person would write, then what the format allows at its edges.
RIGHT: Mapping[str, tuple[str, ...]] = {
    "date": ("2026-03-14", "2024-02-29", "1999-12-31", "0001-01-01", "9999-12-31"),
    "time": ("09:30:00Z", "23:59:59Z", "00:00:00+00:00", "12:00:00.123456Z", "08:15:00-11:30"),
    "date-time": (
        "2026-03-14T09:30:00Z",
        "2024-02-29T23:59:59Z",
        "1999-12-31T00:00:00+14:00",
        "2026-03-14T09:30:00.123456Z",
        "2026-03-14t09:30:00z",
        "9999-12-31T23:59:59-12:00",
    ),
    "duration": ("P1D", "PT1H30M", "P1Y2M3DT4H5M6S", "P4W", "PT0S"),
    "email": ("jane@example.com", "a@b.co", "first.last+tag@sub.example.org", "x_1-2@example.net"),
    "idn-email": ("jane@example.com", "jané@example.com"),
    "hostname": ("example.com", "a", "localhost", "sub-1.example.co.uk", "xn--nxasmq6b.example"),
    "idn-hostname": ("example.com", "bücher.example"),
    "ipv4": ("192.0.2.1", "0.0.0.0", "255.255.255.255", "127.0.0.1"),  # noqa: S104 - data
    "ipv6": ("2001:db8::1", "::", "::1", "::ffff:192.0.2.1", "2001:db8:0:0:0:0:0:ffff"),
    "uri": (
        "https://example.com/a",
        "http://example.com",
        "https://example.com:8443/a/b?c=d&e=%20#f",
        "urn:isbn:0451450523",
        "mailto:jane@example.com",
    ),
    "uri-reference": ("/a/b", "https://example.com/a", "", "?a=b", "#c", "../d"),
    "iri": ("https://example.com/a", "https://example.com/é"),
    "iri-reference": ("/a/b", "/é"),
    "uri-template": ("https://example.com/{id}", "/a{?b,c}", ""),
    "uuid": (
        "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF",
    ),
    "json-pointer": ("/a/0", "", "/", "/a~1b/m~0n"),
    "relative-json-pointer": ("0", "1/a", "2#"),
    "regex": ("^a+$", "", "[a-z]{2,3}"),
}
# The first are those that most readers take who look at the form only, or not at all.
WRONG: Mapping[str, tuple[str, ...]] = {
    "date": ("2023-02-29", "2026-3-14", "20260314", "2026-03-14T09:30:00Z", "2026-13-01",
             "14.03.2026", "2026/03/14", "2026-00-10", "2026-04-31", "26-03-14"),
    "time": ("09:30:00", "25:00:00Z", "09:30", "09:60:00Z", "9:30:00Z", "09:30:00+1"),
    "date-time": ("2026-03-14T09:30:00", "2023-02-29T09:30:00Z", "2026-03-14 09:30:00",
                  "2026-03-14", "2026-03-14T24:00:00Z", "2026-03-14T09:30Z", "1773480600",
                  "2026-03-14T09:30:00+1",
                  "2026-13-14T09:30:00Z", "14 Mar 2026"),
    "duration": ("P", "1 day", "PT1H30", "1D", "PT", "P1", "P1H", "P1D2H"),
    "email": ("jane", "jane doe@example.com", "jane@", "@example.com", "jane example.com",
              "jane@example..com", "jane@exa mple.com", "jane@@example.com"),
    "idn-email": ("jane", "@example.com"),
    "hostname": ("-a.example", "a_b.example.", "exa mple.com", "a..b", "a" * 64,
                 "https://example.com"),
    "ipv4": ("256.0.0.1", "192.0.2", "192.0.2.1.1", "192.0.2.01", "192.0.2.-1", "2001:db8::1"),
    "ipv6": ("2001:db8", ":::", "12345::", "2001:db8::1::2", "192.0.2.1", "[::1]"),
    "uri": ("example.com/a", "https:// example.com", "/a/b", "http://[::1",
            "https://example.com/<a>", ""),
    "uri-reference": ("\\\\server\\share", "a b", "#a b", "%zz"),
    "uuid": ("{2eb8aa08-aa98-11ea-b4aa-73b441d16380}", "2eb8aa08aa9811eab4aa73b441d16380",
             "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08-aa98-11ea-b4aa-73b441d1638g", "1"),
    "json-pointer": ("a/b", "/~2", "#/a"),
    "relative-json-pointer": ("/a", "-1", "01"),
    "regex": ("(", "[a", "a**", "(?<"),
}  # fmt: skip
