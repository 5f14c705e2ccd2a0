"""Who runs it: moderation, notifications, keys, privacy, staff."""
