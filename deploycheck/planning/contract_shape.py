"""The shape of `deploycheck.contracts/v1` files; the published schema is made from it."""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from deploycheck.model.contract import Kind, Strategy


class LocationShape(Struct, forbid_unknown_fields=True):
    """A place in a file of the repository that wrote the contracts."""

    path: str = ""
    line: int = 0
    column: int = 0
    side: Literal["base", "head"] = "head"


class NeedShape(Struct, forbid_unknown_fields=True):
    """An atom that is needed, with conditions and evidence."""

    atom: str
    when: dict[str, str | None] = {}
    evidence: str = "declared"
    location: LocationShape | None = None


class UseShape(Struct, forbid_unknown_fields=True):
    """A use that whoever knows the target resolves."""

    kind: str
    target: str
    text: str
    fields: list[str] = []
    evidence: str = "declared"
    location: LocationShape | None = None


class VersionShape(Struct, forbid_unknown_fields=True):
    """The contract of one version."""

    provides: list[str] = []
    needs: dict[str, list[str | NeedShape]] = {}
    demands: dict[str, list[str]] = {}
    supplies: dict[str, dict[str, list[str] | Literal["unknown"]]] = {}
    emits: list[str] = []
    reads: dict[str, list[str]] = {}
    uses: list[UseShape] = []


class RetentionShape(Struct, forbid_unknown_fields=True):
    """A format that stays until a unit has rewritten it."""

    backfilled_by: str


class InterfaceShape(Struct, forbid_unknown_fields=True):
    """An API and its document."""

    path: str = ""
    sha256: str = ""
    document: Any = None


class ComponentShape(Struct, forbid_unknown_fields=True):
    """A component; without `proposed` it stays as it is."""

    kind: Kind = "service"
    strategy: Strategy | None = None
    group: str | None = None
    background: bool = False
    after: list[str] = []
    lingers: str | None = None
    stored: list[str] = []
    retention: dict[str, str | RetentionShape | None] = {}
    deployed: str | list[str] | None = None
    proposed: str | None | UnsetType = UNSET  # noqa: RUF036  the order that people read
    versions: dict[str, VersionShape | None] = {}
    interfaces: dict[str, InterfaceShape] = {}


class ContractsShape(Struct, forbid_unknown_fields=True):
    """A whole file."""

    schema: Literal["deploycheck.contracts/v1"] = "deploycheck.contracts/v1"
    title: str = ""
    components: dict[str, ComponentShape] = {}
