#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "records/fields/kinds.hpp"

namespace kith::records {

namespace {

/// A kind kept as JSON text in one column.
class Structured : public FieldKind {
public:
    [[nodiscard]] std::span<const Column> columns() const final {
        static const std::array<Column, 1> kColumns{{{"", db::ColumnType::Json}}};
        return kColumns;
    }
    void write(json::Writer& out, const FieldValue& value) const final { out.raw(to_text(value)); }
    void bind(Bindings& bindings, const FieldValue& value) const final {
        if (is_empty(value))
            bindings.list.emplace_back();
        else
            bindings.add_kept(to_text(value));
    }
    [[nodiscard]] FieldValue load(const db::Row& row, int column) const final {
        if (row.is_null(column)) return {};
        const auto parsed = json::parse(row.text(column));
        return parsed ? from_json(*parsed) : FieldValue{};
    }
    void write_row(json::Writer& out, const db::Row& row, int column) const final { out.raw(row.text(column)); }

protected:
    [[nodiscard]] virtual std::string to_text(const FieldValue& value) const = 0;
    [[nodiscard]] virtual FieldValue from_json(const json::Value& value) const = 0;
};

/// In the order of the field's options, each once.
class MultiSelect final : public Structured {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        if (const auto* text = value.string()) return parse(field, *text);
        if (value.array() == nullptr) return field_error(field, "field.not_a_list");
        std::vector<std::string> chosen;
        for (const auto& item : *value.array()) {
            if (const auto* text = item.string())
                chosen.push_back(*text);
            else if (const auto* number = item.integer())
                chosen.push_back(std::to_string(*number));
            else
                return field_error(field, "field.not_a_list");
        }
        return ordered(field, chosen);
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        std::vector<std::string> chosen;
        while (!text.empty()) {
            const auto end = std::min(text.find_first_of(",;"), text.size());
            if (const auto item = text::trim(text.substr(0, end)); !item.empty()) chosen.emplace_back(item);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return ordered(field, chosen);
    }

private:
    [[nodiscard]] std::string to_text(const FieldValue& value) const override {
        std::string out;
        json::Writer writer(out);
        writer.begin_array();
        for (const auto& item : std::get<std::vector<std::string>>(value)) writer.value(item);
        writer.end_array();
        return out;
    }
    [[nodiscard]] FieldValue from_json(const json::Value& value) const override {
        std::vector<std::string> out;
        if (value.array() != nullptr)
            for (const auto& item : *value.array())
                if (const auto* text = item.string()) out.push_back(*text);
        return FieldValue(std::move(out));
    }
    /// Any words, each once whatever its letters' case, by name.
    static Result<FieldValue> words(const Field& field, const std::vector<std::string>& chosen) {
        constexpr std::size_t kMostTags = 50;
        constexpr std::size_t kLongestTag = 60;
        std::map<std::string, std::string> by_folded;
        for (const auto& given : chosen) {
            auto name = text::nfc(text::trim(given));
            if (!text::is_valid_utf8(given) || text::length(name) > kLongestTag || name.find_first_of(",;\n\r\t") != std::string::npos)
                return field_error(field, "field.not_a_tag", {{"max", std::to_string(kLongestTag)}});
            if (!name.empty()) by_folded.emplace(text::fold(name).empty() ? name : text::fold(name), std::move(name));
        }
        if (by_folded.size() > kMostTags) return field_error(field, "field.too_many_tags", {{"max", std::to_string(kMostTags)}});
        std::vector<std::string> out;
        for (auto& [folded, name] : by_folded) out.push_back(std::move(name));
        if (out.empty()) return FieldValue{};
        return FieldValue(std::move(out));
    }
    static Result<FieldValue> ordered(const Field& field, const std::vector<std::string>& chosen) {
        if (field.format == "tags") return words(field, chosen);
        std::vector<std::string> out;
        for (const auto& option : field.options)
            if (std::find(chosen.begin(), chosen.end(), option.value) != chosen.end()) out.push_back(option.value);
        for (const auto& value : chosen)
            if (std::find(out.begin(), out.end(), value) == out.end())
                return field_error(field, "field.not_an_option", {{"value", value}, {"options", option_list(field)}});
        if (out.empty()) return FieldValue{};
        return FieldValue(std::move(out));
    }
};

/// The ids of several records, in the order they were put, each once.
class Relations final : public Structured {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& field, const json::Value& value) const override {
        if (const auto* text = value.string()) return parse(field, *text);
        if (value.array() == nullptr) return field_error(field, "field.not_a_list");
        std::vector<std::string> out;
        for (const auto& item : *value.array()) {
            const auto id = item.string() == nullptr ? std::nullopt : Id::parse(*item.string());
            if (!id) return field_error(field, "field.not_a_reference");
            if (auto text = id->to_string(); std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
        }
        if (out.size() > kMost) return field_error(field, "field.too_many_records", {{"max", std::to_string(kMost)}});
        if (out.empty()) return FieldValue{};
        return FieldValue(std::move(out));
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        json::Array ids;
        while (!text.empty()) {
            const auto end = std::min(text.find_first_of(",;| "), text.size());
            if (const auto item = text::trim(text.substr(0, end)); !item.empty()) ids.emplace_back(item);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return read(field, json::Value(std::move(ids)));
    }

private:
    static constexpr std::size_t kMost = 500;
    [[nodiscard]] std::string to_text(const FieldValue& value) const override {
        std::string out;
        json::Writer writer(out);
        writer.begin_array();
        for (const auto& item : std::get<std::vector<std::string>>(value)) writer.value(item);
        writer.end_array();
        return out;
    }
    [[nodiscard]] FieldValue from_json(const json::Value& value) const override {
        std::vector<std::string> out;
        if (value.array() != nullptr)
            for (const auto& item : *value.array())
                if (const auto* text = item.string()) out.push_back(*text);
        return FieldValue(std::move(out));
    }
};

class JsonKind final : public Structured {
public:
    [[nodiscard]] Result<FieldValue> read(const Field& /*field*/, const json::Value& value) const override {
        return FieldValue(value);
    }
    [[nodiscard]] Result<FieldValue> parse(const Field& field, std::string_view text) const override {
        auto value = json::parse(text);
        if (!value) return field_error(field, "field.not_json");
        return FieldValue(std::move(*value));
    }

private:
    [[nodiscard]] std::string to_text(const FieldValue& value) const override {
        return json::write(std::get<json::Value>(value));
    }
    [[nodiscard]] FieldValue from_json(const json::Value& value) const override { return FieldValue(value); }
};

}  // namespace

const FieldKind& multi_select_kind() { static const MultiSelect kKind; return kKind; }
const FieldKind& relations_kind() { static const Relations kKind; return kKind; }
const FieldKind& json_kind() { static const JsonKind kKind; return kKind; }

}  // namespace kith::records
