"""Pages of files of categories."""
