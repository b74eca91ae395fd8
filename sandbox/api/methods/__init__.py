"""The Web API's methods, one file for each family, and all of them by name."""

from types import MappingProxyType

from sandbox.api.desk import Methods
from sandbox.api.methods import auth, chat, conversations, files, users, views

FAMILIES = (auth, chat, conversations, files, users, views)
METHODS: Methods = MappingProxyType({one.name: one for family in FAMILIES for one in family.METHODS})
