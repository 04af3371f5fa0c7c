#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "records/schema.hpp"

namespace kith::records {

/// A field's value. Integer and Duration (minutes): int64; Decimal and Percent (25 for 25 %): double;
/// Text, LongText, Select, Email, Phone, Url: string; MultiSelect: vector; User and Relation: Id;
/// Json: json::Value. monostate: empty.
using FieldValue = std::variant<std::monostate, bool, std::int64_t, double, std::string, Date, Instant, Money,
                                Id, std::vector<std::string>, json::Value>;
inline bool is_empty(const FieldValue& v) { return v.index() == 0; }

/// Values by field, in any order.
class Values {
public:
    Values() = default;
    Values(std::initializer_list<std::pair<std::string, FieldValue>> list) : items_(list) {}
    Values& set(std::string_view field, FieldValue value);
    [[nodiscard]] const FieldValue* find(std::string_view field) const;
    void remove(std::string_view field);
    [[nodiscard]] bool empty() const { return items_.empty(); }
    [[nodiscard]] std::size_t size() const { return items_.size(); }
    [[nodiscard]] auto begin() const { return items_.begin(); }
    [[nodiscard]] auto end() const { return items_.end(); }

private:
    std::vector<std::pair<std::string, FieldValue>> items_;
};

/// The records a reference, to one or to several, leads to.
std::vector<Id> ids_in(const FieldValue& value);

struct Record {
    Id id;
    const Object* object = nullptr;
    std::int64_t version = 0;
    Instant created_at, updated_at;
    bool in_bin = false;
    std::vector<FieldValue> values;  // as object->fields

    [[nodiscard]] const FieldValue& operator[](std::string_view field) const;
    [[nodiscard]] std::string_view text(std::string_view field) const;     // "" when empty or no text
    [[nodiscard]] Id id_of(std::string_view field) const;                  // not set when empty
    [[nodiscard]] std::int64_t integer(std::string_view field) const;      // 0 when empty
    [[nodiscard]] bool boolean(std::string_view field) const;
    [[nodiscard]] std::optional<Date> date(std::string_view field) const;
    [[nodiscard]] std::optional<Money> money(std::string_view field) const;
    /// What a person calls it: its title field, or the id.
    [[nodiscard]] std::string title() const;
};

/// A value of the API's JSON as the field's type; errors are per field (`field.not_a_date`, …).
/// Normalises as it reads: text NFC and trimmed, e-mail's domain lower case, "" is empty.
Result<FieldValue> read_value(const Field& field, const json::Value& value);
/// A value of a person's text (an import's cell, a filter's operand) as the field's type. Dates
/// ISO; numbers with a decimal point. References are left to the caller.
Result<FieldValue> read_text(const Field& field, std::string_view text);
/// The same for several fields of a record; all that is wrong at once (`record.invalid`).
Result<Values> read_texts(const Object& object, std::initializer_list<std::pair<std::string_view, std::string_view>> texts);
void write_value(json::Writer& out, const Field& field, const FieldValue& value);

}  // namespace kith::records
