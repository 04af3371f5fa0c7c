// links: modules
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "modules/data/import/date_pattern.hpp"
#include "modules/data/import/name_case.hpp"
#include "modules/data/import/row_source.hpp"
#include "modules/data/import/split_name.hpp"
#include "modules/data/import/transform.hpp"
#include "modules/data/import/transform_option.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

void try_all(const std::vector<kith::imports::Transform>& transforms, std::string_view cell) {
    using namespace kith;
    for (const auto order : {imports::DateOrder::Unknown, imports::DateOrder::Mixed}) {
        const imports::Transforms ready(transforms, {.mark = imports::DecimalMark::Comma, .order = order});
        const auto out = ready.apply(cell);
        if (!out) {
            require(!out.error().code.empty(), "an error has a key");
            for (const auto& [name, shown] : out.error().params) require(text::is_valid_utf8(shown), "shown values are UTF-8");
            continue;
        }
        require(text::is_valid_utf8(*out), "what comes out is UTF-8");
        require(out->size() <= std::max(2 * imports::RowLimits{}.cell, 8 * cell.size() + 2000), "a cell does not grow without end");
    }
    std::string text;
    json::Writer writer(text);
    imports::write_json(writer, transforms);
    const auto value = json::parse(text);
    require(value.has_value() && imports::read_transforms(*value, "Column").has_value(), "what is written is read again");
}

}  // namespace

/// A first line that says the transforms, as JSON or as the command line's option, and a cell.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (!text::is_valid_utf8(input)) return 0;  // refused before
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string_view said = input.substr(0, end);
    const std::string_view cell = input.substr(std::min(end + 1, input.size()));
    if (const auto value = json::parse(said))
        if (const auto transforms = imports::read_transforms(*value, "Column")) try_all(*transforms, cell);
    if (const auto option = imports::read_transform_option(said))
        if (const auto transforms = imports::read_transforms(option->transform, option->column)) try_all(*transforms, cell);
    if (imports::is_date_pattern(said)) (void)imports::read_by_pattern(cell, said);
    require(text::is_valid_utf8(imports::name_case(cell)), "names stay UTF-8");
    const auto name = imports::split_name(cell);
    require(name.first.size() + name.last.size() <= cell.size(), "nothing is made up");
    return 0;
}
