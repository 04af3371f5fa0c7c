#include "modules/data/export/row_writer.hpp"

namespace kith::exports {

namespace {

/// A line as the API writes a record, with the columns asked for as its fields.
class JsonRows final : public RowWriter {
public:
    explicit JsonRows(Sink sink) : out_(std::move(sink)) {}

    Result<void> begin(std::span<const Column> columns) override {
        columns_ = columns;
        return {};
    }

    Result<void> row(const records::Record& record, Cells& cells) override {
        json::Writer line(out_.text());
        line.begin_object().member("id", record.id).member("object", record.object->name).member("version", record.version);
        line.key("fields").begin_object();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (columns_[i].path == "id" || columns_[i].path == "created_at" || columns_[i].path == "updated_at") continue;
            line.key(columns_[i].path);
            const auto& value = cells.value(record, i);
            const auto& field = *columns_[i].field;
            // A part of a field is a text of its own.
            if (field.name.find('.') != std::string::npos && std::holds_alternative<std::string>(value)) line.value(std::get<std::string>(value));
            else if (const auto* at = std::get_if<Instant>(&value)) line.value(*at);
            else if (const auto* id = std::get_if<Id>(&value)) line.value(*id);
            else records::write_value(line, field, value);
        }
        line.end_object().member("created_at", record.created_at).member("updated_at", record.updated_at).end_object();
        out_.text() += '\n';
        return out_.pass_on();
    }

    Result<void> end() override { return out_.pass_on(true); }

private:
    Pieces out_;
    std::span<const Column> columns_;
};

}  // namespace

std::unique_ptr<RowWriter> json_writer(const Options& /*options*/, Sink sink) { return std::make_unique<JsonRows>(std::move(sink)); }

}  // namespace kith::exports
