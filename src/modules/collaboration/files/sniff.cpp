#include "modules/collaboration/files/sniff.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace kith::collaboration {

namespace {

using std::string_view_literals::operator""sv;

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kMagic{{
    {"\x89PNG\r\n\x1a\n"sv, "image/png"},
    {"\xff\xd8\xff"sv, "image/jpeg"},
    {"GIF87a"sv, "image/gif"},
    {"GIF89a"sv, "image/gif"},
    {"%PDF-"sv, "application/pdf"},
    {"\x1f\x8b"sv, "application/gzip"},
    {"7z\xbc\xaf\x27\x1c"sv, "application/x-7z-compressed"},
    {"Rar!\x1a\x07"sv, "application/vnd.rar"},
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "application/x-ole-storage"},
    {"ID3"sv, "audio/mpeg"},
    {"OggS"sv, "application/ogg"},
    {"fLaC"sv, "audio/flac"},
    {"II*\0"sv, "image/tiff"},
    {"MM\0*"sv, "image/tiff"},
    {"BM"sv, "image/bmp"},
    {"MZ"sv, "application/vnd.microsoft.portable-executable"},
    {"\x7f" "ELF"sv, "application/x-elf"},
}};

/// Office documents are ZIP files; nothing but the name tells them from others in their first bytes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kInZip{{
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {".odp", "application/vnd.oasis.opendocument.presentation"},
}};

/// Marks of what a browser would take for a page or a drawing, wherever in the beginning they stand.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kMarkup{{
    {"<svg", "image/svg+xml"},       {"<!doctype html", "text/html"}, {"<html", "text/html"},
    {"<script", "text/html"},        {"<body", "text/html"},          {"<iframe", "text/html"},
    {"<head", "text/html"},          {"<a ", "text/html"},            {"<img", "text/html"},
    {"<object", "text/html"},        {"<embed", "text/html"},         {"<style", "text/html"},
    {"<?xml", "application/xml"},
}};

bool reads_as_text(std::string_view bytes) {
    // The last character may have been cut in two.
    for (int cut = 0; cut < 4 && !text::is_valid_utf8(bytes); ++cut) {
        if (bytes.empty()) return false;
        bytes.remove_suffix(1);
    }
    return text::is_valid_utf8(bytes) && std::ranges::none_of(bytes, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 32 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    });
}

std::string_view of_text(std::string_view bytes, std::string_view name) {
    const auto lower = text::lower_ascii(bytes);
    for (const auto& [mark, type] : kMarkup)
        if (lower.contains(mark)) return type;
    const auto ending = text::lower_ascii(name);
    for (const auto* script : {".js", ".mjs", ".css", ".xhtml", ".htm", ".html", ".svg", ".xml", ".mht", ".hta", ".vbs"})
        if (ending.ends_with(script)) return "application/xml";
    return ending.ends_with(".csv") ? "text/csv" : "text/plain";
}

}  // namespace

std::string_view sniff(std::string_view bytes, std::string_view name) {
    bytes = bytes.substr(0, kSniffed);
    for (const auto& [magic, type] : kMagic)
        if (bytes.starts_with(magic)) return type;
    const bool has_head = bytes.size() >= 12;
    if (has_head && bytes.starts_with("RIFF") && bytes.substr(8).starts_with("WEBP")) return "image/webp";
    if (has_head && bytes.starts_with("RIFF") && bytes.substr(8).starts_with("WAVE")) return "audio/wav";
    if (has_head && bytes.substr(4).starts_with("ftyp")) {
        const auto brand = bytes.substr(8, 4);
        if (brand == "avif") return "image/avif";
        if (brand.starts_with("hei") || brand == "mif1") return "image/heic";
        return brand.starts_with("M4A") ? "audio/mp4" : "video/mp4";
    }
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
        const auto ending = text::lower_ascii(name);
        for (const auto& [suffix, type] : kInZip)
            if (ending.ends_with(suffix)) return type;
        return "application/zip";
    }
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    return reads_as_text(bytes) ? of_text(bytes, name) : "application/octet-stream";
}

bool is_picture(std::string_view type) {
    return type == "image/png" || type == "image/jpeg" || type == "image/gif" || type == "image/webp";
}

bool can_run(std::string_view type) {
    return type == "text/html" || type == "image/svg+xml" || type == "application/xml";
}

}  // namespace kith::collaboration
