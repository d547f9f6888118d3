"""Where files come from: a git ref, the index, the working tree, a folder, a single file."""
