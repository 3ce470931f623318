"""Answers and every other text a user sees, as Telegram HTML, terminal text and JSON."""
