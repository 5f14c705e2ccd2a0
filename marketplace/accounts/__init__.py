"""People: signing up, in and out, their sessions, and the postal codes they live in."""
