#include "modules/data/import/import_file.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <utility>

#include "base/text.hpp"
#include "modules/data/import/offer_fields.hpp"
#include "modules/data/import/transform_option.hpp"

namespace kith::imports {

namespace {

constexpr double kKnownScore = 2;  // beyond what any suggestion has

Error wrong_option(std::string_view option) { return {ErrorKind::Invalid, "import.wrong_option", {{"option", std::string(option)}}}; }

const Column* find_column(const std::vector<Column>& columns, std::string_view name) {
    for (const auto& column : columns)
        if (column.name == name) return &column;
    const std::string wanted = text::fold(name);
    for (const auto& column : columns)
        if (!wanted.empty() && text::fold(column.name) == wanted) return &column;
    int number = 0;  // a file without names: the column's number, from 1
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool whole = error == std::errc() && end == name.data() + name.size();
    return whole && number >= 1 && number <= std::ssize(columns) ? &columns[static_cast<std::size_t>(number - 1)] : nullptr;
}

/// "Column=field:key" onto the mapping: another source of that field, and other places of that column that nobody
/// asked for (not in `asked`), go.
Result<void> map_column(Mapping& mapping, const std::vector<Column>& columns, const std::string& option, std::vector<std::string>& asked) {
    const std::size_t equals = option.rfind('=');
    if (equals == std::string::npos) return wrong_option(option);
    const auto* column = find_column(columns, option.substr(0, equals));
    if (column == nullptr) return Error{ErrorKind::Invalid, "import.no_such_column", {{"column", option.substr(0, equals)}}};
    std::string field = option.substr(equals + 1);
    std::string by;
    if (const std::size_t colon = field.find(':'); colon != std::string::npos) {
        by = field.substr(colon + 1);
        field.resize(colon);
    }
    std::erase_if(mapping.columns, [&](const auto& target) {
        const bool wanted = !field.empty() && std::find(asked.begin(), asked.end(), target.field) != asked.end();
        return (target.column == column->index && !wanted) || target.field == field;
    });
    std::erase_if(mapping.constants, [&](const auto& constant) { return constant.field == field; });
    asked.push_back(field);
    if (!field.empty()) mapping.columns.push_back({column->index, std::move(field), std::move(by), false, 1});
    return {};
}

/// A whole name goes to the fields that the object's title is composed of.
Result<void> split_column(Mapping& mapping, const records::Object& object, int column, const std::string& option) {
    const auto* title = object.field(object.title_field);
    if (title == nullptr || title->compose.size() != 2) return wrong_option(option);
    std::erase_if(mapping.columns, [&](const auto& target) {
        return target.column == column || std::find(title->compose.begin(), title->compose.end(), target.field) != title->compose.end();
    });
    for (const auto kind : {Transform::Kind::SplitFirst, Transform::Kind::SplitLast}) {
        ColumnTarget target;
        target.column = column;
        target.field = title->compose[kind == Transform::Kind::SplitFirst ? 0 : 1];
        target.score = 1;
        target.transforms.emplace_back().kind = kind;
        mapping.columns.push_back(std::move(target));
    }
    return {};
}

Result<void> transform_column(Mapping& mapping, const records::Object& object, const std::vector<Column>& columns, const std::string& option) {
    KITH_TRY(const auto asked, read_transform_option(option));
    const auto* column = find_column(columns, asked.column);
    if (column == nullptr) return Error{ErrorKind::Invalid, "import.no_such_column", {{"column", asked.column}}};
    if (asked.kind == "split_name") return split_column(mapping, object, column->index, option);
    KITH_TRY(const auto transforms, read_transforms(asked.transform, column->name));
    bool any = false;
    const auto add = [&](auto& places) {
        for (auto& place : places) {
            if (place.column != column->index) continue;
            place.transforms.insert(place.transforms.end(), transforms.begin(), transforms.end());
            any = true;
        }
    };
    add(mapping.columns);
    add(mapping.new_fields);
    if (!any) return Error{ErrorKind::Invalid, "import.column_goes_nowhere", {{"column", asked.column}}};
    return {};
}

Result<void> ask_for_field(Mapping& mapping, const records::Object& object, const std::vector<Column>& columns, const std::string& option) {
    if (option == "*") {
        auto all = offer_fields(object, mapping, columns);
        std::move(all.begin(), all.end(), std::back_inserter(mapping.new_fields));
        return {};
    }
    const auto* column = find_column(columns, option);
    std::string type;
    if (const std::size_t equals = option.rfind('='); column == nullptr && equals != std::string::npos) {
        column = find_column(columns, option.substr(0, equals));
        type = option.substr(equals + 1);
    }
    if (column == nullptr) return Error{ErrorKind::Invalid, "import.no_such_column", {{"column", option}}};
    NewField field = offer_field(object, *column);
    if (!type.empty() && type != field.type) {
        field.type = type;
        field.options.clear();
    }
    field.name.clear();  // two of the same name are told apart when they are made
    mapping.new_fields.push_back(std::move(field));
    return {};
}

Result<void> set_constant(Mapping& mapping, const std::string& option) {
    const std::size_t equals = option.find('=');
    if (equals == std::string::npos || equals == 0) return wrong_option(option);
    const std::string field = option.substr(0, equals);
    std::erase_if(mapping.columns, [&](const auto& target) { return target.field == field; });
    std::erase_if(mapping.constants, [&](const auto& constant) { return constant.field == field; });
    mapping.constants.push_back({field, option.substr(equals + 1)});
    return {};
}

Result<void> allow_creating(Mapping& mapping, const records::Object& object, const std::string& name) {
    bool any = false;
    for (auto& target : mapping.columns) {
        const auto* field = object.field(target.field);
        if (field == nullptr || !field->is_reference() || field->target->name != name) continue;
        target.create = true;
        any = true;
    }
    if (!any) return wrong_option(name);
    return {};
}

/// What the columns show, where nobody has said it: told only, each column is still read by what it shows itself.
void show_formats(Dialect& dialect, const std::vector<Column>& columns) {
    int points = 0, commas = 0, day_first = 0, month_first = 0;
    for (const auto& column : columns) {
        const ColumnFormat format = column.profile.format();
        points += format.mark == DecimalMark::Point;
        commas += format.mark == DecimalMark::Comma;
        day_first += format.order == DateOrder::DayFirst;
        month_first += format.order == DateOrder::MonthFirst;
    }
    if (dialect.decimal == DecimalMark::Unknown && points != commas) dialect.decimal = points > commas ? DecimalMark::Point : DecimalMark::Comma;
    if (dialect.dates == DateOrder::Unknown && day_first != month_first) dialect.dates = day_first > month_first ? DateOrder::DayFirst : DateOrder::MonthFirst;
}

void write_offers(json::Writer& out, const Preview& preview) {
    out.key("unknown").begin_array();
    for (const auto& field : preview.unknown) {
        const Column& column = preview.columns[static_cast<std::size_t>(field.column)];
        out.begin_object();
        write_members(out, field, preview.columns);
        out.key("samples").begin_array();
        for (const auto& sample : column.samples) out.value(sample);
        out.end_array().end_object();
    }
    out.end_array();
}

/// What the export's parts become stands in place of what names and values alone suggest; the last part, which the
/// others are for, first of all.
void put_known_first(const KnownFile& known, std::vector<Suggestion>& suggestions) {
    for (const auto& part : known.parts) {
        std::erase_if(suggestions, [&](const auto& other) { return other.mapping.object == part.object; });
        suggestions.insert(suggestions.begin(), {part, kKnownScore});
    }
}

/// One that a part takes, or that is the other system's bookkeeping.
bool is_known_column(const KnownFile& known, int column, const std::vector<Column>& columns) {
    if (std::find(known.ignored.begin(), known.ignored.end(), column) != known.ignored.end()) return true;
    return std::any_of(known.parts.begin(), known.parts.end(), [&](const auto& part) { return used_columns(part, columns)[static_cast<std::size_t>(column)]; });
}

std::vector<NewField> offers_of(const Preview& preview, const records::Object& object) {
    auto out = offer_fields(object, preview.chosen.mapping, preview.columns);
    if (preview.known) std::erase_if(out, [&](const auto& field) { return is_known_column(*preview.known, field.column, preview.columns); });
    return out;
}

}  // namespace

Recall recall_for(records::Workspace& workspace, const Actor& actor) {
    return [&workspace, &actor](const std::vector<Column>& columns) {
        return workspace.read(actor, [&](records::Reader& reader) -> std::optional<SavedMapping> {
            auto saved = recall(reader.sql(), columns);
            if (!saved || !reader.object_for(saved->object, records::Right::Create)) return std::nullopt;
            return saved;
        });
    };
}

Result<Preview> preview(const records::Schema& schema, const ImportWish& wish, std::string_view file_name, const Recall& recall) {
    Preview out;
    KITH_TRY(out.file, detect(wish.path, json::Value(wish.dialect)));
    out.columns = columns_of(out.file);
    show_formats(out.file.dialect, out.columns);
    // What is packed in the file, and a workbook's sheet, tell by their names too what the rows are.
    std::string called(out.file.dialect.entry.empty() ? file_name : std::string_view(out.file.dialect.entry));
    if (!out.file.dialect.sheet.empty()) called += " " + out.file.dialect.sheet;
    out.others = suggest(schema, out.columns, called);
    const bool cards = out.file.dialect.format == Format::Vcard && schema.find("contact") != nullptr;
    if (cards) std::stable_partition(out.others.begin(), out.others.end(), [](const auto& other) { return other.mapping.object == "contact"; });
    if (out.file.dialect.format != Format::Vcard) out.known = recognise(schema, out.columns);
    if (out.known) put_known_first(*out.known, out.others);
    if (!wish.mapping_json.empty()) {
        KITH_TRY(const json::Value value, json::parse(wish.mapping_json));
        KITH_TRY(out.chosen.mapping, read_mapping(value, out.columns));
        if (!wish.object.empty()) out.chosen.mapping.object = wish.object;
    } else if (wish.object.empty()) {
        out.chosen = out.others.front();
    } else {
        const auto* object = schema.find(wish.object);
        if (object == nullptr) return Error{ErrorKind::Invalid, "import.unknown_object", {{"object", wish.object}}};
        const auto known = std::find_if(out.others.begin(), out.others.end(), [&](const auto& other) { return out.known && other.mapping.object == wish.object; });
        out.chosen = known != out.others.end() ? *known : suggest_for(*object, out.columns, called);
    }
    if (recall && wish.mapping_json.empty()) {
        auto saved = recall(out.columns);
        auto fitting = saved && (wish.object.empty() || wish.object == saved->object) ? still_fitting(*saved, schema, out.columns) : std::nullopt;
        if (fitting) {
            out.chosen = {std::move(*fitting), 1};
            out.remembered = std::move(saved);
        }
    }
    Mapping& mapping = out.chosen.mapping;
    // A card's company is a customer, who may not be here yet.
    if (cards && mapping.object == "contact" && wish.mapping_json.empty() && !out.remembered)
        for (auto& target : mapping.columns) target.create = target.create || target.field == "account";
    std::vector<std::string> asked;
    for (const auto& option : wish.map) KITH_CHECK(map_column(mapping, out.columns, option, asked));
    for (const auto& option : wish.set) KITH_CHECK(set_constant(mapping, option));
    if (!wish.match.is_null()) {
        KITH_TRY(mapping.match, read_match(wish.match));
    }
    if (!wish.currency.empty()) mapping.currency = wish.currency;
    if (wish.only_new) mapping.match.then = Then::Skip;
    mapping.leave_missing = mapping.leave_missing || wish.leave_missing;
    if (const auto* object = schema.find(mapping.object)) {
        for (const auto& option : wish.new_fields) KITH_CHECK(ask_for_field(mapping, *object, out.columns, option));
        for (const auto& option : wish.transform) KITH_CHECK(transform_column(mapping, *object, out.columns, option));
    }
    KITH_CHECK(check(mapping, schema, out.columns));
    const auto& object = *schema.find(mapping.object);
    for (const auto& name : wish.create) KITH_CHECK(allow_creating(mapping, object, name));
    out.unknown = offers_of(out, object);
    return out;
}

void leave_out_hidden(Preview& preview, const records::Schema& schema, const ImportWish& wish, const Actor& actor) {
    const auto may_make = [&](std::string_view name) {
        const auto* object = schema.find(name);
        return object != nullptr && object->allows(actor, records::Right::Create);
    };
    std::erase_if(preview.others, [&](const auto& other) { return !may_make(other.mapping.object); });
    if (!wish.mapping_json.empty()) return;
    if (wish.object.empty() && !may_make(preview.chosen.mapping.object) && !preview.others.empty()) preview.chosen = preview.others.front();
    Mapping& mapping = preview.chosen.mapping;
    const auto& object = *schema.find(mapping.object);
    const auto hidden = [&](const std::string& name) {
        const auto* field = object.field(name);
        return field != nullptr && (!field->readers.contains(actor.role) || !field->writers.contains(actor.role));
    };
    std::erase_if(mapping.columns, [&](const auto& target) { return hidden(target.field); });
    std::erase_if(mapping.constants, [&](const auto& constant) { return hidden(constant.field); });
    std::erase_if(mapping.match.rules, [&](const auto& rule) { return std::any_of(rule.fields.begin(), rule.fields.end(), hidden); });
    preview.unknown = offers_of(preview, object);
}

void write_members(json::Writer& out, const Preview& preview, std::string_view language) {
    out.member("bytes", preview.file.bytes);
    write_members(out, preview.file.dialect);
    const auto list = [&](std::string_view name, const std::vector<std::string>& items) {
        out.key(name).begin_array();
        for (const auto& item : items) out.value(std::string_view(item));
        out.end_array();
    };
    list("entries", preview.file.entries);
    list("sheets", preview.file.sheets);
    out.member("rows_estimate", preview.file.rows_estimate);
    out.key("columns").begin_array();
    for (const auto& column : preview.columns) {
        out.begin_object().member("index", column.index).member("name", std::string_view(column.name));
        out.member("filled", column.profile.filled()).member("ambiguous", column.profile.is_ambiguous());
        out.key("samples").begin_array();
        for (const auto& sample : column.samples) out.value(std::string_view(sample));
        out.end_array().end_object();
    }
    out.end_array().key("known");
    write_json(out, preview.known, language);
    out.key("suggestion");
    write_json(out, preview.chosen.mapping, preview.columns, preview.chosen.score);
    out.member("remembered", preview.remembered.has_value()).key("remembered_as");
    if (preview.remembered) {
        out.begin_object();
        write_members(out, *preview.remembered);
        out.end_object();
    } else {
        out.null();
    }
    write_offers(out, preview);
    out.key("objects").begin_array();
    for (const auto& other : preview.others)
        out.begin_object().member("object", std::string_view(other.mapping.object)).member("score", other.score).end_object();
    out.end_array();
}

Result<Job> import_file(records::Workspace& workspace, const Actor& actor, const ImportWish& wish, const Preview& preview, Control& control) {
    Job job;
    job.id = workspace.ids().next();
    job.name = std::filesystem::path(wish.path).filename().string();
    job.object = preview.chosen.mapping.object;
    job.actor = actor.user;
    job.created_at = workspace.clock().now();
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        insert(tx, job);
        return {};
    }));
    RunRequest request;
    // Wherever it is gone on from.
    request.path = std::filesystem::absolute(wish.path).string();
    request.dialect = json::Value(wish.dialect);
    request.mapping = preview.chosen.mapping;
    request.dry_run = wish.dry_run;
    request.failed_path = wish.failed_path.empty() ? "" : std::filesystem::absolute(wish.failed_path).string();
    return run_job(workspace, actor, std::move(job), request, control);
}

}  // namespace kith::imports
