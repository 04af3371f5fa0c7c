#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.hpp"
#include "records/filter/testing/house.hpp"

/// The naive evaluator: reads the tree's JSON itself and looks at one record after another. It shares with
/// the engine only what base/ gives (folding, sorting, calendars).
namespace kith::records::filter::testing {

namespace {

const Row* row_of(const Rows& rows, const std::string& object, Id id) {
    for (const auto& row : rows.at(object))
        if (row.id == id) return &row;
    return nullptr;
}

struct Reached {
    const Field* field = nullptr;
    FieldValue value;
};

class Judge {
public:
    Judge(const House& house, const Schema& schema) : house_(house), schema_(schema), today_(local_date(house.now(), house.place().time_zone)) {}

    bool holds(const Object& object, const Row& row, const json::Value& tree) {
        if (tree.is_null()) return true;
        if (const auto* all = tree.find("and"))
            return std::ranges::all_of(*all->array(), [&](const auto& child) { return holds(object, row, child); });
        if (const auto* any = tree.find("or"))
            return std::ranges::any_of(*any->array(), [&](const auto& child) { return holds(object, row, child); });
        if (const auto* child = tree.find("not")) return !holds(object, row, *child);
        if (tree.find("related") != nullptr) return related(object, row, tree);
        return compare(reach(object, row, *tree["field"].string()), std::string(tree.text("op")), tree["value"]);
    }

private:
    Reached reach(const Object& object, const Row& row, std::string_view path) {
        if (path.starts_with(object.name + ".") && object.field(object.name) == nullptr) path.remove_prefix(object.name.size() + 1);
        const Object* here = &object;
        const Row* at = &row;
        for (;;) {
            const auto dot = path.find('.');
            const std::string name(path.substr(0, dot));
            Reached out{here->any_field(name), at == nullptr ? FieldValue{} : value_of(*at, name)};
            if (dot == std::string_view::npos) return out;
            path.remove_prefix(dot + 1);
            here = out.field->target;
            at = is_empty(out.value) ? nullptr : row_of(house_.rows(), here->name, std::get<Id>(out.value));
            if (at != nullptr && at->in_bin) at = nullptr;
        }
    }

    static FieldValue value_of(const Row& row, const std::string& name) {
        if (name == "id") return row.id;
        if (name == "created_at" || name == "updated_at") return row.created_at;
        const auto found = row.values.find(name);
        return found == row.values.end() ? FieldValue{} : found->second;
    }

    bool compare(const Reached& left, const std::string& op, const json::Value& value) {
        if (op == "is_empty") return is_empty(left.value);
        if (op == "not_empty") return !is_empty(left.value);
        if (op == "ne") return !compare(left, "eq", value);
        if (op == "not_in") return !compare(left, "in", value);
        if (is_empty(left.value)) return false;
        const auto type = left.field->type;
        if (op == "in")
            return std::ranges::any_of(*value.array(), [&](const auto& one) {
                return compare(left, type == FieldType::MultiSelect ? "contains" : "eq", one);
            });
        if (op == "between") return compare(left, "ge", (*value.array())[0]) && compare(left, "le", (*value.array())[1]);
        switch (type) {
            case FieldType::Boolean: return std::get<bool>(left.value) == *value.boolean();
            case FieldType::Integer:
            case FieldType::Duration: return ordered(static_cast<double>(std::get<std::int64_t>(left.value)), op, number(value));
            case FieldType::Decimal:
            case FieldType::Percent: return ordered(std::get<double>(left.value), op, number(value));
            case FieldType::Money: return money(std::get<Money>(left.value), op, value);
            case FieldType::Date: return day(std::get<Date>(left.value), op, value);
            case FieldType::DateTime: return moment(std::get<Instant>(left.value), op, value);
            case FieldType::Select: return std::get<std::string>(left.value) == *value.string();
            case FieldType::MultiSelect: return chosen(std::get<std::vector<std::string>>(left.value), op, value);
            case FieldType::User:
            case FieldType::Relation: {
                const auto wanted = *value.string() == "me" ? house_.actor().user : *Id::parse(*value.string());
                return std::get<Id>(left.value) == wanted;
            }
            default: return text(*left.field, std::get<std::string>(left.value), op, *value.string());
        }
    }

    static bool text(const Field& field, const std::string& have, const std::string& op, std::string wanted) {
        if (op == "contains" || op == "starts_with") {
            const auto folded = text::fold(wanted);
            const bool signs = folded.empty() && !wanted.empty();
            const auto at = signs ? have.find(wanted) : text::fold(have).find(folded);
            return op == "contains" ? at != std::string::npos : at == 0;
        }
        if (op == "eq" && field.format == "country" && wanted == "Norge") wanted = "NO";
        if (op == "eq" && field.type == FieldType::Phone) std::erase(wanted, ' ');
        if (field.type == FieldType::Text && field.format.empty()) return ordered(text::compare(have, wanted), op, 0);
        return ordered(have.compare(wanted), op, 0);
    }

    template <class T>
    static bool ordered(const T& have, const std::string& op, const T& wanted) {
        if (op == "lt") return have < wanted;
        if (op == "le") return have <= wanted;
        if (op == "gt") return have > wanted;
        if (op == "ge") return have >= wanted;
        return have == wanted;
    }

    static double number(const json::Value& value) { return value.string() != nullptr ? std::stod(*value.string()) : *value.number(); }

    static Money money_of(const json::Value& value) {
        std::string amount;
        std::string currency = "NOK";
        if (value.object() != nullptr) {
            amount = value["amount"].string() != nullptr ? *value["amount"].string() : json::write(value["amount"]);
            currency = value.text("currency");
        } else {
            amount = value.string() != nullptr ? *value.string() : json::write(value);
            if (const auto space = amount.find(' '); space != std::string::npos) {
                currency = amount.substr(space + 1);
                amount.resize(space);
            }
        }
        return {*parse_amount(amount, currency), currency};
    }
    static bool money(const Money& have, const std::string& op, const json::Value& value) {
        const auto wanted = money_of(value);
        return have.currency == wanted.currency && ordered(have.minor, op, wanted.minor);
    }

    static bool chosen(const std::vector<std::string>& have, const std::string& op, const json::Value& value) {
        std::vector<std::string> wanted;
        if (value.string() != nullptr) wanted.push_back(*value.string());
        else
            for (const auto& one : *value.array()) wanted.push_back(*one.string());
        const auto has = [&](const std::string& one) { return std::ranges::find(have, one) != have.end(); };
        return std::ranges::all_of(wanted, has) && (op == "contains" || have.size() == wanted.size());
    }

    /// A number that grows with time and is the same for all days of one such period.
    int serial(Date day, std::string_view unit) const {
        if (unit == "day") return day.days;
        if (unit == "month") return day.year() * 12 + day.month();
        if (unit == "quarter") return day.year() * 4 + (day.month() - 1) / 3;
        if (unit == "year") return day.year();
        // 1970-01-01 was a Thursday: day 4 since is the first Monday, day 3 the first Sunday.
        const int first = house_.place().country == "US" ? 3 : 4;
        return (day.days - first + 700'000) / 7;
    }

    bool day(Date have, const std::string& op, const json::Value& value) const {
        if (op == "within_last" || op == "within_next") {
            if (const auto* length = value.object()) {
                const int sign = op == "within_last" ? -1 : 1;
                const auto other = from_today(length->front().first, sign * static_cast<int>(*length->front().second.integer()));
                return std::min(today_, other) <= have && have <= std::max(today_, other);
            }
            return day(have, "eq", value);
        }
        int left = have.days;
        int right = 0;
        if (const auto* offset = value.object()) {
            right = from_today(offset->front().first, static_cast<int>(*offset->front().second.integer())).days;
        } else if (const auto date = Date::parse(*value.string())) {
            right = date->days;
        } else if (const auto& name = *value.string(); name == "today" || name == "yesterday" || name == "tomorrow") {
            right = today_.days + (name == "today" ? 0 : name == "tomorrow" ? 1 : -1);
        } else {
            const auto unit = name.substr(5);
            left = serial(have, unit);
            right = serial(today_, unit) + (name.starts_with("this") ? 0 : name.starts_with("last") ? -1 : 1);
        }
        return ordered(left, op == "before" ? "lt" : op == "after" ? "gt" : op, right);
    }

    [[nodiscard]] Date from_today(std::string_view unit, int n) const {
        if (unit == "days") return today_.plus_days(n);
        if (unit == "weeks") return today_.plus_days(7 * n);
        return today_.plus_months(unit == "months" ? n : 12 * n);
    }

    bool moment(Instant have, const std::string& op, const json::Value& value) const {
        if (const auto* length = value.object(); length != nullptr && length->front().first == "hours") {
            const auto hours = *length->front().second.integer();
            const auto other = house_.now().micros + (op == "within_last" ? -hours : hours) * 3'600'000'000;
            if (op == "within_last") return other <= have.micros && have <= house_.now();
            if (op == "within_next") return house_.now() <= have && have.micros <= other;
            return ordered(have.micros, op == "before" ? "lt" : op == "after" ? "gt" : op, other);
        }
        if (value.string() != nullptr)
            if (const auto instant = Instant::parse(*value.string()))
                return ordered(have.micros, op == "before" ? "lt" : op == "after" ? "gt" : op, instant->micros);
        return day(local_date(have, house_.place().time_zone), op, value);
    }

    static std::int64_t time_of(const FieldValue& value) {
        return std::holds_alternative<Date>(value) ? std::get<Date>(value).days : std::get<Instant>(value).micros;
    }

    bool related(const Object& object, const Row& row, const json::Value& tree) {
        const auto* set = object.find_related(*tree["related"].string());
        std::vector<const Row*> found;
        for (const auto& other : house_.rows().at(set->object->name)) {
            const auto key = value_of(other, set->field->name);
            if (other.in_bin || is_empty(key) || std::get<Id>(key) != row.id) continue;
            if (holds(*set->object, other, tree["where"])) found.push_back(&other);
        }
        if (const auto* none = tree["none"].boolean(); none != nullptr && *none) return found.empty();
        if (const auto* latest = tree.find("latest")) {
            const auto standard = set->object->timeline_field.empty() ? "created_at" : set->object->timeline_field;
            const auto by = latest->find("by") == nullptr ? standard : std::string(latest->text("by"));
            std::erase_if(found, [&](const Row* other) { return is_empty(value_of(*other, by)); });
            if (found.empty()) return false;
            const auto newest = *std::ranges::max_element(found, [&](const Row* a, const Row* b) {
                const auto x = time_of(value_of(*a, by)), y = time_of(value_of(*b, by));
                return x == y ? a->id < b->id : x < y;
            });
            return holds(*set->object, *newest, (*latest)["where"]);
        }
        if (const auto* sum = tree.find("sum")) {
            const auto* field = set->object->field(sum->text("field"));
            double total = 0;
            for (const auto* other : found) {
                const auto value = value_of(*other, field->name);
                if (is_empty(value)) continue;
                if (field->type == FieldType::Money) {
                    if (std::get<Money>(value).currency == money_of((*sum)["value"]).currency) total += static_cast<double>(std::get<Money>(value).minor);
                } else {
                    total += std::holds_alternative<double>(value) ? std::get<double>(value) : static_cast<double>(std::get<std::int64_t>(value));
                }
            }
            const double wanted = field->type == FieldType::Money ? static_cast<double>(money_of((*sum)["value"]).minor) : number((*sum)["value"]);
            const auto op = std::string(sum->text("op"));
            return op == "ne" ? total != wanted : ordered(total, op, wanted);
        }
        const auto* count = tree.find("count");
        const auto number_found = static_cast<std::int64_t>(found.size());
        if (count == nullptr) return number_found >= 1;
        const auto op = std::string(count->text("op"));
        return op == "ne" ? number_found != *(*count)["value"].integer() : ordered(number_found, op, *(*count)["value"].integer());
    }

    const House& house_;
    const Schema& schema_;
    Date today_;
};

}  // namespace

bool holds(const House& house, const Schema& schema, std::string_view object, const Row& row, const json::Value& tree) {
    return Judge(house, schema).holds(*schema.find(object), row, tree);
}

}  // namespace kith::records::filter::testing
