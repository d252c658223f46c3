"""Writing to the register: permissions, validation, duplicates, drafts and freshness."""
