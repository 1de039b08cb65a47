"""Notices by e-mail; background jobs send them, so that no page waits for a mail server."""

import logging
from smtplib import SMTPException
from urllib.parse import urljoin

from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from tallystick.web.people.inviting import Invited

log = logging.getLogger("tallystick.mail")


@task()
def send_notice(subject: str, text: str, to: str) -> None:
    """Send one message."""
    send_mail(subject, text, None, [to])


def notify(subject: str, text: str, to: str) -> None:
    """Have a message sent soon."""
    send_notice.enqueue(subject, text, to)


def send_invitation(invited: Invited, base_url: str) -> str:
    """Send the link of an invitation at once, since jobs would keep its secret, and return it."""
    link = urljoin(base_url, reverse("join", args=[invited.secret]))
    told = {
        "organisation": invited.invitation.organisation,
        "role": invited.invitation.role,
        "link": link,
    }
    text = _(
        "You are invited to %(organisation)s as %(role)s. "
        "Open this link within seven days to join:\n\n%(link)s\n"
    )
    subject = _("Invitation to %(organisation)s") % told
    try:
        send_mail(subject, text % told, None, [invited.invitation.email])
    except (OSError, SMTPException):
        log.exception("an invitation was not sent; its link was shown")
    return link
