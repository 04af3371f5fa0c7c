#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace kith::testing {

/// The program itself as a server, on a port of its own choice, to be killed.
class ServerProcess {
public:
    /// Throws std::runtime_error when it does not come up.
    ServerProcess(const char* program, const std::string& db, const std::string& folder);
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    ~ServerProcess();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] pid_t process() const { return child_; }
    /// SIGKILL. Throws when it had ended by itself.
    void kill();

private:
    pid_t child_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace kith::testing
