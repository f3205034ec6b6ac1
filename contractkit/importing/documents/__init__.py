"""Documents of others: how their files are read, where each part stands, and what is told of it."""
