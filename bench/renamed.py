"""Rename every component of real specs, with all that refers to them: no finding may follow.

    python bench/renamed.py SPEC ...                      files, JSON or YAML
    python bench/renamed.py --git REPOSITORY PATH ...     files of a repository's HEAD; PATH may be a folder

A discriminator that relies on the names of schemas gets them written out on both sides: they travel.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from deploycheck import check
from deploycheck.engine.plugins import load_registry

SECTIONS = (
    "schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links",
    "callbacks", "pathItems",
)  # fmt: skip
BY_NAME = ("properties", "responses", "schemas", "definitions", "patternProperties", "headers", "parameters", "paths")
OLD_SECTIONS = ("definitions", "parameters", "responses", "securityDefinitions")


class Loader(yaml.CSafeLoader):
    """YAML whose dates stay texts."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def places(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each section of components with the pointer to it."""
    around = spec.get("components")
    if isinstance(around, dict):
        yield from ((f"#/components/{name}/", around[name]) for name in SECTIONS if isinstance(around.get(name), dict))
    if "swagger" in spec:
        yield from ((f"#/{name}/", spec[name]) for name in OLD_SECTIONS if isinstance(spec.get(name), dict))


def escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


class Renamer:
    """Gives every component another name, in a spec that it changes in place."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.refs: dict[str, str] = {}
        self.schemes: dict[str, str] = {}
        self.schemas: dict[str, str] = {}
        self.renamed = 0
        for pointer, section in places(spec):
            for name in list(section):
                new = f"Another{self.renamed}"
                self.renamed += 1
                self.refs[pointer + escaped(name)] = pointer + new
                if pointer.endswith(("/securitySchemes/", "/securityDefinitions/")):
                    self.schemes[name] = new
                if pointer.endswith(("/schemas/", "/definitions/")):
                    self.schemas[name] = pointer + new
                section[new] = section.pop(name)
        self.walk(spec)

    def walk(self, value: Any, key: str = "") -> None:
        """Rename what stands in a value; `key` is what holds it."""
        if isinstance(value, list):
            for item in value:
                self.walk(item, key)
            return
        if not isinstance(value, dict):
            return
        text = value.get("$ref")
        if isinstance(text, str):
            value["$ref"] = self.reference(text)
        mapping = value.get("mapping") if "propertyName" in value else None
        if isinstance(mapping, dict):
            value["mapping"] = {one: self.mapped(target) for one, target in mapping.items()}
        if key == "security":
            for name in list(value):
                value[self.schemes.get(name, name)] = value.pop(name)
        for name, part in value.items():
            if name == "examples" and isinstance(part, dict) and key not in BY_NAME:
                self.shallow(part)
            elif key in BY_NAME or name not in ("example", "default", "enum", "const"):
                self.walk(part, name if key not in BY_NAME else "")

    def shallow(self, examples: dict[str, Any]) -> None:
        """Examples are data; only a reference to a whole example is one."""
        for one in examples.values():
            if isinstance(one, dict) and isinstance(one.get("$ref"), str):
                one["$ref"] = self.reference(one["$ref"])

    def reference(self, text: str) -> str:
        """Give a reference with the new name of its component."""
        for length in (4, 3):
            head = "/".join(text.split("/")[:length])
            if head in self.refs:
                return self.refs[head] + text[len(head) :]
        return text

    def mapped(self, target: Any) -> Any:
        """Give the target of a discriminator's value: a reference, or the bare name of a schema."""
        if not isinstance(target, str):
            return target
        return self.schemas.get(target) or self.reference(target)


def written_out(spec: dict[str, Any]) -> None:
    """Write down the values of discriminators that are names of schemas."""
    children: dict[str, list[str]] = {}
    for pointer, section in places(spec):
        for name, schema in section.items():
            for member in schema.get("allOf", ()) if isinstance(schema, dict) else ():
                if isinstance(member, dict) and isinstance(member.get("$ref"), str):
                    children.setdefault(member["$ref"], []).append(pointer + escaped(name))
    homes = {
        id(schema): pointer + escaped(name) for pointer, section in places(spec) for name, schema in section.items()
    }
    _write(spec, children, homes)


def _write(value: Any, children: dict[str, list[str]], homes: dict[int, str]) -> None:
    if isinstance(value, list):
        for item in value:
            _write(item, children, homes)
    if not isinstance(value, dict):
        return
    found = value.get("discriminator")
    if isinstance(found, dict) and "propertyName" in found:
        members = [
            one.get("$ref") for word in ("oneOf", "anyOf") for one in value.get(word, ()) if isinstance(one, dict)
        ]
        members += children.get(homes.get(id(value), ""), [])
        mapping = found.setdefault("mapping", {})
        for text in members:
            if isinstance(text, str) and text not in mapping.values():
                mapping.setdefault(text.rpartition("/")[2], text)
    for part in value.values():
        _write(part, children, homes)


def specs(words: list[str]) -> Iterator[tuple[str, bytes]]:
    if words[:1] != ["--git"]:
        yield from ((word, Path(word).read_bytes()) for word in words)
        return
    git = ["git", "-C", words[1]]
    listed = subprocess.check_output([*git, "ls-tree", "-r", "--name-only", "HEAD", "--", *words[2:]], text=True)
    for path in listed.splitlines():
        if path.endswith((".json", ".yaml", ".yml")):
            yield path, subprocess.check_output([*git, "show", f"HEAD:{path}"])


def main() -> None:
    """Compare each spec with itself renamed; ends with 1 where anything is found."""
    registry, checked, wrong, renamed = load_registry(), 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        base, head = Path(folder, "base.json"), Path(folder, "head.json")
        for name, data in specs(sys.argv[1:]):
            spec = json.loads(data) if name.endswith(".json") else yaml.load(data, Loader)  # noqa: S506  a safe loader
            if not isinstance(spec, dict) or not ({"openapi", "swagger"} & spec.keys()):
                continue
            written_out(spec)
            base.write_text(json.dumps(spec))
            renamer = Renamer(spec)
            head.write_text(json.dumps(spec))
            report = check(base=f"file:{base}", head=f"file:{head}", select=["api", "gate"], registry=registry)
            checked += 1
            renamed += renamer.renamed
            found = [one for one in report.findings if one.status == "new"]
            wrong += bool(found or report.problems or report.crashed)
            for one in found[:5]:
                print(f"{name}: {one.severity} {one.rule} {one.subject}: {one.message}")
            for other in (*report.problems, *report.crashed):
                print(f"{name}: {other}")
    print(f"{checked} specs with {renamed} components, {wrong} with a finding")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
