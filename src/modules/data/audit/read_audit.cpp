#include "modules/data/audit/read_audit.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace kith::data {

namespace {

Error wrong_audit(std::string field, std::string code) {
    return {.kind = ErrorKind::Invalid, .code = "audit.wrong", .fields = {{std::move(field), std::move(code), {}}}};
}

/// A day in that zone (its start, or the next one's), or a moment.
Result<std::optional<Instant>> read_moment(const http::Request& request, const char* name, std::string_view zone, int days_on) {
    const auto given = request.query_param(name);
    if (!given || given->empty()) return std::optional<Instant>();
    if (const auto day = Date::parse(*given)) return std::optional(instant_of(day->plus_days(days_on), 0, zone));
    if (const auto at = Instant::parse(*given)) return std::optional(*at);
    return wrong_audit(name, "field.not_a_time");
}

bool is_kind(std::string_view kind) {
    return std::ranges::all_of(kind, [](char c) { return (c >= 'a' && c <= 'z') || text::is_digit(c) || c == '_' || c == '.'; });
}

/// `%` and `_` of what was typed are themselves.
std::string like(std::string_view words) {
    std::string out = "%";
    for (const char c : words) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out + "%";
}

}  // namespace

Result<AuditFilter> AuditFilter::parse(const http::Request& request, std::string_view time_zone) {
    AuditFilter out;
    out.kind = request.query_param("kind").value_or("");
    if (!is_kind(out.kind)) return wrong_audit("kind", "audit.not_a_kind");
    if (const auto user = request.query_param("user"); user && !user->empty()) {
        const auto id = Id::parse(*user);
        if (!id) return wrong_audit("user", "body.not_id");
        out.user = *id;
    }
    KITH_TRY(out.from, read_moment(request, "from", time_zone, 0));
    KITH_TRY(out.before, read_moment(request, "to", time_zone, 1));
    out.text = text::fold(request.query_param("text").value_or(""));
    return out;
}

void each_audit_entry(db::Transaction& tx, const AuditFilter& filter, AuditOrder order, std::int64_t from,
                      const std::function<bool(const AuditEntry&)>& fn) {
    std::string sql = "SELECT sequence, at, kind, actor, actor_name, source, address, object, record, details FROM audit_log WHERE 1 = 1";
    std::vector<db::Param> params;
    const auto add = [&](const char* condition, db::Param param) {
        params.push_back(param);
        sql += std::string(" AND ") + condition + "$" + std::to_string(params.size());
    };
    const bool newest = order == AuditOrder::NewestFirst;
    const std::string first = filter.kind + ".";
    const std::string behind = filter.kind + "/";  // the character after the point
    if (filter.kind.contains('.')) {
        add("kind = ", db::bind(filter.kind));
    } else if (!filter.kind.empty()) {
        add("kind >= ", db::bind(first));
        add("kind < ", db::bind(behind));
    }
    if (filter.user.is_set()) add("actor = ", db::bind(filter.user));
    if (filter.from) add("at >= ", db::bind(*filter.from));
    if (filter.before) add("at < ", db::bind(*filter.before));
    const auto pattern = like(filter.text);
    if (!filter.text.empty()) {
        add("words LIKE ", db::bind(pattern));
        sql += " ESCAPE '\\'";
    }
    if (from > 0) add(newest ? "sequence < " : "sequence > ", db::bind(from));
    sql += newest ? " ORDER BY sequence DESC" : " ORDER BY sequence";
    auto rows = tx.query_params(sql, params);
    while (rows.next()) {
        const AuditEntry entry{rows->integer(0), rows->instant(1), rows->string(2), rows->id(3), rows->string(4),
                               rows->string(5),  rows->string(6),  rows->string(7), rows->id(8), rows->string(9)};
        if (!fn(entry)) return;
    }
}

}  // namespace kith::data
