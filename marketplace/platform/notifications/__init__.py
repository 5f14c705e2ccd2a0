"""Who is told what: a fact becomes a row (`reactions`, `recipients`), the row its words (`render`), the words mail."""
