#include "records/formula/to_sql.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace kith::records::formula {

namespace {

constexpr std::string_view kServerOrder = " COLLATE \"nb-x-icu\")";

/// PostgreSQL's own type for what a formula gives.
std::string_view server_type(Type type) {
    switch (type) {
        case Type::Boolean: return "boolean";
        case Type::Integer:
        case Type::Duration:
        case Type::Reference: return "bigint";
        case Type::Decimal:
        case Type::Percent: return "double precision";
        case Type::Date: return "date";
        case Type::DateTime: return "timestamptz";
        case Type::Choices:
        case Type::Opaque: return "jsonb";
        default: return "text";
    }
}

std::string literal(const calc::Value& value, Type type, db::Engine engine) {
    const bool server = engine == db::Engine::Postgres;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        if (type == Type::Boolean) return *whole != 0 ? "TRUE" : "FALSE";
        if (server && type == Type::Date) return "DATE '" + Date{static_cast<std::int32_t>(*whole)}.to_string() + "'";
        if (server && type == Type::DateTime) return "TIMESTAMPTZ '" + Instant{*whole}.to_string() + "'";
        return server ? "BIGINT '" + std::to_string(*whole) + "'" : std::to_string(*whole);
    }
    if (const auto* real = std::get_if<double>(&value)) {
        std::array<char, 40> buffer{};
        std::string out(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), *real).ptr);
        if (server) return "FLOAT8 '" + out + "'";
        return out.find_first_of(".e") == std::string::npos ? out + ".0" : out;
    }
    if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text, engine);
    return "NULL";
}

/// A computed text without the order it is sorted in, which PostgreSQL lets no other comparison differ from.
std::string unsorted(const std::string& computed) {
    if (!computed.ends_with(kServerOrder)) return computed;
    return computed.substr(0, computed.size() - kServerOrder.size()) + ")";
}

class Compiler {
public:
    explicit Compiler(db::Engine engine) : engine_(engine) {}

    std::string run(const Expression& e) const {
        // Of no type, so that it is one of any.
        if (server() && e.type == Type::Empty) return "NULL";
        switch (e.kind) {
            case Kind::Literal: return literal(e.literal, e.type, engine_);
            case Kind::Field: return field(e);
            case Kind::Call: return call(e);
            case Kind::Choose: return choose(e);
            case Kind::And: return "(" + conditions(e.of, " AND ") + ")";
            case Kind::Or: return "(" + conditions(e.of, " OR ") + ")";
            case Kind::Not: return "(" + operand(e.of[0]) + " IS NOT TRUE)";
            case Kind::Equal: return "((" + operand(e.of[0]) + " = " + operand(e.of[1]) + bytes(e.of[0]) + ") IS TRUE)";
            case Kind::Less:
                return "((" + operand(e.of[0]) + (calc::Value(std::int64_t{1}) == e.literal ? " <= " : " < ") + operand(e.of[1]) + order(e.of[0]) + ") IS TRUE)";
            case Kind::Coalesce: return "coalesce(" + joined(e, ", ") + ")";
            case Kind::IsEmpty: return "(" + operand(e.of[0]) + " IS NULL)";
            case Kind::Real: return "CAST(" + run(e.of[0]) + " AS DOUBLE PRECISION)";
            case Kind::Today: return server() ? "CAST({today} AS date)" : "{today}";
            case Kind::Now: return server() ? "CAST({now} AS timestamptz)" : "{now}";
            case Kind::Zone: return server() ? "CAST({zone} AS text)" : "{zone}";
        }
        return "NULL";
    }

private:
    [[nodiscard]] bool server() const { return engine_ == db::Engine::Postgres; }

    /// A part where a value of this type is wanted: what is empty says of which type it is.
    std::string as(const Expression& e, Type type) const {
        const bool empty = e.type == Type::Empty || (e.kind == Kind::Literal && e.literal.index() == 0);
        return server() && empty && type != Type::Empty ? "CAST(NULL AS " + std::string(server_type(type)) + ")" : run(e);
    }

    std::string call(const Expression& e) const {
        const std::string name = e.function->name;
        std::string all;
        for (const auto& part : e.of) all += (all.empty() ? "" : ", ") + run(part);
        if (!server()) return name + "(" + all + ")";
        // The server has no functions of any number of arguments whose types differ.
        if ((name == "kith_min" || name == "kith_max") && e.type != Type::Money) return (name == "kith_min" ? "LEAST(" : "GREATEST(") + joined(e, ", ") + ")";
        if ((name != "kith_add" && name != "kith_mul") || e.of.size() < 3) return name + "(" + all + ")";
        all = run(e.of[0]);
        for (std::size_t i = 1; i < e.of.size(); ++i) all = name + "(" + all + ", " + run(e.of[i]) + ")";
        return all;
    }

    static std::string column(const Field& field, std::string_view suffix = "") {
        return "{t}.\"" + field.column + std::string(suffix) + "\"";
    }

    static std::string own(const Field& field) {
        const bool money = field.type == FieldType::Money;
        if (field.is_computed()) {
            if (money) return "kith_money(" + field.computed[0] + ", " + field.computed[1] + ")";
            return unsorted(field.computed[0]);
        }
        if (field.type == FieldType::RichText) return "kith_plain(" + column(field) + ")";
        return money ? "kith_money(" + column(field) + ", " + column(field, "_currency") + ")" : column(field);
    }

    static std::string field(const Expression& e) {
        const auto inner = own(*e.field);
        if (e.over == nullptr) return inner;
        const auto alias = free_alias(inner);
        return "(SELECT " + with_alias(inner, alias) + " FROM " + e.over->target->table + " " + alias + " WHERE " + alias + ".id = " +
               column(*e.over) + " AND " + alias + ".binned_at IS NULL)";
    }

    /// Of an operator: what is no single thing stands in brackets.
    std::string operand(const Expression& e) const {
        auto sql = run(e);
        if (e.kind == Kind::Literal && sql[0] == '-') return "(" + sql + ")";
        return e.kind == Kind::Field && e.field->is_computed() && sql[0] != '(' ? "(" + sql + ")" : sql;
    }
    std::string conditions(const std::vector<Expression>& of, const char* word) const {
        std::string out;
        for (const auto& e : of) out += (out.empty() ? "" : word) + operand(e) + (e.kind == Kind::Field || e.kind == Kind::Choose || e.kind == Kind::Coalesce || e.kind == Kind::Literal || e.kind == Kind::Call ? " IS TRUE" : "");
        return out;
    }
    std::string joined(const Expression& e, const char* between) const {
        std::string out;
        for (const auto& part : e.of) out += (out.empty() ? "" : between) + as(part, e.type);
        return out;
    }
    std::string choose(const Expression& e) const {
        std::string out = "CASE";
        for (std::size_t i = 0; i + 1 < e.of.size(); i += 2) out += " WHEN " + operand(e.of[i]) + " IS TRUE THEN " + as(e.of[i + 1], e.type);
        return out + " ELSE " + as(e.of.back(), e.type) + " END";
    }
    std::string bytes(const Expression& e) const {
        if (e.type != Type::Text) return "";
        return engine_ == db::Engine::Sqlite ? " COLLATE BINARY" : " COLLATE \"C\"";
    }
    std::string order(const Expression& e) const {
        if (e.type != Type::Text) return "";
        return engine_ == db::Engine::Sqlite ? " COLLATE KITH" : " COLLATE \"nb-x-icu\"";
    }

    db::Engine engine_;
};

}  // namespace

std::string to_sql(const Expression& expression, db::Engine engine) { return Compiler(engine).run(expression); }

std::vector<std::string> columns(const Expression& expression, db::Engine engine) {
    auto sql = to_sql(expression, engine);
    // Sorted as other text is.
    if (expression.type == Type::Text) return {"(" + sql + std::string(engine == db::Engine::Sqlite ? " COLLATE KITH)" : kServerOrder)};
    if (expression.type != Type::Money) return {std::move(sql)};
    if (expression.kind == Kind::Field && expression.over == nullptr) {
        const Field& field = *expression.field;
        if (field.is_computed()) return field.computed;
        return {"{t}.\"" + field.column + "\"", "{t}.\"" + field.column + "_currency\""};
    }
    return {"kith_money_minor(" + sql + ")", "kith_money_currency(" + sql + ")"};
}

int depth_of(std::string_view sql) {
    // Tenths of what SQLite 3.40's parser keeps on its stack for each thing that is open (measured).
    constexpr int kBracket = 11, kCall = 56, kSelect = 60, kCase = 56;
    std::vector<int> open;
    int now = 0;
    int most = 0;
    const auto enter = [&](int weight) {
        open.push_back(weight);
        now += weight;
        most = std::max(most, now);
    };
    const auto leave = [&] {
        if (open.empty()) return;
        now -= open.back();
        open.pop_back();
    };
    const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9'); };
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char c = sql[i];
        const bool word_begins = i == 0 || !is_word(sql[i - 1]);
        if (c == '\'' || c == '"') {
            const auto end = sql.find(c, i + 1);  // a doubled quote ends one and begins the next
            if (end == std::string_view::npos) break;
            i = end;
        } else if (c == '(') {
            enter(sql.substr(i + 1).starts_with("SELECT ") ? kSelect : i > 0 && is_word(sql[i - 1]) ? kCall : kBracket);
        } else if (c == ')') {
            leave();
        } else if (word_begins && sql.substr(i).starts_with("CASE ")) {
            enter(kCase);
        } else if (word_begins && sql.substr(i).starts_with("END") && (i + 3 == sql.size() || !is_word(sql[i + 3]))) {
            leave();
        }
    }
    return most / 10;
}

std::string quoted(std::string_view text, db::Engine engine) {
    std::string out = engine == db::Engine::Postgres ? "TEXT '" : "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
        // Apart from what follows, or "{t}" would be taken for a place.
        if (c == '{') out += "'||'";
    }
    out += '\'';
    return text.find('{') == std::string_view::npos ? out : "(" + out + ")";
}

std::string free_alias(std::string_view sql) {
    for (int i = 1;; ++i) {
        auto alias = "f" + std::to_string(i);
        if (sql.find(alias + ".") == std::string_view::npos && sql.find(" " + alias + "}") == std::string_view::npos) return alias;
    }
}

std::string with_alias(std::string sql, std::string_view alias) {
    for (auto at = sql.find("{t}"); at != std::string::npos; at = sql.find("{t}", at + alias.size())) sql.replace(at, 3, alias);
    return sql;
}

}  // namespace kith::records::formula
