#include "modules/data/import/import_file.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <utility>

#include "base/text.hpp"

namespace kith::imports {

namespace {

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

/// "Column=field:key" onto the mapping: another source of that field, and another place of that column, go.
Result<void> map_column(Mapping& mapping, const std::vector<Column>& columns, const std::string& option) {
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
    std::erase_if(mapping.columns, [&](const auto& target) { return target.column == column->index || target.field == field; });
    std::erase_if(mapping.constants, [&](const auto& constant) { return constant.field == field; });
    if (!field.empty()) mapping.columns.push_back({column->index, std::move(field), std::move(by), false, 1});
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

}  // namespace

Result<Preview> preview(const records::Schema& schema, const ImportWish& wish, std::string_view file_name) {
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
    if (!wish.mapping_json.empty()) {
        KITH_TRY(const json::Value value, json::parse(wish.mapping_json));
        KITH_TRY(out.chosen.mapping, read_mapping(value, out.columns));
        if (!wish.object.empty()) out.chosen.mapping.object = wish.object;
    } else if (wish.object.empty()) {
        out.chosen = out.others.front();
    } else {
        const auto* object = schema.find(wish.object);
        if (object == nullptr) return Error{ErrorKind::Invalid, "import.unknown_object", {{"object", wish.object}}};
        out.chosen = suggest_for(*object, out.columns, called);
    }
    Mapping& mapping = out.chosen.mapping;
    // A card's company is a customer, who may not be here yet.
    if (cards && mapping.object == "contact" && wish.mapping_json.empty())
        for (auto& target : mapping.columns) target.create = target.create || target.field == "account";
    for (const auto& option : wish.map) KITH_CHECK(map_column(mapping, out.columns, option));
    for (const auto& option : wish.set) KITH_CHECK(set_constant(mapping, option));
    if (!wish.match.empty()) mapping.match = wish.match;
    if (!wish.currency.empty()) mapping.currency = wish.currency;
    mapping.only_new = mapping.only_new || wish.only_new;
    mapping.leave_missing = mapping.leave_missing || wish.leave_missing;
    KITH_CHECK(check(mapping, schema, out.columns));
    for (const auto& name : wish.create) KITH_CHECK(allow_creating(mapping, *schema.find(mapping.object), name));
    return out;
}

void write_members(json::Writer& out, const Preview& preview) {
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
    out.end_array().key("suggestion");
    write_json(out, preview.chosen.mapping, preview.columns, preview.chosen.score);
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
