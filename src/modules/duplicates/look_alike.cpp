#include "modules/duplicates/look_alike.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/i18n.hpp"
#include "modules/duplicates/keys.hpp"

namespace kith::duplicates {

namespace {

constexpr std::size_t kMostCompared = 120;
constexpr double kTypedAgain = 0.25;   // of what people type in, so much is there already
constexpr double kWorthTelling = 0.2;
constexpr std::size_t kToldOfRow = 3;

std::vector<std::string_view> views_of(const Cells& cells) { return {cells.begin(), cells.end()}; }

}  // namespace

void write_reasons(json::Writer& out, const Features& features, const Model& model, Pattern pattern, std::string_view language) {
    const bool near = anchored(features, anchor_of(features), pattern);
    std::vector<std::pair<double, std::size_t>> agreed;
    for (std::size_t i = 0; i < features.size(); ++i) {
        const auto level = level_in(pattern, i);
        if (level == kMissing || level == 0 || features[i].sources.empty()) continue;
        agreed.emplace_back(-model.features[i].weight(features[i].how, level, near && i != anchor_of(features)), i);
    }
    std::sort(agreed.begin(), agreed.end());
    out.begin_array();
    for (const auto& [weight, i] : agreed) {
        const auto code = "duplicates.agrees." + std::string(name_of(features[i].how)) + "_" + std::string(levels_of(features[i].how)[level_in(pattern, i)]);
        out.begin_object().member("field", name_of(features[i])).member("code", code).member("text", i18n::text(language, code, {})).end_object();
    }
    out.end_array();
}

std::vector<Candidate> look_alikes(records::Reader& reader, const records::Object& object, const Plan& plan,
                                   const records::Values& values, const records::Record* self, std::size_t most) {
    const auto features = readable(plan.features, object, reader.actor());
    const auto cells = read_cells(features, object, values, self);
    const auto own = views_of(cells);
    auto keys = keys_of(features, own, plan.object);
    std::erase_if(keys, [](Key key) { return is_for_learning(kind_of(key)); });

    struct Other {
        Id id;
        Cells cells;
    };
    std::vector<Other> others;
    std::map<std::uint64_t, std::size_t> common;
    std::size_t namesakes = 1;
    for (const Id id : records_with(reader.sql(), keys, kMostCompared)) {
        if (self != nullptr && id == self->id) continue;
        const auto record = reader.get(object.name, id);
        if (!record) continue;
        others.push_back({id, read_cells(features, object, {}, &*record)});
        const auto views = views_of(others.back().cells);
        for (const auto value : values_that_may_be_shared(features, views)) ++common[value];
        for (std::size_t i = 0; i < features.size(); ++i)
            if ((features[i].how == How::PersonName || features[i].how == How::CompanyName) && !cells[i].empty() && others.back().cells[i] == cells[i]) ++namesakes;
    }
    Shared shared;
    for (const auto& [value, count] : common)
        if (count + 1 >= kSharedFrom) shared.push_back(value);

    const double share = kTypedAgain / std::max(plan.model.records, 2.0);
    const double prior = std::log2(share / (1 - share));
    std::vector<Candidate> out;
    for (const auto& other : others) {
        const auto pattern = compare(features, own, views_of(other.cells), shared);
        const double score = probability(plan.model.weight(features, pattern, namesakes) + prior);
        if (score >= kWorthTelling) out.push_back({other.id, score, pattern});
    }
    std::sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) { return a.score != b.score ? a.score > b.score : a.id < b.id; });
    if (out.size() > most) out.resize(most);
    return out;
}

imports::LookAlike look_alike_of(records::Workspace& workspace, const records::Object& object) {
    if (!can_have_duplicates(object)) return {};
    auto plan = workspace.database().read([&](db::Transaction& tx) {
        auto out = plan_of(tx, object);
        if (!out.learnt) out.model = Model::read({}, out.features, static_cast<std::size_t>(std::max<std::int64_t>(count_records(tx, object), 2)));
        return out;
    });
    const auto state = keep_up(workspace, object, plan);
    if (!state || *state != KeysState::Ready) return {};
    return [plan = std::move(plan)](records::Reader& reader, const records::Values& values) {
        std::vector<Id> out;
        const auto* there = reader.schema().find(plan.object);
        if (there == nullptr) return out;
        for (const auto& candidate : look_alikes(reader, *there, plan, values, nullptr, kToldOfRow))
            if (candidate.score >= plan.review_from) out.push_back(candidate.id);
        return out;
    };
}

}  // namespace kith::duplicates
