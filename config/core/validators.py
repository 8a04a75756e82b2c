"""What fields of several apps hold."""

from django.core.validators import RegexValidator

one_line = RegexValidator(r"\A[^\x00-\x1f\x7f\u2028\u2029]*\Z", "Write it on one line.")
"""Names go into the subjects of mails, files and logs."""
