"""The API, version 1: read-only resources over the register and the scores."""

API_VERSION = "1.0.0"
