"""The name of a passkey, asked for in the language of the page: the library's own form asks in English."""

from allauth.mfa.webauthn.forms import EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Another name for a device that signs in."""

    name = forms.CharField(label=_("Name of this device"))
