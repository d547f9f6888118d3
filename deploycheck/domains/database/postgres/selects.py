"""SELECT trees, and what all queries share: WITH, FROM, result lists."""

from collections.abc import Iterable, Iterator

from deploycheck.domains.database.postgres.nodes import Node, Places, UnsupportedError, relation_name, strings, unwrap
from deploycheck.domains.database.postgres.references import column_ref, references
from deploycheck.domains.database.postgres.results import result_name, result_type, same_type_as
from deploycheck.domains.database.postgres.writes import read_write
from deploycheck.domains.database.queries.model import (
    ColumnRef,
    Cte,
    FunctionSource,
    Joined,
    Query,
    QuerySource,
    Refs,
    Select,
    Source,
    Star,
    TableSource,
    Target,
)
from deploycheck.model.record import Draft, replace

_DEEPEST = 60
_FREE_CLAUSES = ("whereClause", "havingClause", "limitOffset", "limitCount", "windowClause", "valuesLists")
_WRITES = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"})


class QueryReader(Draft):
    """Reads the query trees of one statement."""

    places: Places
    depth: int = 0

    def query(self, node: Node) -> Query:
        """Read a query of any kind; raises UnsupportedError."""
        kind, body = unwrap(node)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnsupportedError(f"queries are nested more than {_DEEPEST} levels deep")
        try:
            if kind in _WRITES:
                return read_write(kind, body, self)
            if kind != "SelectStmt":
                raise UnsupportedError(f"a query is a {kind}")
            return self.select(body)
        finally:
            self.depth -= 1

    def select(self, body: Node) -> Select:
        """Read a SELECT, VALUES or set operation."""
        ctes = self.ctes(body)
        ordering = self._bare(unwrap(node)[1].get("node", {}) for node in body.get("sortClause", ()))
        if body.get("op", "SETOP_NONE") != "SETOP_NONE":
            sides = tuple(self._side(body[side]) for side in ("larg", "rarg"))
            limits = self.refs([body.get("limitOffset"), body.get("limitCount")])
            return Select(self.places.at(0), refs=limits, ordering=ordering, operands=sides, ctes=ctes)
        rows = body.get("valuesLists", ())
        return Select(
            at=self.places.at(0),
            targets=self.targets(body.get("targetList", ())),
            sources=self.sources(body.get("fromClause", ())),
            refs=self.refs(_clauses(body)),
            ordering=(*ordering, *self._bare(body.get("distinctClause", ()))),
            grouping=self._bare(body.get("groupClause", ())),
            ctes=ctes,
            values=len(unwrap(rows[0])[1].get("items", ())) if rows else 0,
            filtered="whereClause" in body or "limitCount" in body,
        )

    def _bare(self, nodes: Iterable[Node]) -> tuple[ColumnRef, ...]:
        """Give the entries of an ORDER BY or GROUP BY list that are bare names: they may mean a result column."""
        found = [column_ref(node["ColumnRef"], self.places) for node in nodes if "ColumnRef" in node]
        return tuple(ref for ref in found if isinstance(ref, ColumnRef) and len(ref.parts) == 1)

    def _side(self, body: Node) -> Select:
        return self.select(body.get("SelectStmt", body))

    def refs(self, nodes: Iterable[Node | None]) -> Refs:
        """Give the names that expressions use."""
        return references(nodes, self)

    def ctes(self, body: Node) -> tuple[Cte, ...]:
        """Read a WITH clause."""
        clause = body.get("withClause", {})
        recursive = bool(clause.get("recursive"))
        entries = [unwrap(node)[1] for node in clause.get("ctes", ())]
        return tuple(
            Cte(entry["ctename"], self.query(entry["ctequery"]), strings(entry.get("aliascolnames")), recursive)
            for entry in entries
        )

    def targets(self, nodes: Iterable[Node]) -> tuple[Target, ...]:
        """Read a result list."""
        return tuple(self._target(unwrap(node)[1]) for node in nodes)

    def _target(self, body: Node) -> Target:
        value = body.get("val", {})
        refs = self.refs([value])
        kind, inner = unwrap(value)
        passed: ColumnRef | Star | None = None
        if kind == "ColumnRef":
            passed = column_ref(inner, self.places)
        elif (
            len(refs) == 1 and isinstance(refs[0], Star) and kind == "FuncCall" and "sqlc" in strings(inner["funcname"])
        ):
            passed = refs[0]
        name = "" if isinstance(passed, Star) else body.get("name") or result_name(value)
        same = same_type_as(value)
        like = column_ref(same, self.places) if same else None
        return Target(name, refs, passed, result_type(value), like if isinstance(like, ColumnRef) else None)

    def sources(self, nodes: Iterable[Node]) -> tuple[Source, ...]:
        """Read a FROM list; joins are flattened, each source knows how it was joined."""
        return tuple(source for node in nodes for source in self._source(node, Joined()))

    def _source(self, node: Node, joined: Joined) -> Iterator[Source]:
        kind, body = unwrap(node)
        alias = body.get("alias", {})
        name, columns = alias.get("aliasname", ""), strings(alias.get("colnames"))
        match kind:
            case "RangeVar":
                yield TableSource(relation_name(body), self.places.of(body), name, columns, joined)
            case "RangeSubselect":
                yield QuerySource(self.query(body["subquery"]), self.places.of(body), name, columns, joined)
            case "JoinExpr":
                yield from self._join(body, joined)
            case "RangeTableSample":
                yield from self._source(body["relation"], joined)
            case _:
                yield self._function(body, name, columns, joined)

    def _join(self, body: Node, joined: Joined) -> Iterator[Source]:
        outer = body.get("jointype", "JOIN_INNER")
        left = tuple(self._source(body["larg"], joined))
        right = tuple(self._source(body["rarg"], Joined()))
        if "alias" in body:
            yield self._aliased_join(body)
            return
        if outer in {"JOIN_RIGHT", "JOIN_FULL"}:
            left = tuple(replace(source, joined=replace(source.joined, nullable=True)) for source in left)
        yield from left
        at = self.places.of(body)
        using = tuple(ColumnRef((column,), at) for column in strings(body.get("usingClause")))
        how = Joined(
            self.refs([body.get("quals")]), using, bool(body.get("isNatural")), outer in {"JOIN_LEFT", "JOIN_FULL"}
        )
        yield from right[:-1]
        last = right[-1]
        yield replace(last, joined=replace(how, on=(*last.joined.on, *how.on), using=(*last.joined.using, *how.using)))

    def _aliased_join(self, body: Node) -> FunctionSource:
        """Read `(a JOIN b) AS j`, whose columns are left to the server."""
        alias = body["alias"]
        return FunctionSource((), self.places.of(body), alias.get("aliasname", ""), strings(alias.get("colnames")))

    def _function(self, body: Node, alias: str, columns: tuple[str, ...], joined: Joined) -> FunctionSource:
        defined = tuple(unwrap(node)[1].get("colname", "") for node in body.get("coldeflist", ()))
        inner = {key: value for key, value in body.items() if key not in {"alias", "coldeflist"}}
        refs = self.refs([inner])
        return FunctionSource(refs, self.places.of(body), alias, defined or columns, bool(defined), joined)


def _clauses(body: Node) -> list[Node | None]:
    """Give the expressions outside the result list; bare names in ORDER BY and GROUP BY have rules of their own."""
    sorted_by = [unwrap(node)[1].get("node", {}) for node in body.get("sortClause", ())]
    listed = [*sorted_by, *body.get("groupClause", ()), *body.get("distinctClause", ())]
    found: list[Node | None] = [node for node in listed if not _is_bare(node)]
    for clause in _FREE_CLAUSES:
        value = body.get(clause)
        found.extend(value if isinstance(value, list) else [value])
    return found


def _is_bare(node: Node) -> bool:
    return len(node.get("ColumnRef", {}).get("fields", ())) == 1
