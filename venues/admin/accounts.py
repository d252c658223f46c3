"""Accounts, by e-mail address."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from venues.admin.base import ReadOnly, Table
from venues.models import Invitation, Membership, Suggestion, Token, User
from venues.register import tokens


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A new account."""

    class Meta:
        model = User
        fields = ("email",)


class UserForm(UserChangeForm):  # type: ignore[type-arg]
    """An account."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """Accounts."""

    form = UserForm
    add_form = NewUserForm
    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "is_staff", "is_active"]
    search_fields = ["email", "first_name", "last_name"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Mails"), {"fields": ["wants_digest", "digest_language", "digest_week"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]
    # Only the person asks for mails, and the worker notes what it sent.
    readonly_fields = ["last_login", "date_joined", "wants_digest", "digest_language", "digest_week"]


@admin.register(Membership)
class MembershipAdmin(Table):
    """Who has which role where."""

    list_display = ["user", "role", "organisation", "municipality", "area_code", "created_at"]
    list_select_related = ["user", "organisation", "municipality"]
    list_filter = ["role", "municipality"]
    search_fields = ["user__email", "organisation__name"]
    autocomplete_fields = ["user", "organisation", "municipality"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """Invitations; made and withdrawn on the pages of members."""

    list_display = ["email", "role", "organisation", "municipality", "created_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["organisation", "municipality"]
    search_fields = ["email"]


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnly):
    """Suggestions; decided on in the register."""

    list_display = ["venue", "activity", "status", "made_by", "made_at"]
    list_select_related = ["venue", "activity", "made_by"]
    list_filter = ["status"]
    search_fields = ["venue__name", "activity__name"]


@admin.register(Token)
class TokenAdmin(ReadOnly):
    """Tokens of everybody. None can be made or read here; who may change them may revoke them."""

    list_display = ["user", "name", "prefix", "scopes", "expires_at", "last_used_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "name", "prefix"]
    exclude = ["digest"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke these tokens"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, rows: QuerySet[Token]) -> None:
        """End them for good."""
        for token in rows:
            tokens.revoke(token)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """By the permission of the table."""
        return request.user.has_perm("venues.change_token")
