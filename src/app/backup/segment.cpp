#include "app/backup/segment.hpp"

#include <bit>
#include <cstring>
#include <utility>

namespace kith::app {

namespace {

constexpr std::string_view kSegmentMagic = "KITHSEG1";
constexpr std::size_t kChain = 32;
constexpr std::size_t kMostName = 64;
constexpr std::uint32_t kMostPages = 256;  // in a record, so that reading takes little memory
constexpr std::size_t kRecordHead = 20;    // kind, count, pages after, seen
constexpr std::uint32_t kPages = 1, kEnd = 2;

template <class T>
void put_number(std::string& out, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFFU);
}
template <class T>
T get_number(const char* at) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) out |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
    return static_cast<T>(out);
}

}  // namespace

Result<SegmentWriter> SegmentWriter::create(const std::string& path, const MaybeKey& key, const SegmentHead& head) {
    KITH_TRY(auto out, SealedOutput::create(path, key));
    SegmentWriter writer(std::move(out), head.page_size);
    std::string text(kSegmentMagic);
    put_number<std::uint32_t>(text, head.page_size);
    put_number<std::uint32_t>(text, static_cast<std::uint32_t>(head.generation.size()));
    put_number<std::uint64_t>(text, head.number);
    text += head.generation;
    text += head.chain;
    writer.chain_ = Sha256::of_bytes(text);
    KITH_CHECK(writer.out_.write(text));
    return writer;
}

Result<void> SegmentWriter::write_record(std::uint32_t pages_after, Instant seen) {
    std::string head;
    put_number<std::uint32_t>(head, pages_after == 0 && count_ == 0 ? kEnd : kPages);
    put_number<std::uint32_t>(head, count_);
    put_number<std::uint32_t>(head, pages_after);
    put_number<std::int64_t>(head, seen.micros);
    chain_ = Sha256::of_bytes(chain_ + head + pages_);
    KITH_CHECK(out_.write(head));
    KITH_CHECK(out_.write(pages_));
    KITH_CHECK(out_.write(chain_));
    pages_.clear();
    count_ = 0;
    return {};
}

Result<void> SegmentWriter::add(std::uint32_t page, std::string_view bytes, std::uint32_t pages_after, Instant seen) {
    put_number<std::uint32_t>(pages_, page);
    pages_ += bytes;
    ++count_;
    return pages_after != 0 || count_ == kMostPages ? write_record(pages_after, seen) : Result<void>();
}

Result<void> SegmentWriter::finish() {
    if (count_ > 0) KITH_CHECK(write_record(0, {}));
    KITH_CHECK(write_record(0, {}));
    return out_.finish();
}

Error SegmentReader::damaged(std::string problem) const {
    return {.kind = ErrorKind::Invalid, .code = "backup.damaged", .params = {{"path", in_.path()}, {"problem", std::move(problem)}}};
}

Result<SegmentReader> SegmentReader::open(const std::string& path, const MaybeKey& key) {
    KITH_TRY(auto in, SealedInput::open(path, key));
    SegmentReader reader(std::move(in));
    std::string text(kSegmentMagic.size() + 16, '\0');
    KITH_TRY(const bool fixed, reader.in_.read_all(text.data(), text.size()));
    if (!fixed) return reader;  // cut before anything was in it
    if (!text.starts_with(kSegmentMagic)) return reader.damaged("not a segment");
    const char* at = text.data() + kSegmentMagic.size();
    reader.head_.page_size = get_number<std::uint32_t>(at);
    const auto name = get_number<std::uint32_t>(at + 4);
    reader.head_.number = get_number<std::uint64_t>(at + 8);
    const auto size = reader.head_.page_size;
    if (size < 512 || size > 65536 || !std::has_single_bit(size) || name > kMostName) return reader.damaged("head");
    std::string rest(name + kChain, '\0');
    KITH_TRY(const bool all, reader.in_.read_all(rest.data(), rest.size()));
    if (!all) return reader;
    reader.head_.generation = rest.substr(0, name);
    reader.head_.chain = rest.substr(name);
    reader.chain_ = Sha256::of_bytes(text + rest);
    return reader;
}

Result<std::optional<SegmentRecord>> SegmentReader::next() {
    using None = std::optional<SegmentRecord>;
    if (finished_ || chain_.empty()) return None();
    std::string head(kRecordHead, '\0');
    KITH_TRY(const bool fixed, in_.read_all(head.data(), head.size()));
    if (!fixed) return None();
    const auto kind = get_number<std::uint32_t>(head.data());
    SegmentRecord record;
    record.count = get_number<std::uint32_t>(head.data() + 4);
    record.pages_after = get_number<std::uint32_t>(head.data() + 8);
    record.seen = {get_number<std::int64_t>(head.data() + 12)};
    const bool right = kind == kEnd ? record.count == 0 : kind == kPages && record.count > 0 && record.count <= kMostPages;
    if (!right) return damaged("record");
    const auto size = record.count * (std::size_t{head_.page_size} + 4);
    buffer_.resize(size + kChain);
    KITH_TRY(const bool all, in_.read_all(buffer_.data(), buffer_.size()));
    if (!all) return None();
    record.pages = std::string_view(buffer_).substr(0, size);
    const auto chain = Sha256::of_bytes(chain_ + head + std::string(record.pages));
    if (chain != std::string_view(buffer_).substr(size)) return damaged("hash");
    chain_ = chain;
    for (std::uint32_t i = 0; i < record.count; ++i)
        if (get_number<std::uint32_t>(record.pages.data() + i * (std::size_t{head_.page_size} + 4)) == 0) return damaged("page");
    if (kind == kPages) return None(record);
    finished_ = true;
    return None();
}

}  // namespace kith::app
