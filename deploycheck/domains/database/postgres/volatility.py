"""What is known of the volatility of PostgreSQL's own functions (pg_proc.provolatile)."""

from collections.abc import Iterable

from deploycheck.domains.database.effects import Volatility
from deploycheck.domains.database.names import words

_VOLATILE = words(
    """random gen_random_uuid uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7 clock_timestamp
    timeofday nextval setval currval lastval gen_random_bytes pg_sleep txid_current pg_current_xact_id random_normal
    gen_salt"""
)
_STABLE = words(
    """now transaction_timestamp statement_timestamp current_setting current_schema current_database current_schemas
    to_char to_timestamp to_date age date_trunc pg_typeof version inet_client_addr inet_server_addr session_user
    current_user user current_date current_time current_timestamp localtime localtimestamp to_tsvector to_tsquery
    concat concat_ws format row_to_json to_json to_jsonb json_build_object jsonb_build_object json_build_array
    jsonb_build_array array_to_string timezone date_part"""
)
_IMMUTABLE = words(
    """lower upper length char_length octet_length md5 sha256 trim btrim ltrim rtrim substr substring replace left right
    abs ceil ceiling floor round power sqrt mod greatest least coalesce nullif int4 int8 text make_date make_interval
    array_length cardinality jsonb_array_length repeat reverse split_part strpos position encode decode array_append
    regexp_replace regexp_match starts_with digest uuid_nil int4range int8range tstzrange daterange numrange
    jsonb_path_exists jsonb_typeof json_typeof hashtext unaccent_immutable initcap lpad rpad"""
)


def volatility_of(calls: Iterable[str]) -> Volatility:
    """Give the volatility of an expression that calls these functions; unknown beats stable, volatile beats all."""
    found = {_one(call) for call in calls}
    for kind in ("volatile", "unknown", "stable"):
        if kind in found:
            return kind
    return "constant"


def _one(call: str) -> Volatility:
    if call in _VOLATILE:
        return "volatile"
    if call in _STABLE:
        return "stable"
    return "constant" if call in _IMMUTABLE else "unknown"
