#include <algorithm>
#include <array>

#include "base/geo.hpp"
#include "base/text.hpp"
#include "records/fields/kinds.hpp"

namespace kith::records {

namespace {

using db::ColumnType;

/// Several short texts that belong together, each in a column of its own, beside one column with the whole in a
/// line: what lists show, sort and search by. The value is a JSON object with the parts that are there.
class Parts : public FieldKind {
public:
    [[nodiscard]] std::span<const Column> columns() const final { return columns_; }
    [[nodiscard]] std::span<const Part> parts() const final { return parts_; }

    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const final {
        if (const auto* text = value.string()) return parse(field, *text);
        if (value.object() == nullptr) return field_error(field, "field.not_parts", {{"parts", names()}});
        for (const auto& [name, part] : *value.object())
            if (std::ranges::find(parts_, name, &Part::name) == parts_.end())
                return field_error(field, "field.unknown_part", {{"part", name}, {"parts", names()}});
        json::Object out;
        for (const auto& part : parts_) {
            const auto& given = value[part.name];
            if (given.is_null()) continue;
            Field as;
            as.name = field.name + "." + std::string(part.name);
            as.format = part.format;
            KITH_TRY(auto read, read_value(as, given));
            if (!is_empty(read)) out.emplace_back(std::string(part.name), std::get<std::string>(std::move(read)));
        }
        if (out.empty()) return FieldValue{};
        return FieldValue(json::Value(std::move(out)));
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const final {
        if (const auto trimmed = text::trim(text); trimmed.starts_with('{'))
            if (auto value = json::parse(trimmed)) return read(field, *value);
        if (!text::is_valid_utf8(text)) return field_error(field, "field.not_utf8");
        return read(field, json::Value(taken_apart(text)));
    }
    void write(json::Writer& out, const FieldValue& value) const final { out.value(std::get<json::Value>(value)); }

    void bind(Bindings& bindings, const FieldValue& value) const final {
        const auto* parts = std::get_if<json::Value>(&value);
        const auto add = [&](std::string text) {
            if (text.empty()) bindings.list.emplace_back();
            else bindings.add_kept(std::move(text));
        };
        add(parts == nullptr ? "" : in_a_line(*parts));
        for (const auto& part : parts_) add(parts == nullptr ? "" : std::string(parts->text(part.name)));
    }
    [[nodiscard]] FieldValue load(const db::Row& row, int column) const final {
        if (row.is_null(column)) return {};
        json::Object out;
        for (const auto& part : parts_)
            if (!row.is_null(++column)) out.emplace_back(std::string(part.name), row.string(column));
        return FieldValue(json::Value(std::move(out)));
    }
    void write_row(json::Writer& out, const db::Row& row, int column) const final {
        out.begin_object();
        for (const auto& part : parts_)
            if (!row.is_null(++column)) out.member(part.name, row.text(column));
        out.end_object();
    }
    [[nodiscard]] std::string text(const FieldValue& value) const final { return in_a_line(std::get<json::Value>(value)); }

protected:
    explicit Parts(std::vector<Part> parts) : parts_(std::move(parts)) {
        columns_.push_back({"", ColumnType::Text});
        for (const auto& part : parts_) columns_.push_back({"_" + std::string(part.name), ColumnType::Text});
    }
    [[nodiscard]] virtual std::string in_a_line(const json::Value& parts) const = 0;
    [[nodiscard]] virtual json::Object taken_apart(std::string_view text) const = 0;

private:
    [[nodiscard]] std::string names() const {
        std::string out;
        for (const auto& part : parts_) out += (out.empty() ? "" : ", ") + std::string(part.name);
        return out;
    }

    std::vector<Part> parts_;
    std::vector<Column> columns_;
};

std::string joined(std::string left, std::string_view between, std::string_view right) {
    if (!left.empty() && !right.empty()) left += between;
    return left + std::string(right);
}

class Address final : public Parts {
public:
    Address()
        : Parts({{"street", "", {{"en", "Street"}, {"nb", "Gate"}}},
                 {"postal_code", "", {{"en", "Postal code"}, {"nb", "Postnummer"}}},
                 {"city", "", {{"en", "City"}, {"nb", "Sted"}}},
                 {"region", "", {{"en", "Region"}, {"nb", "Region"}}},
                 {"country", "country", {{"en", "Country"}, {"nb", "Land"}}}}) {}

private:
    /// "Storgata 1, 0155 Oslo, NO"
    [[nodiscard]] std::string in_a_line(const json::Value& parts) const override {
        auto out = joined(std::string(parts.text("street")), ", ", joined(std::string(parts.text("postal_code")), " ", parts.text("city")));
        for (const char* part : {"region", "country"}) out = joined(std::move(out), ", ", parts.text(part));
        return out;
    }
    /// By commas or lines: the street first, a country last, between them a code with its city.
    [[nodiscard]] json::Object taken_apart(std::string_view text) const override {
        std::vector<std::string_view> pieces;
        while (!text.empty()) {
            const auto end = std::min(text.find_first_of(",\n"), text.size());
            if (const auto piece = text::trim(text.substr(0, end)); !piece.empty()) pieces.push_back(piece);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        json::Object out;
        if (pieces.size() > 1)
            if (auto country = geo::country_code(pieces.back())) {
                out.emplace_back("country", std::move(*country));
                pieces.pop_back();
            }
        std::string street;
        bool place = false;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const auto space = pieces[i].find(' ');
            const bool coded = text::is_digit(pieces[i][0]) && space != std::string_view::npos && (i > 0 || pieces.size() > 1);
            if (i > 0 && !place && coded) {
                out.emplace_back("postal_code", std::string(pieces[i].substr(0, space)));
                out.emplace_back("city", std::string(text::trim(pieces[i].substr(space))));
                place = true;
            } else if (place) {
                if (out.back().first == "region") out.back().second = joined(*out.back().second.string(), ", ", pieces[i]);
                else out.emplace_back("region", std::string(pieces[i]));
            } else if (i > 0 && i + 1 == pieces.size()) {
                out.emplace_back("city", std::string(pieces[i]));
            } else {
                street = joined(std::move(street), ", ", pieces[i]);
            }
        }
        if (!street.empty()) out.emplace_back("street", std::move(street));
        return out;
    }
};

class PersonName final : public Parts {
public:
    PersonName()
        : Parts({{"given", "", {{"en", "Given name"}, {"nb", "Fornavn"}}}, {"family", "", {{"en", "Family name"}, {"nb", "Etternavn"}}}}) {}

private:
    [[nodiscard]] std::string in_a_line(const json::Value& parts) const override {
        return joined(std::string(parts.text("given")), " ", parts.text("family"));
    }
    /// "Kari Anne Nordmann" or "Nordmann, Kari Anne"
    [[nodiscard]] json::Object taken_apart(std::string_view text) const override {
        text = text::trim(text);
        const auto comma = text.find(',');
        const auto space = text.rfind(' ');
        json::Object out;
        if (comma != std::string_view::npos) {
            out.emplace_back("given", std::string(text::trim(text.substr(comma + 1))));
            out.emplace_back("family", std::string(text::trim(text.substr(0, comma))));
        } else if (space != std::string_view::npos) {
            out.emplace_back("given", std::string(text::trim(text.substr(0, space))));
            out.emplace_back("family", std::string(text.substr(space + 1)));
        } else {
            out.emplace_back("given", std::string(text));
        }
        return out;
    }
};

}  // namespace

const FieldKind& address_kind() { static const Address kKind; return kKind; }
const FieldKind& person_name_kind() { static const PersonName kKind; return kKind; }

}  // namespace kith::records
