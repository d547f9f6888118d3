"""The domain of feature flags. Heavy parts are imported when a flag, or code that may read one, is met."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deploycheck.domains.flags.recognise import Recogniser
from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.service import Estate, Use

if TYPE_CHECKING:
    from deploycheck.domains.flags.model import FlagDiff, FlagModel


class FlagsDomain:
    """Flags from bytes to contracts."""

    name = "flags"
    use_kinds: tuple[str, ...] = ("flag",)

    def __init__(self) -> None:
        self._recogniser = Recogniser()

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Claim definition files, and code that may read flags."""
        return self._recogniser.claims(listing, estate)

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Read one file; raises SourceError for definitions that can't be understood."""
        if claim.kind == "flags:code":
            from deploycheck.domains.flags.scanning import scan

            return Loaded(scan(claim.path, data, claim.service))
        from deploycheck.domains.flags.definitions import load_definitions

        found = load_definitions(data, claim.path, claim.service)
        return Loaded(found, not_analysed=found.not_analysed)

    def link(self, linking: Linking) -> "FlagModel | None":
        """Unite definitions and reads; None where there is neither."""
        if not linking.files:
            return None
        from deploycheck.domains.flags.link import link

        return link(linking)

    def uses(self, model: "FlagModel | None") -> Iterable[Use]:
        """Give every read outside of tests."""
        if model is None:
            return ()
        from deploycheck.domains.flags.contracts import uses_of

        return uses_of(model)

    def diff(self, base: View, head: View) -> "FlagDiff | None":
        """Compare flags."""
        if base.model(self.name) is head.model(self.name) is None:
            return None
        from deploycheck.domains.flags.diff import diff_flags

        return diff_flags(base, head)

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name none: these files belong to the services that they change, or are units themselves."""
        del base, head
        return ()

    def contracts(self, sight: Sight) -> Contribution:
        """Give flags and who needs them."""
        if sight.empty:
            return Contribution()
        from deploycheck.domains.flags.contracts import contract_flags

        return contract_flags(sight)
