"""The readers Wenyuan ships, one module per family of formats; each is imported only when a file needs it."""
