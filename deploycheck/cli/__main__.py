"""`python -m deploycheck.cli`."""

from deploycheck.cli import main

main()
