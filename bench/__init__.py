"""Measured against ceilings, interleaved in one run, as ratios. `make bench` writes RESULTS.md."""
