"""Coverage and what follows from it, as pure numpy: arrays in, arrays out. docs/scoring.md gives the formulas."""
