"""The command line: one file per sub-command, imported only when called."""

import sys

NOT_DONE = 2
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run `deploycheck`; ends the process with the exit code that the architecture page lists."""
    words = sys.argv[1:] if arguments is None else arguments
    if words == ["--version"]:
        from deploycheck import __version__

        sys.stdout.write(f"deploycheck {__version__}\n")
        raise SystemExit(0)
    from deploycheck.cli.group import run

    raise SystemExit(run(words))
