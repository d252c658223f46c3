"""Background jobs, thin: parse, one call."""
