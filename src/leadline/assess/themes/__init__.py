"""The list of themes and what is spoken of: how people change it, how a theme went, and what is in no theme yet.

`theme_list` changes the list (the list itself is `reader.themes`), `history` tells its months, `theme_words`
one theme's words. `mining` finds what is new by `phrases`, and `news` tells it.
"""
