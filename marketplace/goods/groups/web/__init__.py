"""HTTP lives only here."""
