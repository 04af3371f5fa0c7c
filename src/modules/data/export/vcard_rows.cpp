#include <algorithm>

#include "base/text.hpp"
#include "modules/data/export/row_writer.hpp"

namespace kith::exports {

namespace {

using records::Field;
using records::FieldType;

constexpr std::size_t kLine = 75;  // bytes, as RFC 6350 (3.2) folds them

/// RFC 6350, 3.4: what separates is led by a backslash.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == ',' || c == ';') out += '\\';
        out += c;
    }
    return out;
}

/// Cards of version 4.0 (RFC 6350): what the readable columns of an object have of a person or an organisation.
class Cards final : public RowWriter {
public:
    explicit Cards(Sink sink) : out_(std::move(sink)) {}

    Result<void> begin(std::span<const Column> columns) override {
        columns_ = columns;
        const bool reaches = std::ranges::any_of(columns, [](const auto& column) {
            return column.via == nullptr && (column.field->type == FieldType::Email || column.field->type == FieldType::Phone);
        });
        if (!reaches) return Error{ErrorKind::Invalid, "export.no_cards"};
        return {};
    }

    Result<void> row(const records::Record& record, Cells& cells) override {
        line("BEGIN:VCARD");
        line("VERSION:4.0");
        const auto text = [&](std::string_view name) { return of(record, cells, name); };
        const bool organisation = record.object->name == "account" && text("kind") != "person" && text("last_name").empty();
        if (organisation) line("KIND:org");
        line("UID:urn:kith:" + record.object->name + ":" + record.id.to_string());
        const auto title = record.title();
        line("FN:" + escaped(title));
        if (const auto last = text("last_name"), first = text("first_name"); !last.empty() || !first.empty())
            line("N:" + escaped(last) + ";" + escaped(first) + ";;;");
        if (organisation) line("ORG:" + escaped(title));
        else if (const auto company = text("account"); !company.empty()) line("ORG:" + escaped(company));
        if (const auto job = text("job_title"); !job.empty()) line("TITLE:" + escaped(job));
        const std::string parts[] = {text("street"), text("city"), text("region"), text("postal_code"), text("country")};
        if (std::ranges::any_of(parts, [](const auto& part) { return !part.empty(); })) {
            std::string address = "ADR:;";
            for (const auto& part : parts) address += ";" + escaped(part);
            line(address);
        }
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (columns_[i].via == nullptr) by_type(*columns_[i].field, cells.text(record, i));
        std::string moment = record.updated_at.to_string();
        std::erase_if(moment, [](char c) { return c == '-' || c == ':'; });
        line("REV:" + moment.substr(0, 15) + "Z");
        line("END:VCARD");
        return out_.pass_on();
    }

    Result<void> end() override { return out_.pass_on(true); }

private:
    std::string of(const records::Record& record, Cells& cells, std::string_view name) {
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (columns_[i].path == name) return cells.text(record, i);
        return {};
    }

    void by_type(const Field& field, const std::string& text) {
        if (text.empty()) return;
        if (field.type == FieldType::Email) line("EMAIL:" + escaped(text));
        else if (field.type == FieldType::Phone) line(std::string("TEL;TYPE=") + (field.name == "mobile" ? "cell" : "voice") + ":" + escaped(text));
        else if (field.type == FieldType::Url) line("URL:" + text);
        else if (field.name == "birthday") line("BDAY:" + text);
        else if (field.name == "language") line("LANG:" + escaped(text));
        else if (field.format == "tags") line("CATEGORIES:" + categories(text));
        else if (field.type == FieldType::LongText) line("NOTE:" + escaped(text));
    }

    static std::string categories(const std::string& text) {
        auto out = text;
        std::ranges::replace(out, ';', ',');
        return out;
    }

    /// Folded where it is long, never within a character.
    void line(std::string_view whole) {
        std::size_t most = kLine;
        while (whole.size() > most) {
            std::size_t end = most;
            while (end > 0 && (static_cast<unsigned char>(whole[end]) & 0xC0U) == 0x80U) --end;
            out_.text().append(whole.substr(0, end)).append("\r\n ");
            whole.remove_prefix(end);
            most = kLine - 1;  // the space that leads
        }
        out_.text().append(whole).append("\r\n");
    }

    Pieces out_;
    std::span<const Column> columns_;
};

}  // namespace

std::unique_ptr<RowWriter> vcard_writer(const Options& /*options*/, Sink sink) { return std::make_unique<Cards>(std::move(sink)); }

}  // namespace kith::exports
