"""Models to scoring and back: arrays, runs and the questions that pages and API ask of them."""
