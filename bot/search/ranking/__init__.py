"""The second stage: candidates in order, and how far each can be trusted."""
