#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Words of names and addresses brought to one spelling, and to how they sound. Pure.
namespace kith::duplicates {

/// Lower case, one space between words, letters and digits only; what Nordic and German keyboards write in
/// two ways is one: å/aa → a, æ/ä/ae → e, ø/ö/oe → o, ü/ue → u, ß → ss; other diacritics are gone.
std::string spelled(std::string_view utf8);
/// What is said alike has the same sound. After H. J. Postel's "Kölner Phonetik" (IBM-Nachrichten 19, 1969),
/// whose letters' classes suit German and Nordic names better than Soundex', with what those need besides:
/// silent letters (hj, gj, hv, nd, ld), sk before j, and an h or j that begins a name or stands between vowels
/// counts, or Hansen, Jensen and Johansen were one. 0: nothing to be heard.
std::uint64_t sound_of(std::string_view word);
/// The words of a text that is as spelled() has it: the first of them, without a place on the heap.
class Words {
public:
    static constexpr std::size_t kMost = 12;
    explicit Words(std::string_view text, std::size_t most = kMost);
    [[nodiscard]] const std::string_view* begin() const { return words_.data(); }
    [[nodiscard]] const std::string_view* end() const { return words_.data() + size_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::string_view operator[](std::size_t at) const { return words_[at]; }

private:
    std::array<std::string_view, kMost> words_;
    std::size_t size_ = 0;
};
inline Words words_of(std::string_view text) { return Words(text); }

}  // namespace kith::duplicates
