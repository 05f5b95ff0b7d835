"""Do business, communications and social activity pull one way (S1.19)? Does a newer assessment agree (S3.16)?"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.strategy.layers import layers
from leadline.strategy.reopened import reopened
from leadline.strategy.rules.rule import Found, View, quoted, rule


@rule("LAY001", "warning", "A communications objective serves no company objective", "S1.19")
def communications_serve_nothing(view: View) -> Iterator[Found]:
    known = ", ".join(view.company_objective_by_id) or "none yet"
    loose = {one.id for one in layers(view.document).upward}
    for index, one in enumerate(view.document.communications):
        if one.id in loose:
            message = f"{quoted(one.text)} serves no company objective: communications go a way of their own there."
            advice = f"Add `serves:` with the id of a company objective ({known})."
            yield Found(
                f"communications[{index}].serves", f"communications objective {quoted(one.text)}", message, advice
            )


@rule("LAY002", "warning", "A social objective carries no communications objective", "S1.19")
def social_carries_nothing(view: View) -> Iterator[Found]:
    """Silent where no communications objective is written down: then there is nothing to join."""
    loose = {one.id for one in layers(view.document).social}
    known = ", ".join(one.id for one in view.document.communications)
    for where, one in view.objectives:
        if one.id in loose:
            message = f"{quoted(one.text)} carries nothing that the company's communications want."
            advice = f"Add `carries:` with the id of a communications objective ({known}), or write the one it lacks."
            yield Found(f"{where}.carries", f"social objective {quoted(one.text)}", message, advice)


@rule("LAY003", "warning", "Business and communications are told two things by one social objective", "S1.19")
def ways_part(view: View) -> Iterator[Found]:
    astray = {social.id: above for social, above in layers(view.document).astray}
    for where, one in view.objectives:
        if above := astray.get(one.id):
            message = (
                f"{quoted(one.text)} serves {quoted(one.serves or '')}, and carries {quoted(above.text)}, which serves "
                f"{quoted(above.serves or '')}."
            )
            advice = "Let both lead to one company objective, or write the social objective as two."
            yield Found(f"{where}.carries", f"social objective {quoted(one.text)}", message, advice)


@rule("LAY004", "note", "No social objective carries a communications objective", "S1.19")
def communications_not_carried(view: View) -> Iterator[Found]:
    loose = {one.id for one in layers(view.document).downward}
    for index, one in enumerate(view.document.communications):
        if one.id in loose:
            message = f"{quoted(one.text)} is carried by no social objective."
            advice = "Name it in the `carries:` of one, or leave it to other channels and ignore this with that reason."
            yield Found(f"communications[{index}]", f"communications objective {quoted(one.text)}", message, advice)


@rule("ASS004", "warning", "A newer assessment does not hold a finding that this stands on", "S3.16")
def opened_again(view: View) -> Iterator[Found]:
    for one in reopened(view.document, view.facts):
        thing = one.element if one.element == "goal" else f"{one.element} {quoted(one.text)}"
        advice = (
            "Decide anew: cite what the newer assessment holds, change or drop it with the reason, or ignore this with "
            "the reason why it stands."
        )
        yield Found(one.where, thing, f"{quoted(one.text)} is open again: {one.reason}", advice)
