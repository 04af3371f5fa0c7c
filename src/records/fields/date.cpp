#include "records/fields/kinds.hpp"
#include "records/fields/simple_kind.hpp"

namespace kith::records {

namespace {

// Years outside are typing mistakes; they would also break calendars and plans.
constexpr int kFirstYear = 1000;
constexpr int kLastYear = 9999;

class DateKind final : public SimpleKind<Date, db::ColumnType::Date> {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        const auto* text = value.string();
        return text == nullptr ? Result<FieldValue>(field_error(field, "field.not_a_date")) : parse(field, *text);
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        const auto date = Date::parse(text);
        if (!date || date->year() < kFirstYear || date->year() > kLastYear)
            return field_error(field, "field.not_a_date");
        return FieldValue(*date);
    }
};

class DateTime final : public SimpleKind<Instant, db::ColumnType::Instant> {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        const auto* text = value.string();
        return text == nullptr ? Result<FieldValue>(field_error(field, "field.not_a_time")) : parse(field, *text);
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        if (const auto instant = Instant::parse(text)) return FieldValue(*instant);
        return field_error(field, "field.not_a_time");
    }
};

}  // namespace

const FieldKind& date_kind() { static const DateKind kKind; return kKind; }
const FieldKind& datetime_kind() { static const DateTime kKind; return kKind; }

}  // namespace kith::records
