"""The command line: `tallystick <noun> <verb>`, data to stdout, messages to stderr."""
