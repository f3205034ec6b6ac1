"""The formats of texts in words, each with an example."""

FORMATS = {
    "date-time": "a date with a time and an offset, as in 2026-01-31T12:30:00Z",
    "date": "a date, as in 2026-01-31",
    "time": "a time with an offset, as in 12:30:00Z",
    "duration": "a duration, as in P1DT12H",
    "email": "an e-mail address, as in ada@example.com",
    "idn-email": "an e-mail address, as in ada@example.com",
    "hostname": "the name of a host, as in www.example.com",
    "idn-hostname": "the name of a host, as in www.example.com",
    "ipv4": "an IPv4 address, as in 192.0.2.1",
    "ipv6": "an IPv6 address, as in 2001:db8::1",
    "uri": "an absolute URI, as in https://example.com/a",
    "uri-reference": "a URI or the end of one, as in /a?b=1",
    "iri": "an absolute IRI, as in https://example.com/a",
    "iri-reference": "an IRI or the end of one, as in /a?b=1",
    "uri-template": "a template of URIs, as in /pets/{id}",
    "uuid": "a UUID, as in 123e4567-e89b-12d3-a456-426614174000",
    "regex": "a regular expression, as in ^[a-z]+$",
    "json-pointer": "a JSON Pointer, as in /a/0",
    "relative-json-pointer": "a relative JSON Pointer, as in 1/a",
}


def describe_format(name: str) -> str:
    """What a text of a format is."""
    return FORMATS.get(name, f"of the format “{name}”")
