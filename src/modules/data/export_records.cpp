#include <charconv>
#include <unordered_map>

#include "modules/data/data.hpp"
#include "modules/data/import/csv_writer.hpp"
#include "records/audit/audit.hpp"

namespace kith::data {
namespace {

using records::Field;
using records::FieldType;
using records::FieldValue;
using records::Object;
using records::Record;

constexpr std::size_t kFlushAt = 64 * 1024;
constexpr std::size_t kTitlesKept = 10'000;

bool is_text(FieldType type) {
    return type == FieldType::Text || type == FieldType::LongText || type == FieldType::Email ||
           type == FieldType::Phone || type == FieldType::Url || type == FieldType::Select ||
           type == FieldType::MultiSelect || type == FieldType::User || type == FieldType::Relation;
}

/// A phone number's + is no formula's.
std::string harmless(std::string text, FieldType type) {
    return type == FieldType::Phone ? text : imports::harmless_cell(std::move(text));
}

void note_export(records::Workspace& workspace, const Actor& actor, std::string_view object, const json::Value& filter,
                 ExportFormat format, std::int64_t count) {
    (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        audit::record(tx, actor, "export.done",
                      json::Object{{"object", object}, {"format", format == ExportFormat::Csv ? "csv" : "jsonl"},
                                   {"filter", filter}, {"records", count}});
        return {};
    });
}

class Cells {
public:
    explicit Cells(records::Reader& reader) : reader_(reader) {}

    std::string of(const Field& field, const FieldValue& value) {
        if (records::is_empty(value)) return {};
        if (const auto* text = std::get_if<std::string>(&value)) return *text;
        if (const auto* id = std::get_if<Id>(&value)) return title(field, *id);
        if (const auto* money = std::get_if<Money>(&value)) return format_amount(*money) + " " + money->currency;
        if (const auto* day = std::get_if<Date>(&value)) return day->to_string();
        if (const auto* at = std::get_if<Instant>(&value)) return at->to_string();
        if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
        if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return joined(*list);
        if (const auto* json = std::get_if<json::Value>(&value)) return json::write(*json);
        if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
        char number[32];
        const auto [end, problem] = std::to_chars(number, number + sizeof number, std::get<double>(value));
        return problem == std::errc() ? std::string(number, end) : std::string();
    }

private:
    static std::string joined(const std::vector<std::string>& list) {
        std::string out;
        for (const auto& item : list) out += (out.empty() ? "" : ";") + item;
        return out;
    }

    const std::string& title(const Field& field, Id id) {
        if (titles_.size() > kTitlesKept) titles_.clear();
        auto [at, fresh] = titles_.try_emplace(id);
        if (!fresh) return at->second;
        if (field.target->name == "user") {
            if (const auto user = reader_.get("user", id)) at->second = user->text("email");
        }
        if (at->second.empty()) {
            const Id ids[] = {id};
            const auto found = reader_.titles(field.target->name, ids);
            at->second = found.empty() ? id.to_string() : found.front().second;
        }
        return at->second;
    }

    records::Reader& reader_;
    std::unordered_map<Id, std::string> titles_;
};

void append_json_line(std::string& out, const Record& record, const std::vector<const Field*>& fields) {
    json::Writer line(out);
    line.begin_object().member("id", record.id).member("object", record.object->name).member("version", record.version);
    line.key("fields").begin_object();
    for (const auto* field : fields) {
        line.key(field->name);
        records::write_value(line, *field, record.values[field->ordinal]);
    }
    line.end_object().member("created_at", record.created_at).member("updated_at", record.updated_at).end_object();
    out += '\n';
}

void append_row(std::string& out, const std::vector<std::string>& cells) {
    const std::vector<std::string_view> views(cells.begin(), cells.end());
    imports::append_csv_row(out, views);
}

}  // namespace

Result<std::int64_t> export_records(records::Workspace& workspace, const Actor& actor, std::string_view name,
                                    const json::Value& filter, ExportFormat format,
                                    const std::function<void(std::string_view)>& write) {
    KITH_TRY(const auto written, workspace.read(actor, [&](records::Reader& reader) -> Result<std::int64_t> {
        KITH_TRY(const auto* object, reader.object_for(name, records::Right::See));
        std::vector<const Field*> fields;
        std::vector<std::string> cells{"id"};
        for (const auto& field : object->fields) {
            if (!field.readers.contains(actor.role)) continue;
            fields.push_back(&field);
            cells.push_back(field.name);
        }
        std::string out;
        if (format == ExportFormat::Csv) append_row(out, cells);
        Cells texts(reader);
        std::int64_t count = 0;
        KITH_CHECK(reader.each(name, filter, [&](const Record& record) {
            ++count;
            if (format == ExportFormat::JsonLines) {
                append_json_line(out, record, fields);
            } else {
                cells[0] = record.id.to_string();
                for (std::size_t i = 0; i < fields.size(); ++i) {
                    auto cell = texts.of(*fields[i], record.values[fields[i]->ordinal]);
                    cells[i + 1] = is_text(fields[i]->type) ? harmless(std::move(cell), fields[i]->type) : cell;
                }
                append_row(out, cells);
            }
            if (out.size() >= kFlushAt) {
                write(out);
                out.clear();
            }
            return true;
        }));
        write(out);
        return count;
    }));
    note_export(workspace, actor, name, filter, format, written);
    return written;
}

}  // namespace kith::data
