"""The flows by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from crm.conversation import same_case
from crm.conversation.answering_orders import ORDER_ASKED, take_asked_order
from crm.conversation.confirming_addresses import ADDRESS_OF_CASE, remind_of_address, take_address
from crm.conversation.confirming_orders import ORDER_OF_CASE, remind_of_order, take_order
from crm.conversation.consenting import CONSENT, take_consent_answer
from crm.conversation.flows import Flow
from crm.conversation.identity_flow import remind_of_claim, take_claim_answer
from crm.conversation.my_data import CORRECTED_FACT, remind_of_correction, take_correction
from crm.conversation.papers import RECEIPT_FLOW
from crm.conversation.profiling import PROFILE, remind_of_profile, take_profile_answer
from crm.conversation.proving import CLAIM

FLOWS: Final[Mapping[str, Flow]] = MappingProxyType(
    {
        flow.name: flow
        for flow in (
            same_case.FLOW,
            RECEIPT_FLOW,
            Flow(CLAIM, take_claim_answer, remind_of_claim),
            Flow(PROFILE, take_profile_answer, remind_of_profile),
            Flow(CONSENT, take_consent_answer),
            Flow(CORRECTED_FACT, take_correction, remind_of_correction),
            Flow(ORDER_OF_CASE, take_order, remind_of_order),
            Flow(ADDRESS_OF_CASE, take_address, remind_of_address),
            Flow(ORDER_ASKED, take_asked_order),
        )
    }
)
