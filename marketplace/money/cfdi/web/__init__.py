"""Pages of tax papers."""
