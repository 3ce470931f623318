"""Where the world comes in: the command line and Telegram."""
