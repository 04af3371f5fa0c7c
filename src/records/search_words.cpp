#include "records/search_words.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace kith::records {

namespace {

constexpr std::size_t kShortest = 4;   // shorter beginnings have lists of their own in the index
constexpr std::size_t kMostKnown = 300'000;
constexpr std::size_t kMostInMemory = 2'000'000;

bool is_plain_letter(char c) { return c < '0' || c > '9'; }

/// A word with a letter in it; numbers are too many, and nobody forgives a digit.
bool worth_knowing(std::string_view word) {
    return word.size() >= kShortest && word.size() <= kLongestWord && std::ranges::any_of(word, is_plain_letter);
}

std::uint32_t letters_of(std::string_view word) {
    std::uint32_t out = 0;
    for (const char c : word) {
        if (c >= 'a' && c <= 'z') out |= 1U << static_cast<unsigned>(c - 'a');
        else if (c >= '0' && c <= '9') out |= 1U << 26U;
        else out |= 1U << (27U + (static_cast<unsigned char>(c) % 5U));
    }
    return out;
}

std::uint64_t hash_of(std::string_view word) {
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

}  // namespace

void make_word_table(db::Transaction& tx) {
    tx.run_script(tx.engine() == db::Engine::Sqlite
                      ? "CREATE TABLE IF NOT EXISTS search_word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)"
                      : "CREATE TABLE IF NOT EXISTS search_word (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text COLLATE \"C\" NOT NULL UNIQUE)");
}

std::vector<std::string> words_beginning(db::Transaction& tx, std::string_view beginning, std::size_t most) {
    std::vector<std::string> out;
    // No byte of UTF-8 is 0xFF, so this is behind every word that begins so.
    auto rows = tx.query("SELECT word FROM search_word WHERE word >= $1 AND word < $2 ORDER BY word LIMIT $3", beginning,
                         std::string(beginning) + "\xF4\x8F\xBF\xBF", static_cast<std::int64_t>(most) + 1);
    while (rows.next()) out.push_back(rows->string(0));
    return out;
}

int edits_forgiven(std::string_view typed) {
    if (typed.size() < kShortest || !std::ranges::all_of(typed, is_plain_letter)) return 0;
    return typed.size() < 8 ? 1 : 2;
}

int edits_to_beginning(std::string_view typed, std::string_view word, int limit) {
    constexpr std::size_t kWidth = kLongestWord + 4;
    if (typed.size() > kLongestWord) return limit;
    word = word.substr(0, std::min(word.size(), typed.size() + static_cast<std::size_t>(limit)));
    // Rows are the word's letters, columns those typed; the last column of any row is a beginning of the word.
    std::array<std::array<int, kWidth>, 3> rows{};
    const std::size_t columns = typed.size();
    for (std::size_t j = 0; j <= columns; ++j) rows[0][j] = static_cast<int>(j);
    int best = rows[0][columns];
    for (std::size_t i = 1; i <= word.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i + 2) % 3];
        const auto& two_above = rows[(i + 1) % 3];
        row[0] = static_cast<int>(i);
        int least = row[0];
        for (std::size_t j = 1; j <= columns; ++j) {
            int cost = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (word[i - 1] == typed[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && word[i - 1] == typed[j - 2] && word[i - 2] == typed[j - 1]) cost = std::min(cost, two_above[j - 2] + 1);
            row[j] = cost;
            least = std::min(least, cost);
        }
        best = std::min(best, row[columns]);
        if (least >= limit && i > 1) break;
    }
    return std::min(best, limit);
}

void SearchWords::learn(db::Transaction& tx, std::string_view text) {
    std::vector<std::pair<std::uint64_t, std::string_view>> news;
    for (std::size_t start = 0; start < text.size();) {
        auto end = text.find(' ', start);
        if (end == std::string_view::npos) end = text.size();
        auto word = text.substr(start, end - start);
        start = end + 1;
        const bool address = word.front() == '#';
        if (address || word.front() == '~') word.remove_prefix(1);
        if (!worth_knowing(word) || (address && !std::ranges::all_of(word, is_plain_letter))) continue;
        news.emplace_back(hash_of(word), word);
    }
    if (news.empty()) return;
    {
        const std::lock_guard lock(known_mutex_);
        std::erase_if(news, [&](const auto& word) { return known_.contains(word.first); });
    }
    std::vector<std::uint64_t> added;
    for (const auto& [hash, word] : news) {
        tx.execute("INSERT INTO search_word (word) VALUES ($1) ON CONFLICT (word) DO NOTHING", word);
        added.push_back(hash);
    }
    if (added.empty()) return;
    // Only what is durable is known: a transaction that is taken back takes its words with it.
    tx.after_commit([this, added = std::move(added)] {
        const std::lock_guard lock(known_mutex_);
        if (known_.size() > kMostKnown) known_.clear();
        known_.insert(added.begin(), added.end());
    });
}

void SearchWords::catch_up(db::Transaction& tx) {
    std::int64_t last = 0;
    {
        const std::shared_lock lock(mutex_);
        last = last_;
    }
    std::vector<std::pair<std::int64_t, std::string>> news;
    {
        auto rows = tx.query("SELECT id, word FROM search_word WHERE id > $1 ORDER BY id", last);
        while (rows.next()) news.emplace_back(rows->integer(0), rows->string(1));
    }
    if (news.empty()) return;
    const std::unique_lock lock(mutex_);
    for (const auto& [id, word] : news) {
        if (id <= last_ || words_.size() >= kMostInMemory) continue;
        words_.push_back({letters_of(word), static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(word.size())});
        text_ += word;
        last_ = id;
    }
}

std::vector<std::string> SearchWords::near(std::string_view typed, std::size_t most) const {
    const int forgiven = edits_forgiven(typed);
    std::vector<std::pair<int, std::string>> found;
    if (forgiven == 0 || typed.size() > kLongestWord) return {};
    const auto letters = letters_of(typed);
    const std::shared_lock lock(mutex_);
    for (const auto& word : words_) {
        // Each letter that is typed and not in the word costs an edit at least.
        if (std::popcount(letters & ~word.letters) > forgiven || word.size + static_cast<std::size_t>(forgiven) < typed.size()) continue;
        const auto text = std::string_view(text_).substr(word.at, word.size);
        const int edits = edits_to_beginning(typed, text, forgiven + 1);
        if (edits > forgiven || edits == 0) continue;
        // Among equals the one of the same length first: the whole word was meant, more often than not.
        const auto apart = text.size() > typed.size() ? text.size() - typed.size() : typed.size() - text.size();
        found.emplace_back(edits * 100 + static_cast<int>(std::min<std::size_t>(apart, 99)), text);
    }
    const auto kept = std::min(most, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end());
    std::vector<std::string> out;
    for (std::size_t i = 0; i < kept; ++i) out.push_back(std::move(found[i].second));
    return out;
}

void SearchWords::forget() {
    {
        const std::unique_lock lock(mutex_);
        words_.clear();
        text_.clear();
        last_ = 0;
    }
    const std::lock_guard lock(known_mutex_);
    known_.clear();
}

}  // namespace kith::records
