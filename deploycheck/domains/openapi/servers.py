"""The path that all servers of a spec put before every operation's."""

from collections.abc import Mapping
from typing import Any


def base_path(servers: Any) -> str:  # noqa: ANN401  as written
    """Give the servers' common base path, without a slash at its end; empty when they differ."""
    found = {_path(one) for one in servers if isinstance(one, dict)} if isinstance(servers, list) else set()
    return found.pop() if len(found) == 1 else ""


def urls(servers: Any) -> tuple[str, ...]:  # noqa: ANN401  as written
    """Give the servers' URLs with their variables' defaults."""
    if not isinstance(servers, list):
        return ()
    return tuple(_filled(one) for one in servers if isinstance(one, dict) and "url" in one)


def host(url: str) -> str:
    """Give scheme and host of a server's URL; empty when it has none."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme}{mark}{rest.partition('/')[0]}" if mark else ""


def _path(server: Mapping[str, Any]) -> str:
    url = _filled(server)
    _, scheme, rest = url.partition("://")
    if scheme or url.startswith("//"):
        _, slash, path = (rest if scheme else url[2:]).partition("/")
        url = slash + path
    path = url.partition("?")[0].partition("#")[0].rstrip("/")
    return path if path.startswith("/") or not path else "/" + path


def _filled(server: Mapping[str, Any]) -> str:
    url = str(server.get("url") or "")
    variables = server.get("variables")
    for name, variable in variables.items() if isinstance(variables, dict) else ():
        if isinstance(variable, dict) and "default" in variable:
            url = url.replace("{" + str(name) + "}", str(variable["default"]))
    return url
