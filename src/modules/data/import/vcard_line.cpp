#include "modules/data/import/vcard_line.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

#include "base/text.hpp"
#include "modules/data/import/byte_source.hpp"

namespace kith::imports {

namespace {

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

void take_parameter(VcardLine& out, std::string_view parameter) {
    const std::size_t equals = parameter.find('=');
    const std::string name = equals == std::string_view::npos ? "TYPE" : upper(parameter.substr(0, equals));
    std::string_view values = equals == std::string_view::npos ? parameter : parameter.substr(equals + 1);
    if (name == "PREF") out.preferred = true;
    if (name == "ENCODING" && upper(values) == "QUOTED-PRINTABLE") out.quoted_printable = true;
    if (name != "TYPE") return;
    std::string list = text::lower_ascii(values);
    std::erase(list, '"');
    for (std::string_view rest = list; !rest.empty();) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const std::string_view type = rest.substr(0, comma);
        if (type == "pref") out.preferred = true;
        else if (type == "quoted-printable") out.quoted_printable = true;
        else if (!type.empty()) out.types.emplace_back(type);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
}

}  // namespace

bool VcardLine::has_type(std::string_view type) const { return std::find(types.begin(), types.end(), type) != types.end(); }

VcardLine vcard_line(std::string_view line) {
    VcardLine out;
    bool quoted = false;
    std::size_t begin = 0;
    bool named = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"') quoted = !quoted;
        if (quoted || (line[i] != ';' && line[i] != ':')) continue;
        const std::string_view part = line.substr(begin, i - begin);
        if (named) {
            take_parameter(out, part);
        } else {
            const std::size_t group = part.rfind('.');
            out.name = upper(text::trim(group == std::string_view::npos ? part : part.substr(group + 1)));
            named = true;
        }
        begin = i + 1;
        if (line[i] == ';') continue;
        out.value = line.substr(begin);
        return out;
    }
    return {};
}

std::string from_quoted_printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        if (text[i] == '=' && i + 2 < text.size()) {
            const auto [end, error] = std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16);
            if (error == std::errc() && end == text.data() + i + 3) {
                out += static_cast<char>(byte);
                i += 2;
                continue;
            }
        } else if (text[i] == '=' && i + 2 == text.size()) {
            break;  // cut off
        }
        out += text[i];
    }
    if (text::is_valid_utf8(out)) return out;
    ByteSource source = ByteSource::of(out, Encoding::Windows1252);
    std::string decoded(out.size() * 3 + ByteSource::kLeastCapacity, '\0');
    const auto got = source.read(decoded.data(), decoded.size());
    decoded.resize(got ? *got : 0);
    std::replace(decoded.begin(), decoded.end(), '\xFF', '?');
    return decoded;
}

std::vector<std::string> vcard_parts(std::string_view value, char separator) {
    std::vector<std::string> out;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= value.size(); ++i) {
        if (i < value.size() && value[i] == '\\') {
            ++i;
            continue;
        }
        if (i < value.size() && value[i] != separator) continue;
        out.push_back(vcard_text(value.substr(begin, std::min(i, value.size()) - begin)));
        begin = i + 1;
    }
    return out;
}

std::string vcard_text(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '\\' || i + 1 == value.size()) {
            out += value[i];
            continue;
        }
        ++i;
        out += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
    }
    return std::string(text::trim(out));
}

}  // namespace kith::imports
