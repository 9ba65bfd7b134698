"""What other systems call the states of an order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.orders import OrderState, order_number, order_state


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Dikirim", OrderState.SHIPPED),
        ("sedang dikirim", OrderState.SHIPPED),
        ("OUT_FOR_DELIVERY", OrderState.SHIPPED),
        ("Selesai", OrderState.DELIVERED),
        ("Menunggu pembayaran", OrderState.UNPAID),
        ("Belum Dibayar", OrderState.UNPAID),
        ("Sedang dikemas", OrderState.PREPARING),
        ("Dibatalkan", OrderState.CANCELLED),
        ("Dana dikembalikan", OrderState.REFUNDED),
        ("diterima", OrderState.OTHER),  # by the shop, or by the buyer?
        ("Menunggu biji dari Gayo", OrderState.OTHER),
    ],
)
def test_words_of_either_language_are_states_of_ours(words: str, state: OrderState) -> None:
    assert order_state(words) is state


@given(st.text(max_size=40))
def test_any_words_are_a_state_and_any_number_is_compared_in_one_form(words: str) -> None:
    assert order_state(words) in OrderState
    assert order_number(order_number(words)) == order_number(words)
