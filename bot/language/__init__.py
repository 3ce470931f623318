"""Sentence splitting, tokenising, pinyin, understanding a question."""
