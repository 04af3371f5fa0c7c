#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "modules/duplicates/model/model.hpp"

/// Weights learnt without labels. Pure.
///
/// u is counted over random pairs: next to none of them are one. m comes of expectation-maximisation (A. P.
/// Dempster, N. M. Laird, D. B. Rubin, 1977) over the pairs that one kind of key brings together, as W. E. Winkler
/// used it for the Fellegi-Sunter model ("Using the EM Algorithm for Weight Computation …", 1988): by turns, how
/// likely each pair is one by the present m, and m anew from the pairs weighed by that. Those that share a key and
/// are not one (namesakes, colleagues) are no random pairs, so each kind of key has a u of its own while it is
/// looked at, and what the key fixes is left out; a feature's m is the mean over the kinds that leave it free, by how many
/// pairs each found.
namespace kith::duplicates {

/// How often each pattern was seen.
using Patterns = std::unordered_map<Pattern, double>;

struct Session {
    Patterns patterns;
    std::uint32_t fixed = 0;  // features that all of its pairs agree in, one bit each
    bool of_anchor = false;   // they agree in the anchor: what parts those that are not one is FeatureWeights::near
};

void learn_u(Model& model, const Features& features, const Patterns& random_pairs);
/// After learn_u.
void learn_m(Model& model, const Features& features, const std::vector<Session>& sessions);
/// How many of the pairs are one: the number with which, as the prior, just so many are expected. `weights`: of
/// all pairs that could be. Sets Model::duplicates.
void learn_prior(Model& model, const std::vector<float>& weights);

}  // namespace kith::duplicates
