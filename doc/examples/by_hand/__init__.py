"""An application that knows a better statement for one step."""
