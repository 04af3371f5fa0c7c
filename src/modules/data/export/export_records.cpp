#include "modules/data/export/export_records.hpp"

#include <algorithm>
#include <utility>

#include "modules/body_reader.hpp"
#include "records/audit/audit.hpp"

namespace kith::exports {

namespace {

using records::Record;

constexpr std::size_t kReadTogether = 500;  // records whose references are read together

Result<std::vector<std::string>> read_paths(const json::Value& list) {
    std::vector<std::string> out;
    if (list.is_null()) return out;
    const Error wrong{.kind = ErrorKind::Invalid, .code = "export.wrong", .fields = {{"columns", "query.not_a_list_of_names", {}}}};
    if (list.array() == nullptr) return wrong;
    for (const auto& item : *list.array()) {
        if (item.string() == nullptr) return wrong;
        out.push_back(*item.string());
    }
    return out;
}

/// Rows gathered, made ready together, and written one by one.
class Gathered {
public:
    Gathered(RowWriter& writer, Cells& cells, Written& written) : writer_(writer), cells_(cells), written_(written) { records_.reserve(kReadTogether); }

    Result<bool> take(Record record, const Progress& progress) {
        records_.push_back(std::move(record));
        if (records_.size() < kReadTogether) return true;
        KITH_CHECK(flush());
        return !progress || progress(written_.records);
    }

    Result<void> flush() {
        KITH_CHECK(cells_.prepare(records_));
        for (const auto& record : records_) KITH_CHECK(writer_.row(record, cells_));
        written_.records += static_cast<std::int64_t>(records_.size());
        records_.clear();
        return {};
    }

private:
    RowWriter& writer_;
    Cells& cells_;
    Written& written_;
    std::vector<Record> records_;
};

void note(records::Workspace& workspace, const Actor& actor, const Request& request, const Written& written) {
    (void)workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        audit::record(tx, actor, "export.done",
                      json::Object{{"object", request.query.object}, {"format", name_of(request.options.format)},
                                   {"filter", request.query.filter}, {"search", request.query.search}, {"records", written.records}},
                      {.object = request.query.object});
        return {};
    });
}

}  // namespace

Result<Request> read_request(std::string object, const json::Value& body, const Actor& actor) {
    Request out;
    static const json::Value kNothing{json::Object{}};
    BodyReader reader(body.is_null() ? kNothing : body);
    json::Object query;
    for (const auto* name : {"filter", "search", "sort", "as_of"})
        if (const auto& value = reader.value(name); !value.is_null()) query.emplace_back(name, value);
    const auto choice = [&](std::string_view name, std::initializer_list<std::string_view> of) -> std::string {
        const auto text = reader.text(name).value_or("");
        if (!text.empty() && std::ranges::find(of, text) == of.end()) {
            std::string all;
            for (const auto one : of) all += (all.empty() ? "" : ", ") + std::string(one);
            reader.error(name, "export.not_one_of", {{"value", text}, {"options", all}});
        }
        return text;
    };
    const auto format = choice("format", {"csv", "xlsx", "jsonl", "vcard"});
    out.options.format = format_named(format).value_or(Format::Csv);
    const auto values = choice("values", {"readable", "exact"});
    // People open spreadsheets and cards; programs read lines.
    out.options.values = values == "exact" || (values.empty() && out.options.format == Format::JsonLines) ? Values::Exact : Values::Readable;
    out.options.labels = choice("headers", {"labels", "names"}) == "labels";
    out.options.mark = reader.boolean("mark").value_or(false);
    const auto delimiter = choice("delimiter", {"comma", "semicolon", "tab", "pipe"});
    out.options.delimiter = delimiter == "semicolon" ? ';' : delimiter == "tab" ? '\t' : delimiter == "pipe" ? '|' : ',';
    out.options.language = actor.language;
    out.options.time_zone = actor.time_zone;
    const auto& columns = reader.value("columns");
    KITH_CHECK(reader.finish());
    KITH_TRY(out.columns, read_paths(columns));
    KITH_TRY(out.query, records::Query::parse(std::move(object), json::Value(std::move(query))));
    return out;
}

Result<std::int64_t> count_records(records::Workspace& workspace, const Actor& actor, const Request& request) {
    return workspace.read(actor, [&](records::Reader& reader) -> Result<std::int64_t> {
        KITH_TRY(const auto* object, reader.object_for(request.query.object, records::Right::Export));
        KITH_CHECK(read_columns(reader, *object, request.columns));
        auto query = request.query;
        query.limit = 1;
        query.count = records::CountMode::Exact;
        query.right = records::Right::Export;
        KITH_TRY(const auto page, reader.query(query));
        return page.count.value_or(0);
    });
}

Result<Written> export_records(records::Workspace& workspace, const Actor& actor, const Request& request, const Sink& sink,
                               const std::string& folder, const Progress& progress) {
    KITH_TRY(const auto written, workspace.read(actor, [&](records::Reader& reader) -> Result<Written> {
        KITH_TRY(const auto* object, reader.object_for(request.query.object, records::Right::Export));
        KITH_TRY(const auto columns, read_columns(reader, *object, request.columns));
        Options options = request.options;
        options.title = records::label_in(object->label_plural, options.language);
        Cells cells(reader, columns, options.values, options.language);
        const auto writer = make_writer(options, sink, folder);
        KITH_CHECK(writer->begin(columns));
        Written done;
        Gathered gathered(*writer, cells, done);
        Result<bool> more = true;
        auto query = request.query;
        query.right = records::Right::Export;
        KITH_CHECK(reader.each(query, [&](Record&& record) {
            more = gathered.take(std::move(record), progress);
            return more && *more;
        }));
        if (!more) return std::move(more).error();
        if (!*more) return Error{ErrorKind::Conflict, "export.cancelled"};
        KITH_CHECK(gathered.flush());
        KITH_CHECK(writer->end());
        done.shortened = writer->shortened();
        return done;
    }));
    note(workspace, actor, request, written);
    return written;
}

}  // namespace kith::exports
