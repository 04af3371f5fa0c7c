#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace kith {

/// What an XML document says, in its order. Names are without their prefixes; views are good during the call.
class XmlHandler {
public:
    using Attributes = std::vector<std::pair<std::string_view, std::string_view>>;
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view name, const Attributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    /// One text may come in several pieces.
    virtual void text(std::string_view piece) = 0;
};
/// The attribute's value, or "".
std::string_view attribute(const XmlHandler::Attributes& attributes, std::string_view name);

/// Reads XML piece by piece, without a tree. A document type declaration is refused, and with it every entity
/// beyond XML's own five: no bombs, nothing fetched. Owned by one thread.
class XmlParser {
public:
    explicit XmlParser(XmlHandler& handler);
    XmlParser(XmlParser&&) noexcept;
    XmlParser& operator=(XmlParser&&) noexcept;
    ~XmlParser();

    /// Errors: `xml.has_dtd`, `xml.malformed` (param `problem`).
    Result<void> feed(std::string_view piece);
    /// After the last piece; the same errors.
    Result<void> finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kith
