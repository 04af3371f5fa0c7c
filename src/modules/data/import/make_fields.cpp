#include "modules/data/import/make_fields.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "modules/data/import/offer_fields.hpp"
#include "modules/data/import/open_rows.hpp"
#include "modules/data/import/read_cell.hpp"
#include "records/metadata/change_object.hpp"
#include "records/metadata/stored.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kMostOptions = 200;

/// The options of one field while the file is read.
struct Gathered {
    NewField* field;
    bool several;
    Transforms transforms;
    std::set<std::string> known;  // folded
    Taken values;

    void add(std::string_view cell) {
        std::string changed;
        if (!transforms.none()) {
            auto applied = transforms.apply(cell);
            if (!applied) return;  // the row will tell
            changed = std::move(*applied);
            cell = changed;
        }
        const auto texts = several ? split_list(cell, true) : std::vector<std::string_view>{text::trim(cell)};
        for (const auto text : texts) {
            if (text.empty() || !known.insert(text::fold(text)).second) continue;
            field->options.push_back({new_name(text, "option", values), {{"en", std::string(text)}}});
        }
    }
};

json::Value labels_json(const records::Labels& labels) {
    json::Object out;
    for (const auto& [language, text] : labels) out.emplace_back(language, text);
    return out;
}

json::Value field_json(const NewField& field) {
    json::Object out{{"name", field.name}, {"type", field.type}, {"label", labels_json(field.labels)}, {"custom", true}};
    if (field.type == "select" || field.type == "multi_select") {
        json::Array options;
        for (const auto& option : field.options) options.emplace_back(json::Object{{"value", option.value}, {"label", labels_json(option.label)}});
        out.emplace_back("options", std::move(options));
    }
    return out;
}

Error with_column(Error error, const Mapping& mapping, const std::vector<Column>& columns) {
    for (auto& problem : error.fields)
        for (const auto& field : mapping.new_fields)
            if (problem.field.starts_with("fields." + field.name + "."))
                problem.field = columns[static_cast<std::size_t>(field.column)].name + ": " + problem.field;
    return error;
}

}  // namespace

Result<void> complete_options(Mapping& mapping, const std::string& path, const Dialect& dialect, const std::vector<Column>& columns) {
    std::vector<Gathered> gathered;
    for (auto& field : mapping.new_fields) {
        if (field.type != "select" && field.type != "multi_select") continue;
        Gathered one{&field, field.type == "multi_select", Transforms(field.transforms, columns[static_cast<std::size_t>(field.column)].profile.format()), {}, {}};
        for (auto& option : field.options) {
            const std::string label(records::label_in(option.label, "en"));
            if (option.value.empty()) option.value = new_name(label, "option", one.values);
            else one.values.push_back(option.value);
            one.known.insert(text::fold(option.value));
            for (const auto& [language, text] : option.label) one.known.insert(text::fold(text));
        }
        gathered.push_back(std::move(one));
    }
    if (gathered.empty()) return {};
    KITH_TRY(const auto source, open_rows(path, dialect));
    SourceRow row;
    while (true) {
        KITH_TRY(const bool more, source->next(row));
        if (!more) break;
        if (row.number <= dialect.header_row || !is_usable(row.problem)) continue;
        for (auto& one : gathered) {
            const auto at = static_cast<std::size_t>(one.field->column);
            if (at < row.cells.size()) one.add(row.cells[at]);
            if (one.field->options.size() > kMostOptions)
                return Error{ErrorKind::Invalid, "import.too_many_options", {{"column", columns[at].name}, {"limit", std::to_string(kMostOptions)}}};
        }
    }
    return {};
}

Result<void> check_may_make_fields(const Actor& actor) {
    const bool limited = actor.limits != nullptr && (actor.limits->read_only || !actor.limits->objects.empty());
    if (actor.acts_as() == Role::Administrator && !limited) return {};
    return Error{ErrorKind::Forbidden, "import.new_fields_not_allowed"};
}

Result<void> make_fields(records::Workspace& workspace, const Actor& actor, Mapping& mapping, const std::vector<Column>& columns) {
    KITH_CHECK(check_may_make_fields(actor));
    const auto made = workspace.write(actor, [&](records::Writer& writer) -> Result<void> {
        Taken taken;  // also by fields that are retired
        const auto file = records::object_file(writer.schema(), records::read_customization(writer.sql()), mapping.object);
        if (const auto* known = file["fields"].array())
            for (const auto& field : *known) taken.emplace_back(field.text("name"));
        json::Array fields;
        for (auto& field : mapping.new_fields) {
            const bool named = !field.name.empty();
            if (named && std::find(taken.begin(), taken.end(), field.name) != taken.end())
                return Error{ErrorKind::Invalid, "import.field_name_taken", {{"field", field.name}}};
            if (named) taken.push_back(field.name);
            else field.name = new_name(records::label_in(field.labels, "en"), "column_" + std::to_string(field.column + 1), taken);
            fields.push_back(field_json(field));
        }
        KITH_CHECK(records::change_object(writer, {.object = mapping.object, .delta = json::Object{{"fields", std::move(fields)}}, .create = false, .new_field = {}, .version = {}}));
        return {};
    });
    if (!made) return with_column(made.error(), mapping, columns);
    for (auto& field : mapping.new_fields) {
        ColumnTarget target;
        target.column = field.column;
        target.field = field.name;
        target.transforms = std::move(field.transforms);
        target.score = 1;
        mapping.columns.push_back(std::move(target));
    }
    mapping.new_fields.clear();
    return {};
}

}  // namespace kith::imports
