"""How the business wants to write unasked, as the sender asks for it."""

from datetime import time
from zoneinfo import ZoneInfo

from crm.conversation.snapshot import Snapshot
from crm.kernel.restraint import QuietHours, Restraint
from ingat.manners import LOOK_AGAIN_S, CurrentManners, manners_of
from ingat.seldom_business import UnreadableError


def test_the_settings_the_zone_and_the_outlets_zones_are_known(snapshot: Snapshot) -> None:
    manners = manners_of(snapshot)
    assert manners.restraint == Restraint(QuietHours(time(20), time(8)), 1, 3)
    assert manners.zone_at(None) == manners.zone_at("an outlet of long ago") == ZoneInfo("Asia/Jakarta")
    assert manners.zone_at("Sentani") == manners.zone_at("sentani") == ZoneInfo("Asia/Jayapura")


def test_a_folder_that_was_never_good_says_nothing_and_one_that_was_is_not_read_for_every_message(
    snapshot: Snapshot,
) -> None:
    seconds, reads, is_good = [0.0], list[float](), False

    def business() -> Snapshot:
        reads.append(seconds[0])
        if not is_good:
            raise UnreadableError("broken")
        return snapshot

    current = CurrentManners(business, lambda: seconds[0])
    assert current() is None
    is_good = True
    assert current() is None
    seconds[0] = LOOK_AGAIN_S
    assert current() == current() == manners_of(snapshot)
    assert len(reads) == 2
