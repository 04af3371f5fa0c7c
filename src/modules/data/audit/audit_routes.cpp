#include <stdlib.h>

#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "base/i18n.hpp"
#include "modules/data/audit/read_audit.hpp"
#include "modules/data/export/export.hpp"
#include "modules/data/import/csv_writer.hpp"
#include "modules/data/read_list.hpp"
#include "modules/data/routes.hpp"
#include "records/audit/audit.hpp"

namespace kith::data {

namespace {

void write_entry(json::Writer& out, const AuditEntry& entry, std::string_view language) {
    out.begin_object().member("id", Id{entry.sequence}).member("at", entry.at).member("kind", entry.kind);
    out.member("label", i18n::text(language, entry.kind)).key("actor");
    if (entry.actor.is_set()) {
        out.begin_object().member("id", entry.actor).member("name", entry.actor_name).end_object();
    } else {
        out.null();
    }
    out.member("source", entry.source);
    if (!entry.address.empty()) out.member("ip", entry.address);
    if (!entry.object.empty()) out.member("object", entry.object);
    if (entry.record.is_set()) out.member("record", entry.record);
    out.key("details").raw(entry.details).end_object();
}

void append_entry(std::string& out, const AuditEntry& entry) {
    const auto id = [](Id given) { return given.is_set() ? given.to_string() : std::string(); };
    std::string cells[] = {Id{entry.sequence}.to_string(), entry.at.to_string(), entry.kind, entry.actor_name, id(entry.actor),
                           entry.source, entry.address, entry.object, id(entry.record), entry.details};
    std::vector<std::string_view> views;
    for (auto& cell : cells) views.push_back(cell = imports::harmless_cell(std::move(cell)));
    imports::append_csv_row(out, views);
}

/// A file of its own, opened; removed again unless it becomes an answer.
struct ExportFile {
    std::string path;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream{nullptr, std::fclose};

    explicit ExportFile(std::string pattern) : path(std::move(pattern)) {
        const int file = ::mkstemp(path.data());
        stream.reset(file < 0 ? nullptr : ::fdopen(file, "wb"));
    }
    ~ExportFile() {
        if (!path.empty()) std::remove(path.c_str());
    }
    ExportFile(const ExportFile&) = delete;
    ExportFile& operator=(const ExportFile&) = delete;
};

Error cannot_export() { return {.kind = ErrorKind::Unavailable, .code = "audit.cannot_export"}; }

}  // namespace

Result<http::Response> get_audit(Call& call) {
    KITH_TRY(const int limit, read_limit(call.request, 50, 500));
    KITH_TRY(const auto filter, AuditFilter::parse(call.request, call.actor.time_zone));
    Id before;
    if (const auto cursor = call.request.query_param("cursor"); cursor && !cursor->empty()) {
        const auto sequence = Id::parse(*cursor);
        if (!sequence) return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"cursor", "query.bad_cursor", {}}}};
        before = *sequence;
    }
    std::string body;
    json::Writer out(body);
    out.begin_object().key("entries").begin_array();
    int left = limit;
    std::int64_t last = 0;
    bool more = false;
    call.workspace.database().read([&](db::Transaction& tx) {
        each_audit_entry(tx, filter, AuditOrder::NewestFirst, before.value, [&](const AuditEntry& entry) {
            more = left-- == 0;
            if (more) return false;
            write_entry(out, entry, call.actor.language);
            last = entry.sequence;
            return true;
        });
    });
    out.end_array().key("cursor");
    more ? out.value(Id{last}) : out.null();
    out.end_object();
    return http::Response::json(std::move(body));
}

Result<http::Response> get_audit_export(Call& call) {
    constexpr std::size_t kFlushAt = 64 * 1024;
    KITH_TRY(const auto filter, AuditFilter::parse(call.request, call.actor.time_zone));
    KITH_TRY(auto path, exports::passing_file(call.workspace.database()));
    ExportFile file(std::move(path));
    if (!file.stream) return cannot_export();
    bool written = true;
    std::int64_t count = 0;
    std::string text;
    const auto flush = [&] {
        written = written && std::fwrite(text.data(), 1, text.size(), file.stream.get()) == text.size();
        text.clear();
    };
    imports::append_csv_row(text, std::vector<std::string_view>{"id", "at", "kind", "user", "user_id", "source", "ip", "object", "record", "details"});
    call.workspace.database().read([&](db::Transaction& tx) {
        each_audit_entry(tx, filter, AuditOrder::OldestFirst, 0, [&](const AuditEntry& entry) {
            append_entry(text, entry);
            ++count;
            if (text.size() >= kFlushAt) flush();
            return written;
        });
    });
    flush();
    if (!written || std::fflush(file.stream.get()) != 0) return cannot_export();
    KITH_CHECK(call.workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        audit::record(tx, call.actor, "audit.exported", json::Object{{"entries", count}}, {.address = call.request.remote});
        return {};
    }));
    http::Response response;
    response.content_type = "text/csv; charset=utf-8";
    response.body_file = std::exchange(file.path, {});
    response.remove_body_file = true;
    response.with("Content-Disposition", "attachment; filename=\"audit-log.csv\"").with("Cache-Control", "no-store");
    return response;
}

}  // namespace kith::data
