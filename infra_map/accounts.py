"""Settings of signing in: accounts, the second step and single sign-on. `infra_map.settings` takes them all in."""

import os

from infra_map.environment import flag as _flag

# Accounts: by e-mail address; they come by invitation, from an administrator or by single sign-on.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-account"
LOGOUT_REDIRECT_URL = "map"
ACCOUNT_ADAPTER = "venues.pages.signing_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[infra_map] "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {
    "login": os.environ.get("LOGIN_RATE", "30/m/ip"),
    "login_failed": os.environ.get("LOGIN_FAILED_RATE", "10/m/ip,5/300s/key"),
}
# From how many proxies in front the address of the visitor is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"edit_webauthn": "venues.pages.passkey_form.PasskeyNameForm"}
MFA_TOTP_ISSUER = "infra_map"
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys over plain http on this machine itself, and nowhere else.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _flag("SECURE", False)

# Single sign-on of a municipality, by OpenID Connect; without an issuer there is no button.
SOCIALACCOUNT_ADAPTER = "venues.pages.signing_in.SingleSignOnAdapter"
# The issuer is chosen by who runs the site: an address that it vouches for is that person's.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").rstrip("/")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": os.environ.get("OIDC_NAME", "") or "OpenID Connect",
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
