"""The OpenAPI document, and the page for people beside it."""

import hashlib
import json
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

HSDS = "/api/v1/hsds"


class Generator(SchemaGenerator):
    """The document of this API, without what has the paths and names of another standard."""

    is_hsds = False

    def _get_paths_and_endpoints(self) -> list[Any]:
        every = super()._get_paths_and_endpoints()  # type: ignore[no-untyped-call]
        return [endpoint for endpoint in every if endpoint[0].startswith(HSDS) == self.is_hsds]

    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        """The document, with the tags of its operations named once for all."""
        document: dict[str, Any] = super().get_schema(request=request, public=public)  # type: ignore[no-untyped-call]
        operations = (operation for item in document["paths"].values() for operation in item.values())
        named = sorted({tag for operation in operations for tag in operation.get("tags", [])})
        return document | {"tags": [{"name": tag} for tag in named]}


class HsdsGenerator(Generator):
    """The document of what is given by Open Referral HSDS."""

    is_hsds = True


@lru_cache(maxsize=2)
def openapi_document(generator: type[Generator] = Generator) -> bytes:
    """The OpenAPI 3.1 document of this version, in English; it never changes while the server runs."""
    with translation.override("en"):
        document = generator().get_schema(request=None, public=True)
    return json.dumps(document, ensure_ascii=False, default=str).encode()


class Document(APIView):
    """The OpenAPI document."""

    http_method_names = ["get", "head"]
    renderer_classes = [JSONRenderer]
    schema = None
    generator = Generator

    def get(self, request: Request, **path: Any) -> HttpResponse:
        """As JSON."""
        body = openapi_document(self.generator)
        tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        unchanged: HttpResponse | None = get_conditional_response(request, etag=tag)
        response = unchanged or HttpResponse(body, content_type="application/json")
        response.headers["ETag"] = tag
        return response


class HsdsDocument(Document):
    """The OpenAPI document of what is given by Open Referral HSDS."""

    generator = HsdsGenerator


class DocumentPage(SpectacularSwaggerSplitView):
    """The page for people. Its scripts come from this host, and its start-up from an address of its own for the CSP."""

    http_method_names = ["get", "head"]
    url_name = "api:openapi"
    template_name = "api/docs.html"
    schema = None
