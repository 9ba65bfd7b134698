"""The contact history, which only grows, and the outbox that is filled from it."""

from crm.history.appending import append_interaction
from crm.history.content import Attachment, Button, Card, Content, Keyboard, Method, Place, Priority, Said, plain_text
from crm.history.models import (
    Conversation,
    Delivery,
    Direction,
    Interaction,
    Media,
    Notice,
    SentMessage,
    State,
    Topic,
)
from crm.history.noticing import decline_group, groups_left, move_chat, register_staff_chat, tell_staff
from crm.history.queries import (
    Line,
    Version,
    recent_lines,
    said_since,
    spoke_after,
    version_before,
    waiting_since,
)
from crm.history.queueing import queue_outbound
from crm.history.recalling import FoundLine, Page, recall, search
from crm.history.recording import Talk, find_talk, lock_roots_in, record_inbound, record_note, start_talk
from crm.history.taking_back import without_taken_back
from crm.history.topics import close_topic, open_topic, rename_topic, reopen_topic, tell_topic

__all__ = [
    "Attachment",
    "Button",
    "Card",
    "Content",
    "Conversation",
    "Delivery",
    "Direction",
    "FoundLine",
    "Interaction",
    "Keyboard",
    "Line",
    "Media",
    "Method",
    "Notice",
    "Page",
    "Place",
    "Priority",
    "Said",
    "SentMessage",
    "State",
    "Talk",
    "Topic",
    "Version",
    "append_interaction",
    "close_topic",
    "decline_group",
    "find_talk",
    "groups_left",
    "lock_roots_in",
    "move_chat",
    "open_topic",
    "plain_text",
    "queue_outbound",
    "recall",
    "recent_lines",
    "record_inbound",
    "record_note",
    "register_staff_chat",
    "rename_topic",
    "reopen_topic",
    "said_since",
    "search",
    "spoke_after",
    "start_talk",
    "tell_staff",
    "tell_topic",
    "version_before",
    "waiting_since",
    "without_taken_back",
]
