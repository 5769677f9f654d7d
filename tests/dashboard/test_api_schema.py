"""Whatever is asked of the API, its answer is one that its own description allows."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from exported import opened
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.testclient import TestClient

from dashboard.app import create_app

pytestmark = [pytest.mark.served, pytest.mark.many]

PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    positive_data_acceptance,
    negative_data_rejection,
    unsupported_method,
]
EXAMPLES = 3  # for each of more than forty addresses, of requests that the description allows and that it does not


@pytest.fixture(scope="module")
def schema(published_database: Path) -> Any:
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(opened(published_database)))


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_is_answered_against_the_description(schema: Any, mode: GenerationMode) -> None:
    operations = [operation.ok() for operation in schema.get_all_operations()]
    assert len(operations) > 40
    if mode.is_negative:
        # Where nothing can be given, nothing wrong can be.
        operations = [operation for operation in operations if operation.query or operation.path_parameters]
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def answer_as_described(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=PROMISES)

        answer_as_described()


def test_the_description_is_a_valid_openapi_document(published_database: Path) -> None:
    with TestClient(create_app(opened(published_database))) as client:
        document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    validate(document)
