"""Wenju 问据: answers questions with verbatim sentences from a YAML knowledge base."""

__version__ = "0.1.0"
