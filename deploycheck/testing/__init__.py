"""The public kit for rule authors: case files, their runner and the pytest plugin."""
