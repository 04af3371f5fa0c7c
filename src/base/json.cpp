#include "base/json.hpp"

#include <simdjson.h>

#include <algorithm>
#include <unordered_set>

#include "base/json_problem.hpp"

/// Reading by simdjson, whose header is heavy and stays in this file. It says that a document is
/// wrong, not where: the slow reader of json_problem.cpp then looks for the place.
namespace kith::json {

Value::Value(Array a) : data_(std::move(a)) {}
Value::Value(Object o) : data_(std::move(o)) {}

std::optional<double> Value::number() const {
    if (const auto* i = integer()) return static_cast<double>(*i);
    if (const auto* d = std::get_if<double>(&data_)) return *d;
    return std::nullopt;
}

const Array* Value::array() const { return std::get_if<Array>(&data_); }
const Object* Value::object() const { return std::get_if<Object>(&data_); }
Array* Value::array() { return std::get_if<Array>(&data_); }
Object* Value::object() { return std::get_if<Object>(&data_); }

const Value* Value::find(std::string_view name) const {
    const auto* members = object();
    if (members == nullptr) return nullptr;
    const auto found = std::find_if(members->begin(), members->end(), [&](const Member& m) { return m.first == name; });
    return found == members->end() ? nullptr : &found->second;
}

const Value& Value::operator[](std::string_view name) const {
    static const Value none;
    const auto* found = find(name);
    return found == nullptr ? none : *found;
}

std::string_view Value::text(std::string_view name) const {
    const auto* found = (*this)[name].string();
    return found == nullptr ? std::string_view() : *found;
}

bool operator==(const Value& left, const Value& right) {
    const auto* const one = left.object();
    const auto* const other = right.object();
    if (one == nullptr || other == nullptr) return left.data_ == right.data_;
    if (one->size() != other->size()) return false;
    // Mostly in the same order; PostgreSQL keeps members in one of its own.
    for (std::size_t i = 0; i < one->size(); ++i) {
        const auto& [name, value] = (*one)[i];
        const Value* const found = (*other)[i].first == name ? &(*other)[i].second : right.find(name);
        if (found == nullptr || !(*found == value)) return false;
    }
    return true;
}

namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kFewMembers = 16;
/// A parser's buffers grow with the largest document it has seen; beyond this they are given back.
constexpr std::size_t kKeptCapacity = std::size_t{1} << 20;

/// The name that stands twice, if one does.
std::optional<std::string_view> duplicate(const Object& members) {
    if (members.size() <= kFewMembers) {
        for (auto at = members.begin(); at != members.end(); ++at) {
            const auto same = [&](const Member& m) { return m.first == at->first; };
            if (std::any_of(members.begin(), at, same)) return at->first;
        }
        return std::nullopt;
    }
    std::unordered_set<std::string_view> seen;
    for (const auto& [name, value] : members) {
        if (!seen.insert(name).second) return name;
    }
    return std::nullopt;
}

Error duplicate_name(std::string_view name) {
    return {.kind = ErrorKind::Malformed, .code = "json.duplicate_name", .params = {{"name", std::string(name)}}};
}

Error too_deep() { return {.kind = ErrorKind::Malformed, .code = "json.too_deep"}; }

Result<Value> convert(dom::element element, int depth) {
    switch (element.type()) {
        case dom::element_type::ARRAY: {
            if (depth > kMaxDepth) return too_deep();
            const dom::array items = element.get_array().value_unsafe();
            Array out;
            out.reserve(items.size());
            for (const auto item : items) {
                KITH_TRY(auto value, convert(item, depth + 1));
                out.push_back(std::move(value));
            }
            return Value(std::move(out));
        }
        case dom::element_type::OBJECT: {
            if (depth > kMaxDepth) return too_deep();
            const dom::object members = element.get_object().value_unsafe();
            Object out;
            out.reserve(members.size());
            for (const auto member : members) {
                KITH_TRY(auto value, convert(member.value, depth + 1));
                out.emplace_back(std::string(member.key), std::move(value));
            }
            if (const auto twice = duplicate(out)) return duplicate_name(*twice);
            return Value(std::move(out));
        }
        case dom::element_type::INT64: return Value(element.get_int64().value_unsafe());
        case dom::element_type::DOUBLE: return Value(element.get_double().value_unsafe());
        case dom::element_type::STRING: return Value(element.get_string().value_unsafe());
        case dom::element_type::BOOL: return Value(element.get_bool().value_unsafe());
        case dom::element_type::NULL_VALUE: return Value();
        default: break;  // UINT64: beyond 63 bits, refused before
    }
    return Error{.kind = ErrorKind::Internal, .code = "json.malformed", .detail = "unexpected element type"};
}

bool has_large_integer(dom::element element) {
    switch (element.type()) {
        case dom::element_type::UINT64: return true;
        case dom::element_type::ARRAY: {
            const dom::array items = element.get_array().value_unsafe();
            return std::any_of(items.begin(), items.end(), has_large_integer);
        }
        case dom::element_type::OBJECT: {
            const dom::object members = element.get_object().value_unsafe();
            return std::any_of(members.begin(), members.end(),
                               [](const auto& member) { return has_large_integer(member.value); });
        }
        default: return false;
    }
}

}  // namespace

Result<Value> parse(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    std::string_view body = text;
    if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
    if (body.starts_with(kByteOrderMark)) return problem_of(text);  // simdjson's newer versions skip one

    thread_local dom::parser parser;
    // Room for the deepest document allowed; what goes deeper is found by simdjson without recursion.
    if (parser.allocate(std::max<std::size_t>(body.size(), 64), kMaxDepth + 1) != simdjson::SUCCESS) {
        return Error{.kind = ErrorKind::TooLarge, .code = "json.too_large"};
    }
    dom::element root;
    Result<Value> result = Value();
    if (parser.parse(body.data(), body.size()).get(root) != simdjson::SUCCESS || has_large_integer(root)) {
        result = problem_of(text);
    } else {
        result = convert(root, 1);
        // simdjson does not count an empty array or object as a level.
        if (!result && result.error().code == "json.too_deep") result = problem_of(text);
    }
    if (parser.capacity() > kKeptCapacity) parser = dom::parser();
    return result;
}

}  // namespace kith::json
