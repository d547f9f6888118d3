"""The domain of databases: SQL from bytes to contracts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.service import Estate, Use

if TYPE_CHECKING:
    from deploycheck.domains.database.diff import DatabaseDiff
    from deploycheck.domains.database.model import DatabaseModel


class DatabaseDomain:
    """Migrations, queries and declared schemas. It resolves no uses of others: queries are its own."""

    name = "database"
    use_kinds: tuple[str, ...] = ()

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Claim the SQL that manifests name, then what looks like SQL of a database."""
        named = estate.databases or any(service.queries for service in estate.services.values())
        if not named and not listing.ending(".sql"):
            return ()
        from deploycheck.domains.database.recognise import claims

        return claims(listing, estate)

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Read one file as statements with effects."""
        from deploycheck.domains.database.loading import SqlFile, load_sql
        from deploycheck.domains.database.recognise import ASIDE, QUERY, artefact
        from deploycheck.domains.database.servers import other_server

        if artefact(claim) == ASIDE:
            return Loaded(SqlFile(claim.path, server=claim.kind.partition("@")[2]))
        is_query = artefact(claim) == QUERY
        return Loaded(load_sql(claim.path, data, query_file=is_query, server=other_server(claim, data)))

    def link(self, linking: Linking) -> "DatabaseModel | None":
        """Replay histories into catalogues, and give queries their database and owner; None without any."""
        if not linking.files and not linking.estate.databases:
            return None
        from deploycheck.domains.database.link import link

        return link(linking)

    def uses(self, model: "DatabaseModel | None") -> Iterable[Use]:  # noqa: ARG002  queries are resolved here
        """Give nothing: who queries a database is known here already."""
        return ()

    def diff(self, base: View, head: View) -> "DatabaseDiff | None":
        """Compare histories, schemas and the queries that each version runs."""
        if base.model(self.name) is head.model(self.name) is None:
            return None
        from deploycheck.domains.database.diff import diff_databases

        return diff_databases(base, head)

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name none: these files belong to the services that they change, or are units themselves."""
        del base, head
        return ()

    def contracts(self, sight: Sight) -> Contribution:
        """Give databases, pending migrations as units, and what each version's queries need of them."""
        if sight.empty:
            return Contribution()
        from deploycheck.domains.database.contracts import contract_databases

        return contract_databases(sight)
