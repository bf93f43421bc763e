"""A site that changes no class of its own: its publication is wrapped by ZCML."""
