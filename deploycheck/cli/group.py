"""The command group: names of sub-commands, loaded when called, and exit codes for everything that may go wrong."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module

import click

from deploycheck.cli import INTERRUPTED, NOT_DONE
from deploycheck.model.errors import SourceError, UnreadableError, UsageError

TRACEBACK = "DEPLOYCHECK_TRACEBACK"
"""Environment variable for those who hunt a mistake of ours."""

COMMANDS = {
    "check": "deploycheck.cli.check:check_command",
    "diff": "deploycheck.cli.diff:diff_command",
    "plan": "deploycheck.cli.plan:plan_command",
    "verify-plan": "deploycheck.cli.verify_plan:verify_plan_command",
    "contracts": "deploycheck.cli.contracts:contracts_command",
    "record-deployment": "deploycheck.cli.record_deployment:record_deployment_command",
    "can-i-deploy": "deploycheck.cli.can_i_deploy:can_i_deploy_command",
    "explain": "deploycheck.cli.explain:explain_command",
    "rules": "deploycheck.cli.rules:rules_command",
    "facts": "deploycheck.cli.facts:facts_command",
    "graph": "deploycheck.cli.graph:graph_command",
    "config": "deploycheck.cli.config:config_command",
    "waivers": "deploycheck.cli.waivers:waivers_command",
    "schema": "deploycheck.cli.schema:schema_command",
    "init": "deploycheck.cli.init:init_command",
    "new-rule": "deploycheck.cli.new_rule:new_rule_command",
    "demo": "deploycheck.cli.demo:demo_command",
}
SUMMARIES = {
    "check": "Check what is proposed against what runs.",
    "diff": "Write the changelog of the APIs.",
    "plan": "Print the order to deploy in, proved.",
    "verify-plan": "Replay any plan state by state.",
    "contracts": "Write this repository's contracts.",
    "record-deployment": "Write down which version runs where.",
    "can-i-deploy": "Say whether one version of one service may go out now.",
    "explain": "Show a rule's page, or how a finding came about.",
    "rules": "List the rules.",
    "facts": "List what rules may ask for.",
    "graph": "Draw services and what they use.",
    "config": "Print the effective settings for a path, and why.",
    "waivers": "List the waivers and what they cover.",
    "schema": "Print a published JSON Schema.",
    "init": "Write a manifest and a configuration to start from.",
    "new-rule": "Write a new rule and its cases.",
    "demo": "Show what deploycheck finds on the bundled estate.",
}


class LazyGroup(click.Group):
    """A group that knows the names of its commands, and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of a day's work."""
        del ctx
        return [*COMMANDS, *(name for name in _plugin_commands() if name not in COMMANDS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        place = COMMANDS.get(cmd_name) or _plugin_commands().get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say which command was meant when a word is none."""
        if args and args[0] not in COMMANDS and args[0] not in _plugin_commands():
            from deploycheck.model.suggest import did_you_mean

            raise click.UsageError(f"there is no command {args[0]!r}{did_you_mean(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)


def _plugin_commands() -> Mapping[str, str]:
    """Name the commands of plugins; only reached for words that are not our own."""
    from deploycheck.engine.installed import points

    if all(point.distribution == "deploycheck" for point in points("deploycheck")):
        return {}
    from deploycheck.engine.plugins import load_registry

    return load_registry().commands


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="deploycheck", message="deploycheck %(version)s")
@click.pass_context
def deploycheck(context: click.Context) -> int | None:
    """Say before anything ships what would break, for whom, and in which order to deploy.

    Without a command: `deploycheck check`.

    Exit codes: 0 nothing at or above --fail-on, 1 findings or a refused plan, 2 the work could not be done.
    """
    if context.invoked_subcommand is None:
        from deploycheck.cli.check import check_command

        code: int = context.invoke(check_command)
        return code
    return None


def run(words: list[str]) -> int:
    """Run the command line and give its exit code; nothing but a code and clear words ever leaves it."""
    stream = sys.stdout
    try:
        result = deploycheck.main(words, prog_name="deploycheck", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return NOT_DONE
    except (UsageError, SourceError, UnreadableError) as error:
        _say(error)
        return NOT_DONE
    except (click.Abort, KeyboardInterrupt):
        click.echo("deploycheck: interrupted; nothing was decided", err=True)
        return INTERRUPTED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"deploycheck: {place}{error.strerror or error}", err=True)
        return NOT_DONE
    except SystemExit as error:
        if sys.stdout is not stream:  # click's own answer to a reader that left early: it puts a quiet stream there
            return NOT_DONE
        # Whatever a policy or plugin thinks, it does not end a run with exit 0.
        return _defect(error)
    except Exception as error:
        # The outermost place: Python's own answer would be a traceback and exit 1, which here means "findings".
        if os.environ.get(TRACEBACK):
            raise
        return _defect(error)
    return result if isinstance(result, int) else 0


def _defect(error: BaseException) -> int:
    from deploycheck.engine.running import last_line

    click.echo(
        f"deploycheck: {last_line(error)}; this is a mistake in deploycheck or a plugin, please report it", err=True
    )
    click.echo(f"deploycheck: nothing was decided; {TRACEBACK}=1 shows where it happened", err=True)
    return NOT_DONE


def _say(error: Exception) -> None:
    path, line = getattr(error, "path", ""), getattr(error, "line", 0)
    message = getattr(error, "message", None) or str(error)
    place = f"{path}:{line}: " if path and line else f"{path}: " if path and path not in message else ""
    from deploycheck.report.printable import printable

    # Several mistakes are several lines; nothing else in names and texts of others may begin one.
    lines = [printable(text) for text in f"{place}{message}".split("\n")]
    click.echo("deploycheck: " + "\n".join(lines), err=True)
