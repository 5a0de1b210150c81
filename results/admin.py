"""Setting an election up by hand; figures are to be read here and recorded at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from results import sheets
from results.models import (
    Baseline,
    BaselineVotes,
    Candidacy,
    Contest,
    Declaration,
    DeclaredVotes,
    Election,
    Forecast,
    ForecastSeats,
    Party,
    TurnoutReport,
)


class SetUp(admin.ModelAdmin):
    """What is worked out of a set-up is worked out again with it, inlines and all."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.work_out(form.instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self.work_out(obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        gone = list(queryset)
        super().delete_queryset(request, queryset)
        for each in gone:
            self.work_out(each)

    def work_out(self, changed: Any) -> None:
        raise NotImplementedError


class ReadOnly:
    """Figures are written by `results.declarations` alone, which checks them and tells readers."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Party)
class PartyAdmin(SetUp):
    list_display = ["name", "abbreviation", "colour", "ec_id"]
    search_fields = ["name", "abbreviation"]
    prepopulated_fields = {"slug": ["short_name"]}

    def work_out(self, changed: Party) -> None:
        if changed.pk:
            sheets.rebuild_where([changed])


@admin.register(Election)
class ElectionAdmin(SetUp):
    list_display = ["name", "kind", "polling_day", "seats"]

    # The slug is in every address of the election and in those that programs follow it by.
    def get_readonly_fields(self, request: HttpRequest, obj: Election | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Election | None = None
    ) -> dict[str, Any]:
        return {} if obj else {"slug": ["name"]}

    def work_out(self, changed: Election) -> None:
        if changed.pk:
            sheets.rebuild(changed)


class CandidacyInline(admin.TabularInline):
    model = Candidacy
    extra = 0
    autocomplete_fields = ["party"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Contest)
class ContestAdmin(SetUp):
    list_display = ["name", "election", "seats", "electorate"]
    list_filter = ["election"]
    search_fields = ["name", "ballot_paper_id", "gss_code"]
    autocomplete_fields = ["sitting_party"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CandidacyInline]

    def work_out(self, changed: Contest) -> None:
        sheets.rebuild(changed.election)


class BaselineVotesInline(admin.TabularInline):
    model = BaselineVotes
    extra = 0
    autocomplete_fields = ["party"]


@admin.register(Baseline)
class BaselineAdmin(SetUp):
    list_display = ["contest", "label", "is_default"]
    list_filter = ["kind", "contest__election"]
    autocomplete_fields = ["contest", "winner_party"]
    inlines = [BaselineVotesInline]

    def work_out(self, changed: Baseline) -> None:
        sheets.rebuild(changed.contest.election)


class DeclaredVotesInline(ReadOnly, admin.TabularInline):
    model = DeclaredVotes
    fields = ["candidacy", "votes"]


@admin.register(Declaration)
class DeclarationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["contest", "version", "stage", "declared_at", "recorded_by"]
    list_filter = ["stage", "contest__election"]
    inlines = [DeclaredVotesInline]


class ForecastSeatsInline(ReadOnly, admin.TabularInline):
    model = ForecastSeats
    fields = ["party", "seats"]


@admin.register(Forecast)
class ForecastAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["publisher", "election", "version", "published_at", "is_withdrawn"]
    list_filter = ["election"]
    inlines = [ForecastSeatsInline]


@admin.register(TurnoutReport)
class TurnoutReportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["contest", "version", "percentage", "ballots", "definition", "announced_at"]
    list_filter = ["contest__election"]
