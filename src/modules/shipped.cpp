#include "modules/shipped.hpp"

#include <mutex>

#include "base/i18n.hpp"
#include "embedded/locales.hpp"
#include "embedded/objects.hpp"

namespace kith {

Result<records::Schema> shipped_schema() {
    std::vector<std::pair<std::string, std::string_view>> files;
    for (const auto& file : embedded::objects()) {
        files.emplace_back(file.path, file.bytes);
    }
    return records::Schema::parse(files);
}

void load_catalogues() {
    static std::once_flag once;
    std::call_once(once, [] {
        std::vector<i18n::Catalogue> catalogues;
        for (const auto& file : embedded::locales()) {
            const auto name = file.path.substr(file.path.rfind('/') + 1);
            catalogues.push_back({std::string(name.substr(0, name.find('.'))), std::string(file.bytes)});
        }
        i18n::load(catalogues);
    });
}

}  // namespace kith
