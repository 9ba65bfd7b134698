"""Noting that an e-mail address is a customer's, by the word of somebody of the business."""

from functools import partial

from crm.customers.verifying import verify_email
from ingat.business.problems import SettingError
from ingat.business.speaking import setting_error_in
from ingat.databases import in_shape
from ingat.importing import values
from ingat.importing.business import business_of
from ingat.opening import now
from ingat.settings import Settings
from ingat.supervision import FatalError

ACTOR = "owner"


def verify_email_of(settings: Settings, customer_id: int, typed: str) -> str:
    """Note it and say so. Raises FatalError, in plain words, where it cannot be."""
    try:
        address = values.email(typed)
    except SettingError as error:
        raise FatalError(setting_error_in(error, business_of(settings).language)) from None
    job = partial(verify_email, customer_id=customer_id, address=address, actor=ACTOR, at=now())
    with in_shape(settings) as database:
        try:
            holder = database.writer.run(job)
        except LookupError as error:
            raise FatalError(f"{error}. Look the number up with: ingat customer duplicates") from None
    if holder is not None:
        raise FatalError(
            f"Nothing was changed: the address is customer #{holder}'s. If they are one person: "
            f"ingat customer merge {customer_id} {holder} --because WHY"
        )
    return f"Noted: {address} is customer #{customer_id}'s."
