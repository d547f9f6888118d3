"""One package per kind of artefact; none sees another."""
