"""`deploycheck record-deployment`."""

from pathlib import Path

import click


@click.command("record-deployment")
@click.argument("service")
@click.option("--env", required=True, metavar="NAME", help="Where it runs now.")
@click.option("--version", metavar="REF", help="The git ref that was deployed; HEAD's commit if left out.")
@click.option("--add", is_flag=True, help="Older versions stay live beside it.")
def record_deployment_command(service: str, env: str, version: str | None, *, add: bool) -> int:
    """Write down that SERVICE runs in this version; `check --env` then knows exactly what is live."""
    from deploycheck.cli.output import write_whole
    from deploycheck.domains.services.deployments import Deployments, dump_deployments, load_deployments, record
    from deploycheck.model.errors import UsageError
    from deploycheck.model.service import RECORD
    from deploycheck.snapshots import Resolver

    path = Path(RECORD)
    repository = Resolver(Path()).repository
    ref = version or (repository.head if repository else "")
    if not ref:
        raise UsageError("this folder isn't in a git repository with a commit; give --version")
    if version and repository and repository.commit(version) is None:
        raise UsageError(f"git knows no commit {version!r}")
    known = load_deployments(path.read_bytes(), RECORD) if path.is_file() else Deployments()
    write_whole(path, dump_deployments(record(known, service, env, ref, add=add)))
    click.echo(f"{RECORD}: {service} runs as {ref} in {env}")
    return 0
