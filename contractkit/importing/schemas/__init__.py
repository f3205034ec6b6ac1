"""The schemas of documents: of any dialect, they become plain ones whose mistakes are told."""
