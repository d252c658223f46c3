"""The wiring of infra_map: settings, addresses and the WSGI door. No rules live here."""
