#include "modules/privacy/subject_access.hpp"

#include <filesystem>
#include <vector>

#include "base/i18n.hpp"
#include "base/zip_file.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "modules/privacy/consents.hpp"
#include "records/fields/field_kind.hpp"
#include "records/past.hpp"

namespace kith::privacy {

namespace {

using records::Field;
using records::Record;

constexpr int kPage = 500;

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '&') out += "&amp;";
        else if (c == '"') out += "&quot;";
        else out += c;
    }
    return out;
}

/// The page and the data are written side by side, piece by piece.
class Report {
public:
    Report(records::Reader& reader, std::string path) : reader_(reader), language_(reader.actor().language), path_(std::move(path)), json_(data_) {}

    Result<void> write(const std::string& object, Id id) {
        KITH_TRY(const auto record, reader_.get(object, id));
        begin(record);
        json_.key("record");
        show(record);
        KITH_CHECK(related(record));
        history(record);
        consents(id);
        KITH_TRY(auto zip, ZipWriter::create(path_));
        KITH_CHECK(files(zip, object, id));
        json_.end_object();
        page_ += "</main></body></html>\n";
        KITH_CHECK(zip.begin_entry("index.html"));
        KITH_CHECK(zip.add(page_));
        KITH_CHECK(zip.begin_entry("data.json"));
        KITH_CHECK(zip.add(data_ + "\n"));
        return zip.finish();
    }

private:
    std::string say(std::string_view key, const Params& params = {}) const { return i18n::text(language_, key, params); }
    std::string label(const records::Labels& labels, std::string_view otherwise) const {
        const auto text = records::label_in(labels, language_);
        return std::string(text.empty() ? otherwise : text);
    }
    void heading(std::string_view text) { page_ += "<h2>" + escaped(text) + "</h2>\n"; }
    void line(std::string_view name, std::string_view value) {
        page_ += "<tr><th>" + escaped(name) + "</th><td>" + escaped(value) + "</td></tr>\n";
    }

    void begin(const Record& record) {
        const auto settings = reader_.workspace().settings();
        const auto title = say("privacy.report_title", {{"name", record.title()}});
        page_ = "<!doctype html><html lang=\"" + language_ + "\"><head><meta charset=\"utf-8\"><title>" + escaped(title) +
                "</title><style>body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:52rem;padding:0 1rem}table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}"
                "th{text-align:left;width:14rem;vertical-align:top;font-weight:600}th,td{padding:.3rem .6rem;border-bottom:1px solid #ddd;overflow-wrap:anywhere;white-space:pre-line}</style></head><body><main>\n<h1>" +
                escaped(title) + "</h1>\n<p>" + escaped(say("privacy.report_lead", {{"workspace", settings.name}, {"day", reader_.today().to_string()}})) + "</p>\n";
        json_.begin_object().member("workspace", settings.name).member("at", reader_.now());
    }

    std::string text_of(const Field& field, const records::FieldValue& value) {
        if (const auto* id = std::get_if<Id>(&value); id != nullptr && field.target != nullptr) {
            const Id ids[] = {*id};
            const auto titles = reader_.titles(field.target->name, ids);
            return titles.empty() ? id->to_string() : titles.front().second;
        }
        if (const auto* chosen = std::get_if<std::string>(&value); chosen != nullptr && field.type == records::FieldType::Select)
            for (const auto& option : field.options)
                if (option.value == *chosen) return label(option.label, *chosen);
        if (const auto* money = std::get_if<Money>(&value)) return i18n::money(language_, money->minor, money->currency);
        if (const auto* day = std::get_if<Date>(&value)) return day->to_string();
        if (const auto* at = std::get_if<Instant>(&value)) return at->to_string();
        if (const auto* flag = std::get_if<bool>(&value)) return say(*flag ? "privacy.yes" : "privacy.no");
        std::string out;
        json::Writer writer(out);
        const auto plain = records::kind_of(field).text(value);
        if (!plain.empty()) return plain;
        records::write_value(writer, field, value);
        return out;
    }

    /// A table of what is filled, and the same as JSON.
    void show(const Record& record) {
        json_.begin_object().member("object", record.object->name).member("id", record.id).key("fields").begin_object();
        page_ += "<h3>" + escaped(label(record.object->label, record.object->name)) + ": " + escaped(record.title()) + "</h3>\n<table>\n";
        for (const auto& field : record.object->fields) {
            const auto& value = record.values[field.ordinal];
            if (records::is_empty(value)) continue;
            json_.key(field.name);
            records::write_value(json_, field, value);
            line(label(field.label, field.name), text_of(field, value));
        }
        page_ += "</table>\n";
        json_.end_object().member("created_at", record.created_at).member("updated_at", record.updated_at).end_object();
    }

    /// Every record that points to this one.
    Result<void> related(const Record& record) {
        json_.key("related").begin_object();
        for (const auto& set : record.object->related) {
            if (set.field->type != records::FieldType::Relation || !set.object->allows(reader_.actor(), records::Right::See)) continue;
            records::Query query;
            query.object = set.object->name;
            query.filter = json::Object{{"field", set.field->name}, {"op", "eq"}, {"value", record.id.to_string()}};
            query.limit = kPage;
            bool any = false;
            do {
                KITH_TRY(const auto page, reader_.query(query));
                for (const auto& one : page.records) {
                    if (!std::exchange(any, true)) {
                        heading(label(set.label, set.name));
                        json_.key(set.object->name + "." + set.field->name).begin_array();
                    }
                    show(one);
                }
                query.cursor = page.cursor;
            } while (!query.cursor.empty());
            if (any) json_.end_array();
        }
        json_.end_object();
        return {};
    }

    void history(const Record& record) {
        heading(say("privacy.report_history"));
        page_ += "<table>\n";
        json_.key("history").begin_array();
        std::int64_t before = 0;
        while (true) {
            const auto changes = reader_.changes_of(record.id, before, kPage);
            for (const auto& change : changes) {
                before = change.sequence;
                json_.begin_object().member("at", change.at).member("kind", change.kind).member("source", change.source).key("fields");
                change.fields_json.empty() ? json_.null() : json_.raw(change.fields_json);
                json_.end_object();
                std::string text = change.kind;
                for (const auto& each : records::field_changes(*record.object, change.fields_json)) {
                    const auto of = [&](const auto& value) { return records::is_empty(value) ? std::string("–") : text_of(*each.field, value); };
                    text += "\n" + label(each.field->label, each.field->name) + ": " + of(each.before) + " → " + of(each.after);
                }
                line(change.at.to_string(), text);
            }
            if (static_cast<int>(changes.size()) < kPage) break;
        }
        page_ += "</table>\n";
        json_.end_array();
    }

    void consents(Id id) {
        const auto all = consents_of(reader_, id);
        json_.key("consents");
        write_consents(json_, reader_, all);
        if (all.empty()) return;
        heading(say("privacy.report_consents"));
        page_ += "<table>\n";
        for (const auto& consent : all) {
            const Id ids[] = {consent.purpose};
            const auto titles = reader_.titles("purpose", ids);
            line(consent.at.to_string(), (titles.empty() ? consent.purpose.to_string() : titles.front().second) + ", " + consent.channel + ": " +
                                             say("privacy.state_" + consent.state) + "\n" + consent.source + (consent.wording.empty() ? "" : "\n“" + consent.wording + "”"));
        }
        page_ += "</table>\n";
    }

    Result<void> files(ZipWriter& zip, const std::string& object, Id id) {
        json_.key("files").begin_array();
        const auto held = collaboration::files_of(reader_, object, id);
        if (!held.empty()) heading(say("privacy.report_files"));
        page_ += held.empty() ? "" : "<ul>\n";
        int number = 0;
        for (const auto& file : held) {
            const auto name = "files/" + std::to_string(++number) + " " + file.name;
            json_.begin_object().member("name", file.name).member("in", name).end_object();
            page_ += "<li>" + escaped(name) + "</li>\n";
            KITH_CHECK(zip.add_file(name, file.path));
        }
        page_ += held.empty() ? "" : "</ul>\n";
        json_.end_array();
        return {};
    }

    records::Reader& reader_;
    std::string language_, path_, page_, data_;
    json::Writer json_;
};

}  // namespace

Result<void> write_subject_access(records::Reader& reader, const std::string& object, Id record, const std::string& path) {
    return Report(reader, path).write(object, record);
}

}  // namespace kith::privacy
