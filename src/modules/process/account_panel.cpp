#include "modules/process/account_panel.hpp"

#include "modules/process/coverage.hpp"
#include "modules/process/programs.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/reasons.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

using records::Reader;
using records::Record;

void write_field(json::Writer& out, const Record& account, std::string_view field, std::string_view name) {
    out.key(name);
    records::write_value(out, *account.object->field(field), account[field]);
}

void write_why(json::Writer& out, const Record& account, std::string_view field, std::string_view name,
               std::string_view language) {
    out.key(name);
    const auto* reason = std::get_if<json::Value>(&account[field]);
    write_reason(out, reason != nullptr ? *reason : json::Value(), language);
}

void write_program(json::Writer& out, const Programs& programs, const Record& account) {
    out.key("program");
    const int index = programs.find(account.text("account_type"), account.text("category"));
    if (index == kNone) {
        out.null();
        return;
    }
    const Program& program = programs.programs[static_cast<std::size_t>(index)];
    out.begin_object()
        .member("id", program.id)
        .member("name", program.name)
        .member("goal", program.goal)
        .key("touchpoints")
        .begin_array();
    for (int t : program.touchpoints) {
        const Touchpoint& tp = programs.touchpoints[static_cast<std::size_t>(t)];
        out.begin_object()
            .member("id", tp.id)
            .member("name", tp.name)
            .member("kind", tp.kind)
            .member("mode", name_of(tp.plan.mode));
        out.member("times_per_year", tp.plan.times_per_year).end_object();
    }
    out.end_array().end_object();
}

void write_touches(json::Writer& out, Reader& reader, Id account) {
    out.key("last_touches").begin_array();
    {
        auto rows = ask(reader, std::string(statement("panel_last")), {db::bind(account)});
        while (rows.next()) {
            out.begin_object()
                .member("id", rows->id(0))
                .member("at", rows->instant(1))
                .member("kind", rows->text(2));
            out.member("mode", rows->text(3)).member("text", rows->text(4)).end_object();
        }
    }
    out.end_array().key("next_touches").begin_array();
    auto rows = ask(reader, std::string(statement("panel_next")), {db::bind(account)});
    while (rows.next()) {
        out.begin_object()
            .member("touch", rows->id(0))
            .member("name", rows->text(1))
            .member("kind", rows->text(2));
        out.member("mode", rows->text(3))
            .member("week", IsoWeek::of(rows->date(4)).to_string())
            .member("from", rows->date(4));
        out.member("minutes", rows->integer(5)).key("owner");
        if (rows->is_null(6)) {
            out.null();
        } else {
            out.begin_object().member("id", rows->id(6)).member("name", rows->text(7)).end_object();
        }
        out.end_object();
    }
    out.end_array();
}

}  // namespace

Result<std::string> account_panel_json(Reader& reader, Id id) {
    KITH_TRY(const Record account, reader.get("account", id));
    const std::string& language = reader.actor().language;
    std::string body;
    json::Writer out(body);
    out.begin_object();
    write_field(out, account, "account_type", "account_type");
    write_why(out, account, "account_type_reason", "type_reason", language);
    out.member("type_pinned", account.boolean("account_type_pinned"));
    write_field(out, account, "account_type_until", "type_until");
    write_field(out, account, "category", "category");
    write_why(out, account, "category_reason", "category_reason", language);
    out.member("category_pinned", account.boolean("category_pinned"));
    write_field(out, account, "category_until", "category_until");
    write_field(out, account, "revenue", "revenue");
    write_field(out, account, "last_human_touch", "last_human_touch");
    write_program(out, Programs::load(reader.sql()), account);
    write_touches(out, reader, id);
    out.key("coverage");
    bool covered = false;
    cover_all(reader, id, [&](const Covered& c) {
        covered = true;
        out.begin_object().member("state", name_of(c.cover.state)).key("cause");
        write_cause(out, c.cover, language);
        out.end_object();
    });
    if (!covered) out.null();
    out.end_object();
    return body;
}

}  // namespace kith::process
