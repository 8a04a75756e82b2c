"""`bin/serve`: one supervisor for the web server, the worker, beat and Valkey. No Django in this process."""
