"""An application with Storm classes, and entities, of its own."""
