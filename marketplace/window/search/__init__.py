"""Finding: an index on local disk that follows the database, and the pages over it."""
