"""The list of themes and what is spoken of: how people change it, how a theme went, and what is in no theme yet."""
