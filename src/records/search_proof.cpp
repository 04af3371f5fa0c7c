#include "records/search_proof.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "records/sql/columns.hpp"
#include "records/workspace.hpp"

namespace kith::records {

namespace {

/// As search_fold() has it.
std::string folded_sql(const Field& field, const std::string& alias) {
    auto column = column_sql(field, alias);
    if (field.type == FieldType::RichText) column = "kith_plain(" + column + ")";
    return "replace(replace(kith_fold(" + column + "), 'aa', 'a'), 'oe', 'o')";
}

std::string digits_sql(const Field& field, const std::string& alias) {
    std::string out = column_sql(field, alias);
    for (const char* between : {" ", "+", "-", ".", "/", "(", ")"}) out = "replace(" + out + ", '" + between + "', '')";
    return out;
}

bool all_digits(std::string_view word) { return std::ranges::all_of(word, text::is_digit); }

}  // namespace

std::shared_ptr<const SearchProof> proof_for(const Reader& reader, const Object& object, std::string_view typed) {
    SearchProof out;
    bool all = true;
    for (const auto& field : object.fields) {
        if (!field.search) continue;
        if (field.readers.contains(reader.actor().role)) out.fields.push_back(&field);
        else all = false;
    }
    if (all) return nullptr;
    out.typed = read_typed(typed, reader.workspace().settings().country);
    return std::make_shared<const SearchProof>(std::move(out));
}

std::string proof_sql(const SearchProof& proof, const std::string& alias, Bindings& bindings) {
    if (proof.fields.empty() || proof.typed.empty()) return "FALSE";
    std::string words;
    const auto is_phone = [](const Field* field) { return field->type == FieldType::Phone; };
    const bool phones = std::ranges::any_of(proof.fields, is_phone);
    const bool others = !std::ranges::all_of(proof.fields, is_phone);
    for (const auto& word : proof.typed.words) {
        // Folded words hold neither of LIKE's signs. PostgreSQL refuses a value that nothing asks for.
        const auto beginning = others ? bindings.add_kept("% " + word + "%") : std::string{};
        const auto inside = phones && all_digits(word) ? bindings.add_kept("%" + word + "%") : std::string{};
        std::string any;
        for (const Field* field : proof.fields) {
            any += any.empty() ? "(" : " OR ";
            const bool number = field->type == FieldType::Phone;
            if (number) any += inside.empty() ? "FALSE" : digits_sql(*field, alias) + " LIKE " + inside;
            else any += "(' ' || " + folded_sql(*field, alias) + ") LIKE " + beginning;
        }
        words += (words.empty() ? "" : " AND ") + any + ")";
    }
    std::string out = "(" + words + ")";
    for (const auto& number : proof.typed.numbers) {
        std::string inside;
        for (const Field* field : proof.fields) {
            if (field->type != FieldType::Phone && field->type != FieldType::Text) continue;
            if (inside.empty()) inside = bindings.add_kept("%" + number + "%");
            out += " OR " + digits_sql(*field, alias) + " LIKE " + inside;
        }
    }
    return "(" + out + ")";
}

}  // namespace kith::records
