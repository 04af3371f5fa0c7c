// links: records
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "records/formula/check.hpp"
#include "records/formula/evaluate.hpp"
#include "records/formula/to_sql.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

const kith::records::Schema& schema() {
    static const auto made = kith::records::Schema::parse(
        {{"thing", R"({"name":"thing","title":"a","fields":[
            {"name":"a","type":"text"},{"name":"i","type":"integer"},{"name":"x","type":"decimal"},{"name":"u","type":"duration"},
            {"name":"c","type":"percent"},{"name":"m","type":"money"},{"name":"p","type":"boolean"},{"name":"d","type":"date"},
            {"name":"s","type":"datetime"},{"name":"g","type":"select","options":[{"value":"won"},{"value":"lost"}]},
            {"name":"k","type":"multi_select","options":[{"value":"v"}]},{"name":"o","type":"json"},
            {"name":"parent","type":"relation","to":"thing"}]})"}});
    require(made.has_value(), "the object is read");
    return *made;
}

kith::calc::Value value_of(const kith::records::Field* over, const kith::records::Field& field) {
    using kith::records::FieldType;
    if (over != nullptr) return {};
    switch (field.type) {
        case FieldType::Text: return std::string("Ærlig {t} 'talt'");
        case FieldType::Integer: return std::int64_t{-9'223'372'036'854'775'807};
        case FieldType::Duration: return std::int64_t{90};
        case FieldType::Decimal: return 1e300;
        case FieldType::Percent: return 25.0;
        case FieldType::Money: return std::string("125050 NOK");
        case FieldType::Boolean: return std::int64_t{1};
        case FieldType::Date: return std::int64_t{20780};
        case FieldType::DateTime: return std::int64_t{1'795'424'400'000'000};
        case FieldType::Select: return std::string("won");
        case FieldType::MultiSelect: return std::string("[\"v\"]");
        default: return {};
    }
}

}  // namespace

/// Whatever is written is refused with a place within it, or gives a value and an SQL text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith::records;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto checked = formula::read(*schema().find("thing"), text);
    for (const auto& problem : checked.problems) {
        require(problem.from <= problem.to && problem.to <= size, "a problem has its place");
        require(problem.code.starts_with("formula."), "and its code");
    }
    if (!checked.problems.empty()) return 0;
    const formula::Moment moment{*kith::Date::parse("2026-11-23"), *kith::Instant::parse("2026-11-23T08:00:00Z"), "Europe/Oslo"};
    const auto value = formula::evaluate(checked.tree, moment, value_of);
    const auto* number = std::get_if<double>(&value);
    require(number == nullptr || (*number - *number == 0), "numbers are finite");
    const auto sql = formula::columns(checked.tree, kith::db::Engine::Sqlite);
    require(!sql.empty() && !sql[0].empty(), "there is an SQL text");
    require(formula::depth_of(sql[0]) >= 0, "its depth is known");
    return 0;
}
