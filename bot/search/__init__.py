"""Index, retrieval, ranking, short answers, and the engine in front of them."""
