"""Fill a folder with open data from the live services of PDOK, CBS, RIVM and OpenStreetMap."""
