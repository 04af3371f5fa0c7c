#include "modules/duplicates/model/find_pairs.hpp"

#include <algorithm>
#include <random>

#include "modules/duplicates/model/learn.hpp"

namespace kith::duplicates {

void Table::add(Id id, const Cells& cells) {
    ids_.push_back(id);
    begins_.push_back(text_.size());
    for (const auto& cell : cells) {
        lengths_.push_back(static_cast<std::uint8_t>(std::min(cell.size(), kLongestCell)));
        text_.append(cell, 0, kLongestCell);
    }
}

CellsView Table::cells(std::uint32_t record, std::vector<std::string_view>& out) const {
    auto at = begins_[record];
    const auto count = features_.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto length = lengths_[record * count + i];
        out[i] = std::string_view(text_).substr(at, length);
        at += length;
    }
    return out;
}

std::size_t Table::bytes() const {
    return ids_.capacity() * sizeof(Id) + begins_.capacity() * sizeof(std::uint64_t) + lengths_.capacity() + text_.capacity();
}

namespace {

constexpr std::size_t kWholeBlock = 40;        // records that are all compared with each other
constexpr std::size_t kNeighbours = 12;        // in a larger block each is compared with those next to it by name
constexpr std::uint64_t kRandomPairs = 600'000;
constexpr std::uint64_t kLearnFrom = 150'000;  // pairs of each kind of key
constexpr double kAskEach = 50'000;            // records or pairs

KeyKind anchor_kind(How how) { return how == How::Workplace ? KeyKind::Place : how == How::Domain ? KeyKind::Domain : KeyKind::Address; }

/// Kinds that fix one thing: those that fix more leave too little to learn from.
bool teaches(KeyKind kind) {
    switch (kind) {
        case KeyKind::Email:
        case KeyKind::Phone:
        case KeyKind::Name:
        case KeyKind::Number:
        case KeyKind::Domain:
        case KeyKind::CompanySound:
        case KeyKind::CompanyWords:
        case KeyKind::Address:
        case KeyKind::Place: return true;
        default: return false;
    }
}

#pragma pack(push, 4)
struct Entry {  // twelve bytes; there are some eight a record
    Key key;
    std::uint32_t record;
};
#pragma pack(pop)

struct Weighed {
    std::uint32_t a, b;
    float weight;
};

class Finder {
public:
    Finder(const Table& table, const Search& search)
        : table_(table), features_(table.features()), search_(search), one_(features_.size()), other_(features_.size()) {
        for (std::size_t i = 0; i < features_.size(); ++i)
            if (features_[i].how == How::PersonName || features_[i].how == How::CompanyName) name_ = i;
    }

    Found run() {
        Found out;
        out.model = Model::of(features_, table_.size());
        for (std::size_t i = 0; i < features_.size() && i < search_.corrected.size(); ++i) {
            out.model.features[i].agree = search_.corrected[i].agree;
            out.model.features[i].disagree = search_.corrected[i].disagree;
        }
        if (table_.size() < 2) {
            out.whole = true;
            return out;
        }
        if (!index()) return out;
        out.shared = shared_;
        learn(out.model);
        if (!score(out.model)) return out;
        finish(out);
        out.compared = compared_;
        out.whole = true;
        return out;
    }

private:
    bool asked(double part) { return search_.go_on(part); }

    /// The keys in order, and which phones, mailboxes and names are common.
    bool index() {
        std::vector<std::uint64_t> values;
        entries_.reserve(table_.size() * 6);
        names_.reserve(table_.size());
        for (std::uint32_t record = 0; record < table_.size(); ++record) {
            const auto cells = table_.cells(record, one_);
            for (const auto key : keys_of(features_, cells)) entries_.push_back({key, record});
            for (const auto value : values_that_may_be_shared(features_, cells)) values.push_back(value);
            if (name_ && !cells[*name_].empty()) names_.push_back(hash_of("name", cells[*name_]));
            if (record % static_cast<std::uint32_t>(kAskEach) == 0 && !asked(0.3 * record / static_cast<double>(table_.size()))) return false;
        }
        std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.key != b.key ? a.key < b.key : a.record < b.record; });
        std::sort(values.begin(), values.end());
        for (std::size_t i = 0; i < values.size();) {
            std::size_t end = i + 1;
            while (end < values.size() && values[end] == values[i]) ++end;
            if (end - i >= kSharedFrom) shared_.push_back(values[i]);
            i = end;
        }
        std::sort(names_.begin(), names_.end());
        return asked(0.4);
    }

    /// Calls `fn(a, b)` for the pairs of a block.
    template <class F>
    void for_pairs(std::size_t begin, std::size_t end, F&& fn) {
        if (end - begin <= kWholeBlock) {
            for (auto i = begin; i < end; ++i)
                for (auto j = i + 1; j < end; ++j) fn(entries_[i].record, entries_[j].record);
            return;
        }
        // A common name: those that are alike in all they have stand next to each other.
        std::vector<std::pair<std::string, std::uint32_t>> sorted;
        sorted.reserve(end - begin);
        for (auto i = begin; i < end; ++i) {
            std::string text;
            for (const auto cell : table_.cells(entries_[i].record, one_)) text.append(cell).append(1, kBetween);
            sorted.emplace_back(std::move(text), entries_[i].record);
        }
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t i = 0; i < sorted.size(); ++i)
            for (std::size_t j = i + 1; j < std::min(i + 1 + kNeighbours, sorted.size()); ++j)
                fn(std::min(sorted[i].second, sorted[j].second), std::max(sorted[i].second, sorted[j].second));
    }

    template <class F>
    bool for_blocks(F&& fn) {
        for (std::size_t begin = 0; begin < entries_.size();) {
            std::size_t end = begin + 1;
            while (end < entries_.size() && entries_[end].key == entries_[begin].key) ++end;
            if (end - begin > 1 && !fn(begin, end)) return false;
            begin = end;
        }
        return true;
    }

    Pattern pattern_of(std::uint32_t a, std::uint32_t b) {
        ++compared_;
        return compare(features_, table_.cells(a, one_), table_.cells(b, other_), shared_);
    }

    void learn(Model& model) {
        Patterns random;
        std::mt19937_64 draw(search_.seed);
        const auto all = static_cast<std::uint64_t>(table_.size());
        const auto pairs = std::min(kRandomPairs, all * (all - 1) / 2);
        for (std::uint64_t i = 0; i < pairs; ++i) {
            const auto a = static_cast<std::uint32_t>(draw() % all), b = static_cast<std::uint32_t>(draw() % all);
            if (a != b) ++random[pattern_of(a, b)];
        }
        learn_u(model, features_, random);

        // Of each kind, whole blocks here and there.
        std::array<std::uint64_t, kKeyKinds> there{};
        for_blocks([&](std::size_t begin, std::size_t end) {
            const auto size = end - begin;
            there[static_cast<std::size_t>(kind_of(entries_[begin].key))] += size <= kWholeBlock ? size * (size - 1) / 2 : size * kNeighbours;
            return true;
        });
        std::vector<Session> sessions(kKeyKinds);
        const auto anchor = anchor_of(features_);
        for (std::size_t kind = 0; kind < kKeyKinds; ++kind) {
            sessions[kind].fixed = fixed_by(features_, static_cast<KeyKind>(kind));
            sessions[kind].of_anchor = anchor < features_.size() && static_cast<KeyKind>(kind) == anchor_kind(features_[anchor].how);
        }
        for_blocks([&](std::size_t begin, std::size_t end) {
            const auto kind = static_cast<std::size_t>(kind_of(entries_[begin].key));
            if (!teaches(static_cast<KeyKind>(kind))) return true;
            const auto every = std::max<std::uint64_t>(there[kind] / kLearnFrom, 1);
            if ((entries_[begin].key >> 4) % every != 0) return true;
            for_pairs(begin, end, [&](std::uint32_t a, std::uint32_t b) { ++sessions[kind].patterns[pattern_of(a, b)]; });
            return true;
        });
        learn_m(model, features_, sessions);
    }

    [[nodiscard]] std::size_t bearers(std::uint32_t record) {
        if (!name_) return 0;
        const auto [begin, end] = std::equal_range(names_.begin(), names_.end(), hash_of("name", table_.cells(record, one_)[*name_]));
        return static_cast<std::size_t>(end - begin);
    }

    bool score(const Model& model) {
        // As if one in five records were double: whatever the prior turns out to be, no more pairs count.
        Model most = model;
        most.duplicates = std::max(model.duplicates, 0.2 * model.records);
        const double least = -most.prior() - 7;
        double asked_at = 0;
        return for_blocks([&](std::size_t begin, std::size_t end) {
            if (is_for_learning(kind_of(entries_[begin].key))) return true;
            for_pairs(begin, end, [&](std::uint32_t a, std::uint32_t b) {
                const auto pattern = pattern_of(a, b);
                auto weight = model.weight(features_, pattern);
                if (weight < least - 4) return;
                if (name_ && level_in(pattern, *name_) == best_level(features_[*name_].how)) weight = model.weight(features_, pattern, bearers(a));
                if (weight >= least) weighed_.push_back({a, b, static_cast<float>(weight)});
            });
            if (weighed_.size() > keep_at_most_) make_unique();
            if (static_cast<double>(begin) < asked_at) return true;
            asked_at = static_cast<double>(begin) + kAskEach;
            return asked(0.45 + 0.55 * static_cast<double>(begin) / static_cast<double>(entries_.size()));
        });
    }

    /// A pair comes once for each key the two have in common.
    void make_unique() {
        std::sort(weighed_.begin(), weighed_.end(), [](const Weighed& x, const Weighed& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
        weighed_.erase(std::unique(weighed_.begin(), weighed_.end(), [](const Weighed& x, const Weighed& y) { return x.a == y.a && x.b == y.b; }), weighed_.end());
        keep_at_most_ = std::max(keep_at_most_, weighed_.size() * 2);
    }

    void finish(Found& out) {
        make_unique();
        std::vector<float> weights;
        weights.reserve(weighed_.size());
        for (const auto& pair : weighed_) weights.push_back(pair.weight);
        learn_prior(out.model, weights);
        const double prior = out.model.prior();
        for (const auto& pair : weighed_) {
            const double score = probability(static_cast<double>(pair.weight) + prior);
            if (score >= search_.from) out.pairs.push_back({pair.a, pair.b, pair.weight, static_cast<float>(score)});
        }
        std::sort(out.pairs.begin(), out.pairs.end(), [](const Pair& x, const Pair& y) {
            return x.weight != y.weight ? x.weight > y.weight : x.a != y.a ? x.a < y.a : x.b < y.b;
        });
    }

    const Table& table_;
    const Features& features_;
    const Search& search_;
    std::vector<std::string_view> one_, other_;
    std::optional<std::size_t> name_;
    std::vector<Entry> entries_;
    std::vector<std::uint64_t> names_;
    Shared shared_;
    std::vector<Weighed> weighed_;
    std::size_t keep_at_most_ = 4'000'000;
    std::uint64_t compared_ = 0;
};

}  // namespace

Found find_pairs(const Table& table, const Search& search) { return Finder(table, search).run(); }

}  // namespace kith::duplicates
