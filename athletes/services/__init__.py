from athletes.services.profile import create_athlete, remove_threshold, set_threshold, update_athlete

__all__ = ["create_athlete", "remove_threshold", "set_threshold", "update_athlete"]
