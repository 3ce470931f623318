"""The index and the first stage: a few dozen candidate sentences out of all."""
