#include "base/code_page.hpp"

#include <unicode/ucnv.h>

#include <cassert>
#include <memory>

namespace kith {

std::array<char16_t, 128> upper_half_of(const std::string& name) {
    std::array<char16_t, 128> out{};
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(name.c_str(), &status), &ucnv_close);
    assert(U_SUCCESS(status) && "an encoding ICU knows");
    if (U_FAILURE(status)) return out;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const char byte = static_cast<char>(0x80 + i);
        char16_t units[4] = {};
        status = U_ZERO_ERROR;
        const auto length = ucnv_toUChars(converter.get(), units, 4, &byte, 1, &status);
        // Control characters are what ICU gives for bytes that no text has.
        const bool is_one = U_SUCCESS(status) && length == 1 && units[0] >= 0xA0 && units[0] != 0xFFFD;
        if (is_one) out[i] = units[0];
    }
    return out;
}

}  // namespace kith
