"""Where requests go: to a URL, or straight into a WSGI or ASGI application."""

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
    """An application in this process as a target; WSGI or ASGI is told by its signature."""
    from contractkit.fuzz.targets.asgi import AsgiTarget, is_asgi
    from contractkit.fuzz.targets.wsgi import WsgiTarget

    return AsgiTarget(app, url) if is_asgi(app) else WsgiTarget(app, url)
