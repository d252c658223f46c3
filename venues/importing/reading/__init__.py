"""What files hold: tables, shapes, degrees and opening hours, each refusal with its place and remedy."""
