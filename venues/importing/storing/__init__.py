"""Rows into tables, so that the same file twice changes nothing and what a person recorded stays."""
