#include <algorithm>

#include "base/i18n.hpp"
#include "base/text.hpp"
#include "modules/data/routes.hpp"
#include "records/fields/field_kind.hpp"
#include "records/formula/check.hpp"
#include "records/formula/functions.hpp"
#include "records/formula/to_sql.hpp"

namespace kith::data {
namespace {

using records::Field;
using records::Object;
namespace formula = records::formula;

constexpr std::size_t kMostCompletions = 30;
constexpr int kSamples = 3;

/// Places as editors count them, in UTF-16 units; and back.
std::size_t units(std::string_view text) {
    std::size_t out = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) out += byte >= 0xF0 ? 2 : 1;
    }
    return out;
}
std::size_t byte_at(std::string_view text, std::size_t wanted) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < wanted;) {
        count += static_cast<unsigned char>(text[at]) >= 0xF0 ? 2 : 1;
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    }
    return at;
}

bool in_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || text::is_digit(c); }

/// What may stand where somebody writes: fields, those of a related record behind its point, functions, words.
class Completions {
public:
    Completions(json::Writer& out, const Object& object, std::string_view text, std::size_t at, std::string_view language)
        : out_(out), object_(object), text_(text), language_(language) {
        end_ = byte_at(text, at);
        begin_ = end_;
        while (begin_ > 0 && in_name(text[begin_ - 1])) --begin_;
        wanted_ = text::lower_ascii(std::string(text.substr(begin_, end_ - begin_)));
    }

    void write() {
        out_.key("completions").begin_array();
        if (begin_ > 0 && text_[begin_ - 1] == '.') {
            auto start = begin_ - 1;
            while (start > 0 && in_name(text_[start - 1])) --start;
            const Field* over = object_.field(text_.substr(start, begin_ - 1 - start));
            if (over != nullptr && over->target != nullptr) fields(*over->target);
        } else {
            fields(object_);
            for (const auto& [name, form] : formula::offered_functions())
                offer(name, name == "not" ? std::string(name) + " " : std::string(name) + "(", form, name == "not" ? "word" : "function");
            for (const char* word : {"and", "or", "true", "false", "empty"}) offer(word, word, word, "word");
        }
        out_.end_array();
    }

private:
    void fields(const Object& object) {
        for (const auto& field : object.fields) {
            const auto label = records::label_in(field.label, language_);
            const bool of_label = !wanted_.empty() && text::fold(label).starts_with(text::fold(wanted_));
            offer(of_label ? wanted_ : field.name, field.name, label, field.is_reference() ? "related" : "field");
        }
    }
    void offer(std::string_view name, std::string_view insert, std::string_view label, std::string_view kind) {
        if (!name.starts_with(wanted_) || ++count_ > kMostCompletions) return;
        out_.begin_object().member("insert", insert).member("from", static_cast<std::int64_t>(units(text_.substr(0, begin_))));
        out_.member("to", static_cast<std::int64_t>(units(text_.substr(0, end_)))).member("label", label).member("kind", kind).end_object();
    }

    json::Writer& out_;
    const Object& object_;
    std::string_view text_, language_;
    std::size_t begin_ = 0, end_ = 0;
    std::string wanted_;
    std::size_t count_ = 0;
};

void write_problems(json::Writer& out, std::string_view text, const std::vector<formula::Problem>& problems, std::string_view language) {
    out.key("errors").begin_array();
    for (const auto& problem : problems) {
        out.begin_object().member("from", static_cast<std::int64_t>(units(text.substr(0, problem.from))));
        out.member("to", static_cast<std::int64_t>(units(text.substr(0, problem.to)))).member("code", problem.code);
        out.member("message", i18n::text(language, problem.code, problem.params)).end_object();
    }
    out.end_array();
}

/// What the newest records would show.
Result<void> write_samples(json::Writer& out, records::Reader& reader, const Object& object, const formula::Expression& tree) {
    records::Query query;
    query.object = object.name;
    query.limit = kSamples;
    KITH_TRY(const auto page, reader.query(query));
    const auto& kind = records::kind_of(*formula::field_type(tree.type));
    std::string sql;
    for (const auto& column : formula::columns(tree, reader.sql().engine())) sql += (sql.empty() ? "SELECT " : ", ") + formula::with_alias(column, "t");
    out.key("sample").begin_array();
    for (const auto& record : page.records) {
        auto rows = reader.sql().query(sql + " FROM " + object.table + " t WHERE t.id = $1", record.id);
        if (!rows.next()) continue;
        out.begin_object().member("record", record.id).member("title", record.title()).key("value");
        rows->is_null(0) ? void(out.null()) : kind.write_row(out, *rows, 0);
        out.end_object();
    }
    out.end_array();
    return {};
}

Result<std::string> answer(records::Reader& reader, std::string_view object_name, std::string_view text, std::string_view field, std::optional<std::size_t> at) {
    KITH_TRY(const Object* object, reader.object_for(object_name, records::Right::See));
    const auto& language = reader.actor().language;
    auto checked = formula::read(*object, text, [&](const Field& used) -> std::string {
        if (used.object == object && used.name == field) return "formula.cycle";
        return used.problem ? "formula.broken_field" : "";
    });
    auto& problems = checked.problems;
    const auto type = formula::field_type(checked.tree.type);
    if (problems.empty() && !type)
        problems.push_back({0, text.size(), "formula.no_result", {{"type", std::string(formula::name_of(checked.tree.type))}}});
    if (problems.empty() && formula::depth_of(formula::to_sql(checked.tree, db::Engine::Sqlite)) > formula::kMostDepth)
        problems.push_back({0, text.size(), "formula.too_deep", {}});
    std::string body;
    json::Writer out(body);
    out.begin_object().key("type");
    problems.empty() ? out.value(records::name_of(*type)) : out.null();
    write_problems(out, text, problems, language);
    Completions(out, *object, text, at.value_or(units(text)), language).write();
    if (problems.empty()) KITH_CHECK(write_samples(out, reader, *object, checked.tree));
    out.end_object();
    return body;
}

}  // namespace

Result<http::Response> check_formula(Call& call) {
    const auto* text = call.body["formula"].string();
    if (text == nullptr)
        return Error{ErrorKind::Invalid, "formula.wrong", {}, {{"formula", "field.not_text", {}}}, {}, {}};
    const auto* at = call.body["at"].integer();
    KITH_TRY(auto body, call.workspace.read(call.actor, [&](records::Reader& reader) {
        return answer(reader, call.request.param("object"), *text, call.body.text("field"),
                      at == nullptr || *at < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(*at)));
    }));
    return http::Response::json(std::move(body));
}

}  // namespace kith::data
