"""From a file's bytes to the page of today, with a real database and nothing replaced."""
