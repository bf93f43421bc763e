"""What model and browser code build on: stores, columns, cached properties."""
