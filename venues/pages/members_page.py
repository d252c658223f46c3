"""The pages on which an administrator invites members, and changes or ends their roles."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from venues.models import Area, Invitation, Membership, Municipality, Organisation, Role, User
from venues.register import invitations, members
from venues.register.members import Body
from venues.register.rights import Action, require


class RoleForm(forms.Form):
    """A role here, and for an editor where exactly."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    area_code = forms.ChoiceField(label=gettext_lazy("Only in the area"), required=False)

    def __init__(self, body: Body, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=[(role.value, role.label) for role in members.roles_in(body)]
        )
        if areas:
            whole = ("", _("the whole municipality"))
            self.fields["area_code"] = forms.ChoiceField(
                label=_("Editor of"), choices=[whole, *areas], required=False, help_text=_("For an editor only.")
            )
        else:
            del self.fields["area_code"]


class InvitationForm(RoleForm):
    """Whom to invite, as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    field_order = ["email", "role", "area_code"]


@login_required
def of_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Members of an organisation; a post invites one."""
    return _members(request, get_object_or_404(Organisation, pk=organisation_id))


@login_required
def of_municipality(request: HttpRequest, code: str) -> HttpResponse:
    """Members of a municipality; a post invites one."""
    return _members(request, get_object_or_404(Municipality, pk=code))


@login_required
@require_POST
def role(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give a member another role."""
    membership, body = _membership(request, membership_id)
    form = RoleForm(body, request.POST, areas=_areas(body))
    if form.is_valid():
        try:
            chosen = form.cleaned_data["role"]
            # The area of who was an editor goes with that role.
            area_code = form.cleaned_data.get("area_code", "") if chosen == Role.EDITOR else ""
            members.change_role(_user(request), membership, chosen, area_code)
            messages.success(request, _("The role was changed."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    else:
        messages.error(request, _("This role does not exist here: choose one from the list."))
    return redirect(_address(body))


@login_required
@require_POST
def remove(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a membership."""
    membership, body = _membership(request, membership_id)
    try:
        members.remove(_user(request), membership)
        messages.success(request, _("%(email)s is no member any more.") % {"email": membership.user.email})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_address(body))


@login_required
@require_POST
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """End an open invitation."""
    invitation = get_object_or_404(Invitation.objects.select_related("organisation", "municipality"), pk=invitation_id)
    invitations.withdraw(_user(request), invitation)
    messages.success(request, _("The invitation was withdrawn."))
    return redirect(_address(invitations.body_of(invitation)))


def _members(request: HttpRequest, body: Body) -> HttpResponse:
    user = _user(request)
    require(user, Action.INVITE, body)
    areas = _areas(body)
    form = InvitationForm(body, request.POST or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def address(token: str) -> str:
            return request.build_absolute_uri(reverse("invitation", args=[token]))

        try:
            invitations.invite(user, body, given["email"], given["role"], address, given.get("area_code", ""))
            messages.success(request, _("The invitation was mailed to %(email)s.") % {"email": given["email"]})
            return redirect(_address(body))
        except ValidationError as error:
            form.add_error(None, error)
    names = dict(areas)
    rows = [
        {
            "membership": member,
            "area": names.get(member.area_code, member.area_code),
            "form": RoleForm(
                body,
                initial={"role": member.role, "area_code": member.area_code},
                areas=areas,
                auto_id=f"id_{member.pk}_%s",
            ),
        }
        for member in members.members_of(body)
    ]
    context = {
        "body": body,
        "form": form,
        "rows": rows,
        "invitations": Invitation.objects.filter(accepted_at=None, withdrawn_at=None, **members.where(body)),
    }
    return render(request, "members/members.html", context)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _membership(request: HttpRequest, membership_id: int) -> tuple[Membership, Body]:
    rows = Membership.objects.select_related("user", "organisation", "municipality")
    membership = get_object_or_404(rows, pk=membership_id)
    body = membership.organisation or membership.municipality
    # Before anything of the request is read: who may not lead learns nothing here.
    require(_user(request), Action.INVITE, cast(Body, body))
    return membership, cast(Body, body)


def _areas(body: Body) -> list[tuple[str, str]]:
    """The districts and neighbourhoods of a municipality, to be an editor of."""
    if isinstance(body, Organisation):
        return []
    areas = Area.objects.active().filter(edition__municipality=body).exclude(code=body.pk).order_by("code")
    return [(area.code, f"{area.name} ({area.get_level_display()})") for area in areas.only("code", "name", "level")]


def _address(body: Body) -> str:
    if isinstance(body, Organisation):
        return reverse("members-of-organisation", args=[body.pk])
    return reverse("members-of-municipality", args=[body.pk])
