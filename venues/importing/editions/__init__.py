"""A new edition of the boundaries: brought in beside the one in use, compared with it, and then put in its place."""
