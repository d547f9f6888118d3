"""One Kubernetes object, as it is written or as a composition made it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from deploycheck.documents import Document
from deploycheck.model.location import Location

Steps = tuple[str | int, ...]

_MOVED_GROUPS: Final = {
    ("extensions", "Deployment"): "apps",
    ("extensions", "DaemonSet"): "apps",
    ("extensions", "ReplicaSet"): "apps",
    ("extensions", "Ingress"): "networking.k8s.io",
    ("extensions", "NetworkPolicy"): "networking.k8s.io",
}
CLUSTER_KINDS: Final = frozenset(
    (
        "Namespace",
        "Node",
        "PersistentVolume",
        "StorageClass",
        "ClusterRole",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "PriorityClass",
        "IngressClass",
        "ClusterIssuer",
        "ValidatingWebhookConfiguration",
        "MutatingWebhookConfiguration",
        "APIService",
        "RuntimeClass",
        "CSIDriver",
    )
)


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """What makes two objects the same: the group (not the version) of its API, kind, namespace and name.

    `namespace` is empty where the manifests leave it to whoever applies them.
    """

    kind: str
    namespace: str
    name: str
    group: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class KubernetesObject:
    """An object. `value` is read-only; `document` and `root` say where it was written.

    `generated` marks what kustomize makes: its applied name has a hash of the content behind `name`. `former` are names
    that it had before prefixes and suffixes were put on. `patches` are the places of patches that changed it.
    """

    api_version: str
    kind: str
    value: Mapping[str, Any]
    location: Location
    document: Document | None = field(default=None, repr=False, compare=False)
    root: Steps = ()
    generated: bool = False
    former: frozenset[str] = frozenset()
    patches: tuple[Location, ...] = ()

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Its metadata; empty where that is no mapping."""
        return mapping(self.value.get("metadata"))

    @property
    def name(self) -> str:
        """Its name; empty for `generateName`."""
        return text(self.metadata.get("name"))

    @property
    def namespace(self) -> str:
        """Its namespace; empty where none is written."""
        return text(self.metadata.get("namespace"))

    @property
    def group(self) -> str:
        """The group of its API; `extensions` counts as what its kinds moved to."""
        group = self.api_version.rpartition("/")[0]
        return _MOVED_GROUPS.get((group, self.kind), group)

    @property
    def identity(self) -> Identity:
        """What makes it the same object in another snapshot."""
        return Identity(self.kind, self.namespace, self.name, self.group)

    @property
    def spec(self) -> Mapping[str, Any]:
        """Its spec; empty where that is no mapping."""
        return mapping(self.value.get("spec"))

    @property
    def annotations(self) -> Mapping[str, Any]:
        """Its annotations."""
        return mapping(self.metadata.get("annotations"))

    def place(self, *steps: str | int) -> Location:
        """Give where a field of it is written, else its nearest ancestor."""
        if self.document is None:
            return self.location
        place = self.document.location((*self.root, *steps))
        return place if place.line >= self.location.line or not steps else self.location

    def with_value(self, value: Mapping[str, Any], patch: Location | None = None) -> "KubernetesObject":
        """Give it with another value, and remember the patch that made it."""
        patches = (*self.patches, patch) if patch is not None else self.patches
        return replace(self, value=value, patches=patches)


def mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401  any YAML
    """Give `value` if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: Any) -> list[Any]:  # noqa: ANN401  any YAML
    """Give `value` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:  # noqa: ANN401  any YAML
    """Give a scalar as text; empty for anything else."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def whole(value: Any) -> int | None:  # noqa: ANN401  any YAML
    """Give `value` if it is a whole number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else None  # noqa: PLR2004  no replica count is longer


def dig(value: Any, *steps: str) -> Any:  # noqa: ANN401  any YAML
    """Follow keys; None where one is missing."""
    for step in steps:
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401  any YAML
    """Give the texts of a list."""
    return (item for item in sequence(value) if isinstance(item, str))


def labels(value: Any) -> dict[str, str]:  # noqa: ANN401  any YAML
    """Give a mapping of labels with scalars as text."""
    return {str(key): text(item) for key, item in mapping(value).items()}
