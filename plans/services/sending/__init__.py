"""Sending a week of sessions to Garmin, through the athlete's own login.

What is created there is remembered at once, and known again by a mark where even that was too late: however
often it is interrupted, each session is there once. Only what Formline created is ever touched.
"""

from plans.services.sending.asking import request_sending
from plans.services.sending.running import send_week
from plans.services.sending.sweeping import start_due

__all__ = ["request_sending", "send_week", "start_due"]
