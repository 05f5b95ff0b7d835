"""Leadline: social business strategy, from what people say to what it is worth."""

__version__ = "0.1.0"
