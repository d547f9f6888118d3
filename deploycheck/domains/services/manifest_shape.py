"""The shape of `deploycheck.yaml`: checks it, converts it, and is published as its JSON Schema."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

SCHEMA = "deploycheck.manifest/v1"

Path = Annotated[
    str,
    Meta(description="A path: from the manifest's folder, inside a service with `path` from that, `/x` from the root"),
]
Duration = Annotated[str, Meta(description="a duration such as `90d` or `12h`", pattern="^[0-9]{1,9}[smhdw]$")]
Name = Annotated[str, Meta(description="a name without blanks and without any of `/:#@`", pattern=r"^[^\s/:#@]+$")]
Traces = Annotated[
    str, Meta(description="A path to a recording of traffic, or a folder of them: HAR, or OTLP as JSON or JSON lines")
]
Count = Annotated[int, Meta(ge=1)]
Tier = Annotated[int, Meta(ge=0)]


class Strict(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A mapping in which unknown keys are mistakes."""


class ProvidedShape(Strict):
    """An API that a service offers."""

    spec: Path
    audience: Literal["internal", "partner", "public"] | None = None
    consumers: Literal["open", "closed"] = "open"


class ConsumedShape(Strict):
    """What is used of an API; `complete` says that nothing else of it is used, `traces` are recordings of its use."""

    operations: Literal["all"] | list[str] | None = None
    reads: Literal["tolerant", "strict", "generated"] = "tolerant"
    sends: Literal["declared", "extra"] = "declared"
    complete: bool = False
    traces: list[Traces] = []


ConsumedOf = Literal["all"] | list[str] | ConsumedShape | None
Consumes = dict[str, ConsumedOf]


class ServiceShape(Strict):
    """A service; all that can be inferred may be left out."""

    path: Path | None = None
    owner: str | None = None
    tier: Tier | None = None
    runbook: Annotated[str, Meta(description="A path, or a URL")] | None = None
    provides: dict[str, str | ProvidedShape] = {}
    consumes: Consumes = {}
    databases: list[str] = []
    queries: list[Path] | dict[str, list[Path]] = []
    emits: list[str] = []
    reads: list[str] | dict[str, Path | None] = []
    flags: list[str] = []
    rollout: str | dict[str, Any] | None = None
    image: str | None = None


class DatabaseShape(Strict):
    """A database: its engine with its version (`postgresql 15`), and where its migrations or its schema are."""

    engine: str = "postgresql"
    migrations: Path | None = None
    schema: Path | None = None
    apply: Literal["together", "one-by-one"] = "together"
    users: Literal["open", "closed"] = "closed"
    queries: list[Path] = []


Compatibility = Literal[
    "none", "backward", "backward_transitive", "forward", "forward_transitive", "full", "full_transitive"
]


class TopicShape(Strict):
    """A topic or queue: its messages' schema (a file, or numbered versions in a folder), and how long they stay."""

    schema: Path | None = None
    compatibility: Compatibility | None = None
    retention: Duration | None = None


class ClientShape(Strict):
    """Somebody outside, such as a mobile app; old versions of it linger for a while."""

    consumes: Consumes = {}
    lingers: Duration | None = None


class ExternalShape(Strict):
    """A service that others run."""

    spec: Path | None = None


class FreezeShape(Strict, rename={"from_": "from"}):
    """A time in which nothing is released."""

    from_: str
    to: str
    zone: str = "UTC"


class EnvironmentShape(Strict):
    """An environment: where its manifests are, and how releases happen there."""

    path: Path | None = None
    release: Literal["together", "ordered"] | None = None
    freeze: list[FreezeShape] = []
    max_parallel: Count | None = None


class ManifestShape(Strict):
    """The facts of an estate, or of a part of it."""

    schema: Literal["deploycheck.manifest/v1"] = "deploycheck.manifest/v1"
    services: dict[Name, ServiceShape | None] = {}
    databases: dict[Name, DatabaseShape | None] = {}
    topics: dict[Name, TopicShape | None] = {}
    clients: dict[Name, ClientShape | None] = {}
    external: dict[Name, ExternalShape | None] = {}
    traces: list[Traces] = []
    cut_over_groups: dict[Name, list[str]] = {}
    environments: dict[Name, EnvironmentShape | None] = {}
