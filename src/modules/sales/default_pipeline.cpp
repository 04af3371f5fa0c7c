#include "modules/sales/default_pipeline.hpp"

#include <array>

#include "base/i18n.hpp"

namespace kith::sales {

namespace {

struct DefaultStage {
    const char* key;
    const char* kind;
    double probability;
};
constexpr std::array<DefaultStage, 6> kStages{{{"sales.stage.prospecting", "open", 10},
                                               {"sales.stage.qualified", "open", 25},
                                               {"sales.stage.proposal", "open", 50},
                                               {"sales.stage.negotiation", "open", 75},
                                               {"sales.stage.won", "won", 100},
                                               {"sales.stage.lost", "lost", 0}}};

}  // namespace

Result<void> install_default_pipeline(records::Writer& writer) {
    KITH_TRY(const auto pipelines, writer.count("pipeline"));
    if (pipelines > 0) return {};
    const auto language = records::Workspace::settings(writer.sql()).language;
    KITH_TRY(const auto pipeline, writer.create("pipeline", {{"name", i18n::text(language, "sales.pipeline")}, {"is_default", true}}));
    std::int64_t position = 0;
    for (const auto& stage : kStages)
        KITH_CHECK(writer.create("stage", {{"name", i18n::text(language, stage.key)},
                                           {"pipeline", pipeline},
                                           {"position", ++position},
                                           {"kind", std::string(stage.kind)},
                                           {"probability", stage.probability}}));
    return {};
}

}  // namespace kith::sales
