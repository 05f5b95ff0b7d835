"""What does each message say? Texts become labels here; nothing in this folder knows the lake or a page.

`loading` names who reads: `fast` (its `sums` come from a compiled `kernel` or NumPy), `accurate`, or both in a
`cascade`. `themes` are lists of phrases (`seeds`), `layer` a company's own weights, `model` what ships.
"""
