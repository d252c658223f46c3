"""The switch of the weekly mail, and the page behind its link by which it is stopped without signing in."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from venues.models import User
from venues.register import digests


@login_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Ask for the weekly mail in the language of the page, or stop it."""
    wanted = request.POST.get("wanted") == "yes"
    digests.switch(cast(User, request.user), wanted, get_language() or "nl")
    if wanted:
        messages.success(request, _("From next Monday on you get a weekly mail, where there is something to do."))
    else:
        messages.success(request, _("You get no weekly mail any more."))
    return redirect("my-account")


# Mail programs send the post of RFC 8058, without a cookie. Who has the link may do this and nothing else.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the mail shall stop, as programs that check links open them too; a post stops it."""
    if request.method == "POST":
        is_ours, is_stopped = digests.stop(token), True
    else:
        is_ours, is_stopped = digests.is_whole(token), False
    context = {"is_ours": is_ours, "is_stopped": is_stopped}
    return render(request, "account/digest_stop.html", context, status=200 if is_ours else 404)
