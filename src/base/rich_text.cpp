#include "base/rich_text.hpp"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "base/text.hpp"

/// libxml2 reads the HTML as browsers write it and reports tag by tag, without a tree: its time and memory stay
/// in proportion to the text whatever is nested. What comes out is written anew here, so that only what is named
/// below can be in it.
namespace kith {

namespace {

constexpr std::size_t kMostNested = 32;

struct Renamed {
    std::string_view from, to;
};
constexpr std::array<Renamed, 32> kKept{{
    {"p", "p"},          {"div", "p"},        {"h1", "h1"},         {"h2", "h2"},   {"h3", "h3"},
    {"h4", "h3"},        {"h5", "h3"},        {"h6", "h3"},         {"pre", "pre"}, {"blockquote", "blockquote"},
    {"ul", "ul"},        {"ol", "ol"},        {"li", "li"},         {"br", "br"},   {"strong", "strong"},
    {"b", "strong"},     {"em", "em"},        {"i", "em"},          {"u", "u"},     {"ins", "u"},
    {"s", "s"},          {"strike", "s"},     {"del", "s"},         {"code", "code"}, {"kbd", "code"},
    {"a", "a"},          {"span", "span"},    {"section", "p"},     {"article", "p"}, {"tr", "p"},
    {"dt", "p"},         {"dd", "p"},
}};
/// Their content is nothing to read.
constexpr std::array<std::string_view, 20> kDropped{
    "script", "style", "head",   "title",  "iframe", "object", "embed", "svg",   "math",   "template",
    "noscript", "noembed", "noframes", "textarea", "select", "audio", "video", "canvas", "applet", "frameset"};

std::string_view kept_as(std::string_view tag) {
    const auto* const it = std::ranges::find(kKept, tag, &Renamed::from);
    return it == kKept.end() ? std::string_view{} : it->to;
}

bool holds_lines(std::string_view tag) {  // blocks whose content is text
    return tag == "p" || tag == "h1" || tag == "h2" || tag == "h3" || tag == "pre";
}
bool is_list(std::string_view tag) { return tag == "ul" || tag == "ol"; }
bool is_block(std::string_view tag) {
    return holds_lines(tag) || is_list(tag) || tag == "blockquote" || tag == "li";
}

bool is_space(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

void escape(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default:
                if (const auto byte = static_cast<unsigned char>(c); (byte >= 0x20 && byte != 0x7f) || c == '\n' || c == '\t') out += c;
        }
    }
}

/// A link that leads somewhere and does nothing else; "" for any other.
std::string safe_address(std::string_view raw) {
    // Browsers skip these within an address, also within "java\nscript:".
    std::string address;
    for (const char c : text::trim(raw))
        if (static_cast<unsigned char>(c) > 0x20 && c != 0x7f) address += c;
    if (address.size() > 2000) return {};
    const auto start = text::lower_ascii(address.substr(0, 8));
    for (const std::string_view scheme : {"http://", "https://", "mailto:", "tel:"})
        if (start.starts_with(scheme) && address.size() > scheme.size()) return address;
    return {};
}

std::string_view attribute(const xmlChar** attributes, const char* name) {
    for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2)
        if (std::strcmp(reinterpret_cast<const char*>(attributes[0]), name) == 0 && attributes[1] != nullptr)
            return reinterpret_cast<const char*>(attributes[1]);
    return {};
}

/// What the parser reports, one call a tag or piece of text.
class Listener {
public:
    Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    virtual ~Listener() = default;
    virtual void open(std::string_view tag, const xmlChar** attributes) = 0;
    virtual void close(std::string_view tag) = 0;
    virtual void text(std::string_view text) = 0;

    int dropping = 0;  // how many tags without readable content are open
};

void on_open(void* listener, const xmlChar* name, const xmlChar** attributes) {
    auto& to = *static_cast<Listener*>(listener);
    const std::string_view tag = reinterpret_cast<const char*>(name);
    if (std::ranges::find(kDropped, tag) != kDropped.end()) ++to.dropping;
    if (to.dropping == 0) to.open(tag, attributes);
}

void on_close(void* listener, const xmlChar* name) {
    auto& to = *static_cast<Listener*>(listener);
    const std::string_view tag = reinterpret_cast<const char*>(name);
    if (to.dropping == 0) return to.close(tag);
    if (std::ranges::find(kDropped, tag) != kDropped.end()) --to.dropping;
}

void on_text(void* listener, const xmlChar* text, int size) {
    auto& to = *static_cast<Listener*>(listener);
    if (to.dropping == 0) to.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
}

void parse(std::string_view html, Listener& listener) {
    static const bool ready = (xmlInitParser(), true);
    const std::unique_ptr<htmlParserCtxt, void (*)(htmlParserCtxtPtr)> parser(ready ? htmlNewParserCtxt() : nullptr, htmlFreeParserCtxt);
    if (parser == nullptr) throw std::bad_alloc();
    *parser->sax = {};
    parser->sax->startElement = on_open;
    parser->sax->endElement = on_close;
    parser->sax->characters = on_text;
    parser->sax->ignorableWhitespace = on_text;
    parser->userData = &listener;
    // Within a body, or each text that stands outside of a block would be given a paragraph of its own.
    const std::string page = "<html><body>" + std::string(html);
    htmlCtxtReadMemory(parser.get(), page.data(), static_cast<int>(page.size()), nullptr, "UTF-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                           HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC);
}

/// Writes the subset, always well formed.
class Sanitizer final : public Listener {
public:
    void open(std::string_view tag, const xmlChar** attributes) override {
        auto kept = kept_as(tag);
        std::string with;
        if (kept == "a") {
            const auto address = safe_address(attribute(attributes, "href"));
            if (address.empty()) kept = {};
            with = " href=\"";
            escape(with, address);
            with += '"';
        } else if (kept == "span") {
            const auto user = Id::parse(attribute(attributes, "data-user"));
            if (attribute(attributes, "class") != "mention" || !user) kept = {};
            else with = " class=\"mention\" data-user=\"" + user->to_string() + "\"";
        }
        if (tag == "td" || tag == "th") text(" ");
        if (kept.empty()) return;
        if (kept == "br") {
            if (in_lines()) breaks_ += "<br>";
            space_ = false;
            return;
        }
        if (kept == "li" && (open_.empty() || !is_list(list_or_item()))) kept = "p";
        if (is_block(kept)) {
            close_lines();
            if (kept == "li") close_to_list();
            if (is_list(current()) && kept != "li") push("li", "");
            if (current() == "li" && kept == "p") return;  // an item's text stands in it as it is
            if (open_.size() < kMostNested) push(kept, with);
        } else if (std::ranges::find(open_, kept) == open_.end() &&
                   std::ranges::find(pending_inline_, kept, &Inline::first) == pending_inline_.end()) {
            pending_inline_.emplace_back(kept, std::move(with));  // not strong within strong
        }
    }

    void close(std::string_view tag) override {
        const auto kept = kept_as(tag);
        if (kept.empty() || kept == "br") return;
        if (const auto waiting = std::ranges::find(pending_inline_, kept, &Inline::first); waiting != pending_inline_.end()) {
            pending_inline_.erase(waiting);
            return;
        }
        if (kept == "p" && current() == "li") return;
        const auto it = std::find(open_.rbegin(), open_.rend(), kept);
        if (it == open_.rend()) return;
        // An inline tag closes no block.
        if (!is_block(kept) && std::any_of(open_.rbegin(), it, is_block)) return;
        const auto size = static_cast<std::size_t>(open_.rend() - it) - 1;
        while (open_.size() > size) pop();
    }

    void text(std::string_view text) override {
        if (is_space(text) && !in_lines()) return;
        if (!in_lines()) push(is_list(current()) ? "li" : "p", "");
        if (std::ranges::find(open_, "pre") != open_.end()) {
            begin_text();
            escape(out_, text);
            seen_ = seen_ || !is_space(text);
            return;
        }
        // As browsers show it: a run of white space is one space, and none where a line begins or ends.
        while (!text.empty()) {
            const auto word = std::min(text.find_first_of(" \t\r\n"), text.size());
            if (word > 0) {
                begin_text();
                escape(out_, text.substr(0, word));
                seen_ = true;
            }
            if (word < text.size()) space_ = !line_begins_ && breaks_.empty();
            text.remove_prefix(std::min(word + 1, text.size()));
        }
    }

    std::string take() {
        while (!open_.empty()) pop();
        return seen_ ? std::move(out_) : std::string{};
    }

private:
    using Inline = std::pair<std::string, std::string>;

    [[nodiscard]] std::string_view current() const {  // the innermost block
        const auto it = std::find_if(open_.rbegin(), open_.rend(), is_block);
        return it == open_.rend() ? std::string_view{} : std::string_view(*it);
    }
    [[nodiscard]] std::string_view list_or_item() const {
        const auto it = std::find_if(open_.rbegin(), open_.rend(), is_list);
        return it == open_.rend() ? std::string_view{} : std::string_view(*it);
    }
    [[nodiscard]] bool in_lines() const { return holds_lines(current()) || current() == "li"; }

    void close_lines() {
        while (!open_.empty() && (!is_block(open_.back()) || holds_lines(open_.back()))) pop();
    }
    void close_to_list() {
        while (!open_.empty() && !is_list(open_.back())) pop();
    }
    void begin_text() {
        out_ += std::exchange(breaks_, {});
        if (std::exchange(space_, false)) out_ += ' ';
        for (auto& [tag, with] : std::exchange(pending_inline_, {}))
            if (open_.size() < kMostNested && std::ranges::find(open_, tag) == open_.end()) push(tag, with);
        line_begins_ = false;
    }
    /// Breaks and space before a block and at its end show nothing.
    void end_line() {
        breaks_.clear();
        space_ = false;
        line_begins_ = true;
    }
    void push(std::string_view tag, const std::string& with) {
        if (is_block(tag)) end_line();
        starts_.push_back(out_.size());
        out_ += '<';
        out_ += tag;
        out_ += with + ">";
        ends_.push_back(out_.size());
        open_.emplace_back(tag);
    }
    void pop() {
        if (is_block(open_.back())) end_line();
        if (out_.size() == ends_.back())
            out_.resize(starts_.back());  // nothing in it
        else
            out_ += "</" + open_.back() + ">";
        open_.pop_back();
        starts_.pop_back();
        ends_.pop_back();
    }

    std::string out_;
    std::string breaks_;                  // show only if something follows in the block
    bool space_ = false;                  // likewise
    bool line_begins_ = true;
    std::vector<Inline> pending_inline_;  // they begin with the text
    std::vector<std::string> open_;
    std::vector<std::size_t> starts_, ends_;  // of each open tag: where it stands, where its content begins
    bool seen_ = false;
};

class Reader final : public Listener {
public:
    void open(std::string_view tag, const xmlChar** attributes) override {
        if (tag == "span" && attribute(attributes, "class") == "mention")
            if (const auto user = Id::parse(attribute(attributes, "data-user")); user && std::ranges::find(mentions, *user) == mentions.end())
                mentions.push_back(*user);
        const auto kept = kept_as(tag);
        if (tag == "br" || is_block(kept)) line();
        if (kept == "li") {
            out += "- ";
            fresh_ = out.size();
        }
        if (tag == "pre") ++verbatim_;
    }
    void close(std::string_view tag) override {
        if (is_block(kept_as(tag))) line();
        if (tag == "pre" && verbatim_ > 0) --verbatim_;
    }
    void text(std::string_view text) override {
        if (verbatim_ > 0) {
            out += text;
            return;
        }
        for (const char c : text) {
            const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
            if (!space) out += c;
            else if (out.size() > fresh_ && out.back() != ' ' && out.back() != '\n') out += ' ';
        }
    }

    std::string out;
    std::vector<Id> mentions;

private:
    void line() {
        while (out.size() > fresh_ && out.back() == ' ') out.pop_back();
        if (out.size() > fresh_) out += '\n';
        fresh_ = out.size();
    }
    std::size_t fresh_ = 0;  // where the line begins
    int verbatim_ = 0;
};

bool has_a_tag(std::string_view text) {
    for (auto at = text.find('<'); at != std::string_view::npos && at + 1 < text.size(); at = text.find('<', at + 1)) {
        const char c = text[at + 1];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '!' || c == '?') return true;
    }
    return false;
}

}  // namespace

std::string html_of_text(std::string_view text) {
    std::string out;
    std::string paragraph;
    const auto end_paragraph = [&] {
        if (!paragraph.empty()) out += "<p>" + paragraph + "</p>";
        paragraph.clear();
    };
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text::trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) {
            end_paragraph();
            continue;
        }
        if (!paragraph.empty()) paragraph += "<br>";
        escape(paragraph, line);
    }
    end_paragraph();
    return out;
}

std::string sanitize_html(std::string_view html) {
    if (!has_a_tag(html)) return html_of_text(html);
    Sanitizer sanitizer;
    parse(html, sanitizer);
    return sanitizer.take();
}

std::string plain_text(std::string_view html) {
    if (!has_a_tag(html)) return std::string(html);
    Reader reader;
    parse(html, reader);
    return std::string(text::trim(reader.out));
}

std::vector<Id> mentions_in(std::string_view html) {
    Reader reader;
    if (has_a_tag(html)) parse(html, reader);
    return std::move(reader.mentions);
}

}  // namespace kith
