"""Builds a composition: everything that one kustomization applies, bases, components and patches included."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from deploycheck.documents import DocumentError, load
from deploycheck.domains.kubernetes.kustomize.patching import PatchError, fits, json_patch, strategic_merge
from deploycheck.domains.kubernetes.kustomize.read import Generator, Kustomization, Note, Patch, Target
from deploycheck.domains.kubernetes.kustomize.transform import transform
from deploycheck.domains.kubernetes.objects import KubernetesObject, labels, mapping, text
from deploycheck.model.location import Location
from deploycheck.model.record import Draft, Record, field

MOST_DEPTH: Final = 40
MOST_OBJECTS: Final = 20_000
_OWN_GROUPS: Final = frozenset(("", "apps", "batch", "autoscaling", "policy", "extensions"))


class Sources(Record):
    """What compositions are made of: kustomizations by folder, objects by file, patch files and variables by path."""

    kustomizations: Mapping[str, Kustomization]
    manifests: Mapping[str, tuple[KubernetesObject, ...]]
    patches: Mapping[str, tuple[Any, ...]]
    variables: Mapping[str, Mapping[str, str]]
    unread: frozenset[str] = frozenset()


class Built(Draft):
    """Objects so far, the files they came from, and what was not understood on the way."""

    objects: list[KubernetesObject] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


def build(root: Kustomization, sources: Sources) -> Built:
    """Build the composition of a kustomization; what can't be followed stands in its notes."""
    built = Built()
    _accumulate(root, sources, built, ())
    return built


def _accumulate(one: Kustomization, sources: Sources, built: Built, above: tuple[str, ...]) -> None:
    """Add what `one` makes; a component works on what is there already."""
    if one.path in above or len(above) >= MOST_DEPTH or len(built.objects) > MOST_OBJECTS:
        built.notes.append(Note(one.location, "kustomizations refer to each other in a circle", adds=True, told=False))
        return
    below = built if one.component else Built()
    for path, place in one.resources:
        _resource(path, place, sources, below, (*above, one.path))
    for generator in one.generators:
        _generate(generator, sources, below)
    for path, place in one.components:
        _resource(path, place, sources, below, (*above, one.path))
    for patch in one.patches:
        _patch(patch, sources, below)
    below.objects = transform(below.objects, one)
    below.notes += one.notes
    below.files.add(one.path)
    if below is not built:
        built.objects += below.objects
        built.notes += below.notes
        built.files |= below.files


def _resource(path: str, place: Location, sources: Sources, built: Built, above: tuple[str, ...]) -> None:
    if path in sources.kustomizations:
        _accumulate(sources.kustomizations[path], sources, built, above)
    elif path in sources.manifests:
        built.objects += sources.manifests[path]
        built.files.add(path)
    else:
        why = "could not be read" if path in sources.unread else "is not in this snapshot"
        built.notes.append(Note(place, f"{path} {why}", adds=True, told=False))


def _generate(generator: Generator, sources: Sources, built: Built) -> None:
    data: dict[str, str | None] = dict.fromkeys(generator.files)
    for path in generator.variables:
        values = sources.variables.get(path)
        if values is None and generator.kind == "ConfigMap":
            built.notes.append(Note(generator.location, f"{path} could not be read", adds=False, told=False))
        data.update(values or {})
    data.update(generator.literals)
    same = [
        index
        for index, one in enumerate(built.objects)
        if one.kind == generator.kind and generator.name in {one.name, *one.former}
    ]
    if generator.behaviour in ("merge", "replace") and same:
        known = built.objects[same[0]]
        kept = mapping(known.value.get("data")) if generator.behaviour == "merge" else {}
        built.objects[same[0]] = known.with_value({**known.value, "data": {**kept, **data}}, generator.location)
        return
    metadata = {"name": generator.name, **({"namespace": generator.namespace} if generator.namespace else {})}
    value = {"apiVersion": "v1", "kind": generator.kind, "metadata": metadata, "data": data}
    built.objects.append(KubernetesObject("v1", generator.kind, value, generator.location, generated=generator.hashed))


def _patch(patch: Patch, sources: Sources, built: Built) -> None:
    try:
        parts = list(_parts(patch, sources))
    except PatchError as error:
        built.notes.append(Note(patch.location, str(error), adds=False, told=False))
        return
    for part in parts:
        try:
            done = _apply(part, patch, built)
        except PatchError as error:
            built.notes.append(Note(patch.location, f"the patch does not fit: {error}", adds=False, told=False))
            continue
        if not done:
            built.notes.append(Note(patch.location, "the patch fits no object", adds=False, told=False))


def _parts(patch: Patch, sources: Sources) -> Iterator[Any]:
    if patch.inline is None:
        if patch.path not in sources.patches:
            raise PatchError(f"the patch {patch.path} is not in this snapshot")
        yield from (part for part in sources.patches[patch.path] if part is not None)
        return
    inline = patch.inline
    if not isinstance(inline, str):
        yield inline
        return
    try:
        yield from (document.value for document in load(inline.encode(), "") if document.value is not None)
    except DocumentError as error:
        raise PatchError(f"the patch is no YAML: {error.message}") from error


def _apply(part: Any, patch: Patch, built: Built) -> bool:  # noqa: ANN401  any YAML
    """Apply one patch to every object that it is for; False when there is none."""
    done = False
    kept: list[KubernetesObject] = []
    for one in built.objects:
        if not _meant(one, part, patch.target):
            kept.append(one)
            continue
        done = True
        changed = _patched(one, part)
        if changed is not None:
            kept.append(one.with_value(changed, patch.location))
    built.objects = kept
    return done


def _patched(one: KubernetesObject, part: Any) -> Mapping[str, Any] | None:  # noqa: ANN401  any YAML
    """Give the object's value with the patch; None when the patch deletes it."""
    if isinstance(part, list):
        changed = json_patch(one.value, part)
    elif not isinstance(part, Mapping):
        raise PatchError("it is neither a mapping nor a list of operations")
    elif part.get("$patch") == "delete":
        return None
    else:
        changed = strategic_merge(one.value, part, lists=one.group in _OWN_GROUPS or one.group.endswith(".k8s.io"))
        changed = {**changed, **{key: one.value[key] for key in ("apiVersion", "kind") if key in one.value}}
        changed["metadata"] = {**mapping(changed.get("metadata")), "name": one.name}
    return mapping(changed)


def _meant(one: KubernetesObject, part: Any, target: Target | None) -> bool:  # noqa: ANN401  any YAML
    names = {one.name, *one.former}
    if target is None:
        metadata = mapping(mapping(part).get("metadata"))
        namespace = text(metadata.get("namespace"))
        return (
            mapping(part).get("kind") == one.kind
            and text(metadata.get("name")) in names
            and (not namespace or namespace == one.namespace)
        )
    if target.kind and not _fits(target.kind, (one.kind,)):
        return False
    if target.group and target.group != one.group:
        return False
    if target.name and not _fits(target.name, names):
        return False
    if target.namespace and not _fits(target.namespace, (one.namespace,)):
        return False
    return not target.labels or _has_labels(one, target.labels)


def _fits(pattern: str, names: Iterable[str]) -> bool:
    results = [fits(pattern, name) for name in names]
    if any(results):
        return True
    if any(result is None for result in results):
        raise PatchError(f"the pattern {pattern} is not understood")
    return False


def _has_labels(one: KubernetesObject, selector: str) -> bool:
    have = labels(one.metadata.get("labels"))
    for term in selector.split(","):
        name, equals, value = term.partition("=")
        if not equals or name.endswith("!") or "(" in term:
            raise PatchError(f"the label selector {selector} is not understood")
        if have.get(name.strip()) != value.removeprefix("=").strip():
            return False
    return True
