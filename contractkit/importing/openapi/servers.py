"""Where an operation is: its hosts, the scheme of its URL, and the base of its path."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from urllib.parse import urljoin, urlsplit

from contractkit.importing.documents.sites import Site
from contractkit.importing.openapi.operations import Operation
from contractkit.importing.openapi.reader import Reader, list_items

MOST_URLS = 40
_ROOT = "http://root/"  # stands for the place of the document, which is not known
_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Address:
    """The hosts, the scheme if all have one, and the path in front of the operation's own."""

    hosts: tuple[str, ...]
    scheme: str
    base_path: str


def read_address(reader: Reader, operation: Operation) -> Address:
    """Where an operation is: its own servers, else those of its path, else those of all."""
    holders = (operation.site, *operation.items, reader.root)
    servers = next((found for holder in holders if (found := _list_servers(holder))), [])
    urls = [(site, url) for site in servers for url in _list_urls(reader, site)]
    bases = {_read_base(url): site for site, url in reversed(urls)}
    first = _read_base(urls[0][1]) if urls else ""
    for base, site in bases.items():
        if base != first:
            shown, used = base or "/", first or "/"
            reader.tell(
                "left out", site, f"the base path {shown}; that of the first, {used}, is used"
            )
    parts = [urlsplit(url) for _, url in urls if _read_base(url) == first]
    hosts = dict.fromkeys(part.netloc for part in parts if part.netloc)
    schemes = {part.scheme for part in parts if part.netloc}
    return Address(tuple(hosts), schemes.pop() if len(schemes) == 1 else "", first)


def _list_servers(holder: Site) -> list[Site]:
    return [
        site for site in list_items(holder, "servers") if isinstance(site.value.get("url"), str)
    ]


def _read_base(url: str) -> str:
    return urlsplit(url).path.rstrip("/")


def _list_urls(reader: Reader, site: Site) -> Iterator[str]:
    """The URLs of a server that can be read, relative ones from the root on."""
    for written in _fill_in(reader, site):
        url = _read_url(written)
        if url is None:
            text = f"the server {written} is no URL; it is passed over"
            reader.tell("problem", site, text, "/url")
            continue
        if _read_base(url) and not urlsplit(url).netloc and not written.startswith("/"):
            text = f"the server {written} is relative to a place that is not known; read as {url}"
            reader.tell("read as meant", site, text, "/url")
        yield url


def _read_url(written: str) -> str | None:
    """A URL whose path begins with “/”, if it has one; None for what is no URL of a server."""
    try:
        parts = urlsplit(written)
    except ValueError:
        return None
    if parts.netloc:
        return written
    return None if parts.scheme else urljoin(_ROOT, written).removeprefix(_ROOT[:-1])


def _fill_in(reader: Reader, site: Site) -> Iterator[str]:
    """The URLs of a server: one for each value that its variables may have."""
    url = site.value["url"].strip()
    names = list(dict.fromkeys(_VARIABLE.findall(url)))
    values = [_list_values(reader, site, name) for name in names]
    for chosen in islice(product(*values), MOST_URLS):
        table = dict(zip(names, chosen, strict=True))
        yield _VARIABLE.sub(lambda match, table=table: table[match[1]], url)  # type: ignore[misc]


def _list_values(reader: Reader, site: Site, name: str) -> list[str]:
    variables = site.value.get("variables")
    variable = variables.get(name) if isinstance(variables, dict) else None
    if not isinstance(variable, dict) or "default" not in variable:
        reader.tell("problem", site, f"the variable {name!r} of the server has no default")
        return [name]
    listed = variable.get("enum")
    others = listed if isinstance(listed, list) else []
    return list(dict.fromkeys(map(str, [variable["default"], *others])))
