"""The messages by which the bot finds out, shows and corrects who somebody is."""

from typing import Final

from crm.conversation.wording.messages import Kind, Message, Variable

_NUMBER = Variable("number", "the end of the phone or card number: •••7890", ("•••7890",))
_KNOWN_NAME = Variable(
    "known_name", "the name that is known, only its first letters where it is not proved", ("S••• R•••", "Siti")
)
_PHONE = Variable("phone", "the end of the phone number", ("•••7890",))
_IS_FIRST = Variable("is_first", "whether the assistant introduces itself right after it", (False, True))

MESSAGES_OF_IDENTITY: Final = (
    Message("phone_ask", "Asks for the customer's own phone. The button under the text field shares it."),
    Message("phone_typed", "A number was typed: only the button proves whose it is."),
    Message("phone_unreadable", "A contact was shared whose number is none."),
    Message("phone_known", "The customer shared a number that is noted already.", (_PHONE,)),
    Message("claim_confirm", "A phone or card is a known customer's. The buttons are yes, and not me.",
        (_KNOWN_NAME, _NUMBER)),
    Message("claim_second_sign", "A phone is known, but may be somebody else's by now: asks for a second sign.",
        (_NUMBER,)),
    Message("member_second_sign", "Asks which of those who share a phone is meant, by a second sign.", (_NUMBER,)),
    Message("claim_wrong", "The second sign was not right.", (_NUMBER,)),
    Message("claim_needs_person", "Too many wrong signs: a person is brought in, which is said right after it."),
    Message("claim_opened", "The customer was recognised."),
    Message("claim_approved", "The team has confirmed who the customer is. The button says that it is not they.",
        (_NUMBER, Variable("by_switch", "whether another of the family speaks in this chat now", (False, True)))),
    Message("claim_refused", "The team could not confirm who the customer is. The button is a person.",
        (_NUMBER, Variable("has_outlets", "whether there are outlets where one can show the card", (False, True)))),
    Message("claim_confirmed", "The customer says that a merge is right, and nothing proves it yet."),
    Message("claim_ended", "The customer said that it is not they."),
    Message("claim_skipped", "The customer does not want to be recognised now."),
    Message("claim_merged_ask", "Somebody else made a merge: asks whether it is right.", (_KNOWN_NAME,)),
    Message("phone_moved_ask", "A recognised customer shared another number: asks for the card's last digits.",
        (_NUMBER,)),
    Message("phone_moved", "The new number replaces the old one.", (_NUMBER,)),
    Message("card_ask", "Asks for the number of the membership card."),
    Message("card_needs_phone", "The card's number came: asks for the phone with the button under the text field."),
    Message("card_other_phone", "Card and phone do not belong together. The button is a person."),
    Message("switch_ask", "/switch: who else was recognised in this chat. The buttons are they.",
        (Variable("speaking", "who speaks now", ("Siti",)),)),
    Message("switch_nobody", "/switch, when nobody speaks as a recognised member."),
    Message("switched", "Another member of the family speaks from now on.", (_KNOWN_NAME,)),
    Message("profile", "/profile. The buttons correct each thing.", (
        Variable("full_name", "the whole name", ("Siti <Rahma>",)),
        Variable("language_name", "id or en", ("id", "en")),
        Variable("birthday", "written out, or none", (None, "14 Maret 1990")),
        Variable("phone", "the end of the phone number, or none", (None, "•••7890")),
        Variable("card", "the end of the card's number, or none", (None, "•••0200")),
        Variable("is_known", "whether the customer was recognised", (False, True)),
    )),
    Message("profile_name_ask", "Asks for the name."),
    Message("profile_form_ask", "Asks how to address the customer. The buttons are the forms."),
    Message("profile_saved", "The profile was changed."),
    Message("profile_skipped", "The customer leaves it as it is."),
    Message("birthday_ask", "Asks for the birthday."),
    Message("birthday_unclear", "What was written is no full date."),
    Message("birthday_saved", "The birthday was saved.", (Variable("birthday", "written out", ("14 Maret 1990",)),)),
    Message("on_behalf", "Somebody speaks for another person: the message is taken, nothing is told."),
    Message("link_taken", "/start by a link on a receipt or a poster.", (
        Variable("kind", "receipt or poster", ("receipt", "poster")),
        Variable("outlet", "the outlet, or none", (None, "Gerai Kemang")),
        Variable("receipt", "the number of the receipt, or none", (None, "R-2026-118")),
        _IS_FIRST,
    )),
    Message("link_used", "/start by a receipt's link that was used before.", (_IS_FIRST,)),
    Message("link_expired", "/start by a link that is no longer valid.", (_IS_FIRST,)),
    Message("answer_comes_first", "Switching while an answer is still to come.", kind=Kind.CALLBACK_ANSWER),
    Message("staff_claim", "To the team: somebody could not be proved to be the customer they say.", (
        Variable("customer", "who wrote, as the team knows them; may be empty", ("Siti <Rahma>", "")),
        Variable("channel", "what they showed: phone or card", ("phone", "card")),
        _NUMBER,
        Variable("claim_id", "the number of the claim", (12,)),
        Variable("tries", "how many second signs were wrong", (0, 3)),
    ), Kind.STAFF),
    Message("staff_number_detached", "To the team: a shared number is not its earlier customer's any more.", (
        Variable("customer", "who wrote, as the team knows them; may be empty", ("Siti <Rahma>", "")),
        _NUMBER,
        Variable("customer_ids", "the numbers of those who had it", ((12,), (12, 17))),
        Variable("claim_id", "the number of the claim", (12,)),
    ), Kind.STAFF),
)  # fmt: skip
