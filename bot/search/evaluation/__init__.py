"""How good the answers are, on question-answering sets."""
