#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "modules/duplicates/model/feature.hpp"

/// How much each agreement tells. I. P. Fellegi and A. B. Sunter, "A Theory for Record Linkage" (Journal of the
/// American Statistical Association 64, 1969): for each feature and level, m is how often two records of one
/// person or company are at that level, u how often two others are; log2(m / u) is what the level adds to the
/// logarithm of the odds. Pure.
namespace kith::duplicates {

struct FeatureWeights {
    std::array<double, kMostLevels> m{}, u{};
    std::array<double, kMostLevels> near{};  // u of two that agree in the anchor (see anchor_of)
    /// What a person put in place of what was learnt: for the best level and for the lowest.
    std::optional<double> agree, disagree;

    [[nodiscard]] double weight(How how, Level level, bool anchored = false) const;
};

class Model {
public:
    /// What is known before anything was learnt.
    static Model of(const Features& features, std::size_t records);

    std::vector<FeatureWeights> features;
    double records = 0;        // that it was learnt from
    double duplicates = 0.5;   // pairs of one and the same among them

    /// log2 of the odds that the two are one, before they are compared.
    [[nodiscard]] double prior() const;
    /// What the comparison adds to it, in bits. `bearers`: how many records have just this name, where two have the
    /// same: a rare one tells more (W. E. Winkler, "Frequency-Based Matching in Fellegi-Sunter Model", 1989).
    [[nodiscard]] double weight(const Features& features, Pattern pattern, std::size_t bearers = 0) const;

    void write(json::Writer& out, const Features& features) const;
    /// Features that it does not know have their defaults.
    static Model read(const json::Value& value, const Features& features, std::size_t records);
};

double probability(double log2_odds);
/// "phone": the name of a feature in settings and reasons.
const std::string& name_of(const Feature& feature);

}  // namespace kith::duplicates
