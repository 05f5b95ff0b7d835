"""A file's rows, each with what its text says, in one pass and constant memory."""
