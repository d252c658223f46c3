"""Writing to the register: what may be changed, how it is checked, and what follows from it."""
