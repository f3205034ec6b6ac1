"""The formats that are judged, in words; others are not taken over."""

FORMATS = {
    "date": "a date, such as 2024-02-29",
    "date-time": "a date and time, such as 2024-02-29T12:30:00Z",
    "duration": "a duration, such as P3DT12H",
    "email": "an email address",
    "hostname": "a host name",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "json-pointer": "a JSON Pointer",
    "regex": "a regular expression",
    "time": "a time with its offset, such as 12:30:00Z",
    "uri": "a URI with its scheme",
    "uri-reference": "a URI or a relative reference",
    "uuid": "a UUID",
}
