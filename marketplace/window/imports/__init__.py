"""A shop's products as files: read, checked, carried out; and written, so that what goes out comes back in the same."""
