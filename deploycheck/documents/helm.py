"""Helm templates look like YAML and are none until they are rendered."""

import re
from collections.abc import Iterator

_ACTION = re.compile(rb"\{\{-?([^{}\n]*)\}\}")
_HELM_WORD = re.compile(
    rb"\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|^\s*(?:include|template|toYaml|tpl)\s"
)
_CHART_WORD = re.compile(rb"\.(?:Values|Chart|Capabilities)\b")
_BLOCK = re.compile(rb"(?:^|[:\-\s])[|>][-+0-9]{0,2}[ \t]*(?:#.*)?\r?$")
_BEGINS = re.compile(rb"\s*[/$.a-zA-Z]")
_PREFIX = 200


def looks_like_helm_template(data: bytes) -> bool:
    """Whether `data` holds Go template actions: one that names Helm's objects, or one that begins a line.

    Other braces (Prometheus' `{{ $labels.job }}` in a text, GitHub's `${{ }}`) don't count: such files are plain YAML.
    A file that only carries templates in its texts may be plain YAML all the same: `is_unrendered` says when not.
    """
    if b"{{" not in data:
        return False
    for action in _ACTION.finditer(data):
        before = data[max(action.start() - _PREFIX, 0) : action.start()].rpartition(b"\n")[2].strip()
        if before.startswith(b"#"):
            continue
        if _HELM_WORD.search(action[1]) or (before in (b"", b"-") and _BEGINS.match(action[1])):
            return True
    return False


def is_unrendered(data: bytes) -> bool:
    """Whether Helm's objects are named outside of block texts; in quotes only those of charts count.

    A HelmRelease, or an example in a spec, may hold templates as texts, for somebody else to render.
    """
    for line in _lines_outside_texts(data):
        for action in _ACTION.finditer(line):
            before = line[: action.start()]
            if before.lstrip().startswith(b"#") or not _HELM_WORD.search(action[1]):
                continue
            quoted = before.count(b'"') % 2 or before.count(b"'") % 2
            if not quoted or _CHART_WORD.search(action[1]):
                return True
    return False


def _lines_outside_texts(data: bytes) -> Iterator[bytes]:
    """Walk the lines that are no part of a block text (`|` or `>`)."""
    text: int | None = None
    for line in data.split(b"\n"):
        indent = len(line) - len(line.lstrip(b" "))
        if text is not None and (indent > text or not line.strip()):
            continue
        text = indent if _BLOCK.search(line) else None
        yield line
