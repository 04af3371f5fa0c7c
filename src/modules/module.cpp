#include "modules/module.hpp"

namespace kith {

Result<Id> Call::id(std::string_view name) const {
    if (const auto id = Id::parse(request.param(name))) return *id;
    return Error{.kind = ErrorKind::NotFound, .code = "request.no_such_id"};
}

}  // namespace kith
