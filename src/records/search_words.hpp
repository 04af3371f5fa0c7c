#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "db/database.hpp"

/// Every word of letters that stands, or stood, in a record's search text: table `search_word`. It tells which
/// words a long beginning may mean, and which a mistyped one.
namespace kith::records {

inline constexpr std::size_t kLongestWord = 64;  // bytes; of a longer one so many are indexed

void make_word_table(db::Transaction& tx);

/// Words known to begin with `beginning`, at most `most` + 1.
std::vector<std::string> words_beginning(db::Transaction& tx, std::string_view beginning, std::size_t most);

/// How many edits part the word typed from the nearest beginning of `word`, or `limit` when it is as many or
/// more. Insert, delete, replace, swap neighbours: each is one.
int edits_to_beginning(std::string_view typed, std::string_view word, int limit);
/// Edits forgiven: none below four letters, one below eight, then two.
int edits_forgiven(std::string_view typed);

/// One workspace's, in memory as far as typing errors need it. Thread-safe.
class SearchWords {
public:
    /// Adds what is new in a search text, in the transaction that indexes it; of addresses no word with a digit.
    void learn(db::Transaction& tx, std::string_view text);
    /// Reads what was added since; never from a transaction that is not durable yet.
    void catch_up(db::Transaction& tx);
    /// The words nearest to a mistyped one, itself left out; the nearest first, at most `most`.
    [[nodiscard]] std::vector<std::string> near(std::string_view typed, std::size_t most) const;
    /// After the table was made anew.
    void forget();

    /// An object's index is being brought over to other fields (search_move.hpp).
    [[nodiscard]] bool moving() const { return moving_; }
    void set_moving(bool moving) { moving_ = moving; }

private:
    struct Word {
        std::uint32_t letters;  // one bit a letter, a digit or anything else
        std::uint32_t at;
        std::uint32_t size;
    };
    mutable std::shared_mutex mutex_;
    std::vector<Word> words_;
    std::string text_;
    std::int64_t last_ = 0;

    std::atomic<bool> moving_{false};
    std::mutex known_mutex_;
    std::unordered_set<std::uint64_t> known_;  // hashes of words that are in the table for sure
};

}  // namespace kith::records
