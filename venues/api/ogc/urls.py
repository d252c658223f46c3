"""The addresses of OGC API Features. Some clients write a slash at the end of the first."""

from django.urls import path

from venues.api.ogc.catalogue import COLLECTIONS
from venues.api.ogc.pages import (
    Collections,
    CollectionSchema,
    Conformance,
    Description,
    Landing,
    OneCollection,
    UnknownFeatureAddress,
)

app_name = "ogc"
urlpatterns = [
    path("ogc", Landing.as_view(), name="landing"),
    path("ogc/", Landing.as_view(), name="landing-with-slash"),
    path("ogc/api", Description.as_view(), name="description"),
    path("ogc/conformance", Conformance.as_view(), name="conformance"),
    path("ogc/collections", Collections.as_view(), name="collections"),
    path("ogc/collections/<str:collectionId>", OneCollection.as_view(), name="collection"),
    path("ogc/collections/<str:collectionId>/schema", CollectionSchema.as_view(), name="schema"),
]
for each in COLLECTIONS.values():
    items = f"ogc/collections/{each.id}/items"
    urlpatterns += [
        path(items, each.items.as_view(), name=each.id),
        path(f"{items}/<str:featureId>", each.item.as_view(), name=f"one-of-{each.id}"),
    ]
urlpatterns.append(path("ogc/<path:address>", UnknownFeatureAddress.as_view()))
