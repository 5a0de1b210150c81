"""Set-up for staff: who sits at which desk, which programs and chat tools may write. Blogs and
entries are shown and not changed here, because only a deed tells the readers."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from liveblog.models import AccessToken, Blog, ChatHook, Entry, EntryRevision, Membership
from liveblog.publishing.declaring import as_a_feed
from results import agencies
from results.models import Dispatch


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "blog"]
    list_filter = ["role", "blog"]
    autocomplete_fields = ["user"]
    list_select_related = ["user", "blog"]


@admin.register(AccessToken)
class AccessTokenAdmin(admin.ModelAdmin):
    """Issues a token and shows its secret once; later there is only its digest, and revoking."""

    list_display = ["name", "user", "created", "revoked_at"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]
    readonly_fields = ["digest", "created"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: AccessToken | None = None
    ) -> list[str]:
        return [*self.readonly_fields, *(["user"] if obj else [])]

    def get_exclude(self, request: HttpRequest, obj: AccessToken | None = None) -> list[str]:
        return [] if obj else ["revoked_at"]

    def save_model(
        self, request: HttpRequest, obj: AccessToken, form: ModelForm, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        issued, secret = AccessToken.issue(user=obj.user, name=obj.name)
        obj.pk, obj.digest, obj.created = issued.pk, issued.digest, issued.created
        messages.warning(request, f"This is shown once and never again: {secret}")


class ChatHookForm(forms.ModelForm):
    """The secret is typed and never shown; left empty, it stays."""

    secret = forms.CharField(
        required=False,
        max_length=ChatHook._meta.get_field("secret").max_length,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Slack's signing secret, or Mattermost's token.",
    )

    def clean_secret(self) -> str:
        typed = str(self.cleaned_data["secret"]).strip()
        if not typed and not self.instance.secret:
            raise forms.ValidationError("Copy it from the chat tool.")
        return typed or self.instance.secret


@admin.register(ChatHook)
class ChatHookAdmin(admin.ModelAdmin):
    """Which slash commands post where, and as whom; to end one, say since when."""

    form = ChatHookForm
    list_display = ["name", "kind", "blog", "user", "created", "revoked_at"]
    list_filter = ["kind", "blog"]
    list_select_related = ["blog", "user"]
    autocomplete_fields = ["user", "blog"]
    readonly_fields = ["address", "created"]

    @admin.display(description="Address on this site")
    def address(self, hook: ChatHook) -> str:
        return hook.get_absolute_url() if hook.pk else "–"


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def has_delete_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False


@admin.register(Blog)
class BlogAdmin(ReadOnlyAdmin):
    list_display = ["title", "slug", "status", "polling_day"]
    list_filter = ["status"]
    search_fields = ["title", "slug"]


class RevisionInline(admin.TabularInline):
    model = EntryRevision
    fields = readonly_fields = ["version", "why", "headline", "body", "reason", "by", "created"]
    can_delete = False
    extra = 0

    def has_add_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any, **kwargs: Any) -> bool:
        return False


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "blog", "kind", "status", "at", "headline"]
    list_filter = ["status", "kind", "blog"]
    list_select_related = ["blog"]
    search_fields = ["public_id", "headline", "body"]
    inlines = [RevisionInline]


@admin.register(Dispatch)
class DispatchAdmin(ReadOnlyAdmin):
    """What agencies' feeds sent; what was set aside is read here and taken, or corrected."""

    list_display = ["__str__", "state", "received"]
    list_filter = ["state", "kind", "election"]
    list_select_related = ["election"]
    search_fields = ["file", "subject", "note"]
    ordering = ["-pk"]
    exclude = ["digest"]
    actions = ["take_confirmed"]

    @admin.action(
        description="Take what was set aside, its warnings confirmed", permissions=["take"]
    )
    def take_confirmed(self, request: HttpRequest, queryset: QuerySet[Dispatch]) -> None:
        for each in queryset.filter(state=Dispatch.State.SET_ASIDE).order_by("pk"):
            taken = agencies.confirm(each, by=request.user, around=as_a_feed)
            left = taken.state == Dispatch.State.SET_ASIDE
            messages.add_message(request, messages.ERROR if left else messages.SUCCESS, str(taken))

    def has_take_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("results.change_dispatch")
