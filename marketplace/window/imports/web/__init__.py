"""The pages of files of products."""
