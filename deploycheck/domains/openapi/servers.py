"""Servers: the addresses that a spec lists, and the path that all of them put before every operation's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

MAX_ADDRESSES = 200
"""How many addresses the variables of one server are written out to; the rest is left out."""


@dataclass(frozen=True, slots=True)
class Servers:
    """What a list of servers says.

    `urls` has the default of every variable filled in, `addresses` every value that its variable lists, too; there
    a variable that takes any value stays in its braces.
    """

    urls: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def lists(self, address: str) -> bool:
        """Whether an address of another version is one of these."""
        return address in self.addresses or any("{" in one and _fits(address, one) for one in self.addresses)


def servers(value: Any) -> Servers:  # noqa: ANN401  as written
    """Read a `servers` list."""
    listed = [one for one in value if isinstance(one, dict) and "url" in one] if isinstance(value, list) else []
    return Servers(
        tuple(_filled(one) for one in listed),
        tuple(dict.fromkeys(address for one in listed for address in islice(_addresses(one), MAX_ADDRESSES))),
    )


def base_path(value: Any) -> str:  # noqa: ANN401  as written
    """Give the servers' common base path, without a slash at its end; empty when they differ."""
    found = {_path(one) for one in value if isinstance(one, dict)} if isinstance(value, list) else set()
    return found.pop() if len(found) == 1 else ""


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


def _variables(server: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    variables = server.get("variables")
    for name, variable in variables.items() if isinstance(variables, dict) else ():
        if isinstance(variable, dict):
            yield str(name), variable


def _with(url: str, values: Iterable[tuple[str, str]]) -> str:
    for name, value in values:
        url = url.replace("{" + name + "}", value)
    return url


def _filled(server: Mapping[str, Any]) -> str:
    found = ((name, str(one["default"])) for name, one in _variables(server) if "default" in one)
    return _with(str(server.get("url") or ""), found)


def _addresses(server: Mapping[str, Any]) -> Iterator[str]:
    """Write out every value that a variable lists; one that takes any value stays as it is written."""
    lists = [(name, one["enum"]) for name, one in _variables(server) if isinstance(one.get("enum"), list)]
    url = str(server.get("url") or "")
    for values in product(*(listed for _, listed in lists)):
        written = _with(url, zip((name for name, _ in lists), map(str, values), strict=True))
        yield written
        defaults = ((name, str(one["default"])) for name, one in _variables(server) if "default" in one)
        if (filled := _with(written, defaults)) != written:
            yield filled


def _fits(address: str, template: str) -> bool:
    parts = re.split(r"\{[^{}]*\}", template)
    return re.fullmatch(".+".join(re.escape(part) for part in parts), address) is not None
