"""How large a file may be: beyond this it is no list of one organisation, and would keep others waiting."""

MAX_BYTES = 20 * 2**20
"""As it is sent."""

MAX_UNPACKED = 200 * 2**20
"""A spreadsheet, unpacked."""

MAX_ROWS = 200_000
"""Lines with something in them."""

MAX_COLUMNS = 200
"""Columns of the header."""

MAX_CELLS = 5_000_000
"""Rows times columns of a sheet, empty ones too: that is what memory it takes."""

MAX_CELL = 10_000
"""Characters of a cell."""
