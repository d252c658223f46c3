"""Side-by-side timings against named peers, as ratios: make bench."""
