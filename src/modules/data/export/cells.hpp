#pragma once

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "modules/data/export/columns.hpp"

namespace kith::exports {

/// How values are written. Readable: labels of options, titles of records, people's e-mail addresses.
/// Exact: what an import takes back as it was: values of options, ids, JSON for what has parts.
enum class Values { Readable, Exact };

/// The values of an export's columns, record by record; what references lead to is read for many at once.
/// Lives within one transaction.
class Cells {
public:
    Cells(records::Reader& reader, std::span<const Column> columns, Values values, std::string language);

    /// Records that row() is asked for next.
    Result<void> prepare(std::span<const records::Record> records);
    /// The value of a column, empty where there is none or it is not for this person.
    [[nodiscard]] const records::FieldValue& value(const records::Record& record, std::size_t column);
    [[nodiscard]] std::string text(const records::Record& record, std::size_t column);
    [[nodiscard]] std::string text(const records::Field& field, const records::FieldValue& value);

private:
    using Related = std::unordered_map<Id, records::Record>;
    Result<void> load(const records::Field& via, std::vector<Id> ids);
    const std::string& title(const records::Object& object, Id id);

    records::Reader& reader_;
    std::span<const Column> columns_;
    Values values_;
    std::string language_;
    std::map<const records::Field*, Related> related_;
    std::map<const records::Object*, std::unordered_map<Id, std::string>> titles_;
    records::FieldValue system_;  // of id, created_at, updated_at
};

}  // namespace kith::exports
