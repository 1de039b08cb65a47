"""Where every operation is entered; operations at one address have to share a router."""

from ninja import Router

router = Router()
