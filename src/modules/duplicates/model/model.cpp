#include "modules/duplicates/model/model.hpp"

#include <algorithm>
#include <cmath>

namespace kith::duplicates {

namespace {

/// Where nothing was learnt yet: what bases of customers usually look like.
struct Usual {
    std::array<double, kMostLevels> m, u;
};

Usual usual(How how) {
    switch (how) {
        case How::PersonName: return {{0.02, 0.02, 0.06, 0.05, 0.22, 0.63}, {0.964, 0.02, 0.014, 0.001, 0.0008, 0.0002}};
        case How::CompanyName: return {{0.04, 0.02, 0.10, 0.18, 0.66}, {0.983, 0.012, 0.004, 0.0007, 0.0003}};
        case How::Email: return {{0.25, 0.10, 0.65}, {0.9998, 0.0001, 0.0001}};
        case How::Phone: return {{0.25, 0.08, 0.67}, {0.9998, 0.0001, 0.0001}};
        case How::Domain: return {{0.12, 0.88}, {0.9997, 0.0003}};
        case How::OrganizationNumber: return {{0.03, 0.05, 0.92}, {0.9998, 0.0001, 0.0001}};
        case How::Address: return {{0.20, 0.06, 0.14, 0.60}, {0.978, 0.02, 0.001, 0.001}};
        case How::Workplace: return {{0.25, 0.10, 0.65}, {0.996, 0.002, 0.002}};
        case How::Text: return {{0.45, 0.10, 0.45}, {0.90, 0.04, 0.06}};
        case How::Exact: return {{0.50, 0.50}, {0.99, 0.01}};
    }
    return {};
}

constexpr double kUsualDuplicates = 0.02;  // of all records
constexpr double kMostOfRarity = 3;        // bits that a rare name may add

}  // namespace

const std::string& name_of(const Feature& feature) { return feature.sources.front().field; }

double probability(double log2_odds) { return 1 / (1 + std::exp2(-std::clamp(log2_odds, -500.0, 500.0))); }

double FeatureWeights::weight(How how, Level level, bool anchored) const {
    if (level == kMissing) return 0;
    const auto learnt = [&](Level at) { return std::log2(m[at] / u[at]); };
    const Level best = best_level(how);
    if (!agree && !disagree) return anchored ? std::log2(m[level] / near[level]) : learnt(level);
    // Between the two ends a level keeps its place.
    const double low = learnt(0), high = learnt(best);
    const double new_low = disagree.value_or(low), new_high = agree.value_or(high);
    if (high - low < 1e-9) return level == best ? new_high : new_low;
    return new_low + (new_high - new_low) * std::clamp((learnt(level) - low) / (high - low), 0.0, 1.0);
}

Model Model::of(const Features& features, std::size_t records) {
    Model out;
    out.records = static_cast<double>(records);
    out.duplicates = kUsualDuplicates * out.records + 0.5;
    for (const auto& feature : features) {
        const auto known = usual(feature.how);
        FeatureWeights weights;
        weights.m = known.m;
        weights.u = weights.near = known.u;
        out.features.push_back(weights);
    }
    return out;
}

double Model::prior() const {
    const double pairs = std::max(records * (records - 1) / 2, 1.0);
    const double share = std::clamp(duplicates / pairs, 1e-14, 0.25);
    return std::log2(share / (1 - share));
}

double Model::weight(const Features& of, Pattern pattern, std::size_t bearers) const {
    double out = 0;
    const auto anchor = anchor_of(of);
    const bool near = anchored(of, anchor, pattern);
    for (std::size_t i = 0; i < of.size(); ++i) {
        const auto level = level_in(pattern, i);
        out += features[i].weight(of[i].how, level, near && i != anchor);
        const bool name = of[i].how == How::PersonName || of[i].how == How::CompanyName;
        if (!name || bearers == 0 || level != best_level(of[i].how)) continue;
        constexpr double kAssumed = 1000;  // so that a small base does not make every name a common one
        const double usually = features[i].u[level];
        const double this_one = ((bearers > 2 ? static_cast<double>(bearers) - 2 : 0) + kAssumed * usually) / (records + kAssumed);
        out += std::min(std::log2(usually / this_one), kMostOfRarity);
    }
    return out;
}

void Model::write(json::Writer& out, const Features& of) const {
    out.begin_object().member("records", static_cast<std::int64_t>(records)).member("duplicates", duplicates).key("features").begin_array();
    for (std::size_t i = 0; i < of.size(); ++i) {
        const auto levels = levels_of(of[i].how).size();
        out.begin_object().member("name", name_of(of[i])).member("how", name_of(of[i].how)).key("m").begin_array();
        for (std::size_t level = 0; level < levels; ++level) out.value(features[i].m[level]);
        out.end_array().key("u").begin_array();
        for (std::size_t level = 0; level < levels; ++level) out.value(features[i].u[level]);
        out.end_array().key("near").begin_array();
        for (std::size_t level = 0; level < levels; ++level) out.value(features[i].near[level]);
        out.end_array().end_object();
    }
    out.end_array().end_object();
}

Model Model::read(const json::Value& value, const Features& of, std::size_t records) {
    auto out = Model::of(of, records);
    if (const auto known = value["records"].number(); known && *known > 0) {
        // Where more or fewer records are now, their duplicates are as frequent as they were.
        const double grown = static_cast<double>(records) / *known;
        if (const auto duplicates = value["duplicates"].number(); duplicates && *duplicates > 0) out.duplicates = std::max(*duplicates * grown, 0.5);
    }
    const auto* list = value["features"].array();
    if (list == nullptr) return out;
    for (std::size_t i = 0; i < of.size(); ++i) {
        for (const auto& known : *list) {
            if (known.text("name") != name_of(of[i]) || known.text("how") != name_of(of[i].how)) continue;
            const auto levels = levels_of(of[i].how).size();
            const auto* m = known["m"].array();
            const auto* u = known["u"].array();
            const auto* near = known["near"].array();
            if (m == nullptr || u == nullptr || near == nullptr || m->size() != levels || u->size() != levels || near->size() != levels) continue;
            for (std::size_t level = 0; level < levels; ++level) {
                out.features[i].m[level] = std::clamp((*m)[level].number().value_or(0), 1e-9, 1.0);
                out.features[i].u[level] = std::clamp((*u)[level].number().value_or(0), 1e-9, 1.0);
                out.features[i].near[level] = std::clamp((*near)[level].number().value_or(0), 1e-9, 1.0);
            }
        }
    }
    return out;
}

}  // namespace kith::duplicates
