"""Any document, by the name of its file and by how it begins. Each parser is imported when its first file comes."""

from pathlib import PurePosixPath

from deploycheck.documents.document import Document, DocumentError, TemplateError
from deploycheck.documents.helm import is_unrendered, looks_like_helm_template


def load(data: bytes, path: str = "", *, decimal: bool = False) -> list[Document]:
    """Parse the documents of a file: JSON and TOML have one, YAML has any number; raises DocumentError.

    `.json` and `.toml` are taken at their word. Everything else is YAML, or JSON where it begins like it and parses.
    A Helm template raises TemplateError.
    """
    match PurePosixPath(path).suffix.lower():
        case ".json":
            from deploycheck.documents.json import load_json

            return [load_json(data, path, decimal=decimal)]
        case ".toml":
            from deploycheck.documents.toml import load_toml

            return [load_toml(data, path)]
        case _:
            return _load_yaml_or_json(data, path, decimal=decimal)


def _load_yaml_or_json(data: bytes, path: str, *, decimal: bool) -> list[Document]:
    if looks_like_helm_template(data):
        return _unless_unrendered(data, path, decimal=decimal)
    return _parsed(data, path, decimal=decimal)


def _unless_unrendered(data: bytes, path: str, *, decimal: bool) -> list[Document]:
    reason = "this is a template, and no YAML before it is rendered; check what comes out of it (`helm template`, say)"
    if is_unrendered(data):
        raise TemplateError(path, 0, 0, reason)
    try:
        return _parsed(data, path, decimal=decimal)
    except DocumentError as error:
        raise TemplateError(path, 0, 0, reason) from error


def _parsed(data: bytes, path: str, *, decimal: bool) -> list[Document]:
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        from deploycheck.documents.json import load_json

        try:
            return [load_json(data, path, decimal=decimal)]
        except DocumentError:
            pass  # YAML's flow style begins in the same way; its parser names the mistake, if there is one
    from deploycheck.documents.yaml import load_yaml

    return load_yaml(data, path, decimal=decimal)
