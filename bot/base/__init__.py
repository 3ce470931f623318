"""Errors, the domain's data types, and text normalisation."""
