"""Helm templates look like YAML and are none until they are rendered."""

import re

_ACTION = re.compile(rb"\{\{-?([^{}\n]*)\}\}")
_HELM_WORD = re.compile(
    rb"\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|^\s*(?:include|template|toYaml|tpl)\s"
)
_BEGINS = re.compile(rb"\s*[/$.a-zA-Z]")
_PREFIX = 200


def looks_like_helm_template(data: bytes) -> bool:
    """Whether `data` holds Go template actions: one that names Helm's objects, or one that begins a line.

    Other braces (Prometheus' `{{ $labels.job }}` in a text, GitHub's `${{ }}`) don't count: such files are plain YAML.
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
