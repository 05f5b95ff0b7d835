"""Service levels, evidence and warnings."""
