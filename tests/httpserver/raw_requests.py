"""Requests in bytes, by what is special in them: those that RFC 9112 refuses, and those it allows.

`REFUSED` has the status too. Each of them is followed by `NEXT` on the same connection, which must
never be read as a request.
"""

POST, HOST = b"POST /first HTTP/1.1\r\n", b"Host: example.com\r\n"
FIVE, END = b"Content-Length: 5\r\n", b"\r\n"
CHUNK, LAST_CHUNK = b"\r\n12345\r\n", b"0\r\n\r\n"
NEXT = b"POST /second HTTP/1.1\r\nHost: example.com\r\nContent-Length: 0\r\n\r\n"


def with_header(line: bytes) -> bytes:
    """A request whose body has five bytes, with one line more among the headers."""
    return POST + HOST + line + b"\r\n" + FIVE + END + b"12345"


def with_first_line(line: bytes) -> bytes:
    return line + b"\r\n" + HOST + END


def with_length(*lines: bytes) -> bytes:
    return POST + HOST + b"".join(b"Content-Length:" + line + b"\r\n" for line in lines) + END


def with_coding(*lines: bytes, more: bytes = b"") -> bytes:
    codings = b"".join(b"Transfer-Encoding:" + line + b"\r\n" for line in lines)
    return POST + HOST + codings + more + END + b"5\r\n12345\r\n0\r\n\r\n"


def chunked(body: bytes) -> bytes:
    return POST + HOST + b"Transfer-Encoding: chunked\r\n\r\n" + body


CONTROLS = [number for number in (*range(0x20), 0x7F) if number not in b"\t\n\r"]

REFUSED: dict[str, tuple[int, bytes]] = {
    # Names of headers and their colon (section 5.1)
    "a space before the colon": (400, POST + HOST + b"Content-Length : 5\r\n\r\n12345"),
    "a tab before the colon": (400, POST + HOST + b"Content-Length\t: 5\r\n\r\n12345"),
    "a space before the colon of another": (400, with_header(b"X-Any : 1")),
    "a space before the colon of the coding": (
        400,
        POST + HOST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    ),
    "a space before the colon of Host": (400, POST + b"Host : example.com\r\n\r\n"),
    "a space within a name": (400, with_header(b"X Any: 1")),
    "no colon": (400, with_header(b"X-Any")),
    "no colon in the last line": (400, POST + HOST + FIVE + b"X-Any\r\n\r\n12345"),
    "no colon in the first line": (400, POST + b"X-Any\r\n" + HOST + FIVE + END + b"12345"),
    "an empty name": (400, with_header(b": 1")),
    "a second request among the headers": (400, POST + HOST + NEXT),
    **{
        f"{bytes([number])!r} in a name": (400, with_header(b"X" + bytes([number]) + b"Y: 1"))
        for number in b'"(),/;<=>?@[\\]{}\x80\xc3\xff'
    },
    # Line folding (5.2)
    "a folded header": (400, with_header(b"X-Any: 1\r\n 2")),
    "a folded header, with a tab": (400, with_header(b"X-Any: 1\r\n\t2")),
    "a folded header, with nothing": (400, with_header(b"X-Any: 1\r\n ")),
    "a folded length": (400, POST + HOST + b"Content-Length:\r\n 5\r\n\r\n12345"),
    "a folded coding": (400, with_coding(b"\r\n chunked")),
    "a fold without a header": (400, POST + b" " + HOST + END),
    "white space in front of a header": (400, with_header(b" Transfer-Encoding: chunked")),
    # Ends of lines, and control characters (2.2, and section 5.5 of RFC 9110)
    "bare LF everywhere": (400, b"POST /first HTTP/1.1\nHost: a\nContent-Length: 5\n\n12345"),
    "bare LF behind the first line": (400, POST.replace(b"\r", b"") + HOST + FIVE + END + b"12345"),
    "bare LF behind a header": (400, POST + HOST + b"X-Any: 1\n" + FIVE + END + b"12345"),
    "bare LF in front of a header": (400, with_header(b"X-Any: 1\nTransfer-Encoding: chunked")),
    "bare LF as the empty line": (400, POST + HOST + FIVE + b"\n12345"),
    "LF CR": (400, POST + HOST + b"X-Any: 1\n\r" + FIVE + END + b"12345"),
    "bare CR in a value": (400, with_header(b"X-Any: 1\rTransfer-Encoding: chunked")),
    "bare CR at the end of a value": (400, with_header(b"X-Any: 1\r")),
    "bare CR in a name": (400, with_header(b"X\r-Any: 1")),
    "bare CR in front of a name": (400, with_header(b"\rX-Any: 1")),
    "bare CR in the first line": (400, with_first_line(b"POST /first\r HTTP/1.1")),
    "bare CR everywhere": (400, b"POST /first HTTP/1.1\rHost: a\r\r" + NEXT),
    "CR CR LF as the empty line": (400, POST + HOST + b"\r" + END),
    **{
        f"U+{number:04X} in a {place}": (400, before + bytes([number]) + after)
        for number in CONTROLS
        for place, before, after in (
            ("value", POST + HOST + b"X-Any: 1", b"2\r\n" + FIVE + END + b"12345"),
            ("name", POST + HOST + b"X", b"Any: 1\r\n" + FIVE + END + b"12345"),
            ("target", b"POST /fi", b"rst HTTP/1.1\r\n" + HOST + END),
            ("method", b"PO", b"ST /first HTTP/1.1\r\n" + HOST + END),
            ("length", POST + HOST + b"Content-Length: 5", b"\r\n\r\n12345"),
            ("coding", POST + HOST + b"Transfer-Encoding: ", b"chunked\r\n\r\n0\r\n\r\n"),
        )
    },
    # Host (3.2)
    "no Host": (400, POST + FIVE + END + b"12345"),
    "two Hosts": (400, POST + HOST + HOST + END),
    "two different Hosts": (400, POST + HOST + b"host: other.example\r\n\r\n"),
    "two Hosts in HTTP/1.0": (400, b"GET /first HTTP/1.0\r\n" + HOST + HOST + END),
    **{
        f"Host: {host!r}": (400, POST + b"Host: " + host + END + END)
        for host in (
            *(b"a b", b"a, b", b"a/b", b"http://a", b"a@b", b"a:b", b"a:80:80", b"[::1", b"::1"),
            *(b"[::1]x", b"a:-1", b"a?b", b"a#b", b"\xff", b'"a"', b"a\\b", b"<a>", b"a" * 300),
        )
    },
    # The first line (3)
    "two spaces before the target": (400, with_first_line(b"POST  /first HTTP/1.1")),
    "two spaces before the version": (400, with_first_line(b"POST /first  HTTP/1.1")),
    "a tab in the first line": (400, with_first_line(b"POST\t/first HTTP/1.1")),
    "a tab before the version": (400, with_first_line(b"POST /first\tHTTP/1.1")),
    "a space in front": (400, with_first_line(b" POST /first HTTP/1.1")),
    "a space at the end": (400, with_first_line(b"POST /first HTTP/1.1 ")),
    "a space in the target": (400, with_first_line(b"POST /fi rst HTTP/1.1")),
    "no target": (400, with_first_line(b"POST HTTP/1.1")),
    "an empty target": (400, with_first_line(b"POST  HTTP/1.1")),
    "nothing but a method": (400, with_first_line(b"POST")),
    "no method": (400, with_first_line(b"/first HTTP/1.1")),
    "an empty method": (400, with_first_line(b" /first HTTP/1.1")),
    "a method with a colon": (400, with_first_line(b"PO:ST /first HTTP/1.1")),
    "a method with obs-text": (400, with_first_line(b"POST\xe9 /first HTTP/1.1")),
    "a header as the first line": (400, HOST + POST + END),
    "two empty lines in front": (400, END + END + POST + HOST + END),
    "garbage": (400, b"\x00\xff\x16\x03\x01garbage\r\n\r\n"),
    "the greeting of TLS": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n" * 9),
    # Versions (2.3)
    "HTTP/0.9": (400, b"GET /first\r\n"),
    "HTTP/0.9 with headers": (400, b"GET /first\r\n" + HOST + END),
    "the preface of HTTP/2": (505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"),
    **{
        f"version {version.decode()}": (status, with_first_line(b"POST /first " + version))
        for status, version in (
            *((505, b"HTTP/0.9"), (505, b"HTTP/2.0"), (505, b"HTTP/3.0"), (505, b"HTTP/9.9")),
            *((400, b"HTTP/1"), (400, b"HTTP/1.1.1"), (400, b"HTTP/1."), (400, b"HTTP/.1")),
            *((400, b"HTTP/01.1"), (400, b"HTTP/1.01"), (400, b"HTTP/1.10"), (400, b"HTTP/11")),
            *((400, b"http/1.1"), (400, b"Http/1.1"), (400, b"HTTP 1.1"), (400, b"HTTP/-1.1")),
            *((400, b"HTTP/+1.1"), (400, b"HTTP/1,1"), (400, b"HTTP/x.y"), (400, b"ICY/1.1")),
            *((400, b"HTTPS/1.1"), (400, b"HTTP/1.1x"), (400, b"HTTP/"), (400, b"HTTP")),
        )
    },
    # Targets (3.2.1 to 3.2.4, and section 7.4 of RFC 9110)
    **{
        f"target {line.decode('latin-1')}": (status, with_first_line(line + b" HTTP/1.1"))
        for status, line in (
            *((400, b"POST *"), (400, b"GET *"), (400, b"OPTIONS **"), (400, b"OPTIONS *x")),
            *((400, b"POST first"), (400, b"POST example.com:80"), (400, b"GET example.com")),
            *((501, b"CONNECT example.com:443"), (501, b"CONNECT /first"), (501, b"CONNECT *")),
            *((421, b"GET https://example.com/first"), (421, b"GET ftp://example.com/first")),
            *((400, b"GET http:///first"), (400, b"GET http://"), (400, b"GET http:/first")),
            *((400, b"GET http://:80/first"), (400, b"GET http://user@example.com/first")),
            *((400, b"GET http://[/first"), (400, b"GET http://a:b/first"), (400, b"GET mailto:a")),
            *((400, b"GET /first#part"), (400, b"GET http://a/first#part"), (400, b"GET ?first")),
            *((400, b"GET /fi\xe9rst"), (400, b"GET /fi\xc3\xa9rst"), (400, b"GET //[")),
            *((400, b"GET http://a#b/"), (400, b"GET http://a\\b/"), (400, b"GET \\first")),
        )
    },
    # Content-Length (6.2, 6.3)
    **{
        f"Content-Length:{length.decode('latin-1')}": (400, with_length(length) + b"12345")
        for length in (
            *(b" +5", b" -5", b" -0", b" 0x5", b" 5.0", b" 5e0", b" 5,5", b" 5, 5", b" 5, 6"),
            *(b" 5 5", b" 5\t5", b" 5;", b" ;5", b" ,5", b" 5,", b" ", b"", b" five", b" 1_0"),
            *(b" \xb2", b" \xa05", b" 5\x85", b" \xd9\xa1", b' "5"', b" " + b"9" * 19),
            *(b" " + b"0" * 19 + b"5", b" " + b"9" * 5000, b" 18446744073709551621"),
        )
    },
    "two lengths": (400, with_length(b" 5", b" 6") + b"12345"),
    "two lengths, the first shorter": (400, with_length(b" 0", b" 5") + b"12345"),
    "the same length twice": (400, with_length(b" 5", b" 5") + b"12345"),
    "a length and an empty one": (400, with_length(b" 5", b"") + b"12345"),
    # Transfer-Encoding (6.1, 6.3)
    "chunked, and a length": (400, with_coding(b" chunked", more=FIVE)),
    "a length, and chunked": (400, with_coding(b" chunked").replace(HOST, HOST + FIVE)),
    "chunked, and a length of nothing": (
        400,
        with_coding(b" chunked", more=b"Content-Length: 0\r\n"),
    ),
    "an unknown coding, and a length": (400, with_coding(b" gzip", more=FIVE)),
    "chunked in HTTP/1.0": (400, with_coding(b" chunked").replace(b"/1.1", b"/1.0")),
    "chunked, with a length, in HTTP/1.0": (
        400,
        with_coding(b" chunked", more=FIVE).replace(b"/1.1", b"/1.0"),
    ),
    "chunked twice": (400, with_coding(b" chunked", b" chunked")),
    "identity behind chunked": (400, with_coding(b" chunked", b" identity")),
    "identity before chunked": (501, with_coding(b" identity", b" chunked")),
    **{
        f"Transfer-Encoding:{coding.decode('latin-1')}": (status, with_coding(coding))
        for status, coding in (
            *((501, b" gzip, chunked"), (501, b" gzip;q=1, deflate, chunked")),
            *((400, b" gzip"), (400, b" identity"), (400, b" chunked, gzip"), (400, b"")),
            *((400, b" chunked, chunked"), (400, b" chunked, identity"), (400, b" ,chunked")),
            *((400, b" chunked,"), (400, b" chunke"), (400, b" xchunked"), (400, b" chunkedx")),
            *((400, b" chunked;q=1"), (400, b' "chunked"'), (400, b" 'chunked'")),
            *((400, b" chunked chunked"), (400, b" chunked \xa0"), (400, b"\xa0chunked")),
            *((400, b" chunked\x85"), (400, b" cHuNkEd gzip"), (400, b" 5")),
        )
    },
    # Chunks (7.1)
    **{
        f"chunk size {size[:24].decode('latin-1')!r}": (400, chunked(size + CHUNK + LAST_CHUNK))
        for size in (
            *(b"+5", b"-5", b"0x5", b"1_0", b"5_", b"5.0", b"5h", b"g", b"", b"5,", b"5 5", b"5:"),
            *(b" 5", b"5 ", b"\t5", b"5\t", b"5\xa0", b"\xb2", b"5\0", b"5\v", b"5\r", b"5\n"),
            *(b"\r\n5", b";a=b", b"5;a\nb", b"5;a\rb", b"5;\0", b"5; a=\x7f", b"5;" + b"a" * 2000),
            *(b"1" + b"0" * 15 + b"5", b"0" * 16 + b"5", b"f" * 16, b"5" * 2000),
        )
    },
    **{
        f"chunks {body.decode('latin-1')!r}": (400, chunked(body))
        for body in (
            *(b"5\n12345\r\n0\r\n\r\n", b"5\r\n12345\n0\r\n\r\n", b"5\r\n12345\r\n0\n\r\n"),
            *(b"5\r\n12345\r\n0\r\n\n", b"5\r12345\r\n0\r\n\r\n", b"5\r\n12345\r\r\n0\r\n\r\n"),
            *(b"5\r\n12345\n\r0\r\n\r\n", b"5\r\n12345\r\n\r\n0\r\n\r\n"),
            *(b"5\r\n123456\r\n0\r\n\r\n", b"5\r\n123450\r\n\r\n"),
            *(b"4\r\n12345\r\n0\r\n\r\n", b"5\r\n123450\r\n\r\n5\r\n"),
        )
    },
    # Headers behind the chunks (7.1.2)
    **{
        f"trailer {line[:24].decode('latin-1')!r}": (400, chunked(b"0\r\n" + line + END + END))
        for line in (
            *(b"X-Any : 1", b"X-Any", b": 1", b" X-Any: 1", b"X-Any: 1\r\n 2", b"X-Any: 1\0"),
            *(b"X-Any: 1\rY: 2", b"X-Any: 1\nY: 2", b"X Any: 1", b"\r", b"POST /second HTTP/1.1"),
            *(b"X: " + b"a" * 20_000, b"\r\n".join([b"X: 1"] * 100)),
        )
    },
    # Sizes (3, and section 5.4 of RFC 9110)
    "a long target": (414, with_first_line(b"POST /" + b"a" * 70_000 + b" HTTP/1.1")),
    "a long method": (414, with_first_line(b"P" * 70_000 + b" /first HTTP/1.1")),
    "a first line without an end": (414, b"A" * 70_000),
    "a long header": (431, with_header(b"X: " + b"a" * 70_000)),
    "a long name": (431, with_header(b"a" * 70_000 + b": 1")),
    "many headers": (431, with_header(b"\r\n".join([b"X: 1"] * 200))),
    "headers that are large together": (431, with_header(b"\r\n".join([b"X: " + b"a" * 900] * 90))),
}  # fmt: skip

# By what is special: the requests, and for each the method, the path and the body that are read.
ALLOWED: dict[str, tuple[bytes, tuple[str, str, bytes]]] = {
    "a plain one": (POST + HOST + FIVE + END + b"12345", ("POST", "/first", b"12345")),
    "no body": (POST + HOST + END, ("POST", "/first", b"")),
    "an empty line in front": (END + POST + HOST + END, ("POST", "/first", b"")),
    "another method": (with_first_line(b"M-SEARCH /first HTTP/1.1"), ("M-SEARCH", "/first", b"")),
    "a method in lower case": (with_first_line(b"post /first HTTP/1.1"), ("post", "/first", b"")),
    "a minor version to come": (with_first_line(b"POST /first HTTP/1.2"), ("POST", "/first", b"")),
    "HTTP/1.0": (
        b"POST /first HTTP/1.0\r\nConnection: keep-alive\r\n" + FIVE + END + b"12345",
        ("POST", "/first", b"12345"),
    ),
    "a whole URL": (with_first_line(b"POST http://a:80/first HTTP/1.1"), ("POST", "/first", b"")),
    "a whole URL, in capitals": (
        with_first_line(b"POST HTTP://[::1]/first?x HTTP/1.1"),
        ("POST", "/first", b""),
    ),
    "a whole URL without a path": (with_first_line(b"GET http://a HTTP/1.1"), ("GET", "", b"")),
    "a URL in the path": (
        with_first_line(b"GET /http://a/first HTTP/1.1"),
        ("GET", "/http://a/first", b""),
    ),
    "an asterisk": (with_first_line(b"OPTIONS * HTTP/1.1"), ("OPTIONS", "*", b"")),
    "a query": (with_first_line(b"POST /first?a=b&c HTTP/1.1"), ("POST", "/first", b"")),
    "no space behind the colon": (
        POST + b"Host:a\r\ncontent-length:5\r\n\r\n12345",
        ("POST", "/first", b"12345"),
    ),
    "white space around a value": (
        POST + HOST + b"CONTENT-LENGTH: \t 5 \t \r\n\r\n12345",
        ("POST", "/first", b"12345"),
    ),
    "zeros in front of a length": (
        POST + HOST + b"Content-Length: 0005\r\n\r\n12345",
        ("POST", "/first", b"12345"),
    ),
    "obs-text in a value": (with_header(b"X-Any: \xe9\xff\x80"), ("POST", "/first", b"12345")),
    "an empty value": (with_header(b"X-Any:"), ("POST", "/first", b"12345")),
    "a tab in a value": (with_header(b"X-Any: a\tb"), ("POST", "/first", b"12345")),
    "every character of a name": (
        with_header(b"!#$%&'*+-.^_`|~09azAZ: 1"),
        ("POST", "/first", b"12345"),
    ),
    "a header twice": (with_header(b"X-Any: 1\r\nX-Any: 2"), ("POST", "/first", b"12345")),
    "a header with _ that looks like the length": (
        with_header(b"Content_Length: 7"),
        ("POST", "/first", b"12345"),
    ),
    "an offer of HTTP/2": (
        with_header(b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA"),
        ("POST", "/first", b"12345"),
    ),
    **{
        f"Host: {host.decode()}": (POST + b"Host: " + host + END + END, ("POST", "/first", b""))
        for host in (b"", b"a", b"a:80", b"a:", b"127.0.0.1:1", b"[::1]:80", b"a_b.c", b"%41")
    },
    **{
        f"chunks {body.decode('latin-1')!r}": (chunked(body), ("POST", "/first", b"12345"))
        for body in (
            b"5\r\n12345\r\n0\r\n\r\n",
            b"2\r\n12\r\n003\r\n345\r\n000\r\n\r\n",
            b"5;a\r\n12345\r\n0;b=c\r\n\r\n",
            b'5 ; a = "b c;\xe9"\r\n12345\r\n0\t;b\r\n\r\n',
            b"5\r\n12345\r\n0\r\nX-Any: 1\r\nContent-Length: 7\r\nHost: b\r\n\r\n",
        )
    },
    "chunks in capitals": (
        POST + HOST + b"TRANSFER-encoding:\t CHUNKED \r\n\r\nA\r\n1234567890\r\n0\r\n\r\n",
        ("POST", "/first", b"1234567890"),
    ),
}  # fmt: skip
