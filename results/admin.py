"""Setting an election up by hand; figures are to be read here and recorded at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

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


class ReadOnly:
    """Figures are written by `results.declarations` alone, which checks them and tells readers."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Party)
class PartyAdmin(admin.ModelAdmin):
    list_display = ["name", "abbreviation", "colour", "ec_id"]
    search_fields = ["name", "abbreviation"]
    prepopulated_fields = {"slug": ["short_name"]}


@admin.register(Election)
class ElectionAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "polling_day", "seats"]
    prepopulated_fields = {"slug": ["name"]}


class CandidacyInline(admin.TabularInline):
    model = Candidacy
    extra = 0
    autocomplete_fields = ["party"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Contest)
class ContestAdmin(admin.ModelAdmin):
    list_display = ["name", "election", "seats", "electorate"]
    list_filter = ["election"]
    search_fields = ["name", "ballot_paper_id", "gss_code"]
    autocomplete_fields = ["sitting_party"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CandidacyInline]


class BaselineVotesInline(admin.TabularInline):
    model = BaselineVotes
    extra = 0
    autocomplete_fields = ["party"]


@admin.register(Baseline)
class BaselineAdmin(admin.ModelAdmin):
    list_display = ["contest", "label", "is_default"]
    list_filter = ["kind", "contest__election"]
    autocomplete_fields = ["contest", "winner_party"]
    inlines = [BaselineVotesInline]


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
