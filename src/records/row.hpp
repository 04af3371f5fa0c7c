#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "db/database.hpp"
#include "records/record.hpp"

/// A row of an object's table, selected with its `select_list`, as a Record or straight as JSON.
namespace kith::records {

Record load_row(const Object& object, const db::Row& row);

/// Which fields of an object go into an answer: readable by the role, and wanted (empty: all).
std::vector<const Field*> shown_fields(const Object& object, Role role, std::span<const std::string> wanted);
/// {"id":…,"object":…,"version":…,"fields":{…},"created_at":…,"updated_at":…}
void write_row(json::Writer& out, const Object& object, std::span<const Field* const> fields, const db::Row& row);
/// A value of another record that stands in the row as well.
struct AlsoInRow {
    std::string name;
    const Field* field = nullptr;
    int column = 0;
};
/// The same without its braces, for an answer that adds members.
void write_row_members(json::Writer& out, const Object& object, std::span<const Field* const> fields, const db::Row& row,
                       std::span<const AlsoInRow> also = {});

/// As write_row_members(), of a record some of whose references were emptied for this reader: `hidden` names them.
void write_members(json::Writer& out, std::span<const Field* const> fields, const Record& record, std::span<const Field* const> hidden,
                   std::span<const AlsoInRow> also = {}, std::span<const FieldValue> also_values = {});
/// "hidden":["account"], nothing where there are none.
void write_hidden(json::Writer& out, std::span<const Field* const> hidden);

/// Collects what the records of an answer refer to and writes their titles with one statement.
class Reader;
class Titles {
public:
    void want(const Object& object, Id id);
    /// Looks for what is wanted so far and not looked for yet; write() does so for the rest.
    void look_up(const Reader& reader);
    /// Of one that was looked for: it is there, and not out of the reader's reach.
    [[nodiscard]] bool found(Id id) const { return found_.contains(id); }
    /// Nothing that was wanted for looking alone is written.
    void forget_wanted() { wanted_.clear(); }
    /// {"<id>": {"object":…,"title":…,"subtitle":…}, …}
    void write(json::Writer& out, const Reader& reader);

private:
    struct Found {
        const Object* object = nullptr;
        std::string title, subtitle;
    };
    std::vector<std::pair<const Object*, std::vector<Id>>> wanted_;
    std::unordered_map<Id, Found> found_;
    std::unordered_set<Id> looked_for_;
};

}  // namespace kith::records
