#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "base/json.hpp"
#include "records/record.hpp"

/// A record that one may see may refer to one that one may not: such a reference is shown as empty, and named as
/// hidden, so that not even the other's id is told.
namespace kith::records {

class Reader;
class Titles;

class HiddenReferences {
public:
    /// Of this object's records, to whoever reads.
    HiddenReferences(const Reader& reader, const Object& object);

    /// Nothing they refer to can be out of reach.
    [[nodiscard]] bool none() const { return fields_.empty(); }
    /// What is known of a field's records from a look-up made for their titles needs none of its own.
    void want(Titles& titles, std::span<const Record> records) const;
    void want(Titles& titles, const Field& field, const FieldValue& value) const;
    void learn(const Titles& titles, std::span<const Record> records);
    void learn(const Titles& titles, const Field& field, const FieldValue& value);
    /// Empties what leads out of reach, in all of them with one statement; gives which fields of each.
    std::vector<std::vector<const Field*>> empty(std::span<Record> records);
    void empty(Record& record) { empty(std::span(&record, 1)); }
    /// The value without what is out of reach.
    FieldValue seen(const Field& field, FieldValue value);
    /// The same of a value as the change log has it.
    json::Value seen(const Field& field, const json::Value& value);
    bool shows(const Field& field, Id id);
    /// What somebody writes who did not see all of `before`: what was hidden from them stays.
    FieldValue kept_beside(const Field& field, const FieldValue& before, FieldValue wanted);

private:
    [[nodiscard]] bool guards(const Field& field) const;
    void look_up(std::span<const Record> records);

    const Reader& reader_;
    std::vector<const Field*> fields_;
    std::unordered_map<Id, bool> known_;
};

}  // namespace kith::records
