"""The strategy, its lint and its versions."""
