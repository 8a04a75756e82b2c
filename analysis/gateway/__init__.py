"""The one door to Claude. Only `client` imports the SDK; what it raises never leaves this package."""
