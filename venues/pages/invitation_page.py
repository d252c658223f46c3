"""The page behind the link of an invitation: make an account, or join with the one that is signed in."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from venues.models import User
from venues.register import invitations


@never_cache
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the invitation gives; a post accepts it."""
    try:
        invitation = invitations.read(token)
        user = request.user if isinstance(request.user, User) else None
        form = None
        if user is None and not invitations.has_account(invitation):
            form = SetPasswordForm(User(email=invitation.email), request.POST or None)
        if request.method == "POST" and (form is None or form.is_valid()):
            password = form.cleaned_data["new_password1"] if form else ""
            accepted = invitations.accept(token, user, password)
            if user is None:
                login(request, accepted, backend="allauth.account.auth_backends.AuthenticationBackend")
            messages.success(request, _("Welcome to %(name)s.") % {"name": invitations.body_of(invitation)})
            return redirect("my-account")
    except invitations.Unusable as reason:
        return render(request, "members/invitation_unusable.html", {"reason": reason}, status=410)
    context = {
        "invitation": invitation,
        "body": invitations.body_of(invitation),
        "form": form,
        "is_for_another": user is not None and user.email.lower() != invitation.email.lower(),
    }
    return render(request, "members/invitation.html", context)
