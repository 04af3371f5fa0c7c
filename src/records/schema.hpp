#pragma once

#include <deque>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "records/actor.hpp"

/// Objects and fields as data: what `objects/*.json` says. Forms, lists, filters, import, API and
/// OpenAPI are made from it.
namespace kith::records {

enum class FieldType {
    Text, LongText, Integer, Decimal, Money, Percent, Boolean, Date, DateTime, Duration,
    Select, MultiSelect, Email, Phone, Url, User, Relation, Json,
};
std::string_view name_of(FieldType type);

using Labels = std::map<std::string, std::string>;  // language → text
std::string_view label_in(const Labels& labels, std::string_view language);

struct Option {
    std::string value;
    Labels label;
};

struct Object;

/// Some of the roles: one bit each, as it is asked for every field of every answer.
class Roles {
public:
    constexpr Roles(std::initializer_list<Role> roles) {
        for (const Role role : roles) insert(role);
    }
    constexpr void insert(Role role) { bits_ |= bit(role); }
    constexpr void clear() { bits_ = 0; }
    [[nodiscard]] constexpr bool contains(Role role) const { return (bits_ & bit(role)) != 0; }

private:
    static constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }
    unsigned bits_ = 0;
};

struct Field {
    std::string name;
    FieldType type = FieldType::Text;
    Labels label;
    Labels hint;
    bool required = false;
    bool unique = false;
    bool index = false;
    bool search = false;    // its text is found by search
    bool read_only = false; // set by rules and jobs, never by a person or an import
    std::optional<json::Value> default_value;  // "today", "now", "me" have their meaning for dates and users
    std::vector<Option> options;               // Select, MultiSelect
    std::string relation_to;                   // Relation: the object's name; User: "user"
    std::string inverse;                       // the name under which the other side lists these ("contacts")
    Labels inverse_label;
    std::string format;     // of Text: "country" (ISO 3166 alpha-2), "language" (BCP 47), "domain", "time_zone"
    std::vector<std::string> compose;  // filled from these fields, with a space between, when it is not given itself
    std::optional<double> min, max;            // numbers, percents; lengths of text
    Roles writers{Role::Rep, Role::Manager, Role::Administrator};
    Roles readers{Role::Rep, Role::Manager, Role::Administrator};
    std::vector<std::string> synonyms;         // other names a column of an import may have, folded
    std::string column;                        // in the table; Money has `<column>_currency` beside it

    int position = 0;                          // of its first column in Object::select_list
    std::size_t ordinal = 0;                   // its place in Object::fields and Record::values
    std::string json_key;                      // its name as json::prepare_key() has it

    const Object* object = nullptr;            // the object it belongs to
    const Object* target = nullptr;            // Relation, User: the object it leads to

    [[nodiscard]] bool is_reference() const { return type == FieldType::Relation || type == FieldType::User; }
};

enum class Right { See, Create, Edit, Bin };

/// A related set seen from the "one" side: `contacts` of an account.
struct Related {
    std::string name;
    Labels label;
    const Object* object = nullptr;  // the "many" side
    const Field* field = nullptr;    // its field that points here
};

struct Object {
    std::string name;
    std::string module;
    Labels label, label_plural;
    std::string icon;
    std::string title_field;                 // what a record is called
    std::vector<std::string> subtitle_fields;
    std::deque<Field> fields;                // deque: Field addresses stay
    std::vector<std::vector<std::string>> indexes;  // of several columns, besides each field's own
    std::vector<std::vector<std::string>> uniques;
    std::vector<std::string> list_columns;   // shown in a table unless the person chose others
    std::map<Role, std::set<Right>> rights;
    std::string timeline_field;              // set: its records stand, at this time, in the timeline of what they point to
    bool searchable = false;                 // some field has `search`
    std::string table;
    std::vector<Related> related;
    std::deque<Field> system_fields;         // id, created_at, updated_at: to filter and sort by
    std::string select_list;                 // "id, version, created_at, updated_at, binned_at, …" in field order
    std::string select_sql;                  // "SELECT <select_list> FROM <table>"
    std::string get_sql;                     // … of one by its id that is not in the bin
    std::string insert_sql;                  // id, version, created_at, updated_at as $1 to $4, then all fields' columns

    [[nodiscard]] const Field* field(std::string_view name) const;
    /// field() or a system field.
    [[nodiscard]] const Field* any_field(std::string_view name) const;
    [[nodiscard]] const Related* find_related(std::string_view name) const;
    [[nodiscard]] bool allows(Role role, Right right) const;
};

/// All objects of a workspace. Built once; read from any thread.
class Schema {
public:
    /// Reads the embedded `objects/*.json`. A mistake in one of them is a bug: the message names file,
    /// field and what would be right.
    static Result<Schema> parse(const std::vector<std::pair<std::string, std::string_view>>& files);

    [[nodiscard]] const Object* find(std::string_view name) const;
    [[nodiscard]] const std::deque<Object>& objects() const { return objects_; }

    Schema() = default;
    Schema(Schema&&) = default;
    Schema& operator=(Schema&&) = default;
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;

private:
    std::deque<Object> objects_;
};

}  // namespace kith::records
