#include <array>
#include <charconv>
#include <cmath>

#include "records/fields/kinds.hpp"
#include "records/fields/simple_kind.hpp"

namespace kith::records {

namespace {

std::string plain(double number) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    return {buffer.data(), end};
}

template <class T>
Result<FieldValue> in_range(const Field& field, T number) {
    const auto real = static_cast<double>(number);
    if (field.min && real < *field.min) return field_error(field, "field.too_small", {{"min", plain(*field.min)}});
    if (field.max && real > *field.max) return field_error(field, "field.too_large", {{"max", plain(*field.max)}});
    return FieldValue(number);
}

template <class T>
std::optional<T> parse_number(std::string_view text) {
    T number{};
    const char* end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

class Integer final : public SimpleKind<std::int64_t, db::ColumnType::Integer> {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        if (const auto* text = value.string()) return parse(field, *text);
        if (const auto* whole = value.integer()) return in_range(field, *whole);
        if (const auto real = value.number(); real && std::trunc(*real) == *real && std::fabs(*real) < 9e15)
            return in_range(field, static_cast<std::int64_t>(*real));
        return field_error(field, "field.not_an_integer");
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        if (const auto number = parse_number<std::int64_t>(text)) return in_range(field, *number);
        return field_error(field, "field.not_an_integer");
    }
};

class Decimal final : public SimpleKind<double, db::ColumnType::Real> {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        if (const auto* text = value.string()) return parse(field, *text);
        if (const auto number = value.number(); number && std::isfinite(*number)) return in_range(field, *number);
        return field_error(field, "field.not_a_number");
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        if (const auto number = parse_number<double>(text); number && std::isfinite(*number))
            return in_range(field, *number);
        return field_error(field, "field.not_a_number");
    }
};

class Boolean final : public SimpleKind<bool, db::ColumnType::Boolean> {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        if (const auto* flag = value.boolean()) return FieldValue(*flag);
        return field_error(field, "field.not_a_boolean");
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        if (text == "true" || text == "1") return FieldValue(true);
        if (text == "false" || text == "0") return FieldValue(false);
        return field_error(field, "field.not_a_boolean");
    }
};

/// Minor units, and the currency beside them.
class MoneyKind final : public FieldKind {
public:
    [[nodiscard]] std::span<const Column> columns() const override {
        static const std::array<Column, 2> kColumns{
            {{"", db::ColumnType::Integer}, {"_currency", db::ColumnType::Text}}};
        return kColumns;
    }
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        if (const auto* text = value.string()) return parse(field, *text);
        if (value.object() == nullptr) return field_error(field, "field.not_money");
        const auto& amount_value = value["amount"];
        if (const auto number = amount_value.number()) return amount(field, plain(*number), value.text("currency"));
        return amount(field, value.text("amount"), value.text("currency"));
    }
    /// "1250.50 NOK"
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        const auto space = text.rfind(' ');
        if (space == std::string_view::npos) return field_error(field, "field.not_money");
        return amount(field, text.substr(0, space), text.substr(space + 1));
    }
    void write(json::Writer& out, const FieldValue& value) const override { out.value(std::get<Money>(value)); }
    void bind(Bindings& bindings, const FieldValue& value) const override {
        const auto* money = std::get_if<Money>(&value);
        bindings.list.push_back(money == nullptr ? db::Param{} : db::bind(money->minor));
        bindings.list.push_back(money == nullptr ? db::Param{} : db::bind(money->currency));
    }
    [[nodiscard]] FieldValue load(const db::Row& row, int column) const override {
        if (row.is_null(column)) return {};
        return FieldValue(Money{row.integer(column), row.string(column + 1)});
    }
    void write_row(json::Writer& out, const db::Row& row, int column) const override {
        out.value(Money{row.integer(column), row.string(column + 1)});
    }

private:
    static Result<FieldValue> amount(const Field& field, std::string_view text, std::string_view currency) {
        if (!is_currency(currency))
            return field_error(field, "field.not_a_currency", {{"value", std::string(currency)}});
        const auto minor = parse_amount(text, currency);
        if (!minor) return field_error(field, "field.not_an_amount", {{"value", std::string(text)}});
        return FieldValue(Money{*minor, std::string(currency)});
    }
};

}  // namespace

const FieldKind& integer_kind() { static const Integer kKind; return kKind; }
const FieldKind& decimal_kind() { static const Decimal kKind; return kKind; }
const FieldKind& boolean_kind() { static const Boolean kKind; return kKind; }
const FieldKind& money_kind() { static const MoneyKind kKind; return kKind; }

}  // namespace kith::records
