"""Reads operations: path-level parameters joined, parameters by position, everything by its wire meaning."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.model import (
    Alternative,
    Body,
    Header,
    Lifecycle,
    Media,
    Operation,
    Parameter,
    Response,
    Shape,
)
from deploycheck.domains.openapi.security import alternatives
from deploycheck.domains.openapi.servers import base_path, servers
from deploycheck.domains.openapi.specification import Node, Specification

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_IGNORED_HEADERS = ("accept", "content-type", "authorization")
_POSITIONS = ("prefixEncoding", "itemEncoding")
_NAMELESS = ("charset", "boundary")


class ItemReader:
    """Finds the operations of one spec, without reading them."""

    __slots__ = ("_specification",)

    def __init__(self, specification: Specification) -> None:
        self._specification = specification

    def items(self, section: str, *, wanted: Callable[[str], bool] = lambda _: True) -> Iterator[tuple[str, Node]]:
        """Give the path items of a section (paths, webhooks) that are wanted, with their references followed."""
        node = self._specification.node(section)
        for path in node.value if isinstance(node.value, dict) else ():
            if not path.startswith("x-") and wanted(path):
                yield path, self._specification.child(node, path)

    def methods(self, item: Node) -> Iterator[tuple[str, Node]]:
        """Give the operations of a path item by method, those of methods that users name included (3.2)."""
        for method in METHODS if isinstance(item.value, dict) else ():
            if method not in item.value:
                continue
            node = self._specification.child(item, method)
            if isinstance(node.value, dict):
                yield method.upper(), node
        if not isinstance(item.value, dict) or "additionalOperations" not in item.value:
            return
        more = Node(item.get("additionalOperations"), item.spot.at("additionalOperations"))
        for method in more.value if isinstance(more.value, dict) else ():
            node = self._specification.child(more, method)
            if isinstance(node.value, dict):
                yield method, node


class OperationReader(ItemReader):
    """Reads the operations of one spec."""

    __slots__ = ("_definitions", "_security", "_servers")

    def __init__(self, specification: Specification, definitions: Definitions) -> None:
        super().__init__(specification)
        self._definitions = definitions
        self._security = alternatives(specification.value.get("security"))
        self._servers = specification.value.get("servers")

    def operations(self, path: str, item: Node, *, outgoing: bool = False) -> Iterator[Operation]:
        """Give the operations of one path item; `outgoing` says that the API calls them itself (webhooks)."""
        for method, node in self.methods(item):
            yield self._operation(method, path, item, node, outgoing=outgoing)

    def _operation(  # noqa: PLR0913  one plain record
        self, method: str, path: str, item: Node, node: Node, *, nested: bool = False, outgoing: bool = False
    ) -> Operation:
        """Read one operation; one in a callback (`nested`) loses callbacks of its own: they may be endless."""
        return Operation(
            method=method,
            path=path,
            base_path=base_path(node.get("servers") or item.get("servers") or self._servers),
            parameters=self._parameters(path, item, node),
            body=self._body(node),
            responses=dict(self._responses(node)),
            security=self._alternatives(node, outgoing=nested or outgoing),
            operation_id=node.get("operationId") if isinstance(node.get("operationId"), str) else None,
            lifecycle=lifecycle(node.value, item.value),
            spot=node.spot,
            callbacks={} if nested else dict(self._callbacks(node)),
            servers=servers(own) if (own := node.get("servers") or item.get("servers")) else None,
        )

    def _alternatives(self, node: Node, *, outgoing: bool) -> tuple[Alternative, ...]:
        """Read who is let in; what a spec says of all operations is about those who call it, not its own calls."""
        if "security" in node.value or outgoing:
            return alternatives(node.value.get("security"))
        return self._security

    def _parameters(self, path: str, item: Node, node: Node) -> dict[tuple[str, str], Parameter]:
        order = _template_names(path)
        found: dict[tuple[str, str], Parameter] = {}
        for owner in (item, node):
            listed = self._specification.child(owner, "parameters")
            for index, part in enumerate(listed.value if isinstance(listed.value, list) else ()):
                one = self._specification.follow(Node(part, listed.spot.at(str(index))))
                if isinstance(one.value, dict) and (parameter := self._parameter(one)):
                    found[_key(parameter, order)] = parameter
        return found

    def _parameter(self, node: Node) -> Parameter | None:
        name, place = str(node.get("name")), str(node.get("in"))
        if place == "header" and name.lower() in _IGNORED_HEADERS:
            return None
        style = str(node.get("style") or _STYLES.get(place, "form"))
        explode = node.get("explode")
        media, schema = self._content(node)
        return Parameter(
            name=name,
            place=place,
            required=node.get("required") is True or place == "path",
            style=style,
            explode=explode if isinstance(explode, bool) else style == "form",
            allow_reserved=node.get("allowReserved") is True,
            allow_empty=node.get("allowEmptyValue") is True,
            media=media,
            shape=self._shape(schema),
            lifecycle=lifecycle(node.value),
            spot=node.spot,
        )

    def _content(self, node: Node) -> tuple[str | None, Node]:
        """Give the media type of a parameter's or header's `content`, if it has one, and its schema."""
        content = self._specification.child(node, "content")
        if isinstance(content.value, dict) and content.value:
            media = next(iter(content.value))
            part = self._specification.child(content, media)
            return media_type(media), Node(part.get("schema"), part.spot.at("schema"))
        return None, Node(node.get("schema"), node.spot.at("schema"))

    def _shape(self, node: Node) -> Shape:
        return Shape(self._definitions.schema(node), node.spot)

    def _media(self, node: Node) -> dict[str, Media]:
        content = self._specification.child(node, "content")
        result: dict[str, Media] = {}
        for name in content.value if isinstance(content.value, dict) else ():
            part = self._specification.child(content, name)
            schema = Node(part.get("schema"), part.spot.at("schema"))
            shape = self._shape(schema) if schema.value is not None else None
            encoding = part.get("encoding")
            kind = media_type(name)
            item = Node(part.get("itemSchema"), part.spot.at("itemSchema"))
            each = self._shape(item) if item.value is not None else None
            kept = encoding if isinstance(encoding, dict) else {}
            positions = {key: part.get(key) for key in _POSITIONS if part.get(key) is not None}
            result.setdefault(kind, Media(kind, shape, kept, part.spot, each, positions))
        return result

    def _body(self, node: Node) -> Body | None:
        if node.get("requestBody") is None:
            return None
        body = self._specification.child(node, "requestBody")
        return Body(body.get("required") is True, self._media(body), body.spot)

    def _responses(self, node: Node) -> Iterator[tuple[str, Response]]:
        listed = self._specification.child(node, "responses")
        for status in listed.value if isinstance(listed.value, dict) else ():
            if status.startswith("x-"):
                continue
            part = self._specification.child(listed, status)
            links = part.get("links")
            held = Node(links if isinstance(links, dict) else {}, part.spot.at("links"))
            kept = {name: self._specification.child(held, name) for name in held.value}
            key = status.upper() if status != "default" else status
            spot, future = listed.spot.at(status), lifecycle(part.value)
            yield key, Response(key, self._media(part), dict(self._headers(part)), kept, spot, part.spot, future)

    def _headers(self, node: Node) -> Iterator[tuple[str, Header]]:
        listed = self._specification.child(node, "headers")
        for name in listed.value if isinstance(listed.value, dict) else ():
            part = self._specification.child(listed, name)
            if name.lower() != "content-type":
                media, schema = self._content(part)
                yield (
                    name.lower(),
                    Header(
                        name,
                        required=part.get("required") is True,
                        explode=part.get("explode") is True,
                        media=media,
                        shape=self._shape(schema),
                        lifecycle=lifecycle(part.value),
                        spot=part.spot,
                    ),
                )

    def _callbacks(self, node: Node) -> Iterator[tuple[str, Operation]]:
        listed = self._specification.child(node, "callbacks")
        for name in listed.value if isinstance(listed.value, dict) else ():
            callback = self._specification.child(listed, name)
            for expression in callback.value if isinstance(callback.value, dict) else ():
                item = self._specification.child(callback, expression)
                for method, part in self.methods(item):
                    inner = self._operation(method, expression, item, part, nested=True)
                    yield f"{name} {inner.subject}", inner


def media_type(text: str) -> str:
    """Give a media type in lower case, without the parameters that name an encoding of characters."""
    kind, *parameters = (part.strip().lower() for part in text.split(";"))
    return ";".join([kind, *(part for part in parameters if part.partition("=")[0] not in _NAMELESS)])


def lifecycle(*values: Any) -> Lifecycle:  # noqa: ANN401  as written
    """Read deprecation, sunset and stability; the first value that says something counts."""
    mappings: list[Mapping[str, Any]] = [value for value in values if isinstance(value, dict)]
    sunset = next((value["x-sunset"] for value in mappings if "x-sunset" in value), None)
    stability = next((value["x-stability-level"] for value in mappings if "x-stability-level" in value), None)
    return Lifecycle(
        mappings[0].get("deprecated") is True if mappings else False,
        None if sunset is None else str(sunset),
        None if stability is None else str(stability),
    )


def _template_names(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


def _key(parameter: Parameter, order: list[str]) -> tuple[str, str]:
    if parameter.place == "path" and parameter.name in order:
        return ("path", str(order.index(parameter.name)))
    return (parameter.place, parameter.name.lower() if parameter.place == "header" else parameter.name)
