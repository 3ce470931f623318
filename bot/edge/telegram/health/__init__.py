"""How the bot is, for machines that watch it: figures for Prometheus, and one answer for all."""
