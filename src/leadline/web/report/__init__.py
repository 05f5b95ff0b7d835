"""The month, told three ways."""
