"""Strategic merge patches and JSON patches (RFC 6902) on plain values; nothing is changed in place."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from deploycheck.documents import pointer_steps

MERGE_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "containers": ("name",),
    "initContainers": ("name",),
    "ephemeralContainers": ("name",),
    "env": ("name",),
    "volumes": ("name",),
    "volumeMounts": ("mountPath",),
    "volumeDevices": ("devicePath",),
    "ports": ("containerPort", "port"),
    "imagePullSecrets": ("name",),
    "hostAliases": ("ip",),
    "topologySpreadConstraints": ("topologyKey",),
    "secrets": ("name",),
}
"""Which field identifies the items of a list, in Kubernetes' own kinds; other lists are replaced whole."""


class PatchError(Exception):
    """A patch does not fit what it is meant for."""


def strategic_merge(value: Any, patch: Any, *, lists: bool, field: str = "") -> Any:  # noqa: ANN401  any YAML
    """Merge `patch` into `value`; `lists` says whether lists merge by key (Kubernetes' own kinds) or are replaced."""
    if isinstance(patch, Mapping):
        return _merge_mapping(value, patch, lists=lists)
    if isinstance(patch, list) and isinstance(value, list) and lists and (key := _merge_key(field, [*value, *patch])):
        return _merge_list(value, patch, key)
    return patch


def _merge_mapping(value: Any, patch: Mapping[str, Any], *, lists: bool) -> dict[str, Any]:  # noqa: ANN401  any YAML
    fresh = patch.get("$patch") == "replace" or not isinstance(value, Mapping)
    merged = {} if fresh else dict(value)
    for name, part in patch.items():
        if name.startswith("$"):
            continue
        if part is None or (isinstance(part, Mapping) and part.get("$patch") == "delete"):
            merged.pop(name, None)
        else:
            merged[name] = strategic_merge(merged.get(name), part, lists=lists, field=name)
    return merged


def _merge_key(field: str, items: list[Any]) -> str | None:
    """Give the field that identifies every item; None where the list is replaced."""
    directives = [item for item in items if not (isinstance(item, Mapping) and set(item) == {"$patch"})]
    for key in MERGE_KEYS.get(field, ()):
        if all(isinstance(item, Mapping) and key in item for item in directives):
            return key
    return None


def _merge_list(value: list[Any], patch: list[Any], key: str) -> list[Any]:
    if any(set(item) == {"$patch"} and item["$patch"] == "replace" for item in patch):
        return [item for item in patch if set(item) != {"$patch"}]
    merged = {item[key]: item for item in value}
    added: dict[Any, Any] = {}
    for item in patch:
        if item.get("$patch") == "delete":
            merged.pop(item.get(key), None)
        elif item.get(key) in merged:
            merged[item[key]] = strategic_merge(merged[item[key]], item, lists=True)
        else:
            added[item.get(key)] = strategic_merge({}, item, lists=True)
    return [*added.values(), *merged.values()]


def json_patch(value: Any, operations: list[Any]) -> Any:  # noqa: ANN401  any YAML
    """Apply JSON patch operations; raises PatchError when a path does not exist."""
    for operation in operations:
        if not isinstance(operation, Mapping) or not isinstance(operation.get("path"), str):
            raise PatchError("an operation needs `op` and `path`")
        value = _apply(value, operation)
    return value


def _apply(value: Any, operation: Mapping[str, Any]) -> Any:  # noqa: ANN401  any YAML
    steps = _steps(operation["path"])
    match operation.get("op"):
        case "add":
            return _put(value, steps, operation.get("value"), insert=True)
        case "replace":
            _get(value, steps)
            return _put(value, steps, operation.get("value"), insert=False)
        case "remove":
            _get(value, steps)
            return _drop(value, steps)
        case "test":
            if _get(value, steps) != operation.get("value"):
                raise PatchError(f"the test of {operation['path']} fails")
            return value
        case ("copy" | "move") as name if isinstance(operation.get("from"), str):
            source = _steps(operation["from"])
            part = _get(value, source)
            return _put(_drop(value, source) if name == "move" else value, steps, part, insert=True)
        case other:
            raise PatchError(f"there is no operation {other!r}")


def _steps(path: str) -> tuple[str, ...]:
    if path and not path.startswith("/"):
        raise PatchError(f"the path {path} does not begin with /")
    return pointer_steps(path)


def _get(value: Any, steps: tuple[str, ...]) -> Any:  # noqa: ANN401  any YAML
    for step in steps:
        match value:
            case Mapping() if step in value:
                value = value[step]
            case list() if step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            case _:
                raise PatchError(f"there is nothing at /{'/'.join(steps)}")
    return value


def _put(value: Any, steps: tuple[str, ...], part: Any, *, insert: bool) -> Any:  # noqa: ANN401  any YAML
    if not steps:
        return part
    step, rest = steps[0], steps[1:]
    if isinstance(value, Mapping):
        if rest and step not in value:
            raise PatchError(f"there is nothing at {step}")
        return {**value, step: _put(value.get(step), rest, part, insert=insert)}
    if not isinstance(value, list):
        raise PatchError(f"there is nothing at {step}")
    items = list(value)
    if not rest and insert and step == "-":
        return [*items, part]
    index = _index(step, len(items) + (1 if insert and not rest else 0))
    if rest or not insert:
        items[index] = _put(items[index], rest, part, insert=insert)
    else:
        items.insert(index, part)
    return items


def _drop(value: Any, steps: tuple[str, ...]) -> Any:  # noqa: ANN401  any YAML
    if not steps:
        raise PatchError("a patch can't remove the whole object")
    step, rest = steps[0], steps[1:]
    if isinstance(value, Mapping):
        if rest:
            return {**value, step: _drop(value[step], rest)}
        return {name: part for name, part in value.items() if name != step}
    items = list(value)
    index = _index(step, len(items))
    if rest:
        items[index] = _drop(items[index], rest)
    else:
        del items[index]
    return items


def _index(step: str, length: int) -> int:
    if not step.isdecimal() or int(step) >= length:
        raise PatchError(f"there is no item {step}")
    return int(step)


def fits(pattern: str, name: str) -> bool | None:
    """Whether a target's name pattern fits; None for regular expressions beyond alternatives and `.*`."""
    results = [_fits_one(alternative, name) for alternative in _alternatives(pattern)]
    if any(result is True for result in results):
        return True
    return None if any(result is None for result in results) else False


def _alternatives(pattern: str) -> Iterator[str]:
    pattern = pattern.removeprefix("^").removesuffix("$")
    if pattern.startswith("(") and pattern.endswith(")"):
        pattern = pattern[1:-1]
    yield from pattern.split("|")


def _fits_one(pattern: str, name: str) -> bool | None:
    parts = pattern.split(".*")
    if any(character in part for part in parts for character in "*+?[](){}\\^$|"):
        return None
    if len(parts) == 1:
        return pattern == name
    first, *middle, last = parts
    if not name.startswith(first) or not name.endswith(last) or len(name) < len(first) + len(last):
        return False
    rest = name[len(first) : len(name) - len(last)]
    for part in middle:
        _, found, rest = rest.partition(part) if part else ("", True, rest)
        if not found:
            return False
    return True
