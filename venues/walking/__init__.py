"""The street network to metres: how far the demand points are from each place."""
