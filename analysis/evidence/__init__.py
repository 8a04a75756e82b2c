"""The evidence pack: all an analyst may see, each value with an id and the page that shows its rows."""

from analysis.evidence.assemble import assemble
from analysis.evidence.inputs import Inputs, read
from analysis.evidence.pack import ActivityFact, Channel, Pack, SignalFact, Value

__all__ = ["ActivityFact", "Channel", "Inputs", "Pack", "SignalFact", "Value", "assemble", "read"]
