"""Who may enter: the people of this company, an invitation, another role."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from leadline.errors import LeadlineError
from leadline.web.accounts.actions import create_person, place_person
from leadline.web.accounts.forms import Invitation, Place
from leadline.web.accounts.models import Person, person_of
from leadline.web.accounts.permissions import Role, needs


@needs("invite_people")
def people(request: HttpRequest) -> HttpResponse:
    form = Invitation(request.POST or None, by=person_of(request))
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return redirect("accounts:people")
    found = Person.objects.order_by("-is_active", "role", "username")
    return render(
        request, "accounts/people.html", {"people": found, "form": form, "may_place_all": _is_executive(request)}
    )


@needs("invite_people")
def person(request: HttpRequest, key: int) -> HttpResponse:
    found = get_object_or_404(Person, pk=key)
    now = {"role": found.role, "department": found.department, "may_enter": found.is_active}
    if found.role == Role.EXECUTIVE and not _is_executive(request):
        return render(request, "403.html", {"who": _("an executive")}, status=403)
    form = Place(request.POST or None, initial=now, by=person_of(request))
    if request.method == "POST" and form.is_valid():
        place_person(
            found,
            role=Role(form.cleaned_data["role"]),
            department=form.cleaned_data["department"],
            may_enter=form.cleaned_data["may_enter"],
            by=person_of(request),
        )
        messages.success(request, _("%(person)s is now %(role)s.") % {"person": found, "role": found.role})
        return redirect("accounts:people")
    return render(request, "accounts/person.html", {"person": found, "form": form})


def _is_executive(request: HttpRequest) -> bool:
    return person_of(request).role == Role.EXECUTIVE


def _invited(request: HttpRequest, form: Invitation) -> bool:
    given = form.cleaned_data
    try:
        created = create_person(
            given["username"],
            given["password"],
            role=Role(given["role"]),
            name=given["name"],
            department=given["department"],
            by=person_of(request),
        )
    except LeadlineError as error:
        form.add_error(None, f"{error.sentence} {error.advice}")
        return False
    messages.success(request, _("%(person)s may sign in now.") % {"person": created})
    return True
