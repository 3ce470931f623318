"""Fit the models to question-answering sets."""
