"""Documents of other formats, converted into drafts of articles."""
