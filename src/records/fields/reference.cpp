#include "records/fields/kinds.hpp"
#include "records/fields/simple_kind.hpp"

namespace kith::records {

namespace {

/// The id of a record. That it exists is checked where it is written, inside the transaction.
class Reference final : public SimpleKind<Id, db::ColumnType::Integer> {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        const auto* text = value.string();
        return text == nullptr ? Result<FieldValue>(field_error(field, "field.not_a_reference")) : parse(field, *text);
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        if (const auto id = Id::parse(text)) return FieldValue(*id);
        return field_error(field, "field.not_a_reference");
    }
};

}  // namespace

const FieldKind& reference_kind() { static const Reference kKind; return kKind; }

}  // namespace kith::records
