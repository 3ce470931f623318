"""What only admins may do: a module for each part of it, put together in `wiring`."""
