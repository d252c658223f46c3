"""Addresses of the pages. `languages` exist in every language, `data` once."""

from django.urls import path

from venues.pages import boundaries_page as boundaries
from venues.pages import digest_page, files_page, map_data, matches_page, table_downloads, tokens_page
from venues.pages import members_page as members
from venues.pages.accessibility_page import accessibility_page
from venues.pages.activity_page import activity_page
from venues.pages.area_page import area_page
from venues.pages.change_page import change_page
from venues.pages.class_data import classes
from venues.pages.closures_page import place_closure, place_closures
from venues.pages.compare_page import compare_page
from venues.pages.compare_table import compare_table
from venues.pages.country_classes import country_classes
from venues.pages.country_page import country_page
from venues.pages.country_shapes import country
from venues.pages.country_table import country_table
from venues.pages.entry import entry_page, fragments, merge_page, suggestions_page
from venues.pages.history_page import archive_list, place_archive, place_history, place_restore
from venues.pages.invitation_page import invitation_page
from venues.pages.map_page import map_page
from venues.pages.map_table import map_table
from venues.pages.method_page import method_page
from venues.pages.month_data import months
from venues.pages.my_account import my_account
from venues.pages.my_places_page import my_places, place_confirm
from venues.pages.offline_page import offline_page, offline_worker
from venues.pages.quality_page import quality_file, quality_page
from venues.pages.search_page import search_page
from venues.pages.theme import theme
from venues.pages.venue_page import venue_page

data = [
    path("theme.css", theme, name="theme"),
    path("map/country.json", country, name="map-country"),
    path("map/country-classes.json", country_classes, name="map-country-classes"),
    # At the root: a worker serves the addresses that lie beside and below it.
    path("offline-worker.js", offline_worker, name="offline-worker"),
    path("map/areas/<slug:municipality>/<int:year>/<slug:level>.json", map_data.areas, name="map-areas"),
    path("map/classes/<slug:municipality>/<int:year>/<slug:level>.json", classes, name="map-classes"),
    path("map/months/<slug:municipality>/<slug:level>/<slug:group>.json", months, name="map-months"),
]
languages = [
    path("", map_page, name="map"),
    path("map.<slug:kind>", map_table, name="map-table"),
    path("country", country_page, name="country"),
    path("country.<slug:kind>", country_table, name="country-table"),
    path("compare", compare_page, name="compare"),
    path("compare.<slug:kind>", compare_table, name="compare-table"),
    path("areas/<slug:code>", area_page, name="area"),
    path("areas/<slug:code>/change", change_page, name="area-change"),
    path("accessibility", accessibility_page, name="accessibility"),
    path("offline", offline_page, name="offline"),
    path("method", method_page, name="method"),
    path("method/<slug:code>", method_page, name="method-of"),
    path("venues/<uuid:venue_id>", venue_page, name="venue"),
    path("map/venues/<slug:municipality>.json", map_data.venues, name="map-venues"),
    path("activities/<uuid:activity_id>", activity_page, name="activity"),
    path("venues/new", entry_page.add_venue, name="venue-add"),
    path("activities/new", entry_page.add_activity, name="activity-add"),
    path("<place:place>/edit", entry_page.edit, name="place-edit"),
    path("<place:place>/merge", merge_page.merge, name="place-merge"),
    path("entry/spots", fragments.spots, name="entry-spots"),
    path("entry/doubles", fragments.doubles, name="entry-doubles"),
    path("entry/hours", fragments.hours, name="entry-hours"),
    path("entry/organisations", fragments.organisations, name="entry-organisations"),
    path("entry/venues", fragments.venues, name="entry-venues"),
    path("suggestions", suggestions_page.queue, name="suggestions"),
    path("suggestions/<uuid:suggestion_id>", suggestions_page.decide, name="suggestion-decide"),
    path("account", my_account, name="my-account"),
    path("account/digest", digest_page.switch, name="digest-switch"),
    path("account/tokens", tokens_page.token_list, name="tokens"),
    path("account/tokens/new", tokens_page.token_new, name="token-new"),
    path("account/tokens/<int:token_id>/revoke", tokens_page.token_revoke, name="token-revoke"),
    path("digest/stop/<str:token>", digest_page.stop, name="digest-stop"),
    path("quality/<slug:municipality>", quality_page, name="quality"),
    path("quality/<slug:municipality>/<slug:by>.<slug:kind>", quality_file, name="quality-file"),
    path("search", search_page, name="search"),
    path("places/mine", my_places, name="my-places"),
    path("<place:place>/closures", place_closures, name="place-closures"),
    path("<place:place>/closures/<int:closure_id>", place_closure, name="place-closure"),
    path("<place:place>/history", place_history, name="place-history"),
    path("<place:place>/history/restore", place_restore, name="place-restore"),
    path("<place:place>/archive", place_archive, name="place-archive"),
    path("archive/<slug:municipality>", archive_list, name="archive"),
    path("<place:place>/confirm", place_confirm, name="place-confirm"),
    path("members/organisations/<uuid:organisation_id>", members.of_organisation, name="members-of-organisation"),
    path("members/municipalities/<slug:code>", members.of_municipality, name="members-of-municipality"),
    path("members/<int:membership_id>/role", members.role, name="member-role"),
    path("members/<int:membership_id>/remove", members.remove, name="member-remove"),
    path("invitations/<uuid:invitation_id>/withdraw", members.withdraw, name="invitation-withdraw"),
    path("invitations/<str:token>", invitation_page, name="invitation"),
    path("boundaries/<slug:municipality>", boundaries.editions, name="boundaries"),
    path("boundaries/<slug:municipality>/<int:year>", boundaries.edition, name="boundaries-of"),
    path("boundaries/<slug:municipality>/<int:year>/activate", boundaries.activate, name="boundaries-activate"),
    path("boundaries/<slug:municipality>/<int:year>/remove", boundaries.take_away, name="boundaries-remove"),
    path("files", files_page.files, name="files"),
    path("files/<uuid:upload_id>", files_page.file, name="file"),
    path("files/<uuid:upload_id>/try", files_page.try_file, name="file-try"),
    path("files/<uuid:upload_id>/store", files_page.store_file, name="file-store"),
    path("files/<uuid:upload_id>/refused.<slug:kind>", table_downloads.refused_rows, name="file-refused"),
    path("files/templates/<slug:table>.<slug:kind>", table_downloads.template, name="file-template"),
    path("matches/<slug:municipality>", matches_page.matches, name="matches"),
    path("files/places.<slug:kind>", table_downloads.places, name="places-file"),
]
