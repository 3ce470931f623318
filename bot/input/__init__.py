"""Settings, the knowledge format and its changes, and documents of other formats."""
