"""A site that changes one class: what all of its views derive from."""
