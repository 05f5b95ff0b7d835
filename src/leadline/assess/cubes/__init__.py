"""What is counted once, where messages are read, so that pages need not: small tables by day or month.

`making` keeps them equal to a full rebuild. The others say what a row counts: how a message was read (`readings`), by
how many it was said (`people`), what became of it (`conversations`, `asking`), who speaks again and again (`voices`),
and what is nobody's voice (`repeats`).
"""
