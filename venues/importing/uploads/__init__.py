"""Files that people bring in: any Dutch spreadsheet, tried first, stored row by good row, safe to bring in again."""
