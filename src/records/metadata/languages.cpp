#include "records/metadata/languages.hpp"

#include <algorithm>

#include "base/i18n.hpp"

namespace kith::records {

namespace {

void add_label(Labels& labels, const std::string& language, const std::string& key) {
    if (!labels.contains(language) && i18n::has(language, key)) labels[language] = i18n::text(language, key);
}

}  // namespace

void add_languages(Object& object) {
    for (const auto& language : i18n::languages()) {
        const auto name = "object." + object.name;
        add_label(object.label, language, name);
        add_label(object.label_plural, language, name + ".plural");
        for (auto& field : object.fields) {
            const auto of_field = object.name + "." + field.name;
            add_label(field.label, language, "field." + of_field);
            for (auto& option : field.options) add_label(option.label, language, "option." + of_field + "." + option.value);
            if (field.format != "language_choice") continue;
            if (std::ranges::find(field.options, language, &Option::value) == field.options.end())
                field.options.push_back({language, {{"en", i18n::text(language, "language.own_name")}}});
        }
    }
}

}  // namespace kith::records
