#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "records/actor.hpp"

/// Objects and fields as data: what `objects/*.json` says. Forms, lists, filters, import, API and
/// OpenAPI are made from it.
namespace kith::records {

enum class FieldType {
    Text, LongText, Integer, Decimal, Money, Percent, Boolean, Date, DateTime, Duration,
    Select, MultiSelect, Email, Phone, Url, User, Relation, Json, RichText, Address, PersonName, File,
    Relations,  // a relation to several records, "many" in its definition
};
std::string_view name_of(FieldType type);
std::optional<FieldType> type_named(std::string_view name);
/// Lower-case letters, digits and underscores, a letter first, at most 48: safe as a column's name.
bool is_name(std::string_view name);

using Labels = std::map<std::string, std::string>;  // language → text
std::string_view label_in(const Labels& labels, std::string_view language);

struct Option {
    std::string value;
    Labels label;
    std::string colour = {};
    bool retired = false;  // not to be chosen any more; records that have it keep it
};

struct Object;

/// Some of the roles: one bit each, as it is asked for every field of every answer.
class Roles {
public:
    static constexpr unsigned kMost = 64;

    constexpr Roles() = default;
    constexpr Roles(std::initializer_list<Role> roles) {
        for (const Role role : roles) insert(role);
    }
    constexpr void insert(Role role) { bits_ |= bit(role); }
    constexpr void erase(Role role) { bits_ &= ~bit(role); }
    constexpr void clear() { bits_ = 0; }
    [[nodiscard]] constexpr bool contains(Role role) const { return (bits_ & bit(role)) != 0; }

private:
    static constexpr std::uint64_t bit(Role role) { return std::uint64_t{1} << static_cast<unsigned>(role); }
    std::uint64_t bits_ = 0;
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
    bool custom = false;    // the workspace's own, not shipped
    bool hidden = false;    // not shown unless asked for: in forms, lists' choices
    std::optional<json::Value> default_value;  // "today", "now", "me" have their meaning for dates and users
    std::vector<Option> options;               // Select, MultiSelect
    std::string relation_to;                   // Relation: the object's name; User: "user", File: "file"
    std::string inverse;                       // the name under which the other side lists these ("contacts")
    Labels inverse_label;
    std::string format;     // of Text: "country" (ISO 3166 alpha-2), "language" (BCP 47), "domain", "time_zone"
    std::vector<std::string> tells;    // fields whose values it gives away: who may not read one may not read this
    std::vector<std::string> compose;  // filled from these fields, with a space between, when it is not given itself
    std::optional<double> min, max;            // numbers, percents; lengths of text
    Roles writers{Role::Rep, Role::Manager, Role::Administrator};
    Roles readers{Role::Rep, Role::Manager, Role::Administrator};
    std::vector<std::string> synonyms;         // other names a column of an import may have, folded
    std::string column;                        // in the table; Money has `<column>_currency` beside it

    int position = 0;                          // of its first column in Object::select_list
    std::size_t ordinal = 0;                   // its place in Object::fields and Record::values
    std::string json_key;                      // its name as json::prepare_key() has it

    /// Computed when it is read (a formula, a roll-up): one SQL expression for each column of its kind, in
    /// which `{t}` stands for the row's alias; sql/reader_transaction says the rest.
    std::vector<std::string> computed;
    json::Value source;                        // what it is computed from: a formula's text, a roll-up's object
    std::optional<FieldError> problem;         // why it is always empty; `field`: which member of its definition

    const Object* object = nullptr;            // the object it belongs to
    const Object* target = nullptr;            // Relation, User, File: the object it leads to
    std::vector<Field> parts;                  // Address, PersonName: "address.city" and the like, to filter and sort by

    [[nodiscard]] bool is_computed() const { return !computed.empty(); }
    /// To one record; refers(): or to several.
    [[nodiscard]] bool refers() const { return is_reference() || type == FieldType::Relations; }
    [[nodiscard]] bool is_reference() const { return type == FieldType::Relation || type == FieldType::User || type == FieldType::File; }
};

enum class Right : std::uint8_t { See, Create, Edit, Bin, Export };
inline constexpr std::size_t kRights = 5;

/// Whose records a right reaches. TeamBelow: the own teams, those managed, and all teams under them.
enum class Scope : std::uint8_t { None, Own, Team, TeamBelow, All, Filter };
struct Reach {
    Scope scope = Scope::None;
    json::Value filter;  // of Scope::Filter: a filter tree of the object
};

/// Refuses a write that makes the formula true.
struct Rule {
    std::string name;
    std::string formula;
    Labels label;       // what is told when it refuses
    std::string field;  // beside which it is told, "" for none
    std::string sql;    // of its condition, as Field::computed; "" where that cannot be worked out:
    std::optional<FieldError> problem;
};

struct RoleDefinition {
    Role number = Role::Rep;
    std::string name;
    Labels label;
    Role level = Role::Rep;  // Rep, Manager or Administrator: which of the modules' functions it opens
    bool custom = false;
    std::int64_t version = 0;
    json::Value rights;      // {"account": {"see": "team", "fields": {"revenue": "hidden"}}}
};

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
    std::vector<std::array<Reach, kRights>> rights;  // by the role's number
    /// Paths to whoever owns a record ("owner", "account.owner"): what Own and Team go by.
    std::vector<std::string> owners;
    json::Value common_reach;                // of a system object: whose records every role reaches, by right
    bool custom = false;                     // the workspace's own, not shipped
    bool system = false;                     // serves the app itself: not for navigation
    bool hidden = false;
    json::Value layout;                      // of its page: {"sections": [{"label": {…}, "fields": […]}]}
    std::vector<Rule> rules;
    std::int64_t version = 0;                // of its customization
    std::string timeline_field;              // set: its records stand, at this time, in the timeline of what they point to
    bool searchable = false;                 // some field has `search`
    std::string table;
    std::vector<Related> related;
    std::vector<std::string> feeds;          // objects with fields that are computed from this one's records
    std::deque<Field> system_fields;         // id, created_at, updated_at: to filter and sort by
    std::string select_list;                 // of the row `t`: id, version, created_at, updated_at, binned_at, the fields in order
    std::string select_sql;                  // "SELECT <select_list> FROM <table> t"
    std::string get_sql;                     // … of one by its id that is not in the bin
    std::string insert_sql;                  // id, version, created_at, updated_at as $1 to $4, then the columns of all fields that are not computed

    [[nodiscard]] const Field* field(std::string_view name) const;
    /// field(), a part of one ("address.city") or a system field.
    [[nodiscard]] const Field* any_field(std::string_view name) const;
    [[nodiscard]] const Related* find_related(std::string_view name) const;
    [[nodiscard]] const Reach& reach(Role role, Right right) const;
    [[nodiscard]] bool allows(Role role, Right right) const { return reach(role, right).scope != Scope::None; }
    /// The role's right, unless the token that was used leaves it out.
    [[nodiscard]] bool allows(const Actor& actor, Right right) const;
};

/// What administrators made of the shipped objects, as the tables keep it.
struct Customization {
    struct Entry {
        std::string object;
        json::Value patch;  // an object's file, whole (own objects) or in parts (shipped ones)
        std::int64_t version = 0;
    };
    std::vector<Entry> objects;
    std::vector<RoleDefinition> roles;
    std::int64_t version = 0;
    db::Engine engine = db::Engine::Sqlite;  // whose SQL computed fields and rules are
};

/// All objects of a workspace, as they are at one time: a change makes a new one. Read from any thread.
class Schema {
public:
    using Files = std::vector<std::pair<std::string, json::Value>>;

    /// Reads the embedded `objects/*.json`. A mistake in one of them is a bug: the message names file,
    /// field and what would be right.
    static Result<Schema> parse(const std::vector<std::pair<std::string, std::string_view>>& files);
    /// The shipped objects with what administrators made of them. Errors: `metadata.wrong`.
    [[nodiscard]] Result<Schema> customized(const Customization& changes) const;
    /// A shipped object's file, null for others.
    [[nodiscard]] const json::Value* shipped(std::string_view object) const;
    [[nodiscard]] const Files& shipped_files() const { return *shipped_; }

    [[nodiscard]] const Object* find(std::string_view name) const;
    [[nodiscard]] const std::deque<Object>& objects() const { return objects_; }
    [[nodiscard]] const std::vector<RoleDefinition>& roles() const { return roles_; }
    [[nodiscard]] const RoleDefinition* find_role(std::string_view name) const;
    /// Counts the changes of objects and roles.
    [[nodiscard]] std::int64_t version() const { return version_; }

    Schema() = default;
    Schema(Schema&&) = default;
    Schema& operator=(Schema&&) = default;
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;

private:
    Result<void> read_objects(const Customization& changes);
    Result<void> link(db::Engine engine);
    static Result<Schema> build(std::shared_ptr<const Files> shipped, const Customization& changes);

    std::deque<Object> objects_;
    std::vector<RoleDefinition> roles_;
    std::shared_ptr<const Files> shipped_;
    std::int64_t version_ = 0;
};

}  // namespace kith::records
