"""The domain of messages on topics. Heavy parts are imported when a topic or a schema is met."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.service import Estate, Use

if TYPE_CHECKING:
    from deploycheck.domains.messages.diff import MessagesDiff
    from deploycheck.domains.messages.model import MessagesModel


class MessagesDomain:
    """Message schemas from bytes to contracts."""

    name = "messages"
    use_kinds: tuple[str, ...] = ()

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Claim the schemas that topics name, and Avro schemas wherever they lie."""
        if not _has_topics(estate) and not listing.ending(".avsc"):
            return ()
        from deploycheck.domains.messages.recognise import claims

        return claims(listing, estate)

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Read one schema file; raises SourceError."""
        from deploycheck.domains.messages.loading import load_schema

        return load_schema(data, claim.path, claim.service)

    def link(self, linking: Linking) -> "MessagesModel | None":
        """Unite topics with their schemas; None where there is neither."""
        if not linking.files and not _has_topics(linking.estate):
            return None
        from deploycheck.domains.messages.link import link

        return link(linking)

    def uses(self, model: "MessagesModel | None") -> Iterable[Use]:  # noqa: ARG002  that of the protocol
        """Give nothing: who reads what is known without looking anything up."""
        return ()

    def diff(self, base: View, head: View) -> "MessagesDiff | None":
        """Compare topics."""
        if base.model(self.name) is head.model(self.name) is None:
            return None
        from deploycheck.domains.messages.diff import diff_messages

        return diff_messages(base, head)

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name the services that write or read other messages now."""
        if base.model(self.name) is head.model(self.name) is None:
            return ()
        from deploycheck.domains.messages.diff import rebuilt

        return rebuilt(base, head)

    def contracts(self, sight: Sight) -> Contribution:
        """Give formats as atoms."""
        if sight.empty:
            return Contribution()
        from deploycheck.domains.messages.contracts import contract_messages

        return contract_messages(sight)


def _has_topics(estate: Estate) -> bool:
    return bool(estate.topics) or any(one.emits or one.reads or one.reader_schemas for one in estate.services.values())
