"""The library: every document as read, in one place, with a feed of changes for the indexes to follow."""
