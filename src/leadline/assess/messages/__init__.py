"""The messages behind a number: the bottom of the line, reached from any share or finding.

`choosing` says which, `listing` shows them. How many: `counting` asks the cubes, `search` the full-text index (by the
words that `query` reads), `tallies` and `daily` whichever knows. `quotes` and `praise` are read off a list.
"""
