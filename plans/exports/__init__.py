"""Planned sessions in the forms that others read: calendars, watches, trainers, people. Without Django."""
