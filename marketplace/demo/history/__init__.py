"""Fourteen months of trade before the demo's story: laid down many rows at once, by the rules that the verbs follow."""
