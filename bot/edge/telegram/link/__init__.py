"""The link to Telegram: what came back, what is asked again, what is known of its troubles."""
