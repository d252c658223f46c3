"""The addresses of API v1, without a slash at the end."""

from django.urls import path

from venues.api.activities import Activities, OneActivity
from venues.api.areas import Areas, OneArea
from venues.api.contributions import Contributions
from venues.api.coverage import Coverage
from venues.api.demand import DemandEstimates
from venues.api.document import Document, DocumentPage, HsdsDocument
from venues.api.facts import Closures, Fundings, OneClosure, OneFunding, OneStaffing, Staffings
from venues.api.hsds.taxonomies import HsdsTaxonomies, HsdsTaxonomyTerms, OneHsdsTaxonomy, OneHsdsTaxonomyTerm
from venues.api.hsds.views import (
    Hsds,
    HsdsOrganizations,
    HsdsRoot,
    HsdsServiceAtLocations,
    HsdsServices,
    OneHsdsOrganization,
    OneHsdsService,
    OneHsdsServiceAtLocation,
)
from venues.api.imports import CommitImport, Imports, OneImport, RefusedOfImport
from venues.api.organisations import Organisations
from venues.api.pressure import Pressure
from venues.api.runs import Methods, Runs
from venues.api.terms import DemandGroups, PolicySectors, VenueTypes
from venues.api.venues import OneVenue, Venues
from venues.api.views import UnknownAddress
from venues.api.what_if import AskWhatIf

app_name = "api"
urlpatterns = [
    path("v1/areas", Areas.as_view(), name="areas"),
    path("v1/areas/<str:code>", OneArea.as_view(), name="area"),
    path("v1/venues", Venues.as_view(), name="venues"),
    path("v1/venues/<str:id>", OneVenue.as_view(), name="venue"),
    path("v1/activities", Activities.as_view(), name="activities"),
    path("v1/activities/<str:id>", OneActivity.as_view(), name="activity"),
    path("v1/organisations", Organisations.as_view(), name="organisations"),
    path("v1/staffing", Staffings.as_view(), name="staffing"),
    path("v1/funding", Fundings.as_view(), name="funding"),
    path("v1/closures", Closures.as_view(), name="closures"),
    path("v1/staffing/<str:id>", OneStaffing.as_view(), name="one-staffing"),
    path("v1/funding/<str:id>", OneFunding.as_view(), name="one-funding"),
    path("v1/closures/<str:id>", OneClosure.as_view(), name="closure"),
    path("v1/policy-sectors", PolicySectors.as_view(), name="policy-sectors"),
    path("v1/venue-types", VenueTypes.as_view(), name="venue-types"),
    path("v1/demand-groups", DemandGroups.as_view(), name="demand-groups"),
    path("v1/demand-estimates", DemandEstimates.as_view(), name="demand-estimates"),
    path("v1/coverage", Coverage.as_view(), name="coverage"),
    path("v1/coverage/<str:area>/<str:group>/contributions", Contributions.as_view(), name="contributions"),
    path("v1/pressure", Pressure.as_view(), name="pressure"),
    path("v1/what-if", AskWhatIf.as_view(), name="what-if"),
    path("v1/runs", Runs.as_view(), name="runs"),
    path("v1/methods", Methods.as_view(), name="methods"),
    path("v1/hsds", Hsds.as_view(), name="hsds"),
    path("v1/hsds/", HsdsRoot.as_view(), name="hsds-root"),
    path("v1/hsds/services", HsdsServices.as_view(), name="hsds-services"),
    path("v1/hsds/services/<str:id>", OneHsdsService.as_view(), name="hsds-service"),
    path("v1/hsds/service_at_locations", HsdsServiceAtLocations.as_view(), name="hsds-service-at-locations"),
    path("v1/hsds/service_at_locations/<str:id>", OneHsdsServiceAtLocation.as_view(), name="hsds-service-at-location"),
    path("v1/hsds/organizations", HsdsOrganizations.as_view(), name="hsds-organizations"),
    path("v1/hsds/organizations/<str:id>", OneHsdsOrganization.as_view(), name="hsds-organization"),
    path("v1/hsds/taxonomies", HsdsTaxonomies.as_view(), name="hsds-taxonomies"),
    path("v1/hsds/taxonomies/<str:id>", OneHsdsTaxonomy.as_view(), name="hsds-taxonomy"),
    path("v1/hsds/taxonomy_terms", HsdsTaxonomyTerms.as_view(), name="hsds-taxonomy-terms"),
    path("v1/hsds/taxonomy_terms/<str:id>", OneHsdsTaxonomyTerm.as_view(), name="hsds-taxonomy-term"),
    path("v1/imports", Imports.as_view(), name="imports"),
    path("v1/imports/<str:id>", OneImport.as_view(), name="import"),
    path("v1/imports/<str:id>/commit", CommitImport.as_view(), name="import-commit"),
    path("v1/imports/<str:id>/refused", RefusedOfImport.as_view(), name="import-refused"),
    path("v1/openapi.json", Document.as_view(), name="openapi"),
    path("v1/hsds/openapi.json", HsdsDocument.as_view(), name="hsds-openapi"),
    path("v1/docs", DocumentPage.as_view(), name="docs"),
    path("<path:address>", UnknownAddress.as_view()),
    path("", UnknownAddress.as_view()),
]
