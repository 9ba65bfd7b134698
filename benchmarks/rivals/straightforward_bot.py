"""The usual stack with care: aiogram handlers that await an async ORM on aiosqlite, and send before they return.

It keeps what Ingat keeps of a turn and is as durable (WAL, synchronous=FULL). One connection, because SQLite has one
writer and a pool of them is slower; no transaction is open while it sends.
"""

import asyncio
import os
import sqlite3
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message, Update
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import contains_eager

from benchmarks.rivals.straightforward_answers import Answers, load_answers
from benchmarks.rivals.straightforward_tables import (
    Base,
    Conversation,
    Customer,
    Delivery,
    Interaction,
    SeenUpdate,
    now,
)

_PATIENCE_S = 600.0

dispatcher = Dispatcher()


@dispatcher.message()
async def answer_question(
    message: Message,
    event_update: Update,
    bot: Bot,
    sessions: async_sessionmaker[AsyncSession],
    answers: Answers,
) -> None:
    """Remember the message and its answer, send the answer, and write down whether it arrived."""
    async with sessions() as session:
        if await session.get(SeenUpdate, event_update.update_id) is not None:
            return
        session.add(SeenUpdate(update_id=event_update.update_id))
        conversation = await find_or_start_conversation(session, message)
        text = message.text or message.caption or ""
        session.add(spoken(conversation, "in", text, event_update.update_id))
        reply = spoken(conversation, "out", answers.find(text))
        delivery = Delivery(interaction=reply)
        session.add(delivery)
        await session.commit()

        try:
            sent = await bot.send_message(message.chat.id, reply.text)
        except TelegramAPIError as error:
            delivery.state, delivery.error = "failed", str(error)
        else:
            delivery.state, delivery.message_id = "sent", sent.message_id
        await session.commit()


async def find_or_start_conversation(session: AsyncSession, message: Message) -> Conversation:
    """Return the conversation of who wrote, the customer with the name and language they have now."""
    conversation = await session.scalar(
        select(Conversation)
        .join(Conversation.customer)
        .options(contains_eager(Conversation.customer))
        .where(Customer.telegram_id == message.chat.id)
    )
    if conversation is None:
        conversation = Conversation(customer=Customer(telegram_id=message.chat.id))
        session.add(conversation)
    conversation.updated_at = conversation.customer.last_seen_at = now()
    conversation.customer.name = message.chat.full_name
    conversation.customer.language = message.from_user.language_code if message.from_user else None
    return conversation


def spoken(conversation: Conversation, direction: str, text: str, update_id: int | None = None) -> Interaction:
    """Return a new row of the contact history."""
    return Interaction(
        customer=conversation.customer, conversation=conversation, update_id=update_id, direction=direction, text=text
    )


def new_engine(database_url: str) -> AsyncEngine:
    """Open the database for the only connection that this bot uses."""
    url = database_url.replace("sqlite://", "sqlite+aiosqlite://", 1)
    engine = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=_PATIENCE_S)

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: sqlite3.Connection, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    return engine


async def main() -> None:
    """Poll until SIGTERM."""
    engine = new_engine(os.environ["DATABASE_URL"])
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_BASE"])
    bot = Bot(os.environ["TELEGRAM_BOT_TOKEN"], session=AiohttpSession(api=server))
    await dispatcher.start_polling(
        bot,
        sessions=async_sessionmaker(engine, expire_on_commit=False),
        answers=load_answers(Path(os.environ["INGAT_BUSINESS_DIR"]) / "articles"),
    )
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
