"""The staff at work: in their group's topics and in their own chats. Whatever changes something is in `crm.cases`."""
