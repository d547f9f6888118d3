"""The command line: one file per sub-command, imported only when called."""

import gc
import sys

NOT_DONE = 2
INTERRUPTED = 130
_COLLECTED_AFTER = 100_000
"""New objects between two walks of the collector: a run makes millions and hardly any garbage in circles."""


def main(arguments: list[str] | None = None) -> None:
    """Run `deploycheck`; ends the process with the exit code that the architecture page lists."""
    words = sys.argv[1:] if arguments is None else arguments
    if words == ["--version"]:
        from deploycheck import __version__

        sys.stdout.write(f"deploycheck {__version__}\n")
        raise SystemExit(0)
    gc.set_threshold(_COLLECTED_AFTER, 20, 100)
    from deploycheck.cli.group import run

    code = run(words)
    if arguments is None:
        gc.freeze()  # the process ends: a last walk over all that is left would find nothing to give back
    raise SystemExit(code)
