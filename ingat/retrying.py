"""Playing parked updates again, as if they had just come."""

import os
from functools import partial

from aiogram import Bot

from bot.callback_data import Signer
from bot.intake.handling import Intake
from bot.intake.seeing import mark_played, parked
from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database
from ingat.business import BusinessError, cannot_be_used, load_business
from ingat.databases import in_shape
from ingat.opening import now
from ingat.settings import Settings
from ingat.supervision import FatalError
from ingat.telegram import account_urls


async def retry(settings: Settings) -> str:
    """Play all parked updates again and return how that went. What fails again stays parked."""
    token, _, _ = account_urls(settings)
    try:
        snapshot = load_business(settings.ingat_business_dir)
    except BusinessError as error:
        raise FatalError(cannot_be_used(settings.ingat_business_dir, error, os.environ)) from None
    with in_shape(settings) as database:
        return await _retry_all(database, snapshot, Bot(token))


async def _retry_all(database: Database, snapshot: Snapshot, bot: Bot) -> str:
    intake = Intake(
        writer=database.writer,
        bot_id=bot.id,
        signer=Signer(bot.token),
        username="",
        snapshot=lambda: snapshot,
        now=now,
        answered=lambda query_id, shown: None,
    )
    with database.reading() as session:
        waiting = parked(session, bot.id)
    played = 0
    for parked_id, _, raw, _ in waiting:
        played += await intake.replay(raw, partial(mark_played, parked_id=parked_id, now=now()))
    left = len(waiting) - played
    return f"Played again: {played}. Still parked: {left}."
