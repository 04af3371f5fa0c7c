#include "support/packed_files.hpp"

#include <archive.h>
#include <archive_entry.h>

namespace kith::test {

namespace {

la_ssize_t take(archive*, void* data, const void* bytes, std::size_t size) {
    static_cast<std::string*>(data)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
}

std::string packed(archive* out, const std::vector<NamedBytes>& files) {
    std::string bytes;
    ::archive_write_set_bytes_in_last_block(out, 1);
    ::archive_write_open(out, &bytes, nullptr, &take, nullptr);
    for (const auto& [name, content] : files) {
        archive_entry* entry = ::archive_entry_new();
        ::archive_entry_set_pathname(entry, name.c_str());
        ::archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        ::archive_entry_set_filetype(entry, AE_IFREG);
        ::archive_entry_set_perm(entry, 0644);
        ::archive_write_header(out, entry);
        ::archive_write_data(out, content.data(), content.size());
        ::archive_entry_free(entry);
    }
    ::archive_write_close(out);
    ::archive_write_free(out);
    return bytes;
}

}  // namespace

std::string zip_of(const std::vector<NamedBytes>& files) {
    archive* out = ::archive_write_new();
    ::archive_write_set_format_zip(out);
    return packed(out, files);
}

std::string gzip_of(std::string_view bytes) {
    archive* out = ::archive_write_new();
    ::archive_write_add_filter_gzip(out);
    ::archive_write_set_format_raw(out);
    return packed(out, {{"file", std::string(bytes)}});
}

}  // namespace kith::test
