"""What `manage.py check` says about settings that would only fail later."""
