#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace kith::json {

class Value;
using Array = std::vector<Value>;
using Member = std::pair<std::string, Value>;
/// Members in the order they were written; a name that stands twice is refused by parse().
using Object = std::vector<Member>;

/// A parsed JSON document. Small documents only (requests, metadata); rows are written by Writer.
class Value {
public:
    Value() = default;
    Value(std::nullptr_t) {}                                        // NOLINT(google-explicit-constructor)
    Value(bool b) : data_(b) {}                                     // NOLINT(google-explicit-constructor)
    Value(std::int64_t i) : data_(i) {}                             // NOLINT(google-explicit-constructor)
    Value(int i) : data_(static_cast<std::int64_t>(i)) {}           // NOLINT(google-explicit-constructor)
    Value(double d) : data_(d) {}                                   // NOLINT(google-explicit-constructor)
    Value(std::string s) : data_(std::move(s)) {}                   // NOLINT(google-explicit-constructor)
    Value(std::string_view s) : data_(std::string(s)) {}            // NOLINT(google-explicit-constructor)
    Value(const char* s) : data_(std::string(s)) {}                 // NOLINT(google-explicit-constructor)
    Value(Array a);                                                 // NOLINT(google-explicit-constructor)
    Value(Object o);                                                // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool is_null() const { return data_.index() == 0; }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&data_); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
    /// A number as double, whole or not.
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&data_); }
    [[nodiscard]] const Array* array() const;
    [[nodiscard]] const Object* object() const;
    [[nodiscard]] Array* array();
    [[nodiscard]] Object* object();

    /// The member of that name, if this is an object that has it.
    [[nodiscard]] const Value* find(std::string_view name) const;
    /// find() or a null value.
    [[nodiscard]] const Value& operator[](std::string_view name) const;
    /// The string member of that name, or "".
    [[nodiscard]] std::string_view text(std::string_view name) const;

    friend bool operator==(const Value&, const Value&);

private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data_;
};

inline constexpr int kMaxDepth = 64;

/// Reads one document (RFC 8259, UTF-8; one byte order mark is skipped). A number without point and
/// exponent is an integer and must fit 64 bits with sign: a longer one is refused, since as a double
/// it would lose digits unseen. Errors: kind Malformed, code `json.malformed` (params `at`: byte
/// offset, `problem`: a word the catalogue's text selects by), `json.too_deep` (params `at`, `max`),
/// `json.duplicate_name` (param `name`); kind TooLarge, `json.too_large` (4 GB).
Result<Value> parse(std::string_view text);
std::string write(const Value& value);

/// Appends JSON to a string without building a tree. Commas are its own business.
/// Usage errors (a key in an array) are bugs and assert.
std::string prepare_key(std::string_view name);

class Writer {
public:
    explicit Writer(std::string& out) : out_(out) {}

    Writer& begin_object() { separate(); out_ += '{'; fresh_ = true; return *this; }
    Writer& end_object() { out_ += '}'; fresh_ = false; return *this; }
    Writer& begin_array() { separate(); out_ += '['; fresh_ = true; return *this; }
    Writer& end_array() { out_ += ']'; fresh_ = false; return *this; }
    Writer& key(std::string_view name);
    /// One made by prepare_key(), for names that are written often.
    Writer& prepared_key(std::string_view key);

    Writer& null() { return raw("null"); }
    Writer& value(bool b) { return raw(b ? "true" : "false"); }
    Writer& value(std::int64_t i);
    Writer& value(int i) { return value(static_cast<std::int64_t>(i)); }
    Writer& value(double d);  // NaN and infinity become null
    Writer& value(std::string_view s);
    Writer& value(const std::string& s) { return value(std::string_view(s)); }
    Writer& value(const char* s) { return value(std::string_view(s)); }
    Writer& value(Id id);  // as string
    Writer& value(Date d);
    Writer& value(Instant t);
    Writer& value(const Money& m);
    Writer& value(const Value& v);
    /// Already JSON.
    Writer& raw(std::string_view json) { separate(); out_ += json; return *this; }

    template <class T>
    Writer& member(std::string_view name, const T& v) { key(name); return value(v); }

private:
    void separate() {
        if (!fresh_ && !after_key_) out_ += ',';
        fresh_ = false;
        after_key_ = false;
    }

    std::string& out_;
    bool fresh_ = true;       // nothing written yet at this level
    bool after_key_ = false;  // a value must follow
};

}  // namespace kith::json
