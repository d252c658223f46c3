"""The pages on which people add and change places and activities: form -> record -> register, and back in words."""
