"""Programs, the desk and the champions."""
