#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Packed files for tests, made in memory.
namespace kith::test {

using NamedBytes = std::pair<std::string, std::string>;
std::string zip_of(const std::vector<NamedBytes>& files);
std::string gzip_of(std::string_view bytes);

}  // namespace kith::test
