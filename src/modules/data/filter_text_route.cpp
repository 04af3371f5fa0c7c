#include <algorithm>

#include "base/i18n.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "modules/data/routes.hpp"
#include "records/filter/text/filter_text.hpp"
#include "records/filter_context.hpp"

namespace kith::data {
namespace {

using records::Object;
namespace filter = records::filter;

/// Records by their titles, as far as this person sees them.
class Titles final : public filter::References {
public:
    explicit Titles(records::Reader& reader) : reader_(reader) {}

    std::vector<Id> named(const Object& object, std::string_view title) override {
        auto query = about(object, 2);
        query.filter = compared(object, "eq", title);
        auto found = ids(query);
        if (!found.empty()) return found;
        // Nobody types capitals and accents to please a machine.
        const auto wanted = text::fold(title);
        for (const auto& record : beginning_with(object, title, 50))
            if (text::fold(record.title()) == wanted) found.push_back(record.id);
        return found;
    }

    std::string title(const Object& object, Id id) override {
        const auto titles = reader_.titles(object.name, {&id, 1});
        return titles.empty() ? std::string() : titles.front().second;
    }

    std::vector<std::string> beginning(const Object& object, std::string_view with) override {
        std::vector<std::string> out;
        for (const auto& record : beginning_with(object, with, 8)) out.push_back(record.title());
        return out;
    }

private:
    static records::Query about(const Object& object, int limit) {
        records::Query query;
        query.object = object.name;
        query.limit = limit;
        return query;
    }
    static json::Value compared(const Object& object, const char* op, std::string_view with) {
        return json::Object{{"field", object.title_field}, {"op", op}, {"value", with}};
    }
    std::vector<Id> ids(const records::Query& query) {
        std::vector<Id> out;
        if (const auto page = reader_.query(query))
            for (const auto& record : page->records) out.push_back(record.id);
        return out;
    }
    /// By the search's index where there is one: a folder of a million names is not read for a letter.
    std::vector<records::Record> beginning_with(const Object& object, std::string_view with, int limit) {
        auto query = about(object, limit);
        if (!text::fold(with).empty()) {
            if (object.searchable) query.search = std::string(with);
            else query.filter = compared(object, "starts_with", with);
        }
        const auto page = reader_.query(query);
        return page ? page->records : std::vector<records::Record>{};
    }

    records::Reader& reader_;
};

/// A place in UTF-8 as UTF-16 counts it, as browsers do.
std::int64_t utf16(std::string_view text, std::size_t at) {
    std::int64_t units = 0;
    for (std::size_t i = 0; i < std::min(at, text.size()); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
    }
    return units;
}

std::size_t bytes_before(std::string_view text, std::int64_t units) {
    std::size_t at = 0;
    for (std::int64_t seen = 0; at < text.size() && seen < units;) {
        seen += static_cast<unsigned char>(text[at]) >= 0xF0 ? 2 : 1;
        for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;) ++at;
    }
    return at;
}

void write_errors(json::Writer& out, std::string_view text, const std::optional<filter::TextError>& error, const std::string& language) {
    out.key("errors").begin_array();
    if (error) {
        out.begin_object().member("from", utf16(text, error->from)).member("to", utf16(text, error->to));
        out.member("code", error->code).member("message", i18n::text(language, error->code, error->params)).end_object();
    }
    out.end_array();
}

void write_completions(json::Writer& out, std::string_view text, const std::vector<filter::Completion>& completions) {
    out.key("completions").begin_array();
    for (const auto& one : completions) {
        out.begin_object().member("insert", one.insert).member("from", utf16(text, one.from)).member("to", utf16(text, one.to));
        out.member("label", one.label).member("kind", one.kind).end_object();
    }
    out.end_array();
}

Error wrong(std::string member, std::string code, Params params = {}) {
    Error error{.kind = ErrorKind::Invalid, .code = "query.wrong"};
    error.fields.push_back({std::move(member), std::move(code), std::move(params)});
    return error;
}

struct Asked {
    const std::string* text = nullptr;
    const json::Value* filter = nullptr;
    std::optional<std::int64_t> at;

    static Result<Asked> read(const json::Value& body) {
        if (body.object() == nullptr) return wrong("", "query.not_an_object");
        Asked out;
        for (const auto& [name, value] : *body.object()) {
            if (name == "text") {
                if (!value.is_null() && value.string() == nullptr) return wrong(name, "field.not_text");
                out.text = value.string();
            } else if (name == "filter") {
                out.filter = &value;
            } else if (name == "at") {
                if (!value.is_null() && (value.integer() == nullptr || *value.integer() < 0)) return wrong(name, "field.not_an_integer");
                if (!value.is_null()) out.at = *value.integer();
            } else {
                return wrong(name, "query.unknown_member", {{"name", name}});
            }
        }
        return out;
    }
};

}  // namespace

Result<http::Response> post_filter_text(Call& call) {
    KITH_TRY(const auto asked, Asked::read(call.body));
    std::string body;
    KITH_CHECK(call.workspace.read(call.actor, [&](records::Reader& reader) -> Result<void> {
        KITH_TRY(const Object* object, reader.object_for(call.request.param("object"), records::Right::See));
        const auto tree_context = filter_context(reader);
        Titles titles(reader);
        const filter::TextContext context{tree_context, call.actor.language, titles};
        const std::string_view text = asked.text == nullptr ? std::string_view() : *asked.text;
        filter::ParsedText parsed;
        if (asked.text != nullptr) {
            parsed = filter::parse_text(*object, text, context);
        } else if (asked.filter != nullptr) {
            KITH_CHECK(filter::read(*object, *asked.filter, tree_context));
            parsed.filter = filter::canonical(*object, *asked.filter, tree_context);
        }
        json::Writer out(body);
        out.begin_object().member("filter", parsed.filter);
        out.member("text", parsed.error ? std::string(text) : filter::print_text(*object, parsed.filter, context));
        write_errors(out, text, parsed.error, call.actor.language);
        write_completions(out, text, asked.at ? filter::complete_text(*object, text, bytes_before(text, *asked.at), context)
                                              : std::vector<filter::Completion>{});
        out.end_object();
        return {};
    }));
    return http::Response::json(std::move(body));
}

}  // namespace kith::data
