"""Area profiles, council reports and exports."""
