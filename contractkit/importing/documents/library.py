"""The documents of a run by URI, and what references lead to in them.

Nothing is ever fetched: a document is a local file, one that the caller gives by its URI, or a
metaschema that comes with a library.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import pathname2url, url2pathname

from contractkit.errors import ContractkitError
from contractkit.importing.documents.dialects import (
    ANCHORS,
    DRAFT_2020,
    OPENAPI_30,
    OPENAPI_31,
    Dialect,
    find_dialect,
    list_subschemas,
)
from contractkit.importing.documents.document import Document, hold_value
from contractkit.importing.documents.reading import read_document
from contractkit.importing.documents.sites import Site, step_into
from contractkit.pointers import to_tokens

_VALIDATION = ("vocab/validation", "vocab/applicator")


class UnresolvedReference(Exception):
    """A reference that leads nowhere. `str(error)` says why, after “REFERENCE ”."""


@dataclass(slots=True, eq=False)
class Library:
    """Documents, and the schemas in them that have a URI or an anchor of their own.

    `given` are values by URI that a reference may name. `dynamic` holds the schemas with a dynamic
    anchor, by the URI of their resource and its name; that of `$recursiveAnchor` is "".
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    resources: dict[str, Site] = field(default_factory=dict)
    anchors: dict[tuple[str, str], Site] = field(default_factory=dict)
    dynamic: dict[str, dict[str, Site]] = field(default_factory=dict)
    bases: dict[int, str] = field(default_factory=dict)
    folder: str = ""


def open_file(path: str) -> tuple[Document, str]:
    """A document of a file, and its URI."""
    return read_document(path), "file://" + pathname2url(os.path.abspath(path))


def register(library: Library, site: Site) -> Site:
    """Make known what stands in a schema, which is a resource of its own; the site as it is one."""
    site = replace(site, dialect=choose_dialect(library, site))
    library.resources.setdefault(site.base, site)
    register_names(library, site)
    return site


def register_names(library: Library, site: Site) -> None:
    """Make known the identifiers and anchors in a schema."""
    pending = [site]
    while pending:
        schema = _register_names(library, pending.pop())
        if isinstance(schema.value, dict):
            pending += [step_into(schema, *tokens) for tokens, _ in list_subschemas(schema.value)]


def choose_dialect(library: Library, site: Site) -> Dialect:
    """The dialect that a schema declares, else the one around it."""
    declared = site.value.get("$schema") if isinstance(site.value, dict) else None
    known = find_dialect(declared)
    if isinstance(site.value, dict) and isinstance(site.value.get("openapi"), str):
        return OPENAPI_30 if site.value["openapi"].startswith("3.0") else OPENAPI_31
    if known and not (known.level == site.dialect.level and site.dialect.openapi):
        return replace(known, openapi=site.dialect.openapi)
    if known or not isinstance(declared, str):
        return site.dialect
    metaschema = library.given.get(declared.partition("#")[0])
    if not isinstance(metaschema, dict):
        return site.dialect
    dialect = find_dialect(metaschema.get("$schema")) or DRAFT_2020
    used = metaschema.get("$vocabulary")
    validates = not isinstance(used, dict) or any(_VALIDATION[0] in name for name in used)
    return replace(dialect, validates=validates)


def _register_names(library: Library, site: Site) -> Site:
    """Make the identifiers of one schema known."""
    value, dialect = site.value, site.dialect
    if not isinstance(value, dict):
        return site
    if dialect.lonely_references and "$ref" in value:
        return site
    identifier = value.get(dialect.identifier)
    if isinstance(identifier, str):
        site = _name(library, site, identifier)
    for keyword in ANCHORS if dialect.level >= DRAFT_2020.level - 3 else ():
        if isinstance(value.get(keyword), str):
            library.anchors[site.base, value[keyword]] = site
    if isinstance(value.get("$dynamicAnchor"), str):
        library.dynamic.setdefault(site.base, {})[value["$dynamicAnchor"]] = site
    if value.get("$recursiveAnchor") is True:
        library.dynamic.setdefault(site.base, {})[""] = site
    return site


def _name(library: Library, site: Site, identifier: str) -> Site:
    if not is_uri(site.base, identifier):
        return site
    uri, fragment = urldefrag(join(site.base, identifier))
    if identifier.startswith("#") or (fragment and not fragment.startswith("/")):
        library.anchors[uri, fragment] = site
    if not identifier.startswith("#"):
        site = replace(site, base=uri)
        site = replace(site, dialect=choose_dialect(library, site))
        library.resources[uri] = site
        library.bases[id(site.value)] = uri
    return site


def enter(library: Library, site: Site) -> Site:
    """The site with the base and the dialect of the resource that begins there, if one does."""
    base = library.bases.get(id(site.value)) if isinstance(site.value, dict) else None
    return library.resources[base] if base in library.resources and base is not None else site


def join(base: str, reference: str) -> str:
    """The URI of a reference that stands where `base` is. Raises ValueError for what is none."""
    if reference.startswith("#"):
        return urldefrag(base)[0] + reference
    return urljoin(base, reference)


def is_uri(base: str, reference: str) -> bool:
    """Whether a reference that stands where `base` is can be read."""
    try:
        urlsplit(join(base, reference))
    except ValueError:
        return False
    return True


def follow(library: Library, site: Site, reference: str) -> Site:
    """What a reference that stands at a site leads to. Raises UnresolvedReference."""
    if not is_uri(site.base, reference):
        raise UnresolvedReference("is no URI")
    uri, fragment = urldefrag(join(site.base, reference))
    target = _find_resource(library, uri, site, reference)
    fragment = unquote(fragment)
    if not fragment:
        return target
    if fragment.startswith("/"):
        return _walk(library, target, fragment)
    if (uri, fragment) not in library.anchors:
        raise UnresolvedReference("names an anchor that is nowhere")
    return library.anchors[uri, fragment]


def _walk(library: Library, site: Site, pointer: str) -> Site:
    for token in to_tokens(pointer):
        try:
            site = enter(library, step_into(site, token))
        except (KeyError, IndexError, ValueError, TypeError):
            raise UnresolvedReference("leads nowhere") from None
    return site


def _find_resource(library: Library, uri: str, site: Site, reference: str) -> Site:
    if uri in library.resources:
        return library.resources[uri]
    return register(library, _open(library, uri, site, reference))


def _open(library: Library, uri: str, site: Site, reference: str) -> Site:
    """A document that no reference has named before."""
    if uri in library.given:
        value = library.given[uri]
        return Site(hold_value(value, uri), "", value, uri, site.dialect)
    metaschema = _find_metaschema(uri)
    if metaschema is not None:
        return Site(hold_value(metaschema, uri), "", metaschema, uri, DRAFT_2020)
    path = _find_path(library, uri, site, reference)
    try:
        document = read_document(path)
    except ContractkitError as error:
        raise UnresolvedReference(f"cannot be read: {error}") from error
    except ValueError as error:  # it has a NUL, or half of a character
        raise UnresolvedReference("names no file") from error
    return Site(document, "", document.value, uri, site.dialect)


def _find_path(library: Library, uri: str, site: Site, reference: str) -> str:
    """The local file that a URI means: its own, or one that stands beside the document."""
    parts = urlsplit(uri)
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        return _shorten(url2pathname(parts.path))
    beside = urlsplit(urldefrag(reference)[0])
    if parts.scheme in ("http", "https") and not beside.netloc and library.folder:
        folder = os.path.dirname(site.document.path)
        path = os.path.join(folder, url2pathname(beside.path.lstrip("/")))
        if os.path.isfile(path):
            return path
    if parts.scheme in ("http", "https"):
        raise UnresolvedReference(f"is on another host, {parts.netloc}, which is never asked")
    raise UnresolvedReference("names no document that is known")


def _shorten(path: str) -> str:
    """A path as people write it: from the working folder on, where it is below."""
    shorter = os.path.relpath(path)
    return path if shorter.startswith("..") else shorter


def _find_metaschema(uri: str) -> Any:
    if urlsplit(uri).netloc != "json-schema.org":
        return None
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    known = REGISTRY.get(uri) or REGISTRY.get(f"{uri}#")
    return known.contents if known else None
