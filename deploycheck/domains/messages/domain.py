"""The domain of messages on topics."""

from collections.abc import Iterable

from deploycheck.domains.messages.contracts import contract_messages
from deploycheck.domains.messages.diff import MessagesDiff, diff_messages, rebuilt
from deploycheck.domains.messages.link import claims, link
from deploycheck.domains.messages.loading import load_schema
from deploycheck.domains.messages.model import MessagesModel
from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.service import Estate, Use


class MessagesDomain:
    """Message schemas from bytes to contracts."""

    name = "messages"
    use_kinds: tuple[str, ...] = ()

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Claim the schemas that topics name, and Avro schemas wherever they lie."""
        return claims(listing, estate)

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Read one schema file; raises SourceError."""
        return load_schema(data, claim.path, claim.service)

    def link(self, linking: Linking) -> MessagesModel:
        """Unite topics with their schemas."""
        return link(linking)

    def uses(self, model: MessagesModel) -> Iterable[Use]:  # noqa: ARG002  that of the protocol
        """Give nothing: who reads what is known without looking anything up."""
        return ()

    def diff(self, base: View, head: View) -> MessagesDiff | None:
        """Compare topics."""
        return diff_messages(base, head)

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name the services that write or read other messages now."""
        return rebuilt(base, head)

    def contracts(self, sight: Sight) -> Contribution:
        """Give formats as atoms."""
        return contract_messages(sight)
