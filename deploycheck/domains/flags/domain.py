"""The domain of feature flags."""

from collections.abc import Iterable

from deploycheck.domains.flags.contracts import contract_flags, uses_of
from deploycheck.domains.flags.definitions import load_definitions
from deploycheck.domains.flags.diff import diff_flags
from deploycheck.domains.flags.link import link
from deploycheck.domains.flags.model import FlagDiff, FlagModel
from deploycheck.domains.flags.recognise import Recogniser
from deploycheck.domains.flags.scanning import scan
from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.service import Estate, Use


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
            return Loaded(scan(claim.path, data, claim.service))
        found = load_definitions(data, claim.path, claim.service)
        return Loaded(found, not_analysed=found.not_analysed)

    def link(self, linking: Linking) -> FlagModel:
        """Unite definitions and reads."""
        return link(linking)

    def uses(self, model: FlagModel) -> Iterable[Use]:
        """Give every read outside of tests."""
        return uses_of(model)

    def diff(self, base: View, head: View) -> FlagDiff | None:
        """Compare flags."""
        return diff_flags(base, head)

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name none: these files belong to the services that they change, or are units themselves."""
        del base, head
        return ()

    def contracts(self, sight: Sight) -> Contribution:
        """Give flags and who needs them."""
        return contract_flags(sight)
