"""Queries of sqlglot trees in the form that resolution knows."""

from collections.abc import Iterable, Iterator

from sqlglot import exp

from deploycheck.domains.database.effects.parts import Generated
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.postgres.nodes import UnsupportedError
from deploycheck.domains.database.queries.model import (
    Assignment,
    ColumnRef,
    Conflict,
    Cte,
    Delete,
    FunctionSource,
    Insert,
    Joined,
    Nested,
    Query,
    QuerySource,
    Ref,
    Refs,
    Select,
    Source,
    Star,
    TableSource,
    Target,
    Update,
)
from deploycheck.domains.database.text import SqlText
from deploycheck.model.location import Location
from deploycheck.model.record import Record, replace

_USUAL_SCHEMAS = frozenset({"dbo", "main"})
"""Schemas of SQL Server and SQLite in which everything is that names none."""
_OUTER = frozenset({"LEFT", "FULL"})


class ForeignReader(Record):
    """Reads the trees of one statement; `dialect` is sqlglot's word for the server."""

    source: SqlText
    start: int
    dialect: str = ""

    @property
    def exact(self) -> bool:
        """Whether quoted names keep their case, as on PostgreSQL."""
        return self.dialect == "postgres"

    @property
    def row_identity(self) -> Generated:
        """What the server does with an integer primary key that an INSERT leaves out."""
        return "identity by default" if self.dialect == "sqlite" else ""

    def at(self, node: exp.Expr | None) -> Location:
        """Give the place of a node: that of its first identifier that knows one, else the statement's."""
        found = (one.meta["start"] for one in node.find_all(exp.Identifier) if "start" in one.meta) if node else ()
        return self.source.location(self.start + min(found, default=0))

    def word(self, node: exp.Expr | str | None) -> str:
        """Give a name as the server folds it; sqlglot takes MySQL's names in double quotes for strings."""
        if node is None or isinstance(node, str):
            return (node or "").lower()
        quoted = isinstance(node, exp.Identifier) and node.args.get("quoted")
        return node.name if quoted and self.exact else node.name.lower()

    def name(self, table: exp.Expr) -> Name:
        """Give the name of a table, index or view."""
        schema = self.word(table.args.get("db"))
        usual = not self.exact and schema in _USUAL_SCHEMAS
        return Name("" if usual else schema, self.word(table.this or table))

    def query(self, tree: exp.Expr) -> Query:
        """Read a statement that reads or writes rows; raises UnsupportedError."""
        match tree:
            case exp.Insert():
                return self._insert(tree)
            case exp.Update():
                return self._update(tree)
            case exp.Delete():
                return self._delete(tree)
            case _:
                return self.select(tree)

    def select(self, tree: exp.Expr) -> Select:
        """Read SELECT, VALUES and set operations; raises UnsupportedError."""
        match tree:
            case exp.Subquery():
                return self.select(tree.this)
            case exp.SetOperation():
                sides = (self.select(tree.left), self.select(tree.right))
                return Select(self.at(tree), operands=sides, ctes=self._ctes(tree))
            case exp.Values():
                rows = tree.expressions
                return Select(self.at(tree), refs=self.refs(rows), values=len(rows[0].expressions) if rows else 0)
            case exp.Select():
                return self._select(tree)
            case _:
                raise UnsupportedError(f"statements of the kind {type(tree).__name__} are not known")

    def _select(self, tree: exp.Select) -> Select:
        order, group = tree.args.get("order"), tree.args.get("group")
        ordered = [item.this for item in (order.expressions if order else ())]
        grouped = list(group.expressions if group else ())
        clauses = [tree.args.get(clause) for clause in ("where", "having", "qualify", "limit", "offset", "distinct")]
        return Select(
            at=self.at(tree),
            targets=tuple(self._target(target) for target in tree.expressions),
            sources=self._sources(tree.args.get("from_"), tree.args.get("joins") or ()),
            refs=self.refs([*clauses, *(item for item in (*ordered, *grouped) if not _is_bare(item))]),
            ordering=tuple(self._bare(ordered)),
            grouping=tuple(self._bare(grouped)),
            ctes=self._ctes(tree),
            filtered=tree.args.get("where") is not None,
        )

    def _bare(self, nodes: Iterable[exp.Expr]) -> Iterator[ColumnRef]:
        """Walk the bare names of ORDER BY or GROUP BY, which may mean result columns."""
        yield from (ColumnRef((self.word(node.this),), self.at(node)) for node in nodes if _is_bare(node))

    def _ctes(self, tree: exp.Expr) -> tuple[Cte, ...]:
        clause = tree.args.get("with_")
        recursive = bool(clause and clause.args.get("recursive"))
        entries = clause.expressions if clause else ()
        return tuple(
            Cte(self.word(one.args["alias"].this), self.query(one.this), self._alias_columns(one), recursive)
            for one in entries
        )

    def _alias_columns(self, node: exp.Expr) -> tuple[str, ...]:
        alias = node.args.get("alias")
        columns = alias.args.get("columns") if isinstance(alias, exp.TableAlias) else ()
        return tuple(self.word(column) for column in columns or ())

    def _target(self, node: exp.Expr) -> Target:
        value = node.this if isinstance(node, exp.Alias) else node
        refs = self.refs([value])
        passed = refs[0] if isinstance(value, exp.Column | exp.Star) and refs else None
        if not isinstance(passed, ColumnRef | Star):
            passed = None
        name = "" if isinstance(passed, Star) else self.word(node.args.get("alias")) or self._result_name(value)
        return Target(name, refs, passed)

    def _result_name(self, value: exp.Expr) -> str:
        """Name a result column without an alias; of expressions it is the server's own matter."""
        if isinstance(value, exp.Column):
            return self.word(value.this)
        if isinstance(value, exp.Cast | exp.Paren):
            return self._result_name(value.this)
        if isinstance(value, exp.Anonymous):
            return self.word(value)
        return value.sql_name().lower() if isinstance(value, exp.Func) else "?column?"

    def _sources(self, first: exp.Expr | None, joins: Iterable[exp.Join]) -> tuple[Source, ...]:
        found = [*self._source(first.this, Joined())] if first is not None else []
        for join in joins:
            at = self.at(join)
            side = str(join.args.get("side") or "").upper()
            using = tuple(ColumnRef((self.word(column),), at) for column in join.args.get("using") or ())
            natural = str(join.args.get("method") or "").upper() == "NATURAL"
            how = Joined(self.refs([join.args.get("on")]), using, natural, side in _OUTER)
            if side in {"RIGHT", "FULL"}:
                found = [replace(one, joined=replace(one.joined, nullable=True)) for one in found]
            found += self._source(join.this, how)
        return tuple(found)

    def _source(self, node: exp.Expr, joined: Joined) -> Iterator[Source]:
        alias, columns = self.word(_alias(node)), self._alias_columns(node)
        match node:
            case exp.Table() if isinstance(node.this, exp.Identifier):
                yield TableSource(self.name(node), self.at(node), alias, columns, joined)
            case exp.Subquery() if isinstance(node.this, exp.Query):
                yield QuerySource(self.query(node.this), self.at(node), alias, columns, joined)
            case exp.Values():
                yield QuerySource(self.select(node), self.at(node), alias, columns, joined)
            case exp.Paren() | exp.Subquery():
                yield from self._source(node.this, joined)
            case _:
                yield FunctionSource(self.refs([node]), self.at(node), alias, columns, joined=joined)
                return
        for join in node.args.get("joins") or ():
            yield from self._sources(None, [join])

    def _assignments(self, nodes: Iterable[exp.Expr]) -> tuple[Assignment, ...]:
        columns = (node.this for node in nodes if isinstance(node, exp.EQ))
        return tuple(Assignment(self.word(column.this), self.at(column)) for column in columns)

    def _insert(self, tree: exp.Insert) -> Insert:
        target, listed = tree.this, None
        if isinstance(target, exp.Schema):
            listed = tuple(Assignment(self.word(one), self.at(one)) for one in target.expressions)
            target = target.this
        source = tree.args.get("expression")
        conflict = tree.args.get("conflict")
        return Insert(
            self.at(tree),
            self._table(target),
            listed,
            self.select(source) if source is not None else None,
            self._conflict(conflict) if conflict else None,
            self._returning(tree),
            self._ctes(tree),
        )

    def _conflict(self, node: exp.OnConflict) -> Conflict:
        values = [one.expression for one in node.expressions if isinstance(one, exp.EQ)]
        plain = [value for value in values if not isinstance(value, exp.Anonymous)]
        arbiters = node.args.get("conflict_keys") or ()
        keys = tuple(ref for key in arbiters for ref in self._key(key))
        computed = [key for key in arbiters if not any(self._key(key))]
        return Conflict(
            self.at(node),
            keys,
            keys=() if computed else tuple(ref.parts[0] for ref in keys),
            where=self.refs(computed),
            assignments=self._assignments(node.expressions),
            refs=self.refs([*plain, node.args.get("where")]),
        )

    def _key(self, node: exp.Expr) -> Iterator[ColumnRef]:
        inner = node.this if isinstance(node, exp.Ordered) else node
        if isinstance(inner, exp.Column | exp.Identifier):
            yield ColumnRef((self.word(inner if isinstance(inner, exp.Identifier) else inner.this),), self.at(inner))

    def _update(self, tree: exp.Update) -> Update:
        values = [one.expression for one in tree.expressions if isinstance(one, exp.EQ)]
        return Update(
            self.at(tree),
            self._table(tree.this),
            self._assignments(tree.expressions),
            self.refs([*values, tree.args.get("where")]),
            self._sources(tree.args.get("from_"), tree.this.args.get("joins") or ()),
            self._returning(tree),
            self._ctes(tree),
            tree.args.get("where") is not None,
        )

    def _delete(self, tree: exp.Delete) -> Delete:
        using = tree.args.get("using") or ()
        sources = tuple(source for one in using for source in self._source(one, Joined()))
        where = tree.args.get("where")
        refs = self.refs([where])
        return Delete(
            self.at(tree), self._table(tree.this), refs, sources, self._returning(tree), self._ctes(tree), bool(where)
        )

    def _table(self, node: exp.Expr) -> TableSource:
        if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
            raise UnsupportedError("it writes to something that is no table")
        return TableSource(self.name(node), self.at(node), self.word(_alias(node)))

    def _returning(self, tree: exp.Expr) -> tuple[Target, ...]:
        clause = tree.args.get("returning")
        return tuple(self._target(one) for one in clause.expressions) if clause else ()

    def refs(self, nodes: Iterable[exp.Expr | None]) -> Refs:
        """Give the names that expressions use."""
        return tuple(ref for node in nodes if node is not None for ref in self._refs(node))

    def _refs(self, root: exp.Expr) -> Iterator[Ref]:
        stack: list[exp.Expr] = [root]
        while stack:
            node = stack.pop()
            match node:
                case exp.Column():
                    yield from self._column(node)
                case exp.Query() if not isinstance(node, exp.Subquery):
                    yield Nested(self.query(node))
                case exp.Star() if node is root:
                    yield Star((), self.at(node))
                case _:
                    stack.extend(reversed([*node.iter_expressions()]))

    def _column(self, node: exp.Expr) -> Iterator[ColumnRef | Star]:
        parts = tuple(self.word(part) for part in (node.args.get("db"), node.args.get("table")) if part)
        if isinstance(node.this, exp.Star):
            yield Star(parts, self.at(node))
        else:
            yield ColumnRef((*parts, self.word(node.this)), self.at(node))


def _alias(node: exp.Expr) -> exp.Expr | None:
    alias = node.args.get("alias")
    return alias.this if isinstance(alias, exp.TableAlias) else alias


def _is_bare(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and not node.args.get("table") and not isinstance(node.this, exp.Star)
