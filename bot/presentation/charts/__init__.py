"""Pictures of figures, with a font that comes along."""
