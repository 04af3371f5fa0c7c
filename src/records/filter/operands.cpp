#include "records/filter/operands.hpp"

#include "base/geo.hpp"
#include "base/text.hpp"
#include "records/fields/field_kind.hpp"
#include "records/filter/ops.hpp"
#include "records/filter/period.hpp"

namespace kith::records::filter {

namespace {

Result<FieldValue> named(Result<FieldValue> read, const std::string& at) {
    if (read) return read;
    Error error = std::move(read).error();
    error.code = "filter.wrong";
    for (auto& field : error.fields) field.field = at;
    return error;
}

/// Text is compared as it is written: no limit of length, no shape of an e-mail asked for. What is equal is
/// written as records have it, where that can be told: "Norway" is NO, a phone number its E.164 form.
Result<FieldValue> text_operand(const Field& field, Op op, const json::Value& value, const std::string& at) {
    if (value.string() == nullptr) return wrong(at, "field.not_text");
    const std::string& given = *value.string();
    if (!text::is_valid_utf8(given)) return wrong(at, "field.not_utf8");
    if (op == Op::Contains || op == Op::StartsWith) {
        if (given.size() > kMaxNeedle) return wrong(at, "field.too_long", {{"max", std::to_string(kMaxNeedle)}});
        return FieldValue(text::nfc(given));
    }
    if (op == Op::Eq || op == Op::Ne || op == Op::In || op == Op::NotIn)
        if (auto read = kind_of(field).parse(field, given); read && !is_empty(*read)) return read;
    return FieldValue(text::nfc(given));
}

/// From its first moment to its last, as the field has them.
struct Stretch {
    FieldValue first, last;
};

Stretch days_as(const Field& field, Days days, const Context& context) {
    if (field.type != FieldType::DateTime) return {days.first, days.second};
    return {instant_of(days.first, 0, context.time_zone),
            Instant{instant_of(days.second.plus_days(1), 0, context.time_zone).micros - 1}};
}

std::optional<Stretch> stretch(const Field& field, const json::Value& value, const Context& context) {
    if (const auto* text = value.string()) {
        if (const auto days = named_period(*text, context.today, context.first_weekday)) return days_as(field, *days, context);
        if (const auto date = Date::parse(*text)) return days_as(field, {*date, *date}, context);
        if (field.type == FieldType::DateTime)
            if (const auto instant = Instant::parse(*text)) return Stretch{*instant, *instant};
        return std::nullopt;
    }
    if (const auto day = day_from(value, context.today)) return days_as(field, {*day, *day}, context);
    if (field.type == FieldType::DateTime)
        if (const auto hours = hours_of(value, true)) return Stretch{Instant{context.now.micros + *hours}, Instant{context.now.micros + *hours}};
    return std::nullopt;
}

Node within(Node condition, Stretch span) {
    const bool one = span.first == span.last;
    condition.op = one ? Op::Eq : Op::Between;
    condition.operands.clear();
    condition.operands.push_back(std::move(span.first));
    if (!one) condition.operands.push_back(std::move(span.last));
    return condition;
}

Node negated(Node condition) {
    Node out;
    out.kind = Node::Kind::Not;
    out.children.push_back(std::move(condition));
    return out;
}

Result<Node> one_of(Node condition, const json::Value& value, const Context& context, const std::string& at) {
    Node any;
    any.kind = Node::Kind::Or;
    for (std::size_t i = 0; i < value.array()->size(); ++i) {
        auto span = stretch(*condition.path.field, (*value.array())[i], context);
        if (!span) return wrong(at + "." + std::to_string(i), "filter.not_a_period");
        any.children.push_back(within(condition, std::move(*span)));
    }
    // Single days and moments are one list, which an index answers at once.
    bool single = !any.children.empty();
    for (const auto& child : any.children) single = single && child.op == Op::Eq;
    if (!single) return any;
    condition.op = Op::In;
    for (auto& child : any.children) condition.operands.push_back(std::move(child.operands.front()));
    return condition;
}

}  // namespace

Error wrong(std::string at, std::string code, Params params) {
    Error error{ErrorKind::Invalid, "filter.wrong", {}, {}, {}, {}};
    error.fields.push_back({std::move(at), std::move(code), std::move(params)});
    return error;
}

Result<FieldValue> read_operand(const Field& field, Op op, const json::Value& value, const Context& context,
                                const std::string& at) {
    if (value.is_null()) return wrong(at, "filter.no_value");
    const auto family = family_of(field);
    if (family == Family::Text || family == Family::Formatted) return text_operand(field, op, value, at);
    if (family == Family::Reference) {
        if (value.string() == nullptr) return wrong(at, "field.not_a_reference");
        const bool person = field.type == FieldType::User || (field.object != nullptr && field.object->name == "user");
        if (person && *value.string() == "me") return FieldValue(context.me);
        const bool team = field.target != nullptr && field.target->name == "team";
        if (team && context.my_team && *value.string() == "mine") return FieldValue(context.my_team());
    }
    if (family == Family::Money && value.object() == nullptr) {
        std::string text = value.string() != nullptr ? *value.string() : json::write(value);
        if (text.find(' ') == std::string::npos) text += " " + context.currency;
        return named(kind_of(field).parse(field, text), at);
    }
    if (family == Family::Number) {
        // Any number may be compared with, also one the field itself would not take.
        Field unlimited;
        unlimited.name = field.name;
        unlimited.type = field.type;
        return named(kind_of(field).read(unlimited, value), at);
    }
    auto read = read_value(field, value);
    if (read && is_empty(*read)) return wrong(at, "filter.no_value");
    return named(std::move(read), at);
}

Result<Node> read_time(Node condition, std::string_view op, const json::Value& value, const Context& context,
                       const std::string& at) {
    const Field& field = *condition.path.field;
    if (value.is_null()) return wrong(at, "filter.no_value");
    if (op == "within_last" || op == "within_next") {
        const bool ahead = op == "within_next";
        if (const auto days = span_of(value, context.today, ahead)) return within(std::move(condition), days_as(field, *days, context));
        if (field.type == FieldType::DateTime)
            if (const auto hours = hours_of(value, false)) {
                const Instant other{context.now.micros + (ahead ? *hours : -*hours)};
                return within(std::move(condition), ahead ? Stretch{context.now, other} : Stretch{other, context.now});
            }
        if (value.string() == nullptr) return wrong(at, "filter.not_a_period");
    }
    if (op == "in" || op == "not_in" || op == "between") {
        if (value.array() == nullptr) return wrong(at, "filter.not_a_list");
        if (op != "between") {
            KITH_TRY(auto any, one_of(std::move(condition), value, context, at));
            return op == "in" ? std::move(any) : negated(std::move(any));
        }
        if (value.array()->size() != 2) return wrong(at, "filter.not_two_values");
        auto low = stretch(field, (*value.array())[0], context);
        if (!low) return wrong(at + ".0", "filter.not_a_period");
        auto high = stretch(field, (*value.array())[1], context);
        if (!high) return wrong(at + ".1", "filter.not_a_period");
        condition.op = Op::Between;
        condition.operands = {std::move(low->first), std::move(high->last)};
        return condition;
    }
    auto span = stretch(field, value, context);
    if (!span) return wrong(at, "filter.not_a_period");
    if (op == "ne") return negated(within(std::move(condition), std::move(*span)));
    if (op == "lt" || op == "before") {
        condition.op = Op::Lt;
        condition.operands = {std::move(span->first)};
    } else if (op == "ge") {
        condition.op = Op::Ge;
        condition.operands = {std::move(span->first)};
    } else if (op == "gt" || op == "after") {
        condition.op = Op::Gt;
        condition.operands = {std::move(span->last)};
    } else if (op == "le") {
        condition.op = Op::Le;
        condition.operands = {std::move(span->last)};
    } else {
        return within(std::move(condition), std::move(*span));
    }
    return condition;
}

}  // namespace kith::records::filter
