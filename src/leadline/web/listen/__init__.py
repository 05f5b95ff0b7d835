"""The doors: parties, imports, what was heard."""
