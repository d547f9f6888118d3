"""The domain: from the bytes of specs to contracts. Heavy parts are imported when a spec is met."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.service import Estate, Use

if TYPE_CHECKING:
    from deploycheck.domains.openapi.diff import SpecDiff
    from deploycheck.domains.openapi.link import ApiModel


class OpenApi:
    """OpenAPI specs; resolves uses of kind `operation`."""

    name = "openapi"
    use_kinds: tuple[str, ...] = ("operation",)

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Claim the specs that manifests name, then what says that it is one."""
        if not estate.services and not estate.externals and not listing.ending(".yaml", ".yml", ".json"):
            return ()
        from deploycheck.domains.openapi.recognise import claims

        return claims(listing, estate)

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Parse a spec or a part of one; raises SourceError."""
        from deploycheck.domains.openapi.load import load_file

        return load_file(claim, data)

    def link(self, linking: Linking) -> "ApiModel | None":
        """Give the APIs by name; None without any spec."""
        if not linking.files:
            return None
        from deploycheck.domains.openapi.link import link

        return link(linking)

    def uses(self, model: "ApiModel | None") -> Iterable[Use]:  # noqa: ARG002  a spec uses nothing
        """Give nothing: specs say what is offered."""
        return ()

    def diff(self, base: View, head: View) -> "SpecDiff | None":
        """Compare the APIs that are not the same bytes."""
        if base.model(self.name) is head.model(self.name) is None:
            return None
        from deploycheck.domains.openapi.diff import diff

        return diff(base, head)

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name none: these files belong to the services that they change, or are units themselves."""
        del base, head
        return ()

    def contracts(self, sight: Sight) -> Contribution:
        """Give operations and shapes as atoms, and the needs of those who use them."""
        if sight.empty:
            return Contribution()
        from deploycheck.domains.openapi.contracts import contracts

        return contracts(sight)
