"""The messages behind a number: the bottom of the line, reached from any share or finding.

`choosing` says which, `counting` and `daily` how many, `listing` shows them, `search` finds them by their words.
"""
