"""Who runs it: moderation, letters, keys, privacy, staff."""
