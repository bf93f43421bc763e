"""The application's tests, on a database of SQLite that a generated world is in."""
