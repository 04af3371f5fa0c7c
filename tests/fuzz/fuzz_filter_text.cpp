// links: records
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/i18n.hpp"
#include "records/filter/text/filter_text.hpp"

namespace {

using namespace kith;
using namespace kith::records;

void require(bool holds, std::string_view what, std::string_view text) {
    if (holds) return;
    std::fprintf(stderr, "broken: %.*s\n%.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(text.size()), text.data());
    std::abort();
}

/// Records named by their id's digits and a few others.
class Names : public filter::References {
    std::vector<Id> named(const Object& /*object*/, std::string_view title) override {
        if (title == "Kari Nordmann") return {Id{17}};
        if (title == "Two") return {Id{18}, Id{19}};
        return {};
    }
    std::string title(const Object& /*object*/, Id id) override { return id.value == 17 ? "Kari Nordmann" : id.value == 18 ? "Two" : ""; }
    std::vector<std::string> beginning(const Object& /*object*/, std::string_view /*with*/) override { return {"Kari Nordmann"}; }
};

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The objects and words that ship.
const Schema& schema() {
    static const Schema kSchema = [] {
        const std::filesystem::path source(KITH_SOURCE);
        for (const std::string language : {"en", "nb"}) i18n::load({{language, content(source / "records/locales" / (language + ".json"))}});
        std::vector<std::pair<std::string, std::string>> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(source / "modules"))
            if (entry.path().parent_path().filename() == "objects" && entry.path().extension() == ".json")
                files.emplace_back(entry.path().string(), content(entry.path()));
        std::vector<std::pair<std::string, std::string_view>> views;
        for (const auto& [path, text] : files) views.emplace_back(path, text);
        auto schema = Schema::parse(views);
        require(schema.has_value(), "the objects are read", KITH_SOURCE);
        return std::move(*schema);
    }();
    return kSchema;
}

}  // namespace

/// The first byte chooses object and language. Any text is a tree or an error within it; what is a tree is
/// printed as text that is the same tree.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static constexpr const char* kObjects[] = {"account", "deal", "activity", "contact"};
    const auto& object = *schema().find(kObjects[data[0] % 4]);
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const filter::Context tree{Date::of(2026, 11, 23), "Europe/Oslo", Id{7}, "NOK"};
    Names names;
    const filter::TextContext context{tree, data[0] % 8 < 4 ? "en" : "nb", names};
    const auto parsed = filter::parse_text(object, text, context);
    if (text.size() < 200) filter::complete_text(object, text, text.size() / 2 + data[0] % 3, context);
    if (parsed.error) {
        require(parsed.filter.is_null(), "what is wrong gives no tree", text);
        require(parsed.error->from <= parsed.error->to && parsed.error->to <= text.size(), "an error stands within the text", text);
        return 0;
    }
    if (!parsed.filter.is_null()) require(filter::read(object, parsed.filter, tree).has_value(), "what was read is a filter", text);
    const auto printed = filter::print_text(object, parsed.filter, context);
    if (printed.size() > filter::kMaxText) return 0;
    const auto again = filter::parse_text(object, printed, context);
    require(!again.error.has_value(), "what is printed is read again", printed);
    require(again.filter == parsed.filter, "as the same tree", printed);
    require(filter::print_text(object, again.filter, context) == printed, "and printed the same", printed);
    return 0;
}
