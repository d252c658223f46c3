"""A city manifest: what to import, measure and score."""
