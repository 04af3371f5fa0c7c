#include "base/text.hpp"

#include <algorithm>

#include "base/geo.hpp"
#include "base/phone.hpp"
#include "records/fields/kinds.hpp"
#include "records/fields/simple_kind.hpp"

namespace kith::records {

namespace {

constexpr std::size_t kTextLimit = 500;  // characters
constexpr std::size_t kLongTextLimit = 100'000;

bool has_control_characters(std::string_view text, bool lines_allowed) {
    return std::any_of(text.begin(), text.end(), [&](char c) {
        if (lines_allowed && (c == '\n' || c == '\t' || c == '\r')) return false;
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

/// What all kinds of text share: one column, NFC, trimmed, within its length.
class AnyText : public SimpleKind<std::string, db::ColumnType::Text> {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const final {
        const auto* text = value.string();
        if (text == nullptr) return field_error(field, "field.not_text");
        return parse(field, *text);
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view raw) const final {
        if (!text::is_valid_utf8(raw)) return field_error(field, "field.not_utf8");
        const auto trimmed = text::trim(raw);
        if (trimmed.empty()) return FieldValue{};
        if (has_control_characters(trimmed, lines_allowed())) return field_error(field, "field.control_characters");
        auto value = text::nfc(trimmed);
        const auto limit = field.max ? static_cast<std::size_t>(*field.max) : length_limit();
        if (value.size() > limit && text::length(value) > limit)
            return field_error(field, "field.too_long", {{"max", std::to_string(limit)}});
        return check(field, std::move(value));
    }

protected:
    [[nodiscard]] virtual bool lines_allowed() const { return false; }
    [[nodiscard]] virtual std::size_t length_limit() const { return kTextLimit; }
    [[nodiscard]] virtual Result<FieldValue> check(const Field& /*field*/, std::string value) const {
        return FieldValue(std::move(value));
    }
};

class Text final : public AnyText {
    [[nodiscard]] Result<FieldValue> check(const Field& field, std::string value) const override {
        if (field.format == "country") {
            auto code = geo::country_code(value);  // "Norge" is as good as "NO"
            if (!code) return field_error(field, "field.not_a_country");
            return FieldValue(std::move(*code));
        } else if (field.format == "domain") {
            value = text::lower_ascii(value);
            if (value.find('.') == std::string::npos || value.find_first_of(" /@") != std::string::npos)
                return field_error(field, "field.not_a_domain");
        } else if (field.format == "time_zone" && !is_time_zone(value)) {
            return field_error(field, "field.not_a_time_zone");
        }
        return FieldValue(std::move(value));
    }
};

class LongText final : public AnyText {
    [[nodiscard]] bool lines_allowed() const override { return true; }
    [[nodiscard]] std::size_t length_limit() const override { return kLongTextLimit; }
};

/// One @, something before it, a host after it, no white space. Whether it can be delivered to, only
/// sending tells.
class Email final : public AnyText {
    [[nodiscard]] Result<FieldValue> check(const Field& field, std::string value) const override {
        const auto at = value.find('@');
        const bool shaped = at != std::string::npos && at > 0 && at + 1 < value.size() && value.size() <= 254 &&
                            value.rfind('@') == at && value.find_first_of(" ,;<>()\"") == std::string::npos &&
                            value.back() != '.' && value[at + 1] != '.';
        if (!shaped) return field_error(field, "field.not_an_email");
        return FieldValue(text::lower_ascii(value));
    }
};

class Phone final : public AnyText {
    [[nodiscard]] Result<FieldValue> check(const Field& field, std::string value) const override {
        const auto digits = std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
        const bool shaped = digits >= 3 && digits <= 20 && value.size() <= 40 &&
                            value.find_first_not_of("+0123456789 ()-./xX") == std::string::npos;
        if (!shaped) return field_error(field, "field.not_a_phone");
        // With its calling code it can be brought to E.164; a national number stays as it is written.
        if (auto international = normalize_phone(value, "")) return FieldValue(std::move(*international));
        return FieldValue(std::move(value));
    }
};

class Url final : public AnyText {
    [[nodiscard]] std::size_t length_limit() const override { return 2000; }
    [[nodiscard]] Result<FieldValue> check(const Field& field, std::string value) const override {
        // Only these schemes: a link in the app must never run as script.
        if (value.find("://") == std::string::npos) value.insert(0, "https://");
        const auto scheme = text::lower_ascii(value.substr(0, value.find("://")));
        const bool shaped = (scheme == "http" || scheme == "https") && value.size() > scheme.size() + 3 &&
                            value.find_first_of(" \"<>") == std::string::npos;
        if (!shaped) return field_error(field, "field.not_a_url");
        return FieldValue(std::move(value));
    }
};

class Select final : public AnyText {
    [[nodiscard]] Result<FieldValue> check(const Field& field, std::string value) const override {
        for (const auto& option : field.options)
            if (option.value == value) return FieldValue(std::move(value));
        return field_error(field, "field.not_an_option", {{"value", value}, {"options", option_list(field)}});
    }
};

}  // namespace

const FieldKind& text_kind() { static const Text kKind; return kKind; }
const FieldKind& long_text_kind() { static const LongText kKind; return kKind; }
const FieldKind& email_kind() { static const Email kKind; return kKind; }
const FieldKind& phone_kind() { static const Phone kKind; return kKind; }
const FieldKind& url_kind() { static const Url kKind; return kKind; }
const FieldKind& select_kind() { static const Select kKind; return kKind; }

}  // namespace kith::records
