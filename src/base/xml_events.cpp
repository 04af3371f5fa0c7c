#include "base/xml_events.hpp"

#include <libxml/parser.h>

#include <algorithm>
#include <new>
#include <string>

namespace kith {

namespace {

std::string_view view(const xmlChar* text) { return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text); }

constexpr std::size_t kPiece = 1u << 20;  // libxml2 counts in int

}  // namespace

struct XmlParser::State {
    explicit State(XmlHandler& to) : handler(to) {}

    XmlHandler& handler;
    XmlHandler::Attributes attributes;
    xmlParserCtxtPtr context = nullptr;
    bool has_dtd = false;

    static State& of(void* data) { return *static_cast<State*>(data); }

    static void on_start(void* data, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**, int count, int, const xmlChar** attributes) {
        State& self = of(data);
        self.attributes.clear();
        for (int i = 0; i < count; ++i) {
            const xmlChar** one = attributes + static_cast<std::ptrdiff_t>(i) * 5;  // name, prefix, URI, value's begin and end
            self.attributes.emplace_back(view(one[0]), std::string_view(reinterpret_cast<const char*>(one[3]), static_cast<std::size_t>(one[4] - one[3])));
        }
        self.handler.start(view(name), self.attributes);
    }
    static void on_end(void* data, const xmlChar* name, const xmlChar*, const xmlChar*) { of(data).handler.end(view(name)); }
    static void on_text(void* data, const xmlChar* text, int length) {
        of(data).handler.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
    }
    static void on_dtd(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
        State& self = of(data);
        self.has_dtd = true;
        ::xmlStopParser(self.context);
    }
};

XmlParser::XmlParser(XmlHandler& handler) : state_(std::make_unique<State>(handler)) {
    static const bool kReady = [] {
        ::xmlInitParser();
        return true;
    }();
    (void)kReady;
    xmlSAXHandler sax{};
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = &State::on_start;
    sax.endElementNs = &State::on_end;
    sax.characters = sax.ignorableWhitespace = sax.cdataBlock = &State::on_text;
    sax.internalSubset = &State::on_dtd;
    state_->context = ::xmlCreatePushParserCtxt(&sax, state_.get(), nullptr, 0, nullptr);
    if (state_->context == nullptr) throw std::bad_alloc();
    // Entities can only be XML's own, which are to come as what they stand for.
    ::xmlCtxtUseOptions(state_->context, XML_PARSE_NOENT | XML_PARSE_NONET);
}

XmlParser::XmlParser(XmlParser&&) noexcept = default;
XmlParser& XmlParser::operator=(XmlParser&& other) noexcept {
    std::swap(state_, other.state_);
    return *this;
}
XmlParser::~XmlParser() {
    if (!state_ || state_->context == nullptr) return;
    if (state_->context->myDoc != nullptr) ::xmlFreeDoc(state_->context->myDoc);
    ::xmlFreeParserCtxt(state_->context);
}

Result<void> XmlParser::feed(std::string_view piece) {
    const auto failed = [&](int code) -> Result<void> {
        if (state_->has_dtd) return Error{ErrorKind::Invalid, "xml.has_dtd"};
        if (code == 0) return {};
        const auto* error = ::xmlCtxtGetLastError(state_->context);
        std::string problem = error == nullptr || error->message == nullptr ? "?" : error->message;
        while (!problem.empty() && problem.back() == '\n') problem.pop_back();
        if (error != nullptr && error->line > 0) problem += " (" + std::to_string(error->line) + ")";
        return Error{ErrorKind::Invalid, "xml.malformed", {{"problem", std::move(problem)}}};
    };
    while (!piece.empty()) {
        const std::string_view part = piece.substr(0, kPiece);
        piece.remove_prefix(part.size());
        KITH_CHECK(failed(::xmlParseChunk(state_->context, part.data(), static_cast<int>(part.size()), 0)));
    }
    return {};
}

Result<void> XmlParser::finish() {
    const int code = ::xmlParseChunk(state_->context, nullptr, 0, 1);
    if (state_->has_dtd) return Error{ErrorKind::Invalid, "xml.has_dtd"};
    if (code == 0) return {};
    return Error{ErrorKind::Invalid, "xml.malformed", {{"problem", "it ends in its midst"}}};
}

std::string_view attribute(const XmlHandler::Attributes& attributes, std::string_view name) {
    const auto it = std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) { return a.first == name; });
    return it == attributes.end() ? std::string_view() : it->second;
}

}  // namespace kith
