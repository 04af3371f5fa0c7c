#include "modules/data/import/upload_routes.hpp"

#include <charconv>
#include <cstdint>
#include <filesystem>
#include <utility>

#include "modules/body_reader.hpp"
#include "modules/data/import/runner.hpp"

namespace kith::imports {

namespace {

http::Response upload_answer(const Upload& upload, int status) {
    std::string text;
    json::Writer out(text);
    out.begin_object().member("id", upload.id).member("name", std::string_view(upload.name)).member("bytes", upload.bytes);
    out.member("offset", upload.offset).member("complete", upload.offset == upload.bytes).member("created_at", upload.created_at).end_object();
    auto response = http::Response::json(std::move(text), status);
    response.with("Upload-Offset", std::to_string(upload.offset)).with("Upload-Length", std::to_string(upload.bytes));
    return response;
}

Result<Upload> own_upload(Call& call, Id id) {
    auto upload = find_upload(call.workspace.database(), id);
    if (!upload || upload->actor != call.actor.user) return Error{ErrorKind::NotFound, "import.no_upload"};
    return std::move(*upload);
}

}  // namespace

Result<http::Response> begin_upload_route(Call& call) {
    BodyReader body(call.body);
    const std::string name = std::filesystem::path(body.required_text("name")).filename().string();
    const auto bytes = body.integer("bytes", 1, INT64_MAX);
    if (!bytes) body.error("bytes", "field.required");
    KITH_CHECK(body.finish());
    KITH_TRY(const Upload upload, begin_upload(call.workspace.database(), call.workspace.ids().next(), name, *bytes, call.actor.user, call.workspace.clock().now()));
    Runner::of(call.workspace).watch(call.workspace);
    return upload_answer(upload, 201);
}

Result<http::Response> upload_state(Call& call) {
    KITH_TRY(const Id id, call.id());
    KITH_TRY(const Upload upload, own_upload(call, id));
    return upload_answer(upload, 200);
}

Result<http::Response> upload_part(Call& call) {
    KITH_TRY(const Id id, call.id());
    KITH_TRY(Upload upload, own_upload(call, id));
    const std::string_view given = call.request.header("upload-offset");
    std::int64_t offset = -1;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), offset);
    if (error != std::errc() || end != given.data() + given.size() || offset < 0) return Error{ErrorKind::Malformed, "import.no_upload_offset"};
    if (call.request.body_file.empty()) return Error{ErrorKind::Malformed, "import.empty_file"};
    KITH_CHECK(append_part(upload, offset, call.request.body_file));
    return upload_answer(upload, 200);
}

Result<http::Response> drop_upload(Call& call) {
    KITH_TRY(const Id id, call.id());
    KITH_TRY(const Upload upload, own_upload(call, id));
    remove_upload(call.workspace.database(), upload);
    return http::Response::no_content();
}

Result<Upload> whole_upload(Call& call, std::string_view text) {
    const auto id = Id::parse(text);
    if (!id) return Error{ErrorKind::NotFound, "import.no_upload"};
    KITH_TRY(Upload upload, own_upload(call, *id));
    if (upload.offset != upload.bytes)
        return Error{ErrorKind::Conflict, "import.upload_incomplete", {{"offset", std::to_string(upload.offset)}, {"bytes", std::to_string(upload.bytes)}}, {}, {},
                     "\"offset\":" + std::to_string(upload.offset)};
    return upload;
}

}  // namespace kith::imports
