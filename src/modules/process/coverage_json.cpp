#include <algorithm>
#include <map>
#include <unordered_map>

#include "modules/process/coverage.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

using records::Reader;

struct Count {
    std::int64_t accounts = 0, kept = 0, at_risk = 0, broken = 0;
    void add(Keeping state) {
        ++accounts;
        ++(state == Keeping::Kept ? kept : state == Keeping::AtRisk ? at_risk : broken);
    }
};

/// The order of the rows: what is broken first, then by account.
struct Place {
    Keeping state = Keeping::Broken;
    Id account;
    friend auto operator<=>(const Place&, const Place&) = default;
};

struct Found {
    Count all;
    std::unordered_map<Id, Count> by_rep;
    std::map<std::string, Count, std::less<>> by_type, by_category;
    std::int64_t rows = 0;
    std::vector<std::pair<Place, Cover>> page;
};

Result<Place> read_cursor(const std::string& cursor) {
    if (cursor.empty()) return Place{};
    const auto id = cursor.size() > 2 && cursor[1] == '-' ? Id::parse(std::string_view(cursor).substr(2)) : std::nullopt;
    if (!id || cursor[0] < '0' || cursor[0] > '2')
        return Error{.kind = ErrorKind::Invalid, .code = "query.wrong", .fields = {{"cursor", "query.bad_cursor", {}}}};
    return Place{static_cast<Keeping>(cursor[0] - '0'), *id};
}

bool matches(const CoverageQuery& q, const Covered& c) {
    return (!q.user.is_set() || q.user == c.owner) &&
           (q.account_type.empty() || q.account_type == c.account_type) &&
           (q.category.empty() || q.category == c.category) && (q.country.empty() || q.country == c.country);
}

/// What one may not read one may not ask by, either.
Result<void> check_asked(const Reader& reader, const CoverageQuery& query) {
    Error error{.kind = ErrorKind::Invalid, .code = "query.wrong"};
    const auto check = [&](const char* parameter, const char* field, bool asked) {
        if (asked && !may_read(reader, "account", field))
            error.fields.push_back({parameter, "filter.unknown_field", {{"field", field}, {"object", "account"}}});
    };
    check("user", "owner", query.user.is_set());
    check("account_type", "account_type", !query.account_type.empty());
    check("category", "category", !query.category.empty());
    check("country", "country", !query.country.empty());
    if (error.fields.empty()) return {};
    return error;
}

Found find(Reader& reader, const CoverageQuery& query, const Place& after) {
    Found out;
    const auto limit = static_cast<std::size_t>(query.limit);
    auto& page = out.page;
    const bool may_count[] = {may_read(reader, "account", "owner"), may_read(reader, "account", "account_type"),
                              may_read(reader, "account", "category")};
    const auto earlier = [](const auto& a, const auto& b) { return a.first < b.first; };
    cover_all(reader, {}, [&](const Covered& c) {
        if (!matches(query, c)) return;
        const Keeping state = c.cover.state;
        out.all.add(state);
        if (may_count[0]) out.by_rep[c.owner].add(state);
        const auto count = [&](auto& counts, std::string_view name) {
            auto found = counts.find(name);
            if (found == counts.end()) found = counts.emplace(std::string(name), Count{}).first;
            found->second.add(state);
        };
        if (may_count[1]) count(out.by_type, c.account_type);
        if (may_count[2]) count(out.by_category, c.category);
        if (!query.state.empty() && query.state != name_of(state)) return;
        ++out.rows;
        const Place place{state, c.account};
        if (place <= after && after.account.is_set()) return;
        if (page.size() > limit && place > page.front().first) return;
        page.emplace_back(place, c.cover);
        std::push_heap(page.begin(), page.end(), earlier);
        if (page.size() <= limit + 1) return;
        std::pop_heap(page.begin(), page.end(), earlier);
        page.pop_back();
    });
    std::sort(page.begin(), page.end(), earlier);
    return out;
}

void write_share(json::Writer& out, const Count& count) {
    out.member("accounts", count.accounts)
        .member("kept", count.kept)
        .member("at_risk", count.at_risk)
        .member("broken", count.broken);
    out.member("share", count.accounts == 0
                            ? 1.0
                            : static_cast<double>(count.kept) / static_cast<double>(count.accounts));
}

void write_reference(json::Writer& out, std::string_view key, Id id, std::string_view name) {
    out.key(key);
    if (!id.is_set()) {
        out.null();
        return;
    }
    out.begin_object().member("id", id).member("name", name).end_object();
}

void write_text(json::Writer& out, std::string_view key, const db::Row& row, int column, bool readable = true) {
    out.key(key);
    if (row.is_null(column) || !readable) {
        out.null();
    } else {
        out.value(row.text(column));
    }
}

void write_row(json::Writer& out, Reader& reader, Id account, const Cover& cover) {
    auto rows = ask(reader, std::string(statement("coverage_row")), {db::bind(account)});
    if (!rows.next()) return;
    out.begin_object();
    write_reference(out, "account", account, rows->text(0));
    const auto reads = [&](std::string_view field) { return may_read(reader, "account", field); };
    write_reference(out, "owner", reads("owner") ? rows->id(1) : Id{}, rows->text(2));
    write_text(out, "account_type", *rows, 3, reads("account_type"));
    write_text(out, "category", *rows, 4, reads("category"));
    for (int column : {5, 6}) {
        out.key(column == 5 ? "last_touch" : "next_touch");
        if (rows->is_null(column) || !reads(column == 5 ? "last_touch" : "next_touch")) {
            out.null();
        } else {
            out.value(rows->date(column));
        }
    }
    write_text(out, "last_touch_kind", *rows, 7);
    write_text(out, "next_touch_kind", *rows, 8);
    out.member("state", name_of(cover.state)).key("cause");
    write_cause(out, cover, reader.actor().language);
    out.end_object();
}

void write_by_rep(json::Writer& out, Reader& reader, const Found& found) {
    std::vector<Id> ids;
    for (const auto& [id, count] : found.by_rep)
        ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    std::unordered_map<Id, std::string> names;
    for (auto& [id, name] : reader.titles("user", ids))
        names[id] = name;
    out.key("by_rep").begin_array();
    for (Id id : ids) {
        out.begin_object();
        write_reference(out, "user", id, names[id]);
        write_share(out, found.by_rep.at(id));
        out.end_object();
    }
    out.end_array();
}

}  // namespace

Result<std::string> coverage_json(records::Workspace& workspace, const Actor& actor,
                                  const CoverageQuery& query) {
    return workspace.read(actor, [&](Reader& reader) -> Result<std::string> {
        KITH_TRY(const Place after, read_cursor(query.cursor));
        KITH_CHECK(check_asked(reader, query));
        Found found = find(reader, query, after);
        std::string cursor;
        if (found.page.size() > static_cast<std::size_t>(query.limit)) {
            found.page.resize(static_cast<std::size_t>(query.limit));
            const Place& last = found.page.back().first;
            cursor = std::to_string(static_cast<int>(last.state)) + "-" + last.account.to_string();
        }
        std::string body;
        json::Writer out(body);
        out.begin_object().key("summary").begin_object();
        write_share(out, found.all);
        out.end_object();
        write_by_rep(out, reader, found);
        for (const auto& [key, counts] :
             {std::pair{"by_type", &found.by_type}, std::pair{"by_category", &found.by_category}}) {
            out.key(key).begin_array();
            for (const auto& [name, count] : *counts) {
                out.begin_object().key(key[3] == 't' ? "account_type" : "category");
                if (name.empty()) {
                    out.null();
                } else {
                    out.value(name);
                }
                write_share(out, count);
                out.end_object();
            }
            out.end_array();
        }
        out.key("rows").begin_array();
        for (const auto& [place, cover] : found.page)
            write_row(out, reader, place.account, cover);
        out.end_array().member("cursor", cursor).member("count", found.rows).end_object();
        return body;
    });
}

}  // namespace kith::process
