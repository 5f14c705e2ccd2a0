"""The mailbox of a demo market."""
