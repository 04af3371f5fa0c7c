#include <array>
#include <filesystem>
#include <fstream>

#include "base/log.hpp"
#include "modules/body_reader.hpp"
#include "modules/collaboration/files/draw_pdf.hpp"
#include "modules/collaboration/files/file_name.hpp"
#include "modules/collaboration/files/limits.hpp"
#include "modules/collaboration/files/sniff.hpp"
#include "modules/collaboration/files/stored_file.hpp"
#include "modules/collaboration/routes.hpp"
#include "records/audit/audit.hpp"

namespace kith::collaboration {

namespace {

namespace fs = std::filesystem;

/// The record a file is put beside, as the request's query names it.
struct Place {
    std::string object;
    Id record;
};

Error wrong_place(std::string field, std::string code, Params params = {}) {
    return {.kind = ErrorKind::Invalid, .code = "file.invalid", .fields = {{std::move(field), std::move(code), std::move(params)}}};
}

/// Both or none; none until a field of a record takes the file in.
Result<Place> read_place(const http::Request& request) {
    Place out{request.query_param("object").value_or(""), {}};
    const auto record = request.query_param("record").value_or("");
    if (out.object.empty() && record.empty()) return out;
    if (out.object.empty()) return wrong_place("object", "field.required");
    const auto id = Id::parse(record);
    if (!id) return wrong_place("record", "body.not_id");
    out.record = *id;
    return out;
}

Error too_large(std::int64_t most) {
    return {.kind = ErrorKind::TooLarge, .code = "file.too_large", .params = {{"max", std::to_string(most >> 20)}}};
}

/// Whoever may edit the record may put a file beside it: asked by a change of nothing.
Result<void> may_attach(records::Writer& writer, const Place& place) {
    if (place.object.empty()) return {};
    KITH_CHECK(writer.update(place.object, place.record, {}));
    return {};
}

Result<Id> add_record(Call& call, const Place& place, const std::string& name, const Blob& blob, std::string_view type) {
    return call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<Id> {
        KITH_CHECK(may_attach(writer, place));
        auto& tx = writer.sql();
        const bool known = tx.query("select 1 from file_blob where hash = $1", blob.hash).next();
        const auto limits = file_limits(tx);
        if (!known && bytes_stored(tx) + blob.bytes > limits.all) {
            return Error{.kind = ErrorKind::Conflict, .code = "file.store_full", .params = {{"max", std::to_string(limits.all >> 20)}}};
        }
        if (!known) tx.execute("insert into file_blob (hash, bytes, created_at) values ($1, $2, $3)", blob.hash, blob.bytes, writer.now());
        records::Values values{{"name", name}, {"media_type", std::string(type)}, {"bytes", blob.bytes}, {"hash", blob.hash}};
        if (!place.object.empty()) values.set("object", place.object).set("record", place.record.to_string());
        if (writer.actor().user.is_set()) values.set("uploaded_by", writer.actor().user);
        return writer.create(kFile, values, {.as_rule = true});
    });
}

/// What a browser is told of a stranger's file: nothing in it runs or loads anything, wherever it is opened.
http::Response file_answer(const std::string& path, std::string type, const std::string& hash) {
    http::Response response;
    response.content_type = type.starts_with("text/") ? type + "; charset=utf-8" : std::move(type);
    response.body_file = path;
    response.ranges = true;
    response.compressible = false;
    response.with("ETag", "\"" + hash + "\"");
    response.with("Content-Security-Policy", "sandbox; default-src 'none'");
    response.with("Cross-Origin-Resource-Policy", "same-origin");
    return response;
}

std::string beginning_of(const std::string& path) {
    std::array<char, kSniffed> bytes{};
    std::ifstream in(path, std::ios::binary);
    in.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(in.gcount())};
}

void write_limits(json::Writer& out, const FileLimits& limits, std::int64_t stored) {
    out.begin_object().member("file_bytes", limits.one).member("total_bytes", limits.all);
    out.member("stored_bytes", stored).end_object();
}

}  // namespace

Result<http::Response> post_file(Call& call) {
    KITH_TRY(const auto place, read_place(call.request));
    const auto name = clean_file_name(call.request.query_param("name").value_or(""));
    std::error_code none;
    const auto& upload = call.request.body_file;
    if (upload.empty() || fs::file_size(upload, none) == 0) return Error{.kind = ErrorKind::Invalid, .code = "file.empty"};
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        if (!place.object.empty()) KITH_CHECK(reader.get(place.object, place.record));
        const auto most = file_limits(reader.sql()).one;
        if (static_cast<std::int64_t>(fs::file_size(upload, none)) > most) return too_large(most);
        return {};
    }));
    auto& store = store_of(call.workspace);
    const auto kept = store.keep();
    KITH_TRY(const auto blob, store.take(upload));
    const auto type = sniff(blob.beginning, name);
    KITH_TRY(const auto id, add_record(call, place, name, blob, type));
    std::string body;
    json::Writer out(body);
    out.begin_object().member("id", id).member("name", name).member("media_type", type).member("bytes", blob.bytes);
    out.member("hash", blob.hash).key("object");
    place.object.empty() ? out.null() : out.value(place.object);
    out.key("record");
    place.object.empty() ? out.null() : out.value(place.record);
    out.end_object();
    return http::Response::json(std::move(body), 201);
}

Result<http::Response> get_content(Call& call) {
    KITH_TRY(const auto file, stored_file(call));
    // What a browser could run is given as bytes of no kind, besides being a download.
    auto response = file_answer(file.path, can_run(file.media_type) ? "application/octet-stream" : file.media_type, file.hash);
    response.with("Content-Disposition", content_disposition(Disposition::Attachment, file.name));
    return response;
}

Result<http::Response> get_preview(Call& call) {
    KITH_TRY(const auto file, stored_file(call));
    // By what is in it now, not by what was noted once.
    const std::string type(sniff(beginning_of(file.path), ""));
    if (is_picture(type)) {
        auto response = file_answer(file.path, type, file.hash);
        response.with("Content-Disposition", content_disposition(Disposition::Inline, file.name));
        return response;
    }
    if (type != "application/pdf") return Error{.kind = ErrorKind::NotFound, .code = "file.no_preview"};
    const bool wants_picture = call.request.header("accept").contains("image/") || call.request.query_param("as") == "picture";
    if (!wants_picture) {  // for a viewer that draws it by itself
        auto response = file_answer(file.path, type, file.hash);
        response.with("Vary", "Accept").with("Content-Disposition", content_disposition(Disposition::Attachment, file.name));
        return response;
    }
    const auto picture = store_of(call.workspace).preview_path_of(file.hash);
    KITH_CHECK(draw_pdf(file.path, picture));
    auto response = file_answer(picture, "image/png", file.hash + "-1");
    response.with("Vary", "Accept").with("Content-Disposition", content_disposition(Disposition::Inline, file.name + ".png"));
    return response;
}

Result<http::Response> get_file_limits(Call& call) {
    std::string body;
    json::Writer out(body);
    call.workspace.database().read([&](db::Transaction& tx) { write_limits(out, file_limits(tx), bytes_stored(tx)); });
    return http::Response::json(std::move(body));
}

Result<http::Response> put_file_limits(Call& call) {
    BodyReader body(call.body);
    const auto one = body.integer("file_bytes", 1, FileLimits::kMostOfOne);
    const auto all = body.integer("total_bytes", 1, std::int64_t{1} << 50);
    KITH_CHECK(body.finish());
    KITH_CHECK(call.workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        auto limits = file_limits(tx);
        limits.one = one.value_or(limits.one);
        limits.all = all.value_or(limits.all);
        set_file_limits(tx, limits);
        audit::record(tx, call.actor, "files.limits_changed",
                      json::Object{{"file_bytes", limits.one}, {"total_bytes", limits.all}}, {.address = call.request.remote});
        return {};
    }));
    return get_file_limits(call);
}

}  // namespace kith::collaboration
