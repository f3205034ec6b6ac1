"""Targets: a URL, or a WSGI or ASGI application that is called without a socket."""

from collections.abc import Callable
from typing import Any

from contractkit.fuzz.sending import Target

__all__ = ["open_app", "open_url"]


def open_url(
    url: str, *, timeout: float = 5.0, cacert: str | None = None, proxy: str | None = None
) -> Target:
    """The target at a URL. Raises TargetError for what is no URL."""
    from contractkit.fuzz.targets.http import HttpTarget

    return HttpTarget(url, timeout=timeout, cacert=cacert, proxy=proxy)


def open_app(app: Callable[..., Any], url: str) -> Target:
    """An application in this process, WSGI or ASGI by its signature, as a target."""
    from contractkit.fuzz.targets.asgi import AsgiTarget, is_asgi
    from contractkit.fuzz.targets.wsgi import WsgiTarget

    return AsgiTarget(app, url) if is_asgi(app) else WsgiTarget(app, url)
