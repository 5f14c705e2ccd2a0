"""Pages of staff about staff, of looks into shops, and of who looked."""
