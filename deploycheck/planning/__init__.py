"""From contracts to a proved order, or to the reason why there is none."""
