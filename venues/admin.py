"""The administrator's door to every table."""
