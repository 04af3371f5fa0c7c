#include "db/sqlite/node_number.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/id.hpp"
#include "db/sqlite/files.hpp"

namespace kith::db::sqlite {

namespace {

constexpr off_t kFirst = 1 << 20;  // behind all that is ever written there

}  // namespace

NodeNumber::~NodeNumber() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::int64_t> NodeNumber::take(const std::string& path) {
    if (number_ >= 0) return number_;
    descriptor_ = ::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) return system_error(errno, path);
    for (std::int64_t number = 0; number < kMostNodes; ++number) {
        struct flock byte{};
        byte.l_type = F_WRLCK;
        byte.l_whence = SEEK_SET;
        byte.l_start = kFirst + static_cast<off_t>(number);
        byte.l_len = 1;
        if (::fcntl(descriptor_, F_OFD_SETLK, &byte) == 0) return number_ = number;
        if (errno != EAGAIN && errno != EACCES) return system_error(errno, path);
    }
    return Error{.kind = ErrorKind::Unavailable, .code = "db.too_many_nodes"};
}

}  // namespace kith::db::sqlite
