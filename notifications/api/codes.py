"""What goes wrong with messages, addresses and preferences."""

from config.core.api.codes import Code, register

register(
    Code("PREFERENCE_UNKNOWN", 400, False, "There is no such kind of message or channel."),
    Code("PREFERENCE_FIXED", 400, False, "This kind of message is always sent."),
    Code("ADDRESS_FIXED", 400, False, "This is the address of your login. Change it there."),
    Code("ADDRESS_UNUSED", 400, False, "This address is not in use."),
)
