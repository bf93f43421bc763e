"""What browser code builds on: publication, paths, permissions, views, templates."""
