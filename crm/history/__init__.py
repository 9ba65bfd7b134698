"""The contact history, which only grows, and the outbox that is filled from it."""

from crm.history.content import Button, Content, Priority, Said, plain_text
from crm.history.models import Conversation, Delivery, Direction, Interaction, Media, Notice, SentMessage, State
from crm.history.noticing import decline_group, move_chat, register_staff_chat, tell_staff
from crm.history.queries import Line, recent_lines, said_since
from crm.history.queueing import queue_outbound
from crm.history.recording import Talk, find_talk, record_inbound, record_note, start_talk

__all__ = [
    "Button",
    "Content",
    "Conversation",
    "Delivery",
    "Direction",
    "Interaction",
    "Line",
    "Media",
    "Notice",
    "Priority",
    "Said",
    "SentMessage",
    "State",
    "Talk",
    "decline_group",
    "find_talk",
    "move_chat",
    "plain_text",
    "queue_outbound",
    "recent_lines",
    "record_inbound",
    "record_note",
    "register_staff_chat",
    "said_since",
    "start_talk",
    "tell_staff",
]
