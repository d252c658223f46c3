"""Open data and files to models: one loader interface (base.py), one file a source."""
