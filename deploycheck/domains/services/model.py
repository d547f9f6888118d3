"""What one snapshot says about its services, beside the estate itself."""

from collections.abc import Mapping

from deploycheck.domains.services.codeowners import CodeOwners
from deploycheck.domains.services.pact import Pact
from deploycheck.domains.services.runbook import Runbook
from deploycheck.model.record import Record, field
from deploycheck.model.service import Use


class ServicesModel(Record):
    """Pacts, owners of paths, runbooks by service, and every use that these, manifests and compose files tell.

    `hosts` are the names of all services in compose files, also of those that are not built here.
    """

    owners: CodeOwners = field(default_factory=CodeOwners)
    pacts: tuple[Pact, ...] = ()
    runbooks: Mapping[str, Runbook] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    hosts: frozenset[str] = frozenset()


class ServicesDiff(Record):
    """Which services are new, gone, or say something else about themselves than before."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
