"""What Garmin's services answer, as neutral records: shared by every way in. No Django here."""
