"""The rules of a contract: an id for each asserting keyword, and a page in plain words."""
