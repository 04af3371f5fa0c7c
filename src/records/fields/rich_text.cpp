#include "base/rich_text.hpp"

#include "base/text.hpp"
#include "records/fields/kinds.hpp"
#include "records/fields/simple_kind.hpp"

namespace kith::records {

namespace {

constexpr std::size_t kLimit = 100'000;  // characters, of the HTML

/// HTML of the subset that base/rich_text keeps; whatever else is sent with it is taken out.
class RichText final : public SimpleKind<std::string, db::ColumnType::Text> {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        const auto* text = value.string();
        return text == nullptr ? Result<FieldValue>(field_error(field, "field.not_text")) : parse(field, *text);
    }
    [[nodiscard]] std::string text(const FieldValue& value) const override { return plain_text(std::get<std::string>(value)); }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view raw) const override {
        if (!text::is_valid_utf8(raw)) return field_error(field, "field.not_utf8");
        const auto limit = field.max ? static_cast<std::size_t>(*field.max) : kLimit;
        // Before it is read: what is far too long is not worth it.
        if (raw.size() > 8 * limit) return field_error(field, "field.too_long", {{"max", std::to_string(limit)}});
        auto value = text::nfc(sanitize_html(raw));
        if (value.empty()) return FieldValue{};
        if (value.size() > limit && text::length(value) > limit) return field_error(field, "field.too_long", {{"max", std::to_string(limit)}});
        return FieldValue(std::move(value));
    }
};

}  // namespace

const FieldKind& rich_text_kind() { static const RichText kKind; return kKind; }

}  // namespace kith::records
