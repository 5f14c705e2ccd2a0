"""Tests of files of categories."""
