from config.core.api.codes import Code, all_codes, as_markdown
from config.core.api.openapi import add_errors
from config.core.errors import AppException


def test_the_list_holds_every_code_of_the_tree_and_of_the_framework_once():
    codes = [each.code for each in all_codes()]

    assert codes == sorted(set(codes))
    assert {"NOT_FOUND", "DATABASE_UNAVAILABLE", "RATE_LIMITED", "METHOD_NOT_ALLOWED", "DATA_CHANGED"} <= set(
        codes
    )


def test_a_new_error_class_is_listed_without_further_ado():
    class TestOnlyError(AppException):
        code = "TEST_ONLY"
        status = 418
        retryable = True
        default_message = "Short and stout."

    assert Code("TEST_ONLY", 418, True, "Short and stout.") in all_codes()
    assert "| `TEST_ONLY` | 418 | yes | Short and stout. |" in as_markdown()


def test_the_schema_describes_errors_of_every_operation():
    schema = {
        "info": {"description": "API."},
        "paths": {
            "/x/": {"get": {"responses": {"200": {}, "404": {"description": "own"}}}, "parameters": []}
        },
    }

    result = add_errors(schema, generator=None, request=None, public=True)

    responses = result["paths"]["/x/"]["get"]["responses"]
    shared = result["components"]["responses"]["Error403"]["content"]["application/json"]
    assert responses["403"] == {"$ref": "#/components/responses/Error403"}
    assert shared["schema"] == {"$ref": "#/components/schemas/Error"}
    assert shared["example"]["error"]["code"] == "PERMISSION_DENIED"
    assert responses["404"] == {"description": "own"}
    required = result["components"]["schemas"]["Error"]["properties"]["error"]["required"]
    assert required == ["code", "message", "details", "timestamp", "request_id"]
    assert "`DATABASE_UNAVAILABLE`" in result["info"]["description"]
