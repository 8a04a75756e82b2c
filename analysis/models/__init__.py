from analysis.models.analysis import Analysis
from analysis.models.batch import Batch, BatchItem
from analysis.models.chat import ChatProposal, Conversation, Turn
from analysis.models.dialogue import Advice, Feedback, Memory, Question
from analysis.models.preferences import AIPreferences
from analysis.models.record import AnalysisRecord, PromptVersion
from analysis.models.spend import AIUsage, Price, SpendAccount

__all__ = [
    "AIPreferences",
    "AIUsage",
    "Advice",
    "Analysis",
    "AnalysisRecord",
    "Batch",
    "BatchItem",
    "ChatProposal",
    "Conversation",
    "Feedback",
    "Memory",
    "Price",
    "PromptVersion",
    "Question",
    "SpendAccount",
    "Turn",
]
