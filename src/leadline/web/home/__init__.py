"""The line, as one page."""
