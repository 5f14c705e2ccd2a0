"""What `make format` does to templates, style sheets and scripts."""
