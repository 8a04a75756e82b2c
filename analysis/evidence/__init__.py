"""The evidence pack: all an analyst may see, each value with an id and the page that shows its rows."""

from analysis.evidence.assemble import assemble
from analysis.evidence.inputs import Inputs, read
from analysis.evidence.pack import Pack
from analysis.evidence.sending import Sent, text_of
from analysis.evidence.shapes import ActivityFact, Channel, MarkerFact, SignalFact, Value

__all__ = [
    "ActivityFact",
    "Channel",
    "Inputs",
    "MarkerFact",
    "Pack",
    "Sent",
    "SignalFact",
    "Value",
    "assemble",
    "read",
    "text_of",
]
