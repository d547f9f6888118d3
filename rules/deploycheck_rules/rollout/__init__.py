"""Rules of the family rollout."""
