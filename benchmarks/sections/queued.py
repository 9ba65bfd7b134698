"""Replies that wait in the database for a sender, put there by the way every reply takes."""

import time
from typing import Final

from benchmarks.bench import Bench
from benchmarks.figures_of_a_run import NothingMeasuredError
from benchmarks.stub.loads import LoadPlan
from benchmarks.systems import LIMITS_OFF, Setting, ingat_part, prepared_postgres

_TIMEOUT_S: Final = 180.0
_PUT_OFF_S: Final = 3.0  # longer than a turn is put off for a customer who may go on typing


def queue_replies(bench: Bench, setting: Setting, count: int) -> dict[str, str]:
    """Let a receiver alone answer `count` customers, and return the environment in which a sender finds the replies.

    Raises `NothingMeasuredError` if the receiver does not acknowledge all.
    """
    environment = prepared_postgres(setting)
    with bench.started([ingat_part("bot", setting, {**environment, **LIMITS_OFF})], setting.folder) as receiver:
        setting.stub.play(LoadPlan(texts=bench.questions, updates=count, chats=count))
        progress = setting.stub.wait(
            lambda progress: progress.unconfirmed == 0, timeout_s=_TIMEOUT_S, quiet_s=_TIMEOUT_S, check=receiver.check
        )
        if progress.unconfirmed:
            raise NothingMeasuredError(f"the receiver left {progress.unconfirmed} of {count} updates")
        time.sleep(_PUT_OFF_S)
    return environment
