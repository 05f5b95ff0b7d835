"""What somebody agrees to before their first word, and for how long it holds (S4.22).

In: who asks, what name they chose. Out: the text that they read, kept as they read it. The surprise: the days are not
a promise on paper only; `erasing.erase_due` holds them.
"""

from __future__ import annotations

import datetime as dt

from leadline.strategy import Role

KEPT_FOR_DAYS = 730
"""Two years: the next strategy, and the talk of why it changed."""

KEPT_UNAGREED_DAYS = 30
"""After a link has ended, of somebody who never agreed."""

_PSEUDONYMS = {
    Role.CUSTOMER: "Customer",
    Role.PARTNER: "Partner",
    Role.REPRESENTATIVE: "Representative",
    Role.COLLEAGUE: "Colleague",
}


def kept_until(day: dt.date) -> dt.date:
    """The last day on which anything is kept of somebody who agrees today."""
    return day + dt.timedelta(days=KEPT_FOR_DAYS)


def pseudonym(role: str, number: int) -> str:
    """`Customer 2`: what somebody is called who does not want to be named."""
    return f"{_PSEUDONYMS[Role(role)]} {number}"


def sentences(company: str, until: str) -> tuple[tuple[str, str], ...]:
    """What is agreed to, as (question, answer)."""
    return (
        (
            "What is kept of you?",
            "The name and the role you were invited with, whom you speak for, what you write here, your votes, your "
            "order of the methods, and your signature, each with its day. No address, no device, no place; one "
            "cookie keeps you signed in, and it is deleted when you leave.",
        ),
        (
            "Who reads it?",
            f"Those who make the strategy at {company}, and the others who were invited. Everybody reads your words "
            "under the name that you choose below. What is taken into the strategy is read by all who work there.",
        ),
        (
            "For how long?",
            f"Until {until}, and not a day longer; then all of it is erased. In versions of the strategy that were "
            "approved, “somebody who took part” then stands in the place of your name.",
        ),
        (
            "Can you take it back?",
            "At any time, without giving a reason: only your name, or your name and your words. You do it on this "
            "site, or by the link that you were sent, also when the invitation is over or was taken back; the newest "
            f"link counts. You can also ask {company}. What the strategy took over from you stays in it, without your "
            "name.",
        ),
        (
            "Must you?",
            "No. Whoever does not agree reads nothing and writes nothing; their name is erased thirty days after the "
            "link has ended.",
        ),
    )


def as_read(company: str, until: str, name: str) -> str:
    """The whole text, with the name that was chosen."""
    told = "\n".join(f"{question} {answered}" for question, answered in sentences(company, until))
    return f"{told}\nShown as: {name}"
