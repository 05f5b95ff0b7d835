"""What people say of labels, how well the model reads by that, and how it learns from it."""
