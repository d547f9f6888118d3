"""`deploycheck new-rule`."""

import re
from pathlib import Path

import click

NAME = re.compile(r"([a-z][a-z0-9-]*)/([a-z][a-z0-9-]*[a-z0-9])", re.ASCII)

RULE = '''"""Say in one line what this file finds."""

from deploycheck.api import Finding, Findings, Service, rule


@rule("{name}", {settings})
def {function}(service: Service) -> Findings:
    """A service's name starts with `legacy-` (replace this by what your rule finds).

    ## Why it breaks
    Say who is hurt, and when.

    ## Do this instead
    Say what to do.
    """
    if service.name.startswith("legacy-"):
        yield Finding(f"{{service.name}} is a legacy service", at=service.location, subject=service.name)
'''

CASES = """# {name}

## It fires

```yaml head=deploycheck.yaml
services:
  legacy-orders: {{path: orders}}
```
```yaml head=orders/notes.yaml
note: any file makes the folder
```
```findings
warning {name} head:deploycheck.yaml:2 legacy-orders
```

## It stays silent

```yaml head=deploycheck.yaml
services:
  orders: {{path: orders}}
```
```yaml head=orders/notes.yaml
note: any file makes the folder
```
```findings
```
"""


@click.command("new-rule")
@click.argument("name", metavar="FAMILY/NAME")
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The folder to write to."
)
def new_rule_command(name: str, into: Path) -> int:
    """Write a rule and its cases: two files, and nothing else to edit; never overwrites one."""
    from deploycheck import __version__
    from deploycheck.cli.output import write_whole
    from deploycheck.model.errors import UsageError

    match = NAME.fullmatch(name)
    if match is None:
        raise UsageError(f"{name!r} is not FAMILY/NAME in small letters with dashes, such as api/operation-removed")
    family, rule = match.groups()
    built_in = (into / "rules" / "deploycheck_rules").is_dir()
    rules = into / "rules" / "deploycheck_rules" / family if built_in else into / "policies"
    cases = into / "fixtures" / "rules" / family
    function = rule.replace("-", "_")
    # In a policy the family is said; here it is the folder's name.
    settings = f'severity="warning", since="{__version__}"' if built_in else f'family="{family}", severity="warning"'
    code = RULE.format(name=rule, function=function, settings=settings)
    package = rules / "__init__.py"
    if built_in and not package.exists():
        write_whole(package, f'"""Rules of the family {family}."""\n')
    files = {rules / f"{function}.py": code, cases / f"{rule}.md": CASES.format(name=rule)}
    existing = [path for path in files if path.exists()]
    if existing:
        raise UsageError(f"{existing[0]} exists already")
    for path, text in files.items():
        write_whole(path, text)
        click.echo(f"{path} was written")
    if not built_in and not _named(into):
        click.echo('add `policies = ["policies"]` to deploycheck.toml, so that it runs')
    return 0


def _named(folder: Path) -> bool:
    """Whether the settings in a folder name any policies."""
    from deploycheck.engine.configuration import FILES
    from deploycheck.engine.gate import read_configuration
    from deploycheck.testing.memory import MemorySnapshot

    files = {name: (folder / name).read_text("utf-8", "replace") for name in FILES if (folder / name).is_file()}
    return bool(read_configuration(MemorySnapshot(files))[0].policies)
