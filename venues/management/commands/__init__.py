"""One file a command: parse the arguments, one call."""
