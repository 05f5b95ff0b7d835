"""A file's rows, each with what its text says, in one pass and constant memory.

`labelling` is the way through: `rows` reads them, `writing` writes them behind what they had.
"""
