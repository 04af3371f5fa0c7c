#include <algorithm>

#include "modules/body_reader.hpp"
#include "modules/process/account_panel.hpp"
#include "modules/process/account_types.hpp"
#include "modules/process/categories.hpp"
#include "modules/process/programs.hpp"
#include "modules/process/reasons.hpp"
#include "modules/process/routes.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

/// Does it, and answers with the panel as it is then.
template <class F>
Result<http::Response> answer_with_panel(Call& call, F&& fn) {
    KITH_TRY(const Id account, call.id());
    return call.workspace.write(call.actor, [&](records::Writer& writer) -> Result<http::Response> {
        KITH_CHECK(fn(writer, account));
        KITH_TRY(std::string body, account_panel_json(writer, account));
        return http::Response::json(std::move(body));
    });
}

struct Pin {
    std::string value, reason;
    std::optional<Date> until;
};

Result<Pin> read_pin(Call& call, const char* member, std::span<const std::string_view> known,
                     const char* code) {
    BodyReader body(call.body);
    Pin pin;
    pin.value = body.required_text(member);
    if (!pin.value.empty() && std::find(known.begin(), known.end(), pin.value) == known.end())
        body.error(member, code);
    pin.reason = body.required_text("reason");
    pin.until = body.date("until");
    if (pin.until &&
        *pin.until < local_date(call.workspace.clock().now(), call.workspace.settings().time_zone)) {
        body.error("until", "process.until_has_passed");
    }
    KITH_CHECK(body.finish());
    return pin;
}

void write_counts(json::Writer& out, const Categorized& counts) {
    out.begin_object().member("accounts", counts.accounts).member("moves", counts.moves);
    for (const char* when : {"before", "after"}) {
        const auto& row = when[0] == 'b' ? counts.before : counts.after;
        out.key(when).begin_object();
        for (std::size_t i = 0; i < 4; ++i)
            out.member(kCategories[i], row[i]);
        out.member("none", row[4]).end_object();
    }
    out.end_object();
}

Result<std::optional<Date>> read_as_of(const Call& call) {
    if (call.body.is_null()) return std::optional<Date>();
    BodyReader body(call.body);
    const auto as_of = body.date("as_of");
    KITH_CHECK(body.finish());
    return as_of;
}

void write_letter(json::Writer& out, const char* name, const std::string& letter) {
    out.key(name);
    if (letter.empty()) {
        out.null();
    } else {
        out.value(letter);
    }
}

}  // namespace

Result<http::Response> get_account_process(Call& call) {
    KITH_TRY(const Id account, call.id());
    KITH_TRY(std::string body, call.workspace.read(call.actor, [&](records::Reader& reader) {
        return account_panel_json(reader, account);
    }));
    return http::Response::json(std::move(body));
}

Result<http::Response> post_type(Call& call) {
    KITH_TRY(const Pin pin, read_pin(call, "account_type", kTypes, "process.not_a_type"));
    return answer_with_panel(call, [&](records::Writer& writer, Id account) {
        return pin_type(writer, account, pin.value, pin.reason, pin.until);
    });
}

Result<http::Response> delete_type(Call& call) {
    return answer_with_panel(call, [](records::Writer& writer, Id account) { return unpin_type(writer, account); });
}

Result<http::Response> post_category(Call& call) {
    KITH_TRY(const Pin pin, read_pin(call, "category", kCategories, "process.not_a_category"));
    return answer_with_panel(call, [&](records::Writer& writer, Id account) {
        return pin_category(writer, account, pin.value, pin.reason, pin.until);
    });
}

Result<http::Response> delete_category(Call& call) {
    return answer_with_panel(call, [](records::Writer& writer, Id account) { return unpin_category(writer, account); });
}

Result<http::Response> post_categories_preview(Call& call) {
    KITH_TRY(const auto as_of, read_as_of(call));
    KITH_CHECK(needs_all_accounts(call.workspace, call.actor));
    const Preview preview = preview_categories(call.workspace, call.actor, as_of);
    std::string body;
    json::Writer out(body);
    out.begin_object().key("moves").begin_array();
    for (const Move& move : preview.moves) {
        out.begin_object()
            .key("account")
            .begin_object()
            .member("id", move.account)
            .member("name", move.name)
            .end_object();
        write_letter(out, "from", move.from);
        write_letter(out, "to", move.to);
        out.member("revenue", move.revenue).key("reason");
        write_reason(out, move.reason, call.actor.language);
        out.end_object();
    }
    out.end_array().key("counts");
    write_counts(out, preview.counts);
    out.end_object();
    return http::Response::json(std::move(body));
}

Result<http::Response> post_categories_apply(Call& call) {
    KITH_TRY(const auto as_of, read_as_of(call));
    KITH_CHECK(needs_all_accounts(call.workspace, call.actor));
    KITH_TRY(const Categorized counts, categorize(call.workspace, call.actor, as_of, true));
    std::string body;
    json::Writer out(body);
    out.begin_object().key("counts");
    write_counts(out, counts);
    out.end_object();
    return http::Response::json(std::move(body));
}

Result<http::Response> post_categories_suggest(Call& call) {
    KITH_TRY(const auto as_of, read_as_of(call));
    KITH_CHECK(needs_all_accounts(call.workspace, call.actor));
    KITH_TRY(const auto suggested, suggest_thresholds(call.workspace, call.actor, as_of));
    std::string body;
    json::Writer out(body);
    out.begin_object().member("currency", suggested.from[0].currency);
    out.member("a_from", suggested.from[0]).member("b_from", suggested.from[1]).member("c_from", suggested.from[2]);
    out.member("customers", suggested.customers).key("counts").begin_object();
    for (std::size_t i = 0; i < 4; ++i)
        out.member(std::string_view("ABCD").substr(i, 1), suggested.counts[i]);
    out.end_object().end_object();
    return http::Response::json(std::move(body));
}

}  // namespace kith::process
