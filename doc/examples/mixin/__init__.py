"""A site with a publication and a database class of its own, mixed with ours."""
