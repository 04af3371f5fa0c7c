#include "modules/duplicates/model/learn.hpp"

#include <algorithm>
#include <cmath>

namespace kith::duplicates {

namespace {

constexpr int kMostRounds = 60;
constexpr double kSettled = 1e-5;
constexpr double kAssumedPairs = 1000;    // random pairs that the usual u counts as
constexpr double kAssumedMatches = 25;    // pairs of one that the usual m counts as
constexpr double kAssumedOthers = 50;     // pairs of two that the learnt u counts as, within one kind of key
constexpr double kLeastShare = 1e-7;
// Two that are one and differ in all but their name look like namesakes, so that what changes most is seen least:
// never is less of each change believed than this part of what is usual.
constexpr double kLeastOfChange = 0.4;

double sum_of(const Patterns& patterns) {
    double out = 0;
    for (const auto& [pattern, count] : patterns) out += count;
    return out;
}

/// One session's own estimate of m, and how many pairs of one it saw.
struct Estimate {
    std::vector<std::array<double, kMostLevels>> counts, others;  // expected pairs of one, and of two, by feature and level
    double matches = 0;
};

class Expectation {
public:
    Expectation(const Model& model, const Features& features, const Session& session) : features_(features), session_(session), total_(sum_of(session.patterns)) {
        for (const auto& feature : model.features) m_.push_back(feature.m);
        for (const auto& feature : model.features) u_.push_back(feature.u);
        assumed_ = m_;
        assumed_u_ = u_;
    }

    Estimate run() {
        double share = 0.1;
        Estimate out;
        for (int round = 0; round < kMostRounds; ++round) {
            out = expect(share);
            const double next = std::clamp(out.matches / total_, 1e-6, 1 - 1e-6);
            const double moved = std::max(std::abs(next - share), maximise(out));
            share = next;
            if (moved < kSettled) break;
        }
        return out;
    }

private:
public:
    [[nodiscard]] const std::vector<std::array<double, kMostLevels>>& u() const { return u_; }

private:
    [[nodiscard]] bool is_free(std::size_t feature) const { return (session_.fixed >> feature & 1U) == 0; }

    [[nodiscard]] Estimate expect(double share) const {
        Estimate out;
        out.counts.resize(features_.size());
        out.others.resize(features_.size());
        for (const auto& [pattern, count] : session_.patterns) {
            double one = share, other = 1 - share;
            for (std::size_t i = 0; i < features_.size(); ++i) {
                const auto level = level_in(pattern, i);
                if (level == kMissing || !is_free(i)) continue;
                one *= m_[i][level];
                other *= u_[i][level];
            }
            const double expected = count * one / (one + other);
            out.matches += expected;
            for (std::size_t i = 0; i < features_.size(); ++i)
                if (const auto level = level_in(pattern, i); level != kMissing && is_free(i)) {
                    out.counts[i][level] += expected;
                    out.others[i][level] += count - expected;
                }
        }
        return out;
    }

    /// Gives how far m has moved.
    double maximise(const Estimate& expected) {
        double moved = 0;
        for (std::size_t i = 0; i < features_.size(); ++i) {
            if (!is_free(i)) continue;
            const auto levels = levels_of(features_[i].how).size();
            double sum = kAssumedMatches, others = kAssumedOthers;
            for (std::size_t level = 0; level < levels; ++level) sum += expected.counts[i][level], others += expected.others[i][level];
            for (std::size_t level = 0; level < levels; ++level) {
                u_[i][level] = (expected.others[i][level] + kAssumedOthers * assumed_u_[i][level]) / others;
                const double next = (expected.counts[i][level] + kAssumedMatches * assumed_[i][level]) / sum;
                moved = std::max(moved, std::abs(next - m_[i][level]));
                m_[i][level] = next;
            }
        }
        return moved;
    }

    const Features& features_;
    const Session& session_;
    double total_;
    std::vector<std::array<double, kMostLevels>> m_, u_, assumed_, assumed_u_;
};

}  // namespace

void learn_u(Model& model, const Features& features, const Patterns& random_pairs) {
    for (std::size_t i = 0; i < features.size(); ++i) {
        auto& u = model.features[i].u;
        const auto levels = levels_of(features[i].how).size();
        std::array<double, kMostLevels> seen{};
        double all = 0;
        for (const auto& [pattern, count] : random_pairs)
            if (const auto level = level_in(pattern, i); level != kMissing) seen[level] += count, all += count;
        double sum = 0;
        for (std::size_t level = 0; level < levels; ++level) {
            u[level] = std::max((seen[level] + kAssumedPairs * u[level]) / (all + kAssumedPairs), kLeastShare);
            sum += u[level];
        }
        for (std::size_t level = 0; level < levels; ++level) u[level] /= sum;
        model.features[i].near = u;
    }
}

void learn_m(Model& model, const Features& features, const std::vector<Session>& sessions) {
    const auto assumed = Model::of(features, 1).features;
    std::vector<std::array<double, kMostLevels>> counts(features.size());
    for (const auto& session : sessions) {
        if (session.patterns.empty()) continue;
        Expectation expectation(model, features, session);
        const auto estimate = expectation.run();
        if (session.of_anchor)
            for (std::size_t i = 0; i < features.size(); ++i)
                if ((session.fixed >> i & 1U) == 0) model.features[i].near = expectation.u()[i];
        for (std::size_t i = 0; i < features.size(); ++i)
            for (std::size_t level = 0; level < kMostLevels; ++level) counts[i][level] += estimate.counts[i][level];
    }
    for (std::size_t i = 0; i < features.size(); ++i) {
        const auto levels = levels_of(features[i].how).size();
        double sum = kAssumedMatches;
        for (std::size_t level = 0; level < levels; ++level) sum += counts[i][level];
        for (std::size_t level = 0; level < levels; ++level)
            model.features[i].m[level] = std::max({(counts[i][level] + kAssumedMatches * assumed[i].m[level]) / sum,
                                                   level == 0 ? kLeastOfChange * assumed[i].m[0] : 0, 1e-4});
    }
}

void learn_prior(Model& model, const std::vector<float>& weights) {
    const double assumed = 0.005 * model.records + 0.25;
    for (int round = 0; round < kMostRounds; ++round) {
        const double prior = model.prior();
        double expected = assumed;
        for (const float weight : weights) expected += probability(static_cast<double>(weight) + prior);
        const bool settled = std::abs(expected - model.duplicates) < 0.001 * model.duplicates;
        model.duplicates = expected;
        if (settled) break;
    }
}

}  // namespace kith::duplicates
