"""`.env` files beside compose files, and the `${NAME:-default}` that compose puts values into."""

import re
from collections.abc import Mapping

_LINE = re.compile(r"""\s*(?:export\s+)?(\w+)\s*=\s*(["']?)(.*?)\2\s*$""")
_REFERENCE = re.compile(r"\$\{(\w+)(?::?[-?+]([^{}]*))?\}|\$(\w+)")
_SECRET = re.compile(r"password|passwd|token|secret|api_?key|credential", re.IGNORECASE)
_ROUNDS = 4


def parse_dotenv(data: bytes) -> dict[str, str]:
    """Give the values of a `.env` file; those that look like secrets are left out."""
    values = {}
    for line in data.decode("utf-8", "replace").splitlines():
        if (found := _LINE.match(line)) and not _SECRET.search(found[1]):
            values[found[1]] = found[3]
    return values


def interpolate(text: str, values: Mapping[str, str]) -> str:
    """Put values into `${NAME}`, `${NAME:-default}` and `$NAME`; what nobody knows stays empty, as in compose."""
    for _ in range(_ROUNDS):
        if "$" not in text:
            break
        text = _REFERENCE.sub(lambda found: values.get(found[1] or found[3], found[2] or ""), text)
    return text
