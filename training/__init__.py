"""What the reader's weights are learned from, and how. Its needs (scikit-learn) stay out of the lock file."""
