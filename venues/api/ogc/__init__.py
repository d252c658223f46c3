"""OGC API Features at `/ogc`: areas, venues and coverage for QGIS, GDAL and whatever else speaks it.

The lists are those of the API itself, so that both tell the same.
"""
