"""People: signing up, in and out, what proves who they are, their sessions, and the postal codes they live in."""
