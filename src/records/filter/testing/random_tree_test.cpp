#include <algorithm>

#include "records/filter/testing/house.hpp"

namespace kith::records::filter::testing {

namespace {

constexpr int kMostRelated = 4;  // within each other; more of them leave too few other levels

using Array = json::Array;
using JsonObject = json::Object;

class Generator {
public:
    Generator(Random& random, const House& house, const Schema& schema) : random_(random), house_(house), schema_(schema) {}

    json::Value tree(const Object& object, int depth) {
        if (depth == 0) return chance(random_, 75) || related_ >= kMostRelated ? leaf(object) : related(object, 0);
        switch (below(random_, 8)) {
            case 0:
            case 1: return JsonObject{{"not", tree(object, depth - 1)}};
            case 2:
                if (related_ < kMostRelated && !object.related.empty()) return related(object, depth - 1);
                [[fallthrough]];
            case 3:
            case 4: return JsonObject{{"or", branches(object, depth - 1)}};
            default: return JsonObject{{"and", branches(object, depth - 1)}};
        }
    }

private:
    /// One goes deep, the others are short.
    json::Value branches(const Object& object, int depth) {
        Array out;
        const int number = chance(random_, 3) ? 0 : 1 + below(random_, 3);
        const int deep = below(random_, std::max(number, 1));
        for (int i = 0; i < number; ++i) out.push_back(tree(object, i == deep ? depth : std::min(depth, below(random_, 2))));
        return out;
    }

    template <class T>
    const T& pick(const std::vector<T>& pool) { return pool[static_cast<std::size_t>(below(random_, static_cast<int>(pool.size())))]; }

    json::Value related(const Object& object, int depth) {
        if (object.related.empty()) return leaf(object);
        const auto& set = pick(object.related);
        ++related_;
        JsonObject out{{"related", set.name}};
        const int kind = below(random_, 6);
        if (kind != 5 && chance(random_, depth > 0 ? 100 : 70)) out.emplace_back("where", tree(*set.object, depth));
        if (kind == 0) {
            out.emplace_back("none", true);
        } else if (kind == 1 || kind == 2) {
            out.emplace_back("count", JsonObject{{"op", pick<std::string>({"eq", "ne", "lt", "le", "gt", "ge"})}, {"value", below(random_, 4)}});
        } else if (kind == 3) {
            std::vector<const Field*> sums;
            for (const auto& field : set.object->fields)
                if (field.type == FieldType::Integer || field.type == FieldType::Decimal || field.type == FieldType::Money ||
                    field.type == FieldType::Duration || field.type == FieldType::Percent)
                    sums.push_back(&field);
            if (!sums.empty()) {
                const auto& field = *pick(sums);
                out.emplace_back("sum", JsonObject{{"field", field.name}, {"op", pick<std::string>({"eq", "ne", "lt", "le", "gt", "ge"})}, {"value", value(field, "eq")}});
            }
        } else if (kind == 5) {
            if (chance(random_, 30)) out.emplace_back("where", leaf(*set.object));
            JsonObject latest;
            if (chance(random_, 50)) {
                std::vector<std::string> dates{"created_at"};
                for (const auto& field : set.object->fields)
                    if (field.type == FieldType::Date || field.type == FieldType::DateTime) dates.push_back(field.name);
                latest.emplace_back("by", pick(dates));
            }
            if (chance(random_, 90)) latest.emplace_back("where", tree(*set.object, depth));
            out.emplace_back("latest", std::move(latest));
        }
        --related_;
        return out;
    }

    json::Value leaf(const Object& object) {
        std::string path;
        const Object* here = &object;
        if (chance(random_, 4)) path = object.name + ".";
        for (int steps = 0;; ++steps) {
            const auto number = static_cast<int>(here->fields.size());
            const int at = below(random_, number + 3);
            const Field& field = at < number ? here->fields[static_cast<std::size_t>(at)] : here->system_fields[static_cast<std::size_t>(at - number)];
            path += field.name;
            if (steps < 3 && field.is_reference() && field.target != nullptr && chance(random_, 70)) {
                path += ".";
                here = field.target;
                continue;
            }
            return condition(path, field);
        }
    }

    json::Value condition(const std::string& path, const Field& field) {
        JsonObject out{{"field", path}};
        const auto op = pick(ops(field));
        out.emplace_back("op", op);
        if (op == "is_empty" || op == "not_empty") return out;
        if (op == "in" || op == "not_in" || op == "between") {
            Array list;
            const int number = op == "between" ? 2 : below(random_, 4);
            for (int i = 0; i < number; ++i) list.push_back(value(field, op));
            if (op == "between" && field.type == FieldType::Money) list = {JsonObject{{"amount", "50"}, {"currency", "EUR"}}, "150.00 EUR"};
            out.emplace_back("value", std::move(list));
        } else {
            out.emplace_back("value", value(field, op));
        }
        return out;
    }

    static std::vector<std::string> ops(const Field& field) {
        std::vector<std::string> out{"is_empty", "not_empty"};
        const auto add = [&](std::initializer_list<const char*> more) { out.insert(out.end(), more.begin(), more.end()); };
        switch (field.type) {
            case FieldType::Json: break;
            case FieldType::Boolean: add({"eq", "ne", "eq"}); break;
            case FieldType::Select:
            case FieldType::User:
            case FieldType::Relation: add({"eq", "ne", "in", "not_in"}); break;
            case FieldType::MultiSelect: add({"eq", "ne", "in", "not_in", "contains", "contains"}); break;
            case FieldType::Date:
            case FieldType::DateTime:
                add({"eq", "ne", "lt", "le", "gt", "ge", "between", "in", "not_in", "before", "after", "on", "within_last", "within_next", "on", "within_last", "within_next"});
                break;
            case FieldType::Integer:
            case FieldType::Decimal:
            case FieldType::Percent:
            case FieldType::Duration:
            case FieldType::Money: add({"eq", "ne", "lt", "le", "gt", "ge", "between", "in", "not_in"}); break;
            default: add({"eq", "ne", "lt", "le", "gt", "ge", "between", "in", "not_in", "contains", "starts_with", "contains"}); break;
        }
        return out;
    }

    /// What is in the data, mostly.
    json::Value stored(const Field& field) {
        if (field.object == nullptr) return {};
        const auto& rows = house_.rows().at(field.object->name);
        for (int tries = 0; tries < 8; ++tries) {
            const auto& row = pick(rows);
            if (field.name == "id") return row.id.to_string();
            const auto found = row.values.find(field.name);
            if (found == row.values.end()) continue;
            std::string text;
            json::Writer out(text);
            write_value(out, field, found->second);
            return *json::parse(text);
        }
        return {};
    }

    json::Value value(const Field& field, const std::string& op) {
        switch (field.type) {
            case FieldType::Boolean: return chance(random_, 50);
            case FieldType::Integer:
            case FieldType::Duration: return chance(random_, 10) ? json::Value(std::to_string(below(random_, 6))) : json::Value(below(random_, 9) - 2);
            case FieldType::Decimal:
            case FieldType::Percent: return chance(random_, 30) ? json::Value(below(random_, 4)) : json::Value(below(random_, 12) * 0.25);
            case FieldType::Money:
                switch (below(random_, 4)) {
                    case 0: return below(random_, 5) * 50;
                    case 1: return std::to_string(below(random_, 5) * 50) + ".00 EUR";
                    case 2: return JsonObject{{"amount", std::to_string(below(random_, 5) * 50)}, {"currency", pick<std::string>({"NOK", "EUR"})}};
                    default: return JsonObject{{"amount", below(random_, 5) * 5000}, {"currency", "JPY"}};
                }
            case FieldType::Select: return pick(field.options).value;
            case FieldType::MultiSelect: {
                if ((op == "eq" || op == "ne") && chance(random_, 40))
                    if (auto kept = stored(field); !kept.is_null()) return kept;
                if (op == "in" || op == "not_in" || chance(random_, 50)) return pick(field.options).value;
                Array out;
                for (const auto& option : field.options)
                    if (chance(random_, 40)) out.emplace_back(option.value);
                if (out.empty()) out.emplace_back(field.options.front().value);
                return out;
            }
            case FieldType::Date:
            case FieldType::DateTime: return time(field, op);
            case FieldType::User:
            case FieldType::Relation: {
                if (field.type == FieldType::User && chance(random_, 30)) return "me";
                auto kept = stored(field);
                return kept.is_null() ? json::Value("12345") : kept;
            }
            default: return words(field, op);
        }
    }

    json::Value words(const Field& field, const std::string& op) {
        if (field.format == "country" && chance(random_, 20) && (op == "eq" || op == "ne" || op == "in" || op == "not_in")) return "Norge";
        if (field.type == FieldType::Phone && op == "eq" && chance(random_, 30)) return "+47 22 00 00 01";
        const auto kept = stored(field);
        std::string text = kept.string() == nullptr ? "Oslo" : *kept.string();
        if (op == "contains" || op == "starts_with") {
            if (chance(random_, 20)) return pick<std::string>({"", "-", "%", "_", "OSL", "å", "aas", "\"", "b a"});
            if (op == "contains" && chance(random_, 50)) text = text.substr(text.size() / 2);
            if (!text.empty() && (static_cast<unsigned char>(text[0]) & 0xC0) == 0x80) text = "a";
            return text;
        }
        if (chance(random_, 8)) return pick<std::string>({"", "b", "Æ", "Ola Nordmann", "and", "(", "not in"});
        return text;
    }

    json::Value time(const Field& field, const std::string& op) {
        const auto& zone = house_.place().time_zone;
        const bool moment = field.type == FieldType::DateTime;
        const std::string unit = pick<std::string>({"days", "days", "weeks", "months", "years", "hours"});
        const int most = unit == "days" ? 20 : unit == "hours" ? 60 : unit == "weeks" ? 8 : unit == "months" ? 14 : 2;
        if (op == "within_last" || op == "within_next") {
            if (unit != "hours" || moment) if (chance(random_, 75)) return JsonObject{{unit, below(random_, most)}};
            return name();
        }
        switch (below(random_, 4)) {
            case 0: return name();
            case 1:
                if (unit != "hours" || moment) return JsonObject{{unit, below(random_, 2 * most) - most}};
                [[fallthrough]];
            case 2: {
                if (moment && chance(random_, 50)) {
                    auto kept = stored(field);
                    if (!kept.is_null()) return kept;
                    return Instant{house_.now().micros + below(random_, 5) * 3'600'000'000}.to_string();
                }
                return local_date(house_.now(), zone).plus_days(below(random_, 30) - 15).to_string();
            }
            default: {
                auto kept = stored(field);
                if (kept.string() == nullptr) return "today";
                return moment ? json::Value(local_date(*Instant::parse(*kept.string()), zone).to_string()) : kept;
            }
        }
    }

    json::Value name() {
        if (chance(random_, 25)) return pick<std::string>({"today", "yesterday", "tomorrow"});
        return pick<std::string>({"this", "last", "next"}) + "_" + pick<std::string>({"week", "month", "quarter", "year"});
    }

    Random& random_;
    const House& house_;
    const Schema& schema_;
    int related_ = 0;
};

}  // namespace

json::Value random_tree(Random& random, const House& house, const Schema& schema, std::string_view object, int depth) {
    return Generator(random, house, schema).tree(*schema.find(object), depth);
}

}  // namespace kith::records::filter::testing
