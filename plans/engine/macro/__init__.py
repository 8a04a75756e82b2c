"""The season from above: phases back from the race, the kind of every week, where taper and recovery lie."""

from plans.engine.macro.model import Phase, Season, Week
from plans.engine.macro.season import season_of
from plans.engine.macro.stored import stored_season, stored_weeks

__all__ = ["Phase", "Season", "Week", "season_of", "stored_season", "stored_weeks"]
