#include "modules/data/import/packed_bytes.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kBlock = 64 * 1024;

/// One reading of an archive from its beginning. libarchive calls back for bytes.
class Archive {
public:
    explicit Archive(std::unique_ptr<RawBytes> bytes) : bytes_(std::move(bytes)), archive_(::archive_read_new()) {}
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;
    ~Archive() { ::archive_read_free(archive_); }

    Result<void> open(Packing packing) {
        if (packing == Packing::Zip) {
            ::archive_read_support_format_zip_seekable(archive_);
        } else {
            ::archive_read_support_filter_gzip(archive_);
            ::archive_read_support_format_raw(archive_);
        }
        ::archive_read_set_read_callback(archive_, &Archive::read_block);
        ::archive_read_set_seek_callback(archive_, &Archive::seek_to);
        ::archive_read_set_callback_data(archive_, this);
        if (::archive_read_open1(archive_) != ARCHIVE_OK) return broken();
        return {};
    }

    /// The next entry, or null at the end.
    Result<archive_entry*> next() {
        archive_entry* entry = nullptr;
        const int answer = ::archive_read_next_header(archive_, &entry);
        fed_ = 0;
        if (answer == ARCHIVE_EOF) return static_cast<archive_entry*>(nullptr);
        if (answer == ARCHIVE_OK || answer == ARCHIVE_WARN) return entry;
        return broken();
    }

    Result<std::size_t> read(char* out, std::size_t capacity) {
        const la_ssize_t got = ::archive_read_data(archive_, out, capacity);
        if (got < 0) return broken();
        return static_cast<std::size_t>(got);
    }

    [[nodiscard]] Error broken() const {
        if (failed_) return *failed_;
        const char* words = ::archive_error_string(archive_);
        return {ErrorKind::Invalid, "import.packed_broken", {{"problem", words == nullptr ? "?" : words}}};
    }
    [[nodiscard]] std::int64_t fed() const { return fed_; }
    [[nodiscard]] const RawBytes& bytes() const { return *bytes_; }

private:
    static la_ssize_t read_block(archive* of, void* data, const void** block) {
        auto& self = *static_cast<Archive*>(data);
        auto got = self.bytes_->read(self.block_.data(), self.block_.size());
        if (!got) {
            self.failed_ = std::move(got).error();
            ::archive_set_error(of, EIO, "%s", self.failed_->code.c_str());
            return -1;
        }
        self.fed_ += static_cast<std::int64_t>(*got);
        *block = self.block_.data();
        return static_cast<la_ssize_t>(*got);
    }
    static la_int64_t seek_to(archive*, void* data, la_int64_t offset, int whence) {
        auto& self = *static_cast<Archive*>(data);
        const std::int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? self.bytes_->taken() : self.bytes_->size();
        return self.bytes_->seek(from + offset) ? from + offset : ARCHIVE_FATAL;
    }

    std::unique_ptr<RawBytes> bytes_;
    archive* archive_;
    std::array<char, kBlock> block_{};
    std::optional<Error> failed_;
    std::int64_t fed_ = 0;  // packed bytes since the entry began
};

/// The name as UTF-8, also where the zip does not say how it wrote it.
std::string name_of_entry(archive_entry* entry) {
    const char* name = ::archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = ::archive_entry_pathname(entry);
    std::string out = name == nullptr ? "" : name;
    if (text::is_valid_utf8(out)) return out;
    for (char& c : out)
        if ((c & 0x80) != 0) c = '_';
    return out;
}

class PackedBytes final : public RawBytes {
public:
    PackedBytes(std::unique_ptr<Archive> archive, std::int64_t expected, const PackedLimits& limits)
        : archive_(std::move(archive)), expected_(expected), limits_(limits) {}

    Result<std::size_t> read(char* out, std::size_t capacity) override {
        KITH_TRY(const std::size_t got, archive_->read(out, capacity));
        made_ += static_cast<std::int64_t>(got);
        if (made_ > limits_.bytes)
            return Error{ErrorKind::Invalid, "import.packed_bomb", {{"limit", std::to_string(limits_.bytes >> 30) + " GiB"}}};
        if (made_ > limits_.ratio_from && made_ / limits_.ratio > archive_->fed())
            return Error{ErrorKind::Invalid, "import.packed_bomb", {{"limit", std::to_string(limits_.ratio) + " : 1"}}};
        if (got == 0 && has_changed()) return Error{ErrorKind::Conflict, "import.file_changed", {{"file", ""}}};
        return got;
    }
    /// Of a zip's entry as its share of the whole file, since it may lie anywhere in it.
    [[nodiscard]] std::int64_t taken() const override {
        if (expected_ <= 0) return archive_->bytes().taken();
        const double share = static_cast<double>(made_) / static_cast<double>(expected_);
        return static_cast<std::int64_t>(std::min(share, 1.0) * static_cast<double>(size()));
    }
    [[nodiscard]] std::int64_t size() const override { return archive_->bytes().size(); }
    [[nodiscard]] bool has_changed() const override { return archive_->bytes().has_changed(); }

private:
    std::unique_ptr<Archive> archive_;
    std::int64_t expected_;
    PackedLimits limits_;
    std::int64_t made_ = 0;
};

}  // namespace

Packing packing_of(std::string_view beginning) {
    using namespace std::string_view_literals;
    if (beginning.starts_with("\x1F\x8B"sv)) return Packing::Gzip;
    if (beginning.starts_with("PK\x03\x04"sv) || beginning.starts_with("PK\x05\x06"sv)) return Packing::Zip;
    return Packing::None;
}

Result<std::vector<PackedEntry>> entries_of(const InputFile& file, const PackedLimits& limits) {
    KITH_TRY(auto bytes, file.open());
    Archive archive(std::move(bytes));
    KITH_CHECK(archive.open(Packing::Zip));
    std::vector<PackedEntry> out;
    for (std::size_t seen = 0;; ++seen) {
        KITH_TRY(archive_entry* const entry, archive.next());
        if (entry == nullptr) return out;
        if (seen >= limits.entries)
            return Error{ErrorKind::Invalid, "import.too_many_entries", {{"limit", std::to_string(limits.entries)}}};
        if (::archive_entry_filetype(entry) != AE_IFREG) continue;
        out.push_back({name_of_entry(entry), ::archive_entry_size(entry)});
    }
}

Result<std::unique_ptr<RawBytes>> open_packed(const InputFile& file, Packing packing, const std::string& name, const PackedLimits& limits) {
    KITH_TRY(auto bytes, file.open());
    if (packing == Packing::None) return bytes;
    auto archive = std::make_unique<Archive>(std::move(bytes));
    KITH_CHECK(archive->open(packing));
    for (std::size_t seen = 0; seen < limits.entries; ++seen) {
        KITH_TRY(archive_entry* const entry, archive->next());
        if (entry == nullptr) break;
        if (packing == Packing::Zip) {
            if (::archive_entry_filetype(entry) != AE_IFREG || name_of_entry(entry) != name) continue;
            if (::archive_entry_is_encrypted(entry) != 0) return Error{ErrorKind::Invalid, "import.packed_secret"};
        }
        const std::int64_t expected = packing == Packing::Zip ? ::archive_entry_size(entry) : 0;
        return std::unique_ptr<RawBytes>(std::make_unique<PackedBytes>(std::move(archive), expected, limits));
    }
    return Error{ErrorKind::Invalid, "import.no_such_entry", {{"entry", name}}};
}

}  // namespace kith::imports
