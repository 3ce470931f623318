"""Settings and the knowledge format: loading, validation, saving."""
